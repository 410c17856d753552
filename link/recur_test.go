package link

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"entente"
	"entente/graph"
)

// What is kept of a question of validation ranks its answers as all objects of the relation
// would.
func TestKeptRanksAsAllObjects(t *testing.T) {
	const actors, relations = 12, 2
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 1))
		g := graph.New(actors, relations)
		fact := func(day int) graph.Fact {
			return graph.Fact{S: graph.Actor(r.IntN(3)), R: graph.Relation(r.IntN(relations)), O: graph.Actor(3 + r.IntN(7)), Day: entente.Day(100 + day)}
		}
		for day := range 6 {
			facts := make([]graph.Fact, 1+r.IntN(5))
			for i := range facts {
				facts[i] = fact(day)
			}
			if err := g.Add(facts); err != nil {
				t.Fatal(err)
			}
		}
		m := NewRecurrency(relations, 106, 106)
		m.begin = 100
		q := Asked{Question: Question{S: graph.Actor(r.IntN(4)), H: graph.Relation(r.IntN(2 * relations)), Day: 106}}
		for len(q.Answers) < 1+r.IntN(3) {
			if o := graph.Actor(r.IntN(actors)); !slices.Contains(q.Answers, o) {
				q.Answers = append(q.Answers, o)
			}
		}
		m.Learn(g, []Asked{q})
		k := m.kept[0]
		for c := range recurLambdas {
			for _, alpha := range recurAlphas {
				a := float32(alpha)
				score := func(x *recalled) float32 { return a*x.psi[c] + (1-a)*x.xi }
				if got, want := k.ranks(actors, score), ranksOfAll(g, m, q, c, a); math.Abs(got-want) > 1e-9 {
					t.Fatalf("seed %d, λ %v, α %v: %v, by all objects %v", seed, recurLambdas[c], alpha, got, want)
				}
			}
		}
	}
}

// ranksOfAll sums the reciprocal ranks of the answers among all actors, each scored by itself.
func ranksOfAll(g *graph.Graph, m *Recurrency, q Asked, lambda int, a float32) (sum float64) {
	scores := make([]float32, g.Actors())
	for o := range scores {
		if h := g.Habit(graph.Actor(o), g.Inverse(q.H)); h != nil {
			scores[o] = (1 - a) * (float32(h.N) / float32(g.Relation(q.H).N))
		}
		if l := g.Link(q.S, q.H, graph.Actor(o)); l != nil {
			scores[o] = a*m.psi(g, l, q.Day)[lambda] + scores[o]
		}
	}
	for _, o := range q.Answers {
		above, same := 0, 0
		for x, v := range scores {
			switch {
			case slices.Contains(q.Answers, graph.Actor(x)):
			case v > scores[o]:
				above++
			case v == scores[o]:
				same++
			}
		}
		sum += 1 / (float64(above) + float64(same)/2 + 1)
	}
	return sum
}
