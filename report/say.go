package report

import "entente"

// The words of this package, for faces that are set elsewhere: a number reads the same in
// a terminal, in a brief and in a browser.

// Prob prints a probability to two places without the leading zero; what would round to
// certainty is kept short of it.
func Prob(p float64) string { return prob(p) }

// Signed prints a number between -1 and 1 with its sign, to two places.
func Signed(x float64) string { return signed(x) }

// Amount prints a sum of intensities to one place.
func Amount(x float64) string { return amount(x) }

// Strength prints an intensity with its sign.
func Strength(x float64) string { return strength(x) }

// Count prints a number with its noun: "1 event", "2 events", "no events".
func Count(n int, one, many string) string { return count(n, one, many) }

// Day prints a day as in a newspaper: "16 June 2021".
func Day(d entente.Day) string { return date(d) }

// Days prints a window of days as briefly as it can be said.
func Days(from, to entente.Day) string { return dates(from, to) }

// And joins names in prose: "a", "a and b", "a, b and c".
func And(names ...string) string { return list(names...) }

// Upper gives the text with its first letter as a capital.
func Upper(s string) string { return upper(s) }

// Flat makes text from outside safe and flat: control and direction characters become
// spaces, runs of space become one.
func Flat(s string) string { return clean(s) }

// Visible drops the runes that act rather than show, but for line breaks.
func Visible(s string) string { return visible(s) }

// Standing says how two actors stand: friendly, adversarial, neutral, open, not known.
func Standing(t entente.Tie) string { return tieWord(t) }

// Sign is the mark of how two actors stand: +, −, 0, ± or ?.
func Sign(t entente.Tie) string { return tieSign(t) }

// Trend names a trend with its arrow.
func Trend(trend *int) string { return trendWord(trend) }

// Stance says what an assessment claims.
func Stance(a *entente.Assessment) string { return stance(a) }

// Held says whose view an assessment is.
func Held(a *entente.Assessment, opt Options) string {
	opt = opt.filled()
	return "held by " + holder(a.Holder, opt) + members(a, opt)
}

// Who names the actors of a report with the arrow of direction.
func Who(r *entente.Report, opt Options) string { return who(r, opt.filled()) }

// When dates a report, and says so where the date leans on publication alone.
func When(r *entente.Report) string { return when(r) }

// Outlet names a story's outlet, title and day.
func Outlet(o entente.Outlet) string { return outlet(o) }

// WebURL gives an address of the web that may be linked to, "" for anything else.
func WebURL(s string) string { return webURL(s) }

// Flip says which smallest change would alter a triangle's type, "" where none is known.
func Flip(t entente.Triangle, opt Options) string { return flipWords(t, opt.filled()) }

// Mark is a run of words of a cited sentence by its part: source, target, trigger, or ""
// for the rest. Letter is printed beside the words.
type Mark struct{ Text, Class, Letter string }

// Marks cuts a quotation where the parts of its words begin and end.
func Marks(c *entente.Citation) []Mark {
	var out []Mark
	for _, p := range parts(c) {
		out = append(out, Mark{p.Text, p.Role.Class(), string(p.Role)})
	}
	return out
}

// Checks tells how the order of a weighed matrix fares when something is changed.
func Checks(w entente.Weighing) []string { return checks(w) }

// Lookouts tells what to look for next, and what seeing it would tell.
func Lookouts(w entente.Weighing) []string { return sought(w) }

// Confidence tells how far an analysis may be relied on, apart from every probability.
func Confidence(c entente.Confidence) string { return confidence(c) }
