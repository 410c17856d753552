package web

import (
	"cmp"
	"fmt"
	"slices"

	"entente"
	"entente/ask"
)

// courseView is how a relation went: its breaks, who begins and who answers.
type courseView struct {
	Asked   string // address that looks for breaks, where that is not done unasked
	Breaks  []breakRow
	Alarms  []breakRow
	Firsts  []firstRow
	Begins  string
	Answers []string
	Notes   []string
}

// breakRow is a day on which a level broke, or an episode.
type breakRow struct {
	Letter        string
	Strand        string
	Tone          string
	When, Between string
	What          string
	Up            bool
	Href          string // the events about it
	Made          []quote
	source        entente.Code
	day           entente.Day
}

type firstRow struct {
	What, Last, Claim string
	Quotes            []quote
}

// marked is an event whose number stands on the charts.
type marked struct {
	N     int
	Quote quote
	day   entente.Day
}

// alarmDays is for how many days an alarm is told; by then breaks tell more surely.
const alarmDays = 91

// mostBreaks is how many breaks a page tells, the latest.
const mostBreaks = 14

// seeksBreaks reports whether a page is to look for breaks. Of imported events that is done
// when it is asked for: it reads the pair's and all others' counts by day.
func (r *request) seeksBreaks() bool {
	return !r.takesImports() || r.query.Get("breaks") != ""
}

// courseView looks for breaks.
func (s *Server) courseView(r *request, a *ask.Answer, t *entente.Tie, by entente.Period) (courseView, error) {
	l := r.link()
	if !r.seeksBreaks() {
		return courseView{Asked: l.to(r.URL.EscapedPath(), "by", string(by), "breaks", "1")}, nil
	}
	c, err := s.Course(r.Context(), r.scope, t.A, t.B, by)
	if err != nil {
		return courseView{}, err
	}
	var v courseView
	for i := range c.Strands {
		x := &c.Strands[i]
		for _, b := range x.Breaks {
			v.Breaks = append(v.Breaks, s.breakRow(r, a, x, b, "level"))
		}
		for _, b := range x.Episodes {
			v.Breaks = append(v.Breaks, s.breakRow(r, a, x, b, "episode"))
		}
		for _, b := range x.Alarms {
			if b.Day >= c.To-alarmDays {
				v.Alarms = append(v.Alarms, s.alarmRow(r, a, x, b))
			}
		}
	}
	slices.SortStableFunc(v.Breaks, func(x, y breakRow) int { return cmp.Compare(x.day, y.day) })
	v.Breaks = v.Breaks[max(0, len(v.Breaks)-mostBreaks):]
	for i := range v.Breaks {
		v.Breaks[i].Letter = string(rune('a' + i))
	}
	s.initiative(l, c, &v)
	for i := range c.Firsts {
		v.Firsts = append(v.Firsts, s.firstRow(l, a, &c.Firsts[i]))
	}
	for _, n := range c.Notes {
		v.Notes = append(v.Notes, upper(flat(n))+".")
	}
	return v, nil
}

func (s *Server) strandWords(l linker, x *entente.Strand) string {
	return s.Name(x.Source) + " → " + s.Name(x.Target) + ", " + l.term(string(x.Side))
}

func sideTone(side entente.Side) string {
	if side == entente.Cooperation {
		return "plus"
	}
	return "minus"
}

func (s *Server) breakRow(r *request, a *ask.Answer, x *entente.Strand, b entente.Break, kind string) breakRow {
	l := r.link()
	row := breakRow{Strand: s.strandWords(l, x), Tone: sideTone(x.Side), When: l.dayWords(b.Day), Between: l.span(b.Early, b.Late), Up: b.After > b.Before, Href: s.aboutBreak(l, x.Pair, b.Day), source: x.Source, day: b.Day,
		What: l.t("from %s to %s events a week", l.weekly(b.Before), l.weekly(b.After)), Made: s.madeBy(r, a, b.Made)}
	if kind == "episode" {
		row.What = l.t("an episode up to %s: %s events a week, %s around it", l.dayWords(b.To), l.weekly(b.After), l.weekly(b.Before))
	}
	return row
}

func (s *Server) alarmRow(r *request, a *ask.Answer, x *entente.Strand, b entente.Alarm) breakRow {
	l := r.link()
	return breakRow{Strand: s.strandWords(l, x), Tone: sideTone(x.Side), When: l.dayWords(b.Day), Between: l.t("since %s", l.dayWords(b.From)), Up: b.After > b.Before, Href: s.aboutBreak(l, x.Pair, b.From), source: x.Source, day: b.Day,
		What: l.t("a break with probability %s, from %s to %s events a week", l.prob(b.Chance), l.weekly(b.Before), l.weekly(b.After)), Made: s.madeBy(r, a, b.Made)}
}

