CREATE TABLE codes (
    code INTEGER NOT NULL,
    name VARCHAR NOT NULL
);
COMMENT ON TABLE codes IS 'One row for each code of an actor of imported events, so that they can be counted by small numbers.';
COMMENT ON COLUMN codes.code IS 'Its number; 1 is the empty code, of an actor that is not known.';
COMMENT ON COLUMN codes.name IS 'The code as elsewhere: USA, IGO:NATO.';

CREATE TABLE links (
    link INTEGER NOT NULL,
    url VARCHAR NOT NULL
);
COMMENT ON TABLE links IS 'One row for each address of imported events and mentions. One that comes again much later may have a second row.';
COMMENT ON COLUMN links.link IS 'Its number, from 1.';

INSERT INTO codes SELECT row_number() OVER (ORDER BY first, name), name
FROM (SELECT name, min(n) AS first FROM (SELECT '' AS name, 0 AS n UNION ALL SELECT code, actor FROM actors) GROUP BY name);

INSERT INTO links SELECT row_number() OVER (ORDER BY kind, first), url
FROM (SELECT url, min(kind) AS kind, min(n) AS first
    FROM (SELECT url, 0 AS kind, rowid AS n FROM imports UNION ALL SELECT url, 1, rowid FROM mentions) GROUP BY url);

DROP VIEW imported;
ALTER TABLE imports RENAME TO imports_of_2;
ALTER TABLE mentions RENAME TO mentions_of_2;

CREATE TABLE imports (
    coding INTEGER NOT NULL,
    key BIGINT NOT NULL,
    id VARCHAR,
    file INTEGER NOT NULL,
    line INTEGER NOT NULL,
    published DATE,
    day DATE,
    source_code INTEGER NOT NULL,
    target_code INTEGER NOT NULL,
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
COMMENT ON COLUMN imports.source_code IS 'The code of who acts: a number of codes.';
COMMENT ON COLUMN imports.target_code IS 'The code of the one acted on: a number of codes.';
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

INSERT INTO imports SELECT i.coding, i.key, i.id, i.file, i.line, i.published, i.day, a.code, b.code, i.source, i.target, i.act, i.place,
    i.events, i.mentions, i.sources, i.articles, l.link
FROM imports_of_2 i JOIN actors s ON s.actor = i.source JOIN codes a ON a.name = s.code
JOIN actors t ON t.actor = i.target JOIN codes b ON b.name = t.code JOIN links l USING (url) ORDER BY i.rowid;

INSERT INTO mentions SELECT m.coding, m.key, m.id, m.mention, m.file, m.line, m.published, m.outlet, l.link, m.sentence, m.confidence
FROM mentions_of_2 m JOIN links l USING (url) ORDER BY m.rowid;

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

DROP TABLE imports_of_2;
DROP TABLE mentions_of_2;

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
