package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"entente"
	"entente/ask"
	"entente/desk"
	"entente/forecast"
)

// suppose answers what a file of supposed events would change.
func (c *forecastCmd) suppose(ctx context.Context, e *env, sight *desk.Foresight, asks []forecast.Ask, corners []entente.Code) error {
	data, err := os.ReadFile(c.Suppose)
	if err != nil {
		return badInput(err)
	}
	supposed, err := forecast.ParseSupposed(c.Suppose, data)
	if err != nil {
		return ownFile(c.Suppose, err)
	}
	actors, err := c.supposedActors(supposed, sight.Origin()-1)
	if err != nil {
		return err
	}
	events, err := sight.SupposedEvents(c.Suppose, supposed, actors)
	if err != nil {
		return codedError{exitOwnFiles, err, "leave out the day, or ask --as-of a later one"}
	}
	out, err := sight.Suppose(ctx, asks, corners, events)
	if err != nil {
		return badStore(err)
	}
	if c.JSON {
		return jsonTo(e.out).Encode(out)
	}
	writeScenario(e.out, out)
	return nil
}

// supposedActors resolves the actors of what is supposed as they are called on a day.
func (c *forecastCmd) supposedActors(supposed []forecast.Supposed, day entente.Day) ([][2]entente.Actor, error) {
	tools, err := loadLexicon()
	if err != nil {
		return nil, err
	}
	var out [][2]entente.Actor
	for _, s := range supposed {
		var pair [2]entente.Actor
		for i, name := range []string{s.From, s.To} {
			code, err := ask.Actor(tools, "actor", name, day)
			if err != nil {
				return nil, codedError{exitOwnFiles, fmt.Errorf("%s:%d: %w", c.Suppose, s.Line, err), hintOf(err)}
			}
			pair[i] = entente.Actor{Code: code, Name: tools.Lexicon.NameOf(code), Raw: name}
		}
		out = append(out, pair)
	}
	return out, nil
}

func hintOf(err error) string {
	_, hint := classify(err)
	return hint
}

// writeScenario prints what would change.
func writeScenario(w io.Writer, s desk.Scenario) {
	fmt.Fprintf(w, "If, before %s, these had happened too (%d):\n", s.Origin, len(s.Supposed))
	for _, r := range s.Supposed {
		fmt.Fprintf(w, "  %s  %s  %s → %s: %s  %s\n", r.ID, r.Date, r.Source.Code, r.Target.Code, r.Plover.Event, r.Citation.Quote)
	}
	for _, c := range s.Forecasts {
		fmt.Fprintf(w, "%s within %d days: %.3f → %.3f (%+.3f)\n", c.After.Event(), c.After.Horizon, c.Before.Probability, c.After.Probability, c.By)
		for _, y := range c.Why {
			fmt.Fprintf(w, "  %+.3f → %+.3f  %s\n", y.Before, y.After, y.Text)
		}
	}
	for _, d := range s.Dyads {
		fmt.Fprintf(w, "%s and %s: friends %.3f → %.3f, adversaries %.3f → %.3f, neither %.3f → %.3f\n", d.Before.A, d.Before.B,
			d.Before.PPlus, d.After.PPlus, d.Before.PMinus, d.After.PMinus, d.Before.PNeutral, d.After.PNeutral)
	}
	if t := s.Triangle; t != nil {
		fmt.Fprintf(w, "triangle: %s (%.3f) → %s (%.3f)\n", t.Before.Shape, t.Before.P[t.Before.Shape], t.After.Shape, t.After.P[t.After.Shape])
	}
	for _, a := range s.Ahead {
		fmt.Fprintf(w, "triangle in %d days: %s (%.3f) → %s (%.3f)\n", a.After.Horizon, a.Before.Type, a.Before.P[a.Before.Type], a.After.Type, a.After.P[a.After.Type])
	}
}

// writeAhead prints the type that a triangle may have.
func writeAhead(w io.Writer, a desk.Ahead) {
	fmt.Fprintf(w, "\nTriangle of %s, %s and %s in %d days: %s (%.2f); now %s (%.2f)\n", a.Corners[0], a.Corners[1], a.Corners[2], a.Horizon, a.Type, a.P[a.Type], a.Now, a.NowP[a.Now])
	for _, s := range entente.Shapes {
		fmt.Fprintf(w, "  %-18s %.2f\n", s, a.P[s])
	}
	for _, r := range a.Reasons {
		fmt.Fprintf(w, "  – %s. %v\n", r.Text, r.Cites)
	}
}
