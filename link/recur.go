package link

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"entente"
	"entente/graph"
)

// Recurrency says that facts come again (Gastinger et al. 2024, "History Repeats
// Itself", section 3): for a fact seen on the days k before t
//
//	ψ = Σ_k 2^(λ(k-t)) / Σ_{i<t} 2^(λ(i-t)),   ξ = count(·, h, o) / count(·, h, ·),
//
// joined as αψ + (1-α)ξ. For each relation λ is the one with which ψ alone ranks the
// questions of some days of validation best, then α the one with which the sum does.
type Recurrency struct {
	from, until entente.Day // of validation
	begin       entente.Day // the first day of all
	tried       map[graph.Relation]*trial
	lambda      []int8 // by relation, a place in recurLambdas
	alpha       []int8
	chosen      bool
	kept        []kept
}

// trial sums the reciprocal ranks that each choice gives for a relation.
type trial struct {
	lambda [len(recurLambdas)]float64
}

// kept is a question of validation whose α is chosen when its λ is known. Most objects of a
// relation were never the asker's: of these only how often each comes is kept, once for all
// questions of the relation on a day.
type kept struct {
	Asked
	known []recalled // the asker's own and the answers, as far as they are objects
	rates []float32  // ξ of all objects, the highest first; shared
}

// recalled is an object of a relation with its ψ for each λ, nought if the asker never met it so.
type recalled struct {
	actor graph.Actor
	xi    float32
	psi   [len(recurLambdas)]float32
}

var (
	recurLambdas = [...]float64{0, .0001, .0005, .001, .005, .01, .02, .04, .06, .08, .1, .5, .9, 1.0001}
	recurAlphas  = [...]float64{0, .00001, .0001, .001, .01, .1, .5, .9, .99, .999, .9999, .99999, 1}
)

const (
	usualLambda = 10 // .1
	usualAlpha  = 10 // .9999
)

// NewRecurrency makes a method that chooses its numbers on the days from one to another;
// where they are nought it keeps λ = .1 and α = .9999.
func NewRecurrency(relations int, from, until entente.Day) *Recurrency {
	r := &Recurrency{from: from, until: until, tried: map[graph.Relation]*trial{}, lambda: make([]int8, 2*relations), alpha: make([]int8, 2*relations)}
	for i := range r.lambda {
		r.lambda[i], r.alpha[i] = usualLambda, usualAlpha
	}
	return r
}

// Name implements [Method].
func (r *Recurrency) Name() string { return "recurrency" }

// Columns implements [Method].
func (r *Recurrency) Columns() []string {
	return []string{"recurrency", "share, 1.5 days", "share, 6 days", "share, 25 days", "share, 100 days", "share of object, 25 days", "times seen", "gaps since"}
}

// psi gives ψ of a link for each λ; below is Σ_{i<t} 2^(λ(i-t)).
func (r *Recurrency) psi(g *graph.Graph, l *graph.Link, on entente.Day) (out [len(recurLambdas)]float32) {
	days := g.Days(l, math.MaxInt32)
	n := float64(on - r.begin)
	for k, lambda := range recurLambdas {
		sum := 0.
		for _, d := range days {
			sum += math.Exp2(lambda * float64(d-on))
		}
		out[k] = float32(sum / series(lambda, n))
	}
	return out
}

// series gives Σ_{i=1..n} 2^(-λi).
func series(lambda, n float64) float64 {
	if lambda == 0 {
		return max(n, 1)
	}
	x := math.Exp2(-lambda)
	return max(x*(1-math.Pow(x, n))/(1-x), 1e-12)
}

// Learn implements [Method].
func (r *Recurrency) Learn(g *graph.Graph, day []Asked) {
	if len(day) == 0 {
		return
	}
	if r.begin == 0 {
		r.begin = day[0].Day
	}
	if on := day[0].Day; on < r.from || on > r.until {
		return
	}
	rates := map[graph.Relation][]float32{}
	for _, q := range day {
		if rates[q.H] == nil {
			rates[q.H] = ratesOf(g, q.H)
		}
		r.try(g, q, rates[q.H])
	}
}

// ratesOf gives ξ of all objects of a relation, the highest first.
func ratesOf(g *graph.Graph, h graph.Relation) []float32 {
	total := float32(max(1, g.Relation(h).N))
	out := []float32{}
	for _, i := range g.Objects(h) {
		out = append(out, float32(g.HabitAt(i).N)/total)
	}
	slices.SortFunc(out, func(x, y float32) int { return cmp.Compare(y, x) })
	return out
}

// try ranks the answers of a question with each λ, and keeps it for α.
func (r *Recurrency) try(g *graph.Graph, q Asked, rates []float32) {
	t := r.tried[q.H]
	if t == nil {
		t = &trial{}
		r.tried[q.H] = t
	}
	k := kept{Asked: q, rates: rates}
	total := float32(max(1, g.Relation(q.H).N))
	put := func(o graph.Actor, l *graph.Link) {
		if h := g.Habit(o, g.Inverse(q.H)); h != nil {
			x := recalled{actor: o, xi: float32(h.N) / total}
			if l != nil {
				x.psi = r.psi(g, l, q.Day)
			}
			k.known = append(k.known, x)
		}
	}
	if h := g.Habit(q.S, q.H); h != nil {
		for _, i := range h.Links {
			l := g.LinkAt(i)
			put(l.Other(q.S), l)
		}
	}
	for _, o := range q.Answers {
		if k.at(o) < 0 {
			put(o, nil)
		}
	}
	for c := range recurLambdas {
		t.lambda[c] += k.ranks(g.Actors(), func(x *recalled) float32 { return x.psi[c] })
	}
	r.kept = append(r.kept, k)
}

