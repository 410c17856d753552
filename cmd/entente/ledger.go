package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"entente"
	"entente/desk"
	"entente/score"
)

type resolveCmd struct {
	AsOf string   `help:"Resolve by what was known on this day." placeholder:"DATE"`
	List bool     `help:"List the forecasts on record and change nothing."`
	Void []string `help:"Decide that this forecast cannot be resolved; any number of times." placeholder:"ID" sep:"none"`
	Why  string   `help:"Of --void: the reason." placeholder:"TEXT"`
	By   string   `help:"Of --void: who decided." default:"analyst" placeholder:"NAME"`
	JSON bool     `help:"JSON lines, one a forecast on record with its resolution." name:"json"`
}

func (c *resolveCmd) Run(ctx context.Context, e *env) error {
	day, err := entente.ParseDay(c.AsOf)
	switch {
	case err != nil:
		return usage("--as-of: %w", err)
	case len(c.Void) > 0 && c.Why == "":
		return usage("--void wants a reason: --why TEXT")
	case c.By == "" || c.By == entente.Machine:
		return usage("--by names who decided; %q is the program's own name or none", c.By)
	}
	s, err := e.store(ctx, !c.List)
	if err != nil {
		return err
	}
	defer s.Close()
	if !c.List {
		if err := c.resolve(ctx, e, s, day); err != nil {
			return err
		}
	}
	return c.print(ctx, e, s, day)
}

func (c *resolveCmd) resolve(ctx context.Context, e *env, s desk.Store, day entente.Day) error {
	today := entente.DayOf(time.Now())
	var rs []entente.Resolution
	for _, id := range c.Void {
		rs = append(rs, entente.Resolution{Forecast: id, Outcome: entente.Void, Cites: []string{}, Made: today, By: c.By, Why: c.Why})
	}
	if len(rs) > 0 {
		if err := s.Resolve(ctx, rs...); err != nil {
			return badStoreOrNone(err)
		}
	}
	made := today
	if day.Known() {
		made = day
	}
	due, err := desk.Due(ctx, s, day, made)
	if err != nil {
		return badStore(err)
	}
	if err := s.Resolve(ctx, due...); err != nil {
		return badStore(err)
	}
	return nil
}

func (c *resolveCmd) print(ctx context.Context, e *env, s desk.Store, day entente.Day) error {
	n, open := 0, 0
	for entry, err := range s.Ledger(ctx, day) {
		if err != nil {
			return badStore(err)
		}
		if n++; entry.Resolution == nil {
			open++
		}
		if c.JSON {
			err = jsonTo(e.out).Encode(entry)
		} else {
			err = writeEntry(e.out, &entry)
		}
		if err != nil {
			return err
		}
	}
	if !e.Quiet {
		fmt.Fprintf(e.err, "entente: %s on record, %d of them open\n", counted(n, "forecast", "forecasts"), open)
	}
	return nil
}

// writeEntry prints a forecast on record in a line.
func writeEntry(w io.Writer, s *entente.Settled) error {
	way, came := "–", "open"
	if s.Directed {
		way = "→"
	}
	if r := s.Resolution; r != nil {
		came = string(r.Outcome)
		if r.Outcome == entente.Yes {
			came += fmt.Sprintf(", %s", counted(r.Count, "event", "events"))
		}
	}
	_, err := fmt.Fprintf(w, "%s  %-10s  %s %s %s: %s from %s within %d days  %.3f  %s\n", s.ID, s.By, s.A, way, s.B, s.Event(), s.Origin, s.Horizon, s.Probability, came)
	return err
}

type scoreboardCmd struct {
	AsOf string `help:"By what was known on this day." placeholder:"DATE"`
	JSON bool   `help:"The scoreboard as JSON." name:"json"`
}

func (c *scoreboardCmd) Run(ctx context.Context, e *env) error {
	day, err := entente.ParseDay(c.AsOf)
	if err != nil {
		return usage("--as-of: %w", err)
	}
	s, err := e.store(ctx, false)
	if err != nil {
		return err
	}
	defer s.Close()
	var ledger []entente.Settled
	for entry, err := range s.Ledger(ctx, day) {
		if err != nil {
			return badStore(err)
		}
		ledger = append(ledger, entry)
	}
	if len(ledger) == 0 {
		return codedError{exitNo, fmt.Errorf("the store has no forecasts on record"), "entente forecast --record A B puts some on record"}
	}
	rows := score.Board(ledger)
	if c.JSON {
		return jsonTo(e.out).Encode(map[string]any{"rows": rows})
	}
	for _, r := range rows {
		writeBoard(e.out, r)
	}
	return nil
}

// writeBoard prints a row of the scoreboard with its reliability.
func writeBoard(w io.Writer, r score.BoardRow) {
	when := ""
	if r.Hindsight {
		when = ", recorded with hindsight"
	}
	fmt.Fprintf(w, "%s: %s within %d days%s; %d open, %d void\n", r.By, r.Event, r.Horizon, when, r.Open, r.Void)
	if r.Measures != nil {
		writeMeasures(w, *r.Measures)
	}
	if b := r.Beside; b != nil {
		fmt.Fprintf(w, "  beside the machine on %s: Brier %.4f, the machine's %.4f\n", counted(b.N, "question", "questions"), b.Brier, b.Machine)
	}
}

// writeMeasures prints how probabilities fared.
func writeMeasures(w io.Writer, m score.ChanceMeasures) {
	fmt.Fprintf(w, "  n %d, happened %.3f; Brier %.4f, base rate %.4f, persistence %.4f; log score %.4f, base rate %.4f\n",
		m.N, m.Base, m.Brier, m.Climate, m.Persistence, m.LogScore, m.LogClimate)
	within := "of too few pairs and weeks for an interval"
	if i := m.Interval; i != nil {
		within = fmt.Sprintf("95 %% interval %+.3f to %+.3f, clustered by pair and week", i[0], i[1])
	}
	fmt.Fprintf(w, "  skill over the base rate %+.3f (%s); AUC %.3f, calibration error %.3f\n", m.Skill, within, m.AUC, m.ECE)
	if c := m.Counts; c.Randomised > 0 {
		fmt.Fprintf(w, "  counts within 90 %% intervals %.3f, by the part of those at the edge that lies within %.3f, the likeliest alone %.3f; width %.1f\n", c.Covered, c.Randomised, c.Narrowest, c.Width)
	}
	for _, b := range m.Reliability {
		fmt.Fprintf(w, "  %.1f–%.1f  n %6d  said %.3f  came %.3f\n", b.From, b.From+.1, b.N, b.Forecast, b.Observed)
	}
}