// aboutBreak is the address of the events in the four weeks before and after a day.
func (s *Server) aboutBreak(l linker, p entente.Pair, day entente.Day) string {
	m := linker{l.scope, l.tongue}
	m.scope.From, m.scope.To = day-28, day+27
	return m.to("/events", "a", string(p.Source), "b", string(p.Target), "directed", "1")
}

// weekly prints a level of so many a day as so many a week.
func (l *tongue) weekly(perDay float64) string {
	x := 7 * perDay
	if x < 10 {
		return l.figured(fmt.Sprintf("%.2g", x))
	}
	return fmt.Sprintf("%.0f", x)
}

func (s *Server) madeBy(r *request, a *ask.Answer, made []entente.Moving) []quote {
	var ids []string
	for _, m := range made {
		ids = append(ids, cmp.Or(m.Report, m.Event))
	}
	return s.sought(r.Context(), r.link(), a, ids, 3)
}

// initiative says who begins and who answers.
func (s *Server) initiative(l linker, c *entente.Course, v *courseView) {
	if x := c.Initiate; x != nil && x.A+x.B > 0 {
		v.Begins = l.t("Of the acts after a quiet fortnight %s are %s's and %s %s's: the first has a share of %s (90 %% between %s and %s).", l.number(x.A), s.in(c.A), l.number(x.B), s.in(c.B), l.percent(x.Share), l.percent(x.Low), l.percent(x.High))
	}
	if c.Answers == nil {
		return
	}
	for _, t := range c.Answers.Tests {
		if t.Adjusted <= .1 {
			v.Answers = append(v.Answers, l.t("%s of %s toward %s follows %s of %s toward %s: p %s for all tests together, response %s (90 %% between %s and %s) standard deviations.",
				upper(l.term(string(t.Side))), s.in(t.Of.Source), s.in(t.Of.Target), l.term(string(t.BySide)), s.in(t.By.Source), s.in(t.By.Target), l.figured(fmt.Sprintf("%.2g", t.Adjusted)), l.figure(t.Response), l.figure(t.Low), l.figure(t.High)))
		}
	}
}

func (s *Server) firstRow(l linker, a *ask.Answer, f *entente.First) firstRow {
	row := firstRow{What: l.t("%s of %s toward %s, %s", upper(l.term(rootWord(f.Root))), s.in(f.Pair.Source), s.in(f.Pair.Target), l.dayWords(f.Date)), Last: l.t("the first in the store, which begins with %s", l.dayWords(f.Since)), Quotes: unnamed(s.quotes(l, a, []string{f.Report}, 1))}
	if f.Last.Known() {
		row.Last = l.t("the first since %s", l.dayWords(f.Last))
	}
	if f.Claimed != "" {
		row.Claim = l.t("the text says “%s”: %s", flat(f.Claimed), l.term(f.Verdict))
	}
	return row
}

// mostMarked is how many events have a number on the charts, half of either side; acts of a
// kind that lie nearer than some days count as one.
const (
	mostMarked = 10
	nearby     = 5
)

// markedEvents are the weightiest acts of a pair, numbered in order of day.
func (s *Server) markedEvents(l linker, a *ask.Answer, t *entente.Tie, from, to entente.Day) []marked {
	var out []marked
	var taken []*entente.Report
	sides := map[entente.Side]int{}
	for _, id := range t.Acts.Cites {
		r := a.Report(id)
		if r == nil || !r.DateFrom.Known() || r.DateFrom < from || r.DateFrom > to {
			continue
		}
		side := entente.SideOf(r.Quad)
		alike := slices.ContainsFunc(taken, func(x *entente.Report) bool {
			return x.Plover.Event == r.Plover.Event && x.DateFrom-r.DateFrom < nearby && r.DateFrom-x.DateFrom < nearby
		})
		if side == "" || alike || sides[side] == mostMarked/2 {
			continue
		}
		sides[side]++
		taken = append(taken, r)
		out = append(out, marked{day: r.DateFrom, Quote: s.reportQuote(l, r, a.Outlet(r.Story), reportsOf(a, r.ID))})
	}
	slices.SortStableFunc(out, func(x, y marked) int { return cmp.Compare(x.day, y.day) })
	for i := range out {
		out[i].N = i + 1
	}
	return out
}
