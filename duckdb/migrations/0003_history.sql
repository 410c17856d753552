ALTER TABLE stories ADD COLUMN seen DATE;
ALTER TABLE stories ADD COLUMN until DATE;
UPDATE stories SET seen = published, until = CASE WHEN current THEN NULL ELSE published END;
COMMENT ON COLUMN stories.lexicon IS 'Name of the dictionaries and weights it was read with: a sha256 over both.';
COMMENT ON COLUMN stories.seen IS 'First day on which these words were known: that of publication, or of reading where none is given or the words are new. Null if not known: as of no day.';
COMMENT ON COLUMN stories.until IS 'Day from which the reading no longer counted, as other words took its place or the story was withdrawn; null while it counts. That of seen where it counts as of no day.';

CREATE TABLE withdrawals (
    n BIGINT NOT NULL,
    current BOOLEAN NOT NULL,
    story VARCHAR NOT NULL,
    reading BIGINT NOT NULL,
    since DATE,
    made DATE,
    why VARCHAR NOT NULL
);
COMMENT ON TABLE withdrawals IS 'One row for each time a story was withdrawn. One that was undone, or decided anew, stays and is no longer current.';
COMMENT ON COLUMN withdrawals.n IS 'Number of the row, from 1.';
COMMENT ON COLUMN withdrawals.current IS 'Whether the story is withdrawn by it.';
COMMENT ON COLUMN withdrawals.reading IS 'The reading that counted before.';
COMMENT ON COLUMN withdrawals.since IS 'Day from which the story no longer counts; null, and it never did.';
COMMENT ON COLUMN withdrawals.made IS 'Day on which that was decided.';
COMMENT ON COLUMN withdrawals.why IS 'The reason given.';
