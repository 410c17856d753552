package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"entente"
)

func hypot(x, y float64) float64 { return math.Hypot(x, y) }

// WeighingView is a weighed matrix put into words.
type weighingView struct {
	Anchor   string
	Question string
	Says     prose
	Readings []reading
	Rows     []row // most diagnostic first, then what was not weighed
	Fragile  string
	Views    []note   // who holds or denies which reading
	Checks   []string // how the order fares when something is changed
	Sought   []string // what to look for next
	Findings []string // what is amiss with the matrix
	After    []string // what came true
	// Confidence is told apart from every probability.
	Confidence string
}

// Reading is one hypothesis and how it stands.
type reading struct {
	ID, Text      string
	Bar           bar
	Inconsistency string
	Leads         bool
}

// Row is an item of evidence.
type row struct {
	ID, Text string
	Ratings  []string
	Power    string // diagnosticity
	Share    float64
	Refs     []ref
	Why      string // why it was not weighed, "" where it was
	Decides  bool   // without it another reading would lead
}

func newWeighingView(i int, w entente.Weighing, l *ledger) weighingView {
	v := weighingView{Anchor: fmt.Sprintf("q-%d", i+1), Question: clean(w.Question), Fragile: fragile(w)}
	l.enter(v.Anchor, "Question "+fmt.Sprint(i+1))
	v.Says = leading(w, l)
	r := l.first(weighingCites(w)...)
	for _, s := range w.Standings {
		b := bar{Label: s.ID, Value: prob(s.Posterior), Word: s.Word, Share: s.Posterior, Tone: "none", Ref: r}
		v.Readings = append(v.Readings, reading{clean(s.ID), clean(s.Text), b, fmt.Sprintf("%.1f", s.Inconsistency), s.ID == w.Winner && w.Winner != ""})
	}
	for _, e := range byDiagnosticity(w.Evidence) {
		v.Rows = append(v.Rows, newRow(e, w, l))
	}
	v.Views, v.Checks, v.Sought, v.After, v.Confidence = views(w, l), checks(w), sought(w), postMortem(w.PostMortem), confidence(w.Confidence)
	for _, f := range w.Findings {
		v.Findings = append(v.Findings, upper(sentence(clean(f))))
	}
	return v
}

func newRow(e entente.Bound, w entente.Weighing, l *ledger) row {
	r := row{ID: clean(e.ID), Text: clean(e.Text), Power: fmt.Sprintf("%.2f", e.Diagnosticity), Share: min(e.Diagnosticity/math.Log(9), 1),
		Refs: l.cite(e.Cites...), Decides: slices.Contains(w.Flips, e.ID)}
	for _, x := range e.Ratings {
		r.Ratings = append(r.Ratings, clean(string(x)))
	}
	switch {
	case e.Pending:
		r.Why = "not seen yet; not weighed"
	case e.Circular:
		r.Why = "restates a reading; not weighed"
	case e.Absent:
		r.Why = "nothing read bears on it; not weighed"
	}
	return r
}

// byDiagnosticity orders rows by what they tell apart; rows not weighed come last.
func byDiagnosticity(rows []entente.Bound) []entente.Bound {
	out := slices.Clone(rows)
	idle := func(e entente.Bound) int { return b2i(e.Circular || e.Absent || e.Pending) }
	slices.SortStableFunc(out, func(x, y entente.Bound) int {
		return cmp.Or(cmp.Compare(idle(x), idle(y)), cmp.Compare(y.Diagnosticity, x.Diagnosticity))
	})
	return out
}

func fragile(w entente.Weighing) string {
	switch {
	case idle(w):
		return "Nothing read bears on any item: the figures are what was held before."
	case w.Winner == "":
		return "Two readings tie: any item could part them."
	case len(w.Flips) == 0:
		return "Firm: take any one item of evidence away and the same reading leads."
	}
	var each []string
	for _, id := range w.Flips {
		each = append(each, "without "+clean(id)+" "+instead(w, id))
	}
	return "Fragile: " + strings.Join(each, "; ") + "."
}

