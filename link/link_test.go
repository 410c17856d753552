package link_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"entente"
	"entente/graph"
	"entente/link"
)

// The relations of the world of tests.
const (
	protest graph.Relation = iota
	arrest
	consult
	praise
)

const countries = 8

// The kinds of actors of the world of tests; each country has one of each.
const (
	police = iota
	protesters
	government
	press
	kinds
)

func actor(country, kind int) graph.Actor { return graph.Actor(country*kinds + kind) }

// world makes days with a known structure: every few days a country's protesters protest
// against its government, and the day after its police arrests them; governments consult
// a fixed neighbour every week; the press praises anybody at all.
func world(seed uint64, days int) *graph.Benchmark {
	r := rand.New(rand.NewPCG(seed, 0))
	b := &graph.Benchmark{Relations: []string{"protest", "arrest", "consult", "praise"}}
	for c := range countries {
		for _, kind := range []string{"Police", "Protester", "Government", "Press"} {
			b.Actors = append(b.Actors, fmt.Sprintf("%s (Land %d)", kind, c))
		}
	}
	var all []graph.Fact
	protested := map[int]bool{}
	for d := 1; d <= days; d++ {
		put := func(s graph.Actor, h graph.Relation, o graph.Actor) {
			all = append(all, graph.Fact{S: s, R: h, O: o, Day: entente.Day(d)})
		}
		for c := range countries {
			if protested[c] {
				put(actor(c, police), arrest, actor(c, protesters))
			}
			if protested[c] = r.IntN(4) == 0; protested[c] {
				put(actor(c, protesters), protest, actor(c, government))
			}
			if d%7 == c%7 {
				put(actor(c, government), consult, actor((c+1)%countries, government))
			}
			put(actor(c, press), praise, graph.Actor(r.IntN(countries*kinds)))
		}
	}
	b.Train, b.Valid, b.Test = part(all, days*8/10), nil, nil
	b.Valid = part(all[len(b.Train):], days*9/10)
	b.Test = all[len(b.Train)+len(b.Valid):]
	return b
}

func part(facts []graph.Fact, until int) []graph.Fact {
	n := 0
	for n < len(facts) && int(facts[n].Day) <= until {
		n++
	}
	return facts[:n:n]
}

