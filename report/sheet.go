package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"entente"
)

// Piece is a run of prose; with a Ref it is a figure that opens to its sentence.
type piece struct {
	Text   string
	Ref    *ref
	Strong bool
}

// Prose is a sentence, or a few, made of pieces.
type prose []piece

func say(format string, args ...any) prose { return prose{{Text: fmt.Sprintf(format, args...)}} }

// and appends words.
func (p prose) and(format string, args ...any) prose {
	return append(p, piece{Text: fmt.Sprintf(format, args...)})
}

// fig appends a figure with the sentence that it rests on.
func (p prose) fig(text string, r *ref) prose { return append(p, piece{Text: text, Ref: r}) }

// String gives the words without their pointers.
func (p prose) String() string {
	var b strings.Builder
	for _, x := range p {
		b.WriteString(x.Text)
	}
	return b.String()
}

// Bar is a probability or a sum with the words that stand beside it.
type bar struct {
	Label string
	Value string // as printed
	Word  string // of likelihood, where it has one
	Share float64
	Tone  string // plus, minus, none
	Ref   *ref
	Note  string // in place of a bar: "no acts reported"
}

// Sheet is a brief put into words, in the order in which it is printed. The three
// faces differ only in how they set it.
type sheet struct {
	Title     string
	Period    string
	AsOf      string
	Lead      []prose
	Counts    []tallied
	Dyads     []dyadView
	Triangles []triangleView
	Weighings []weighingView
	Outlook   []outlookGroup
	Notes     []string
	Problems  []problemView
	Sentences []sourceView // the cited sentences by source
	LeftOut   int          // sentences not listed
	BareOut   int          // sources not listed
	Lexicon   string
	Scale     string
	Version   string
}

// Tallied is one of the counts that are kept apart.
type tallied struct {
	N      string
	Noun   string
	Means  string
	Anchor string
}

// SourceView is a story with those of its sentences that are listed.
type sourceView struct {
	N        int
	Anchor   string
	Title    string
	Credit   string // publisher and date
	Author   string
	Kind     string
	URL      string
	Hash     string
	Quotes   []quote
	Telling  int // sentences in all
	Counting int // of them in streams that count
}

type problemView struct{ Stage, Subject, Message string }

// newSheet puts a brief into words.
func newSheet(b entente.Brief, opt Options) (*sheet, *ledger) {
	l := newLedger(b)
	s := &sheet{Period: dates(b.From, b.To), Lexicon: clean(b.Lexicon), Scale: clean(b.Scale), Version: clean(opt.Version)}
	if b.AsOf.Known() {
		s.AsOf = date(b.AsOf)
	}
	s.Title = cmp.Or(clean(b.Title), defaultTitle(b, opt))
	l.enter("lead", "The answer")
	s.Lead = lead(b, l, opt)
	l.here = section{}
	s.Counts = counts(b)
	top := heaviestFlow(b.Dyads)
	for _, t := range b.Dyads {
		s.Dyads = append(s.Dyads, newDyadView(t, b, l, top, opt))
	}
	for _, t := range b.Triangles {
		s.Triangles = append(s.Triangles, newTriangleView(t, l, opt))
	}
	for i, w := range b.Hypotheses {
		w.Findings = nil // they are for who mends a matrix, not for who reads a brief
		s.Weighings = append(s.Weighings, newWeighingView(i, w, l))
	}
	s.Outlook = newOutlook(b.Outlook, l, opt)
	for _, n := range slices.Concat(b.Notes, gaps(b)) {
		s.Notes = append(s.Notes, upper(sentence(n)))
	}
	for _, p := range b.Problems {
		s.Problems = append(s.Problems, problemView{clean(p.Stage), clean(p.Subject), clean(p.Message)})
	}
	return s, l
}

func defaultTitle(b entente.Brief, opt Options) string {
	if len(b.Triangles) > 0 {
		c := b.Triangles[0].Corners
		return "How " + list(opt.inProse(c[0]), opt.inProse(c[1]), opt.inProse(c[2])) + " stand to one another"
	}
	if len(b.Dyads) == 1 {
		return "How " + list(opt.inProse(b.Dyads[0].A), opt.inProse(b.Dyads[0].B)) + " stand to each other"
	}
	return "How states stand to one another"
}

