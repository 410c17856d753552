package report

import (
	"fmt"
	"io"
	"strings"

	"entente"
)

// Study writes a triangle that was looked into for a terminal: its type, what would turn
// it, what each gets of it, how it came about, what each may be doing in it, and on what
// that rests. The sentences and sources it cites are looked up in b.
func Study(w io.Writer, t entente.Study, b entente.Brief, opt Options) error {
	opt = opt.filled()
	l, s := newLedger(b), newSetter(opt)
	v := &studySetter{setter: s, t: t, l: l, opt: opt}
	s.triangle(newTriangleView(t.Triangle, l, opt))
	v.all()
	var notes []string
	for _, n := range t.Notes {
		notes = append(notes, upper(sentence(n)))
	}
	s.notes(&sheet{Notes: notes})
	s.cited(l, nil, opt)
	return s.flush(w)
}

// all sets every part but the triangle itself.
func (v *studySetter) all() {
	for _, part := range []func(){v.bend, v.gains, v.history, v.turns, v.wedges, v.hedges, v.asymmetries, v.issues, v.grounds, v.mix} {
		part()
	}
}

// studySetter sets the parts of a study.
type studySetter struct {
	*setter
	t   entente.Study
	l   *ledger
	opt Options
}

// worded puts the names of the corners into words that came with their codes.
func (v *studySetter) worded(text string) string {
	words := strings.Fields(text)
	for i, w := range words {
		bare := strings.TrimSuffix(strings.Trim(w, ",;:.()"), "'s")
		for _, c := range v.t.Corners {
			if c != "" && bare == string(c) {
				words[i] = strings.Replace(w, bare, v.opt.inProse(c), 1)
			}
		}
	}
	return strings.Join(words, " ")
}

func (v *studySetter) bend() {
	b := v.t.Bend
	if b == nil {
		return
	}
	kind := "cooperation"
	if b.Conflict {
		kind = "conflict"
	}
	v.para("", "", run{fmt.Sprintf("The fewest acts that would turn it today: %s points of %s between %s, and it would be %s.",
		points(b.Points), kind, list(v.opt.inProse(b.A), v.opt.inProse(b.B)), withArticle(b.Shape)), plain})
}

// points prints a sum of intensities.
func points(x float64) string {
	if x >= 100 {
		return thousands(int(x + .5))
	}
	return amount(x)
}

// span prints an interval.
func span(e *entente.Estimate) string {
	if e == nil {
		return "–"
	}
	return fmt.Sprintf("%s (%s to %s)", decimals(e.Value), decimals(e.Low), decimals(e.High))
}

// decimals prints a number with its sign: two places, none where it is large.
func decimals(x float64) string {
	switch {
	case x >= 99.5:
		return "+" + thousands(int(x+.5))
	case x <= -99.5:
		return "−" + thousands(int(-x+.5))
	case x >= 9.95 || x <= -9.95:
		return strings.Replace(fmt.Sprintf("%+.1f", x), "-", "−", 1)
	case x >= 1 || x <= -1:
		return strings.Replace(fmt.Sprintf("%+.2f", x), "-", "−", 1)
	}
	return signed(x)
}

// gains says what each actor gets of the triangle.
func (v *studySetter) gains() {
	v.head("What each gets of it (−3 to +3)")
	for _, c := range v.t.Corners {
		u := v.t.Utility[c]
		line := fmt.Sprintf("  %s  %s ± %.1f", pad(v.opt.name(c), 20), pad(decimals(u.Expected), 5), u.Spread)
		if r := v.t.Roles[c]; r != "" {
			line += fmt.Sprintf(" · %s (%s)", r, prob(v.t.RoleP[c][r]))
		}
		best, gain := "", 0.
		for _, d := range v.t.Corners {
			if g, ok := u.Gain[d]; ok && g > gain {
				best, gain = "a sure friend in "+v.opt.inProse(d), g
			}
		}
		if u.Divide > gain {
			best, gain = "sure enmity of the others", u.Divide
		}
		v.para("", "      ", run{line, plain}, run{fmt.Sprintf(" · most to gain: %s, %s", best, decimals(gain)), faint})
	}
}

// history lists the types through time, phases of one type in one line.
func (v *studySetter) history() {
	h := v.t.History
	if len(h) < 2 {
		return
	}
	v.head("The types through time")
	for i := 0; i < len(h); {
		j, events, low, high, read := i, 0, 1., 0., false
		for ; j < len(h) && h[j].Shape == h[i].Shape; j++ {
			p := h[j].P[h[j].Shape]
			events, low, high, read = events+h[j].Events, min(low, p), max(high, p), read || h[j].Covered
		}
		told := count(events, "event", "events")
		if !read {
			told = "nothing was read"
		}
		v.para("  "+pad(string(h[i].Shape), 18)+" ", "      ", run{prob(low) + "–" + prob(high) + " ", strong}, run{dates(h[i].From, h[j-1].To), plain}, run{" · " + told, faint})
		i = j
	}
}

