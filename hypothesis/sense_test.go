package hypothesis_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"gopkg.in/yaml.v3"
	"pgregory.net/rapid"

	"entente"
	"entente/hypothesis"
)

func TestGrades(t *testing.T) {
	for grade, want := range map[string]float64{"A1": 1, "B2": .8, "A5": .2, "E1": .2, "F1": 1, "C6": .6, "F6": .5, "": 1, "G9": 1} {
		if got := hypothesis.Grade(grade); got != want {
			t.Errorf("%q is worth %v, want %v", grade, got, want)
		}
	}
	m := matrix(2, []entente.Rating{"CC", "II"}, []entente.Rating{"CC", "II"})
	m.Evidence[0].Admiralty = "C3"
	w := weigh(m)
	if !near(w.Evidence[0].Weight, .6) || !near(w.Evidence[0].Cells[0], .6*.9+.4*.5) || w.Evidence[1].Weight != 1 {
		t.Errorf("%+v", w.Evidence)
	}
}

func TestGradedBySources(t *testing.T) {
	m := entente.Matrix{Question: "Q", Hypotheses: matrix(2).Hypotheses, Grade: true, Evidence: []entente.Evidence{
		{ID: "opinion", Query: &entente.Query{Roots: []entente.Root{"CONSULT"}}, Ratings: []entente.Rating{"C", "I"}},
		{ID: "two", Query: &entente.Query{Roots: []entente.Root{"MOBILIZE"}}, Ratings: []entente.Rating{"C", "I"}},
		{ID: "own", Ratings: []entente.Rating{"C", "I"}},
	}}
	told := func(id, story string, root entente.Root) entente.Report {
		r := report(id, "USA", "RUS", root, entente.Fact, "x")
		r.Story = story
		return r
	}
	rows, _ := hypothesis.Bind(m, hypothesis.Found{
		Reports: []entente.Report{told("r1", "a", "CONSULT"), told("r2", "b", "MOBILIZE"), told("r3", "c", "MOBILIZE")},
		Outlets: []entente.Outlet{{Story: "a", Kind: entente.OpinionKind}, {Story: "b", Publisher: "B"}, {Story: "c", Publisher: "C"}},
	})
	w := hypothesis.Weigh(m, rows, hypothesis.Options{})
	if w.Evidence[0].Weight != .6 || w.Evidence[1].Weight != .8 || w.Evidence[2].Weight != 1 {
		t.Errorf("%v %v %v", w.Evidence[0].Weight, w.Evidence[1].Weight, w.Evidence[2].Weight)
	}
	if !w.Evidence[0].Opinion || w.Evidence[1].Opinion || !slices.Equal(w.Evidence[1].Sources, []string{"B", "C"}) {
		t.Errorf("%+v", w.Evidence[:2])
	}
}

func TestLikelihoods(t *testing.T) {
	m := matrix(2)
	m.Evidence = []entente.Evidence{{ID: "a", Likelihoods: []float64{.8, .15}}}
	w := weigh(m)
	if !near(w.Standings[0].Posterior, .8/.95) || w.Standings[1].Inconsistency != 2 || w.Standings[0].Reach != 1 {
		t.Errorf("%+v", w.Standings)
	}
}

func TestUnions(t *testing.T) {
	m := matrix(3, []entente.Rating{"C", "N", "I"})
	m.Relations = []entente.Relation{{Kind: entente.Subsumes, Of: []string{"H0", "H1"}}, {Kind: entente.Exclusive, Of: []string{"H0", "H2"}}}
	w := weigh(m)
	if len(w.Unions) != 1 || !near(w.Unions[0].Posterior, .8) || w.Unions[0].Word != "very likely" {
		t.Errorf("%+v", w.Unions)
	}
}

// Two that may hold together: a row that both lead to expect speaks for both, one that
// parts them for one alone, and a third that excludes one of them is in no world with it.
func TestWorlds(t *testing.T) {
	m := matrix(3, []entente.Rating{"C", "C", "I"}, []entente.Rating{"C", "I", "N"})
	m.Relations = []entente.Relation{{Kind: entente.Compatible, Of: []string{"H0", "H1", "H2"}}, {Kind: entente.Exclusive, Of: []string{"H1", "H2"}}}
	w := weigh(m)
	if len(w.Worlds) != 5 { // H0, H1, H2, H0+H1, H0+H2
		t.Fatalf("%+v", w.Worlds)
	}
	odds := 7. / 3
	both, third := odds*odds/(1+odds*odds)*.5, .5*odds/(1+odds) // by row: C and C, C and I; C and I, C and N
	alone := [3]float64{.7 * .7, .7 * .3, .3 * .5}
	sum := alone[0] + alone[1] + alone[2] + both/3 + third/3
	for _, x := range w.Worlds {
		want := map[string]float64{"H0": alone[0], "H1": alone[1], "H2": alone[2], "H0H1": both / 3, "H0H2": third / 3}[strings.Join(x.Of, "")] / sum
		if !near(x.Posterior, want) {
			t.Errorf("%v: %v, want %v", x.Of, x.Posterior, want)
		}
	}
	if s := w.Standings[0]; s.Holds == nil || !near(*s.Holds, (alone[0]+both/3+third/3)/sum) {
		t.Errorf("%+v", s)
	}
	m.Relations = m.Relations[1:]
	if w := weigh(m); w.Worlds != nil || w.Standings[0].Holds != nil {
		t.Errorf("nothing holds together, and there are %+v", w.Worlds)
	}
}

