package hypothesis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/hypothesis"
)

var june = entente.MakeDay(2021, 6, 16)

func report(id, source, target string, root entente.Root, status entente.Status, quote string, contexts ...string) entente.Report {
	return entente.Report{
		Report: id, Stream: entente.Body, Status: status, Quad: root.Quad(), DateFrom: june, DateTo: june + 5,
		Source: entente.Actor{Code: entente.Code(source)}, Target: entente.Actor{Code: entente.Code(target)},
		Plover: entente.Plover{Event: root, Contexts: contexts}, Citation: entente.Citation{Quote: quote},
	}
}

func view(id, a, b string, level, trend int, quote string) entente.Assessment {
	return entente.Assessment{
		ID: id, Stream: entente.Body, Level: &level, Trend: &trend, Citation: entente.Citation{Quote: quote},
		A: entente.Corner{Code: entente.Code(a)}, B: entente.Corner{Code: entente.Code(b)},
	}
}

func read() ([]entente.Report, []entente.Assessment) {
	both := report("r1", "USA", "RUS", entente.Consult, entente.Fact, "Biden and Putin met.", "diplomatic")
	both.Reciprocal = true
	caption := report("r6", "USA", "RUS", entente.Consult, entente.Fact, "A summit.")
	caption.Stream = entente.Caption
	denied := view("a3", "RUS", "CHN", -1, 0, "They are not rivals.")
	denied.Negated = true
	return []entente.Report{
			both,
			report("r2", "RUS", "USA", entente.Mobilize, entente.Fact, "The fleet held drills.", "military"),
			report("r3", "USA", "CHN", entente.Agree, entente.Negated, "No pact is offered to China."),
			report("r4", "CHN", "RUS", entente.Support, entente.Reported, "China's recognition of Russia's rights."),
			report("r5", "RUS", "CHN", entente.Consult, entente.Fact, "Lavrov visited China; the visitors left."),
			caption,
		}, []entente.Assessment{
			view("a1", "RUS", "USA", -1, 1, "adversaries, though relations have warmed"),
			view("a2", "RUS", "CHN", 1, 1, "not a junior partner"),
			denied,
		}
}

func bind(m entente.Matrix, reports []entente.Report, views []entente.Assessment) []entente.Bound {
	rows, _ := hypothesis.Bind(m, hypothesis.Found{Reports: reports, Assessments: views})
	return rows
}

func TestBind(t *testing.T) {
	reports, views := read()
	for _, c := range []struct {
		name string
		q    entente.Query
		want string
	}{
		{"everything", entente.Query{}, "r1 r2 r3 r4 r5"},
		{"unordered", entente.Query{Pair: []entente.Code{"RUS", "USA"}}, "r1 r2"},
		{"directed takes both sides' acts", entente.Query{Pair: []entente.Code{"RUS", "USA"}, Directed: true}, "r1 r2"},
		{"directed", entente.Query{Pair: []entente.Code{"USA", "RUS"}, Directed: true}, "r1"},
		{"one actor", entente.Query{Pair: []entente.Code{"CHN"}}, "r3 r4 r5"},
		{"roots", entente.Query{Roots: []entente.Root{"CONSULT", "SUPPORT"}}, "r1 r4 r5"},
		{"quads", entente.Query{Quads: []entente.Quad{4}}, "r2"},
		{"status", entente.Query{Status: []entente.Status{"negated"}}, "r3"},
		{"contexts", entente.Query{Contexts: []string{"cyber", "military"}}, "r2"},
		{"whole words", entente.Query{Words: []string{"visit", "DRILLS"}}, "r2"},
		{"a later whole word", entente.Query{Words: []string{"visited china"}}, "r5"},
		{"from within the window", entente.Query{From: june + 3, Status: []entente.Status{"negated"}}, "r3"},
		{"after", entente.Query{From: june + 6}, ""},
		{"before", entente.Query{To: june - 1}, ""},
		{"levels", entente.Query{Kind: "assessment", Levels: []int{-1}}, "a1"},
		{"trends", entente.Query{Kind: "assessment", Trends: []int{1}}, "a1 a2"},
		{"views of a pair", entente.Query{Kind: "assessment", Pair: []entente.Code{"CHN", "RUS"}, Words: []string{"junior partner"}}, "a2"},
		{"views have no days", entente.Query{Kind: "assessment", From: june}, ""},
	} {
		m := entente.Matrix{Evidence: []entente.Evidence{{ID: "E", Query: &c.q}}}
		b := bind(m, reports, views)[0]
		if got := strings.Join(b.Cites, " "); got != c.want || b.Absent != (c.want == "") {
			t.Errorf("%s: %q, absent %v; want %q", c.name, got, b.Absent, c.want)
		}
	}
}

