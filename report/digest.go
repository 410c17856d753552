package report

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"path"
	"slices"
	"strings"
	texttemplate "text/template"

	"entente"
)

// Bulletin is what a digest is made of: what is new, and the brief that holds what it cites.
type Bulletin struct {
	entente.Brief
	Digest  entente.Digest
	Command string // that makes it again
	Tools   string // hash of dictionaries and weights
}

// DigestWords is a digest put into words: what a template sees. All is text from outside
// made flat; a template of HTML escapes it.
type DigestWords struct {
	Title    string // "Digest"
	Head     string // what moved most
	Period   string // "1–7 June 2031"
	Since    string
	To       string
	AsOf     string // "" where it was not asked as of a day
	Lead     []DigestLine
	Sections []DigestSection
	Notes    []string
	Sources  []DigestSource // the sentences that are cited, by number
	Made     []DigestLine   // what it was made with: label and text

	sheet *dossierSheet
}

// DigestSection is a part of a digest: changed, events, triangles, alerts, forecasts or gaps.
type DigestSection struct {
	Name  string
	Title string
	Lines []DigestLine
}

// DigestLine is a line of a section. Depth says what stands below what.
type DigestLine struct {
	Depth int
	Label string
	Text  string
	Cites []DigestCite
	Tone  string // plus, minus, none or ""
	Coop  int    // of a pair: new events of cooperation
	Conf  int    // and of conflict
	Most  int    // of any pair, so that they can be drawn alike
}

// Up is the length of a bar of cooperation, in parts of a hundred.
func (l DigestLine) Up() float64 { return 50 * float64(l.Coop) / float64(max(l.Most, 1)) }

// Down is the length of a bar of conflict, in parts of a hundred.
func (l DigestLine) Down() float64 { return 50 * float64(l.Conf) / float64(max(l.Most, 1)) }

// DownX is where the bar of conflict begins.
func (l DigestLine) DownX() float64 { return 50 - l.Down() }

// DigestCite points to a sentence: its number, and the anchor at which the page has it.
type DigestCite struct {
	N      int
	Anchor string
}

// DigestSource is a sentence that is cited.
type DigestSource struct {
	N             int
	Anchor        string
	Quote         string
	Act, When     string
	Outlet, Title string
	URL, Place    string
}

//go:embed page/digest.gohtml
var digestText string

var digestPage = template.Must(template.Must(dossierPage.Clone()).Parse(digestText))

// Digest writes a digest as one page of HTML, by the template inside.
func Digest(w io.Writer, b Bulletin, opt Options) error {
	var out strings.Builder
	d := newDigest(b, opt)
	if err := digestPage.ExecuteTemplate(&out, "digest", d); err != nil {
		return fmt.Errorf("setting the digest: %w", err)
	}
	return flush(w, out.String())
}

func flush(w io.Writer, text string) error {
	if _, err := io.WriteString(w, visible(text)); err != nil {
		return fmt.Errorf("writing the digest: %w", err)
	}
	return nil
}

// DigestBy writes a digest by a template of the user's own, which sees [DigestWords]. One
// whose name ends in .html, .htm or .gohtml is of package html/template and escapes what
// stands in it; any other is of text/template. Both have upper and join. An error tells the
// template's line.
func DigestBy(w io.Writer, b Bulletin, name string, text []byte, opt Options) error {
	funcs := map[string]any{"upper": upper, "join": strings.Join}
	d := newDigest(b, opt)
	var out bytes.Buffer
	var err error
	base := path.Base(strings.ReplaceAll(name, "\\", "/"))
	switch path.Ext(base) {
	case ".html", ".htm", ".gohtml":
		var t *template.Template
		if t, err = template.New(base).Funcs(funcs).Parse(string(text)); err == nil {
			err = t.Execute(&out, d)
		}
	default:
		var t *texttemplate.Template
		if t, err = texttemplate.New(base).Funcs(funcs).Parse(string(text)); err == nil {
			err = t.Execute(&out, d)
		}
	}
	if err != nil {
		return &TemplateError{err}
	}
	return flush(w, out.String())
}

// TemplateError is what is wrong with a user's own template.
type TemplateError struct{ Err error }

// Error gives the template's own words, which name file and line.
func (e *TemplateError) Error() string { return e.Err.Error() }

// Unwrap gives the error of the template.
func (e *TemplateError) Unwrap() error { return e.Err }

// newDigest puts a bulletin into words, twice: the sentences are numbered by what is cited.
func newDigest(b Bulletin, opt Options) *DigestWords {
	opt = opt.filled()
	opt.Ledger = -1
	cited := newLedger(b.Brief)
	digestOf(b, cited, opt)
	l := newLedger(b.Brief)
	l.number(cited)
	return digestOf(b, l, opt)
}