// at gives the place of an actor among those known, -1 if it has none.
func (k *kept) at(o graph.Actor) int {
	return slices.IndexFunc(k.known, func(x recalled) bool { return x.actor == o })
}

// ranks sums the reciprocal ranks of a question's answers. A score may not fall as ξ rises;
// actors that are no objects have nought.
func (k *kept) ranks(actors int, score func(*recalled) float32) (sum float64) {
	missing := 0 // answers that are no objects
	for _, o := range k.Answers {
		if k.at(o) < 0 {
			missing++
		}
	}
	for _, o := range k.Answers {
		own := float32(0)
		if i := k.at(o); i >= 0 {
			own = score(&k.known[i])
		}
		above, same := k.beside(own, score)
		if own == 0 {
			same += actors - len(k.rates) - missing
		}
		sum += 1 / (float64(above) + float64(same)/2 + 1)
	}
	return sum
}

// beside counts the objects that are no answers and score higher than a value, or as high:
// all as if the asker had met none of them, then those that are known put right.
func (k *kept) beside(own float32, score func(*recalled) float32) (above, same int) {
	stranger := func(xi float32) float32 { return score(&recalled{xi: xi}) }
	above = sort.Search(len(k.rates), func(i int) bool { return stranger(k.rates[i]) <= own })
	same = sort.Search(len(k.rates), func(i int) bool { return stranger(k.rates[i]) < own }) - above
	count := func(v float32, by int) {
		switch {
		case v > own:
			above += by
		case v == own:
			same += by
		}
	}
	for i := range k.known {
		x := &k.known[i]
		count(stranger(x.xi), -1)
		if !slices.Contains(k.Answers, x.actor) {
			count(score(x), 1)
		}
	}
	return above, same
}

// choose settles the numbers once validation is over.
func (r *Recurrency) choose(actors int) {
	r.chosen = true
	for h, t := range r.tried {
		r.lambda[h] = int8(highest(t.lambda[:]))
	}
	sums := map[graph.Relation]*[len(recurAlphas)]float64{}
	for i := range r.kept {
		k := &r.kept[i]
		s := sums[k.H]
		if s == nil {
			s = new([len(recurAlphas)]float64)
			sums[k.H] = s
		}
		lambda := r.lambda[k.H]
		for c, alpha := range recurAlphas {
			a := float32(alpha)
			s[c] += k.ranks(actors, func(x *recalled) float32 { return a*x.psi[lambda] + (1-a)*x.xi })
		}
	}
	for h, s := range sums {
		r.alpha[h] = int8(highest(s[:]))
	}
	r.kept = nil
}

func highest(v []float64) (at int) {
	for i, x := range v {
		if x > v[at] {
			at = i
		}
	}
	return at
}

// Propose implements [Method].
func (r *Recurrency) Propose(*graph.Graph, Question, *Work) {}

// settle chooses before the first question after validation.
func (r *Recurrency) settle(g *graph.Graph, on entente.Day) {
	if !r.chosen && r.until > 0 && on > r.until {
		r.choose(g.Actors())
	}
}

// Score implements [Method].
func (r *Recurrency) Score(g *graph.Graph, k *Case, _ *Work, out [][]float32) {
	lambda, alpha := recurLambdas[r.lambda[k.H]], float32(recurAlphas[r.alpha[k.H]])
	below := series(lambda, float64(k.Day-r.begin))
	total := float32(max(1, g.Relation(k.H).N))
	for i := range k.Actors {
		row := out[i]
		clear(row)
		h := k.object[i]
		if h == nil {
			continue
		}
		row[0] = (1 - alpha) * float32(h.N) / total
		l := k.links[i]
		if l == nil {
			continue
		}
		sum := 0.
		for _, d := range g.Days(l, 100) {
			sum += math.Exp2(lambda * float64(d-k.Day))
		}
		row[0] += alpha * float32(sum/below)
		for life := range graph.Fading {
			row[1+life] = l.Weight(life, k.Day) / (k.habit.Weight(life, k.Day) + .1)
		}
		row[5] = l.Weight(2, k.Day) / (h.Weight(2, k.Day) + .1)
		row[6] = float32(l.N)
		row[7] = -1
		if l.N > 1 {
			row[7] = float32(k.Day-l.Last) * float32(l.N-1) / float32(max(1, l.Last-l.First))
		}
	}
}

// Why implements [Method].
func (r *Recurrency) Why(g *graph.Graph, q Question, o graph.Actor) []Reason {
	l := g.Link(q.S, q.H, o)
	if l == nil {
		return nil
	}
	h := g.Habit(q.S, q.H)
	return []Reason{{Method: r.Name(), Text: "it was so before", Hits: float64(l.N), Cases: float64(h.N), Worth: float64(l.N) / float64(h.N), Shown: []Shown{shown(g, l, 5)}}}
}
