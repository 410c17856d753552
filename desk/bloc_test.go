package desk_test

import (
	"testing"

	"entente"
	"entente/desk"
)

// TestBlocs: what members do to others the bloc does, what passes between them is left out,
// who is asked about beside it is no member, and a member that has left is itself again.
func TestBlocs(t *testing.T) {
	s := keep(t, `{"id":"1","text":"MOSCOW, March 2, 2020 - France accused Russia of an attack today.","published":"2020-03-02"}
{"id":"2","text":"MOSCOW, March 3, 2020 - Russia threatened Poland today.","published":"2020-03-03"}
{"id":"3","text":"PARIS, March 4, 2020 - France criticised Poland today.","published":"2020-03-04"}
{"id":"4","text":"MOSCOW, March 5, 2021 - France accused Russia of an attack today.","published":"2021-03-05"}
{"id":"5","text":"Germany and Russia are adversaries.","published":"2020-03-06"}
{"id":"6","text":"MOSCOW, March 7, 2020 - The United States accused Russia of an attack today.","published":"2020-03-07"}
`)
	left := entente.MakeDay(2021, 1, 1)
	bloc := desk.Bloc{Code: "CLUB", Members: []entente.Code{"DEU", "FRA", "POL", "USA"},
		Holds: func(c entente.Code, d entente.Day) bool { return c != "FRA" || d < left }}
	in := desk.InBlocs(s, []desk.Bloc{bloc}, []entente.Code{"CLUB", "RUS", "USA"})
	f := entente.Filter{Query: entente.Query{Pair: []entente.Code{"CLUB", "RUS"}}}
	n := map[entente.Pair]int{}
	for e, err := range in.Events(t.Context(), f) {
		if err != nil {
			t.Fatal(err)
		}
		n[entente.Pair{Source: e.Reports[0].Source.Code, Target: e.Reports[0].Target.Code}]++
	}
	if len(n) != 2 || n[entente.Pair{Source: "CLUB", Target: "RUS"}] != 1 || n[entente.Pair{Source: "RUS", Target: "CLUB"}] != 1 {
		t.Errorf("events: %v", n)
	}
	ts, err := in.Tallies(t.Context(), f, entente.Monthly)
	if err != nil || len(ts) != 2 || ts[0].Source != "CLUB" || ts[1].Source != "RUS" || ts[0].Events != 1 {
		t.Errorf("tallies: %+v, %v", ts, err)
	}
	said := 0
	for a, err := range in.Assessments(t.Context(), entente.Filter{}) {
		if err != nil || a.A.Code != "CLUB" && a.B.Code != "CLUB" {
			t.Errorf("%+v, %v", a, err)
		}
		said++
	}
	if said != 1 {
		t.Errorf("%d assessments", said)
	}
	study, _, err := desk.Study(t.Context(), in, desk.StudyQuestion{Question: desk.Question{Corners: []entente.Code{"CLUB", "RUS", "USA"}}})
	if err != nil || len(study.Ties) != 3 {
		t.Fatal(err)
	}
	for _, tie := range study.Ties {
		want := map[entente.Pair]int{{Source: "CLUB", Target: "RUS"}: 2, {Source: "RUS", Target: "USA"}: 1}[entente.Pair{Source: tie.A, Target: tie.B}]
		if tie.Acts.Events != want {
			t.Errorf("%s and %s: %d acts, not %d", tie.A, tie.B, tie.Acts.Events, want)
		}
	}
}
