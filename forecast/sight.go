package forecast

import (
	"math"

	"entente"
)

// sight is a pair seen in one way for one kind of events and a horizon, from any day of
// its past: it tells of a day what was known before it, and of a window what came.
type sight struct {
	*trail
	looks   way
	kind    entente.EventKind
	horizon int
	own     *counts
	back    *counts    // the other way; nil where either is asked for
	classes [5]*counts // by class, in either way; 0 is all
	hits    []int32    // running number of windows in which an event became known, by the day they begin
	read    []int32    // running number of windows that were read
}

func (t *trail) sight(w way, k entente.EventKind, horizon int) *sight {
	s := &sight{trail: t, looks: w, kind: k, horizon: horizon, own: t.of(w, k)}
	if w != either {
		s.back = t.of(w.other(), k)
	}
	for q := range s.classes {
		s.classes[q] = t.of(either, entente.EventKind{Quad: entente.Quad(q)})
	}
	n := t.past.length() - horizon + 1
	s.hits, s.read = make([]int32, max(1, n+1)), t.past.readWindows(horizon)
	for from := range max(0, n) {
		s.hits[from+1] = s.hits[from]
		if s.read[from+1] > s.read[from] && s.own.learned.between(from, from+horizon) > 0 {
			s.hits[from+1]++
		}
	}
	return s
}

// readWindows counts the windows that were read, by the day they begin.
func (p *Past) readWindows(horizon int) []int32 {
	p.reading.Lock()
	defer p.reading.Unlock()
	if out := p.windows[horizon]; out != nil {
		return out
	}
	n := p.length() - horizon + 1
	out := make([]int32, max(1, n+1))
	for from := range max(0, n) {
		out[from+1] = out[from]
		if p.reads(from, from+horizon) {
			out[from+1]++
		}
	}
	p.windows[horizon] = out
	return out
}

// windows counts, of the windows of the horizon's length that lie before a day and begin on
// any day from another on, those that were read and those of them in which an event became
// known: what was told later is not counted.
func (s *sight) windows(from, at int) (hits, read int) {
	end := max(0, min(at-s.horizon+1, len(s.hits)-1))
	from = max(0, min(from, end))
	return int(s.hits[end] - s.hits[from]), int(s.read[end] - s.read[from])
}

// rate is the share of windows since a day with an event, drawn toward another rate as if
// it were that of so many windows. Windows that overlap by all but a day are one and a
// bit, so they are counted in horizons.
func (s *sight) rate(from, at int, toward, doubt float64) float64 {
	hits, read := s.windows(from, at)
	h := float64(s.horizon)
	return (float64(hits)/h + doubt*toward) / (float64(read)/h + doubt)
}

// happens counts the events of the window that begins on a day.
func (s *sight) happens(at int) int { return s.own.happened.between(at, at+s.horizon) }

// lately is the number of days of a year, over which a recent rate is taken.
const lately = 365

// feature groups: what of a row belongs together in a reason.
type group int

const (
	ofRate group = iota
	ofOwn
	ofBack
	ofClass // and the classes after it
	ofPair  = ofClass + 5
	ofWorld = ofPair + 1
)

// String names a group.
func (g group) String() string {
	switch {
	case g == ofRate:
		return "rate"
	case g == ofOwn:
		return "own"
	case g == ofBack:
		return "back"
	case g == ofPair:
		return "pair"
	case g == ofWorld:
		return "world"
	}
	return entente.Quad(g - ofClass).String()
}

// row describes the pair as of a day: what was known before it.
func (s *sight) row(at int, usual float64) []float64 {
	x := make([]float64, 0, len(columns))
	put := func(c sums, days int) { x = append(x, math.Log1p(float64(c.between(at-days, at)))) }
	rate, recent := s.rate(0, at, usual, 2), s.rate(at-lately, at, usual, 2)
	x = append(x, logit(rate), logit(recent))
	for _, days := range ownDays {
		put(s.own.learned, days)
	}
	x = append(x, math.Log1p(float64(since(s.own.learned, at))))
	back := s.back
	if back == nil {
		back = &counts{}
	}
	for _, days := range backDays {
		put(back.learned, days)
	}
	for q := 1; q <= quads; q++ {
		c := s.classes[q].learned
		if s.looks == either && entente.Quad(q) == s.kind.Quad {
			c = nil // it is what is asked about
		}
		for _, days := range classDays {
			put(c, days)
		}
	}
	month, year := float64(s.classes[0].learned.between(at-30, at)), float64(s.classes[0].learned.between(at-lately, at))
	x = append(x, math.Log((month+1)/(year*30/float64(min(at, lately)+1)+1)))
	week, eight := float64(s.past.told.between(at-7, at)), float64(s.past.told.between(at-56, at))
	return append(x, math.Log((week+10)/(eight/8+10)))
}

// columns says to which group each number of a row belongs.
var columns = []group{
	ofRate, ofRate, ofOwn, ofOwn, ofOwn, ofOwn, ofOwn, ofOwn, ofBack, ofBack,
	ofClass + 1, ofClass + 1, ofClass + 1, ofClass + 2, ofClass + 2, ofClass + 2,
	ofClass + 3, ofClass + 3, ofClass + 3, ofClass + 4, ofClass + 4, ofClass + 4, ofPair, ofWorld,
}

// since counts the days since the last event, all days if there was none.
func since(s sums, at int) int {
	low, high := 0, min(at, len(s)-1)
	if high < 0 || s[high] == 0 {
		return at
	}
	last := s[high]
	for low < high {
		if mid := (low + high) / 2; s[mid] >= last {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return at - low
}

// now describes the pair as of the origin.
func (s *sight) now(usual float64) []float64 { return s.row(s.past.length(), usual) }

// usualOf is the rate that stands in for a kind while nothing is known.
func usualOf(k entente.EventKind, horizon int) float64 {
	week := Defaults[k.Quad]
	if k.Quad == 0 {
		week = .1
	}
	return 1 - math.Pow(1-week, float64(horizon)/7)
}