func digestOf(b Bulletin, l *ledger, opt Options) *DigestWords {
	x := b.Digest
	d := &DigestWords{Title: cmp.Or(clean(b.Title), "Digest"), Period: dates(x.Since, x.To), Since: date(x.Since), To: date(x.To)}
	if b.AsOf.Known() {
		d.AsOf = date(b.AsOf)
	}
	w := digestSetter{b: b, l: l, opt: opt}
	d.Head = w.headline()
	d.Sections = []DigestSection{w.changed(), w.events(), w.triangles()}
	if len(x.Alerts) > 0 {
		d.Sections = append(d.Sections, w.alerts())
	}
	d.Sections = append(d.Sections, w.forecasts(), w.gaps())
	d.Lead = w.lead()
	for _, n := range b.Notes {
		d.Notes = append(d.Notes, upper(sentence(n)))
	}
	d.sheet = &dossierSheet{sheet: &sheet{}}
	d.sheet.list(l, opt)
	for _, s := range d.sheet.Sentences {
		for _, q := range s.Quotes {
			var words strings.Builder
			for _, p := range q.Parts {
				words.WriteString(flat(p.Text))
			}
			d.Sources = append(d.Sources, DigestSource{N: q.N, Anchor: q.Anchor, Quote: words.String(), Act: q.Act, When: q.When, Outlet: q.Outlet, Title: s.Title, URL: q.URL, Place: q.Place})
		}
	}
	for _, r := range methods(Dossier{Brief: b.Brief, Command: b.Command, Tools: b.Tools}, opt) {
		d.Made = append(d.Made, DigestLine{Label: r.Name, Text: r.Text})
	}
	return d
}

// Sheet gives the page's own template the sentences with their marks.
func (d *DigestWords) Sheet() any { return d.sheet }

// digestSetter puts the parts of a digest into words.
type digestSetter struct {
	b   Bulletin
	l   *ledger
	opt Options
}

func (w *digestSetter) cites(ids ...string) []DigestCite {
	var out []DigestCite
	for _, r := range w.l.cite(ids...) {
		out = append(out, DigestCite(r))
	}
	return out
}

// headline says what moved most.
func (w *digestSetter) headline() string {
	c := w.b.Digest.Changed
	switch {
	case len(c.Moved) > 0:
		m := c.Moved[0]
		head := fmt.Sprintf("%s of %s toward %s %s", upper(string(m.Side)), w.opt.inProse(m.Source), w.opt.inProse(m.Target), way(&m))
		if n := len(c.Moved) - 1; n > 0 {
			head += ", and " + count(n, "more strand moved", "more strands moved")
		}
		return head
	case len(c.Turned) > 0:
		t := c.Turned[0].Is
		return fmt.Sprintf("%s are now %s", upper(both(t, w.opt)), standing(*t.Level))
	}
	for _, t := range w.b.Digest.Triangles {
		if len(t.Turns) > 0 {
			return fmt.Sprintf("The triangle of %s is now %s", corners(t.Triangle, w.opt), withArticle(t.Shape))
		}
	}
	return "Nothing moved as far as can be told"
}

func way(m *entente.Moved) string {
	if m.Is < m.Was {
		return "fell"
	}
	return "rose"
}

// lead sums the days up.
func (w *digestSetter) lead() []DigestLine {
	x := w.b.Digest
	events := 0
	for _, p := range x.Pairs {
		events += len(p.Reports)
	}
	out := []DigestLine{{Text: fmt.Sprintf("%s read of %s, %s in as many days before; they tell of %s between %s that no story told of before.",
		upper(count(x.Stories, "story was", "stories were")), dates(x.Since, x.To), thousands(x.Before), count(events, "event", "events"), count(len(x.Pairs), "pair", "pairs"))}}
	for _, t := range x.Triangles {
		text := fmt.Sprintf("The triangle of %s is %s (%s, %s)", corners(t.Triangle, w.opt), withArticle(t.Shape), prob(t.P[t.Shape]), w.opt.Word(t.P[t.Shape]))
		if len(t.Turns) == 0 {
			text += ", as before"
		}
		out = append(out, DigestLine{Text: text + ".", Cites: w.cites(firstOf(triangleCites(t.Triangle))...)})
	}
	if s := w.scored(); s != "" {
		out = append(out, DigestLine{Text: s})
	}
	return out
}

func firstOf(ids []string) []string { return ids[:min(len(ids), 1)] }

