CREATE TABLE forecasts (
    n BIGINT NOT NULL,
    forecast VARCHAR NOT NULL,
    made DATE NOT NULL,
    "by" VARCHAR NOT NULL,
    a VARCHAR NOT NULL,
    b VARCHAR NOT NULL,
    directed BOOLEAN NOT NULL,
    event VARCHAR NOT NULL,
    origin DATE NOT NULL,
    horizon INTEGER NOT NULL,
    probability DOUBLE NOT NULL,
    climatology DOUBLE,
    persistence DOUBLE,
    data VARCHAR NOT NULL,
    entry VARCHAR NOT NULL
);
COMMENT ON TABLE forecasts IS 'One row for each forecast on record. Rows are never changed.';
COMMENT ON COLUMN forecasts.n IS 'Number of the row, from 1: the order of recording.';
COMMENT ON COLUMN forecasts.forecast IS 'Its id: a hash of what it says.';
COMMENT ON COLUMN forecasts.made IS 'The day on which it was recorded.';
COMMENT ON COLUMN forecasts."by" IS 'entente, or who made it.';
COMMENT ON COLUMN forecasts.directed IS 'Whether it is about what a does to b alone.';
COMMENT ON COLUMN forecasts.event IS 'At least one event of this class, or of these roots.';
COMMENT ON COLUMN forecasts.origin IS 'The first day of its window; what it rests on lies before.';
COMMENT ON COLUMN forecasts.horizon IS 'Days of its window.';
COMMENT ON COLUMN forecasts.climatology IS 'What the pair''s own base rate said; null where it was not asked.';
COMMENT ON COLUMN forecasts.persistence IS 'What followed windows like the last one.';
COMMENT ON COLUMN forecasts.data IS 'A sha256 over the events that were known.';
COMMENT ON COLUMN forecasts.entry IS 'All of it as JSON: sources, interval, method, reasons, program, note.';

CREATE TABLE resolutions (
    n BIGINT NOT NULL,
    current BOOLEAN NOT NULL,
    forecast VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    events INTEGER NOT NULL,
    cites VARCHAR[] NOT NULL,
    made DATE NOT NULL,
    "by" VARCHAR NOT NULL,
    why VARCHAR NOT NULL
);
COMMENT ON TABLE resolutions IS 'One row for each time it was said how a forecast came out. One that a later took back stays and is no longer current.';
COMMENT ON COLUMN resolutions.n IS 'Number of the row, from 1.';
COMMENT ON COLUMN resolutions.current IS 'Whether it is the one that counts.';
COMMENT ON COLUMN resolutions.outcome IS 'yes, no or void.';
COMMENT ON COLUMN resolutions.events IS 'How many events there were.';
COMMENT ON COLUMN resolutions.cites IS 'Ids of some of them.';
COMMENT ON COLUMN resolutions.made IS 'The day on which it was said.';
COMMENT ON COLUMN resolutions."by" IS 'entente by its rule, or who decided it.';
COMMENT ON COLUMN resolutions.why IS 'By which rule, or for which reason.';
