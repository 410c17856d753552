package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"time"

	"entente"
	"entente/desk"
	"entente/forecast"
	"entente/score"
)

// backtestedTypes is what a backtest of the types of triangles gave.
type backtestedTypes struct {
	From    entente.Day      `json:"from"` // first and last origin
	To      entente.Day      `json:"to"`
	Left    []int            `json:"left_out"` // horizons for which the past is too short
	Rows    []typesOfHorizon `json:"types"`
	Seconds float64          `json:"seconds"`
	PeakMB  float64          `json:"peak_mb"`
}

type typesOfHorizon struct {
	Horizon  int                `json:"horizon"`
	Measures score.TypeMeasures `json:"measures"`
}

// corners resolves the actors of a triangle, nil if none is named.
func (c *backtestCmd) corners(day entente.Day) ([]entente.Code, error) {
	if len(c.Pair) != 3 {
		return nil, nil
	}
	if c.Types > 0 {
		return nil, usage("--types chooses triangles by itself; three actors name one")
	}
	return cornersOf(c.Pair, day)
}

// types scores forecasts of the types of a triangle, or of those of the busiest states.
func (c *backtestCmd) types(ctx context.Context, e *env, s desk.Store, b desk.Backtest, corners []entente.Code) error {
	start := time.Now()
	out := backtestedTypes{Left: []int{}, Rows: []typesOfHorizon{}}
	var triangles [][3]entente.Code
	if corners != nil {
		triangles = append(triangles, [3]entente.Code(corners))
	} else {
		var err error
		if triangles, err = desk.Triangles(ctx, s, b, c.Types); err != nil {
			return badStoreOrNone(err)
		}
	}
	trials := map[int][]forecast.TypeTrial{}
	b.Left = func(h int) { out.Left = append(out.Left, h) }
	var err error
	if out.From, out.To, err = desk.TryTypes(ctx, s, b, triangles, func(t forecast.TypeTrial) { trials[t.Horizon] = append(trials[t.Horizon], t) }); err != nil {
		return badStoreOrNone(err)
	}
	seen := map[int]bool{}
	for _, a := range b.Asks {
		if of := trials[a.Horizon]; len(of) > 0 && !seen[a.Horizon] {
			out.Rows = append(out.Rows, typesOfHorizon{a.Horizon, score.Types(of)})
		}
		seen[a.Horizon] = true
	}
	out.Seconds, out.PeakMB = math.Round(time.Since(start).Seconds()*100)/100, math.Round(peakMB())
	if c.JSON {
		return e.measures(out)
	}
	for _, h := range out.Left {
		fmt.Fprintf(e.out, "%d days ahead: not scored, the store's past is too short\n", h)
	}
	fmt.Fprintf(e.out, "origins from %s to %s\n", out.From, out.To)
	for _, r := range out.Rows {
		writeTypes(e.out, r)
	}
	return nil
}

// writeTypes prints how forecasts of types fared.
func writeTypes(w io.Writer, r typesOfHorizon) {
	m := r.Measures
	fmt.Fprintf(w, "types of %s in %d days: n %d\n", counted(m.Triangles, "triangle", "triangles"), r.Horizon, m.N)
	fmt.Fprintf(w, "  Brier %.4f, persistence %.4f, base rate %.4f; none can be below %.4f\n", m.Brier, m.Persistence, m.Climate, m.Floor)
	fmt.Fprintf(w, "  skill over persistence %+.3f (95 %% interval %+.3f to %+.3f), over the base rate %+.3f\n", m.Skill, m.Interval[0], m.Interval[1], m.SkillBase)
	fmt.Fprintf(w, "  calibration error %.3f, that of persistence %.3f; the likeliest type came in %.3f, that of now stayed in %.3f\n", m.ECE, m.ECENow, m.Likeliest, m.Stayed)
	for _, b := range m.Reliability {
		fmt.Fprintf(w, "  %.1f–%.1f  n %6d  said %.3f  came %.3f\n", b.From, b.From+.1, b.N, b.Forecast, b.Observed)
	}
}
