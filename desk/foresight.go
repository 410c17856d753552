package desk

import (
	"context"
	"fmt"
	"math"
	"slices"

	"entente"
	"entente/forecast"
)

const (
	sampledPairs  = 150     // pairs of actors that models are learned from
	sampledEvents = 150_000 // of all of these together
	leastEvents   = 3       // of one of them
)

// Foresight forecasts from a store, as of an origin. What it learned for one question it
// keeps for the next, so it is worth keeping by who asks often. It is not for several
// goroutines at once.
type Foresight struct {
	store   Store
	filter  entente.Filter
	origin  entente.Day
	learned *forecast.Learned
	pair    entente.Pair // asked last
	known   []entente.Deed
	guest   *forecast.Past
	told    map[spell][]entente.Deed
}

// spell is a time of two actors.
type spell struct {
	entente.Pair
	from, to entente.Day
}

// Foresee reads from a store what forecasts are learned from: of the filter, whose events,
// and as of which day. The origin is the day after that or, without one, the day after the
// last on which anything was published. [entente.ErrNotFound] if nothing was.
func Foresee(ctx context.Context, store Store, f entente.Filter) (*Foresight, error) {
	s := &Foresight{store: store, filter: entente.Filter{Sources: f.Sources, AsOf: f.AsOf}}
	covered, err := store.Coverage(ctx, s.filter)
	if err != nil {
		return nil, fmt.Errorf("list days: %w", err)
	}
	if len(covered) == 0 {
		return nil, fmt.Errorf("nothing was read before the origin: %w", entente.ErrNotFound)
	}
	if s.origin = covered[len(covered)-1] + 1; f.AsOf.Known() {
		s.origin = f.AsOf + 1
	}
	pairs, err := samplePairs(ctx, store, s.filter, covered[0], s.origin)
	if err != nil {
		return nil, err
	}
	deeds, err := store.Deeds(ctx, s.filter, pairs, false)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	s.learned = forecast.Learn(forecast.Recall(s.origin, deeds, covered), nil)
	return s, nil
}

// samplePairs picks the pairs that models are learned from by what happened in the part of the
// past from which nothing is learned: pairs chosen by all of it would be chosen for what they
// were to become, and teach too high rates.
func samplePairs(ctx context.Context, store Store, f entente.Filter, first, origin entente.Day) ([]entente.Pair, error) {
	f.To = forecast.LearnsFrom(max(first, origin-forecast.Longest), origin) - 1
	busy, err := store.Busy(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("count events: %w", err)
	}
	return sample(busy), nil
}

// sample picks pairs to learn from: all, if there are few; else busy and
// quiet ones, evenly by the logarithm of their rank. Half of the room is for the quiet, the
// other for the busy, of whom none takes more than a third of what is left.
func sample(busy []entente.PairCount) []entente.Pair {
	n, _ := slices.BinarySearchFunc(busy, leastEvents-1, func(p entente.PairCount, least int) int { return least - p.Events })
	ranks := spacedRanks(n)
	taken := make([]bool, len(ranks))
	room := sampledEvents / 2
	for i := len(ranks) - 1; i >= 0; i-- {
		if e := busy[ranks[i]].Events; e <= room {
			taken[i] = true
			room -= e
		}
	}
	room = sampledEvents / 2
	for i, rank := range ranks {
		if e := busy[rank].Events; !taken[i] && (3*e <= room || n <= 2) {
			taken[i] = true
			room -= e
		}
	}
	var out []entente.Pair
	for i, rank := range ranks {
		if taken[i] {
			out = append(out, entente.Pair{Source: busy[rank].A, Target: busy[rank].B})
		}
	}
	return out
}

// spacedRanks gives at most so many ranks below n as pairs are sampled.
func spacedRanks(n int) []int {
	var out []int
	for i := range sampledPairs {
		rank := i
		if n > sampledPairs {
			rank = int(math.Exp(math.Log(float64(n))*float64(i+1)/sampledPairs)) - 1
		}
		if len(out) > 0 {
			rank = max(rank, out[len(out)-1]+1)
		}
		if rank >= n {
			break
		}
		out = append(out, rank)
	}
	return out
}

// Origin gives the day from which forecasts look ahead.
func (s *Foresight) Origin() entente.Day { return s.origin }

// Ask answers some asks, in their order. Each answer has its reasons, and they cite events.
// Of answers to one question for several horizons none is less likely than a shorter one's.
func (s *Foresight) Ask(ctx context.Context, asks []forecast.Ask) ([]entente.Forecast, error) {
	if len(asks) > 0 { // read while others learn
		learned := make(chan struct{})
		go func() { s.learned.Also(asks); close(learned) }()
		_, err := s.deeds(ctx, asks[0].A, asks[0].B)
		<-learned
		if err != nil {
			return nil, err
		}
	}
	var out []entente.Forecast
	for _, a := range asks {
		if _, err := s.deeds(ctx, a.A, a.B); err != nil {
			return nil, err
		}
		f := s.learned.Forecast(s.guest, a)
		if err := s.name(ctx, &f); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	forecast.Rising(out)
	return out, nil
}

// deeds reads what is known of two actors, by event; that of the pair asked last is kept.
func (s *Foresight) deeds(ctx context.Context, a, b entente.Code) ([]entente.Deed, error) {
	p := entente.Pair{Source: min(a, b), Target: max(a, b)}
	if s.pair == p {
		return s.known, nil
	}
	deeds, err := s.store.Deeds(ctx, s.filter, []entente.Pair{p}, true)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	s.pair, s.known, s.guest = p, deeds, s.learned.Past().Guest(deeds)
	return deeds, nil
}

// name finds the events of cases that are told without.
func (s *Foresight) name(ctx context.Context, f *entente.Forecast) error {
	kind := entente.EventKind{Quad: f.Quad, Roots: f.Roots}
	for i := range f.Reasons {
		r := &f.Reasons[i]
		for j := range r.Past {
			c := &r.Past[j]
			if len(c.Cites) > 0 {
				continue
			}
			deeds, err := s.during(ctx, spell{entente.Pair{Source: c.A, Target: c.B}, c.Day, min(c.Day+entente.Day(f.Horizon), f.Origin) - 1})
			if err != nil {
				return err
			}
			c.Cites = []string{}
			if at := slices.IndexFunc(deeds, func(d entente.Deed) bool { return d.Known < f.Origin && kind.Holds(d.Root, d.Quad) }); at >= 0 {
				c.Cites = append(c.Cites, deeds[at].ID)
			}
			r.Cites = append(r.Cites, c.Cites...)
		}
	}
	return nil
}

// spellsKept is how many spells are kept: what is asked after these is asked again.
const spellsKept = 1000

// during reads the events of a spell. They are kept: what speaks for one pair often speaks
// for another, too.
func (s *Foresight) during(ctx context.Context, of spell) ([]entente.Deed, error) {
	if deeds, ok := s.told[of]; ok {
		return deeds, nil
	}
	within := s.filter
	within.From, within.To = of.from, of.to
	deeds, err := s.store.Deeds(ctx, within, []entente.Pair{of.Pair}, true)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	if len(s.told) > spellsKept {
		clear(s.told)
	}
	if s.told == nil {
		s.told = map[spell][]entente.Deed{}
	}
	s.told[of] = deeds
	return deeds, nil
}
