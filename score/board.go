package score

import (
	"cmp"
	"slices"

	"entente"
	"entente/forecast"
)

// BoardRow tells how the forecasts on record of one forecaster, of one kind of events and
// one horizon, came out.
type BoardRow struct {
	By        string          `json:"by"`
	Event     string          `json:"event"`
	Horizon   int             `json:"horizon"`
	Hindsight bool            `json:"hindsight"` // recorded when the window had begun
	Open      int             `json:"open"`
	Void      int             `json:"void"`
	Measures  *ChanceMeasures `json:"measures"`         // nil while none is resolved
	Beside    *Beside         `json:"beside,omitempty"` // of an analyst: against the machine
}

// Beside holds a forecaster and the machine against each other on the questions that both
// answered and that are resolved.
type Beside struct {
	N       int     `json:"n"`
	Brier   float64 `json:"brier"`
	Machine float64 `json:"brier_machine"`
}

// boardKey is a row of the scoreboard.
type boardKey struct {
	by, event string
	horizon   int
	hindsight bool
}

// Board makes a scoreboard of the forecasts on record: a row for each forecaster, kind of
// events and horizon. Of several that one forecaster gave for one question the first counts.
// Forecasts that were recorded with hindsight stand apart.
func Board(ledger []entente.Settled) []BoardRow {
	rows := map[boardKey][]*entente.Settled{}
	machine := map[string]*entente.Settled{}
	counted := First(ledger)
	for i := range counted {
		e := &counted[i]
		if e.By == entente.Machine {
			machine[e.Question()] = e
		}
		k := boardKey{e.By, e.Event(), e.Horizon, e.Hindsight()}
		rows[k] = append(rows[k], e)
	}
	var out []BoardRow
	for k, entries := range rows {
		out = append(out, boardRow(k, entries, machine))
	}
	slices.SortFunc(out, func(x, y BoardRow) int {
		return cmp.Or(compareFlags(x.Hindsight, y.Hindsight), compareFlags(x.By != entente.Machine, y.By != entente.Machine),
			cmp.Compare(x.By, y.By), cmp.Compare(x.Event, y.Event), cmp.Compare(x.Horizon, y.Horizon))
	})
	return out
}

// First leaves out what does not count: of several forecasts that one forecaster gave for
// one question all but the first.
func First(ledger []entente.Settled) []entente.Settled {
	var out []entente.Settled
	seen := map[string]bool{}
	for i := range ledger {
		key := ledger[i].By + "\n" + ledger[i].Question()
		if !seen[key] {
			seen[key] = true
			out = append(out, ledger[i])
		}
	}
	return out
}

func compareFlags(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func boardRow(k boardKey, entries []*entente.Settled, machine map[string]*entente.Settled) BoardRow {
	r := BoardRow{By: k.by, Event: k.event, Horizon: k.horizon, Hindsight: k.hindsight}
	var trials []forecast.Trial
	var beside Beside
	numbers := map[entente.Pair]int32{}
	for _, e := range entries {
		switch {
		case e.Resolution == nil:
			r.Open++
			continue
		case e.Resolution.Outcome == entente.Void:
			r.Void++
			continue
		}
		t := trialOf(e, numbers)
		trials = append(trials, t)
		if m := machine[e.Question()]; m != nil && k.by != entente.Machine {
			beside.N++
			beside.Brier += square(e.Probability - happened(t))
			beside.Machine += square(m.Probability - happened(t))
		}
	}
	if len(trials) > 0 {
		m := Chances(trials)
		r.Measures = &m
	}
	if beside.N > 0 {
		n := float64(beside.N)
		r.Beside = &Beside{beside.N, digits(beside.Brier / n), digits(beside.Machine / n)}
	}
	return r
}

// trialOf makes a trial of a resolved forecast; one without baselines stands against itself.
func trialOf(e *entente.Settled, numbers map[entente.Pair]int32) forecast.Trial {
	p := entente.Pair{Source: e.A, Target: e.B}
	if !e.Directed && p.Target < p.Source {
		p.Source, p.Target = p.Target, p.Source
	}
	if _, ok := numbers[p]; !ok {
		numbers[p] = int32(len(numbers))
	}
	t := forecast.Trial{
		Pair: forecast.Directed{A: numbers[p]}, Quad: e.Quad, Origin: e.Origin, Probability: e.Probability, Climate: e.Probability, Persistence: e.Probability,
		Happened: e.Resolution.Outcome == entente.Yes, Count: e.Resolution.Count, High: e.Resolution.Count, Likeliest: -1,
	}
	if e.Plain != nil {
		t.Climate, t.Persistence = e.Plain.Climatology, e.Plain.Persistence
	}
	if c := e.Counts; c != nil {
		t.Expected, t.Low, t.High = c.Expected, c.Low, c.High
	}
	return t
}