func TestSharedEvidenceIsOneCluster(t *testing.T) {
	reports, views := read()
	q := func(roots ...entente.Root) *entente.Query { return &entente.Query{Roots: roots} }
	m := entente.Matrix{Evidence: []entente.Evidence{
		{ID: "a", Query: q("CONSULT")},
		{ID: "b", Query: q("MOBILIZE")},
		{ID: "c", Query: q("CONSULT", "MOBILIZE")},
		{ID: "d", Query: q("SUPPORT")},
		{ID: "e", Query: q("CONSULT"), Cluster: "own"},
		{ID: "f"},
	}}
	var got []string
	for _, b := range bind(m, reports, views) {
		got = append(got, b.Cluster)
	}
	want := []string{"same evidence as b", "same evidence as b", "same evidence as b", "", "own", ""}
	if !slices.Equal(got, want) {
		t.Errorf("clusters %q, want %q", got, want)
	}
}

func corner(code, name string) entente.Corner {
	return entente.Corner{Code: entente.Code(code), Name: name}
}

func TestReadyQuestions(t *testing.T) {
	reports, views := read()
	qs := hypothesis.Questions()
	var names []string
	for _, q := range qs {
		names = append(names, q.Name)
		m := q.For(corner("USA", "the United States"), corner("RUS", "Russia"), corner("CHN", ""))
		if strings.Contains(m.Question, "$") {
			t.Errorf("%s: %q", q.Name, m.Question)
		}
		for _, e := range m.Evidence {
			if strings.Contains(e.Text+e.Cluster, "$") || e.Query == nil || len(e.Ratings) != len(m.Hypotheses) {
				t.Errorf("%s: row %+v", q.Name, e)
			}
			for _, c := range e.Query.Pair {
				if c[0] == '$' {
					t.Errorf("%s: row %s asks for %s", q.Name, e.ID, c)
				}
			}
		}
		w := hypothesis.Weigh(m, bind(m, reports, views), hypothesis.Options{})
		found := slices.ContainsFunc(w.Evidence, func(b entente.Bound) bool { return b.Diagnosticity > 0 && !b.Absent })
		if len(w.Standings) != len(m.Hypotheses) || !found {
			t.Errorf("%s: nothing is weighed: %+v", q.Name, w.Evidence)
		}
	}
	if want := []string{"alliance-drift", "junior-partner", "reconciliation", "war-risk", "wedge"}; !slices.Equal(names, want) {
		t.Errorf("questions %v, want %v", names, want)
	}
	again := qs[0].For(corner("IND", ""), corner("PAK", ""), corner("CHN", ""))
	if !slices.Contains(again.Evidence[0].Query.Pair, "PAK") {
		t.Error("a question can be put only once")
	}
}

func TestQuestionsHaveTheirArticles(t *testing.T) {
	for _, q := range hypothesis.Questions() {
		m := q.For(corner("USA", "United States"), corner("NLD", "Netherlands"), corner("CHN", "China"))
		texts := []string{m.Question}
		for _, h := range m.Hypotheses {
			texts = append(texts, h.Text)
		}
		for _, e := range m.Evidence {
			texts = append(texts, e.Text)
		}
		for _, s := range texts {
			for _, name := range []string{"United States", "Netherlands"} {
				bare := strings.ReplaceAll(strings.ReplaceAll(s, "the "+name, ""), "The "+name, "")
				if strings.Contains(bare, name) || strings.HasPrefix(s, "the "+name) {
					t.Errorf("%s: %q", q.Name, s)
				}
			}
		}
	}
}

