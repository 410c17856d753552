package forecast

import (
	"math"
	"slices"

	"entente"
)

// Trial is one forecast of a backtest with its outcome.
type Trial struct {
	Pair        Directed
	Quad        entente.Quad
	Origin      entente.Day
	Probability float64
	Climate     float64 // the pair's own climatology
	Persistence float64 // what followed weeks like the last one
	Happened    bool
	Expected    float64 // number of events
	Low, High   int     // 90 % interval of the number
	Within      float64 // part of the number's own mass that lies in the interval before it is made whole, 0 to 1
	Likeliest   int     // the number that was likeliest
	Count       int
}

// Periods are the days of a backtest: from Learn on models may learn, from Valid on they
// choose, from Test until the End they are asked.
type Periods struct{ Learn, Valid, Test, End entente.Day }

// stride is how many days lie between the origins from which models learn.
const stride = 3

// refit is after how many days of a test the models learn what has happened in it.
const refit = 7

// ridges and doubts are what validation chooses from.
var (
	ridges = []float64{3, 30, 300, 3000}
	doubts = []float64{1, 3, 7, 15, 30, 60}
	blends = []float64{0, .15, .3}
)

// Backtest forecasts each class, and events of any, for each pair of a panel from every day of the test whose
// horizon ends in time. Models learn anew every week, from origins
// whose horizon has ended by then; validation chooses their ridge, and what the
// climatology is drawn by.
//
// A pair is asked about if it had so many events before the test begins; models learn at
// an origin from the pairs that were by then as busy for the time that had passed. Else
// they would learn from pairs chosen because they were to be busy.
func (p *Panel) Backtest(when Periods, horizon, least int) []Trial {
	var out []Trial
	for q := AnyQuad; q <= entente.MaterialConflict; q++ {
		b := &backtest{Panel: p, q: q, horizon: horizon, when: when, least: least}
		out = append(out, b.run()...)
	}
	return out
}

type backtest struct {
	*Panel
	q       entente.Quad
	horizon int
	when    Periods
	least   int
	doubt   float64
	repeat  [2]float64 // rate after a window without and with an event
	blend   float64    // share of the climatology in the odds
	ridge   [2]float64
	chance  [2]*Odds // without and with what those do who belong to the two
	number  *Odds
	spread  spread
}

// table is rows of features with their outcomes.
type table struct {
	pairs   []Directed
	origins []entente.Day
	rows    [][]float64
	wide    [][]float64 // with what those do who belong to the two
	y       []float64   // 0 or 1
	n       []float64
}

// between makes the rows of the origins from one day on whose horizon ends by another.
func (b *backtest) between(from, until entente.Day, step int) (t table) {
	for o := from; o+entente.Day(b.horizon) <= until; o += entente.Day(step) {
		for _, d := range b.pairs {
			if !b.busy(d, o) {
				continue
			}
			n := b.Outcome(d, b.q, o, b.horizon)
			t.pairs, t.origins = append(t.pairs, d), append(t.origins, o)
			row := b.blank(b.Features(d, b.q, o, b.horizon), place(b.q))
			t.rows = append(t.rows, row)
			if b.without != partKin {
				row = slices.Concat(row, b.Around(d, b.q, o))
			}
			t.wide = append(t.wide, row)
			t.n, t.y = append(t.n, float64(n)), append(t.y, float64(min(1, n)))
		}
	}
	return t
}

// busy reports whether a pair had as many events by an origin as pairs of its time must.
func (b *backtest) busy(d Directed, origin entente.Day) bool {
	until := min(origin, b.when.Test)
	need := float64(b.least) * float64(until-b.first) / float64(b.when.Test-b.first)
	n := b.of(d, any).between(0, int(until-b.first))
	return float64(n) >= max(need, 1)
}