// changed tells what moved, in the words of [Changed].
func (w *digestSetter) changed() DigestSection {
	set, into := newChapters(w.l)
	w.l.enter("changed", "What changed")
	c := w.b.Digest.Changed
	set.head("")
	switch {
	case c.Before >= c.Since:
		set.para("", "", run{"Nothing was read before these days, so there is nothing to hold them against.", plain})
	case len(c.Moved)+len(c.Turned) == 0:
		set.para("", "", run{fmt.Sprintf("Nothing moved as far as can be told; %s looked at.", count(c.Asked, "strand was", "strands were")), plain})
	}
	for i := range c.Moved {
		set.shifted(&c.Moved[i], w.opt)
	}
	for _, t := range c.Turned {
		set.turned(t, w.opt)
	}
	set.changedMix(c, w.opt)
	s := DigestSection{Name: "changed", Title: "What changed"}
	for _, chapter := range into.all {
		for _, line := range chapter.Lines {
			s.Lines = append(s.Lines, digestLine(line))
		}
	}
	return s
}

// digestLine joins the runs of a line; strong words at its head become its label.
func digestLine(x chapterLine) DigestLine {
	out := DigestLine{Depth: x.Depth, Label: x.Label}
	for i, r := range x.Runs {
		for _, c := range r.Refs {
			out.Cites = append(out.Cites, DigestCite(c))
		}
		if i == 0 && r.Class == "strong" && out.Label == "" {
			out.Label = r.Text
			continue
		}
		out.Text += r.Text
	}
	return out
}

// eventsShown is how many new events of a pair a digest tells, the heaviest, and pairsShown
// of how many pairs.
const (
	eventsShown = 4
	pairsShown  = 12
)

// events lists what is new, by pair.
func (w *digestSetter) events() DigestSection {
	s := DigestSection{Name: "events", Title: "New events by pair"}
	w.l.enter("events", s.Title)
	all := w.b.Digest.Pairs
	most := 0
	for _, p := range all {
		most = max(most, p.Cooperation, p.Conflict)
	}
	for _, p := range all[:min(len(all), pairsShown)] {
		s.Lines = append(s.Lines, DigestLine{Label: upper(both(entente.Tie{A: p.A, B: p.B}, w.opt)), Coop: p.Cooperation, Conf: p.Conflict, Most: most,
			Text: fmt.Sprintf("%s of cooperation, %d of conflict", count(p.Cooperation, "event", "events"), p.Conflict)})
		for _, id := range p.Reports[:min(len(p.Reports), eventsShown)] {
			if x := w.l.byID[id]; x != nil && x.Report != nil {
				r := x.Report
				s.Lines = append(s.Lines, DigestLine{Depth: 1, Tone: quadTone(r.Quad), Text: joined(who(r, w.opt)+": "+w.opt.Roots(r.Plover.Event), when(r), string(r.Status)), Cites: w.cites(id)})
			}
		}
		if n := len(p.Reports) - eventsShown; n > 0 {
			s.Lines = append(s.Lines, DigestLine{Depth: 1, Text: "and " + count(n, "event", "events") + " of less weight"})
		}
	}
	if n := len(all) - pairsShown; n > 0 {
		s.Lines = append(s.Lines, DigestLine{Text: "and " + count(n, "pair", "pairs") + " of which less is told"})
	}
	if len(all) == 0 {
		s.Lines = []DigestLine{{Text: "No event is told that was not told of before."}}
	}
	return s
}

// triangles tells types and turns.
func (w *digestSetter) triangles() DigestSection {
	s := DigestSection{Name: "triangles", Title: "Turns of triangles"}
	w.l.enter("triangles", s.Title)
	for _, t := range w.b.Digest.Triangles {
		line := DigestLine{Label: upper(corners(t.Triangle, w.opt)), Cites: w.cites(firstOf(triangleCites(t.Triangle))...),
			Text: fmt.Sprintf("%s, %s (%s)", withArticle(t.Shape), prob(t.P[t.Shape]), w.opt.Word(t.P[t.Shape]))}
		if len(t.Turns) == 0 {
			line.Text += "; no turn in these days"
		}
		s.Lines = append(s.Lines, line)
		for _, turn := range t.Turns {
			firm := ""
			if !turn.Firm {
				firm = ", not firm yet"
			}
			s.Lines = append(s.Lines, DigestLine{Depth: 1, Text: fmt.Sprintf("%s: from %s to %s%s", dates(turn.From, turn.To), withArticle(turn.Before), withArticle(turn.After), firm)})
			for _, c := range turn.Crossed {
				kind := map[int]string{1: "friendly", -1: "adversarial"}[c.Sign]
				s.Lines = append(s.Lines, DigestLine{Depth: 2, Cites: w.cites(append(slices.Clone(c.Words[:min(len(c.Words), 2)]), c.Events[:min(len(c.Events), 3)]...)...),
					Text: fmt.Sprintf("%s: %s %s → %s", upper(list(w.opt.inProse(c.A), w.opt.inProse(c.B))), kind, prob(c.Was), prob(c.Is))})
			}
		}
	}
	if len(s.Lines) == 0 {
		s.Lines = []DigestLine{{Text: "Fewer than three states are told of, so there is no triangle."}}
	}
	return s
}