// turnsShown is how many turns are printed, the latest.
const turnsShown = 12

func (v *studySetter) turns() {
	all := v.t.Turns
	if len(all) == 0 {
		return
	}
	v.head("What turned it")
	v.l.enter("turns", "What turned the triangle")
	if n := len(all) - turnsShown; n > 0 {
		v.para("  ", "  ", run{count(n, "earlier turn", "earlier turns") + "; --json lists them.", faint})
		all = all[n:]
	}
	for _, t := range all {
		firm := ""
		if !t.Firm {
			firm = " (not firm)"
		}
		v.para("", "  ", run{dates(t.From, t.To) + ": ", strong}, run{string(t.Before) + " → " + string(t.After) + firm, plain})
		for _, c := range t.Crossed {
			v.crossing(c)
		}
	}
}

func (v *studySetter) crossing(c entente.Crossing) {
	kind := map[int]string{1: "friendly", -1: "adversarial"}[c.Sign]
	text := fmt.Sprintf("%s: %s %s → %s", upper(list(v.opt.inProse(c.A), v.opt.inProse(c.B))), kind, prob(c.Was), prob(c.Is))
	if c.Before != c.After {
		text += ", through a half"
	}
	cause := "by " + c.Cause
	if c.Cause == "fading" {
		cause = "for what was known had grown old"
	}
	v.para("    ", "      ", run{text + ", " + cause + " ", plain}, run{refsText(v.l.cite(append(c.Words, c.Events...)...)), faint})
}

func (v *studySetter) wedges() {
	if len(v.t.Wedges) == 0 {
		return
	}
	v.head("A wedge, or stabilisation?")
	v.l.enter("wedges", "A wedge, or stabilisation?")
	for _, w := range v.t.Wedges {
		if w.Verdict == "none" || w.Verdict == "unknown" {
			continue
		}
		v.para("", "  ", run{fmt.Sprintf("%s toward %s, away from %s: %s. ", v.opt.name(w.Divider), v.opt.inProse(w.Target), v.opt.inProse(w.Rival), w.Verdict), strong},
			run{upper(sentence(v.worded(w.Why))), plain}, run{" " + refsText(v.l.cite(w.Events...)), faint})
		if w.Accommodation != nil {
			v.para("  ", "  ", run{fmt.Sprintf("Points a month, %s against the year before: accommodation %s, pressure on the rival %s, on the target %s, the two others between them %s.",
				dates(w.Since, w.Until), span(w.Accommodation), span(w.Pressure), span(w.Coercion), span(w.Response)), faint})
		}
		for _, s := range w.Statements {
			v.para("    ", "      ", run{fmt.Sprintf("for %s, by %s: “%s”", s.For, clean(s.By), clean(s.Phrase)), plain}, run{" " + refsText(v.l.cite(s.Cite)), faint})
		}
	}
	v.quiet()
}

// quiet sums up where no wedge is seen.
func (v *studySetter) quiet() {
	why := map[string][]string{}
	var order []string
	for _, w := range v.t.Wedges {
		if w.Verdict == "none" || w.Verdict == "unknown" {
			if why[w.Why] == nil {
				order = append(order, w.Why)
			}
			why[w.Why] = append(why[w.Why], fmt.Sprintf("%s toward %s", v.opt.inProse(w.Divider), v.opt.inProse(w.Target)))
		}
	}
	for _, reason := range order {
		v.para("  ", "    ", run{upper(list(why[reason]...)) + ": " + sentence(v.worded(reason)), faint})
	}
}

func (v *studySetter) hedges() {
	var lines []string
	for _, h := range v.t.Hedges {
		if h.Value != nil {
			lines = append(lines, fmt.Sprintf("%s between %s: %s; ties even to %s, volume even to %s; rivals %s", v.opt.name(h.Actor),
				list(v.opt.inProse(h.Between[0]), v.opt.inProse(h.Between[1])), span(h.Value), span(h.Even), signed(h.Volume), prob(h.Rivals)))
		}
	}
	if len(lines) == 0 {
		return
	}
	v.head("Hedging (1: equal ties at equal volume with two rivals)")
	for _, line := range lines {
		v.para("  ", "    ", run{line, plain})
	}
}

func (v *studySetter) asymmetries() {
	for _, a := range v.t.Asymmetry {
		v.head("Who is the junior: " + list(v.opt.inProse(a.A), v.opt.inProse(a.B)))
		v.l.enter(anchor("j", string(a.A)+"-"+string(a.B)), "Asymmetry")
		n := 0
		for _, p := range a.Parts {
			if p.State == "measured" {
				v.part(a, p)
				n++
			}
		}
		if n == 0 {
			v.para("", "  ", run{"Nothing is measured. " + v.missing(a, false), plain})
			continue
		}
		v.para("  ", "  ", run{v.missing(a, true), faint})
		if a.Index != nil {
			v.para("  "+pad("index of acts", 22)+" ", "      ", run{span(a.Index), strong}, run{fmt.Sprintf(" · %s that %s is the junior by them", prob(a.P), v.opt.inProse(a.A)), plain})
		}
		verdict := sentence(v.worded(a.Why))
		if a.Junior != "" {
			verdict = upper(v.opt.inProse(a.Junior)) + " is the junior: " + verdict
		}
		v.para("", "  ", run{upper(verdict), plain})
	}
}