// variant finds one variant of a weighing.
func variant(t *testing.T, w entente.Weighing, change, of string) entente.Variant {
	t.Helper()
	for _, v := range w.Variants {
		if v.Change == change && v.Of == of {
			return v
		}
	}
	t.Fatalf("no variant %q of %q among %+v", change, of, w.Variants)
	return entente.Variant{}
}

func TestVariants(t *testing.T) {
	m := matrix(2, []entente.Rating{"C", "N"}, []entente.Rating{"I", "CC"}, []entente.Rating{"CC", "II"}, []entente.Rating{"C", "N"}, []entente.Rating{"C", "N"})
	m.Assumptions = []entente.Assumption{{ID: "same-course", Text: "t"}}
	m.Evidence[0].Assumes = []string{"same-course"}
	m.Evidence[1].Date, m.Evidence[0].Date = june, june-300
	m.Evidence[2].Circular = true
	m.Evidence[3].Document, m.Evidence[4].Document = "paper", "paper"
	w := weigh(m)
	if w.Winner != "H1" {
		t.Fatalf("winner %q", w.Winner)
	}
	if v := variant(t, w, "with circular item", "E2"); v.Winner != "H0" || !v.Turns {
		t.Errorf("%+v", v)
	}
	if v := variant(t, w, "without what is stale", ""); !near(v.Posterior[0], .3*.7/(.3*.7+.9*.5)) || v.Turns {
		t.Errorf("%+v", v)
	}
	if v := variant(t, w, "assumption falls", "same-course"); !near(v.Posterior[0], .3*.7/(.3*.7+.9*.5)) {
		t.Errorf("%+v", v)
	}
	if v := variant(t, w, "each item counts for itself", ""); !near(v.Posterior[0], .7*.3*.7*.7/(.7*.3*.7*.7+.5*.9*.5*.5)) {
		t.Errorf("%+v", v)
	}
	if v := variant(t, w, "without those that count once", "document: paper"); !near(v.Posterior[0], .7*.3/(.7*.3+.5*.9)) {
		t.Errorf("%+v", v)
	}
	if v := variant(t, w, "without item", "E1"); v.Winner != "H0" || !v.Turns {
		t.Errorf("%+v", v)
	}
	if v := variant(t, w, "scale", "for alone"); v.Winner != "H0" { // .7*.5*.7 against .5*.9*.5
		t.Errorf("%+v", v)
	}
	if !w.Evidence[0].Stale || w.Evidence[1].Stale || w.Evidence[3].Share != .5 {
		t.Errorf("%+v", w.Evidence)
	}
	if w.Confidence.Level != "moderate" || len(w.Confidence.Reasons) == 0 {
		t.Errorf("%+v", w.Confidence)
	}
}

func TestEmptyNull(t *testing.T) {
	m := matrix(3, []entente.Rating{"C", "I", "N"}, []entente.Rating{"I", "II", "I"}, []entente.Rating{"C", "I", "I"})
	m.Hypotheses[2].Role = entente.NullRole
	w := weigh(m)
	n := w.Null
	if n == nil || n.Reach != 0 || n.Inconsistency != 2 || n.Steps != 1 || !slices.Equal(n.Above, []string{"H1"}) || len(n.Level) != 0 {
		t.Errorf("%+v", n)
	}
	if !slices.ContainsFunc(w.Findings, func(s string) bool { return strings.Contains(s, "predicts nothing") }) {
		t.Errorf("%q", w.Findings)
	}
}

func TestAnotherAnswerMayExplainBetter(t *testing.T) {
	m := matrix(2, []entente.Rating{"I", "II"}, []entente.Rating{"II", "I"})
	w := weigh(m)
	if w.Other == nil || !w.Other.Leads || !near(w.Other.Posterior, .25/(.25+.03+.03)) {
		t.Errorf("%+v", w.Other)
	}
	m.Hypotheses[1].Role = entente.CatchAll
	if w = weigh(m); w.Other != nil {
		t.Errorf("with a catch-all: %+v", w.Other)
	}
}

