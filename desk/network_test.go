package desk_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/desk"
)

// stands are stories of how three states stand, in two years with one between.
const stands = `{"text":"Kenya and Chad are allies.","published":"2018-03-10"}
{"text":"Kenya and Nepal are adversaries. Nepal and Chad are adversaries.","published":"2020-07-02"}
{"text":"Kenya and Chad are adversaries.","published":"2020-07-03"}
`

// signs writes a network's ties: "KEN+TCD".
func signs(n entente.Network) string {
	var out []string
	for _, t := range n.Ties {
		out = append(out, string(t.A)+map[int]string{1: "+", -1: "-"}[t.Sign]+string(t.B))
	}
	return strings.Join(out, " ")
}

func networks(t *testing.T, s desk.Store, q desk.NetworkQuestion) ([]entente.Network, entente.Brief) {
	t.Helper()
	n, b, err := desk.Networks(t.Context(), s, q)
	if err != nil {
		t.Fatal(err)
	}
	return n, b
}

// TestNetworksOverTime: each window has the ties of its own days, every tie cites what
// it rests on, and a window of which nothing was read is named.
func TestNetworksOverTime(t *testing.T) {
	s := keep(t, stands)
	from, to := entente.MakeDay(2018, 1, 1), entente.MakeDay(2020, 12, 31)
	got, b := networks(t, s, desk.NetworkQuestion{Windows: desk.Spans(from, to, entente.Yearly, 1)})
	var lines []string
	for _, n := range got {
		lines = append(lines, n.Label+" "+signs(n))
	}
	want := []string{"2018 KEN+TCD", "2019 ", "2020 KEN-NPL KEN-TCD NPL-TCD"}
	if !slices.Equal(lines, want) {
		t.Errorf("the networks are %q, not %q", lines, want)
	}
	if len(b.Notes) != 1 || !strings.HasPrefix(b.Notes[0], "nothing in print was read from 2019:") {
		t.Errorf("the notes are %q", b.Notes)
	}
	for _, n := range got {
		for _, tie := range n.Ties {
			for _, id := range tie.Cites {
				if !slices.ContainsFunc(b.Assessments, func(a entente.Assessment) bool { return a.ID == id }) {
					t.Errorf("%s and %s cite %s, which the brief does not hold", tie.A, tie.B, id)
				}
			}
			if len(tie.Cites) == 0 {
				t.Errorf("%s and %s cite nothing", tie.A, tie.B)
			}
		}
	}
}

// TestNetworkOfSome: who may be in a network, how sure a sign must be, and what was
// known on a day.
func TestNetworkOfSome(t *testing.T) {
	s := keep(t, stands)
	without := desk.NetworkQuestion{Takes: func(c entente.Code) bool { return c != "NPL" }}
	if n, _ := networks(t, s, without); strings.Contains(signs(n[0]), "NPL") || len(n[0].Ties) == 0 {
		t.Errorf("without Nepal: %s", signs(n[0]))
	}
	if n, _ := networks(t, s, desk.NetworkQuestion{Sure: .999}); len(n[0].Ties) != 0 || len(n[0].Actors) == 0 {
		t.Errorf("very sure: %s of %v", signs(n[0]), n[0].Actors)
	}
	early := desk.NetworkQuestion{Filter: entente.Filter{AsOf: entente.MakeDay(2019, 1, 1)}}
	if n, _ := networks(t, s, early); signs(n[0]) != "KEN+TCD" {
		t.Errorf("as of 2019: %s", signs(n[0]))
	}
}

