CREATE TABLE pairs (
    pair INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    target VARCHAR NOT NULL
);
COMMENT ON TABLE pairs IS 'One row for each directed pair of codes of imported events, so that the events of a pair are found by one number.';
COMMENT ON COLUMN pairs.pair IS 'Its number: above 1 where both actors are known, else below. An even number leads from the code that is first in order to the other; the way back is one further from nought.';
COMMENT ON COLUMN pairs.source IS 'Code of who acts, empty if not known.';
COMMENT ON COLUMN pairs.target IS 'Code of the one acted on, empty if not known.';

CREATE TABLE links (
    link INTEGER NOT NULL,
    url VARCHAR NOT NULL
);
COMMENT ON TABLE links IS 'One row for each address of imported events and mentions. One that comes again much later may have a second row.';
COMMENT ON COLUMN links.link IS 'Its number, from 1.';

INSERT INTO pairs
WITH met AS (SELECT DISTINCT least(s.code, t.code) AS a, greatest(s.code, t.code) AS b
    FROM imports i JOIN actors s ON s.actor = i.source JOIN actors t ON t.actor = i.target),
numbered AS (SELECT a, b, CASE WHEN a = '' THEN -2 ELSE 2 END * row_number() OVER (ORDER BY a, b) AS n FROM met)
SELECT n, a, b FROM numbered UNION ALL SELECT n + sign(n), b, a FROM numbered WHERE a <> b ORDER BY 1;

INSERT INTO links SELECT row_number() OVER (ORDER BY kind, first), url
FROM (SELECT url, min(kind) AS kind, min(n) AS first
    FROM (SELECT url, 0 AS kind, rowid AS n FROM imports UNION ALL SELECT url, 1, rowid FROM mentions) GROUP BY url);

DROP VIEW imported;
ALTER TABLE imports RENAME TO imports_of_3;
ALTER TABLE mentions RENAME TO mentions_of_3;

CREATE TABLE imports (
    coding INTEGER NOT NULL,
    key BIGINT NOT NULL,
    id VARCHAR,
    file INTEGER NOT NULL,
    line INTEGER NOT NULL,
    published DATE,
    day DATE,
    pair INTEGER NOT NULL,
    source INTEGER NOT NULL,
    target INTEGER NOT NULL,
    act INTEGER NOT NULL,
    place INTEGER NOT NULL,
    events INTEGER NOT NULL,
    mentions INTEGER NOT NULL,
    sources INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    link INTEGER NOT NULL
);
COMMENT ON TABLE imports IS 'One row for each event that others coded: a line of an event file. Coding, key and id together are unique; rows are never changed. The view imported shows them in words.';
COMMENT ON COLUMN imports.coding IS 'Whose coding it is: a number of codings.';
COMMENT ON COLUMN imports.key IS 'The event''s own id where that is a number of at most 18 digits, else a hash of it, below zero.';
COMMENT ON COLUMN imports.id IS 'The event''s own id where key is a hash; one that begins with x was made of the line.';
COMMENT ON COLUMN imports.file IS 'The file it was first read from: a number of files.';
COMMENT ON COLUMN imports.line IS 'The line there, from 1.';
COMMENT ON COLUMN imports.published IS 'When the file''s maker had it; the day of the event where the file does not say. As of an earlier day it is hidden.';
COMMENT ON COLUMN imports.pair IS 'The codes of the two: a number of pairs. The rows of a batch are in its order.';
COMMENT ON COLUMN imports.source IS 'Who acts: a number of actors.';
COMMENT ON COLUMN imports.target IS 'The one acted on: a number of actors.';
COMMENT ON COLUMN imports.events IS 'How many events the line stands for; more than one in GDELT''s reduced history.';
COMMENT ON COLUMN imports.mentions IS 'As the file counts them, 0 where it does not.';
COMMENT ON COLUMN imports.sources IS 'As the file counts them, 0 where it does not.';
COMMENT ON COLUMN imports.articles IS 'As the file counts them, 0 where it does not.';
COMMENT ON COLUMN imports.link IS 'Where it was found: a number of links.';

