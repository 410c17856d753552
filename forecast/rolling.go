package forecast

import (
	"entente"
)

// Rolling asks the past of a store, origin after origin, what it would have been told
// then. No look-ahead by construction: for each origin the past is recalled anew, through
// the door that a forecast of today goes through.
type Rolling struct {
	Deeds   []entente.Deed // of the pairs asked about
	Covered []entente.Day
	Asks    []Ask         // kinds, ways and horizons; their actors do not matter
	Origins []entente.Day // in order
	Refit   int           // days after which the models are learned anew; 0 is at each origin
}

// Tried is a trial of a backtest with the actors and what they were asked.
type Tried struct {
	Ask
	Trial
}

// Run gives for each origin, ask and pair the forecast and what came, as far as the
// horizon has ended by the last covered day and was read. Trials of one pair, in one way,
// bear one number.
func (r Rolling) Run(each func(Tried)) {
	if len(r.Covered) == 0 {
		return
	}
	end := r.Covered[0]
	for _, d := range r.Covered {
		end = max(end, d)
	}
	truth := Recall(end+1, r.Deeds, r.Covered)
	var learned *Learned
	var due entente.Day
	numbers := map[pair]int32{}
	for i, k := range truth.keys {
		numbers[k] = int32(i)
	}
	for _, origin := range r.Origins {
		past := Recall(origin, r.Deeds, r.Covered)
		if past.Pairs() == 0 {
			continue
		}
		if learned == nil || origin >= due {
			learned, due = Learn(past, r.Asks), origin+entente.Day(r.Refit)
		} else {
			learned = &Learned{past: past, models: learned.models}
		}
		for _, a := range r.Asks {
			learned.against(truth, a, numbers, each)
		}
	}
}

// against holds the forecasts of all pairs against what came.
func (l *Learned) against(truth *Past, a Ask, numbers map[pair]int32, each func(Tried)) {
	origin := l.past.origin
	at := int(origin - truth.first)
	if at+a.Horizon > truth.length() || !truth.reads(at, at+a.Horizon) {
		return
	}
	ways := []way{either}
	if a.Directed {
		ways = []way{there, back}
	}
	for _, k := range l.past.keys {
		for _, w := range ways {
			v := l.views(l.past.trail(k), w, a)
			t := Tried{Ask: a, Trial: Trial{
				Quad: a.Kind.Quad, Origin: origin, Probability: v.p, Climate: v.base, Persistence: v.m.repeat[v.lately()],
				Count: truth.trail(k).of(w, a.Kind).happened.between(at, at+a.Horizon),
			}}
			t.A, t.B = k.a, k.b
			if w == back {
				t.A, t.B = k.b, k.a
			}
			t.Pair = Directed{numbers[k], int32(w)}
			t.Happened = t.Count > 0
			if c := v.counts(); c != nil {
				t.Expected = c.Expected
				v.m.spread.fill(&t.Trial)
			}
			each(t)
		}
	}
}
