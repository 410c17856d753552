package graph_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"entente"
	"entente/graph"
)

func folder(files ...string) fstest.MapFS {
	out := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		out[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return out
}

func TestAddAndLook(t *testing.T) {
	g := graph.New(3, 2)
	for _, f := range []graph.Fact{{S: 0, R: 1, O: 2, Day: 5}, {S: 0, R: 1, O: 2, Day: 11}, {S: 2, R: 0, O: 0, Day: 11}} {
		if err := g.Add([]graph.Fact{f}); err != nil {
			t.Fatal(err)
		}
	}
	l := g.Link(0, 1, 2)
	if l == nil || l.N != 2 || l.First != 5 || l.Last != 11 || !slices.Equal(g.Days(l, 9), []entente.Day{11, 5}) {
		t.Fatalf("the link is %+v", l)
	}
	if g.Link(2, g.Inverse(1), 0) != l || g.Link(2, 1, 0) != nil {
		t.Error("the inverse of a link is the link, and no other is")
	}
	if w := l.Weight(1, 17); w < .74 || w > .76 {
		t.Errorf("with a half-life of 6 days, 12 and 6 days count %v", w)
	}
	p := g.Pair(2, 0)
	if p == nil || p.N != 3 || len(p.Ties) != 2 || p.Ties[0].H != g.Inverse(1) || p.Ties[1].H != 0 {
		t.Errorf("the pair as its second sees it: %+v", p)
	}
	if h := g.Habit(2, g.Inverse(1)); h == nil || h.N != 2 || len(h.Links) != 1 {
		t.Errorf("the habit of the object: %+v", h)
	}
	if got := g.Objects(1); len(got) != 1 || g.HabitAt(got[0]).Actor != 2 {
		t.Errorf("objects of the relation: %v", got)
	}
	if g.Len() != 3 || g.Last() != 11 || g.Actor(0).N != 3 || g.Relation(1).N != 2 {
		t.Error("counts of facts, actors or relations")
	}
	if g.Pair(0, 1) != nil || g.Habit(1, 0) != nil || len(g.Neighbours(1)) != 0 {
		t.Error("what was never seen is there")
	}
}

func TestAddRefuses(t *testing.T) {
	g := graph.New(2, 1)
	if err := g.Add([]graph.Fact{{S: 0, R: 0, O: 1, Day: 5}}); err != nil {
		t.Fatal(err)
	}
	for name, facts := range map[string][]graph.Fact{
		"an earlier day": {{S: 0, R: 0, O: 1, Day: 4}},
		"two days":       {{S: 0, R: 0, O: 1, Day: 6}, {S: 0, R: 0, O: 1, Day: 7}},
		"no such actor":  {{S: 0, R: 0, O: 2, Day: 6}},
		"less than none": {{S: -1, R: 0, O: 1, Day: 6}},
		"no relation":    {{S: 0, R: 1, O: 1, Day: 6}},
	} {
		if err := g.Add(facts); err == nil {
			t.Errorf("%s: taken in", name)
		}
	}
	if g.Len() != 1 {
		t.Errorf("%d facts after refusals", g.Len())
	}
}

// An actor that does something to itself is one pair, counted once.
func TestToItself(t *testing.T) {
	g := graph.New(1, 1)
	if err := g.Add([]graph.Fact{{Day: 1}}); err != nil {
		t.Fatal(err)
	}
	if p := g.Pair(0, 0); p.N != 1 || g.Actor(0).N != 1 || len(g.Neighbours(0)) != 1 || g.LinkAt(p.Ties[0].Link).Other(0) != 0 {
		t.Errorf("%+v", p)
	}
}

func TestReadNumbers(t *testing.T) {
	b, err := graph.ReadBenchmark(folder(
		"train.txt", "0\t1\t2\t24\t0\n2\t0\t1\t72\t0\r\n\n", "valid.txt", "0\t1\t2\t96\n", "test.txt", "1\t1\t3\t120\n",
		"entity2id.txt", "4\nOslo (City)\t0\nB\t1\nC\t2\nD\t3\nE\t4\n", "relation2id.txt", "meet\t0\nhelp\t1\n"))
	if err != nil {
		t.Fatal(err)
	}
	if want := []graph.Fact{{S: 0, R: 1, O: 2, Day: 2}, {S: 2, R: 0, O: 1, Day: 4}}; !slices.Equal(b.Train, want) {
		t.Errorf("train %v, want %v: a step of 24 is a day", b.Train, want)
	}
	if len(b.Actors) != 5 || b.Actors[0] != "Oslo (City)" || b.Relations[1] != "help" || b.When(2) != "day 1" {
		t.Errorf("%q %q %q", b.Actors, b.Relations, b.When(2))
	}
	if len(b.Valid) != 1 || len(b.Test) != 1 || b.Test[0].Day != 6 {
		t.Errorf("%v %v", b.Valid, b.Test)
	}
}

func TestReadNames(t *testing.T) {
	b, err := graph.ReadBenchmark(folder(
		"train.txt", "Iran\tmeet\tIraq\t2014-01-02\nIraq\thelp\tIran\t2014-01-01\n", "valid.txt", "", "test.txt", "Iran\tmeet\tOman\t2014-01-05\n"))
	if err != nil {
		t.Fatal(err)
	}
	if b.Train[0].Day != entente.MakeDay(2014, 1, 1) || b.When(b.Train[0].Day) != "2014-01-01" {
		t.Errorf("%v: not in order of day", b.Train)
	}
	if !slices.Equal(b.Actors, []string{"Iran", "Iraq", "Oman"}) || !slices.Equal(b.Relations, []string{"meet", "help"}) {
		t.Errorf("%q %q", b.Actors, b.Relations)
	}
}

func TestReadFaults(t *testing.T) {
	for want, dir := range map[string]fstest.MapFS{
		"train.txt:2: 3 fields":        folder("train.txt", "0\t0\t1\t3\n0\t0\t1\n"),
		"train.txt:2: \"x\" is not":    folder("train.txt", "0\t0\t1\t3\n0\tx\t1\t4\n"),
		"train.txt:1: the number":      folder("train.txt", "0\t0\t99999999\t3\n"),
		"train.txt:1: \"May\" is not":  folder("train.txt", "a\tb\tc\tMay\n"),
		"valid.txt: file does not":     folder("train.txt", "0\t0\t1\t3\n"),
		"train.txt holds no facts":     folder("train.txt", "", "valid.txt", "", "test.txt", ""),
		"entity2id.txt:1: \"zero\" is": folder("train.txt", "0\t0\t1\t3\n", "valid.txt", "", "test.txt", "", "entity2id.txt", "A\tzero\n"),
	} {
		_, err := graph.ReadBenchmark(dir)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

func TestResplit(t *testing.T) {
	var facts []graph.Fact
	for d := range 10 {
		for i := range 10 {
			facts = append(facts, graph.Fact{S: graph.Actor(i), O: 1, Day: entente.Day(d + 1)})
		}
	}
	b := &graph.Benchmark{Train: facts[50:], Test: append(slices.Clone(facts[:50]), facts[0], facts[0])}
	got := b.Resplit(75, 10)
	if len(got.Train) != 80 || len(got.Valid) != 10 || len(got.Test) != 10 {
		t.Fatalf("%d, %d, %d facts: whole days, each fact once", len(got.Train), len(got.Valid), len(got.Test))
	}
	if got.Train[79].Day != 8 || got.Valid[0].Day != 9 || got.Test[0].Day != 10 {
		t.Error("the parts are not in order of time")
	}
}

// What fades is the sum of what is left of each fact.
func TestWeightsAreSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gaps := rapid.SliceOfN(rapid.IntRange(0, 40), 1, 12).Draw(t, "gaps")
		g := graph.New(2, 1)
		day, on := entente.Day(1), []entente.Day{}
		for _, gap := range gaps {
			day += entente.Day(gap)
			on = append(on, day)
			if err := g.Add([]graph.Fact{{S: 0, O: 1, Day: day}}); err != nil {
				t.Fatal(err)
			}
		}
		ask := day + entente.Day(rapid.IntRange(0, 2000).Draw(t, "later"))
		for life := range graph.Lives {
			want := float32(0)
			for _, d := range on {
				want += graph.Fade(life, ask-d)
			}
			got := g.Link(0, 0, 1).Weight(life, ask)
			if diff := got - want; diff > 1e-3 || diff < -1e-3 {
				t.Fatalf("half-life %v: %v, want %v", graph.Lives[life], got, want)
			}
		}
	})
}

func FuzzReadBenchmark(f *testing.F) {
	f.Add("0\t1\t2\t24\t0\n", "A\t0\n")
	f.Add("a\tb\tc\t2014-01-01\n", "")
	f.Add("0\t0\t0\t0", "\t")
	f.Add("a\tb\tc\t1914-06-28\n", "")
	high := regexp.MustCompile(`\d{6}`)
	f.Fuzz(func(t *testing.T, facts, names string) {
		if high.MatchString(facts + " " + names) {
			return // a graph of that size is no business of this test
		}
		b, err := graph.ReadBenchmark(folder("train.txt", facts, "valid.txt", facts, "test.txt", "", "entity2id.txt", names))
		if err != nil {
			return
		}
		g := graph.New(len(b.Actors), len(b.Relations))
		all := b.Facts()
		for i := range all {
			if err := g.Add(all[i : i+1]); err != nil {
				t.Fatal(err)
			}
		}
	})
}
