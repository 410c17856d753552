package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"entente"
)

// Course writes how a relation went for a terminal: each strand with its level, its breaks and
// the acts that made them, who begins and answers, and what was first for long. Events are
// named by their ids, under which entente events and explain find them.
func Course(w io.Writer, c entente.Course, opt Options) error {
	opt = opt.filled()
	s := newSetter(opt)
	if c.To.Known() {
		s.head(fmt.Sprintf("How it went, %s to %s", c.From, c.To))
		s.para("", "", run{courseBasis(c), faint})
	} else {
		s.blank()
	}
	for i := range c.Strands {
		s.strand(&c.Strands[i], c, opt)
	}
	s.begins(c, opt)
	s.answers(c, opt)
	s.firsts(c.Firsts, opt)
	for _, n := range c.Notes {
		s.para("", "", run{"Note: " + n + ".", faint})
	}
	return s.flush(w)
}

// alarmDays is for how many days an alarm is shown; all are in the JSON.
const alarmDays = 91

func courseBasis(c entente.Course) string {
	basis := fmt.Sprintf("%s of news", count(c.Days, "day", "days"))
	if c.Coverage > 0 {
		basis += fmt.Sprintf("; levels are for a middling amount of news, told from all other events of %s", count(c.Coverage, "day", "days"))
	}
	return basis + ". Intervals hold the level with a probability of 90 %."
}

func (s *setter) strand(x *entente.Strand, c entente.Course, opt Options) {
	s.blank()
	s.line(run{fmt.Sprintf("%s → %s, %s", opt.name(x.Source), opt.name(x.Target), x.Side), strong},
		run{fmt.Sprintf(": %s, intensity %.4g", count(x.Events, "event", "events"), x.Intensity), plain})
	if x.Events == 0 {
		return
	}
	s.level(x, c)
	for _, b := range x.Breaks {
		s.moved(fmt.Sprintf("broke on %s (%s to %s): %s → %s a day", b.Day, b.Early, b.Late, figure(b.Before), figure(b.After)), b.Made)
	}
	s.episodes(x)
	for _, a := range x.Alarms {
		if a.Day < c.To-alarmDays { // by now the breaks tell more surely
			continue
		}
		s.moved(fmt.Sprintf("alarm on %s: a break since %s with %s, %s → %s a day", a.Day, a.From, percent(a.Chance), figure(a.Before), figure(a.After)), a.Made)
	}
}

// level tells the last level of a strand.
func (s *setter) level(x *entente.Strand, c entente.Course) {
	if n := len(x.Points); n > 0 {
		p := x.Points[n-1]
		if s.into != nil {
			s.para("", "", run{levelTold(x, p, c), plain})
			return
		}
		text := fmt.Sprintf("level in the last %s %s (%s to %s) events", c.Period, figure(p.Level), figure(p.Low), figure(p.High))
		if x.Change != nil {
			text += fmt.Sprintf("; since %s × %s (%s to %s), %s that it rose", x.Change.Since, figure(x.Change.Ratio), figure(x.Change.Low), figure(x.Change.High), percent(x.Change.Rose))
		}
		s.para("  ", "  ", run{text, plain})
	}
}

// levelTold tells a level in sentences.
func levelTold(x *entente.Strand, p entente.StrandPoint, c entente.Course) string {
	text := fmt.Sprintf("%s. In the last %s the level is %s events (nine times in ten %s to %s).", upper(count(x.Events, "event", "events")), c.Period, figure(p.Level), figure(p.Low), figure(p.High))
	if x.Change != nil {
		text += fmt.Sprintf(" That is %s times what it was on %s (%s to %s); it rose with a probability of %s.", figure(x.Change.Ratio), date(x.Change.Since), figure(x.Change.Low), figure(x.Change.High), prob(x.Change.Rose))
	}
	return text
}

// episodes tells the episodes of a strand.
func (s *setter) episodes(x *entente.Strand) {
	for _, b := range x.Episodes {
		s.moved(fmt.Sprintf("episode of %s to %s: %s a day, %s around it", b.Day, b.To, figure(b.After), figure(b.Before)), b.Made)
	}
}

