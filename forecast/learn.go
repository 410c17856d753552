package forecast

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"math"
	"runtime"
	"slices"
	"sync"

	"entente"
)

const (
	warmUp    = 56   // days of a past before the first of which a row is made
	mostRows  = 2500 // from which a model is learned; more are thinned
	fewRows   = 300  // below which none is
	fewHits   = 15   // as for rows that saw an event, and such that saw none
	held      = .35  // of the days of rows, the latest, by which a model is chosen
	neighbour = 150  // rows of like probability that give its interval
)

var (
	mixes  = []float64{0, .15, .3, .5, .75, 1} // shares of the base rate in the odds
	priors = []float64{1, 2, 4, 8}             // horizons that the usual rate counts for
)

// Model is what was learned of a kind of events, a way and a horizon from the past of many
// pairs: how likely they are, from what was known before. Where the past is too short for
// that there is the base rate alone.
type Model struct {
	subject
	kind   entente.EventKind
	usual  float64 // the rate of all pairs
	doubt  float64 // horizons that it counts for in a pair's own
	odds   *Odds   // nil where the base rate is all there is
	mix    float64 // share of the base rate in the odds
	bend   *bend   // from odds to how often it then happened; nil where they are as they are
	number *Odds
	spread spread
	repeat [2]float64 // rate after a window without and with an event

	pairs, rows int
	shown       []sampled // the rows
	fared       entente.Fared
	tried       []tried // forecasts of validation with their outcomes, by probability
}

// tried is a forecast of validation and whether it came true.
type tried struct{ p, y float64 }

// sampled is a row of the past: the pair's sight, the day and what came.
type sampled struct {
	s  *sight
	at int
	x  []float64
	y  float64 // 0 or 1
	n  float64
	w  int // whether the window before held an event
}

// Learn learns a model for each of some subjects: which events, in which way, within
// which horizons. An ask's actors do not matter. Each takes the past's pairs in both ways.
func Learn(p *Past, asks []Ask) *Learned {
	l := &Learned{past: p, models: map[subject]*Model{}}
	l.Also(asks)
	return l
}

// Learned is a past and the models that were learned from it.
type Learned struct {
	past   *Past
	models map[subject]*Model
}

// Past gives what was learned from.
func (l *Learned) Past() *Past { return l.past }

