package report

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"entente"
)

// Role is the part that a run of words plays in a cited sentence.
type role string

// The roles, spelled as the small letters printed beside the words.
const (
	plainRole   role = ""
	sourceRole  role = "s"
	targetRole  role = "t"
	triggerRole role = "▲"
)

// Class is the role's name in the style sheet.
func (r role) Class() string {
	switch r {
	case sourceRole:
		return "src"
	case targetRole:
		return "tgt"
	case triggerRole:
		return "trg"
	}
	return ""
}

// Part is a run of words of one role.
type part struct {
	Text string
	Role role
}

type marked struct {
	from, to int
	role     role
}

// marks gives the spans of a citation as offsets into its quote, the narrower
// first. Spans that do not lie in the quote on letters' bounds are left out.
func marks(c *entente.Citation) []marked {
	var out []marked
	add := func(s entente.Span, r role) {
		m := marked{s[0] - c.Start, s[1] - c.Start, r}
		if m.from < 0 || m.to > len(c.Quote) || m.from >= m.to || !bound(c.Quote, m.from) || !bound(c.Quote, m.to) {
			return
		}
		out = append(out, m)
	}
	add(c.Trigger, triggerRole)
	if c.Source != nil {
		add(*c.Source, sourceRole)
	}
	if c.Target != nil {
		add(*c.Target, targetRole)
	}
	slices.SortStableFunc(out, func(a, b marked) int { return cmp.Compare(a.to-a.from, b.to-b.from) })
	return out
}

func bound(s string, i int) bool { return i == len(s) || utf8.RuneStart(s[i]) }

