package web

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"

	"entente"
	"entente/codebook"
	"entente/report"
)

// Words read here as they do in a brief.
var (
	upper = report.Upper
	flat  = report.Flat

	tone     = report.Tone
	quadTone = report.QuadTone
)

// Figures read as in a brief, with the point of the language: .81, in German 0,81.

func (t *tongue) prob(p float64) string     { return t.figured(report.Prob(p)) }
func (t *tongue) signed(x float64) string   { return t.figured(report.Signed(x)) }
func (t *tongue) amount(x float64) string   { return t.figured(report.Amount(x)) }
func (t *tongue) strength(x float64) string { return t.figured(report.Strength(x)) }
func (t *tongue) percent(x float64) string  { return t.figured(fmt.Sprintf("%.0f %%", 100*x)) }
func (t *tongue) whole(x float64) string {
	return t.figured(strings.TrimSuffix(report.Amount(x), ".0"))
}
func (t *tongue) places(x float64, n int) string { return t.figured(fmt.Sprintf("%.*f", n, x)) }

// figured puts the decimal sign of the language into a figure.
func (t *tongue) figured(s string) string {
	i := strings.IndexByte(s, '.')
	if t.decimal == "" || i < 0 {
		return s
	}
	nought := ""
	if i == 0 || s[i-1] < '0' || s[i-1] > '9' {
		nought = "0"
	}
	return s[:i] + nought + t.decimal + s[i+1:]
}

// english reports whether words are those of a brief.
func (t *tongue) english() bool { return t.Tag == language.English }

// dayWords writes a day, "undated" where it is not known.
func (t *tongue) dayWords(d entente.Day) string {
	if !d.Known() {
		return t.t("undated")
	}
	at := d.Time()
	return strings.NewReplacer("{day}", strconv.Itoa(at.Day()), "{month}", t.months[at.Month()-1], "{year}", strconv.Itoa(at.Year())).Replace(t.day)
}

// monthWords writes a month with its year.
func (t *tongue) monthWords(d entente.Day) string {
	at := d.Time()
	return strings.NewReplacer("{month}", t.months[at.Month()-1], "{year}", strconv.Itoa(at.Year())).Replace(t.month)
}

// span says which days something is of.
func (t *tongue) span(from, to entente.Day) string {
	switch {
	case !from.Known() && !to.Known():
		return t.t("no days known")
	case !to.Known() || from == to:
		return t.dayWords(from)
	case !from.Known():
		return t.t("until %s", t.dayWords(to))
	case t.english():
		return report.Days(from, to)
	case from.Time().Day() == 1 && to == from.AddMonths(1)-1:
		return t.monthWords(from)
	}
	return t.dayWords(from) + " – " + t.dayWords(to)
}

// periodWords names a period as a table does.
func (t *tongue) periodWords(d entente.Day, by entente.Period) string {
	switch by {
	case entente.Yearly:
		return strconv.Itoa(d.Time().Year())
	case entente.Monthly:
		return t.monthWords(d)
	case entente.Weekly:
		return t.t("week of %s", t.dayWords(d))
	}
	return t.dayWords(d)
}

// when dates a report, and says so where the date leans on publication alone.
func (t *tongue) when(r *entente.Report) string {
	days := t.dates(r.DateFrom, r.DateTo)
	if r.DateBasis == entente.Published && r.DateFrom.Known() {
		return t.t("%s, by the day of publication", days)
	}
	return days
}

// dates is span for what an act tells of.
func (t *tongue) dates(from, to entente.Day) string {
	if !from.Known() && !to.Known() {
		return t.t("undated")
	}
	return t.span(from, to)
}

// and joins names in prose.
func (t *tongue) and(names ...string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return t.t("%s and %s", strings.Join(names[:last], ", "), names[last])
}

// drawn puts the language's months to the axis of a chart.
func (t *tongue) drawn(c chart) chart {
	c.Ticks, c.Rules = t.ticks(c.Ticks), slices.Clone(c.Rules)
	for i := range c.Rules {
		figure, word, worded := strings.Cut(c.Rules[i].Label, " ")
		c.Rules[i].Label = t.figured(figure)
		if worded {
			c.Rules[i].Label += " " + t.term(word)
		}
	}
	return c
}

func (t *tongue) ticks(list []tick) []tick {
	list = slices.Clone(list)
	for i := range list {
		list[i].Label = t.axisWords(list[i].Label)
	}
	return list
}

// axisWords turns the month of a label such as "2 Jan 2006".
func (t *tongue) axisWords(label string) string {
	words := strings.Fields(label)
	for i, w := range words {
		if at, err := time.Parse("Jan", w); err == nil {
			words[i] = t.short[at.Month()-1]
		}
	}
	return strings.Join(words, " ")
}

// levelWords says a level with its interval.
func (t *tongue) levelWords(tie *entente.Tie) string {
	if tie.Acts.Events+tie.Assessed.Count == 0 {
		return t.t("nothing is told")
	}
	return t.t("level %s (%s to %s)", t.signed(tie.Mean), t.signed(tie.Low), t.signed(tie.High))
}

// terms says several.
func (t *tongue) terms(words []string) []string {
	out := slices.Clone(words)
	for i, w := range words {
		out[i] = t.term(w)
	}
	return out
}

// stance says what an assessment claims.
func (t *tongue) stance(v *entente.Assessment) string {
	said, negated := strings.CutPrefix(report.Stance(v), "not ")
	words := strings.Split(said, ", ")
	for i := range words {
		words[i] = t.term(words[i])
	}
	if said = strings.Join(words, ", "); negated {
		return t.t("not %s", said)
	}
	return said
}

