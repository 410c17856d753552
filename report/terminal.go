package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"entente"
)

// Terminal writes a brief for reading in a terminal: the answer first, then each
// pair, the triangles, the rival readings, the outlook, and the sources.
func Terminal(w io.Writer, b entente.Brief, opt Options) error {
	opt = opt.filled()
	sh, l := newSheet(b, opt)
	s := newSetter(opt)
	s.masthead(sh)
	for _, d := range sh.Dyads {
		s.dyad(d)
	}
	for _, t := range sh.Triangles {
		s.triangle(t)
	}
	for i, v := range sh.Weighings {
		s.weighing(i, v)
	}
	s.outlook(sh.Outlook)
	s.notes(sh)
	s.others(sh, l, opt)
	s.sources(l)
	s.smallPrint(sh)
	return s.flush(w)
}

func newSetter(opt Options) *setter { return &setter{width: opt.Width, color: opt.Color} }

func (s *setter) flush(w io.Writer) error {
	if _, err := io.WriteString(w, s.b.String()); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

// head sets a section's heading with a rule to the margin.
func (s *setter) head(title string) {
	if s.into != nil {
		s.into.head(title)
		return
	}
	s.blank()
	title = cut(title, s.width-4)
	s.line(run{"── ", faint}, run{title, heading}, run{" " + strings.Repeat("─", max(s.width-4-columns(title), 0)), faint})
}

func (s *setter) label(text string) { s.para("", "", run{text, heading}) }

func (s *setter) masthead(sh *sheet) {
	s.para("", "", run{sh.Title, heading})
	line := sh.Period
	if sh.AsOf != "" {
		line += " · as of " + sh.AsOf
	}
	s.para("", "", run{line, faint})
	s.blank()
	var runs []run
	for _, p := range sh.Lead {
		runs = append(append(runs, proseRuns(p)...), run{" ", plain})
	}
	s.para("", "", runs...)
	s.para("", "", run{"Numbers in brackets are those of the cited sentences.", faint})
}

// proseRuns sets the number of its sentence behind each figure; of neighbouring
// figures in one clause that rest on one sentence the last carries it.
func proseRuns(p prose) []run {
	var out []run
	for i, x := range p {
		ink := plain
		if x.Strong {
			ink = strong
		}
		out = append(out, run{x.Text, ink})
		if x.Ref != nil && !repeats(p[i+1:], *x.Ref) {
			out = append(out, run{mark(*x.Ref), faint})
		}
	}
	return out
}

// repeats reports whether the next figure rests on the same sentence.
func repeats(p prose, r ref) bool {
	for _, x := range p {
		if x.Ref != nil {
			return *x.Ref == r
		}
		if strings.Contains(x.Text, ")") {
			return false
		}
	}
	return false
}

func mark(r ref) string { return fmt.Sprintf("[%d]", r.N) }

func refsText(refs []ref) string {
	var b strings.Builder
	for i, r := range refs {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(mark(r))
	}
	return b.String()
}

func (s *setter) dyad(d dyadView) {
	s.head(d.Title)
	s.line(run{d.Sign + " " + d.Level, ink(d.Tone) + bolder(ink(d.Tone))}, run{"   " + d.Trend, plain})
	s.para("", "", proseRuns(d.Verdict)...)
	s.bars(d.P)
	if d.Mean != "" {
		s.para("  ", "  ", run{d.Mean, faint})
	}
	s.flows(d.Flows)
	s.histories(d.Series)
	s.blank()
	s.sides(d.Acts, d.Views)
	if d.Rule != "" {
		s.para("Rule: ", "      ", run{d.Rule, plain})
	}
	s.quotes("Heaviest acts", d.Quotes)
	s.quotes("What is said of them", d.Said)
	s.rest(d)
}

// bolder adds weight to a coloured style.
func bolder(s style) style {
	if s == plain {
		return strong
	}
	return ";1"
}

// bars sets bars of one length; on a narrow terminal they give way to the words.
func (s *setter) bars(bars []bar) {
	if len(bars) == 0 {
		return
	}
	s.blank()
	wide, tail := 0, 0
	for _, b := range bars {
		wide, tail = max(wide, columns(b.Label)), max(tail, columns(b.Word+refMark(b.Ref)+noteMark(b.Note)))
	}
	n := s.room(4 + wide + 6 + tail)
	for _, b := range bars {
		if n == 0 {
			s.para("  ", "    ", run{b.Label + " " + b.Value + " " + b.Word, plain}, run{refMark(b.Ref), faint}, run{noteMark(b.Note), strong})
			continue
		}
		s.line(run{"  " + pad(b.Label, wide) + "  ", plain}, run{meter(b.Share, n, b.Tone), ink(b.Tone)},
			run{fmt.Sprintf(" %4s %s", b.Value, b.Word), plain}, run{refMark(b.Ref), faint}, run{noteMark(b.Note), strong})
	}
}

// room is the length of a bar beside so many columns of words.
func (s *setter) room(words int) int {
	if n := min(s.width-words, 40); n >= 4 {
		return n
	}
	return 0
}

func refMark(r *ref) string {
	if r == nil {
		return ""
	}
	return " " + mark(*r)
}

func noteMark(note string) string {
	if note == "" {
		return ""
	}
	return " ◂"
}

func (s *setter) flows(flows []flow) {
	if len(flows) == 0 {
		return
	}
	s.blank()
	wide := 0
	for _, f := range flows {
		wide = max(wide, columns(f.From+" → "+f.To))
	}
	wide = max(min(wide, s.width-35), 8)
	for _, f := range flows {
		s.flowBar(pad(f.From+" → "+f.To, wide), f.Coop)
		s.flowBar(pad("", wide), f.Conf)
	}
}

func (s *setter) flowBar(who string, b bar) {
	lead := "  " + who + "  " + pad(b.Label, 11) + "  "
	if b.Note != "" {
		s.line(run{lead, plain}, run{b.Note, faint})
		return
	}
	n := s.room(columns(lead) + 14)
	s.line(run{lead, plain}, run{meter(b.Share, n, b.Tone), ink(b.Tone)}, run{fmt.Sprintf(" %6s", b.Value), plain}, run{refMark(b.Ref), faint})
}

func (s *setter) histories(series []seriesView) {
	if len(series) == 0 {
		return
	}
	s.blank()
	s.para("  ", "  ", run{fmt.Sprintf("%s to %s; a dot is a period without stories, a blank one without reports", series[0].Since, series[0].Until), faint})
	for _, v := range series {
		points := thin(v.Points, max(s.width-18, 10))
		top := 0.0
		for _, p := range points {
			top = max(top, p.Coop, p.Conf)
		}
		s.line(run{"  " + v.From + " → " + v.To, plain})
		s.line(run{"    cooperation  ", plain}, run{spark(points, top, func(p pointView) float64 { return p.Coop }), blue})
		s.line(run{"    conflict     ", plain}, run{spark(points, top, func(p pointView) float64 { return p.Conf }), orange})
	}
}

// sides sets acts and assessments side by side, or one under the other where the
// terminal is narrow.
func (s *setter) sides(a, b prose) {
	left := append([]run{{"Acts: ", strong}}, proseRuns(a)...)
	right := append([]run{{"Assessments: ", strong}}, proseRuns(b)...)
	if s.width < 72 {
		s.para("", "  ", left...)
		s.para("", "  ", right...)
		return
	}
	half := (s.width - 3) / 2
	l, r := s.fold("", "", half, left), s.fold("", "", half, right)
	for i := range max(len(l), len(r)) {
		var x, y folded
		if i < len(l) {
			x = l[i]
		}
		if i < len(r) {
			y = r[i]
		}
		s.b.WriteString(x.text + strings.Repeat(" ", max(half-x.columns, 0)) + " │ " + y.text + "\n")
	}
}

func (s *setter) quotes(title string, qs []quote) {
	if len(qs) == 0 {
		return
	}
	s.blank()
	s.label(title)
	for _, q := range qs {
		s.quote(q)
	}
}

// quote sets a sentence with its marks, then the act and where it stands.
func (s *setter) quote(q quote) {
	lead := atLeast(mark(q.ref), 5) + " "
	indent := strings.Repeat(" ", columns(lead))
	s.para(lead, indent, quoteRuns(q.Parts)...)
	s.para(indent, indent, run{q.Act, ink(q.Tone)}, run{" · " + joined(q.Kind, q.Status, q.By, q.When), plain})
	tail := fmt.Sprintf("S%d %s", q.Source, q.Outlet)
	if q.Stream != "" {
		tail += " · in the " + q.Stream
	}
	if len(q.Also) > 0 {
		tail += " · also told in " + refsText(q.Also)
	}
	s.para(indent, indent, run{tail, faint})
}

func joined(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " · ")
}