CREATE TABLE mentions (
    coding INTEGER NOT NULL,
    key BIGINT NOT NULL,
    id VARCHAR,
    mention BIGINT NOT NULL,
    file INTEGER NOT NULL,
    line INTEGER NOT NULL,
    published DATE,
    outlet VARCHAR NOT NULL,
    link INTEGER NOT NULL,
    sentence INTEGER NOT NULL,
    confidence DOUBLE NOT NULL
);
COMMENT ON TABLE mentions IS 'One row for each place in which an imported event was found (GDELT 2.0). The event itself may not be in the store.';
COMMENT ON COLUMN mentions.key IS 'With coding and id the event, as in imports.';
COMMENT ON COLUMN mentions.mention IS 'A hash of day, URL and sentence; unique within the event.';
COMMENT ON COLUMN mentions.link IS 'The page: a number of links.';
COMMENT ON COLUMN mentions.confidence IS 'As the file says, 0 to 1.';

INSERT INTO imports SELECT i.coding, i.key, i.id, i.file, i.line, i.published, i.day, p.pair, i.source, i.target, i.act, i.place,
    i.events, i.mentions, i.sources, i.articles, l.link
FROM imports_of_3 i JOIN actors s ON s.actor = i.source JOIN actors t ON t.actor = i.target
JOIN pairs p ON p.source = s.code AND p.target = t.code JOIN links l USING (url) ORDER BY i.rowid // 40960, p.pair, i.rowid;

INSERT INTO mentions SELECT m.coding, m.key, m.id, m.mention, m.file, m.line, m.published, m.outlet, l.link, m.sentence, m.confidence
FROM mentions_of_3 m JOIN links l USING (url) ORDER BY m.rowid;

CREATE TABLE days (
    coding INTEGER NOT NULL,
    published DATE,
    rows INTEGER NOT NULL,
    events BIGINT NOT NULL,
    first DATE,
    last DATE
);
COMMENT ON TABLE days IS 'What of imports was published on a day, so that nobody need count it: one row for each batch that brought some of the day. They add up.';
COMMENT ON COLUMN days.coding IS 'Whose coding it is: a number of codings.';
COMMENT ON COLUMN days.rows IS 'How many rows of imports.';
COMMENT ON COLUMN days.events IS 'How many events they stand for.';
COMMENT ON COLUMN days.first IS 'The first day of an event among them.';
COMMENT ON COLUMN days.last IS 'The last day of an event among them.';
INSERT INTO days SELECT coding, published, count(*), sum(events), min(day), max(day) FROM imports GROUP BY coding, published ORDER BY coding, published NULLS LAST;

DROP TABLE imports_of_3;
DROP TABLE mentions_of_3;

CREATE VIEW imported AS
SELECT
    o.name || ':' || coalesce(i.id, i.key::VARCHAR) AS event,
    o.name AS coding,
    coalesce(i.id, i.key::VARCHAR) AS id,
    f.name AS file,
    i.line, i.published, i.day,
    s.code AS source, s.sector AS source_sector, s.name AS source_name, s.raw AS source_raw,
    t.code AS target, t.sector AS target_sector, t.name AS target_name, t.raw AS target_raw,
    a.root, a.mode, a.contexts, a.cameo, a.quad, a.intensity, a.scale,
    i.events, i.mentions, i.sources, i.articles,
    p.name AS place_name, p.country AS place_country, p.latitude, p.longitude,
    l.url
FROM imports i
JOIN codings o USING (coding)
JOIN files f USING (file)
JOIN actors s ON s.actor = i.source
JOIN actors t ON t.actor = i.target
JOIN acts a USING (act)
JOIN places p USING (place)
JOIN links l USING (link);
COMMENT ON VIEW imported IS 'Imported events in words.';