func TestDisproofsNeedAReliableRow(t *testing.T) {
	m := matrix(2, []entente.Rating{"C", "II"}, []entente.Rating{"II", "C"})
	m.Evidence[1].Admiralty = "D3"
	if d := weigh(m).Disproofs; len(d) != 1 || d[0].Hypothesis != "H1" || d[0].Item != "E0" {
		t.Errorf("%+v", d)
	}
}

// TestNext: with both held alike, the information of an item is by hand.
func TestNext(t *testing.T) {
	m := matrix(2, []entente.Rating{"C", "C"}, []entente.Rating{"CC", "II"}, []entente.Rating{"C", "I"}, []entente.Rating{"C", "C"})
	for i := 1; i < 4; i++ {
		m.Evidence[i].Pending = true
	}
	w := weigh(m)
	h := func(p float64) float64 { return -p*math.Log2(p) - (1-p)*math.Log2(1-p) }
	if len(w.Next) != 2 || w.Next[0].Item != "E1" || !near(w.Next[0].Bits, 1-h(.1)) || !near(w.Next[1].Bits, 1-h(.3)) {
		t.Fatalf("%+v", w.Next)
	}
	first := w.Next[0]
	if !first.PartsFirst || !near(first.Chance, .5) || first.Word != "roughly even chance" || first.Seen != "H0" || !near(first.SeenP, .9) || first.NotSeen != "H1" || !near(first.NotSeenP, .9) {
		t.Errorf("%+v", first)
	}
}

func TestPostMortem(t *testing.T) {
	m := matrix(2, []entente.Rating{"C", "I"}, []entente.Rating{"I", "CC"}, []entente.Rating{"CC", "I"})
	m.Assumptions = []entente.Assumption{{ID: "course", Text: "t"}}
	m.Evidence[2].Assumes = []string{"course"}
	m.Outcome = &entente.Outcome{Hypothesis: "H1", Date: june}
	p := weigh(m).PostMortem
	post := .3 * .9 * .3 / (.3*.9*.3 + .7*.3*.9)
	if p == nil || !near(p.Posterior, post) || p.Rank != 2 || p.LeastRank != 2 || !near(p.Brier, 2*(1-post)*(1-post)) || p.EqualBrier != .5 || !near(p.Log, math.Log(post)) {
		t.Fatalf("%+v", p)
	}
	if !slices.Equal(p.Misled, []string{"E2", "E0"}) || !slices.Equal(p.Helped, []string{"E1"}) || !slices.Equal(p.Assumptions, []string{"course"}) {
		t.Errorf("%+v", p)
	}
}

// unitsOf gives the rows of each item that counts once.
func unitsOf(m entente.Matrix) [][]int {
	at := map[string]int{}
	var out [][]int
	for i, e := range m.Evidence {
		if e.Circular {
			continue
		}
		key := e.ID
		if e.Cluster != "" {
			key = "cluster " + e.Cluster
		}
		if _, ok := at[key]; !ok {
			at[key] = len(out)
			out = append(out, nil)
		}
		out[at[key]] = append(out[at[key]], i)
	}
	return out
}

// TestFewestIsFewest holds the smallest set that overturns against trying all sets.
func TestFewestIsFewest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := draw(t)
		w := weigh(m)
		if w.Winner == "" {
			if len(w.Overturns) != 0 {
				t.Fatalf("a tie is overturned by %+v", w.Overturns)
			}
			return
		}
		units := unitsOf(m)
		fewest := len(units) + 1
		for set := range 1 << len(units) {
			n := 0
			gone := map[int]bool{}
			for u, rows := range units {
				if set>>u&1 == 1 {
					n++
					for _, i := range rows {
						gone[i] = true
					}
				}
			}
			left := m
			left.Evidence = nil
			for i, e := range m.Evidence {
				if !gone[i] {
					left.Evidence = append(left.Evidence, e)
				}
			}
			if n > 0 && n < fewest && weigh(left).Winner != w.Winner {
				fewest = n
			}
		}
		got := len(units) + 1
		for _, o := range w.Overturns {
			if o.By == "removal" {
				got = len(o.Items)
			}
		}
		if got != fewest {
			t.Fatalf("%d items, trying all finds %d: %+v", got, fewest, w.Overturns)
		}
	})
}

