package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"entente"
)

// Markdown writes a brief as GitHub-flavoured Markdown. Every number is a link to
// the sentence it rests on, further down in the same text.
func Markdown(w io.Writer, b entente.Brief, opt Options) error {
	opt = opt.filled()
	sh, l := newSheet(b, opt)
	sh.list(l, opt)
	m := &marker{}
	m.head(sh)
	for i, d := range sh.Dyads {
		m.section(i == 0, "The pairs")
		m.dyad(d)
	}
	for i, t := range sh.Triangles {
		m.section(i == 0, "The triangle")
		m.triangle(t)
	}
	for i, v := range sh.Weighings {
		m.section(i == 0, "Rival readings")
		m.weighing(v)
	}
	m.outlook(sh.Outlook)
	m.notes(sh)
	m.sentences(sh)
	m.print("---\n\nMade with entente%s; lexicon %s; intensity on the scale %s.\n", before(" ", escape(sh.Version)),
		escape(cmp.Or(sh.Lexicon, "not named")), escape(cmp.Or(sh.Scale, "not named")))
	if _, err := io.WriteString(w, visible(m.b.String())); err != nil {
		return fmt.Errorf("writing Markdown: %w", err)
	}
	return nil
}

// Marker sets Markdown.
type marker struct{ b strings.Builder }

func (m *marker) print(format string, args ...any) { fmt.Fprintf(&m.b, format, args...) }

func (m *marker) section(first bool, title string) {
	if first {
		m.print("## %s\n\n", title)
	}
}

// table writes a table; cells are Markdown already.
func (m *marker) table(head []string, rows [][]string) {
	m.print("| %s |\n|%s\n", strings.Join(head, " | "), strings.Repeat(" --- |", len(head)))
	for _, r := range rows {
		m.print("| %s |\n", strings.Join(r, " | "))
	}
	m.print("\n")
}

func (m *marker) head(sh *sheet) {
	m.print("# %s\n\n", escape(sh.Title))
	m.print("*%s%s*\n\n", sh.Period, before(" · as of ", sh.AsOf))
	for _, p := range sh.Lead {
		m.print("%s\n\n", linked(p))
	}
	var rows [][]string
	for _, c := range sh.Counts {
		rows = append(rows, []string{fmt.Sprintf("[%s](#%s)", c.N, c.Anchor), c.Noun, c.Means})
	}
	m.table([]string{"count", "of", "which are"}, rows)
}

// before sets words before text that is not empty.
func before(words, text string) string {
	if text == "" {
		return ""
	}
	return words + text
}

// linked sets prose with its figures as links.
func linked(p prose) string {
	var b strings.Builder
	for _, x := range p {
		switch {
		case x.Ref != nil:
			b.WriteString(link(x.Text, x.Ref))
		case x.Strong:
			b.WriteString("**" + escape(x.Text) + "**")
		default:
			b.WriteString(escape(x.Text))
		}
	}
	return b.String()
}

func link(text string, r *ref) string {
	if r == nil {
		return escape(text)
	}
	return fmt.Sprintf("[%s](#%s)", escape(text), r.Anchor)
}

func numbered(refs []ref) string {
	var out []string
	for _, r := range refs {
		out = append(out, fmt.Sprintf("[\\[%d\\]](#%s)", r.N, r.Anchor))
	}
	return strings.Join(out, " ")
}

func (m *marker) dyad(d dyadView) {
	m.print("<a id=\"%s\"></a>\n\n### %s\n\n", d.Anchor, escape(d.Title))
	m.print("**%s %s** · %s\n\n%s\n\n", escape(d.Sign), d.Level, d.Trend, linked(d.Verdict))
	m.bars("level", d.P)
	m.para(d.Mean)
	var rows [][]string
	for _, f := range d.Flows {
		rows = append(rows, []string{escape(f.From + " → " + f.To), flowCell(f.Coop), flowCell(f.Conf)})
	}
	if len(rows) > 0 {
		m.table([]string{"direction", "cooperation", "conflict"}, rows)
	}
	m.histories(d.Series)
	m.table([]string{"acts", "assessments"}, [][]string{{linked(d.Acts), linked(d.Views)}})
	m.para(before("Rule: ", escape(d.Rule)))
	m.quotes("The heaviest acts", d.Quotes)
	m.quotes("What is said of them", d.Said)
	if len(d.Rest) > 0 {
		more := ""
		if d.More > 0 {
			more = fmt.Sprintf(" and %d more", d.More)
		}
		m.print("Further sentences: %s%s\n\n", numbered(d.Rest), more)
	}
}