// A question is put only where it arises: nobody is the junior partner of a rival.
func TestQuestionsArise(t *testing.T) {
	tie := func(a, b entente.Code, mean float64, level int) entente.Tie {
		return entente.Tie{A: a, B: b, Mean: mean, Level: &level}
	}
	corners := [3]entente.Code{"CHN", "RUS", "USA"}
	unknown := entente.Tie{A: "RUS", B: "USA"}
	for _, c := range []struct {
		name string
		ties [3]entente.Tie
		want string
	}{
		{"marriage", [3]entente.Tie{tie("CHN", "RUS", .7, 1), tie("CHN", "USA", -.5, -1), tie("RUS", "USA", -.4, -1)}, "alliance-drift USA RUS CHN, junior-partner USA RUS CHN, reconciliation USA RUS CHN, war-risk USA RUS CHN, wedge USA RUS CHN"},
		{"one quarrel", [3]entente.Tie{tie("CHN", "RUS", .1, 0), tie("CHN", "USA", -.5, -1), unknown}, "reconciliation CHN USA, war-risk CHN USA"},
		{"all friends", [3]entente.Tie{tie("CHN", "RUS", .7, 1), tie("CHN", "USA", .5, 1), tie("RUS", "USA", .4, 1)}, ""},
		{"nothing known", [3]entente.Tie{{A: "CHN", B: "RUS"}, {A: "CHN", B: "USA"}, unknown}, ""},
	} {
		var got []string
		for _, q := range hypothesis.Questions() {
			if x, y, z, ok := q.Cast(entente.Triangle{Corners: corners, Ties: c.ties}); ok {
				got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", q.Name, x, y, z)))
			}
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestSinceKeepsARowsOwnDay(t *testing.T) {
	m := entente.Matrix{Evidence: []entente.Evidence{
		{ID: "any", Query: &entente.Query{}}, {ID: "own", Query: &entente.Query{From: 5}}, {ID: "analyst's"}}}
	late := hypothesis.Since(m, 100)
	if late.Evidence[0].Query.From != 100 || late.Evidence[1].Query.From != 5 || late.Evidence[2].Query != nil || m.Evidence[0].Query.From == 100 {
		t.Errorf("%+v of %+v", late, m)
	}
}

func TestTemplates(t *testing.T) {
	text := "question: Does $A court $B?\nhypotheses: [{id: y, text: y}, {id: n, text: n}]\nevidence: [{id: e, text: t, query: {pair: [$A, $B]}, ratings: [C, I]}]"
	qs, err := hypothesis.Templates("own.yaml", []byte(text))
	if err != nil || len(qs) != 1 || qs[0].Name != "own" {
		t.Fatalf("%v, %v", qs, err)
	}
	if _, err := hypothesis.Templates("own.yaml", []byte(strings.ReplaceAll(text, "$B", "$X"))); err == nil {
		t.Error("$X stands for an actor")
	}
}

func TestCast(t *testing.T) {
	tie := func(a, b entente.Code, mean float64) entente.Tie { return entente.Tie{A: a, B: b, Mean: mean} }
	for _, c := range []struct {
		cr, cu, ru float64 // CHN-RUS, CHN-USA, RUS-USA
		want       string
	}{
		{.7, -.6, -.4, "USA RUS CHN"},
		{.7, -.3, -.4, "USA CHN RUS"},
		{-.5, .2, .6, "CHN USA RUS"},
		{0, 0, 0, "USA CHN RUS"},
	} {
		tri := entente.Triangle{
			Corners: [3]entente.Code{"CHN", "RUS", "USA"},
			Ties:    [3]entente.Tie{tie("CHN", "RUS", c.cr), tie("CHN", "USA", c.cu), tie("RUS", "USA", c.ru)},
		}
		a, b, x := hypothesis.Cast(tri)
		if got := string(a + " " + b + " " + x); got != c.want {
			t.Errorf("%v: %s, want %s", c, got, c.want)
		}
	}
	up, down := 1, -1
	tri := entente.Triangle{
		Corners: [3]entente.Code{"CHN", "RUS", "USA"},
		Ties:    [3]entente.Tie{tie("CHN", "RUS", .7), tie("CHN", "USA", -.3), tie("RUS", "USA", -.4)},
	}
	tri.Ties[1].Trend, tri.Ties[2].Trend = &down, &up
	if _, b, _ := hypothesis.Cast(tri); b != "RUS" {
		t.Errorf("of a tie that improves and one that gets worse, the courted is %s", b)
	}
	tri.Ties[1].Trend, tri.Ties[2].Trend = nil, nil
	tri.Ties[2].Acts.CoopAB = 3
	if _, b, _ := hypothesis.Cast(tri); b != "RUS" {
		t.Errorf("of a tie with cooperation and one without, the courted is %s", b)
	}
	if a, b, x := hypothesis.Cast(entente.Triangle{}); a+b+x != "" {
		t.Errorf("of no triangle: %q %q %q", a, b, x)
	}
}