func (b *backtest) run() []Trial {
	learn, valid := b.between(b.when.Learn, b.when.Valid, stride), b.between(b.when.Valid, b.when.Test, 1)
	b.choose(learn, valid)
	b.number = FitOdds(learn.rows, learn.n, b.ridge[0], true)
	means := make([]float64, len(valid.rows))
	for i, r := range valid.rows {
		means[i] = b.number.At(r)
	}
	b.spread = spreadOf(means, valid.n)
	var out []Trial
	for from := b.when.Test; from <= b.when.End; from += refit {
		all := b.between(b.when.Learn, from, stride)
		b.fit(all)
		b.number = FitOdds(all.rows, all.n, b.ridge[0], true)
		b.persist(all)
		until := min(from+refit+entente.Day(b.horizon)-1, b.when.End+1)
		out = append(out, b.ask(b.between(from, until, 1))...)
	}
	return out
}

// fit learns the two models of the probability.
func (b *backtest) fit(t table) {
	b.chance = [2]*Odds{FitOdds(t.rows, t.y, b.ridge[0], false), FitOdds(t.wide, t.y, b.ridge[1], false)}
}

// choose settles by the Brier score on validation the ridges, how far to blend with the
// climatology, and the climatology's doubt.
func (b *backtest) choose(learn, valid table) {
	b.doubt = leastOf(doubts, func(d float64) float64 {
		return brier(valid.y, func(i int) float64 {
			return b.Climatology(valid.pairs[i], b.q, valid.origins[i], b.horizon, d)
		})
	})
	for k, side := range [2][2][][]float64{{learn.rows, valid.rows}, {learn.wide, valid.wide}} {
		b.ridge[k] = leastOf(fitEach(side[0], learn.y, ridges, false), func(m *Odds) float64 {
			return brier(valid.y, func(i int) float64 { return m.At(side[1][i]) })
		}).ridge
	}
	b.fit(learn)
	if b.without == partBlend {
		return
	}
	b.blend = leastOf(blends, func(share float64) float64 {
		b.blend = share
		return brier(valid.y, func(i int) float64 { return b.probability(&valid, i) })
	})
}

// leastOf gives that of some values for which a loss is least.
func leastOf[T comparable](values []T, loss func(T) float64) (best T) {
	least := math.Inf(1)
	for _, v := range values {
		if s := loss(v); s < least {
			least, best = s, v
		}
	}
	return best
}

// probability is the mean of the two models', in the logarithm of the odds, drawn to the
// climatology's.
func (b *backtest) probability(t *table, i int) float64 {
	z := (logit(b.chance[0].At(t.rows[i])) + logit(b.chance[1].At(t.wide[i]))) / 2
	if b.blend > 0 {
		c := b.Climatology(t.pairs[i], b.q, t.origins[i], b.horizon, b.doubt)
		z = (1-b.blend)*z + b.blend*logit(c)
	}
	return 1 / (1 + math.Exp(-z))
}

func logit(p float64) float64 {
	p = min(1-1e-9, max(1e-9, p))
	return math.Log(p / (1 - p))
}

func brier(y []float64, p func(i int) float64) (sum float64) {
	for i := range y {
		d := p(i) - y[i]
		sum += d * d
	}
	return sum
}

// persist counts how often a window with an event follows one with and one without.
func (b *backtest) persist(t table) {
	var n, hits [2]float64
	for i, y := range t.y {
		k := b.had(t.pairs[i], t.origins[i])
		n[k]++
		hits[k] += y
	}
	for k := range n {
		b.repeat[k] = (hits[k] + 1) / (n[k] + 2)
	}
}

// had reports as 0 or 1 whether the window before an origin held an event.
func (b *backtest) had(d Directed, origin entente.Day) int {
	at := int(origin - b.first)
	return min(1, b.of(d, place(b.q)).between(at-b.horizon, at))
}

func (b *backtest) ask(t table) []Trial {
	out := make([]Trial, len(t.rows))
	for i, row := range t.rows {
		x := Trial{Pair: t.pairs[i], Quad: b.q, Origin: t.origins[i], Happened: t.y[i] > 0, Count: int(t.n[i])}
		x.Probability = b.probability(&t, i)
		x.Climate = b.Climatology(x.Pair, b.q, x.Origin, b.horizon, b.doubt)
		x.Persistence = b.repeat[b.had(x.Pair, x.Origin)]
		x.Expected = b.number.At(row)
		b.spread.fill(&x)
		out[i] = x
	}
	return out
}