// idle reports whether no row is weighed.
func idle(w entente.Weighing) bool {
	return !slices.ContainsFunc(w.Evidence, func(e entente.Bound) bool { return !e.Absent && !e.Circular && !e.Pending })
}

// instead says who would lead without an item.
func instead(w entente.Weighing, id string) string {
	for _, v := range w.Variants {
		if v.Change == "without item" && v.Of == id {
			return outcomeOf(v, w)
		}
	}
	return "another reading would lead"
}

// OutlookGroup is the forecasts of one pair from one day.
type outlookGroup struct {
	Title  string // "China and Russia", "United States → China"
	Within string
	Views  []outlookView
}

// OutlookView is a forecast put into words.
type outlookView struct {
	Anchor  string
	Act     string
	Bar     bar
	Low     float64
	High    float64
	Range   string
	Method  string
	Reasons []reasonView
	Open    bool // the reasons are shown without a click
}

type reasonView struct {
	Text string
	Refs []ref
}

// newOutlook puts forecasts into words, neighbours of one pair and day together.
func newOutlook(forecasts []entente.Forecast, l *ledger, opt Options) []outlookGroup {
	var out []outlookGroup
	for i, f := range forecasts {
		title := upper(list(opt.inProse(f.A), opt.inProse(f.B)))
		if f.Directed {
			title = opt.name(f.A) + " → " + opt.name(f.B)
		}
		within := "within " + count(f.Horizon, "day", "days") + " of " + date(f.Origin)
		if n := len(out); n == 0 || out[n-1].Title != title || out[n-1].Within != within {
			out = append(out, outlookGroup{Title: title, Within: within})
		}
		g := &out[len(out)-1]
		g.Views = append(g.Views, newOutlookView(i, f, l, opt))
	}
	return out
}

func newOutlookView(i int, f entente.Forecast, l *ledger, opt Options) outlookView {
	v := outlookView{Anchor: fmt.Sprintf("f-%d", i+1), Act: upper(clean(opt.Quads(f.Quad))),
		Low: f.Low, High: f.High, Range: prob(f.Low) + " to " + prob(f.High), Method: clean(f.Method)}
	l.enter(v.Anchor, "Outlook "+fmt.Sprint(i+1))
	v.Bar = bar{v.Act, prob(f.Probability), forecastWord(f, opt), f.Probability, quadTone(f.Quad), l.first(reasonCites(f)...), ""}
	for _, r := range f.Reasons {
		v.Reasons = append(v.Reasons, reasonView{reasonText(r), l.cite(r.Cites...)})
	}
	return v
}

// reasonText adds the cases counted, unless the words give them.
func reasonText(r entente.Reason) string {
	text := clean(r.Text)
	if r.Cases > 0 && !strings.Contains(text, fmt.Sprintf("%d of %d", r.Hits, r.Cases)) {
		text += fmt.Sprintf(" (%d of %s)", r.Hits, count(r.Cases, "case", "cases"))
	}
	return text
}

// forecastAct says what is foretold: "verbal conflict between Russia and the United States".
func forecastAct(f entente.Forecast, opt Options) string {
	if f.Directed {
		return fmt.Sprintf("%s by %s toward %s", opt.Quads(f.Quad), opt.inProse(f.A), opt.inProse(f.B))
	}
	return fmt.Sprintf("%s between %s", opt.Quads(f.Quad), list(opt.inProse(f.A), opt.inProse(f.B)))
}

func forecastWord(f entente.Forecast, opt Options) string {
	return cmp.Or(f.Word, opt.Word(f.Probability))
}

func reasonCites(f entente.Forecast) []string {
	var ids []string
	for _, r := range f.Reasons {
		ids = append(ids, r.Cites...)
	}
	return ids
}
