CREATE TABLE meta (
    version INTEGER NOT NULL,
    migration VARCHAR NOT NULL
);
COMMENT ON TABLE meta IS 'One row for each migration that made this store; the highest version is the store''s.';
COMMENT ON COLUMN meta.version IS 'Number of the migration.';
COMMENT ON COLUMN meta.migration IS 'Its name.';

CREATE TABLE stories (
    reading BIGINT NOT NULL,
    current BOOLEAN NOT NULL,
    story VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    lexicon VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    author VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    published DATE,
    text VARCHAR NOT NULL,
    blocks JSON
);
COMMENT ON TABLE stories IS 'One row for each reading of a story. A story read again with other words or another lexicon has a new row; the old ones stay and are no longer current.';
COMMENT ON COLUMN stories.reading IS 'Number of the reading, from 1.';
COMMENT ON COLUMN stories.current IS 'Whether this is the reading that counts.';
COMMENT ON COLUMN stories.story IS 'The story''s id.';
COMMENT ON COLUMN stories.hash IS 'sha256 of the text.';
COMMENT ON COLUMN stories.lexicon IS 'sha256 of the dictionaries it was read with.';
COMMENT ON COLUMN stories.language IS 'ISO 639-1.';
COMMENT ON COLUMN stories.kind IS 'report, opinion, transcript.';
COMMENT ON COLUMN stories.published IS 'Day of publication, null if unknown.';
COMMENT ON COLUMN stories.text IS 'The canonical text: every offset points into its UTF-8 bytes.';
COMMENT ON COLUMN stories.blocks IS 'The runs of the text by stream: [{"stream","start","end"}].';

CREATE TABLE reports (
    n BIGINT NOT NULL,
    reading BIGINT NOT NULL,
    current BOOLEAN NOT NULL,
    published DATE,
    act VARCHAR NOT NULL,
    day DATE,
    days INTEGER NOT NULL,
    event VARCHAR NOT NULL,
    names_event BOOLEAN NOT NULL,
    default_id VARCHAR NOT NULL,
    report VARCHAR NOT NULL,
    story VARCHAR NOT NULL,
    stream VARCHAR NOT NULL,
    sentence INTEGER NOT NULL,
    date DATE,
    date_from DATE,
    date_to DATE,
    date_basis VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_sector VARCHAR NOT NULL,
    source_name VARCHAR NOT NULL,
    source_role VARCHAR NOT NULL,
    source_raw VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    target_sector VARCHAR NOT NULL,
    target_name VARCHAR NOT NULL,
    target_role VARCHAR NOT NULL,
    target_raw VARCHAR NOT NULL,
    reciprocal BOOLEAN NOT NULL,
    root VARCHAR NOT NULL,
    mode VARCHAR NOT NULL,
    contexts VARCHAR[],
    cameo VARCHAR NOT NULL,
    quad INTEGER NOT NULL,
    intensity DOUBLE NOT NULL,
    scale VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    attributed_by VARCHAR,
    attributed_code VARCHAR,
    attributed_kind VARCHAR,
    place_name VARCHAR,
    place_country VARCHAR,
    confidence DOUBLE NOT NULL,
    quote VARCHAR NOT NULL,
    quote_start INTEGER NOT NULL,
    quote_end INTEGER NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    source_start INTEGER,
    source_end INTEGER,
    target_start INTEGER,
    target_end INTEGER,
    url VARCHAR NOT NULL,
    pattern VARCHAR NOT NULL,
    lexicon VARCHAR NOT NULL,
    way VARCHAR NOT NULL,
    lemma VARCHAR NOT NULL
);
COMMENT ON TABLE reports IS 'One row for each report of an event: one proposition in one place of one reading. Rows are never deleted.';
COMMENT ON COLUMN reports.n IS 'Number of the row, from 1.';
COMMENT ON COLUMN reports.reading IS 'The reading that found it.';
COMMENT ON COLUMN reports.current IS 'Whether that reading counts.';
COMMENT ON COLUMN reports.published IS 'Day of the story''s publication, null if unknown.';
COMMENT ON COLUMN reports.act IS 'The key that reports of one act share: actors, root, happened (+) or not (-), lemma.';
COMMENT ON COLUMN reports.day IS 'First day of the window, null if undated.';
COMMENT ON COLUMN reports.days IS 'Days in the window after the first.';
COMMENT ON COLUMN reports.event IS 'Id of the event it tells of, as all current reports have it.';
COMMENT ON COLUMN reports.names_event IS 'Whether default_id leads to that event: it is its id or an alias of it.';
COMMENT ON COLUMN reports.default_id IS 'Id the event has as long as no other report is known.';
COMMENT ON COLUMN reports.report IS 'The report''s id; it never changes.';
COMMENT ON COLUMN reports.stream IS 'headline, standfirst, body, caption, furniture. Only the first three count in relations.';
COMMENT ON COLUMN reports.sentence IS 'Number of the sentence in the story.';
COMMENT ON COLUMN reports.date IS 'The day to print.';
COMMENT ON COLUMN reports.date_from IS 'First day the text supports.';
COMMENT ON COLUMN reports.date_to IS 'Last day the text supports.';
COMMENT ON COLUMN reports.date_basis IS 'explicit, relative, published, unknown.';
COMMENT ON COLUMN reports.source IS 'Code of who acts, empty if not known.';
COMMENT ON COLUMN reports.target IS 'Code of the one acted on, empty if not known.';
COMMENT ON COLUMN reports.source_raw IS 'The words of the text.';
COMMENT ON COLUMN reports.target_raw IS 'The words of the text.';
COMMENT ON COLUMN reports.reciprocal IS 'Whether both sides act: the report then counts in both directions.';
COMMENT ON COLUMN reports.root IS 'PLOVER event type.';
COMMENT ON COLUMN reports.mode IS 'PLOVER mode.';
COMMENT ON COLUMN reports.contexts IS 'PLOVER contexts.';
COMMENT ON COLUMN reports.cameo IS 'CAMEO code.';
COMMENT ON COLUMN reports.quad IS '1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.';
COMMENT ON COLUMN reports.intensity IS 'On the scale named in scale; below zero is conflict.';
COMMENT ON COLUMN reports.status IS 'fact, reported, intended, hypothetical, negated, historical.';
COMMENT ON COLUMN reports.attributed_by IS 'Whose words it is, null if the story''s own.';
COMMENT ON COLUMN reports.confidence IS '0 to 1.';
COMMENT ON COLUMN reports.quote IS 'The cited words: the bytes from quote_start to quote_end of the story''s text.';
COMMENT ON COLUMN reports.source_start IS 'Null where the actor is understood, not named.';
COMMENT ON COLUMN reports.target_start IS 'Null where the actor is understood, not named.';
COMMENT ON COLUMN reports.pattern IS 'The pattern that found it.';
COMMENT ON COLUMN reports.lexicon IS 'sha256 of the dictionaries that found it.';
COMMENT ON COLUMN reports.way IS 'tree or shallow: how the roles were read.';
COMMENT ON COLUMN reports.lemma IS 'The trigger''s head word.';

