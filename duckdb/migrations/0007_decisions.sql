CREATE TABLE decisions (
    n BIGINT NOT NULL,
    report VARCHAR NOT NULL,
    story VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,
    person VARCHAR NOT NULL,
    made TIMESTAMP NOT NULL,
    why VARCHAR NOT NULL,
    partner VARCHAR NOT NULL,
    becomes JSON,
    was JSON NOT NULL
);
COMMENT ON TABLE decisions IS 'One row for each decision of a person on a coded report, in order. Rows are never changed; of several on one report the later ones count. A reading of a story takes up those on its reports: its lexicon then bears their mark.';
COMMENT ON COLUMN decisions.n IS 'Number of the row, from 1.';
COMMENT ON COLUMN decisions.report IS 'The report that it is on.';
COMMENT ON COLUMN decisions.story IS 'The story of that report.';
COMMENT ON COLUMN decisions.verdict IS 'accept, reject, recode, redate, split, merge, note.';
COMMENT ON COLUMN decisions.person IS 'Who decided.';
COMMENT ON COLUMN decisions.made IS 'When, in UTC.';
COMMENT ON COLUMN decisions.why IS 'The reason given.';
COMMENT ON COLUMN decisions.partner IS 'Of a merger: a report of the act that it tells of.';
COMMENT ON COLUMN decisions.becomes IS 'What is set in the report; null where nothing is.';
COMMENT ON COLUMN decisions.was IS 'The report as it was when it was decided.';
