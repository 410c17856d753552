package desk_test

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/desk"
)

// sameTie reports whether two answers say the same of a pair.
func sameTie(x, y entente.Tie) bool {
	level := func(t entente.Tie) int {
		if t.Level == nil {
			return 9
		}
		return *t.Level
	}
	if x.A != y.A { // whoever is named first, by the same words
		x.A, x.B = x.B, x.A
	}
	return x.A == y.A && x.B == y.B && level(x) == level(y) && math.Abs(x.PPlus-y.PPlus) < 1e-12 && math.Abs(x.PMinus-y.PMinus) < 1e-12
}

// unevenly are stories of the powers of which one pair was last told of years before the
// others, and a plan for after the last of them.
func unevenly() []entente.Reading {
	old := entente.MakeDay(2016, 6, 30)
	out := slices.DeleteFunc(written(21, 300), func(r entente.Reading) bool {
		x := r.Reports[0]
		return x.DateFrom > old && x.Source.Code != "USA" && x.Target.Code != "USA"
	})
	last := entente.Day(0)
	for _, r := range out {
		last = max(last, r.Story.Published)
	}
	plan := &out[0].Reports[0]
	plan.Date, plan.DateFrom, plan.DateTo, plan.Status = last+100, last+100, last+100, entente.Intended
	return out
}

// TestAnswersAgree: brief, dyad, triangle and balance say the same of the same pair, each
// without a day what it says as of the last day in print.
func TestAnswersAgree(t *testing.T) {
	s := empty(t)
	rs := unevenly()
	save(t, s, rs)
	last := entente.Day(0)
	for _, r := range rs {
		last = max(last, r.Story.Published)
	}
	want := ask(t, s, desk.Question{Corners: powers, Filter: entente.Filter{AsOf: last}}).Dyads
	if len(want) != 3 {
		t.Fatalf("%d pairs", len(want))
	}
	whole := ask(t, s, desk.Question{Corners: powers})
	looked := study(t, s, desk.StudyQuestion{Question: desk.Question{Corners: powers}})
	signed, _ := networks(t, s, desk.NetworkQuestion{})
	for _, w := range want {
		pair := ask(t, s, desk.Question{Corners: []entente.Code{w.A, w.B}}).Dyads[0]
		found := map[string]entente.Tie{"dyad": pair}
		for _, x := range whole.Dyads {
			if x.A == w.A && x.B == w.B {
				found["brief"] = x
			}
		}
		for _, x := range looked.Ties {
			if x.A == w.A && x.B == w.B || x.A == w.B && x.B == w.A {
				found["triangle"] = x
			}
		}
		if len(found) != 3 {
			t.Fatalf("%s and %s: told by %d of three", w.A, w.B, len(found))
		}
		for name, x := range found {
			if !sameTie(x, w) {
				t.Errorf("%s and %s: %s says %.4f and %.4f, as of %s it is %.4f and %.4f", w.A, w.B, name, x.PPlus, x.PMinus, last, w.PPlus, w.PMinus)
			}
		}
		sign := 0
		for _, x := range signed[0].Ties {
			if x.A == w.A && x.B == w.B {
				sign = x.Sign
			}
		}
		if known := 0; w.Level != nil && sign != *w.Level || w.Level == nil && sign != known {
			t.Errorf("%s and %s: the network has %d", w.A, w.B, sign)
		}
	}
}

