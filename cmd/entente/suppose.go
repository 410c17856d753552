package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"entente"
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
			code, err := actor(tools, name, day)
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

// writeScenario prints what would change, and why.
func writeScenario(w io.Writer, s desk.Scenario) {
	fmt.Fprintf(w, "If, before %s, these had happened too (%d):\n", s.Origin, len(s.Supposed))
	writeSupposed(w, s.Supposed)
	for _, c := range s.Forecasts {
		writeChange(w, c)
	}
	writeStill(w, s.Forecasts)
	for _, d := range s.Dyads {
		writeTieChange(w, d, s.Supposed)
	}
	if t := s.Triangle; t != nil {
		writeTriangleChange(w, t)
	}
	for _, a := range s.Ahead {
		fmt.Fprintf(w, "triangle in %d days: %s (%.3f) → %s (%.3f)\n", a.After.Horizon, a.Before.Type, a.Before.P[a.Before.Type], a.After.Type, a.After.P[a.After.Type])
	}
}

// writeSupposed lists what is supposed, what stands in the file once in one line.
func writeSupposed(w io.Writer, all []entente.Report) {
	for i := 0; i < len(all); {
		r, last := &all[i], i
		for last+1 < len(all) && all[last+1].Provenance.Line == r.Provenance.Line {
			last++
		}
		ids, way := r.ID, "→"
		if last > i {
			ids += " to " + all[last].Provenance.ID
		}
		if r.Reciprocal {
			way = "↔"
		}
		fmt.Fprintf(w, "  %s  %s  %s %s %s: %s  %s\n", ids, r.Date, r.Source.Code, way, r.Target.Code, r.Plover.Event, r.Citation.Quote)
		i = last + 1
	}
}

// leastChange is the least change of a probability that is told with its reasons.
const leastChange = .005

// writeChange prints a forecast without and with what is supposed: its base rate first, then
// what weighs otherwise.
func writeChange(w io.Writer, c desk.Change) {
	fmt.Fprintf(w, "%s within %d days: %.3f → %.3f (%+.3f)", c.After.Event(), c.After.Horizon, c.Before.Probability, c.After.Probability, c.By)
	if a, b := c.Before.Counts, c.After.Counts; a != nil && b != nil && math.Abs(a.Expected-b.Expected) >= .05 {
		fmt.Fprintf(w, "; events to be expected: %.1f → %.1f", a.Expected, b.Expected)
	}
	fmt.Fprintln(w)
	if math.Abs(c.By) < leastChange {
		return
	}
	if len(c.After.Reasons) > 0 {
		r := c.After.Reasons[0]
		fmt.Fprintf(w, "  %s%s\n", r.Text, cited(r.Cites))
	}
	for _, y := range c.Why {
		fmt.Fprintf(w, "  %+.3f → %+.3f  %s%s\n", y.Before, y.After, y.Text, cited(y.Cites))
	}
}

// cited prints the first ids of a reason.
func cited(ids []string) string {
	const most = 3
	if len(ids) == 0 {
		return ""
	}
	return " [" + strings.Join(ids[:min(most, len(ids))], "] [") + "]"
}

// writeStill says why forecasts stay as they are.
func writeStill(w io.Writer, all []desk.Change) {
	plain, still := 0, 0
	for _, c := range all {
		switch {
		case math.Abs(c.By) >= leastChange:
		case strings.HasPrefix(c.After.Method, "base rate"):
			plain++
		default:
			still++
		}
	}
	if plain > 0 {
		fmt.Fprintf(w, "  – %s as it was is a base rate: on this store's past no model did better, or it is too short to try one.\n    Base rates count windows with an event and those without; what is supposed adds no such window, or one of many.\n", counted(plain, "forecast", "forecasts"))
	}
	if still > 0 {
		fmt.Fprintf(w, "  – %s as it was: what is supposed is no more than is usual for the two, or has seldom been followed by more.\n", counted(still, "other", "others"))
	}
}

// writeTieChange prints a tie without and with what is supposed, and what of its evidence grew.
func writeTieChange(w io.Writer, d desk.TieChange, supposed []entente.Report) {
	a, b := d.Before, d.After
	fmt.Fprintf(w, "%s and %s: friends %.3f → %.3f, adversaries %.3f → %.3f, neither %.3f → %.3f\n", a.A, a.B, a.PPlus, b.PPlus, a.PMinus, b.PMinus, a.PNeutral, b.PNeutral)
	var ids, grown []string
	for _, r := range supposed {
		if x, y := r.Source.Code, r.Target.Code; x == a.A && y == a.B || x == a.B && y == a.A {
			ids = append(ids, r.ID)
		}
	}
	for _, sum := range []struct {
		what     string
		from, to entente.Code
		was, is  float64
	}{
		{"cooperation", a.A, a.B, a.Acts.CoopAB, b.Acts.CoopAB}, {"cooperation", a.B, a.A, a.Acts.CoopBA, b.Acts.CoopBA},
		{"conflict", a.A, a.B, a.Acts.ConfAB, b.Acts.ConfAB}, {"conflict", a.B, a.A, a.Acts.ConfBA, b.Acts.ConfBA},
	} {
		if math.Abs(sum.is-sum.was) >= .05 {
			grown = append(grown, fmt.Sprintf("%s %s → %s %.1f → %.1f", sum.what, sum.from, sum.to, sum.was, sum.is))
		}
	}
	if len(grown) == 0 {
		fmt.Fprintln(w, "  – nothing is supposed between the two")
		return
	}
	fmt.Fprintf(w, "  – all that was done, in points: %s%s\n", strings.Join(grown, ", "), cited(ids))
	fmt.Fprintf(w, "  – then %s\n", b.Rule)
}

// writeTriangleChange prints a triangle without and with what is supposed, and the tie that
// moves it most.
func writeTriangleChange(w io.Writer, t *desk.TriangleChange) {
	fmt.Fprintf(w, "triangle: %s (%.3f) → %s (%.3f)\n", t.Before.Shape, t.Before.P[t.Before.Shape], t.After.Shape, t.After.P[t.After.Shape])
	most, at := 0., -1
	for i := range t.Before.Ties {
		x, y := t.Before.Ties[i], t.After.Ties[i]
		if by := math.Abs(x.PPlus-y.PPlus) + math.Abs(x.PMinus-y.PMinus) + math.Abs(x.PNeutral-y.PNeutral); by > most {
			most, at = by, i
		}
	}
	if most >= 2*leastChange {
		fmt.Fprintf(w, "  – by the tie of %s and %s most\n", t.After.Ties[at].A, t.After.Ties[at].B)
	}
	if f := t.After.Flip; f != nil {
		fmt.Fprintf(w, "  – what would turn it then: %s and %s %s, which makes it %s\n", f.A, f.B, signWord(f.To), f.Shape)
	}
}

// signWord says how two stand to each other.
func signWord(sign int) string {
	switch {
	case sign > 0:
		return "as friends"
	case sign < 0:
		return "as adversaries"
	}
	return "as neither friends nor adversaries"
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
