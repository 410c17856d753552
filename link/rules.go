package link

import (
	"fmt"
	"math"
	"slices"

	"entente"
	"entente/graph"
)

// Rules are counted temporal rules h(x, y, t) ← b(x, y, t-δ): given that S did b to O δ
// days ago, the latest time, how likely does S do h to O today? The confidence falls with
// δ along a curve that is fitted to the counts,
//
//	f(δ) = α (2^(-λ(δ-1)) + φ) / (1 + φ),
//
// or is the mean where that fits no worse (CountTRuCoLa, Gastinger et al. 2025, with our
// own buckets of δ). Curves are fitted anew every week of days learned.
type Rules struct {
	relations int
	counts    []tallied // by asked relation, seen relation, bucket
	curves    []curve   // by asked relation, seen relation
	untilFit  int
}

// curve is a rule's confidence as a + b 2^(-λ(δ-1)), doubt included.
type curve struct{ a, b, lambda float32 }

const (
	ruleDoubt  = 30
	ruleWindow = 50 // days after which a rule is silent
	refit      = 7
)

// spanStarts are the first distances of the buckets of δ.
var spanStarts = []entente.Day{1, 2, 3, 4, 5, 6, 7, 8, 10, 13, 17, 23, 31, 41}

var spanOf = func() (out [ruleWindow + 1]uint8) {
	for d := range out {
		for i, s := range spanStarts {
			if entente.Day(d) >= s {
				out[d] = uint8(i)
			}
		}
	}
	return out
}()

// spanMiddle gives the middle distance of a bucket.
func spanMiddle(i int) float64 {
	end := entente.Day(ruleWindow + 1)
	if i+1 < len(spanStarts) {
		end = spanStarts[i+1]
	}
	return float64(spanStarts[i]+end-1) / 2
}

// NewRules makes rules for so many relations.
func NewRules(relations int) *Rules {
	n := min(4*relations*relations, tableMost/len(spanStarts))
	return &Rules{relations: relations, counts: make([]tallied, n*len(spanStarts)), curves: make([]curve, n)}
}

func (r *Rules) rule(h, b graph.Relation) int {
	return (int(h)*2*r.relations + int(b)) % len(r.curves)
}

// Name implements [Method].
func (r *Rules) Name() string { return "counted rules" }

// Columns implements [Method].
func (r *Rules) Columns() []string { return []string{"noisy-or of curves", "best curve"} }

// Learn implements [Method].
func (r *Rules) Learn(g *graph.Graph, day []Asked) {
	n := len(spanStarts)
	for _, q := range day {
		for _, i := range g.Neighbours(q.S) {
			p := g.PairAt(i)
			if q.Day-p.Last > ruleWindow {
				continue
			}
			hit := slices.Contains(q.Answers, p.B)
			for _, t := range p.Ties {
				ago := q.Day - g.LinkAt(t.Link).Last
				if ago > ruleWindow {
					continue
				}
				c := &r.counts[r.rule(q.H, t.H)*n+int(spanOf[ago])]
				c.shown++
				if hit {
					c.hits++
				}
			}
		}
	}
	if r.untilFit--; r.untilFit <= 0 {
		r.untilFit = refit
		for i := range r.curves {
			r.curves[i] = fitCurve(r.counts[i*n : (i+1)*n])
		}
	}
}

// lambdas are the rates of fading that are tried.
var lambdas = []float64{.02, .05, .1, .2, .4, .8, 1.6}

// fadings are 2^(-λ(δ-1)) at the middles of the buckets.
var fadings = func() [][]float64 {
	out := make([][]float64, len(lambdas))
	for k, lambda := range lambdas {
		for i := range spanStarts {
			out[k] = append(out[k], math.Exp2(-lambda*(spanMiddle(i)-1)))
		}
	}
	return out
}()

// fitCurve fits a curve by least squares weighted with the cases; of those with a
// negative part none is taken.
func fitCurve(counts []tallied) curve {
	var n, y float64
	for _, c := range counts {
		n += float64(c.shown)
		y += float64(c.hits)
	}
	if y == 0 {
		return curve{}
	}
	best := curve{a: float32(y / (n + ruleDoubt))}
	mean := y / n
	least := squares(counts, func(int) float64 { return mean })
	for k, fade := range fadings {
		var sx, sxx, sxy float64
		for i, c := range counts {
			w, x := float64(c.shown), fade[i]
			sx += w * x
			sxx += w * x * x
			sxy += x * float64(c.hits)
		}
		det := n*sxx - sx*sx
		if det <= 1e-9 {
			continue
		}
		b := (n*sxy - sx*y) / det
		a := (y - b*sx) / n
		if a < 0 { // then it fades to nothing
			a, b = 0, sxy/sxx
		}
		if b < 0 {
			continue
		}
		if s := squares(counts, func(i int) float64 { return a + b*fade[i] }); s < least {
			least = s
			shrink := n / (n + ruleDoubt)
			best = curve{float32(a * shrink), float32(b * shrink), float32(lambdas[k])}
		}
	}
	return best
}

// squares gives the weighted squares of what a curve misses.
func squares(counts []tallied, f func(i int) float64) (sum float64) {
	for i, c := range counts {
		if c.shown > 0 {
			d := float64(c.hits)/float64(c.shown) - f(i)
			sum += float64(c.shown) * d * d
		}
	}
	return sum
}

func (c curve) at(ago entente.Day) float32 {
	if c.b == 0 {
		return c.a
	}
	return min(1, c.a+c.b*float32(math.Exp2(-float64(c.lambda)*float64(ago-1))))
}

// Propose implements [Method].
func (r *Rules) Propose(*graph.Graph, Question, *Work) {}

// Score implements [Method].
func (r *Rules) Score(g *graph.Graph, k *Case, _ *Work, out [][]float32) {
	for i, p := range k.pairs {
		clear(out[i])
		if p == nil || k.Day-p.Last > ruleWindow {
			continue
		}
		var b best
		for _, t := range p.Ties {
			if ago := k.Day - g.LinkAt(t.Link).Last; ago <= ruleWindow {
				b.add(r.curves[r.rule(k.H, t.H)].at(ago))
			}
		}
		out[i][0], out[i][1] = b.or(), b.v[0]
	}
}

// Why implements [Method].
func (r *Rules) Why(g *graph.Graph, q Question, o graph.Actor) []Reason {
	p := g.Pair(q.S, o)
	if p == nil {
		return nil
	}
	var out []Reason
	for _, t := range p.Ties {
		l := g.LinkAt(t.Link)
		ago := q.Day - l.Last
		if ago > ruleWindow {
			continue
		}
		at := r.rule(q.H, t.H)
		c := r.counts[at*len(spanStarts)+int(spanOf[ago])]
		if worth := r.curves[at].at(ago); worth > 0 {
			out = append(out, Reason{Method: r.Name(), Text: fmt.Sprintf("this was %d days before", ago), Hits: float64(c.hits), Cases: float64(c.shown), Worth: float64(worth), Shown: []Shown{shown(g, l, 3)}})
		}
	}
	byWorth(out)
	return out
}
