package score

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"entente"
)

// An invented story and its gold.
const storyText = "Freedonia and Sylvania held talks on Monday. Sylvania accused Freedonia of cheating. Freedonia might send aid to Ruritania. " +
	"On Friday Freedonia warned Sylvania. File photo: Sylvania masses troops near Freedonia."

var goldText = lines(
	`{"story":"d1","id":"g1","text":"Freedonia and Sylvania held talks","stream":"body","source":"FRE","target":"SYL","reciprocal":true,"roots":["CONSULT"],"status":["fact"],"date_from":"2031-05-12","date_to":"2031-05-12","required":true}`,
	`{"story":"d1","id":"g2","text":"Sylvania accused Freedonia","source":"SYL","target":"FRE","roots":["ACCUSE"],"status":["fact","reported"],"required":true,"alt_pairs":[["NATO","FRE"],["SYL",""]]}`,
	`{"story":"d1","id":"g3","text":"Freedonia warned Sylvania","source":"FRE","target":"SYL","roots":["THREATEN","ACCUSE"],"status":"fact","date_from":"2031-05-16","required":true}`,
	`{"story":"d1","id":"g4","text":"Freedonia might send aid to Ruritania","source":"FRE","target":"RUR","roots":["AID"],"status":["hypothetical"],"required":false}`,
	`{"story":"d1","id":"g5","text":"Sylvania masses troops near Freedonia","stream":"caption","source":"SYL","target":"FRE","roots":["MOBILIZE"],"status":["fact"],"required":false}`,
	`{"story":"d1","must_not":true,"text":"Freedonia might send aid","source":"FRE","target":"RUR","roots":["AID"],"why":"only a possibility"}`,
	`{"story":"d1","assessment":true,"text":"x","a":"FRE","b":"SYL","level":-1,"trend":null,"holder":"author"}`,
	``,
	`{"story":"d2","none":true}`,
)

func lines(s ...string) string { return strings.Join(s, "\n") + "\n" }

// event writes an output line; the quote's place is that of the story.
func event(story, src, tgt, root, status, from, quote string, more ...string) string {
	start := strings.Index(storyText, quote)
	stream := "body"
	if len(more) > 0 {
		stream = more[0]
	}
	date := "null"
	if from != "" {
		date = `"` + from + `"`
	}
	return fmt.Sprintf(`{"kind":"event","report":"r_%d","story":%q,"stream":%q,"source":{"code":%q},"target":{"code":%q},"plover":{"event":%q},"status":%q,"date_from":%s,"date_to":%s,"citation":{"quote":%q,"start":%d,"end":%d}}`,
		start, story, stream, src, tgt, root, status, date, date, quote, start, start+len(quote))
}

var (
	talks   = event("d1", "FRE", "SYL", "CONSULT", "fact", "2031-05-12", "Freedonia and Sylvania held talks on Monday.")
	mirror  = event("d1", "SYL", "FRE", "CONSULT", "fact", "2031-05-12", "Freedonia and Sylvania held talks on Monday.")
	accuse  = event("d1", "SYL", "FRE", "ACCUSE", "fact", "2031-05-14", "Sylvania accused Freedonia of cheating.")
	warning = event("d1", "FRE", "SYL", "THREATEN", "fact", "2031-05-16", "On Friday Freedonia warned Sylvania.")
	aid     = event("d1", "FRE", "RUR", "AID", "hypothetical", "", "Freedonia might send aid to Ruritania.")
	stance  = `{"kind":"assessment","story":"d1","a":{"code":"SYL"},"b":{"code":"FRE"},"level":-1,"trend":null,"holder":{"by":"author"},"citation":{"quote":"x","start":0,"end":0}}`
)

