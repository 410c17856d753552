package lexicon_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"entente/lexicon"
)

// folder makes a file system of one file, with a state and an organisation beside it.
func folder(name, text string) fstest.MapFS {
	return fstest.MapFS{
		"0.states":        {Data: []byte("state RUS\n  name: Russia\n  adjective: Russian\nstate USA\n  name: United States\n")},
		"0.organisations": {Data: []byte("organisation IGO:NATO\n  name: NATO\n  member: USA 1949-04-04..\n")},
		name:              {Data: []byte(text)},
	}
}

// TestErrors: each mistake is told with its file, line, column, entry and near misses.
func TestErrors(t *testing.T) {
	pattern := "pattern p\n  event: CONSULT\n  cameo: 040\n  verb: meet\n  yes: A met B. :: USA > RUS\n"
	tests := []struct{ name, file, text, want string }{
		{"indented first", "a.cues", "# a comment\n  negation: not\n", `a.cues:2:3: an indented line stands before any block`},

		{"kind of polity", "a.states", "country FRA\n", `a.states:1:1: a block begins with state, collective or organisation, not "country"`},
		{"no code", "a.states", "state\n  name: France\n", `a.states:1:1: state needs one code`},
		{"two codes", "a.states", "state FRA DEU\n", `a.states:1:1: state needs one code`},
		{"code twice", "a.states", "state RUS\n  name: Rus\n", `a.states:1:1: RUS: the code stands already for Russia`},
		{"act with words", "a.patterns", "pattern p\n  event: CONSULT\n  cameo: 040\n  verb: {act} with\n  verb: meet\n  yes: A met B. :: USA > RUS\n", `a.patterns:4:9: p: {act} stands alone, as the head of an event's trigger`},
		{"no name", "a.states", "state FRA\n  capital: Paris\n", `a.states:1:1: FRA: has no name`},
		{"unknown field", "a.states", "state FRA\n  name: France\n  adjectve: French\n", `a.states:3:13: FRA: unknown field "adjectve" (near: "adjective")`},
		{"days", "a.states", "state FRA\n  name: France\n  days: long ago\n", `a.states:3:9: FRA: "long ago" is not a date such as 2021-06-16`},
		{"no days", "a.states", "state FRA\n  name: France\n  days: ..\n", `a.states:3:9: FRA: ".." is not a span of days such as 1991-12-26..2003`},
		{"days reversed", "a.states", "state FRA\n  name: France\n  days: 1992..1990\n", `a.states:3:9: FRA: the span 1992..1990 ends before it begins`},
		{"last day", "a.states", "state FRA\n  name: France\n  days: 1992..1995-13\n", `a.states:3:9: FRA: "1995-13" is not a date such as 2021-06-16`},
		{"bracket", "a.states", "state FRA\n  name: France | Gaul [..476\n", `a.states:2:9: FRA: "Gaul [..476" has no closing bracket`},
		{"days of a name", "a.states", "state FRA\n  name: France | Gaul [once]\n", `a.states:2:9: FRA: "once" is not a date such as 2021-06-16`},
		{"empty name", "a.states", "state FRA\n  name: France\n  seat: = GOV\n", `a.states:3:9: FRA: a name is empty`},
		{"leader", "a.states", "state FRA\n  name: France\n  leader: state\n", `a.states:3:11: FRA: a leader is written government [FROM..TO], not "state"`},
		{"leader's days", "a.states", "state FRA\n  name: France\n  leader: government [x]\n", `a.states:3:11: FRA: "x" is not a date such as 2021-06-16`},
		{"successor", "a.states", "state SUN\n  name: Soviet Union\n  successor: RUX\n", `a.states:3:14: SUN: no state, collective or organisation has the code RUX (near: "RUS")`},

		{"member", "a.organisations", "organisation IGO:X\n  name: X\n  member: USB 1999..\n", `a.organisations:3:11: IGO:X: no state, collective or organisation has the code USB (near: "USA")`},
		{"days of a member", "a.organisations", "organisation IGO:X\n  name: X\n  member: USA since 1999\n", `a.organisations:3:11: IGO:X: "since 1999" is not a date such as 2021-06-16`},
		{"seat", "a.organisations", "organisation IGO:X\n  name: X\n  seat: Brussels\n", `a.organisations:3:9: IGO:X: no state, collective or organisation has the code Brussels`},

		{"whole", "a.organisations", "organisation IGO:X\n  name: X\n  of: IGO:NATA\n", `a.organisations:3:7: IGO:X: no state, collective or organisation has the code IGO:NATA (near: "IGO:NATO")`},

		{"group", "a.groups", "RUS: Gazprom\n", `a.groups:1:1: a group is written CODE SECTOR: names`},
		{"group without names", "a.groups", "RUS BUS:\n", `a.groups:1:1: a group is written CODE SECTOR: names`},
		{"group's code", "a.groups", "RUZ BUS: Gazprom\n", `a.groups:1:1: RUZ BUS: no state, collective or organisation has the code RUZ (near: "RUS")`},
		{"group's days", "a.groups", "RUS REB: Wolves [1994..1993]\n", `a.groups:1:10: RUS REB: the span 1994..1993 ends before it begins`},

		{"person", "a.people", "Vladimir Putin\n", `a.people:1:1: a block of people is written person NAME | short form`},
		{"person without a name", "a.people", "person\n", `a.people:1:1: a block of people is written person NAME | short form`},
		{"no term", "a.people", "person Vladimir Putin\n", `a.people:1:1: Vladimir Putin: has no term`},
		{"short term", "a.people", "person A B\n  RUS GOV state 2000..\n", `a.people:2:3: A B: a term is written CODE SECTOR OFFICE FROM..TO day|month title`},
		{"office", "a.people", "person A B\n  RUS GOV foriegn 2000.. day minister\n", `a.people:2:3: A B: unknown office "foriegn" (near: "foreign")`},
		{"term's days", "a.people", "person A B\n  RUS GOV state 2000-02-31.. day president\n", `a.people:2:3: A B: "2000-02-31" is not a date such as 2021-06-16`},
		{"first day", "a.people", "person A B\n  RUS GOV state ..2000 day president\n", `a.people:2:3: A B: a term needs a first day`},
		{"how sure", "a.people", "person A B\n  RUS GOV state 2000.. year president\n", `a.people:2:3: A B: a term is sure to the day or to the month, not "year"`},
		{"term's code", "a.people", "person A B\n  USS GOV state 2000.. day president\n", `a.people:2:3: A B: no state, collective or organisation has the code USS (near: "USA")`},

		{"agent", "a.agents", "GOV foreign\n", `a.agents:1:1: GOV foreign: an agent is written SECTOR [office]: phrases`},
		{"place", "a.places", "lake AFR: Chad\n", `a.places:1:1: a place is written CODE: names, disputed CODE: names, sea: names or region: names`},
		{"place's code", "a.places", "disputed UKX: Crimea\n", `a.places:1:1: disputed UKX: no state, collective or organisation has the code UKX`},
		{"place's name", "a.places", "RUS: Perm [\n", `a.places:1:6: RUS: "Perm [" has no closing bracket`},
		{"cue", "a.cues", "negations: not\n", `a.cues:1:12: unknown list of cues "negations" (near: "negation", "relation")`},

		{"kind of pattern", "a.patterns", "rule p\n", `a.patterns:1:1: a block begins with pattern or assessment, not "rule"`},
		{"pattern's name", "a.patterns", strings.Replace(pattern, "pattern p", "pattern p q", 1), `a.patterns:1:1: p q: a pattern needs a name of one word`},
		{"pattern twice", "a.patterns", pattern + pattern, `a.patterns:6:1: p: the name stands already at a.patterns:1:1`},
		{"pattern's field", "a.patterns", pattern + "  targt: with\n", `a.patterns:6:10: p: unknown field "targt" (near: "target")`},
		{"root", "a.patterns", strings.Replace(pattern, "CONSULT", "CONSUL", 1), `a.patterns:1:1: p: unknown PLOVER root "CONSUL" (near: "CONSULT")`},
		{"mode", "a.patterns", strings.Replace(pattern, "CONSULT", "CONSULT vist", 1), `a.patterns:1:1: p: unknown mode of CONSULT "vist" (near: "visit")`},
		{"cameo", "a.patterns", strings.Replace(pattern, "040", "999", 1), `a.patterns:1:1: p: unknown CAMEO code "999"`},
		{"context", "a.patterns", pattern + "  context: militry\n", `a.patterns:1:1: p: unknown context "militry" (near: "military")`},
		{"role", "a.patterns", pattern + "  source: subject\n", `a.patterns:6:11: p: unknown role "subject" (near: "subj")`},
		{"empty trigger", "a.patterns", pattern + "  verb:\n", `a.patterns:6:8: p: a trigger is empty`},
		{"head of trigger", "a.patterns", pattern + "  verb: @ASSAULT\n", `a.patterns:6:9: p: the head of a trigger must be a word`},
		{"root in trigger", "a.patterns", pattern + "  verb: threaten to @ASSAUL\n", `a.patterns:6:9: p: unknown PLOVER root "ASSAUL" (near: "ASSAULT")`},
		{"no trigger", "a.patterns", strings.Replace(pattern, "  verb: meet\n", "", 1), `a.patterns:1:1: p: has no trigger`},
		{"no sentence", "a.patterns", pattern[:strings.Index(pattern, "  yes")], `a.patterns:1:1: p: has no yes: sentence`},
		{"sentence without answer", "a.patterns", pattern + "  yes: A met B.\n", `a.patterns:6:8: p: a yes: sentence ends in :: and what must be found`},
		{"answer", "a.patterns", pattern + "  yes: A met B. :: USA RUS\n", `a.patterns:6:8: p: what must be found is written SOURCE > TARGET or SOURCE <> TARGET`},
		{"status", "a.patterns", pattern + "  yes: A met B. :: USA > RUS maybe\n", `a.patterns:6:8: p: unknown status "maybe"`},
		{"level", "a.patterns", "assessment p\n  level: 2\n  trend: 1\n  verb: thaw\n  yes: A. :: USA RUS . 1\n", `a.patterns:2:10: p: level is -1, 0 or 1, not "2"`},
		{"no level", "a.patterns", "assessment p\n  verb: thaw\n  yes: A. :: USA RUS . 1\n", `a.patterns:1:1: p: has neither level nor trend`},
		{"assessed", "a.patterns", "assessment p\n  trend: 1\n  verb: thaw\n  yes: A. :: USA RUS\n", `a.patterns:4:8: p: what must be found is written A B LEVEL [TREND]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := lexicon.Load(folder(tt.file, tt.text))
			var list lexicon.ErrorList
			if !errors.As(err, &list) {
				t.Fatalf("no list of errors but %v", err)
			}
			if got := list[0].Error(); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestErrorsAreAllTold: one reading tells all mistakes, in order of place.
func TestErrorsAreAllTold(t *testing.T) {
	_, err := lexicon.Load(folder("b.states", "state RUS\n  name: Rus\nstate FRA\n  days: x\nstate\n"))
	want := "b.states:1:1: RUS: the code stands already for Russia\n" +
		"b.states:3:1: FRA: has no name\n" +
		"b.states:4:9: FRA: \"x\" is not a date such as 2021-06-16\n" +
		"b.states:5:1: state needs one code"
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

// broken is a file system that cannot be read.
type broken struct{ fstest.MapFS }

func (b broken) ReadFile(string) ([]byte, error) { return nil, fs.ErrPermission }

func TestUnreadable(t *testing.T) {
	if _, err := lexicon.Load(broken{folder("a.cues", "")}); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v", err)
	}
	if _, err := lexicon.Load(fstest.MapFS{".": {Mode: 0}}); err == nil {
		t.Error("a folder that is a file was read")
	}
}

// TestDoubts: a name that stands twice for one actor is told, one that stands for two
// actors or at two times is not.
func TestDoubts(t *testing.T) {
	lex, err := lexicon.Load(folder("a.groups", "RUS BUS: Gazprom | Rosneft | Gazprom\nUSA BUS: Rosneft\nRUS REB: Wolves [1994] | Wolves [1999]\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := lex.Doubts().Error(), `a.groups:1:10: RUS BUS: the name "Gazprom" stands twice`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
