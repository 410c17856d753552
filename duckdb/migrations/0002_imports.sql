CREATE TABLE files (
    file INTEGER NOT NULL,
    name VARCHAR NOT NULL
);
COMMENT ON TABLE files IS 'One row for each event file or table of figures that was imported.';
COMMENT ON COLUMN files.file IS 'Its number, from 1.';
COMMENT ON COLUMN files.name IS 'Its name as given; a file of an archive follows the archive''s name after a colon.';

CREATE TABLE codings (
    coding INTEGER NOT NULL,
    name VARCHAR NOT NULL
);
COMMENT ON TABLE codings IS 'One row for each source of imported events: whose coding they are.';
COMMENT ON COLUMN codings.coding IS 'Its number, from 1.';
COMMENT ON COLUMN codings.name IS 'gdelt1, gdelt2, icews, polecat, phoenix, or the source that a mapping names.';

CREATE TABLE actors (
    actor INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    sector VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    raw VARCHAR NOT NULL
);
COMMENT ON TABLE actors IS 'One row for each actor of imported events, as resolved: what is written alike is kept once.';
COMMENT ON COLUMN actors.actor IS 'Its number, from 1.';
COMMENT ON COLUMN actors.code IS 'Code on the event''s day; empty if none is named or known.';
COMMENT ON COLUMN actors.raw IS 'The code, or country, as the file writes it.';

CREATE TABLE acts (
    act INTEGER NOT NULL,
    root VARCHAR NOT NULL,
    mode VARCHAR NOT NULL,
    contexts VARCHAR,
    cameo VARCHAR NOT NULL,
    quad INTEGER NOT NULL,
    intensity DOUBLE NOT NULL,
    scale VARCHAR NOT NULL
);
COMMENT ON TABLE acts IS 'One row for each kind of act of imported events.';
COMMENT ON COLUMN acts.act IS 'Its number, from 1.';
COMMENT ON COLUMN acts.root IS 'PLOVER event type; empty for CAMEO''s public statements.';
COMMENT ON COLUMN acts.contexts IS 'PLOVER contexts, parted by semicolons; null where there is no list.';
COMMENT ON COLUMN acts.cameo IS 'The file''s CAMEO code, or the one that stands for root and mode.';
COMMENT ON COLUMN acts.intensity IS 'On the scale named in scale, 0 where that is empty.';

CREATE TABLE places (
    place INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    country VARCHAR NOT NULL,
    latitude FLOAT NOT NULL,
    longitude FLOAT NOT NULL
);
COMMENT ON TABLE places IS 'One row for each place of imported events.';
COMMENT ON COLUMN places.place IS 'Its number, from 1.';
COMMENT ON COLUMN places.latitude IS 'Degrees; 0 with longitude 0 where the file has none.';

CREATE TABLE imports (
    coding INTEGER NOT NULL,
    key BIGINT NOT NULL,
    id VARCHAR,
    file INTEGER NOT NULL,
    line INTEGER NOT NULL,
    published DATE,
    day DATE,
    source INTEGER NOT NULL,
    target INTEGER NOT NULL,
    act INTEGER NOT NULL,
    place INTEGER NOT NULL,
    events INTEGER NOT NULL,
    mentions INTEGER NOT NULL,
    sources INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    url VARCHAR NOT NULL
);
COMMENT ON TABLE imports IS 'One row for each event that others coded: a line of an event file. Coding, key and id together are unique; rows are never changed. The view imported shows them in words.';
COMMENT ON COLUMN imports.coding IS 'Whose coding it is: a number of codings.';
COMMENT ON COLUMN imports.key IS 'The event''s own id where that is a number of at most 18 digits, else a hash of it, below zero.';
COMMENT ON COLUMN imports.id IS 'The event''s own id where key is a hash; one that begins with x was made of the line.';
COMMENT ON COLUMN imports.file IS 'The file it was first read from: a number of files.';
COMMENT ON COLUMN imports.line IS 'The line there, from 1.';
COMMENT ON COLUMN imports.published IS 'When the file''s maker had it; the day of the event where the file does not say. As of an earlier day it is hidden.';
COMMENT ON COLUMN imports.source IS 'Who acts: a number of actors.';
COMMENT ON COLUMN imports.target IS 'The one acted on: a number of actors.';
COMMENT ON COLUMN imports.events IS 'How many events the line stands for; more than one in GDELT''s reduced history.';
COMMENT ON COLUMN imports.mentions IS 'As the file counts them, 0 where it does not.';
COMMENT ON COLUMN imports.sources IS 'As the file counts them, 0 where it does not.';
COMMENT ON COLUMN imports.articles IS 'As the file counts them, 0 where it does not.';

CREATE TABLE mentions (
    coding INTEGER NOT NULL,
    key BIGINT NOT NULL,
    id VARCHAR,
    mention BIGINT NOT NULL,
    file INTEGER NOT NULL,
    line INTEGER NOT NULL,
    published DATE,
    outlet VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    sentence INTEGER NOT NULL,
    confidence DOUBLE NOT NULL
);
COMMENT ON TABLE mentions IS 'One row for each place in which an imported event was found (GDELT 2.0). The event itself may not be in the store.';
COMMENT ON COLUMN mentions.key IS 'With coding and id the event, as in imports.';
COMMENT ON COLUMN mentions.mention IS 'A hash of day, URL and sentence; unique within the event.';
COMMENT ON COLUMN mentions.confidence IS 'As the file says, 0 to 1.';

CREATE TABLE measures (
    n BIGINT NOT NULL,
    current BOOLEAN NOT NULL,
    series VARCHAR NOT NULL,
    a VARCHAR NOT NULL,
    b VARCHAR NOT NULL,
    date_from DATE,
    date_to DATE,
    value DOUBLE NOT NULL,
    source VARCHAR NOT NULL,
    licence VARCHAR NOT NULL,
    file INTEGER NOT NULL,
    line INTEGER NOT NULL
);
COMMENT ON TABLE measures IS 'One row for each dated figure of a state or of a pair: capabilities, trade, votes, alliances. One that a later import gives another value stays and is no longer current.';
COMMENT ON COLUMN measures.n IS 'Number of the row, from 1.';
COMMENT ON COLUMN measures.current IS 'Whether it is the value that counts.';
COMMENT ON COLUMN measures.series IS 'What is measured: nmc.cinc, trade.imports, unvotes.agree, atop.defense …';
COMMENT ON COLUMN measures.b IS 'Empty for a figure of one state.';
COMMENT ON COLUMN measures.date_from IS 'First day it holds for.';
COMMENT ON COLUMN measures.date_to IS 'Last day it holds for.';
COMMENT ON COLUMN measures.source IS 'Whose figure it is, as to be cited.';
COMMENT ON COLUMN measures.licence IS 'On what terms it may be used.';

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
    i.url
FROM imports i
JOIN codings o USING (coding)
JOIN files f USING (file)
JOIN actors s ON s.actor = i.source
JOIN actors t ON t.actor = i.target
JOIN acts a USING (act)
JOIN places p USING (place);
COMMENT ON VIEW imported IS 'Imported events in words.';
