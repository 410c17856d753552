package link

import (
	"math"
	"slices"

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

// kept is a question of validation whose α is chosen when its λ is known.
type kept struct {
	Asked
	psi [][len(recurLambdas)]float32 // by object of xi
	who []graph.Actor
	xi  []float32
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
	for _, q := range day {
		r.try(g, q)
	}
}

// try ranks the answers of a question with each λ, and keeps it for α.
func (r *Recurrency) try(g *graph.Graph, q Asked) {
	t := r.tried[q.H]
	if t == nil {
		t = &trial{}
		r.tried[q.H] = t
	}
	k := kept{Asked: q}
	total := float32(max(1, g.Relation(q.H).N))
	at := map[graph.Actor]int{}
	for _, i := range g.Objects(q.H) {
		h := g.HabitAt(i)
		at[h.Actor] = len(k.who)
		k.who = append(k.who, h.Actor)
		k.xi = append(k.xi, float32(h.N)/total)
	}
	k.psi = make([][len(recurLambdas)]float32, len(k.who))
	if h := g.Habit(q.S, q.H); h != nil {
		for _, i := range h.Links {
			l := g.LinkAt(i)
			k.psi[at[l.Other(q.S)]] = r.psi(g, l, q.Day)
		}
	}
	for c := range recurLambdas {
		t.lambda[c] += k.ranks(g.Actors(), func(i int) float32 { return k.psi[i][c] })
	}
	r.kept = append(r.kept, k)
}

// ranks sums the reciprocal ranks of a question's answers; actors that are not listed
// have nought.
func (k *kept) ranks(actors int, score func(i int) float32) (sum float64) {
	for _, o := range k.Answers {
		own := float32(0)
		if i := slices.Index(k.who, o); i >= 0 {
			own = score(i)
		}
		above, same, listed := 0, 0, 0
		for i, x := range k.who {
			if x != o && slices.Contains(k.Answers, x) {
				continue
			}
			listed++
			switch v := score(i); {
			case x == o:
			case v > own:
				above++
			case v == own:
				same++
			}
		}
		if own == 0 {
			same += actors - listed - len(k.Answers)
		}
		sum += 1 / (float64(above) + float64(max(0, same))/2 + 1)
	}
	return sum
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
			s[c] += k.ranks(actors, func(i int) float32 { return a*k.psi[i][lambda] + (1-a)*k.xi[i] })
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
