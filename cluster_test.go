package entente

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// witness is a report of Russia and America meeting, on the days named ("16" or "1-30"
// of June 2021, "" for none).
func witness(id, story, days string) Report {
	r := Report{
		Report: id, Story: story, Lemma: "meet", Status: Fact, Reciprocal: true,
		Source: Actor{Code: "USA"}, Target: Actor{Code: "RUS"}, Plover: Plover{Event: "CONSULT"},
		DateBasis: Undated,
	}
	if days == "" {
		return r
	}
	var from, to int
	if n, _ := fmt.Sscanf(days, "%d-%d", &from, &to); n == 1 {
		to = from
	}
	r.DateFrom, r.DateTo, r.DateBasis = MakeDay(2021, 6, from), MakeDay(2021, 6, to), Explicit
	return r
}

// partition prints which reports lie together.
func partition(events []Event) string {
	var all []string
	for _, e := range events {
		var ids []string
		for _, r := range e.Reports {
			ids = append(ids, r.Report)
		}
		slices.Sort(ids)
		all = append(all, strings.Join(ids, " "))
	}
	slices.Sort(all)
	return strings.Join(all, " | ")
}

func TestCluster(t *testing.T) {
	tests := []struct {
		name    string
		reports []Report
		want    string
	}{
		{"none", nil, ""},
		{"a second paper is a second witness",
			[]Report{witness("a", "s", "16"), witness("b", "t", "16")}, "a b"},
		{"another day, another act",
			[]Report{witness("a", "s", "16"), witness("b", "t", "17")}, "a | b"},
		{"a wide window joins the one it covers",
			[]Report{witness("a", "s", "16"), witness("w", "t", "1-30")}, "a w"},
		{"a wide window does not chain two acts",
			[]Report{witness("a", "s", "3"), witness("b", "t", "20"), witness("w", "u", "1-30")}, "a | b | w"},
		{"a wide window keeps to its own story first",
			[]Report{witness("a", "s", "3"), witness("b", "t", "20"), witness("w", "t", "1-30")}, "a | b w"},
		{"a story that tells of both does not decide",
			[]Report{witness("a", "s", "3"), witness("b", "s", "20"), witness("w", "s", "1-30")}, "a | b | w"},
		{"those set aside are clustered with their like",
			[]Report{witness("a", "s", "3"), witness("b", "t", "20"), witness("w", "u", "1-30"), witness("v", "x", "1-29")}, "a | b | v w"},
		{"overlap does not carry on",
			[]Report{witness("a", "s", "1-2"), witness("b", "t", "2-3"), witness("c", "u", "3-4")}, "a b | c"},
		{"an undated report joins the one act of its story",
			[]Report{witness("a", "s", "16"), witness("n", "s", "")}, "a n"},
		{"an undated report stays in its story",
			[]Report{witness("a", "s", "16"), witness("n", "t", ""), witness("m", "t", ""), witness("o", "u", "")}, "a | m n | o"},
		{"an undated report does not choose",
			[]Report{witness("a", "s", "16"), witness("b", "s", "20"), witness("n", "s", "")}, "a | b | n"},
		{"one id is one report",
			[]Report{witness("a", "s", "16"), witness("a", "s", "16")}, "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := partition(Cluster(tt.reports)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestActKeyPartsActs(t *testing.T) {
	base := witness("a", "s", "16")
	same := base
	same.Source, same.Target = base.Target, base.Source
	same.Status = Reported
	if base.ActKey() != same.ActKey() {
		t.Errorf("%q is not %q", base.ActKey(), same.ActKey())
	}
	changes := map[string]func(*Report){
		"direction": func(r *Report) { r.Reciprocal = false },
		"root":      func(r *Report) { r.Plover.Event = "AGREE" },
		"status":    func(r *Report) { r.Status = Intended },
		"lemma":     func(r *Report) { r.Lemma = "phone" },
		"source":    func(r *Report) { r.Source.Code = "CHN" },
		"unknown":   func(r *Report) { r.Source = Actor{Raw: "Smith"} },
	}
	for name, change := range changes {
		r := base
		change(&r)
		if r.ActKey() == base.ActKey() {
			t.Errorf("%s does not part acts", name)
		}
	}
	to, fro := base, same
	to.Reciprocal, fro.Reciprocal = false, false
	if to.ActKey() == fro.ActKey() {
		t.Error("A to B is not B to A")
	}
}

func TestClusterNamesEvents(t *testing.T) {
	a, b := witness("a", "s", "16"), witness("b", "t", "15-17")
	a.ID = "e_given"
	e := Cluster([]Report{a, b})[0]
	ids := []string{a.DefaultID(), b.DefaultID()}
	slices.Sort(ids)
	if e.ID != ids[0] || !slices.Equal(e.Aliases, ids[1:]) {
		t.Errorf("got %s with aliases %v", e.ID, e.Aliases)
	}
	for _, r := range e.Reports {
		if r.ID != e.ID {
			t.Errorf("report %s names event %s", r.Report, r.ID)
		}
	}
	if got := e.Window().From; got != a.DateFrom {
		t.Errorf("the event's day is %v", got)
	}
	if a.ID != "e_given" {
		t.Error("the input was changed")
	}
}

// Two reports of one month have one default id; it stays with the first of them when
// they come to lie in two events.
func TestClusterIDsDiffer(t *testing.T) {
	rs := []Report{witness("a", "s", "3"), witness("b", "t", "20"), witness("v", "t", "1-30"), witness("w", "u", "1-30")}
	es := Cluster(rs)
	if got := partition(es); got != "a | b v | w" {
		t.Fatalf("got %q", got)
	}
	ids := make(map[string]string)
	for _, e := range es {
		for _, id := range append([]string{e.ID}, e.Aliases...) {
			ids[id] += e.Reports[0].Report
		}
	}
	if id := rs[2].DefaultID(); len(ids) != 4 || ids[id] != "b" {
		t.Errorf("got %v, where %s is of v", ids, id)
	}
}

func TestClusterToleratesOddWindows(t *testing.T) {
	back := witness("a", "s", "16")
	back.DateTo = back.DateFrom - 9
	open := witness("b", "t", "16")
	open.DateFrom = 0
	if got := partition(Cluster([]Report{back, open})); got != "a b" {
		t.Errorf("got %q", got)
	}
}

// anyReports draws reports that share few keys, days and stories, so that they meet.
func anyReports(t *rapid.T) []Report {
	n := rapid.IntRange(0, 14).Draw(t, "n")
	rs := make([]Report, n)
	for i := range rs {
		days := ""
		if from := rapid.IntRange(0, 12).Draw(t, "from"); from > 0 {
			days = fmt.Sprintf("%d-%d", from, from+rapid.SampledFrom([]int{0, 0, 1, 3, 12}).Draw(t, "width"))
		}
		r := witness(fmt.Sprintf("r%02d", i), rapid.SampledFrom([]string{"s", "t", "u"}).Draw(t, "story"), days)
		r.Lemma = rapid.SampledFrom([]string{"meet", "meet", "phone"}).Draw(t, "lemma")
		r.Status = rapid.SampledFrom([]Status{Fact, Fact, Reported, Intended}).Draw(t, "status")
		rs[i] = r
	}
	return rs
}

func TestClusterIsOfTheSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rs := anyReports(t)
		want := Cluster(rs)
		got := Cluster(rapid.Permutation(rs).Draw(t, "order"))
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %v\nwant %v", partition(got), partition(want))
		}
		twice := Cluster(append(slices.Clone(rs), rs...))
		if !reflect.DeepEqual(twice, want) {
			t.Fatalf("reading twice gives %v, not %v", partition(twice), partition(want))
		}
		var again []Report
		for _, e := range want {
			again = append(again, e.Reports...)
		}
		if !reflect.DeepEqual(Cluster(again), want) {
			t.Fatal("clustering what was clustered gives something else")
		}
	})
}

func TestClusterKeepsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rs := anyReports(t)
		ids := make(map[string]bool)
		count := 0
		for _, e := range Cluster(rs) {
			core := e.Window()
			for _, id := range append([]string{e.ID}, e.Aliases...) {
				if ids[id] {
					t.Fatalf("%s names two events", id)
				}
				ids[id] = true
			}
			for _, r := range e.Reports {
				count++
				if r.ActKey() != e.Reports[0].ActKey() {
					t.Fatalf("%q lies with %q", r.ActKey(), e.Reports[0].ActKey())
				}
				if w := r.Window(); w.From.Known() && !w.Overlaps(core) {
					t.Fatalf("%v does not overlap the core %v", w, core)
				}
			}
		}
		if count != len(rs) {
			t.Fatalf("%d of %d reports", count, len(rs))
		}
		for _, r := range rs {
			if id := r.DefaultID(); !ids[id] {
				t.Fatalf("default id %s leads nowhere", id)
			}
		}
	})
}

func TestPeriod(t *testing.T) {
	for _, tt := range []struct {
		p               Period
		day, start, end string
	}{
		{Daily, "2021-06-16", "2021-06-16", "2021-06-17"},
		{Weekly, "2021-06-16", "2021-06-14", "2021-06-21"},
		{Weekly, "2021-06-14", "2021-06-14", "2021-06-21"},
		{Weekly, "2021-06-20", "2021-06-14", "2021-06-21"},
		{Monthly, "2021-06-16", "2021-06-01", "2021-07-01"},
		{Monthly, "2021-12-31", "2021-12-01", "2022-01-01"},
		{Monthly, "2020-02-29", "2020-02-01", "2020-03-01"},
		{Monthly, "", "", ""},
		{Weekly, "", "", ""},
	} {
		d, err := ParseDay(tt.day)
		if err != nil {
			t.Fatal(err)
		}
		if start, end := tt.p.Start(d).String(), tt.p.Next(d).String(); start != tt.start || end != tt.end {
			t.Errorf("the %s of %s is %s to %s, want %s to %s", tt.p, tt.day, start, end, tt.start, tt.end)
		}
	}
}

func ExampleCluster() {
	reports := []Report{witness("r_1", "first paper", "16"), witness("r_2", "second paper", "15-17"), witness("r_3", "third paper", "28")}
	for _, e := range Cluster(reports) {
		fmt.Println(e.Window().From, len(e.Reports))
	}
	// Output:
	// 2021-06-16 2
	// 2021-06-28 1
}

func BenchmarkCluster(b *testing.B) {
	var rs []Report
	for i := range 10000 {
		r := witness(fmt.Sprint(i), fmt.Sprint(i%500), "16")
		r.DateFrom = Day(700000 + i*7919%3000)
		r.DateTo = r.DateFrom + Day(i%5)
		rs = append(rs, r)
	}
	for b.Loop() {
		Cluster(rs)
	}
}