func run(t *testing.T, b *graph.Benchmark, o link.Options) *link.Result {
	t.Helper()
	if o.Trees == 0 {
		o.Trees = 20
	}
	res, err := link.Run(b, o)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// mean gives the mean reciprocal rank of the answers that are picked.
func mean(res *link.Result, alone int, pick func(a link.Answer) bool) float64 {
	var ranks []float64
	for _, a := range res.Answers {
		if pick == nil || pick(a) {
			r := a.Rank
			if alone >= 0 {
				r = a.Alone[alone]
			}
			ranks = append(ranks, r)
		}
	}
	mrr, _ := link.Measure(ranks)
	return mrr
}

func of(h graph.Relation) func(link.Answer) bool {
	return func(a link.Answer) bool { return a.Asked.H == h }
}

func TestKnownStructureIsFound(t *testing.T) {
	b := world(1, 120)
	res := run(t, b, link.Options{Seed: 1, Alone: true})
	for _, h := range []graph.Relation{protest, arrest, consult} {
		if mrr := mean(res, -1, of(h)); mrr < .95 {
			t.Errorf("%s: reciprocal rank %.3f where the answer is certain", b.Relations[h], mrr)
		}
	}
	if mrr := mean(res, -1, of(praise)); mrr > .5 {
		t.Errorf("praise goes to anybody, and is foreseen with %.3f", mrr)
	}
	for i, m := range res.Methods {
		floor := map[string]float64{"typed dyads": .9, "counted rules": .9, "weighed acts": .9, "recurrency": .9, "persistence": .9}[m]
		if mrr := mean(res, i, of(arrest)); mrr < floor {
			t.Errorf("%s alone: %.3f for arrests", m, mrr)
		}
	}
}

// What nobody saw before is foreseen from the like: the police of a country that never
// saw a protest arrests its own protesters.
func TestColdIsForeseenFromTheLike(t *testing.T) {
	b := world(2, 150)
	fresh := func(facts []graph.Fact) []graph.Fact {
		return slices.DeleteFunc(facts, func(f graph.Fact) bool {
			return f.R == arrest && f.S == actor(3, police)
		})
	}
	b.Train, b.Valid = fresh(b.Train), fresh(b.Valid)
	res := run(t, b, link.Options{Seed: 1, Alone: true})
	i := slices.Index(res.Methods, "affinity")
	pick := func(a link.Answer) bool {
		return a.Asked.S == actor(3, police) && a.Asked.H == arrest && a.Stratum == link.Cold
	}
	if n := slices.IndexFunc(res.Answers, pick); n < 0 {
		t.Fatal("no cold answer in the test")
	}
	if mrr := mean(res, i, pick); mrr < .17 {
		t.Errorf("affinity alone: reciprocal rank %.3f, chance is about .13", mrr)
	}
}

func TestSameSeedSameAnswers(t *testing.T) {
	b := world(3, 50)
	first, second := run(t, b, link.Options{Seed: 5}), run(t, b, link.Options{Seed: 5})
	if !reflect.DeepEqual(first, second) {
		t.Error("the same seed gave other answers")
	}
}

// Poison after a day of the test changes no answer up to it, and no reason is of that day
// or later.
func TestTheFutureIsNotRead(t *testing.T) {
	b := world(4, 60)
	last := b.Test[len(b.Test)-1].Day
	before := run(t, b, link.Options{Seed: 1, Explain: 3})
	for _, a := range before.Answers {
		if len(a.First) == 0 {
			t.Fatalf("%+v: nobody was named", a.Asked)
		}
		for _, x := range a.First {
			if len(x.Reasons) == 0 {
				t.Fatalf("%+v: %s is named without a reason", a.Asked, b.Actors[x.Actor])
			}
			for _, r := range x.Reasons {
				for _, s := range r.Shown {
					if s.Fact.Day >= a.Asked.Day || slices.ContainsFunc(s.Days, func(d entente.Day) bool { return d >= a.Asked.Day }) {
						t.Fatalf("asked on day %d, shown is %+v", a.Asked.Day, s)
					}
				}
				if len(r.Shown) == 0 {
					t.Fatalf("%q of %s shows no case", r.Text, r.Method)
				}
			}
		}
	}
	chance := rand.New(rand.NewPCG(9, 9))
	for origin := b.Test[0].Day; origin < last; origin += 3 {
		poisoned := *b
		poisoned.Test = nil
		for _, f := range b.Test {
			if f.Day > origin {
				f.S, f.O = graph.Actor(chance.IntN(len(b.Actors))), graph.Actor(chance.IntN(len(b.Actors)))
				f.R = graph.Relation(chance.IntN(len(b.Relations)))
			}
			poisoned.Test = append(poisoned.Test, f)
		}
		after := run(t, &poisoned, link.Options{Seed: 1, Explain: 3})
		n := 0
		for n < len(before.Answers) && before.Answers[n].Asked.Day <= origin {
			n++
		}
		if n == 0 || !reflect.DeepEqual(before.Answers[:n], after.Answers[:n]) {
			t.Fatalf("poison after day %d changed one of %d answers up to it", origin, n)
		}
	}
}

func TestWithoutAMethod(t *testing.T) {
	b := world(5, 40)
	for _, c := range run(t, b, link.Options{Seed: 1, Without: "affinity"}).Columns {
		if len(c) > 8 && c[:8] == "affinity" {
			t.Errorf("column %q of a method left out", c)
		}
	}
	if names := link.Names(b); !slices.Contains(names, "affinity") || !slices.Contains(names, "walks") {
		t.Errorf("methods %q", names)
	}
}

func TestStop(t *testing.T) {
	if _, err := link.Run(world(6, 30), link.Options{Stop: func() bool { return true }}); err != link.ErrStopped {
		t.Errorf("got %v", err)
	}
}

func TestMeasure(t *testing.T) {
	mrr, hits := link.Measure([]float64{1, 2, 4, 20})
	if want := (1 + .5 + .25 + .05) / 4; mrr < want-1e-9 || mrr > want+1e-9 || hits != [3]float64{.25, .5, .75} {
		t.Errorf("%v %v", mrr, hits)
	}
}

// A benchmark too small to learn from is answered all the same.
func TestTinyBenchmark(t *testing.T) {
	b := &graph.Benchmark{Actors: []string{"a", "b"}, Relations: []string{"r"},
		Train: []graph.Fact{{S: 0, O: 1, Day: 1}}, Test: []graph.Fact{{S: 0, O: 1, Day: 2}}}
	res := run(t, b, link.Options{})
	if len(res.Answers) != 2 {
		t.Fatalf("%d answers", len(res.Answers))
	}
}
