package clickhouse

import (
	"fmt"
	"strings"
)

// schema is the version of the tables below.
const schema = 1

// table is a local table on each shard and the Distributed one over them.
type table struct {
	name    string
	about   string
	columns []column
	engine  string // of the local table
	shard   string // the expression that says on which shard a row lies
}

type column struct{ name, kind, about string }

// list names the columns for an INSERT.
func (t *table) list() string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	return strings.Join(names, ", ")
}

// here is the name of the local table.
func (t *table) here() string { return t.name + "_here" }

// make gives the statements that make the table in a database.
func (t *table) make(database, cluster string) []string {
	lines := make([]string, len(t.columns))
	for i, c := range t.columns {
		lines[i] = c.name + " " + c.kind
	}
	return []string{
		fmt.Sprintf("CREATE TABLE IF NOT EXISTS %s.%s (%s) ENGINE = %s", database, t.here(), strings.Join(lines, ", "), t.engine),
		fmt.Sprintf("CREATE TABLE IF NOT EXISTS %s.%s AS %s.%s ENGINE = Distributed(%s, %s, %s, %s)",
			database, t.name, database, t.here(), cluster, database, t.here(), t.shard),
	}
}

const byStory = `cityHash64(story)`

// parts lets small inserts come as fast as many workers send them; the engine merges them
// meanwhile.
const parts = ` SETTINGS index_granularity = 8192, parts_to_delay_insert = 600, parts_to_throw_insert = 1200`

var steps = table{"steps", "What was done to stories, one row a step: rows are never changed. A story is what its steps make of it, in order of seq and id.", []column{
	{"story", "String", "The story's id."},
	{"seq", "Int64", "Its place among the steps of the story, from 1. Two that were written at once may have the same, and then the id decides."},
	{"id", "UInt64", "A hash of all that the step says."},
	{"kind", "String", "read, decide, withdraw, reinstate; copy and log of what came from another store."},
	{"reading", "UInt64", "The reading: a hash of all that it found."},
	{"hash", "String", "sha256 of the story's words."},
	{"lexicon", "String", "Name of the dictionaries and weights it was read with, with the mark of decisions."},
	{"published", "Int32", "Day of publication. All days are counted from 0001-01-01, which is 1; 0 is unknown."},
	{"seen", "Int32", "Day on which it was read."},
	{"mends", "UInt8", "Whether other words than those known were misread before."},
	{"reports", "Int32", "How many reports the reading found."},
	{"since", "Int32", "Of a withdrawal: the day from which the story no longer counts, 0 for never."},
	{"made", "Int32", "Of a withdrawal: the day on which that was decided."},
	{"why", "String", "Of a withdrawal: the reason given."},
	{"n", "Int64", "Of a decision: its number in the log."},
	{"decision", "String", "Of a decision, or a copied story: all of it, as JSON."},
}, `ReplacingMergeTree ORDER BY (story, seq, id)` + parts, byStory}

var readings = table{"readings", "Stories as they were read. A row counts if a step names it.", []column{
	{"story", "String", "The story's id."},
	{"reading", "UInt64", "A hash of all that was found; as in steps."},
	{"published", "Int32", "Day of publication."},
	{"outlet", "String", "Title, author, publisher, URL, kind and hash, as JSON."},
	{"text", "String", "The canonical text: every offset points into its UTF-8 bytes."},
	{"rest", "String", "The story without its text, as JSON."},
}, `ReplacingMergeTree ORDER BY (story, reading)` + parts, byStory}