CREATE TABLE assessments (
    reading BIGINT NOT NULL,
    current BOOLEAN NOT NULL,
    published DATE,
    assessment VARCHAR NOT NULL,
    story VARCHAR NOT NULL,
    stream VARCHAR NOT NULL,
    sentence INTEGER NOT NULL,
    a VARCHAR NOT NULL,
    a_name VARCHAR NOT NULL,
    a_raw VARCHAR NOT NULL,
    b VARCHAR NOT NULL,
    b_name VARCHAR NOT NULL,
    b_raw VARCHAR NOT NULL,
    level INTEGER,
    trend INTEGER,
    holder_by VARCHAR NOT NULL,
    holder_code VARCHAR NOT NULL,
    holder_name VARCHAR NOT NULL,
    hedge VARCHAR NOT NULL,
    negated BOOLEAN NOT NULL,
    issue VARCHAR NOT NULL,
    date_from DATE,
    date_to DATE,
    quote VARCHAR NOT NULL,
    quote_start INTEGER NOT NULL,
    quote_end INTEGER NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    source_start INTEGER,
    source_end INTEGER,
    target_start INTEGER,
    target_end INTEGER,
    url VARCHAR NOT NULL,
    pattern VARCHAR NOT NULL,
    lexicon VARCHAR NOT NULL,
    way VARCHAR NOT NULL
);
COMMENT ON TABLE assessments IS 'One row for each sentence that says how two actors stand rather than what one did.';
COMMENT ON COLUMN assessments.assessment IS 'The assessment''s id.';
COMMENT ON COLUMN assessments.level IS '-1, 0, 1; null where the words say nothing of it.';
COMMENT ON COLUMN assessments.trend IS '-1, 0, 1; null where the words say nothing of it.';
COMMENT ON COLUMN assessments.holder_by IS 'Whose view it is: author, actor, document, unnamed.';
COMMENT ON COLUMN assessments.hedge IS 'none, likely, possible, unlikely.';

CREATE TABLE problems (
    reading BIGINT NOT NULL,
    current BOOLEAN NOT NULL,
    published DATE,
    story VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    "offset" INTEGER NOT NULL,
    message VARCHAR NOT NULL
);
COMMENT ON TABLE problems IS 'Findings about poor input. Those of no story have reading 0.';
COMMENT ON COLUMN problems.stage IS 'The room that found it.';
COMMENT ON COLUMN problems.subject IS 'What it is about: a story''s id, a file''s name.';
COMMENT ON COLUMN problems."offset" IS 'Bytes into the subject, -1 where there is no place.';

CREATE VIEW events AS
SELECT
    event,
    arg_min(day, (days, day)) AS day,
    count(*) AS reports,
    count(DISTINCT story) AS stories,
    min(act) AS act,
    min(root) AS root,
    min(quad) AS quad,
    bool_or(status IN ('fact', 'reported', 'historical')) AS happened
FROM reports
WHERE current
GROUP BY event;
COMMENT ON VIEW events IS 'Events as the current reports make them.';

CREATE VIEW aliases AS
SELECT DISTINCT default_id AS alias, event
FROM reports
WHERE current AND names_event AND default_id <> event;
COMMENT ON VIEW aliases IS 'Ids of events that were merged into others. As no report is ever deleted, an id once given always leads to its event.';