func run(t *testing.T, out ...string) Result {
	t.Helper()
	r, err := Gold(strings.NewReader(goldText), strings.NewReader(lines(out...)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPerfectOutput(t *testing.T) {
	story := entente.Story{ID: "d1", Text: storyText}
	r, err := Gold(strings.NewReader(goldText), strings.NewReader(lines(talks, accuse, warning, aid, stance)), story)
	if err != nil {
		t.Fatal(err)
	}
	if r.Stories != 2 || r.Required != 3 || r.RequiredFound != 3 || r.RequiredFoundDirected != 3 || r.Matched != 4 || *r.Precision.Value != 1 || r.MustNotViolations != 0 ||
		r.FurnitureAsBody != 0 || *r.PairRoot.F1 != 1 || *r.DirectedPair.F1 != 1 || *r.Status.Value != 1 || *r.Date.Value != 1 || r.EmptyStories != 1 || r.EmptyStoriesCoded != 0 {
		t.Errorf("a perfect output scores %+v", r)
	}
	a := r.Assessments
	if *a.PairLevel.F1 != 1 || *a.Holder.Value != 1 {
		t.Errorf("assessments score %+v", a)
	}
	if r.Citations != 5 || r.CitationsInText.Of != 5 || r.CitationsInText.Hits != 4 {
		t.Errorf("citations %+v of %d, want all but the made-up one", r.CitationsInText, r.Citations)
	}
}

func TestRules(t *testing.T) {
	for name, c := range map[string]struct {
		out                                         []string
		found, directed, matched, events, bad, furn int
	}{
		"a mirror is the same act":            {[]string{talks, mirror}, 1, 1, 2, 2, 0, 0},
		"two acts need two events":            {[]string{talks}, 1, 1, 1, 1, 0, 0},
		"wrong way round is found undirected": {[]string{event("d1", "FRE", "SYL", "ACCUSE", "fact", "2031-05-14", "Sylvania accused Freedonia of cheating.")}, 1, 0, 1, 1, 0, 0},
		"an alternative pair":                 {[]string{event("d1", "IGO:NATO", "FRE", "ACCUSE", "fact", "", "Sylvania accused Freedonia of cheating.")}, 1, 1, 1, 1, 0, 0},
		"an alternative without a target":     {[]string{event("d1", "SYL", "", "ACCUSE", "reported", "", "Sylvania accused Freedonia of cheating.")}, 1, 1, 1, 1, 0, 0},
		"wrong root":                          {[]string{event("d1", "FRE", "SYL", "AID", "fact", "2031-05-12", "Freedonia and Sylvania held talks on Monday.")}, 0, 0, 0, 1, 0, 0},
		"wrong day":                           {[]string{event("d1", "FRE", "SYL", "CONSULT", "fact", "2030-01-01", "Freedonia and Sylvania held talks on Monday.")}, 0, 0, 0, 1, 0, 0},
		"no day where gold has one":           {[]string{event("d1", "FRE", "SYL", "CONSULT", "fact", "", "Freedonia and Sylvania held talks on Monday.")}, 0, 0, 0, 1, 0, 0},
		"wrong status":                        {[]string{event("d1", "FRE", "SYL", "CONSULT", "negated", "2031-05-12", "Freedonia and Sylvania held talks on Monday.")}, 0, 0, 0, 1, 0, 0},
		"forbidden as fact":                   {[]string{event("d1", "FRE", "RUR", "AID", "fact", "", "Freedonia might send aid to Ruritania.")}, 0, 0, 0, 1, 1, 0},
		"forbidden the other way round":       {[]string{event("d1", "RUR", "FRE", "AID", "fact", "", "Freedonia might send aid to Ruritania.")}, 0, 0, 0, 1, 1, 0},
		"not forbidden in its own status":     {[]string{aid}, 0, 0, 1, 1, 0, 0},
		"optional gold in other words":        {[]string{event("d1", "FRE", "RUR", "AID", "hypothetical", "", "On Friday Freedonia warned Sylvania.")}, 0, 0, 0, 1, 0, 0},
		"a caption as body":                   {[]string{event("d1", "SYL", "FRE", "MOBILIZE", "fact", "", "Sylvania masses troops near Freedonia.")}, 0, 0, 0, 1, 0, 1},
		"a caption as caption":                {[]string{event("d1", "SYL", "FRE", "MOBILIZE", "fact", "", "Sylvania masses troops near Freedonia.", "caption")}, 0, 0, 0, 0, 0, 0},
		"a story without gold":                {[]string{event("d9", "SYL", "FRE", "MOBILIZE", "fact", "", "x")}, 0, 0, 0, 0, 0, 0},
		"two loose acts told apart":           {[]string{accuse, event("d1", "FRE", "SYL", "ACCUSE", "fact", "2031-05-16", "On Friday Freedonia warned Sylvania.")}, 2, 2, 2, 2, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := run(t, c.out...)
			got := [...]int{r.RequiredFound, r.RequiredFoundDirected, r.Matched, r.Events, r.MustNotViolations, r.FurnitureAsBody}
			if want := [...]int{c.found, c.directed, c.matched, c.events, c.bad, c.furn}; got != want {
				t.Errorf("found, directed, matched, events, violations, furniture = %v, want %v", got, want)
			}
			if len(r.Missing) != 3-c.found || len(r.Unmatched) != c.events-c.matched {
				t.Errorf("%d missing and %d unmatched told", len(r.Missing), len(r.Unmatched))
			}
		})
	}
}

func TestStatusAndDateAreMeasuredApart(t *testing.T) {
	r := run(t, event("d1", "FRE", "SYL", "CONSULT", "intended", "2030-01-01", "Freedonia and Sylvania held talks on Monday."), warning)
	if r.Status.Hits != 1 || r.Status.Of != 2 || r.Date.Hits != 1 || r.Date.Of != 2 {
		t.Errorf("status %+v, date %+v, want 1 of 2 each", r.Status, r.Date)
	}
	if r.PairRoot.Precision.Hits != 2 || r.PairRoot.Recall.Hits != 2 {
		t.Errorf("pair and root %+v: days and status must not matter", r.PairRoot)
	}
}

func TestEmptyStoryThatWasCoded(t *testing.T) {
	r := run(t, event("d2", "FRE", "SYL", "CONSULT", "fact", "", "x"))
	if r.EmptyStories != 1 || r.EmptyStoriesCoded != 1 || *r.Precision.Value != 0 {
		t.Errorf("got %+v", r)
	}
}

func TestFurnitureByBlocks(t *testing.T) {
	at := strings.Index(storyText, "File photo")
	story := entente.Story{ID: "d1", Text: storyText, Blocks: []entente.Block{{Stream: entente.Body, Start: 0, End: at}, {Stream: entente.Caption, Start: at, End: len(storyText)}}}
	leak := event("d1", "SYL", "FRE", "ACCUSE", "fact", "", "File photo: Sylvania masses troops near Freedonia.")
	r, err := Gold(strings.NewReader(goldText), strings.NewReader(lines(leak, accuse)), story)
	if err != nil {
		t.Fatal(err)
	}
	if r.FurnitureAsBody != 1 || r.RequiredFound != 1 {
		t.Errorf("furniture %d, found %d, want 1 and 1", r.FurnitureAsBody, r.RequiredFound)
	}
}

func TestViolationExplainedByATrueFact(t *testing.T) {
	gold := lines(`{"story":"d","id":"g","text":"A met B","source":"AAA","target":"BBB","roots":["CONSULT"],"status":["fact"],"required":true}`,
		`{"story":"d","must_not":true,"text":"B may meet A again","source":"AAA","target":"BBB"}`)
	out := `{"kind":"event","story":"d","stream":"body","source":{"code":"AAA"},"target":{"code":"BBB"},"plover":{"event":"CONSULT"},"status":"fact","citation":{"quote":"A met B, and B may meet A again."}}`
	r, err := Gold(strings.NewReader(gold), strings.NewReader(out))
	if err != nil || r.MustNotViolations != 0 || r.RequiredFound != 1 {
		t.Errorf("violations %d, found %d, error %v", r.MustNotViolations, r.RequiredFound, err)
	}
}

func TestAssessments(t *testing.T) {
	wrong := strings.Replace(stance, `"level":-1`, `"level":1`, 1)
	other := strings.Replace(stance, `"by":"author"`, `"by":"unnamed"`, 1)
	elsewhere := strings.Replace(stance, `"story":"d1"`, `"story":"d2"`, 1)
	r := run(t, wrong, other, elsewhere)
	a := r.Assessments
	if a.Gold != 1 || a.Output != 2 || a.PairLevel.Precision.Hits != 1 || a.PairLevel.Recall.Hits != 1 || *a.Holder.Value != 0 || a.Elsewhere != 1 {
		t.Errorf("got %+v", a)
	}
	if r.Events != 0 {
		t.Error("an assessment counts as an event")
	}
}

func TestCollectiveSpeaksForNamedMembers(t *testing.T) {
	minus := -1
	g := &goldLine{A: "RUS", B: "USA", Level: &minus}
	v := &entente.Assessment{A: entente.Corner{Code: "RUS"}, B: entente.Corner{Code: "WST"}, Level: &minus}
	if stanceOK(g, v) {
		t.Error("the West speaks for a member that the story does not name")
	}
	v.Members = []entente.Code{"USA"}
	if !stanceOK(g, v) {
		t.Error("the West does not speak for the member that the story names")
	}
}

func TestHolder(t *testing.T) {
	v := &entente.Assessment{Holder: entente.Holder{By: "actor", Code: "RUS"}}
	for holder, want := range map[string]bool{"": true, "actor": true, "actor:RUS": true, "actor:USA": false, "author": false} {
		if got := holderOK(&goldLine{Holder: holder}, v); got != want {
			t.Errorf("holder %q: %v, want %v", holder, got, want)
		}
	}
}

func TestEmptyOutputHasNoPrecision(t *testing.T) {
	r := run(t)
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"precision":null`, `"required_recall":0`, `"citations_in_text":null`, `"unmatched":[]`, `"required_found":0`} {
		if !strings.Contains(string(b), want) {
			t.Errorf("%s is missing in %s", want, b)
		}
	}
}

func TestBadLinesAreNamed(t *testing.T) {
	for _, c := range []struct{ gold, out, want string }{
		{"{\n", "", "gold line 1"},
		{`{"text":"x"}`, "", `gold line 1: no "story"`},
		{"\n" + `{"story":"d"}`, "", `gold line 2: no "text"`},
		{`{"story":"d","text":"x"}`, "", `no "roots"`},
		{`{"story":"d","text":"x","roots":["AID"],"alt_pairs":[["A"]]}`, "", "not two actors"},
		{`{"story":"d","text":"x","assessment":true,"a":"A"}`, "", `needs "a" and "b"`},
		{`{"story":"d","none":true}`, "\nnot json", "output line 2"},
		{`{"story":"d","none":true}`, `{"kind":"event","story":"d","source":"USA"}`, "output line 1"},
		{`{"story":"d","none":true}`, `{"kind":"assessment","story":"d","a":1}`, "output line 1"},
	} {
		_, err := Gold(strings.NewReader(c.gold), strings.NewReader(c.out))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("gold %q, output %q: error %v, want %q", c.gold, c.out, err, c.want)
		}
	}
}

func TestOverlaps(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"A met B on Monday.", "met B", true}, {"met B", "A met B on Monday.", true}, {"the cat sat on the", "sat on the mat", true},
		{"sat on the mat", "the cat sat on the", true}, {"one two", "two three", false}, {"", "x", false}, {level("“so-called” — peace"), level(`"so-called" - peace`), true},
	} {
		if got := overlaps(c.a, c.b); got != c.want {
			t.Errorf("overlaps(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

// The method against trying every way, on small random tables.
func TestAssignIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, cols := rapid.IntRange(0, 5).Draw(t, "rows"), rapid.IntRange(0, 5).Draw(t, "cols")
		table := make([][]int, rows)
		for i := range table {
			for range cols {
				table[i] = append(table[i], max(rapid.IntRange(-6, 11).Draw(t, "measure"), 0))
			}
		}
		got := assign(upTo(rows), upTo(cols), func(i, j int) int { return table[i][j] })
		sum, used := 0, map[int]bool{}
		for i, j := range got {
			if used[j] || table[i][j] == 0 {
				t.Fatalf("column %d used twice or forbidden", j)
			}
			used[j] = true
			sum += pairBonus + table[i][j]
		}
		if want := bestOf(table, 0, map[int]bool{}); sum != want {
			t.Fatalf("%v: %d, best is %d", table, sum, want)
		}
	})
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func bestOf(table [][]int, row int, used map[int]bool) int {
	if row == len(table) {
		return 0
	}
	best := bestOf(table, row+1, used)
	for j, m := range table[row] {
		if m > 0 && !used[j] {
			used[j] = true
			best = max(best, pairBonus+m+bestOf(table, row+1, used))
			used[j] = false
		}
	}
	return best
}

func ExampleGold() {
	gold := `{"story":"d1","id":"g1","text":"A met B","source":"AAA","target":"BBB","reciprocal":true,"roots":["CONSULT"],"status":["fact"],"required":true}`
	output := `{"kind":"event","story":"d1","stream":"body","source":{"code":"BBB"},"target":{"code":"AAA"},"plover":{"event":"CONSULT"},"status":"fact","citation":{"quote":"A met B."}}`
	r, err := Gold(strings.NewReader(gold), strings.NewReader(output))
	fmt.Println(r.RequiredFound, "of", r.Required, *r.Precision.Value, err)
	// Output: 1 of 1 1 <nil>
}

// Whatever the bytes, reading them ends in a result or an error.
func FuzzGold(f *testing.F) {
	f.Add(goldText, lines(talks, accuse, stance))
	f.Add(`{"story":"d","none":true}`, "null\n[]\n{}")
	f.Fuzz(func(t *testing.T, gold, out string) {
		r, err := Gold(strings.NewReader(gold), strings.NewReader(out), entente.Story{ID: "d1", Text: storyText})
		if err == nil && (r.RequiredFound > r.Required || r.Matched > r.Events) {
			t.Errorf("found %d of %d, matched %d of %d", r.RequiredFound, r.Required, r.Matched, r.Events)
		}
	})
}
