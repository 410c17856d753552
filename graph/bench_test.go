package graph_test

import (
	"math/rand/v2"
	"runtime"
	"testing"

	"entente"
	"entente/graph"
)

// many makes facts of busy and of quiet actors, a thousand a day.
func many(n int) []graph.Fact {
	r := rand.New(rand.NewPCG(1, 1))
	some := func(of int) int { return int(float64(of) * r.Float64() * r.Float64() * r.Float64()) }
	out := make([]graph.Fact, n)
	for i := range out {
		out[i] = graph.Fact{S: graph.Actor(some(20_000)), R: graph.Relation(some(250)), O: graph.Actor(some(20_000)), Day: entente.Day(1 + i/1000)}
	}
	return out
}

// BenchmarkAdd takes in a million facts, and tells what each costs in memory.
func BenchmarkAdd(b *testing.B) {
	facts := many(1_000_000)
	b.ReportAllocs()
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		g := graph.New(20_000, 250)
		for i := 0; i < len(facts); i += 1000 {
			if err := g.Add(facts[i : i+1000]); err != nil {
				b.Fatal(err)
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(g.Len()), "heap-B/fact")
	}
	b.ReportMetric(float64(len(facts))*float64(b.N)/b.Elapsed().Seconds(), "facts/s")
}

// BenchmarkPair looks up a pair.
func BenchmarkPair(b *testing.B) {
	facts := many(100_000)
	g := graph.New(20_000, 250)
	for i := 0; i < len(facts); i += 1000 {
		if err := g.Add(facts[i : i+1000]); err != nil {
			b.Fatal(err)
		}
	}
	i := 0
	for b.Loop() {
		if g.Pair(facts[i%len(facts)].S, facts[i%len(facts)].O) == nil {
			b.Fatal("a pair is missing")
		}
		i++
	}
}
