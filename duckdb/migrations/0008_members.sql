-- Who a collective of an assessment speaks for, as its story names them, was not kept: a store
-- answered otherwise than the story did. What was kept before has none until it is read again
-- with other dictionaries.
ALTER TABLE assessments ADD COLUMN members VARCHAR[];
COMMENT ON COLUMN assessments.members IS 'Of a collective: the codes of those members that the story names in the same part; null where it names none.';
