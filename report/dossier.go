package report

import (
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"entente"
	"entente/chart"
)

// Dossier is what a report on a pair, on a triangle or on questions is made of. The brief
// holds what is told of and what is cited: one tie in Dyads makes it a report on a pair, a
// Study one on a triangle, Hypotheses one on questions. What is nil or empty is left out.
type Dossier struct {
	entente.Brief
	By      entente.Period   // of series and levels
	Series  []entente.Series // of a pair, both directions
	Levels  []entente.Level  // of a pair, period by period
	Course  *entente.Course  // of a pair: what moved it
	Ahead   []entente.Forecast
	Study   *entente.Study
	Command string // that makes the report again
	Tools   string // hash of dictionaries and weights

	counted entente.Brief // what the counts of the report are of
}

//go:embed page/dossier.gohtml
var dossierText string

//go:embed page/dossier.css
var dossierCSS string

var dossierPage = template.Must(template.Must(template.Must(page.Clone()).Funcs(chart.Funcs()).
	Funcs(template.FuncMap{"dossiercss": func() template.CSS { return template.CSS(dossierCSS) }}).Parse(chart.Text)).Parse(dossierText))

// dossierSheet is a dossier put into words and places.
type dossierSheet struct {
	*sheet
	Kicker  string
	Head    string
	Lead    []prose
	Pair    *dyadView
	Bars    []barsView
	Stood   *levelsView
	Cover   *coverView
	Moved   []chapter
	Mix     []mixRow
	Types   *typesView
	Ahead   *aheadView
	Study   []chapter
	Method  []methodRow
	Contain []section // of the table of contents
}

// methodRow is a line of what a report was made with.
type methodRow struct{ Name, Text string }

// Page writes a dossier as one page of HTML, as [HTML] does a brief: it asks nothing of any
// other place and runs no script. The answer comes first with its reason; each figure opens
// the numbered sentence that it rests on, and only sentences that the page cites are listed.
// The same dossier gives the same bytes.
func Page(w io.Writer, d Dossier, opt Options) error {
	opt = opt.filled()
	opt.Ledger = -1
	d.Brief, d.counted = narrowed(d)
	cited := newLedger(d.Brief)
	newDossierSheet(d, cited, opt)
	l := newLedger(d.Brief)
	l.number(cited)
	return write(w, newDossierSheet(d, l, opt))
}

// narrowed leaves of a brief on a pair what is told of the two, and what is cited besides:
// other pairs' acts are no ground of this answer, and are not counted in it.
func narrowed(d Dossier) (cited, counted entente.Brief) {
	b := d.Brief
	if d.Study != nil || len(d.Dyads) == 0 {
		return b, b
	}
	t := d.Dyads[0]
	named := map[string]bool{}
	for _, id := range slices.Concat(t.Acts.Cites, t.Assessed.Cites, ForecastCites(d.Ahead, reasonedDays)) {
		named[id] = true
	}
	two := func(x, y entente.Code) bool { return x == t.A && y == t.B || x == t.B && y == t.A }
	b.Events, b.Claims = nil, nil // the reports carry the ids of their events
	counted = b
	counted.From, counted.To = 0, 0
	counted.Reports, b.Reports = nil, nil
	for _, r := range d.Reports {
		own := two(r.Source.Code, r.Target.Code)
		if own || named[r.Report] || named[r.ID] {
			b.Reports = append(b.Reports, r)
		}
		if own {
			counted.Reports = append(counted.Reports, r)
			if r.DateFrom.Known() && r.Status.Happened() && r.Status != entente.Historical {
				if counted.To = max(counted.To, r.DateTo); !counted.From.Known() || r.DateFrom < counted.From {
					counted.From = r.DateFrom
				}
			}
		}
	}
	b.Assessments = slices.DeleteFunc(slices.Clone(b.Assessments), func(a entente.Assessment) bool { return !two(a.A.Code, a.B.Code) && !named[a.ID] })
	counted.Assessments = b.Assessments
	b.From, b.To = counted.From, counted.To
	return b, counted
}