// part sets a part that is measured.
func (v *studySetter) part(a entente.Asymmetry, p entente.Part) {
	x, lean := v.opt.inProse(a.A), v.opt.inProse(a.A)
	if p.Lean.Value < 0 {
		lean = v.opt.inProse(a.B)
	}
	v.para("  "+pad(p.Name, 22)+" ", "      ", run{span(p.Value), strong}, run{" " + v.worded(p.Unit) + "; leans to " + lean, plain},
		run{fmt.Sprintf(" (%s that it leans to %s) · n %s · %s ", prob(p.P), x, thousands(p.N), years(p)), faint}, run{refsText(v.l.cite(p.Cites[:min(len(p.Cites), 3)]...)), faint})
}

// missing lists the parts of which there is no figure by their state, with what is missing.
func (v *studySetter) missing(a entente.Asymmetry, why bool) string {
	by := map[string][]string{}
	var order []string
	for _, p := range a.Parts {
		if p.State == "measured" {
			continue
		}
		if by[p.State] == nil {
			order = append(order, p.State)
		}
		name := p.Name
		if why {
			name += " (" + v.worded(p.Basis) + ")"
		}
		by[p.State] = append(by[p.State], name)
	}
	var out []string
	for _, state := range order {
		out = append(out, upper(state)+": "+strings.Join(by[state], "; ")+".")
	}
	return strings.Join(out, " ")
}

// years names the years that a part rests on.
func years(p entente.Part) string {
	if !p.From.Known() || !p.To.Known() {
		return clean(p.Basis)
	}
	out := p.From.String()[:4]
	if to := p.To.String()[:4]; to != out {
		out += "–" + to
	}
	if p.Basis != "" {
		out += ", " + clean(p.Basis)
	}
	return out
}

func (v *studySetter) issues() {
	if len(v.t.Issues) == 0 {
		return
	}
	v.head("By issue area")
	for _, i := range v.t.Issues {
		v.l.enter("issues", "By issue area")
		t := i.Triangle
		text := fmt.Sprintf("%s %s", t.Shape, prob(t.P[t.Shape]))
		if t.Shape == entente.Incomplete {
			if next, ok := second(t); ok && t.P[next] >= .05 {
				text += fmt.Sprintf(", then %s %s", next, prob(t.P[next]))
			}
		}
		v.para("  "+pad(i.Issue, 18)+" ", "      ", run{text, plain}, run{" · " + count(i.Events, "event", "events"), faint}, run{refMark(v.l.first(triangleCites(t)...)), faint})
	}
}

func (v *studySetter) grounds() {
	first := true
	for _, g := range v.t.Grounds {
		if g.Placed == 0 {
			continue
		}
		if first {
			v.head("Whose territory conflict lies on")
			first = false
		}
		v.l.enter("grounds", "Territory")
		v.para("", "  ", run{upper(list(v.opt.inProse(g.A), v.opt.inProse(g.B))), strong},
			run{fmt.Sprintf(": %d of %s told with a place; on their own territory %s", g.Placed, count(g.Events, "event of conflict", "events of conflict"), span(g.Own)), plain})
		for _, d := range g.Lands {
			role := d.Role
			if role == "" {
				role = "too little to say"
			}
			v.para("    ", "      ", run{fmt.Sprintf("%s: %s", v.opt.name(d.Code), role), strong},
				run{fmt.Sprintf(" · %s, share %s, material %s ", count(d.Events, "event", "events"), span(&d.Share), span(&d.Material)), plain}, run{refsText(v.l.cite(d.Cites[:min(len(d.Cites), 3)]...)), faint})
		}
	}
}

func (v *studySetter) mix() {
	if len(v.t.Mix) == 0 {
		return
	}
	v.head("Without some of the sources")
	for _, m := range v.t.Mix {
		what := sourcesNamed(m.Kind, m.Without, v.opt)
		changed := ""
		if m.Shape != v.t.Shape {
			changed = " ◂ another type"
		}
		v.para("  without "+what+": ", "      ", run{fmt.Sprintf("%s %s", m.Shape, prob(m.P[m.Shape])), plain}, run{changed, strong},
			run{fmt.Sprintf(" · %s of the probability moves · %s", prob(m.Shift), count(m.Stories, "story", "stories")), faint})
	}
}

// sourcesNamed names the sources that are left out.
func sourcesNamed(kind, which string, opt Options) string {
	switch kind {
	case "opinion":
		return "opinion"
	case "country":
		return "outlets of " + opt.name(entente.Code(which))
	}
	return kind + " " + clean(which)
}
