package main

import (
	"context"
	"fmt"
	"math"
	"time"

	"entente"
	"entente/desk"
	"entente/forecast"
	"entente/score"
)

type backtestCmd struct {
	asOf
	question
	From  string   `help:"First origin; by default two thirds into what was read." placeholder:"DATE"`
	To    string   `help:"Last origin; by default as late as horizons end in time." placeholder:"DATE"`
	Step  int      `help:"Days from one origin to the next." default:"7" placeholder:"DAYS"`
	Refit int      `help:"Days after which models are learned anew." default:"91" placeholder:"DAYS"`
	JSON  bool     `help:"The measures as JSON." name:"json"`
	Types int      `help:"Score forecasts of the types of triangles instead: of all triangles of so many states, those told of most." placeholder:"N"`
	Pair  []string `arg:"" optional:"" name:"actor" help:"Two actors: only their forecasts are scored; by default those of all pairs that models are learned from. Three: forecasts of the type of their triangle."`
}

// backtested is what a backtest gave.
type backtested struct {
	From    entente.Day     `json:"from"` // first and last origin
	To      entente.Day     `json:"to"`
	Pairs   int             `json:"pairs"`
	Left    []int           `json:"left_out"` // horizons for which the past is too short
	Rows    []backtestedRow `json:"rows"`
	Seconds float64         `json:"seconds"`
	PeakMB  float64         `json:"peak_mb"`
}

type backtestedRow struct {
	Event    string               `json:"event"`
	Directed bool                 `json:"directed"`
	Horizon  int                  `json:"horizon"`
	Measures score.ChanceMeasures `json:"measures"`
}

func (c *backtestCmd) Run(ctx context.Context, e *env) error {
	start := time.Now()
	b, only, err := c.backtest()
	if err != nil {
		return err
	}
	corners, err := c.corners(b.Filter.AsOf)
	if err != nil {
		return err
	}
	s, err := e.store(ctx, false)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := every(ctx, s, &b.Filter); err != nil {
		return err
	}
	if err := e.hintImports(ctx, s, b.Filter); err != nil {
		return err
	}
	if len(b.Filter.Sources) == 0 {
		b.Filter.Sources = []string{entente.CodedHere}
	}
	if corners != nil || c.Types > 0 {
		return c.types(ctx, e, s, b, corners)
	}
	out := backtested{Left: []int{}, Rows: []backtestedRow{}}
	trials := make([][]forecast.Trial, len(b.Asks))
	pairs := map[entente.Pair]bool{}
	b.Left = func(h int) { out.Left = append(out.Left, h) }
	b.Tell = func(t desk.Tried) {
		if only != (entente.Pair{}) && only != (entente.Pair{Source: min(t.A, t.B), Target: max(t.A, t.B)}) {
			return
		}
		pairs[entente.Pair{Source: t.A, Target: t.B}] = true
		for i := range b.Asks {
			if a := b.Asks[i]; a.Horizon == t.Horizon && a.Kind.String() == t.Kind.String() {
				trials[i] = append(trials[i], t.Trial)
			}
		}
	}
	if out.From, out.To, err = desk.Try(ctx, s, b); err != nil {
		return badStoreOrNone(err)
	}
	for i, a := range b.Asks {
		if of := trials[i]; len(of) > 0 {
			out.Rows = append(out.Rows, backtestedRow{a.Kind.String(), a.Directed, a.Horizon, score.Chances(of)})
		}
	}
	out.Pairs, out.Seconds, out.PeakMB = len(pairs), math.Round(time.Since(start).Seconds()*100)/100, math.Round(peakMB())
	if c.JSON {
		return e.measures(out)
	}
	for _, h := range out.Left {
		fmt.Fprintf(e.out, "%d days ahead: not scored, the store's past is too short\n", h)
	}
	fmt.Fprintf(e.out, "origins from %s to %s, %s\n", out.From, out.To, counted(out.Pairs, "pair", "pairs"))
	for _, r := range out.Rows {
		fmt.Fprintf(e.out, "%s within %d days\n", r.Event, r.Horizon)
		writeMeasures(e.out, r.Measures)
	}
	return nil
}

// backtest reads the flags; only is the pair to be scored, if one is named.
func (c *backtestCmd) backtest() (b desk.Backtest, only entente.Pair, err error) {
	if b.Filter, err = c.filter(); err != nil {
		return b, only, err
	}
	if b.From, err = entente.ParseDay(c.From); err != nil {
		return b, only, usage("--from: %w", err)
	}
	if b.To, err = entente.ParseDay(c.To); err != nil {
		return b, only, usage("--to: %w", err)
	}
	if c.Step < 1 || c.Refit < 1 {
		return b, only, usage("--step and --refit are numbers of days above nought")
	}
	b.Step, b.Refit = c.Step, c.Refit
	if b.Asks, err = c.asks("", ""); err != nil || len(c.Pair) == 0 || len(c.Pair) == 3 {
		return b, only, err
	}
	if len(c.Pair) != 2 {
		return b, only, usage("a pair is two actors and a triangle three, not %d", len(c.Pair))
	}
	codes, err := namedActors(c.Pair, b.Filter.AsOf)
	if err != nil {
		return b, only, err
	}
	only = entente.Pair{Source: min(codes[0], codes[1]), Target: max(codes[0], codes[1])}
	b.Pairs = []entente.Pair{only}
	return b, only, nil
}
