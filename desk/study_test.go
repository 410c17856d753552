package desk_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"entente"
	"entente/desk"
	"entente/triangle"
)

var powers = []entente.Code{"CHN", "RUS", "USA"}

// written makes readings of stories, each of one act between two of the powers, told some
// days after; the same seed gives the same ones.
func written(seed uint64, n int) []entente.Reading {
	r := rand.New(rand.NewPCG(seed, 3))
	kinds := []struct {
		root      entente.Root
		quad      entente.Quad
		cameo     string
		intensity float64
		issue     string
	}{{"CONSULT", 1, "042", 1.9, "diplomatic"}, {"AGREE", 1, "057", 8, "economic"}, {"CONCEDE", 1, "081", 5, "diplomatic"}, {"ASSAULT", 4, "190", -10, "military"}, {"SANCTION", 4, "163", -8, "economic"}, {"ACCUSE", 3, "112", -2, "diplomatic"}}
	var out []entente.Reading
	for i := range n {
		k := kinds[r.IntN(len(kinds))]
		a := r.IntN(3)
		b := (a + 1 + r.IntN(2)) % 3
		day := entente.MakeDay(2015, 1, 1) + entente.Day(r.IntN(4*365))
		text := fmt.Sprintf("Story %d tells of an act.", i)
		report := entente.Report{Kind: "event", Report: fmt.Sprintf("r_%d_%d", seed, i), Story: fmt.Sprint("s", i), Stream: entente.Body,
			Date: day, DateFrom: day, DateTo: day, DateBasis: entente.Explicit, Plover: entente.Plover{Event: k.root, Contexts: []string{k.issue}},
			Cameo: k.cameo, Quad: k.quad, Intensity: k.intensity, Scale: "goldstein-icews", Status: entente.Fact, Confidence: .9, Lemma: fmt.Sprint("w", i),
			Citation: entente.Citation{Quote: text, End: len(text)}}
		report.Source.Code, report.Target.Code = powers[a], powers[b]
		if r.IntN(3) == 0 {
			report.Place = &entente.Place{Name: "Kyiv", Country: "UKR"}
		}
		kind := entente.ReportKind
		if r.IntN(5) == 0 {
			kind = entente.OpinionKind
		}
		out = append(out, entente.Reading{Story: entente.Story{ID: report.Story, Published: day + entente.Day(r.IntN(60)), Text: text, Kind: kind,
			Publisher: fmt.Sprint("Paper ", r.IntN(3)), URL: []string{"https://a.ru/x", "https://b.cn/y", "https://c.example/z"}[r.IntN(3)], Hash: fmt.Sprint("sha256:", i)},
			Lexicon: "sha256:l", Reports: []entente.Report{report}})
	}
	return out
}

func save(t *testing.T, s desk.Store, rs []entente.Reading) {
	t.Helper()
	if _, err := s.Save(t.Context(), rs...); err != nil {
		t.Fatal(err)
	}
}