// parts cuts a quote where its roles begin and end. Where spans overlap, the
// narrower one names the role.
func parts(c *entente.Citation) []part {
	spans := marks(c)
	cuts := []int{0, len(c.Quote)}
	for _, m := range spans {
		cuts = append(cuts, m.from, m.to)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []part
	for i := 1; i < len(cuts); i++ {
		out = append(out, part{c.Quote[cuts[i-1]:cuts[i]], roleAt(spans, cuts[i-1])})
	}
	return out
}

func roleAt(spans []marked, at int) role {
	for _, m := range spans {
		if m.from <= at && at < m.to {
			return m.role
		}
	}
	return plainRole
}

// Quote is a cited sentence as it is shown.
type quote struct {
	ref
	Parts  []part
	Act    string // who did what to whom, or who is said to stand how
	Kind   string // quad and intensity, or "assessment"
	Tone   string // plus, minus or none: the colour, which the words repeat
	Status string
	When   string
	By     string // attribution or holder
	Outlet string
	URL    string // http or https only
	Source int
	Stream string // where it is not the body
	Coded  string // pattern and the coder's confidence
	Place  string // where in its story the sentence stands
	Also   []ref  // other reports of the same event
	From   []section
}

// quote tells one witness.
func (l *ledger) quote(w *witness, opt Options) quote {
	q := quote{ref: w.ref, Parts: parts(w.citation()), Source: w.Source, From: w.From}
	if w.Report != nil && w.Report.Provenance != nil {
		q.Parts = []part{{provenance(w.Report), plainRole}}
	}
	if c := w.citation(); c.Quote != "" {
		q.Place = fmt.Sprintf("bytes %d–%d of the story's text", c.Start, c.End)
	}
	o := l.Outlets[w.Source-1]
	q.Outlet, q.URL = outlet(o), webURL(cmp.Or(w.citation().URL, o.URL))
	switch {
	case w.Report != nil:
		q.tellAct(w.Report, opt)
	case w.Claim != nil:
		q.tellClaim(w.Claim, opt)
	default:
		q.tellView(w.View, opt)
	}
	return q
}

// tellClaim tells what a sentence does with an answer to a question.
func (q *quote) tellClaim(c *entente.Claim, opt Options) {
	q.Act = "an answer " + string(c.Stance)
	if c.Hypothesis != "" {
		q.Act = "“" + clean(c.Hypothesis) + "” " + string(c.Stance)
	}
	q.Kind, q.Tone, q.When, q.Stream = "claim", "none", dates(c.Date, c.Date), otherStream(c.Stream)
	q.By = "held by " + holder(c.Holder, opt)
	if c.Hedge != "" && c.Hedge != entente.NoHedge {
		q.Status = "put as " + string(c.Hedge)
	}
}

// provenance tells where an imported event stands, in place of the sentence that it lacks.
func provenance(r *entente.Report) string {
	o := r.Provenance
	s := fmt.Sprintf("Event %s, line %d of %s; no sentence is at hand.", clean(o.ID), o.Line, clean(o.File))
	if o.Count() > 1 {
		s = fmt.Sprintf("Sum of %d events, line %d of %s; no sentence is at hand.", o.Count(), o.Line, clean(o.File))
	}
	return s
}

func (q *quote) tellAct(r *entente.Report, opt Options) {
	q.Act = who(r, opt) + ": " + opt.Roots(r.Plover.Event)
	q.Kind = opt.Quads(r.Quad)
	q.Tone = quadTone(r.Quad)
	if r.Quad != 0 {
		q.Kind += " " + strength(r.Intensity)
	}
	q.Status, q.When, q.Stream = string(r.Status), when(r), otherStream(r.Stream)
	if a := r.Attribution; a != nil {
		q.By = "according to " + cmp.Or(voice(a.By), attributed(a, opt))
	}
	q.Coded = coded(r.FoundBy, r.Confidence)
}

// quadTone is plus for cooperation, minus for conflict.
func quadTone(q entente.Quad) string {
	switch {
	case q.Cooperative():
		return "plus"
	case q.Conflictual():
		return "minus"
	}
	return "none"
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func attributed(a *entente.Attribution, opt Options) string {
	if a.Code != "" {
		return opt.inProse(a.Code)
	}
	return "a source not named"
}

// when dates a report, and says so where the date leans on publication alone.
func when(r *entente.Report) string {
	d := dates(r.DateFrom, r.DateTo)
	if r.DateBasis == entente.Published && r.DateFrom.Known() {
		return d + ", by the day of publication"
	}
	return d
}

// strength prints an intensity with its sign.
func strength(x float64) string {
	if x < 0 {
		return "−" + amount(-x)
	}
	return "+" + amount(x)
}

func tone(x float64) string {
	switch {
	case x > 0:
		return "plus"
	case x < 0:
		return "minus"
	}
	return "none"
}

// who names the actors of a report with the arrow of direction.
func who(r *entente.Report, opt Options) string {
	s, t := actor(r.Source, opt), actor(r.Target, opt)
	switch {
	case r.Target.Code == "" && r.Target.Raw == "" && (r.Provenance == nil || r.Target.Name == ""):
		return s
	case r.Reciprocal:
		return s + " ↔ " + t
	}
	return s + " → " + t
}

// actor names an actor by its code; one that is not known by the words of the text.
func actor(a entente.Actor, opt Options) string {
	switch {
	case a.Code == "" && a.Raw+a.Name == "":
		return "somebody not named"
	case a.Code == "":
		return "“" + clean(cmp.Or(a.Raw, a.Name)) + "” (not known)"
	}
	return opt.name(a.Code)
}

func (q *quote) tellView(a *entente.Assessment, opt Options) {
	q.Act = opt.name(a.A.Code) + " and " + opt.name(a.B.Code) + ": " + stance(a)
	q.Kind, q.When, q.Stream = "assessment", dates(a.DateFrom, a.DateTo), otherStream(a.Stream)
	if a.Level != nil {
		q.Tone = tone(float64(*a.Level))
	} else if a.Trend != nil {
		q.Tone = tone(float64(*a.Trend))
	}
	q.Tone = cmp.Or(q.Tone, "none")
	q.By = "held by " + holder(a.Holder, opt) + members(a, opt)
	if a.Hedge != "" && a.Hedge != entente.NoHedge {
		q.Status = "put as " + string(a.Hedge)
	}
	q.Coded = coded(a.FoundBy, 0)
}

// members says which members of a collective the story names with it.
func members(a *entente.Assessment, opt Options) string {
	if len(a.Members) == 0 {
		return ""
	}
	var names []string
	for _, c := range a.Members {
		names = append(names, opt.inProse(c))
	}
	return " · " + list(names...) + " named as part of it"
}

// stance says what an assessment claims.
func stance(a *entente.Assessment) string {
	var words []string
	if a.Level != nil {
		words = append(words, levelWord(a.Level))
	}
	if a.Trend != nil {
		_, w, _ := strings.Cut(trendWord(a.Trend), " ")
		words = append(words, w)
	}
	s := cmp.Or(strings.Join(words, ", "), "no level given")
	if a.Negated {
		return "not " + s
	}
	return s
}

func holder(h entente.Holder, opt Options) string {
	switch {
	case h.Name != "":
		return voice(h.Name)
	case h.By == "actor" && h.Code != "":
		return opt.inProse(h.Code)
	case h.By == "unnamed" || h.By == "":
		return "somebody not named"
	}
	return "the " + clean(h.By)
}

// voice sets the words for a speaker into a sentence: without the comma that closed
// them in theirs, and with the article small.
func voice(words string) string {
	words = strings.TrimRight(clean(words), " ,;:")
	if rest, ok := strings.CutPrefix(words, "The "); ok {
		return "the " + rest
	}
	return words
}

func otherStream(s entente.Stream) string {
	if s == entente.Body || s == "" {
		return ""
	}
	return string(s)
}

func coded(f entente.Finder, confidence float64) string {
	s := ""
	if f.Pattern != "" {
		s = "pattern " + clean(f.Pattern)
	}
	if f.Way != "" {
		s += " (" + clean(f.Way) + ")"
	}
	if confidence > 0 {
		s += ", coding confidence " + prob(confidence)
	}
	return strings.TrimPrefix(s, ", ")
}

// outlet names a story's publisher and date as a newspaper's credit does.
func outlet(o entente.Outlet) string {
	s := cmp.Or(clean(o.Publisher), host(o.URL), before("story ", clean(o.Story)), "source not named")
	if o.Published.Known() {
		s += ", " + date(o.Published)
	}
	return s
}

func host(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return clean(strings.TrimPrefix(u.Hostname(), "www."))
}

// webURL gives the address back if it is one that a reader may follow.
func webURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}