// moved tells of a break and names the acts that made it.
func (s *setter) moved(text string, made []entente.Moving) {
	s.para("  · ", "    ", run{text, plain})
	for _, m := range made {
		s.movement(m)
	}
}

func (s *setter) movement(m entente.Moving) {
	words := fmt.Sprintf("%s %s %s", m.Date, kindOfAct(m.Root), m.Event)
	var refs []ref
	if s.into != nil { // on a page the sentence itself stands below, under its number
		words, refs = fmt.Sprintf("%s: %s", date(m.Date), rootWord(entente.Root(kindOfAct(m.Root)))), s.into.ledger.cite(m.Report)
	}
	if m.Part > 0 {
		words += fmt.Sprintf(" (%s)", percent(m.Part))
	}
	if m.Quote != "" {
		words += ": “" + strings.Join(strings.Fields(m.Quote), " ") + "”"
	}
	s.para("      ", "      ", run{words, faint}, run{refsText(refs), faint})
}

func (s *setter) begins(c entente.Course, opt Options) {
	if x := c.Initiate; x != nil {
		s.blank()
		s.para("", "", run{"Who begins", strong}, run{fmt.Sprintf(": of the acts after a quiet fortnight %d are %s's, %d %s's; the first has a share of %s (%s to %s).",
			x.A, opt.name(c.A), x.B, opt.name(c.B), percent(x.Share), percent(x.Low), percent(x.High)), plain})
	}
}

func (s *setter) answers(c entente.Course, opt Options) {
	if c.Answers == nil {
		return
	}
	s.blank()
	s.para("", "", run{"Who answers", strong}, run{fmt.Sprintf(": vector autoregression of %s by %s, %s.",
		count(c.Answers.Periods, "period", "periods"), c.Answers.Period, count(c.Answers.Lags, "lag", "lags")), plain})
	for _, t := range c.Answers.Tests {
		if t.Adjusted > .1 {
			continue
		}
		s.para("  · ", "    ", run{fmt.Sprintf("%s of %s → %s after %s of %s → %s: p %.2g (%.2g for all tests), response %.2f (%.2f to %.2f)",
			t.Side, opt.name(t.Of.Source), opt.name(t.Of.Target), t.BySide, opt.name(t.By.Source), opt.name(t.By.Target), t.P, t.Adjusted, t.Response, t.Low, t.High), plain})
	}
}

func (s *setter) firsts(all []entente.First, opt Options) {
	if len(all) == 0 {
		return
	}
	s.blank()
	s.para("", "", run{"First for long", strong})
	for _, f := range all {
		text, refs := fmt.Sprintf("%s %s of %s → %s %s: ", f.Date, f.Root, opt.name(f.Pair.Source), opt.name(f.Pair.Target), f.Event), []ref(nil)
		if s.into != nil {
			text, refs = fmt.Sprintf("%s, %s of %s → %s: ", date(f.Date), rootWord(f.Root), opt.name(f.Pair.Source), opt.name(f.Pair.Target)), s.into.ledger.cite(f.Report)
		}
		if f.Last.Known() {
			text += fmt.Sprintf("the last before it in the store is of %s", f.Last)
		} else {
			text += fmt.Sprintf("the store, which begins with %s, has none before it", f.Since)
		}
		if f.Claimed != "" {
			text += fmt.Sprintf("; the text says “%s”: %s", f.Claimed, f.Verdict)
		}
		s.para("  · ", "    ", run{text, plain}, run{" ", plain}, run{refsText(refs), faint})
	}
}

// kindOfAct names a root; imported events may have none, such as plain statements.
func kindOfAct(r entente.Root) string { return cmp.Or(string(r), "no root") }

// percent prints a probability.
func percent(p float64) string { return fmt.Sprintf("%.0f %%", 100*p) }

// figure prints a level with as many places as it bears.
func figure(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2g", v)
}