// Hash gives "sha256:…" over the origin, what was learned from and what is known of a pair.
func (l *Learned) Hash(deeds []entente.Deed) string {
	h := sha256.New()
	fmt.Fprintln(h, l.past.origin, l.past.first)
	for _, p := range []*Past{l.past, l.past.Guest(deeds)} {
		for _, k := range p.keys {
			fmt.Fprintln(h, k.a, k.b, len(p.trails[k].marks))
			for _, m := range p.trails[k].marks {
				fmt.Fprintln(h, m.day, m.known, m.way, m.root, m.quad, m.events, m.id)
			}
		}
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// Also learns what is not learned yet, on as many cores as there are.
func (l *Learned) Also(asks []Ask) {
	var todo []*Model
	for _, a := range asks {
		if s := a.subject(); l.models[s] == nil {
			m := &Model{subject: s, kind: a.Kind}
			l.models[s] = m
			todo = append(todo, m)
		}
	}
	var wait sync.WaitGroup
	gate := make(chan bool, max(1, runtime.GOMAXPROCS(0)))
	for _, m := range todo {
		rows := l.past.rows(m) // they share the sums of the trails, so one after another
		wait.Go(func() {
			gate <- true
			m.learn(l.past, rows)
			<-gate
		})
	}
	wait.Wait()
}

// LearnsFrom gives the first day as of which rows are made that models are learned from: a
// quarter into the past, and eight weeks at least.
func LearnsFrom(first, origin entente.Day) entente.Day {
	return first + max(warmUp, (origin-first)/4)
}

// rows gives what the past shows of a subject, in order of day: origins a week apart, or
// more where there would be too many rows, whose horizon has ended.
func (p *Past) rows(m *Model) []sampled {
	ways := []way{either}
	if m.directed {
		ways = []way{there, back}
	}
	m.usual = usualOf(m.kind, m.horizon)
	last := p.length() - m.horizon
	share := float64(mostRows) / max(1, float64(len(p.keys)*len(ways)*max(0, last-p.length()/4)/7))
	var out []sampled
	for at := last; at >= int(LearnsFrom(p.first, p.origin)-p.first); at -= 7 {
		if !p.reads(at-14, at) || !p.reads(at, at+m.horizon) {
			continue
		}
		for _, k := range p.keys {
			t := p.trails[k]
			for _, w := range ways {
				if drawn(k, w, at, share) {
					out = append(out, sampled{s: t.seen(w, m), at: at})
				}
			}
		}
	}
	slices.Reverse(out)
	seen := map[*trail]bool{}
	for i := range out {
		r := &out[i]
		seen[r.s.trail] = true
		r.n = float64(r.s.happens(r.at))
		r.y = min(1, r.n)
		r.w = min(1, r.s.own.learned.between(r.at-m.horizon, r.at))
	}
	m.pairs, m.rows = len(seen), len(out)
	if m.rows > 0 {
		m.usual = mean(out)
	}
	for i := range out {
		out[i].x = out[i].s.row(out[i].at, m.usual)
	}
	return out
}

// seen gives the sight of a trail for a model.
func (t *trail) seen(w way, m *Model) *sight {
	key := sightKey{w, m.subject}
	if t.sights == nil {
		t.sights = map[sightKey]*sight{}
	}
	if t.sights[key] == nil {
		t.sights[key] = t.sight(w, m.kind, m.horizon)
	}
	return t.sights[key]
}

type sightKey struct {
	way way
	subject
}

// drawn reports whether a row is of the share that is learned from: by its name and day,
// so that it is the same in every run.
func drawn(k pair, w way, at int, share float64) bool {
	if share >= 1 {
		return true
	}
	h := fnv.New32a()
	h.Write([]byte(k.a))
	h.Write([]byte{0, byte(w), byte(at), byte(at >> 8)})
	h.Write([]byte(k.b))
	return float64(h.Sum32()%10007) < share*10007
}

// mean is the share of rows that saw an event, drawn a little to one half.
func mean(rows []sampled) float64 {
	sum := .5
	for i := range rows {
		sum += rows[i].y
	}
	return sum / float64(len(rows)+1)
}

// base is the pair's own base rate as of a day.
func (m *Model) base(s *sight, at int) float64 { return s.rate(0, at, m.usual, m.doubt) }

// learn chooses on the latest rows what the earlier taught, and then learns from all.
func (m *Model) learn(p *Past, rows []sampled) {
	m.doubt, m.repeat, m.shown = 2, [2]float64{m.usual, m.usual}, rows
	if len(rows) == 0 {
		return
	}
	early, late := m.part(rows)
	m.choose(early, late)
	m.persist(rows)
	if m.odds != nil {
		m.odds = FitOdds(matrix(rows), outcomes(rows), m.odds.ridge, false)
	}
	if m.number != nil {
		m.number = FitOdds(matrix(rows), numbers(rows), m.number.ridge, true)
	}
	if len(late) > 0 {
		m.fared.From, m.fared.To = p.day(late[0].at), p.day(late[len(late)-1].at)
	}
}

// part gives the rows that teach and those by which is chosen: the horizons of the former
// have ended before the first origin of the latter.
func (m *Model) part(rows []sampled) (early, late []sampled) {
	first, last := rows[0].at, rows[len(rows)-1].at
	cut := last - int(held*float64(last-first))
	i, _ := slices.BinarySearchFunc(rows, cut, func(r sampled, at int) int { return r.at - at })
	j, _ := slices.BinarySearchFunc(rows, cut-m.horizon+1, func(r sampled, at int) int { return r.at - at })
	return rows[:j], rows[i:]
}

// choose settles the doubt, the ridge, the share of the base rate and whether the odds are
// bent, each by the Brier score on the late rows.
func (m *Model) choose(early, late []sampled) {
	m.doubt = leastOf(priors, func(d float64) float64 {
		return brierOf(late, func(r *sampled) float64 { return r.s.rate(0, r.at, m.usual, d) })
	})
	m.persist(early)
	if !m.teaches(early, late) {
		return
	}
	x, y := matrix(early), outcomes(early)
	m.odds = leastOf(fitEach(x, y, ridges, false), func(odds *Odds) float64 {
		return brierOf(late, func(r *sampled) float64 { return odds.At(r.x) })
	})
	m.number = FitOdds(x, numbers(early), m.odds.ridge, true)
	m.mix = leastOf(mixes, func(share float64) float64 {
		m.mix = share
		return brierOf(late, func(r *sampled) float64 { return m.raw(r.s, r.x, r.at) })
	})
	mixed := func(r *sampled) float64 { return m.raw(r.s, r.x, r.at) }
	if m.mix == 1 || !better(late, mixed, func(r *sampled) float64 { return m.base(r.s, r.at) }) {
		m.odds = nil // the base rate is all that helps
	}
	m.straighten(late)
	m.remember(late)
	var means []float64
	for i := range late {
		means = append(means, m.mean(late[i].s, late[i].x, late[i].at))
	}
	m.spread = spreadOf(means, numbers(late))
}

// teaches reports whether there is enough to learn a model from and to choose it by.
func (m *Model) teaches(early, late []sampled) bool {
	if len(early) < fewRows || len(late) < fewRows/2 || early[len(early)-1].at-early[0].at < 2*m.horizon || late[len(late)-1].at-late[0].at < 2*m.horizon {
		return false
	}
	hits := 0.
	for i := range early {
		hits += early[i].y
	}
	return hits >= fewHits && float64(len(early))-hits >= fewHits
}

// persist counts how often a window with an event follows one with and one without.
func (m *Model) persist(rows []sampled) {
	var n, hits [2]float64
	for i := range rows {
		n[rows[i].w]++
		hits[rows[i].w] += rows[i].y
	}
	for k := range n {
		m.repeat[k] = (hits[k] + 2*m.usual) / (n[k] + 2)
	}
}

// raw is the probability before it is bent: the model's, mixed with the base rate's in the
// logarithm of the odds.
func (m *Model) raw(s *sight, x []float64, at int) float64 {
	base := m.base(s, at)
	if m.odds == nil {
		return base
	}
	return sigmoid((1-m.mix)*logit(m.odds.At(x)) + m.mix*logit(base))
}

// unsure is how near to nought or one a probability may come: nothing is certain.
const unsure = .001

// chance is the probability of a row.
func (m *Model) chance(s *sight, x []float64, at int) float64 {
	return max(unsure, min(1-unsure, m.bend.at(m.raw(s, x, at))))
}

func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// mean is how many events are to be expected: a model's number, kept within a fourth and four
// times of what the pair's own windows held. The logarithm would carry it away.
func (m *Model) mean(s *sight, x []float64, at int) float64 {
	own := s.own.learned.between(0, at)
	_, read := s.windows(0, at)
	windows := float64(read+s.horizon-1)/float64(s.horizon) + m.doubt
	held := (float64(own) - math.Log1p(-min(m.usual, .99))*m.doubt) / windows
	if m.number == nil {
		return held
	}
	return min(4*held, max(held/4, m.number.At(x)))
}

// straighten learns how often what was given each probability happened, and keeps that if
// what it learned on the first half of the late rows made the second half better.
func (m *Model) straighten(late []sampled) {
	half := len(late) / 2
	try := func(rows []sampled) *bend {
		return newBend(rows, func(r *sampled) float64 { return m.raw(r.s, r.x, r.at) })
	}
	b := try(late[:half])
	plain := func(r *sampled) float64 { return m.raw(r.s, r.x, r.at) }
	if better(late[half:], func(r *sampled) float64 { return b.at(plain(r)) }, plain) {
		m.bend = try(late)
	}
}

// better reports whether some probabilities have a lower Brier score than others by more
// than its standard error, of pairs (the rule of one standard error, Breiman et al. 1984,
// sec. 3.4.3): what chance gives is not taken for something learned.
func better(rows []sampled, these, those func(*sampled) float64) bool {
	gains, sum := map[*trail]float64{}, 0.
	for i := range rows {
		r := &rows[i]
		a, b := these(r)-r.y, those(r)-r.y
		gains[r.s.trail] += b*b - a*a
		sum += b*b - a*a
	}
	n := float64(len(gains))
	var all []float64
	for _, g := range gains {
		all = append(all, (g-sum/n)*(g-sum/n))
	}
	slices.Sort(all) // so that the last bits do not depend on the order of a map
	squares := 0.
	for _, g := range all {
		squares += g
	}
	return n > 1 && sum > math.Sqrt(squares*n/(n-1))
}

// remember keeps how the late rows fared: they are what intervals rest on.
func (m *Model) remember(late []sampled) {
	n := float64(len(late))
	for i := range late {
		r := &late[i]
		p := m.chance(r.s, r.x, r.at)
		m.tried = append(m.tried, tried{p, r.y})
		m.fared.Brier += (p - r.y) * (p - r.y) / n
		c, again := m.base(r.s, r.at)-r.y, m.repeat[r.w]-r.y
		m.fared.Climatology += c * c / n
		m.fared.Persistence += again * again / n
	}
	m.fared.N = len(late)
	slices.SortFunc(m.tried, func(a, b tried) int {
		switch {
		case a.p < b.p:
			return -1
		case a.p > b.p:
			return 1
		}
		return 0
	})
}

func matrix(rows []sampled) [][]float64 {
	out := make([][]float64, len(rows))
	for i := range rows {
		out[i] = rows[i].x
	}
	return out
}

func outcomes(rows []sampled) []float64 {
	out := make([]float64, len(rows))
	for i := range rows {
		out[i] = rows[i].y
	}
	return out
}

func numbers(rows []sampled) []float64 {
	out := make([]float64, len(rows))
	for i := range rows {
		out[i] = rows[i].n
	}
	return out
}

func brierOf(rows []sampled, p func(*sampled) float64) (sum float64) {
	for i := range rows {
		d := p(&rows[i]) - rows[i].y
		sum += d * d
	}
	return sum
}