func study(t *testing.T, s desk.Store, q desk.StudyQuestion) entente.Study {
	t.Helper()
	if q.Domain == nil {
		q.Domain = func(d string) entente.Code { return map[string]entente.Code{"ru": "RUS", "cn": "CHN"}[d] }
	}
	got, _, err := desk.Study(t.Context(), s, q)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func words(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestStudyKnowsNoOrder: who is named first changes nothing in the whole of the answer.
func TestStudyKnowsNoOrder(t *testing.T) {
	for seed := range uint64(3) {
		s := empty(t)
		save(t, s, written(seed, 300))
		want := ""
		for _, corners := range [][]entente.Code{{"CHN", "RUS", "USA"}, {"USA", "RUS", "CHN"}, {"RUS", "USA", "CHN"}, {"USA", "CHN", "RUS"}} {
			got := words(t, study(t, s, desk.StudyQuestion{Question: desk.Question{Corners: corners}}))
			if want == "" {
				want = got
			}
			if got != want {
				t.Fatalf("seed %d, %v:\n%s\n%s", seed, corners, got, want)
			}
		}
	}
}

// TestStudyIsOfItsDay: what is published later changes nothing in an answer as of a day,
// its history included.
func TestStudyIsOfItsDay(t *testing.T) {
	for seed := range uint64(4) {
		all := written(seed, 250)
		day := entente.MakeDay(2016, 1, 1) + entente.Day(200*seed)
		s := empty(t)
		save(t, s, slices.DeleteFunc(slices.Clone(all), func(r entente.Reading) bool { return r.Story.Published > day }))
		q := desk.StudyQuestion{Question: desk.Question{Corners: powers, Filter: entente.Filter{AsOf: day}}}
		then := words(t, study(t, s, q))
		save(t, s, all)
		if now := words(t, study(t, s, q)); now != then {
			t.Fatalf("seed %d: what came later changed it:\n%s\n%s", seed, now, then)
		}
		if later := words(t, study(t, s, desk.StudyQuestion{Question: desk.Question{Corners: powers}})); later == then {
			t.Error("what came later is not seen later either")
		}
	}
}

// TestStudyOfImports: imported events as of a day are not changed by later ones, and the
// order of the corners does not matter.
func TestStudyOfImports(t *testing.T) {
	s := empty(t)
	r := rand.New(rand.NewPCG(1, 1))
	bring := func(from, to entente.Day, id int) {
		var b entente.Batch
		for i := range 400 {
			a := r.IntN(3)
			k := []entente.ActKind{{Plover: entente.Plover{Event: "CONSULT", Contexts: []string{"diplomatic"}}, Cameo: "040", Quad: 1, Intensity: 1.9}, {Plover: entente.Plover{Event: "ASSAULT", Contexts: []string{"military"}}, Cameo: "190", Quad: 4, Intensity: -10}}[r.IntN(2)]
			day := from + entente.Day(r.IntN(int(to-from)))
			b.Events = append(b.Events, entente.Imported{Provenance: entente.Provenance{Source: "icews", ID: fmt.Sprint(id + i), File: "a.tab", Line: i + 1}, Day: day, Published: day,
				Source: &entente.Actor{Code: powers[a]}, Target: &entente.Actor{Code: powers[(a+1)%3]}, Act: &k, Site: &entente.Site{Place: entente.Place{Country: "UKR"}}})
		}
		if _, err := s.Import(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	day := entente.MakeDay(2017, 3, 14)
	bring(entente.MakeDay(2015, 1, 1), day, 1000)
	q := desk.StudyQuestion{Question: desk.Question{Corners: powers, Filter: entente.Filter{AsOf: day, Sources: []string{"icews"}}, Areas: []string{"diplomatic", "military"}}, Issues: true}
	then := study(t, s, q)
	bring(day+1, day+400, 5000)
	q.Corners = []entente.Code{"USA", "CHN", "RUS"}
	if now := study(t, s, q); words(t, now) != words(t, then) {
		t.Fatalf("what came later changed it:\n%s\n%s", words(t, now), words(t, then))
	}
	if len(then.History) != 27 || len(then.Issues) != 2 || then.History[26].To != day {
		t.Errorf("%d phases, %d issues", len(then.History), len(then.Issues))
	}
	for _, tie := range then.Ties {
		if len(tie.Acts.Cites) == 0 {
			t.Errorf("%s and %s cite nothing", tie.A, tie.B)
		}
	}
}

// TestStudyIsWhole: every part is there, the last phase is the triangle itself, and what is
// cited is in the brief.
func TestStudyIsWhole(t *testing.T) {
	s := empty(t)
	save(t, s, written(7, 400))
	got, b, err := desk.Study(t.Context(), s, desk.StudyQuestion{Question: desk.Question{Corners: powers, Domain: func(string) entente.Code { return "RUS" }}, Every: 6})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.History) < 8 || len(got.Wedges) != 6 || len(got.Hedges) != 3 || len(got.Asymmetry) != 3 || len(got.Issues) != 3 || len(got.Grounds) != 3 {
		t.Fatalf("%d phases, %d wedges, %d hedges, %d asymmetries, %d issues, %d grounds", len(got.History), len(got.Wedges), len(got.Hedges), len(got.Asymmetry), len(got.Issues), len(got.Grounds))
	}
	last := got.History[len(got.History)-1]
	if last.Shape != got.Shape || last.To < got.History[0].To {
		t.Errorf("the last phase is %s, the triangle %s", last.Shape, got.Shape)
	}
	for _, shape := range entente.Shapes {
		if d := last.P[shape] - got.P[shape]; d > .02 || d < -.02 {
			t.Errorf("%s has %.3f, in the last phase %.3f", shape, got.P[shape], last.P[shape])
		}
	}
	if p := got.Asymmetry[0].Parts; p[0].State != triangle.NotLoaded || p[1].State != triangle.Measured {
		t.Errorf("%+v", p[:2])
	}
	known := map[string]bool{}
	for _, r := range b.Reports {
		known[r.Report], known[r.ID] = true, true
	}
	var ids []string
	for _, turn := range got.Turns {
		for _, c := range turn.Crossed {
			ids = append(ids, c.Events...)
		}
	}
	for _, a := range got.Asymmetry {
		for _, p := range a.Parts {
			ids = append(ids, p.Cites...)
		}
	}
	for _, g := range got.Grounds {
		for _, l := range g.Lands {
			ids = append(ids, l.Cites...)
		}
	}
	for _, id := range ids {
		if !known[id] {
			t.Errorf("%s is cited and not there", id)
		}
	}
	if len(ids) < 20 {
		t.Errorf("only %d citations", len(ids))
	}
	kinds := map[string]int{}
	for _, m := range got.Mix {
		kinds[m.Kind]++
		if m.Stories == 0 || m.Reports == 0 || m.Shift < 0 || m.Shift > 1 {
			t.Errorf("%+v", m)
		}
	}
	if kinds["outlet"] != 3 || kinds["country"] != 1 || kinds["opinion"] != 1 {
		t.Errorf("left out in turn: %v", kinds)
	}
}

// TestStudyOfPlans: a plan for a far year makes nothing old, and is in no month that is
// counted.
func TestStudyOfPlans(t *testing.T) {
	s := empty(t)
	rs := written(9, 200)
	save(t, s, rs)
	want := study(t, s, desk.StudyQuestion{Question: desk.Question{Corners: powers}})
	plan := written(10, 1)
	r := &plan[0].Reports[0]
	day := entente.MakeDay(2045, 1, 1)
	r.Date, r.DateFrom, r.DateTo, r.Status = day, day, day, entente.Intended
	plan[0].Story.ID, r.Story, plan[0].Story.Published = "plan", "plan", rs[0].Story.Published
	save(t, s, plan)
	got := study(t, s, desk.StudyQuestion{Question: desk.Question{Corners: powers}})
	if len(got.History) != len(want.History) || got.To != want.To || got.P[got.Shape] != want.P[want.Shape] {
		t.Errorf("%d phases to %s, %.3f; without the plan %d to %s, %.3f", len(got.History), got.To, got.P[got.Shape], len(want.History), want.To, want.P[want.Shape])
	}
}

// TestStudyOfNothing: of actors of whom nothing is told there is an answer, which says so.
func TestStudyOfNothing(t *testing.T) {
	got := study(t, empty(t), desk.StudyQuestion{Question: desk.Question{Corners: powers}})
	if got.Shape != entente.Incomplete || got.P[entente.Incomplete] != 1 || len(got.Turns) != 0 || got.Bend != nil && got.Bend.Points <= 0 {
		t.Errorf("%+v", got)
	}
	for _, a := range got.Asymmetry {
		if a.Junior != "" || a.Index != nil {
			t.Errorf("%+v", a)
		}
	}
}

// Without one of its codings a triangle is what it is by the others alone.
func TestMixLeavesOutACoding(t *testing.T) {
	judged := 0
	for seed := range 4 {
		s := filled(t, seed)
		corners := []entente.Code{"CHN", "RUS", "USA"}
		f := entente.Filter{Sources: []string{entente.CodedHere, "gdelt2", "icews"}, AsOf: entente.MakeDay(2021, 7, 1)}
		q := desk.StudyQuestion{Question: desk.Question{Filter: f, Corners: corners}}
		whole, _, err := desk.Study(t.Context(), s, q)
		if err != nil {
			t.Fatal(err)
		}
		q.Filter.Sources = []string{"gdelt2", "icews"}
		others, _, err := desk.Study(t.Context(), s, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range whole.Mix {
			if m.Without != entente.CodedHere {
				continue
			}
			judged++
			for shape, p := range others.P {
				if math.Abs(m.P[shape]-p) > 1e-9 {
					t.Errorf("seed %d: %s is %v without what was coded, %v by the rest alone", seed, shape, m.P[shape], p)
				}
			}
		}
	}
	if judged == 0 {
		t.Error("no coding was left out")
	}
}
