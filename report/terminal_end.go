package report

import (
	"cmp"
	"fmt"
	"strings"
)

// rowsShown is the number of evidence rows that a terminal shows.
const rowsShown = 5

func (s *setter) weighing(i int, v weighingView) {
	s.head(fmt.Sprintf("Question %d", i+1))
	s.para("", "", run{v.Question, strong})
	s.blank()
	wide := idColumns(v)
	indent := strings.Repeat(" ", wide+3)
	for _, r := range v.Readings {
		s.para("  "+pad(r.ID, wide)+" ", indent, run{meter(r.Bar.Share, 20, "none"), plain}, run{fmt.Sprintf(" %s %s", r.Bar.Value, r.Bar.Word), plain},
			run{refMark(r.Bar.Ref), faint}, run{" · inconsistency " + r.Inconsistency, plain}, run{noteMark(leads(r)), strong})
		s.para(indent, indent, run{r.Text, plain})
	}
	s.blank()
	s.label("Evidence that tells most apart")
	top := v.heaviest()
	for _, r := range top {
		s.row(r, v.Readings, wide)
	}
	s.remaining(v, len(top))
	s.para("", "", run{v.Fragile, plain})
	s.lines("", v.Checks)
	if len(v.Views) > 0 {
		s.label("Who holds what")
		for _, n := range v.Views {
			s.para("  ", "    ", run{n.Text + " ", plain}, run{refsText(n.Refs), faint})
		}
	}
	s.lines("What to look for next", v.Sought)
	s.lines("How it came out", v.After)
	s.lines("To mend in the matrix", v.Findings)
	if v.Confidence != "" {
		s.para("", "", run{v.Confidence, plain})
	}
}

// lines sets lines under a label, nothing where there are none.
func (s *setter) lines(label string, lines []string) {
	if len(lines) == 0 {
		return
	}
	if label != "" {
		s.label(label)
	}
	for _, line := range lines {
		s.para("  ", "    ", run{line, plain})
	}
}

// heaviest gives the weighed rows that a terminal shows; where none is weighed, the
// first of the others.
func (v weighingView) heaviest() []row {
	n := 0
	for n < len(v.Rows) && v.Rows[n].Why == "" {
		n++
	}
	if n == 0 {
		n = len(v.Rows)
	}
	return v.Rows[:min(n, rowsShown)]
}

// remaining counts what is not shown: rows weighed and rows that were not.
func (s *setter) remaining(v weighingView, shown int) {
	weighed, idle := 0, 0
	for _, r := range v.Rows[shown:] {
		if r.Why == "" {
			weighed++
		} else {
			idle++
		}
	}
	var left []string
	if weighed > 0 {
		left = append(left, count(weighed, "item", "items")+" of less weight")
	}
	if idle > 0 {
		left = append(left, count(idle, "item", "items")+" not weighed, for nothing read bears on them or they restate a reading")
	}
	if len(left) > 0 {
		s.para("  ", "  ", run{"Not shown: " + strings.Join(left, "; ") + ".", faint})
	}
}

// idColumns is the room for the ids of readings and rows, within bounds.
func idColumns(v weighingView) int {
	wide := 3
	for _, r := range v.Readings {
		wide = max(wide, columns(r.ID))
	}
	for _, r := range v.heaviest() {
		wide = max(wide, columns(r.ID))
	}
	return min(wide, 14)
}

func leads(r reading) string {
	if r.Leads {
		return "best supported"
	}
	return ""
}

func (s *setter) row(r row, readings []reading, wide int) {
	var cells []string
	for i, x := range r.Ratings {
		if i < len(readings) {
			cells = append(cells, readings[i].ID+" "+x)
		}
	}
	tail := "diagnosticity " + r.Power
	if r.Why != "" {
		tail = r.Why
	}
	if r.Decides {
		tail += " · decides the order"
	}
	indent := strings.Repeat(" ", wide+3)
	s.para("  "+pad(r.ID, wide)+" ", indent, run{r.Text + " ", plain}, run{refsText(r.Refs), faint})
	s.para(indent, indent, run{strings.Join(cells, ", ") + " · " + tail, faint})
}

// outlook sets the forecasts of each pair, each with its reasons.
func (s *setter) outlook(groups []outlookGroup) {
	if len(groups) == 0 {
		return
	}
	s.head("Outlook")
	for i, g := range groups {
		if i > 0 {
			s.blank()
		}
		s.label(g.Title + ", " + g.Within)
		for _, v := range g.Views {
			s.para("  ", "    ", run{v.Act + ": ", plain}, run{v.Bar.Value, strong}, run{refMark(v.Bar.Ref), faint},
				run{", " + v.Bar.Word + "; nine times in ten " + v.Range + ".", plain})
			for _, r := range v.Reasons {
				s.para("    – ", "      ", run{r.Text + " ", plain}, run{refsText(r.Refs), faint})
			}
		}
	}
}

// problemsShown is the number of problems that are printed one by one.
const problemsShown = 8

func (s *setter) notes(sh *sheet) {
	if len(sh.Notes)+len(sh.Problems) == 0 {
		return
	}
	s.head("Notes and problems")
	for _, n := range sh.Notes {
		s.para("• ", "  ", run{n, plain})
	}
	for _, p := range sh.Problems[:min(len(sh.Problems), problemsShown)] {
		s.para("! ", "  ", run{joined(p.Stage, p.Subject) + ": " + p.Message, plain})
	}
	if n := len(sh.Problems) - problemsShown; n > 0 {
		s.para("! ", "  ", run{count(n, "further problem", "further problems") + ".", faint})
	}
}

// others shows the cited sentences that no section has shown in full.
func (s *setter) others(sh *sheet, l *ledger, opt Options) {
	shown := map[int]bool{}
	for _, d := range sh.Dyads {
		for _, q := range append(append([]quote(nil), d.Quotes...), d.Said...) {
			shown[q.N] = true
		}
	}
	first := true
	for _, w := range l.All {
		if !w.Cited || shown[w.N] {
			continue
		}
		if first {
			s.head("Other sentences cited")
			first = false
		}
		s.quote(l.quote(w, opt))
	}
}

func (s *setter) sources(l *ledger) {
	if len(l.Outlets) == 0 {
		return
	}
	s.head("Sources")
	cited := map[int]bool{}
	for _, w := range l.All {
		cited[w.Source] = cited[w.Source] || w.Cited
	}
	bare := 0
	for i, o := range l.Outlets {
		if !cited[i+1] && len(l.Outlets) > bareSources {
			bare++
			continue
		}
		s.source(newSourceView(i+1, o))
	}
	if bare > 0 {
		s.para("", "", run{count(bare, "further story", "further stories") + " read, none of them cited.", faint})
	}
}

func (s *setter) source(v sourceView) {
	s.para(atLeast(fmt.Sprintf("S%d", v.N), 4)+" ", "     ", run{v.Title + ". ", strong}, run{joined(v.Author, v.Credit, v.Kind), plain})
	if v.URL != "" {
		s.line(run{"     " + v.URL, faint})
	}
}

func (s *setter) smallPrint(sh *sheet) {
	s.blank()
	for _, line := range []string{
		"In a sentence [s …] is the source, [t …] the target, [▲ …] the words of the act.",
		"Bars: █ cooperation or a probability, ▒ conflict.",
		"Lexicon " + cmp.Or(sh.Lexicon, "not named") + ", intensity on the scale " + cmp.Or(sh.Scale, "not named") + ".",
	} {
		s.para("", "", run{line, faint})
	}
}
