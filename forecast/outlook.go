package forecast

import (
	"fmt"
	"slices"
	"strings"

	"entente"
)

// Outlook forecasts, for each quad class, at least one event between a and b, in
// either direction, in the horizon days from the history's origin on. It is empty
// where the history is, for then no forecast would have a reason.
//
// The probability is the mean of a Beta distribution, the interval its 5 and 95 %
// quantiles: the pair's own covered windows, the later weighing more, shrunk toward
// the rate of the pairs told of about as often, as strongly as these are alike, or, where the history
// has fewer than 20 stories, 5 pairs or 8 windows, toward [Defaults] with the
// strength of eight windows.
func Outlook(h History, a, b entente.Code, horizon int) []entente.Forecast {
	return Climatology(h, horizon).Outlook(a, b)
}

// Outlook is the function of that name for a climate already counted.
func (c Climate) Outlook(a, b entente.Code) []entente.Forecast {
	if len(c.history.acts) == 0 || a == b {
		return nil
	}
	p := pair{min(a, b), max(a, b)}
	out := make([]entente.Forecast, 0, 4)
	for q := entente.VerbalCooperation; q <= entente.MaterialConflict; q++ {
		alpha, beta := c.beta(p, q)
		f := entente.Forecast{
			A: a, B: b, Quad: q, Origin: c.history.origin, Horizon: c.horizon,
			Probability: alpha / (alpha + beta), Method: c.method(), Reasons: c.reasons(p, q),
		}
		f.Low, f.High = interval(alpha, beta)
		f.Word = entente.Word(f.Probability)
		out = append(out, f)
	}
	return out
}

func (c Climate) method() string {
	if c.pooled {
		return "base rate: the pair's own windows, shrunk toward pairs told of about as often"
	}
	return "base rate: the pair's own windows, shrunk toward default rates"
}

// reasons gives the pair's own count, then what it was shrunk toward.
func (c Climate) reasons(p pair, q entente.Quad) []entente.Reason {
	own := c.of(p, q)
	first := entente.Reason{
		Text: fmt.Sprintf("%s between the two in %d of %d %s that the stories cover",
			q, len(own.windows), len(c.covered), c.spans(len(c.covered))),
		Hits:  len(own.windows),
		Cases: len(c.covered),
		Cites: latest(own),
	}
	if len(first.Cites) == 0 {
		first.Cites = c.last(func(x act) bool { return x.a == p.a && x.b == p.b })
	}
	if len(first.Cites) == 0 {
		first.Cites = c.last(func(act) bool { return true })
	}
	return []entente.Reason{first, c.background(p, q)}
}

// background is the reason for the prior.
func (c Climate) background(p pair, q entente.Quad) entente.Reason {
	r := entente.Reason{Cites: c.last(func(x act) bool { return x.quad == q })}
	if len(r.Cites) == 0 {
		r.Cites = c.last(func(act) bool { return true })
	}
	r.Cites = r.Cites[:min(fewCites, len(r.Cites))]
	toward := c.peersFor(p)
	if c.pooled {
		r.Hits, r.Cases = toward.counts[q], toward.pairs*len(c.covered)
		r.Text = fmt.Sprintf("%d pairs told of about as often had %s in %d of %d %s: drawn toward their rate, %s with recent ones counting more",
			toward.pairs, q, r.Hits, r.Cases, c.spans(r.Cases), share(toward.rates[q]))
		return r
	}
	r.Text = fmt.Sprintf("little was read (%d %s): drawn toward %s, the default rate for pairs of states often in the news",
		c.history.stories, plural(c.history.stories, "story", "stories"), share(toward.rates[q]))
	return r
}

// share prints a rate as the house does: .27.
func share(x float64) string { return strings.TrimPrefix(fmt.Sprintf("%.2f", x), "0") }

// spans names the windows.
func (c Climate) spans(n int) string {
	if c.horizon == week {
		return plural(n, "week", "weeks")
	}
	return plural(n, "window", "windows") + fmt.Sprintf(" of %d %s", c.horizon, plural(c.horizon, "day", "days"))
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// latest lists the reports in windows, those of the last window first.
func latest(h hits) []string {
	var out []string
	for _, reports := range slices.Backward(h.reports) {
		out = append(out, reports...)
	}
	return out[:min(citesAtMost, len(out))]
}

// last lists the latest reports of the acts that are picked.
func (c Climate) last(pick func(act) bool) []string {
	var out []string
	for _, x := range slices.Backward(c.history.acts) {
		if pick(x) {
			out = append(out, x.cite)
		}
		if len(out) == citesAtMost {
			break
		}
	}
	return out
}