func (w *digestSetter) alerts() DigestSection {
	s := DigestSection{Name: "alerts", Title: "Alerts"}
	w.l.enter("alerts", s.Title)
	for _, a := range w.b.Digest.Alerts {
		s.Lines = append(s.Lines, DigestLine{Label: date(a.Day) + ", " + clean(a.Rule), Text: clean(a.Text), Cites: w.cites(a.Cites...)})
	}
	return s
}

// forecasts tells those that fell due and how they fared.
func (w *digestSetter) forecasts() DigestSection {
	s := DigestSection{Name: "forecasts", Title: "Forecasts that fell due"}
	w.l.enter("forecasts", s.Title)
	for i := range w.b.Digest.Due {
		e := &w.b.Digest.Due[i]
		base := ""
		if e.Plain != nil {
			base = ", base rate " + probability(e.Plain.Climatology)
		}
		line := DigestLine{Label: upper(between(e.Forecast, w.opt)), Text: fmt.Sprintf("%s within %s of %s, by %s: %s%s", e.Event(), count(e.Horizon, "day", "days"), date(e.Origin), clean(e.By), probability(e.Probability), base)}
		switch r := e.Resolution; {
		case r == nil:
			line.Text += "; still open"
		case r.Outcome == entente.Void:
			line.Text += "; void: " + clean(r.Why)
		default:
			came := "it did not come"
			if r.Outcome == entente.Yes {
				came = "it came, with " + count(r.Count, "event", "events")
			}
			line.Text += fmt.Sprintf("; %s; Brier score %s", came, brier(square(e.Probability, r.Outcome)))
			line.Cites = w.cites(r.Cites[:min(len(r.Cites), citesShown)]...)
		}
		s.Lines = append(s.Lines, line)
	}
	if sum := w.scored(); sum != "" {
		s.Lines = append(s.Lines, DigestLine{Text: sum})
	}
	if len(s.Lines) == 0 {
		s.Lines = []DigestLine{{Text: "No forecast on record fell due in these days."}}
	}
	return s
}

// square is the Brier score of one forecast.
func square(p float64, v entente.Verdict) float64 {
	if v == entente.Yes {
		return (1 - p) * (1 - p)
	}
	return p * p
}

// scored sums up how the forecasts fared, beside their base rates where all have them.
func (w *digestSetter) scored() string {
	n, own, base := 0, 0., 0.
	for i := range w.b.Digest.Due {
		e := &w.b.Digest.Due[i]
		if e.Resolution == nil || e.Resolution.Outcome == entente.Void {
			continue
		}
		n++
		own += square(e.Probability, e.Resolution.Outcome)
		if e.Plain != nil {
			base += square(e.Plain.Climatology, e.Resolution.Outcome)
		} else {
			base = math.NaN()
		}
	}
	if n == 0 {
		return ""
	}
	text := fmt.Sprintf("%s due came out, with a Brier score of %s", upper(count(n, "forecast that fell", "forecasts that fell")), brier(own/float64(n)))
	if !math.IsNaN(base) {
		text += ", the base rate's being " + brier(base/float64(n))
	}
	return text + "."
}

// gaps tells what was not read.
func (w *digestSetter) gaps() DigestSection {
	s := DigestSection{Name: "gaps", Title: "What was not read"}
	x := w.b.Digest
	for _, g := range x.Gaps {
		s.Lines = append(s.Lines, DigestLine{Label: dates(g[0], g[1]), Text: "no story was read"})
	}
	for _, q := range x.Silent {
		s.Lines = append(s.Lines, DigestLine{Label: clean(q.Publisher), Text: fmt.Sprintf("nothing in these days; %s in the four weeks before, the last of %s", count(q.Before, "story", "stories"), date(q.Last))})
	}
	if len(s.Lines) == 0 {
		s.Lines = []DigestLine{{Text: "Something was read of each day, and no outlet of the four weeks before has fallen silent."}}
	}
	return s
}