// counts keeps stories, reports, events and assessments apart.
func counts(b entente.Brief) []tallied {
	return []tallied{
		{thousands(len(b.Stories)), plural(len(b.Stories), "story", "stories"), "pages read", "sources"},
		{thousands(len(b.Reports)), plural(len(b.Reports), "report", "reports"), "places where an act is told", "sentences"},
		{thousands(eventCount(b)), plural(eventCount(b), "event", "events"), "acts, once the reports of one act are joined", "sentences"},
		{thousands(len(b.Assessments)), plural(len(b.Assessments), "assessment", "assessments"), "places where somebody says how two stand", "sentences"},
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// eventCount counts the clusters, or where a brief carries none the distinct
// event ids of its reports.
func eventCount(b entente.Brief) int {
	if len(b.Events) > 0 {
		return len(b.Events)
	}
	ids := map[string]bool{}
	for i := range b.Reports {
		ids[cmp.Or(b.Reports[i].ID, b.Reports[i].Report)] = true
	}
	return len(ids)
}

// gaps says what the reader must know of the age and the holes of the reading.
func gaps(b entente.Brief) []string {
	var notes []string
	var newest entente.Day
	for _, o := range b.Stories {
		newest = max(newest, o.Published)
	}
	if newest.Known() && b.AsOf > newest+7 {
		notes = append(notes, fmt.Sprintf("The newest story is of %s, %s before the day of this brief; nothing later was read.",
			date(newest), count(int(b.AsOf-newest), "day", "days")))
	}
	if bare, all := uncovered(b.Series); bare > 0 {
		notes = append(notes, fmt.Sprintf("In %d of %d periods no story was read at all; they are shown as gaps, not as calm.", bare, all))
	}
	return notes
}

// uncovered counts the periods of the longest series without any story.
func uncovered(series []entente.Series) (bare, all int) {
	for _, s := range series {
		if len(s.Points) <= all {
			continue
		}
		bare, all = 0, len(s.Points)
		for _, p := range s.Points {
			bare += b2i(!p.Covered)
		}
	}
	return bare, all
}

// bareSources is the number of sources up to which those are listed too of which no
// sentence is.
const bareSources = 40

// list fills in the sentences by source: all that are cited, and some others.
func (s *sheet) list(l *ledger, opt Options) {
	all, leftOut := l.list(opt.Ledger, opt)
	s.LeftOut = leftOut
	for _, v := range all {
		if len(v.Quotes) > 0 || len(all) <= bareSources {
			s.Sentences = append(s.Sentences, v)
		}
	}
	s.BareOut = len(all) - len(s.Sentences)
}

// list gives the sentences by source: all that are cited, and up to extra others.
func (l *ledger) list(extra int, opt Options) (sources []sourceView, leftOut int) {
	for i, o := range l.Outlets {
		sources = append(sources, newSourceView(i+1, o))
	}
	for _, w := range l.All {
		s := &sources[w.Source-1]
		s.Telling++
		s.Counting += b2i(w.counts())
		switch {
		case w.Cited:
		case extra > 0:
			extra--
		default:
			leftOut++
			continue
		}
		s.Quotes = append(s.Quotes, l.quote(w, opt))
	}
	return sources, leftOut
}

func (w *witness) counts() bool {
	switch {
	case w.Report != nil:
		return w.Report.Stream.Counts()
	case w.Claim != nil:
		return w.Claim.Stream.Counts()
	}
	return w.View.Stream.Counts()
}

func newSourceView(n int, o entente.Outlet) sourceView {
	return sourceView{N: n, Anchor: fmt.Sprintf("s-%d", n), Title: cmp.Or(clean(o.Title), "Story "+clean(o.Story)), Credit: outlet(o),
		Author: clean(o.Author), Kind: string(o.Kind), URL: webURL(o.URL), Hash: clean(o.Hash)}
}