// quoteRuns sets source, target and trigger in brackets with their letters; the
// colour repeats what the letters say.
func quoteRuns(parts []part) []run {
	out := []run{{"“", plain}}
	for _, p := range parts {
		text := flat(p.Text)
		if p.Role == plainRole {
			out = append(out, run{text, plain})
			continue
		}
		before, core, after := spaces(text)
		out = append(out, run{before + "[" + string(p.Role) + " ", faint}, run{core, map[role]style{sourceRole: srcInk, targetRole: tgtInk, triggerRole: trgInk}[p.Role]},
			run{"]" + after, faint})
	}
	return append(out, run{"”", plain})
}

// flat is clean that keeps a space at either end.
func flat(s string) string {
	t := clean(s)
	if t == "" {
		return strings.Repeat(" ", b2i(s != ""))
	}
	if first := strings.TrimLeft(s, " \t\r\n\u00a0"); len(first) < len(s) {
		t = " " + t
	}
	if last := strings.TrimRight(s, " \t\r\n\u00a0"); len(last) < len(s) {
		t += " "
	}
	return t
}

func spaces(s string) (before, core, after string) {
	core = strings.TrimSpace(s)
	i := strings.Index(s, core)
	return s[:i], core, s[i+len(core):]
}

func (s *setter) rest(d dyadView) {
	if len(d.Rest) == 0 {
		return
	}
	text := "Further sentences: " + refsText(d.Rest)
	if d.More > 0 {
		text += " and " + thousands(d.More) + " more"
	}
	s.blank()
	s.para("", "  ", run{text + ".", faint})
}