// TestNetworksOfImports: imported events are counted, and only where they are asked; such
// ties cite nothing.
func TestNetworksOfImports(t *testing.T) {
	var rows strings.Builder
	for i := range 40 {
		fmt.Fprintf(&rows, "%d\t2018-06-%02d\tRussia\tGovernment\tRussian Federation\tThreaten\t130\t-4.4\tUkraine\tGovernment\tUkraine\t1%d\t1\tA Paper\t\t\t\t\t\t\n", 40000+i, 1+i%28, i)
		fmt.Fprintf(&rows, "%d\t2018-06-%02d\tChina\tGovernment\tChina\tConsult\t040\t1.0\tRussia\tGovernment\tRussian Federation\t2%d\t1\tA Paper\t\t\t\t\t\t\n", 50000+i, 1+i%28, i)
	}
	s := emptyStore(t)
	if _, err := desk.Import(t.Context(), s, dictionaries(t), of(t, "bare.tsv", rows.String()), desk.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	n, b := networks(t, s, desk.NetworkQuestion{})
	if len(n[0].Ties) != 0 || !slices.ContainsFunc(b.Notes, func(n string) bool { return strings.Contains(n, "80 imported events of icews") }) {
		t.Errorf("unasked: %s, notes %q", signs(n[0]), b.Notes)
	}
	q := desk.NetworkQuestion{Filter: entente.Filter{Sources: []string{"icews"}}}
	n, _ = networks(t, s, q)
	if signs(n[0]) != "CHN+RUS RUS-UKR" || len(n[0].Ties[0].Cites) != 0 {
		t.Errorf("asked: %+v", n[0].Ties)
	}
	q.Filter.From = entente.MakeDay(2018, 6, 2)
	if n, _ = networks(t, s, q); signs(n[0]) != "CHN+RUS RUS-UKR" {
		t.Errorf("from the second day of the month: %s", signs(n[0]))
	}
	q.Filter.From = entente.MakeDay(2018, 7, 1)
	if n, _ = networks(t, s, q); len(n[0].Ties) != 0 {
		t.Errorf("from the month after: %s", signs(n[0]))
	}
}

func TestSpans(t *testing.T) {
	day := func(s string) entente.Day {
		d, err := entente.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		from, to string
		p        entente.Period
		n        int
		want     string
	}{
		{"2018-03-10", "2020-07-03", entente.Yearly, 1, "2018:2018-01-01:2018-12-31 2019:2019-01-01:2019-12-31 2020:2020-01-01:2020-12-31"},
		{"2018-03-10", "2020-07-03", entente.Yearly, 2, "2018–2019:2018-01-01:2019-12-31 2019–2020:2019-01-01:2020-12-31"},
		{"2018-03-10", "2018-07-03", entente.Yearly, 4, "2018:2018-01-01:2018-12-31"},
		{"2018-12-31", "2019-01-01", entente.Monthly, 1, "2018-12:2018-12-01:2018-12-31 2019-01:2019-01-01:2019-01-31"},
		{"2019-01-01", "2019-01-07", entente.Weekly, 1, "2018-12-31:2018-12-31:2019-01-06 2019-01-07:2019-01-07:2019-01-13"},
		{"2019-01-02", "2019-01-01", entente.Daily, 1, ""},
	} {
		var got []string
		for _, s := range desk.Spans(day(c.from), day(c.to), c.p, c.n) {
			got = append(got, s.Label+":"+s.From.String()+":"+s.To.String())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s to %s by %d %s: %s, not %s", c.from, c.to, c.n, c.p, strings.Join(got, " "), c.want)
		}
	}
}

// TestNetworksWithoutSources: what is told otherwise without an outlet is what would be had
// it never been read.
func TestNetworksWithoutSources(t *testing.T) {
	s := keep(t, `{"id":"p1","publisher":"Post","text":"Kenya and Chad are allies. Chad and Nepal are allies.","published":"2020-03-10"}
{"id":"g1","publisher":"Globe","text":"Kenya and Nepal are adversaries. Nepal and Chad are adversaries.","published":"2020-03-11"}
{"id":"g2","publisher":"Globe","text":"Kenya and Chad are allies.","published":"2020-03-12"}
`)
	f := entente.Filter{AsOf: entente.MakeDay(2020, 4, 1)}
	got, _ := networks(t, s, desk.NetworkQuestion{Filter: f, Mix: true})
	now := signs(got[0])
	outlets := 0
	for _, m := range got[0].Mix {
		if m.Kind != "outlet" {
			continue
		}
		outlets++
		f.Stories = map[string][]string{"Post": {"g1", "g2"}, "Globe": {"p1"}}[m.Without]
		less, _ := networks(t, s, desk.NetworkQuestion{Filter: f})
		want := map[string]int{}
		for _, tie := range got[0].Ties {
			want[string(tie.A+tie.B)] = 0
		}
		for _, tie := range less[0].Ties {
			want[string(tie.A+tie.B)] = tie.Sign
		}
		for _, tie := range got[0].Ties {
			if want[string(tie.A+tie.B)] == tie.Sign {
				delete(want, string(tie.A+tie.B))
			}
		}
		other := map[string]int{}
		for _, tie := range m.Other {
			other[string(tie.A+tie.B)] = tie.Sign
		}
		if !maps.Equal(other, want) || m.Ties != len(strings.Fields(signs(less[0]))) {
			t.Errorf("without %s %d ties, other than %q: %v, never read %v", m.Without, m.Ties, now, other, want)
		}
	}
	if outlets != 2 {
		t.Errorf("%+v", got[0].Mix)
	}
}