// TestOverturnHolds: after the steps that are named another leads, or none.
func TestSteps(t *testing.T) {
	m := matrix(2, []entente.Rating{"C", "N"}, []entente.Rating{"C", "C"})
	w := weigh(m)
	i := slices.IndexFunc(w.Overturns, func(o entente.Overturn) bool { return o.By == "step" })
	if i < 0 || !w.Overturns[i].Tie || !slices.Equal(w.Overturns[i].Items, []string{"E0: H0 from C to N"}) {
		t.Errorf("%+v", w.Overturns)
	}
}

// fixture is a file in which every field stands once.
const fixture = `question: Who is courting whom?
hypotheses:
  - {id: H1, text: the one, prior: 0.5}
  - id: H2
    text: the other
    claims:
      - {pair: [USA, RUS], words: [court*], stances: [asserted, denied, asked], holders: [author, actor, document, unnamed]}
  - {id: H0, text: nobody, role: null-hypothesis}
  - {id: X, text: something else, role: catch-all}
relations:
  - exclusive: [H1, H0]
  - subsumes: [H1, H2]
  - compatible: [H2, X]
assumptions:
  - {id: steady, text: policy is steady}
scale: {CC: 0.95, C: 0.75, N: 0.5, I: 0.25, II: 0.05}
stale: 90
grade: sources
evidence:
  - id: E1
    text: they met
    query:
      - {kind: event, pair: [USA, IGO:NATO], directed: true, roots: [CONSULT], quads: [1, 2], status: [fact], contexts: [human_rights], words: [summit], from: "2021-06-01", to: "2021-06-30"}
      - {kind: assessment, levels: [-1], trends: [0, 1]}
    events: [e_0123456789abcdef]
    ratings: {H1: CC, H2: C, H0: I}
    cluster: summit
    admiralty: B2
    assumes: [steady]
  - {id: E2, text: an argument, likelihoods: [0.7, 0.2, 0.5, 0.5], document: paper, reliability: 0.5, circular: true, date: "2021-06-01"}
  - {id: E3, text: to come, ratings: [C, N, I, N], circular: false, pending: true}
outcome: {hypothesis: H2, date: "2022-01-31", note: so it was}
`