func (s *setter) triangle(t triangleView) {
	s.head("Triangle: " + t.Title)
	s.para("", "", proseRuns(t.Says)...)
	s.bars(t.Types)
	s.para("  ", "  ", run{t.Spread, faint})
	s.blank()
	for _, v := range t.Sides {
		s.line(run{"  " + v.Sign + " ", ink(v.Tone) + bolder(ink(v.Tone))}, run{cut(v.Title+": "+cmp.Or(v.Level, "not known"), s.width-28), plain},
			run{strings.TrimRight(" "+v.Value+" "+v.Word, " "), plain}, run{refMark(v.Ref), faint})
	}
	var roles []string
	for _, c := range t.Roles {
		if c.Role != "" {
			roles = append(roles, entente.InProse(c.Name)+" is "+withRole(c.Role))
		}
	}
	if len(roles) > 0 {
		s.para("Roles: ", "       ", run{upper(strings.Join(roles, "; ")) + ".", plain})
	}
	if t.Flip != "" {
		s.para("", "", run{t.Flip, plain})
	}
}

// withRole sets an article before a role: "the pivot", "a partner".
func withRole(r string) string {
	switch entente.Role(r) {
	case entente.Pivot:
		return "the pivot"
	case entente.Outcast:
		return "the outcast"
	}
	return "a " + r
}