// TestPairWithoutSources: a pair without an outlet, a country's outlets or opinion stands as
// if their stories had never been read, and moved as told.
func TestPairWithoutSources(t *testing.T) {
	all := written(5, 300)
	day := entente.MakeDay(2020, 1, 1)
	q := desk.Question{Corners: []entente.Code{"RUS", "USA"}, Filter: entente.Filter{AsOf: day},
		Domain: func(d string) entente.Code { return map[string]entente.Code{"ru": "RUS"}[d] }}
	s := empty(t)
	save(t, s, all)
	tie := ask(t, s, q).Dyads[0]
	kinds := map[string]int{}
	for _, m := range tie.Mix {
		kinds[m.Kind]++
		of := func(r entente.Reading) bool {
			return m.Kind == "outlet" && r.Story.Publisher == m.Without ||
				m.Kind == "country" && strings.Contains(r.Story.URL, ".ru/") ||
				m.Kind == "opinion" && r.Story.Kind == entente.OpinionKind
		}
		rest := empty(t)
		save(t, rest, slices.DeleteFunc(slices.Clone(all), of))
		want := ask(t, rest, q).Dyads[0]
		if !sameTie(entente.Tie{A: "RUS", B: "USA", Level: m.Level, PPlus: m.PPlus, PMinus: m.PMinus}, want) {
			t.Errorf("without %s %s: %.4f and %.4f, never read %.4f and %.4f", m.Kind, m.Without, m.PPlus, m.PMinus, want.PPlus, want.PMinus)
		}
		if moved := math.Abs(m.PPlus - tie.PPlus); m.Stories == 0 || m.Reports == 0 || m.Shift < moved/2 {
			t.Errorf("without %s %s: %d stories, %d reports, shift %.3f", m.Kind, m.Without, m.Stories, m.Reports, m.Shift)
		}
	}
	if kinds["outlet"] != 3 || kinds["country"] != 1 || kinds["opinion"] != 1 {
		t.Errorf("left out in turn: %v", kinds)
	}
}

// TestTurnByWords: a tie that turned by what is said of it alone is told, with the words.
func TestTurnByWords(t *testing.T) {
	s := keep(t, stands)
	f := entente.Filter{Sources: []string{entente.CodedHere}}
	got, err := desk.Changed(t.Context(), s, f, entente.MakeDay(2020, 7, 3))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Turned) != 1 || got.Turned[0].Is.A != "KEN" || got.Turned[0].Is.B != "TCD" || *got.Turned[0].Is.Level != -1 || len(got.Turned[0].Is.Assessed.Cites) == 0 {
		t.Errorf("turned: %+v", got.Turned)
	}
	f.Pair = []entente.Code{"NPL"}
	if got, err = desk.Changed(t.Context(), s, f, entente.MakeDay(2020, 7, 3)); err != nil || len(got.Turned) != 0 {
		t.Errorf("of Nepal: %+v, %v", got.Turned, err)
	}
}

// TestChangedWithoutSources: without the one outlet that tells of it a tie has not turned.
func TestChangedWithoutSources(t *testing.T) {
	s := keep(t, `{"id":"a","publisher":"Post","text":"Kenya and Chad are allies.","published":"2020-03-10"}
{"id":"b","publisher":"Globe","text":"Nepal and Chad are adversaries.","published":"2020-07-02"}
{"id":"c","publisher":"Globe","text":"Kenya and Chad are adversaries. Kenya and Chad are enemies.","published":"2020-07-03"}
{"id":"d","publisher":"Mail","text":"Kenya is a state.","published":"2020-07-04"}
`)
	q := desk.Question{Filter: entente.Filter{Sources: []string{entente.CodedHere}}}
	since := entente.MakeDay(2020, 7, 3)
	whole, err := desk.Changed(t.Context(), s, q.Filter, since)
	if err != nil || len(whole.Turned) != 1 {
		t.Fatalf("turned: %+v, %v", whole.Turned, err)
	}
	mix, err := desk.ChangedMix(t.Context(), s, q, since, whole)
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]int{}
	for _, m := range mix {
		told[m.Kind+" "+m.Without] = len(m.Turned)
	}
	if told["outlet Globe"] != 1 || told["outlet Post"] != 1 {
		t.Errorf("%+v", mix)
	}
	for _, asked := range []bool{true, false} {
		d, _, err := desk.Digest(t.Context(), s, desk.DigestQuestion{Question: q, Since: since, Mix: asked})
		if err != nil || asked && !reflect.DeepEqual(d.Changed.Mix, mix) || !asked && d.Changed.Mix != nil {
			t.Errorf("of a digest, asked %v: %+v, %v", asked, d.Changed.Mix, err)
		}
	}
}