func write(w io.Writer, sh *dossierSheet) error {
	var out strings.Builder
	if err := dossierPage.ExecuteTemplate(&out, "dossier", sh); err != nil {
		return fmt.Errorf("setting the page: %w", err)
	}
	if _, err := io.WriteString(w, visible(out.String())); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return nil
}

func newDossierSheet(d Dossier, l *ledger, opt Options) *dossierSheet {
	s := &dossierSheet{sheet: &sheet{Period: dates(d.From, d.To), Lexicon: clean(d.Lexicon), Scale: clean(d.Scale), Version: clean(opt.Version)}}
	if d.AsOf.Known() {
		s.AsOf = date(d.AsOf)
	}
	s.Counts = counts(d.counted)
	switch {
	case d.Study != nil:
		s.triangle(d, l, opt)
	case len(d.Dyads) > 0:
		s.pair(d, l, opt)
	default:
		s.questions(d, l, opt)
	}
	s.notes(d, opt)
	s.list(l, opt)
	s.Method = methods(d, opt)
	s.contents()
	return s
}

func (s *dossierSheet) notes(d Dossier, opt Options) {
	notes := slices.Concat(d.Notes, gaps(d.Brief))
	if d.Course != nil {
		notes = append(notes, d.Course.Notes...)
	}
	for _, n := range notes {
		if n = upper(sentence(n)); !slices.Contains(s.Notes, n) {
			s.Notes = append(s.Notes, n)
		}
	}
}

// list lists the sources that anything is cited of, numbered anew.
func (s *dossierSheet) list(l *ledger, opt Options) {
	all, _ := l.list(-1, opt)
	for _, v := range all {
		if len(v.Quotes) > 0 {
			v.N = len(s.Sentences) + 1
			v.Anchor = fmt.Sprintf("s-%d", v.N)
			s.Sentences = append(s.Sentences, v)
		}
	}
	s.BareOut = len(all) - len(s.Sentences)
}

// contents lists the sections that there are.
func (s *dossierSheet) contents() {
	add := func(there bool, anchor, title string) {
		if there {
			s.Contain = append(s.Contain, section{anchor, title})
		}
	}
	add(s.Pair != nil, "stand", "How they stand")
	add(s.Types != nil, "types", "The triangle")
	add(len(s.Bars) > 0, "did", "What each did")
	add(s.Stood != nil, "stood", "How they stood")
	add(len(s.Moved) > 0, "moved", "What moved it")
	add(len(s.Dyads) > 0, "sides", "Its sides")
	add(len(s.Study) > 0, "study", "Behind the type")
	add(len(s.Weighings) > 0, "readings", "Rival readings")
	add(s.Ahead != nil, "ahead", "What may come")
	add(len(s.Mix) > 0, "mix", "Without some sources")
	add(len(s.Notes) > 0, "notes", "Notes")
	add(true, "sentences", "Sentences and sources")
	add(true, "reading", "How to read this")
	add(true, "method", "Methods and versions")
}

// methods says how a report was made.
func methods(d Dossier, opt Options) []methodRow {
	rows := []methodRow{
		{"Made by", strings.TrimSpace("entente " + clean(opt.Version))},
		{"Command", clean(d.Command)},
		{"Dictionaries", clean(d.Lexicon)},
		{"Dictionaries and weights", clean(d.Tools)},
		{"Scale of intensity", clean(d.Scale)},
		{"Data", seal(d.Brief)},
		{"Stories", fmt.Sprintf("%s read; the last published on %s.", thousands(len(d.Stories)), date(newest(d.Brief)))},
		{"Level of a pair", "Acts and assessments are weighed apart, each fading with age, and joined by the rule that is printed; intervals hold nine times in ten."},
	}
	if d.Course != nil {
		rows = append(rows, methodRow{"Breaks", "Found afterwards by optimal partitioning of daily counts about a negative binomial level (PELT: Killick, Fearnhead and Eckley 2012); who answers whom by a vector autoregression (Goldstein and Freeman 1991)."})
	}
	if d.Study != nil {
		rows = append(rows, methodRow{"Types of triangle", "After Dittmer (1981), by the probabilities of three ties; balance after Cartwright and Harary (1956)."})
	}
	if len(d.Ahead) > 0 {
		rows = append(rows, methodRow{"Forecasts", "Base rates of the pair, moved by counted past cases where that beat the base rate on the store's own past; Brier scores are of origins held back in time."})
	}
	if len(d.Hypotheses) > 0 {
		rows = append(rows, methodRow{"Rival readings", "Analysis of competing hypotheses (Heuer 1999), weighted inconsistency and Bayesian standings side by side."})
	}
	rows = append(rows, methodRow{"Formulae", "docs/methods.md of entente has each with its source and departure; docs/accuracy.md says how often the coder is right."})
	return slices.DeleteFunc(rows, func(r methodRow) bool { return r.Text == "" })
}

