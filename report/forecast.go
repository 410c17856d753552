package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"entente"
)

// Forecasts writes forecasts of one pair for a terminal: a table of all, then the reasons of
// those of one horizon, the base rate first. The events that they cite are looked up in b.
func Forecasts(w io.Writer, fs []entente.Forecast, within int, b entente.Brief, opt Options) error {
	opt = opt.filled()
	l, s := newLedger(b), newSetter(opt)
	if len(fs) == 0 {
		return s.flush(w)
	}
	s.head("Forecast: " + between(fs[0], opt))
	s.para("", "", run{fmt.Sprintf("At least one event from %s on; beside each the pair's own base rate.", date(fs[0].Origin)), plain})
	s.blank()
	s.chances(fs)
	for _, f := range fs {
		if f.Horizon == within {
			s.blank()
			s.forecast(f, l)
		}
	}
	if slices.ContainsFunc(l.All, func(w *witness) bool { return w.Cited }) {
		s.cited(l, nil, opt)
	}
	return s.flush(w)
}

func between(f entente.Forecast, opt Options) string {
	if f.Directed {
		return "from " + opt.inProse(f.A) + " to " + opt.inProse(f.B)
	}
	return both(entente.Tie{A: f.A, B: f.B}, opt)
}

// chances sets a line for each kind of events, a column for each horizon.
func (s *setter) chances(fs []entente.Forecast) {
	var kinds []string
	var horizons []int
	cell := map[string]string{}
	for i := range fs {
		f := &fs[i]
		if !slices.Contains(kinds, f.Event()) {
			kinds = append(kinds, f.Event())
		}
		if !slices.Contains(horizons, f.Horizon) {
			horizons = append(horizons, f.Horizon)
		}
		text := probability(f.Probability)
		if f.Plain != nil {
			text += " (" + probability(f.Plain.Climatology) + ")"
		}
		cell[fmt.Sprint(f.Event(), f.Horizon)] = text
	}
	wide := 5
	for _, k := range kinds {
		wide = max(wide, len(k))
	}
	line := pad("within days", wide)
	for _, h := range horizons {
		line += fmt.Sprintf("%14d", h)
	}
	s.line(run{line, faint})
	for _, k := range kinds {
		line := pad(k, wide)
		for _, h := range horizons {
			line += fmt.Sprintf("%14s", cell[fmt.Sprint(k, h)])
		}
		s.line(run{line, plain})
	}
}

// probability prints a probability as the house does: .27, and never a certainty.
func probability(p float64) string {
	switch {
	case p < .005:
		return "<.01"
	case p > .995:
		return ">.99"
	}
	return strings.TrimPrefix(fmt.Sprintf("%.2f", p), "0")
}

// forecast sets one forecast with its reasons.
func (s *setter) forecast(f entente.Forecast, l *ledger) {
	s.para("", "  ", run{upper(f.Event()) + " within " + count(f.Horizon, "day", "days") + ": ", plain}, run{probability(f.Probability), strong},
		run{", " + f.Word + "; nine times in ten " + probability(f.Low) + " to " + probability(f.High) + expected(f.Counts) + ".", plain})
	for _, r := range f.Reasons {
		s.para("  "+signOf(r)+" ", "    ", run{upper(clean(r.Text)) + by(r) + ". ", plain}, run{refsText(l.cite(shownCites(r)...)), faint})
	}
	if f.Fared != nil {
		s.para("  · ", "    ", run{fmt.Sprintf("On %s such forecasts of %s to %s the Brier score was %s; the base rate's %s, persistence's %s. %s.",
			thousands(f.Fared.N), f.Fared.From, f.Fared.To, brier(f.Fared.Brier), brier(f.Fared.Climatology), brier(f.Fared.Persistence), upper(clean(f.Method))), faint})
	} else {
		s.para("  · ", "    ", run{"The past is too short to try such forecasts on it: " + clean(f.Method) + ".", faint})
	}
}

func brier(x float64) string { return strings.TrimPrefix(fmt.Sprintf("%.4f", x), "0") }

func expected(c *entente.CountForecast) string {
	if c == nil {
		return ""
	}
	return fmt.Sprintf("; %.1f events are to be expected, nine times in ten %d to %d", c.Expected, c.Low, c.High)
}

func signOf(r entente.Reason) string {
	switch r.Role {
	case entente.RoleFor:
		return "+"
	case entente.RoleAgainst:
		return "−"
	}
	return "–"
}

// by says how far a reason moves the probability.
func by(r entente.Reason) string {
	if r.Moves == 0 {
		return ""
	}
	return fmt.Sprintf(" (moves it by %s)", strings.Replace(fmt.Sprintf("%+.2f", r.Moves), "0.", ".", 1))
}

// citesShown is how many events of a reason are cited in print.
const citesShown = 2

// shownCites are the events that a reason cites in print: the latest, and those of a case.
func shownCites(r entente.Reason) []string {
	out := slices.Clone(r.Cites[:min(len(r.Cites), citesShown)])
	for _, c := range r.Past[:min(len(r.Past), 1)] {
		out = append(out, c.Cites...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ForecastCites gives the ids of the events that [Forecasts] prints of forecasts of a
// horizon.
func ForecastCites(fs []entente.Forecast, within int) []string {
	var out []string
	for _, f := range fs {
		if f.Horizon != within {
			continue
		}
		for _, r := range f.Reasons {
			out = append(out, shownCites(r)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