func (m *marker) para(text string) {
	if text != "" {
		m.print("%s\n\n", text)
	}
}

func (m *marker) bars(what string, bars []bar) {
	if len(bars) == 0 {
		return
	}
	var rows [][]string
	for _, b := range bars {
		label := escape(b.Label)
		if b.Note != "" {
			label = "**" + label + "**"
		}
		rows = append(rows, []string{label, meter(b.Share, 20, b.Tone), link(b.Value, b.Ref), escape(b.Word)})
	}
	m.table([]string{what, "", "probability", "in words"}, rows)
}

func flowCell(b bar) string {
	if b.Note != "" {
		return "*" + b.Note + "*"
	}
	return meter(b.Share, 12, b.Tone) + " " + link(b.Value, b.Ref)
}

func (m *marker) histories(series []seriesView) {
	for _, v := range series {
		points := thin(v.Points, 80)
		top := 0.0
		for _, p := range points {
			top = max(top, p.Coop, p.Conf)
		}
		m.print("%s → %s, %s to %s (a dot is a period without stories):\n\n", escape(v.From), escape(v.To), v.Since, v.Until)
		m.print("    cooperation |%s|\n    conflict    |%s|\n\n", spark(points, top, func(p pointView) float64 { return p.Coop }),
			spark(points, top, func(p pointView) float64 { return p.Conf }))
	}
}

func (m *marker) quotes(title string, qs []quote) {
	if len(qs) == 0 {
		return
	}
	m.print("#### %s\n\n", title)
	for _, q := range qs {
		also := ""
		if len(q.Also) > 0 {
			also = " · also told in " + numbered(q.Also)
		}
		m.print("> “%s”\n>\n> %s · %s%s %s\n\n", markedText(q.Parts), told(q), escape(q.Outlet), also, numbered([]ref{q.ref}))
	}
}

func told(q quote) string {
	return escape(joined(q.Act, q.Kind, q.Status, q.By, q.When, before("in the ", q.Stream)))
}

// markedText sets source and target in italics, the trigger in bold, each with its letter.
func markedText(parts []part) string {
	var b strings.Builder
	for _, p := range parts {
		text := flat(p.Text)
		if p.Role == plainRole {
			b.WriteString(escape(text))
			continue
		}
		lead, core, tail := spaces(text)
		sign := "*"
		if p.Role == triggerRole {
			sign = "**"
		}
		b.WriteString(lead + sign + escape(core) + sign + "<sup>" + string(p.Role) + "</sup>" + tail)
	}
	return b.String()
}

func (m *marker) triangle(t triangleView) {
	m.print("<a id=\"%s\"></a>\n\n### %s\n\n%s\n\n", t.Anchor, escape(t.Title), linked(t.Says))
	m.bars("type", t.Types)
	m.para(t.Spread)
	var rows [][]string
	for _, s := range t.Sides {
		value := "–"
		if s.Value != "" {
			value = link(s.Value, s.Ref) + ", " + escape(s.Word)
		}
		rows = append(rows, []string{escape(s.Title), escape(s.Sign), s.Level, value, s.Trend})
	}
	m.table([]string{"side", "sign", "level", "probability", "trend"}, rows)
	var roles []string
	for _, c := range t.Roles {
		if c.Role != "" {
			roles = append(roles, escape(c.Name+": "+c.Role))
		}
	}
	m.para(before("Roles: ", strings.Join(roles, "; ")))
	m.para(escape(t.Flip))
}

func (m *marker) weighing(v weighingView) {
	m.print("<a id=\"%s\"></a>\n\n### %s\n\n%s\n\n", v.Anchor, escape(v.Question), linked(v.Says))
	var rows [][]string
	head := []string{"item"}
	for _, r := range v.Readings {
		name := escape(r.ID + " " + r.Text)
		if r.Leads {
			name = "**" + name + "**"
		}
		rows = append(rows, []string{name, link(r.Bar.Value, r.Bar.Ref), escape(r.Bar.Word), r.Inconsistency})
		head = append(head, escape(r.ID))
	}
	m.table([]string{"reading", "probability", "in words", "inconsistency"}, rows)
	m.table(append(head, "diagnosticity", "sentences"), evidenceRows(v))
	m.print("CC very consistent, C consistent, N neither, I inconsistent, II very inconsistent.\n\n%s\n\n", escape(v.Fragile))
	var held []string
	for _, n := range v.Views {
		held = append(held, strings.TrimSpace(escape(n.Text)+" "+numbered(n.Refs)))
	}
	m.items("", escapeAll(v.Checks))
	m.items("Who holds what", held)
	m.items("What to look for next", escapeAll(v.Sought))
	m.items("How it came out", escapeAll(v.After))
	m.items("To mend in the matrix", escapeAll(v.Findings))
	m.para(escape(v.Confidence))
}