var reports = table{"reports", "One row for each report of an event: one proposition in one place of one reading. Which event it tells of is worked out from all that count.", []column{
	{"reading", "UInt64", "The reading that found it."},
	{"story", "String", "The story's id."},
	{"report", "String", "The report's id; it never changes."},
	{"act", "String", "The key that reports of one act share: actors, root, happened (+) or not (-), lemma."},
	{"default_id", "String", "Id the event has as long as no other report is known."},
	{"made_id", "String", "Id of an event of this report alone, where another bears the default id."},
	{"source", "String", "Code of who acts, empty if not known."},
	{"source_name", "String", ""},
	{"source_raw", "String", "The words of the text."},
	{"target", "String", "Code of the one acted on, empty if not known."},
	{"target_name", "String", ""},
	{"target_raw", "String", "The words of the text."},
	{"reciprocal", "UInt8", "Whether both sides act."},
	{"root", "String", "PLOVER event type."},
	{"quad", "Int32", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."},
	{"contexts", "Array(String)", "PLOVER contexts."},
	{"intensity", "Float64", "Below zero is conflict."},
	{"status", "String", "fact, reported, intended, hypothetical, negated, historical."},
	{"stream", "String", "headline, standfirst, body, caption, furniture."},
	{"confidence", "Float64", "0 to 1."},
	{"lemma", "String", "The trigger's head word."},
	{"date_from", "Int32", "First day the text supports."},
	{"date_to", "Int32", "Last day the text supports."},
	{"quote_start", "Int32", "Where the cited words begin in the story's text."},
	{"trigger_start", "Int32", "Where the trigger begins."},
	{"quote", "String", "The cited words."},
	{"body", "String", "All of the report, as JSON."},
}, `ReplacingMergeTree ORDER BY (source, target, story, reading, report)` + parts, byStory}

var assessments = table{"assessments", "One row for each sentence that says how two actors stand.", []column{
	{"reading", "UInt64", "The reading that found it."},
	{"story", "String", "The story's id."},
	{"place", "Int32", "Its place in the reading, from 0."},
	{"a", "String", "One of the two."},
	{"b", "String", "The other."},
	{"level", "Int32", "-1, 0, 1; 9 where the words say nothing of it."},
	{"trend", "Int32", "-1, 0, 1; 9 where the words say nothing of it."},
	{"body", "String", "All of it, as JSON."},
}, `ReplacingMergeTree ORDER BY (a, b, story, reading, place)` + parts, byStory}

var problems = table{"problems", "Findings about poor input. Those of no story have reading 0.", []column{
	{"reading", "UInt64", "The reading that met it."},
	{"story", "String", "The story's id."},
	{"place", "Int32", "Its place in the reading, from 0."},
	{"stage", "String", "The room that found it."},
	{"subject", "String", "What it is about."},
	{"at", "Int64", "Bytes into the subject, -1 where there is no place."},
	{"message", "String", ""},
}, `ReplacingMergeTree ORDER BY (story, reading, place, subject, at, stage, message)` + parts, byStory}

var imports = table{"imports", "One row for each event that others coded: a line of an event file. Rows are never changed; one that came twice is in doubles.", []column{
	{"pair", "UInt64", "The codes of the two: a hash, in pairs."},
	{"day", "Int32", "Day of the event."},
	{"month", "Int32", "First day of its month."},
	{"year", "Int32", "First day of its year."},
	{"known", "UInt8", "Whether both actors are known."},
	{"within", "UInt8", "Whether both are one actor."},
	{"act", "UInt64", "What was done: a hash, in acts."},
	{"intensity", "Float64", "As in acts."},
	{"events", "Int32", "How many events the line stands for."},
	{"published", "Int32", "When the file's maker had it; as of an earlier day it is hidden."},
	{"coding", "UInt64", "Whose coding it is: a hash of the name, in codings."},
	{"key", "Int64", "The event's own id where that is a number of at most 18 digits, else a hash of it, below zero."},
	{"event", "String", "Its id: the source, a colon and its own id."},
	{"row", "UInt64", "A number of this row alone."},
	{"at", "Int64", "When it was written, in millionths of a second."},
	{"file", "String", "The file it was first read from."},
	{"line", "Int32", "The line there, from 1."},
	{"mentions", "Int32", "As the file counts them."},
	{"sources", "Int32", "As the file counts them."},
	{"articles", "Int32", "As the file counts them."},
	{"source", "String", "Who acts, as JSON."},
	{"target", "String", "The one acted on, as JSON."},
	{"place", "String", "Name of the place."},
	{"country", "String", "State in which it lies."},
	{"latitude", "Float32", "Degrees."},
	{"longitude", "Float32", "Degrees."},
	{"url", "String", "Where it was found."},
}, `MergeTree ORDER BY (pair, day, coding, key)` + parts, `cityHash64(event)`}

var doubles = table{"doubles", "Rows of imports that do not count, as an earlier one has their id: two that imported at once did not know of each other.", []column{
	{"row", "UInt64", "As in imports."},
}, `ReplacingMergeTree ORDER BY row` + parts, `row`}

var pairs = table{"pairs", "What the hashes of pairs stand for.", []column{
	{"pair", "UInt64", ""},
	{"source", "String", "Code of who acts, empty if not known."},
	{"target", "String", "Code of the one acted on, empty if not known."},
}, `ReplacingMergeTree ORDER BY pair` + parts, `pair`}

var acts = table{"acts", "What the hashes of acts stand for.", []column{
	{"act", "UInt64", ""},
	{"root", "String", "PLOVER event type; empty for CAMEO's public statements."},
	{"quad", "Int32", ""},
	{"intensity", "Float64", "On the scale that body names."},
	{"body", "String", "Root, mode, contexts, CAMEO, class, intensity and scale, as JSON."},
}, `ReplacingMergeTree ORDER BY act` + parts, `act`}

var codings = table{"codings", "Sources of imported events and on what terms they may be used; the latest word counts.", []column{
	{"coding", "UInt64", "A hash of the name."},
	{"name", "String", ""},
	{"licence", "String", "Empty where nothing is said."},
	{"at", "Int64", "When that was written."},
}, `MergeTree ORDER BY (coding, at)` + parts, `coding`}

var mentions = table{"mentions", "One row for each place in which an imported event was found. Of several of one place the first counts.", []column{
	{"coding", "UInt64", ""},
	{"key", "Int64", "As in imports."},
	{"event", "String", "As in imports."},
	{"mention", "Int64", "A hash of day, URL and sentence; unique within the event."},
	{"before", "UInt64", "Less the later it was written."},
	{"file", "String", ""},
	{"line", "Int32", ""},
	{"published", "Int32", ""},
	{"outlet", "String", ""},
	{"url", "String", ""},
	{"sentence", "Int32", ""},
	{"confidence", "Float64", ""},
}, `ReplacingMergeTree(before) ORDER BY (coding, key, event, mention)` + parts, `cityHash64(event)`}

var measures = table{"measures", "Dated figures of states and pairs. Of several of one key the last counts; the others are kept.", []column{
	{"series", "String", "What is measured."},
	{"a", "String", ""},
	{"b", "String", "Empty for a figure of one state."},
	{"date_from", "Int32", ""},
	{"date_to", "Int32", ""},
	{"source", "String", "Whose figure it is."},
	{"n", "Int64", "When it was written, in millionths of a second."},
	{"value", "Float64", ""},
	{"licence", "String", ""},
	{"file", "String", ""},
	{"line", "Int32", ""},
}, `MergeTree ORDER BY (series, a, b, date_from, date_to, source, n)` + parts, `cityHash64(series, a, b)`}

var forecasts = table{"forecasts", "Forecasts on record, all on the first shard; of several of one id the first counts.", []column{
	{"n", "Int64", "The order of recording."},
	{"forecast", "String", "Its id: a hash of what it says."},
	{"made", "Int32", "The day on which it was recorded."},
	{"entry", "String", "All of it as JSON."},
}, `MergeTree ORDER BY (forecast, n)` + parts, `toUInt64(0)`}

var resolutions = table{"resolutions", "How forecasts came out, all on the first shard; of several the last counts.", []column{
	{"n", "Int64", "The order of saying."},
	{"forecast", "String", ""},
	{"made", "Int32", "The day on which it was said."},
	{"body", "String", "All of it as JSON."},
}, `MergeTree ORDER BY (forecast, n)` + parts, `toUInt64(0)`}

// tables are all of them.
var tables = []*table{&steps, &readings, &reports, &assessments, &problems, &imports, &doubles, &pairs, &acts, &codings, &mentions, &measures, &forecasts, &resolutions}
