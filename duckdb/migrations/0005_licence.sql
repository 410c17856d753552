-- A mapping says on what terms its events may be used; that went no further than the run.
ALTER TABLE codings ADD COLUMN licence VARCHAR DEFAULT '';
COMMENT ON COLUMN codings.licence IS 'On what terms it may be used, as a mapping says; empty where none does.';
