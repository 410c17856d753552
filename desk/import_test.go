package desk_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/duckdb"
	"entente/eventfile"
	"entente/lexica"
	"entente/lexicon"
)

var loadDictionaries = sync.OnceValues(func() (*lexicon.Lexicon, error) { return lexicon.Load(lexica.English()) })

// dictionaries are all that resolving needs: no weights.
func dictionaries(t *testing.T) coder.Tools {
	t.Helper()
	lex, err := loadDictionaries()
	if err != nil {
		t.Fatal(err)
	}
	return coder.Tools{Lexicon: lex}
}

func emptyStore(t *testing.T) *duckdb.Store {
	t.Helper()
	s, err := duckdb.Open(t.Context(), "", duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// opened opens a file of the event files' own tests.
func opened(t *testing.T, name string) *eventfile.File {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../eventfile/testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return of(t, name, string(data))
}

func of(t *testing.T, name, text string) *eventfile.File {
	t.Helper()
	f, err := eventfile.Open(eventfile.Member{Name: name, R: strings.NewReader(text)}, eventfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// told gives the events of a store as lines.
func told(t *testing.T, s desk.Store) string {
	t.Helper()
	var b strings.Builder
	for e, err := range s.Events(t.Context(), entente.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		r := e.Reports[0]
		fmt.Fprintf(&b, "%s %s %s/%s > %s/%s %s %s %s %d %v", e.ID, r.Date, r.Source.Code, r.Source.Sector, r.Target.Code, r.Target.Sector,
			r.Cameo, r.Plover.Event, r.Plover.Mode, r.Quad, r.Intensity)
		if r.Place != nil {
			fmt.Fprintf(&b, " in %s", r.Place.Country)
		}
		fmt.Fprintf(&b, "; line %d\n", r.Provenance.Line)
	}
	return b.String()
}

// TestImportedMeaning: what the rows of each format mean on their days.
func TestImportedMeaning(t *testing.T) {
	tools := dictionaries(t)
	for name, want := range map[string]string{
		"gdelt2.csv": `gdelt2:900000008 2021-06-15 / > CHN/MIL 190 ASSAULT  4 -10 in CHE; line 11
gdelt2:900000001 2021-06-16 USA/GOV > RUS/GOV 036 AGREE  1 4 in CHE; line 1
gdelt2:900000002 2021-06-16 RUS/ > / 010   1 0 in CHE; line 2
gdelt2:900000003 2021-06-16 IGO:EUU/IGO > DEU/ 042 CONSULT visit 1 1.9; line 3
`,
		"gdelt1.csv": `gdelt1:500000001 1985-01-01 SUN/ > DEU/ 042 CONSULT visit 1 1.9 in CHE; line 1
gdelt1:500000002 1985-01-01 DEU/ > CSK/ 051 SUPPORT  1 3.4 in CHE; line 2
gdelt1:500000003 2012-01-01 IGO:WHO/IGO > AFR/ 070 AID  2 7; line 3
`,
		"icews.tsv": `icews:30000001 2018-06-01 RUS/GOV > CHN/ 040 CONSULT  1 1 in RUS; line 2
icews:30000002 2018-06-01 IGO:UNO/IGO > / 010   1 0; line 3
icews:30000006 2018-06-01 KOR/COP > KOR/CVL 173 COERCE arrest 4 -5 in KOR; line 7
`,
		"polecat.tsv": `polecat:20230105-1 2023-01-05 BRA/GOV > CHN/ 042 CONSULT visit 1 1.9 in BRA; line 2
polecat:20230105-2 2023-01-05 RUS/MIL > UKR/CVL 195 ASSAULT aerial 4 -10 in BRA; line 3
polecat:20230105-3 2023-01-05 PER/CVL > / 140 PROTEST  4 -6.5 in BRA; line 6
polecat:20230105-6 2023-01-05 FRA/NGO > / 070 AID  2 7 in BRA; line 9
`,
		"phoenix.csv": `phoenix:100001_v0.2.0 2014-06-27 ISR/JRN > USA/GOV 010   1 0; line 2
phoenix:100002 2014-06-27 IGO:UNO/IGO > SYR/ 0311 AGREE  1 5.2 in SYR; line 3
phoenix:100003 2014-06-27 RUS/ > USA/ 10 REQUEST  3 -5; line 4
phoenix:100006 2014-06-27 RUS/ > USA/ 042 CONSULT visit 1 1.9; line 7
`,
	} {
		s := emptyStore(t)
		if _, err := desk.Import(t.Context(), s, tools, opened(t, name), desk.ImportOptions{}); err != nil {
			t.Fatal(err)
		}
		if got := told(t, s); got != want {
			t.Errorf("%s: got\n%swant\n%s", name, got, want)
		}
	}
}

// TestOneActor: an event with one actor counts, and is in no dyad.
func TestOneActor(t *testing.T) {
	s := emptyStore(t)
	got, err := desk.Import(t.Context(), s, dictionaries(t), opened(t, "gdelt2.csv"), desk.ImportOptions{})
	if err != nil || got.Events != 4 || got.Bad != 6 || got.Rows != 10 || got.Problems != 6 {
		t.Fatalf("%+v, %v", got, err)
	}
	c, err := s.Counts(t.Context(), entente.Filter{})
	if err != nil || c.Events != 4 || c.Imported != 4 {
		t.Errorf("counts are %+v, %v", c, err)
	}
	ts, err := s.Tallies(t.Context(), entente.Filter{}, entente.Yearly)
	if err != nil || len(ts) != 2 || ts[0].Pair != (entente.Pair{Source: "IGO:EUU", Target: "DEU"}) || ts[1].Pair != (entente.Pair{Source: "USA", Target: "RUS"}) {
		t.Errorf("tallies are %+v, %v", ts, err)
	}
}

// TestImportTwice: nothing is added, also of lines without an id, of which those alike
// are as many as the file has.
func TestImportTwice(t *testing.T) {
	tools := dictionaries(t)
	for name, events := range map[string]int{"gdelt1-reduced.tsv": 3, "gdelt2.csv": 4, "gdelt2-mentions.csv": 0, "polecat.tsv": 4} {
		s := emptyStore(t)
		first, err := desk.Import(t.Context(), s, tools, opened(t, name), desk.ImportOptions{})
		if err != nil || first.Events != events || first.Known != 0 {
			t.Errorf("%s: %+v, %v", name, first, err)
		}
		before := told(t, s)
		second, err := desk.Import(t.Context(), s, tools, opened(t, name), desk.ImportOptions{})
		if err != nil || second.Events+second.Mentions+second.Problems != 0 || second.Known != first.Events+first.Mentions {
			t.Errorf("%s again: %+v, %v", name, second, err)
		}
		if got := told(t, s); got != before {
			t.Errorf("%s again: got\n%swant\n%s", name, got, before)
		}
	}
}

// TestExportedComesBack: imported events that were exported in GDELT's layout are the events
// that they were.
func TestExportedComesBack(t *testing.T) {
	tools, s := dictionaries(t), emptyStore(t)
	text, err := os.ReadFile("../eventfile/testdata/gdelt2.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Import(t.Context(), s, tools, of(t, "a", string(text)), desk.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	before := told(t, s)
	again := strings.ReplaceAll("\n"+string(text), "\n900", "\ngdelt2:900")[1:]
	got, err := desk.Import(t.Context(), s, tools, of(t, "b", again), desk.ImportOptions{})
	if err != nil || got.Events != 0 || got.Known != 4 {
		t.Errorf("%+v, %v", got, err)
	}
	if now := told(t, s); now != before {
		t.Errorf("got\n%swant\n%s", now, before)
	}
	row := strings.Replace(again[:strings.Index(again, "\n")], "gdelt2:900000001", "icews:30000001", 1)
	if got, err = desk.Import(t.Context(), s, tools, of(t, "c", row), desk.ImportOptions{}); err != nil || got.Events != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := s.Event(t.Context(), "icews:30000001"); err != nil {
		t.Error(err)
	}
}

// TestReducedLinesSum: a line of GDELT's reduced history counts as the events it sums.
func TestReducedLinesSum(t *testing.T) {
	s := emptyStore(t)
	if _, err := desk.Import(t.Context(), s, dictionaries(t), opened(t, "gdelt1-reduced.tsv"), desk.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	ts, err := s.Tallies(t.Context(), entente.Filter{Query: entente.Query{Pair: []entente.Code{"USA", "SUN"}}}, entente.Yearly)
	if err != nil || len(ts) != 1 || ts[0].Events != 3 || ts[0].Reports != 1 || ts[0].Weight != 3 || ts[0].Coop != 5.7 {
		t.Errorf("%+v, %v", ts, err)
	}
}

// TestFigures: states of a table are those of its years, and one that is none is told.
func TestFigures(t *testing.T) {
	data, err := os.ReadFile("../eventfile/testdata/nmc.csv")
	if err != nil {
		t.Fatal(err)
	}
	f, err := eventfile.OpenFigures(eventfile.Member{Name: "nmc.csv", R: strings.NewReader(string(data))}, "nmc", nil)
	if err != nil {
		t.Fatal(err)
	}
	s := emptyStore(t)
	var reasons []string
	got, err := desk.Import(t.Context(), s, dictionaries(t), f, desk.ImportOptions{Licence: "free", Reject: func(_ *eventfile.File, g eventfile.Fault) error {
		reasons = append(reasons, fmt.Sprint(g.Line, " ", g.Reason))
		return nil
	}})
	if err != nil || got.Measures != 13 || got.Rows != 5 || got.Bad != 3 {
		t.Errorf("%+v, %v", got, err)
	}
	want := []string{`4 the year "nineteen" is not one`, `5 nmc.milex "much" is not a number`, `6 no state is written "999" in cow on 1951-01-01`}
	if !slices.Equal(reasons, want) {
		t.Errorf("reasons are %q", reasons)
	}
	for m, err := range s.Measures(t.Context(), entente.MeasureFilter{Series: []string{"nmc.cinc"}, Pair: []entente.Code{"SUN"}}) {
		if err != nil || m.Value != .1805 || m.Line != 3 || m.File != "nmc.csv" || m.Licence != "free" || !strings.HasPrefix(m.Source, "Correlates of War") {
			t.Errorf("%+v, %v", m, err)
		}
		return
	}
	t.Error("the Soviet Union has no figure")
}

// many is an export of n rows.
func many(t *testing.T, n int) string {
	t.Helper()
	data, err := os.ReadFile("../eventfile/testdata/gdelt2.csv")
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(data), "\n")
	_, rest, _ := strings.Cut(line, "\t")
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%d\t%s\n", 900000001+i, rest)
	}
	return b.String()
}

// TestInterruptedImport: a run that is broken off leaves whole batches, and a second
// run brings the rest.
func TestInterruptedImport(t *testing.T) {
	const rows = 150_000
	text, tools, s := many(t, rows), dictionaries(t), emptyStore(t)
	ctx, cancel := context.WithCancel(t.Context())
	first, err := desk.Import(ctx, s, tools, of(t, "x", text), desk.ImportOptions{Progress: func(n int) {
		if n > 0 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("%+v, %v", first, err)
	}
	c, err := s.Counts(t.Context(), entente.Filter{})
	if err != nil || c.Imported != first.Events || c.Imported == 0 || c.Imported == rows {
		t.Fatalf("counts are %+v, said %+v, %v", c, first, err)
	}
	second, err := desk.Import(t.Context(), s, tools, of(t, "x", text), desk.ImportOptions{})
	if err != nil || second.Events != rows-first.Events || second.Known != first.Events {
		t.Errorf("%+v after %+v, %v", second, first, err)
	}
}

// TestImportKeepsOrder: faults are told in the order of lines, however many goroutines
// parse, and the first of two lines with one id is the one that counts.
func TestImportKeepsOrder(t *testing.T) {
	text := many(t, 20_000)
	lines := strings.SplitAfter(text, "\n")
	for i := 10; i < len(lines); i += 100 {
		lines[i] = "torn\n"
	}
	twice := strings.Join(lines, "") + strings.Join(lines, "")
	s, last := emptyStore(t), 0
	got, err := desk.Import(t.Context(), s, dictionaries(t), of(t, "x", twice), desk.ImportOptions{Reject: func(_ *eventfile.File, f eventfile.Fault) error {
		if f.Line <= last {
			t.Fatalf("line %d after %d", f.Line, last)
		}
		last = f.Line
		return nil
	}})
	if err != nil || got.Bad != 400 || got.Events != 19_800 || got.Known != 19_800 {
		t.Errorf("%+v, %v", got, err)
	}
	e, err := s.Event(t.Context(), "gdelt2:900000001")
	if err != nil || e.Reports[0].Provenance.Line != 1 {
		t.Errorf("%+v, %v", e, err)
	}
}

// TestRejectEnds: who cannot write down a line may end the run.
func TestRejectEnds(t *testing.T) {
	full := errors.New("the disk is full")
	_, err := desk.Import(t.Context(), emptyStore(t), dictionaries(t), opened(t, "gdelt2.csv"), desk.ImportOptions{Reject: func(*eventfile.File, eventfile.Fault) error { return full }})
	if !errors.Is(err, full) {
		t.Errorf("%v", err)
	}
}

// TestBriefAndImports: a brief rests on what was read and says what it leaves out; asked
// for imported events it counts them and cites their provenance.
func TestBriefAndImports(t *testing.T) {
	s := emptyStore(t)
	if _, err := desk.Import(t.Context(), s, dictionaries(t), opened(t, "gdelt2.csv"), desk.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	pair := []entente.Code{"RUS", "USA"}
	b, err := desk.Brief(t.Context(), s, desk.Question{Corners: pair})
	if err != nil || len(b.Reports) != 0 || !slices.ContainsFunc(b.Notes, func(n string) bool { return strings.Contains(n, "4 imported events of gdelt2") }) {
		t.Errorf("%d reports, notes %q, %v", len(b.Reports), b.Notes, err)
	}
	b, err = desk.Brief(t.Context(), s, desk.Question{Corners: pair, Filter: entente.Filter{Sources: []string{"gdelt2"}}})
	if err != nil || len(b.Reports) != 1 || b.Reports[0].Provenance.ID != "900000001" || b.Dyads[0].Acts.Events != 1 {
		t.Errorf("%+v, %v", b.Reports, err)
	}
	if len(b.Stories) != 1 || b.Stories[0].Publisher != "gdelt2 (imported events, the last of 16 June 2021)" || b.Stories[0].Published.Known() {
		t.Errorf("stories are %+v", b.Stories)
	}
	if len(b.Outlook) == 0 || b.Outlook[0].Origin != entente.MakeDay(2021, 6, 17) {
		t.Errorf("the outlook is %+v, not from the day after the last event", b.Outlook)
	}
}

// TestActorTableIsKnown: what the codebook turns foreign codes into is known to the
// dictionaries, but for places that are no actors there.
func TestActorTableIsKnown(t *testing.T) {
	lex := dictionaries(t).Lexicon
	data, err := os.ReadFile("../codebook/actors.tsv")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if line[0] == '#' || f[0] == "scheme" || f[0] == "fips" {
			continue
		}
		if _, ok := lex.Polity(entente.Code(f[2])); !ok && f[2] != "IMN" {
			t.Errorf("%s %s leads to %q, which the dictionaries do not have", f[0], f[1], f[2])
		}
		n++
	}
	if n < 90 {
		t.Errorf("only %d codes", n)
	}
}

// TestUnglue: CAMEO's glued codes.
func TestUnglue(t *testing.T) {
	rows := strings.Split(strings.TrimSpace(many(t, 1)), "\t")
	for code, want := range map[string]string{
		"USA": "USA/", "USAGOVMIL": "USA/GOV", "GBRCVL": "GBR/CVL", "IGOEUREEC": "IGO:EUU/IGO", "IGOUNOHLHWHO": "IGO:WHO/IGO", "IGOWSTNAT": "IGO:NATO/IGO",
		"IGOBUSIMF": "IGO:IMF/IGO", "IGOSEAASN": "IGO:ASEAN/IGO", "NGOHLHMSF": "NGO:MSF/NGO", "NGO": "/NGO", "IGO": "/IGO", "GOV": "/GOV", "COPGOV": "/COP", "MED": "/JRN",
		"USAMED": "USA/JRN", "HLH": "/MED", "IMGMUSALQ": "/UAF", "MNCUSA": "USA/BUS", "PSEHMS": "PSE/", "GMY": "DEU/", "ROM": "ROU/", "WSB": "PSE/", "AFR": "AFR/", "LAM": "LAT/",
		"CHRCTH": "/", "kur": "/", "JEWOPP": "/OPP", "REL": "/REL", "US": "/", "": "/", "---": "/", "SUN": "RUS/", "TURREBKUR": "TUR/REB",
	} {
		rows[5] = code
		s := emptyStore(t)
		if _, err := desk.Import(t.Context(), s, dictionaries(t), of(t, "x", strings.Join(rows, "\t")), desk.ImportOptions{}); err != nil {
			t.Fatal(err)
		}
		e, err := s.Event(t.Context(), "gdelt2:900000001")
		if err != nil {
			t.Fatal(err)
		}
		a := e.Reports[0].Source
		if got := string(a.Code) + "/" + string(a.Sector); got != want || a.Raw != code {
			t.Errorf("%q is %s, want %s", code, got, want)
		}
	}
}

// TestImportsRaiseNoAlert: what a store was brought changes nothing of how a pair is
// taken to stand where alerts are judged.
func TestImportsRaiseNoAlert(t *testing.T) {
	r := rules(t, "  - {name: a, when: break, pairs: [[USA, RUS]]}")
	s := keep(t, year)
	turn := func() string {
		none := func(string) bool { return false }
		c := ledger(t, s).Change(r, entente.MakeDay(2021, 6, 16), entente.MakeDay(2021, 6, 17), none, nil)
		return fmt.Sprintf("%+v", c.Turns)
	}
	want := turn()
	if _, err := desk.Import(t.Context(), s, dictionaries(t), opened(t, "gdelt2.csv"), desk.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	if got := turn(); got != want {
		t.Errorf("%s, before %s", got, want)
	}
}
