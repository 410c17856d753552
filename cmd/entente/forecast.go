package main

import (
	"context"
	"errors"
	"slices"

	"entente"
	"entente/codebook"
	"entente/desk"
	"entente/forecast"
	"entente/report"
)

// question is what is asked of a pair.
type question struct {
	Horizon  []int    `help:"Days that forecasts look ahead." default:"7,30,90,180" placeholder:"DAYS"`
	Quad     []int    `help:"Classes: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; by default all four." placeholder:"N"`
	Root     []string `help:"At least one event of any of these PLOVER types: AGREE, CONSULT …" placeholder:"ROOT"`
	Directed bool     `help:"What the first does to the second, not what either does to the other."`
}

const mostHorizon = 366

// asks gives the questions of a pair.
func (q question) asks(a, b entente.Code) ([]forecast.Ask, error) {
	kinds, err := q.kinds()
	if err != nil {
		return nil, err
	}
	var out []forecast.Ask
	for _, h := range q.Horizon {
		if h < 1 || h > mostHorizon {
			return nil, usage("--horizon %d is not a number of days from 1 to %d", h, mostHorizon)
		}
		for _, k := range kinds {
			out = append(out, forecast.Ask{A: a, B: b, Directed: q.Directed, Kind: k, Horizon: h})
		}
	}
	return out, nil
}

func (q question) kinds() ([]entente.EventKind, error) {
	if err := cmpErr(among("--quad", q.Quad, []int{1, 2, 3, 4}), among("--root", typed[entente.Root](q.Root), codebook.Roots())); err != nil {
		return nil, err
	}
	var out []entente.EventKind
	for _, n := range q.Quad {
		out = append(out, entente.EventKind{Quad: entente.Quad(n)})
	}
	if len(q.Root) > 0 {
		roots := typed[entente.Root](q.Root)
		slices.Sort(roots)
		out = append(out, entente.EventKind{Roots: slices.Compact(roots)})
	}
	for n := entente.VerbalCooperation; n <= entente.MaterialConflict && len(q.Quad)+len(q.Root) == 0; n++ {
		out = append(out, entente.EventKind{Quad: n})
	}
	return out, nil
}

// cmpErr gives the first error there is.
func cmpErr(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

type forecastCmd struct {
	asOf
	question
	JSON bool   `help:"The answer as JSON." name:"json"`
	A    string `arg:"" help:"An actor: code, name or phrase."`
	B    string `arg:"" help:"Another."`
}

func (c *forecastCmd) Run(ctx context.Context, e *env) error {
	f, err := c.filter()
	if err != nil {
		return err
	}
	pair, err := namedActors([]string{c.A, c.B}, f.AsOf)
	if err != nil {
		return err
	}
	asks, err := c.asks(pair[0], pair[1])
	if err != nil {
		return err
	}
	s, err := e.store(ctx, false)
	if err != nil {
		return err
	}
	defer s.Close()
	sight, err := e.foresee(ctx, s, f)
	if err != nil {
		return err
	}
	fs, err := sight.Ask(ctx, asks)
	if err != nil {
		return badStore(err)
	}
	if c.JSON {
		return jsonTo(e.out).Encode(forecastAnswer{Origin: sight.Origin(), Forecasts: fs})
	}
	return e.printForecasts(ctx, s, fs, f.AsOf)
}

// forecastAnswer is what the command answers in JSON.
type forecastAnswer struct {
	Origin    entente.Day        `json:"origin"`
	Forecasts []entente.Forecast `json:"forecasts"`
}

// foresee reads what is learned from: as elsewhere, of what was read unless sources are named.
func (e *env) foresee(ctx context.Context, s desk.Store, f entente.Filter) (*desk.Foresight, error) {
	if err := every(ctx, s, &f); err != nil {
		return nil, err
	}
	if err := e.hintImports(ctx, s, f); err != nil {
		return nil, err
	}
	if len(f.Sources) == 0 {
		f.Sources = []string{entente.CodedHere}
	}
	sight, err := desk.Foresee(ctx, s, f)
	if err != nil {
		return nil, badStoreOrNone(err)
	}
	return sight, nil
}

// badStoreOrNone tells that nothing is there from a store that fails.
func badStoreOrNone(err error) error {
	if errors.Is(err, entente.ErrNotFound) {
		return err
	}
	return badStore(err)
}

// printForecasts prints forecasts with the sentences that their reasons cite.
func (e *env) printForecasts(ctx context.Context, s desk.Store, fs []entente.Forecast, asOf entente.Day) error {
	tools, err := loadLexicon()
	if err != nil {
		return err
	}
	within := detailed(fs)
	var b entente.Brief
	stories := map[string]bool{}
	for _, id := range report.ForecastCites(fs, within) {
		ev, err := s.EventAsOf(ctx, id, asOf)
		if errors.Is(err, entente.ErrNotFound) {
			continue
		}
		if err != nil {
			return badStore(err)
		}
		for _, r := range ev.Reports {
			r.ID = ev.ID
			b.Reports = append(b.Reports, r)
			stories[r.Story] = true
		}
	}
	for o, err := range s.Stories(ctx, entente.Filter{AsOf: asOf}) {
		if err != nil {
			return badStore(err)
		}
		if stories[o.Story] {
			b.Stories = append(b.Stories, o)
		}
	}
	return report.Forecasts(e.out, fs, within, b, e.layout(tools.Lexicon))
}

// detailed is the horizon whose reasons are printed: a month, or that nearest above, or
// the longest.
func detailed(fs []entente.Forecast) int {
	best := 0
	for _, f := range fs {
		if best < 30 && f.Horizon > best || f.Horizon >= 30 && f.Horizon < best {
			best = f.Horizon
		}
	}
	return best
}