func newest(b entente.Brief) (day entente.Day) {
	for _, o := range b.Stories {
		day = max(day, o.Published)
	}
	return day
}

// seal names what a report rests on: the same stories, reports and assessments give the same.
func seal(b entente.Brief) string {
	sum := sha256.New()
	for _, o := range b.Stories {
		fmt.Fprintln(sum, o.Story, o.Hash)
	}
	for i := range b.Reports {
		fmt.Fprintln(sum, b.Reports[i].ID, b.Reports[i].Report)
	}
	for i := range b.Assessments {
		fmt.Fprintln(sum, b.Assessments[i].ID)
	}
	return "sha256:" + hex.EncodeToString(sum.Sum(nil))[:16] + " (of stories, reports and assessments)"
}

// mixRow is how it would be without some of the sources.
type mixRow struct {
	Without string
	Is      string
	P       string
	Shift   string
	Stories string
	Turns   bool
}

// questions makes a report on questions.
func (s *dossierSheet) questions(d Dossier, l *ledger, opt Options) {
	n := len(d.Hypotheses)
	s.Kicker = "Report on " + count(n, "question", "questions")
	s.Head = clean(d.Title)
	if n == 1 {
		s.Head = cmp.Or(s.Head, clean(d.Hypotheses[0].Question))
	}
	s.Head = cmp.Or(s.Head, upper(count(n, "question", "questions"))+" weighed against what was read")
	s.Title = s.Head
	l.enter("lead", "The answer")
	for _, w := range d.Hypotheses {
		s.Lead = append(s.Lead, answer(w, l, n > 1))
	}
	s.Lead = append(s.Lead, basis(d.counted))
	for i, w := range d.Hypotheses {
		s.Weighings = append(s.Weighings, newWeighingView(i, w, l))
	}
}

// answer gives the reading that leads with what speaks most for it over the next.
func answer(w entente.Weighing, l *ledger, named bool) prose {
	lead, next := standing2(w)
	if lead == nil {
		return leading(w, l)
	}
	p := say("Best supported is “%s” (", clean(lead.Text))
	if lead.Posterior < .5 {
		p = say("None prevails; the nearest is “%s” (", clean(lead.Text))
	}
	if named {
		p = append(prose{{Text: clean(w.Question) + " ", Strong: true}}, p...)
	}
	p = p.fig(prob(lead.Posterior), l.first(weighingCites(w)...)).and(", %s)", lead.Word)
	if next != nil {
		p = p.and(", before “%s” (", clean(next.Text)).fig(prob(next.Posterior), l.first(weighingCites(w)...)).and(", %s)", next.Word)
	}
	p = p.and(".")
	for _, e := range byDiagnosticity(w.Evidence) {
		if !e.Circular && !e.Absent && !e.Pending {
			p = p.and(" What tells them most apart: ").fig(strings.TrimRight(clean(e.Text), "."), l.first(e.Cites...)).and(".")
			break
		}
	}
	return p.and(" %s", fragile(w))
}

// standing2 gives the standing that leads and the one that comes next by probability, nil
// where there is none.
func standing2(w entente.Weighing) (lead, next *entente.Standing) {
	for i := range w.Standings {
		s := &w.Standings[i]
		switch {
		case w.Winner != "" && s.ID == w.Winner:
			lead = s
		case next == nil || s.Posterior > next.Posterior:
			next = s
		}
	}
	return lead, next
}