// TestSchema holds the published schema against the parser: what is right by the one is
// right by the other, and neither knows a key that the other does not.
func TestSchema(t *testing.T) {
	data, err := os.ReadFile("../docs/matrix.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema jsonschema.Schema
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	resolved, err := schema.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	valid := func(text string) error {
		var v any
		if err := yaml.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		return resolved.Validate(v)
	}
	if _, err := hypothesis.Parse("f.yaml", []byte(fixture)); err != nil {
		t.Errorf("the parser: %v", err)
	}
	if err := valid(fixture); err != nil {
		t.Errorf("the schema: %v", err)
	}
	for _, row := range []string{
		"{id: x, text: y, ratings: [C, I], reliablity: 1}", "{id: x, ratings: [C, I]}", "{id: x, text: y, ratings: [C, III]}",
		"{id: x, text: y, ratings: [C, I], likelihoods: [1, 0]}", "{id: x, text: y}", "{id: x, text: y, ratings: [C, I], admiralty: B7}",
		"{id: x, text: y, ratings: [C, I], reliability: 0}", "{id: x, text: y, ratings: [C, I], reliability: 0.5, admiralty: B2}",
		"{id: x, text: y, ratings: [C, I], cluster: a, document: b}", "{id: x, text: y, ratings: [C, I], query: {quads: [5]}}",
		"{id: x, text: y, ratings: [C, I], query: {kind: evnt}}", "{id: x, text: y, ratings: [C, I], query: []}",
	} {
		text := frame(row)
		if _, err := hypothesis.Parse("f.yaml", []byte(text)); err == nil {
			t.Errorf("the parser takes %s", row)
		}
		if valid(text) == nil {
			t.Errorf("the schema takes %s", row)
		}
	}
	for name, def := range schema.Defs {
		for key := range def.Properties {
			if !strings.Contains(fixture, key+":") {
				t.Errorf("the fixture lacks %s of %s", key, name)
			}
		}
	}
	for key := range schema.Properties {
		if !strings.Contains(fixture, key+":") {
			t.Errorf("the fixture lacks %s", key)
		}
	}
}

// TestReadyQuestionsKeepToTheSchema reads the embedded files as the schema has them.
func TestWriteIsReadBack(t *testing.T) {
	ms, err := hypothesis.Parse("f.yaml", []byte(fixture))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range hypothesis.Questions() {
		ms = append(ms, q.For(corner("USA", "United States"), corner("RUS", "Russia"), corner("CHN", "China")))
	}
	var buf bytes.Buffer
	if err := hypothesis.Write(&buf, ms...); err != nil {
		t.Fatal(err)
	}
	again, err := hypothesis.Parse("again.yaml", buf.Bytes())
	if err != nil {
		t.Fatalf("%v in\n%s", err, buf.String())
	}
	for i := range ms {
		want, _ := json.Marshal(ms[i])
		got, _ := json.Marshal(again[i])
		if string(want) != string(got) {
			t.Errorf("%s:\n%s\nread back\n%s", ms[i].Question, want, got)
		}
	}
}

func TestDraftTellsWhatWasFound(t *testing.T) {
	m, sentences := said("Analysts say a thaw is near.", "thaw")
	m.Hypotheses[0].Text, m.Hypotheses[1].Text = "a", "b"
	m.Evidence = []entente.Evidence{{ID: "met", Text: "they met", Query: &entente.Query{Roots: []entente.Root{"CONSULT"}}, Ratings: []entente.Rating{"C", "N"}}}
	r := report("r1", "USA", "RUS", entente.Consult, entente.Fact, "They met\nin Bern.")
	rows, _ := hypothesis.Bind(m, hypothesis.Found{Reports: []entente.Report{r}, Sentences: sentences})
	w := hypothesis.Weigh(m, rows, hypothesis.Options{Claims: hypothesis.Claims(m, sentences)})
	var buf bytes.Buffer
	if err := hypothesis.Draft(&buf, []entente.Matrix{m}, []entente.Weighing{w}, map[string]string{"r1": r.Citation.Quote}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# asserted by unnamed (Analysts): c_", "# r1 They met in Bern."} {
		if !strings.Contains(buf.String(), want) {
			t.Errorf("no %q in\n%s", want, buf.String())
		}
	}
	if _, err := hypothesis.Parse("draft.yaml", buf.Bytes()); err != nil {
		t.Error(err)
	}
}

func TestDocumentsCountOnce(t *testing.T) {
	both := func(id, quote string, root entente.Root) entente.Report {
		r := report(id, "USA", "RUS", root, entente.Reported, quote)
		r.Reciprocal = true
		return r
	}
	reports := []entente.Report{
		both("r1", "They issued a joint statement on trade.", entente.Support),
		both("r2", "The statement pledges drills.", entente.Agree),
		both("r3", "They met on the day of the statement.", entente.Consult),
	}
	m := entente.Matrix{Hypotheses: matrix(2).Hypotheses}
	for i, root := range []entente.Root{"SUPPORT", "AGREE", "CONSULT"} {
		m.Evidence = append(m.Evidence, entente.Evidence{ID: fmt.Sprint("E", i), Query: &entente.Query{Roots: []entente.Root{root}}})
	}
	rows := bind(m, reports, nil)
	if rows[0].Cluster != "statement of RUS and USA" || rows[1].Cluster != rows[0].Cluster || rows[2].Cluster != "" {
		t.Errorf("%q, %q, %q", rows[0].Cluster, rows[1].Cluster, rows[2].Cluster)
	}
}

func TestQuotedIDs(t *testing.T) {
	reports, views := read()
	reports[0].ID, reports[1].ID = "e1", "e1"
	m := entente.Matrix{Hypotheses: matrix(2).Hypotheses, Evidence: []entente.Evidence{
		{ID: "event", Events: []string{"e1"}}, {ID: "merged", Events: []string{"e0"}},
		{ID: "report", Events: []string{"r3", "a1", "r3"}}, {ID: "lost", Events: []string{"e9", "r4"}},
	}}
	rows, _ := hypothesis.Bind(m, hypothesis.Found{Reports: reports, Assessments: views, Aliases: map[string]string{"e0": "e1"}})
	for i, want := range []string{"r1 r2", "r1 r2", "r3 a1", "r4"} {
		if got := strings.Join(rows[i].Cites, " "); got != want || rows[i].Absent {
			t.Errorf("%s cites %q, want %q", rows[i].ID, got, want)
		}
	}
	if !slices.Equal(rows[3].Missing, []string{"e9"}) {
		t.Errorf("missing %v", rows[3].Missing)
	}
}

// TestGuide reads the examples that the guide to matrix files gives.
func TestGuide(t *testing.T) {
	guide, err := os.ReadFile("../docs/matrix.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(guide), "```yaml\n")
	example, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("the guide has no example")
	}
	ms, err := hypothesis.Parse("docs/matrix.md", []byte(example))
	if err != nil {
		t.Fatal(err)
	}
	if w := weigh(ms[0]); w.PostMortem == nil || len(w.Next) == 0 || len(w.Unions) == 0 {
		t.Errorf("%+v", w)
	}
}