// held says whose view an assessment is; the holder is told in the words of report.
func (t *tongue) held(v *entente.Assessment, o report.Options) string {
	return t.t("held by %s", t.term(strings.TrimPrefix(report.Held(v, o), "held by ")))
}

// outlet names a story's outlet and day.
func (t *tongue) outlet(o entente.Outlet) string {
	day := o.Published
	o.Published = 0
	name := report.Outlet(o)
	if !day.Known() {
		return name
	}
	return name + ", " + t.dayWords(day)
}

// inEnglish marks what stands in English on a page of another language.
func (t *tongue) inEnglish() template.HTMLAttr {
	if t.english() {
		return ""
	}
	return ` lang="en"`
}

// datum is a value of a record, which no language turns: an id, a code, a word of a story.
type datum string

// own reports whether a value is one.
func own(x any) bool {
	_, is := x.(datum)
	return is
}

// between says where an interval of numbers lies.
func (t *tongue) between(low, high string) string { return t.t("%s to %s", low, high) }

// tieTone names the colour of how two actors stand, which words and signs repeat.
func tieTone(t *entente.Tie) string { return report.TieTone(*t) }

// shade gives the step of the diverging palette for a level from -1 to 1: -3 to 3.
func shade(mean float64) string {
	return fmt.Sprintf("s%d", 3+int(math.Round(max(-1, min(1, mean))*3)))
}

// in names actors inside a sentence.
func (s *Server) in(c entente.Code) string { return entente.InProse(s.Name(c)) }

func (s *Server) said() report.Options { return report.Options{Names: s.Name} }

// vocabulary are the words of the house that stand on pages by themselves: how the records
// call classes and kinds of acts, statuses, types, roles, degrees of likelihood.
func vocabulary() []string {
	out := []string{"no level given", "possible", "nominal", "interval", "warming", "cooling", "steady", "the author", "the document", "somebody not named", "not loaded", "not measured", "too little", "flashpoint", "buffer", "contested",
		"friendly", "adversarial", "neutral", "open", "not known", notNamed, "? trend not known", "↗ warming", "↘ cooling", "→ steady", "statement", "none",
		"yes", "no", "void", "ahead", "hindsight", "cooperation", "conflict", "wedge", "stabilisation", "undecided",
		"uncertain", "disputed", "disagreement", "random", "latest", "asserted", "denied", "asked", "coercive", "unknown", "accept", "reject", "recode", "redate", "split", "merge", "note", "agrees", "contradicted", "out of sight"}
	for q := entente.VerbalCooperation; q <= entente.MaterialConflict; q++ {
		out = append(out, q.String())
	}
	for _, r := range entente.Roots {
		out = append(out, rootWord(r))
	}
	out = append(out, codebook.Contexts()...)
	for _, s := range statuses {
		out = append(out, string(s))
	}
	for _, s := range entente.Shapes {
		out = append(out, string(s))
		if s != entente.Incomplete {
			out = append(out, "a "+string(s))
		}
	}
	for _, r := range []entente.Role{entente.Pivot, entente.Wing, entente.Partner, entente.Outcast, entente.Friend, entente.Foe} {
		out = append(out, string(r))
	}
	for _, l := range entente.Likelihoods {
		out = append(out, l.Term)
	}
	for _, s := range []entente.Stream{entente.Headline, entente.Standfirst, entente.Body, entente.Caption, entente.Furniture} {
		out = append(out, string(s))
	}
	for _, p := range []entente.Period{entente.Daily, entente.Weekly, entente.Monthly, entente.Yearly} {
		out = append(out, string(p))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// statuses are those of acts, as pages list them.
var statuses = []entente.Status{entente.Fact, entente.Reported, entente.Intended, entente.Hypothetical, entente.Negated, entente.Historical}

// element is what a part of a message stands in.
type element struct{ open, end string }

// anchor makes part of a message a link within the house.
func anchor(href string) (element, error) {
	if strings.HasPrefix(href, "//") || !strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "#") {
		return element{}, fmt.Errorf("%q does not lead within the house", href)
	}
	return element{`<a href="` + template.HTMLEscapeString(href) + `">`, "</a>"}, nil
}

// figured makes part of a message a figure that opens to what it rests on.
func figured(href string) element {
	return element{`<a class="fig" href="` + template.HTMLEscapeString(href) + `">`, "</a>"}
}

// part makes part of a message an element, of a class if one is given.
func part(name string, class ...string) element {
	open := "<" + name
	if len(class) > 0 {
		open += ` class="` + template.HTMLEscapeString(strings.Join(class, " ")) + `"`
	}
	return element{open + ">", "</" + name + ">"}
}

// rich says a message of which parts in brackets stand in elements, the first in the first
// that is given. All else is escaped; brackets of arguments stay what they are.
func (t *tongue) rich(text string, args ...any) template.HTML {
	var with []any
	var in []element
	for _, a := range args {
		switch a := a.(type) {
		case element:
			in = append(in, a)
		case string:
			with = append(with, guardBrackets.Replace(a))
		default:
			with = append(with, a)
		}
	}
	said := template.HTMLEscapeString(t.t(text, with...))
	for _, e := range in {
		said = strings.Replace(said, "[", e.open, 1)
		said = strings.Replace(said, "]", e.end, 1)
	}
	return template.HTML(freeBrackets.Replace(said))
}

// brackets of arguments are set aside as runes that no text has.
var (
	guardBrackets = strings.NewReplacer("[", "\uE000", "]", "\uE001", "\uE000", "", "\uE001", "")
	freeBrackets  = strings.NewReplacer("\uE000", "[", "\uE001", "]")
)