// items writes a list under a label, nothing where it is empty.
func (m *marker) items(label string, items []string) {
	if len(items) == 0 {
		return
	}
	if label != "" {
		m.print("%s:\n\n", label)
	}
	for _, s := range items {
		m.print("- %s\n", s)
	}
	m.print("\n")
}

func escapeAll(all []string) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = escape(s)
	}
	return out
}

func evidenceRows(v weighingView) [][]string {
	var rows [][]string
	for _, r := range v.Rows {
		text := escape(r.ID + " " + r.Text)
		if r.Decides {
			text += " (**decides the order**)"
		}
		cells := []string{text}
		for i := range v.Readings {
			rating := ""
			if i < len(r.Ratings) {
				rating = escape(r.Ratings[i])
			}
			cells = append(cells, rating)
		}
		rows = append(rows, append(cells, cmp.Or(r.Why, r.Power), cmp.Or(numbered(r.Refs), "none")))
	}
	return rows
}

func (m *marker) outlook(groups []outlookGroup) {
	for i, g := range groups {
		m.section(i == 0, "Outlook")
		m.print("### %s, %s\n\n", escape(g.Title), escape(g.Within))
		for _, v := range g.Views {
			m.print("- <a id=\"%s\"></a>%s: %s, %s; nine times in ten %s.\n", v.Anchor, escape(v.Act), link(v.Bar.Value, v.Bar.Ref), escape(v.Bar.Word), escape(v.Range))
			for _, r := range v.Reasons {
				m.print("  - %s\n", strings.TrimSpace(escape(r.Text)+" "+numbered(r.Refs)))
			}
		}
		m.print("\n")
	}
}

func (m *marker) notes(sh *sheet) {
	m.section(len(sh.Notes)+len(sh.Problems) > 0, "Notes and problems")
	for _, n := range sh.Notes {
		m.print("- %s\n", escape(n))
	}
	for _, p := range sh.Problems {
		m.print("- problem: %s: %s\n", escape(joined(p.Stage, p.Subject)), escape(p.Message))
	}
	if len(sh.Notes)+len(sh.Problems) > 0 {
		m.print("\n")
	}
}

func (m *marker) sentences(sh *sheet) {
	m.print("<a id=\"sentences\"></a><a id=\"sources\"></a>\n\n## Sentences and sources\n\n")
	m.print("*s* marks the source, *t* the target, **▲** the words of the act.\n\n")
	for _, s := range sh.Sentences {
		title := escape(s.Title)
		if s.URL != "" {
			title = fmt.Sprintf("[%s](%s)", title, strings.NewReplacer("(", "%28", ")", "%29").Replace(s.URL))
		}
		m.print("<a id=\"%s\"></a>\n\n### S%d %s\n\n%s\n\n", s.Anchor, s.N, title, escape(joined(s.Author, s.Credit, s.Kind)))
		for _, q := range s.Quotes {
			m.print("- <a id=\"%s\"></a>**%d** “%s”\n  %s%s\n", q.Anchor, q.N, markedText(q.Parts), told(q), before(". Coded by ", escape(q.Coded)))
		}
		m.print("\n")
	}
	if sh.LeftOut > 0 {
		m.print("%s, which nothing here cites, left out.\n\n", upper(count(sh.LeftOut, "further sentence", "further sentences")))
	}
	if sh.BareOut > 0 {
		m.print("%s without a sentence listed here.\n\n", upper(count(sh.BareOut, "further story", "further stories")))
	}
}

var escaper = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "~", `\~`, "#", `\#`,
	"<", "&lt;", ">", "&gt;", "&", "&amp;", "\n", " ")

// escape makes text from outside stand in Markdown as it is.
func escape(s string) string { return escaper.Replace(s) }
