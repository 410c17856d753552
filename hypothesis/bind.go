package hypothesis

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente"
)

// Found is what was read, for rows to be bound to.
type Found struct {
	Reports     []entente.Report
	Assessments []entente.Assessment
	Sentences   []Sentence        // of the stories, for claims; may be wanting
	Outlets     []entente.Outlet  // of the stories that reports and assessments stand in
	Aliases     map[string]string // of events: from an id merged away to the one kept
}

// Bind looks up what each row quotes or queries among what was read and gives the
// rows with what they cite: ids of reports, assessments or claims. A row that looks for
// something and finds nothing is absent; a row that looks for nothing is the analyst's
// own and stays. Captions and furniture are passed over. Claims are those cited.
//
// Rows that rest on the same evidence are put into one cluster, unless they have one of
// their own: those of which one shares half of its acts or more with another, and those
// that rest on one document alone ([documentOf]).
func Bind(m entente.Matrix, f Found) (rows []entente.Bound, cited []entente.Claim) {
	rows = make([]entente.Bound, len(m.Evidence))
	x := f.index()
	x.stated = Claims(m, f.Sentences)
	for i, e := range m.Evidence {
		rows[i] = entente.Bound{Evidence: e, Cites: []string{}, Latest: e.Date}
		b := &rows[i]
		for _, id := range e.Events {
			x.quote(b, id)
		}
		for _, q := range queriesOf(e) {
			x.find(b, q)
		}
		b.Cites = once(b.Cites)
		b.Absent = len(b.Cites) == 0 && (e.Query != nil || len(e.Events) > 0)
		x.describe(b)
	}
	x.restated(rows)
	x.gather(rows)
	return rows, x.claims
}

func queriesOf(e entente.Evidence) []entente.Query {
	if e.Query == nil {
		return nil
	}
	return append([]entente.Query{*e.Query}, e.Or...)
}

// index finds what was read by its ids.
type index struct {
	Found
	report map[string]int
	view   map[string]int
	event  map[string][]int // reports of each
	outlet map[string]entente.Outlet
	claim  map[string]int
	claims []entente.Claim // those cited
	stated []entente.Claim // what the stories say of the hypotheses
}

func (f Found) index() *index {
	x := &index{Found: f, report: map[string]int{}, view: map[string]int{}, event: map[string][]int{}, outlet: map[string]entente.Outlet{}, claim: map[string]int{}}
	for i, r := range f.Reports {
		x.report[r.Report] = i
		if r.ID != "" {
			x.event[r.ID] = append(x.event[r.ID], i)
		}
	}
	for i, a := range f.Assessments {
		x.view[a.ID] = i
	}
	for _, o := range f.Outlets {
		x.outlet[o.Story] = o
	}
	return x
}

// once gives a list without what stood in it before, in its order.
func once(list []string) []string {
	seen := make(map[string]bool, len(list))
	return slices.DeleteFunc(list, func(s string) bool {
		had := seen[s]
		seen[s] = true
		return had
	})
}

// quote binds a row to what has an id.
func (x *index) quote(b *entente.Bound, id string) {
	if kept, ok := x.Aliases[id]; ok {
		id = kept
	}
	_, isReport := x.report[id]
	_, isView := x.view[id]
	claim := slices.IndexFunc(x.stated, func(c entente.Claim) bool { return c.ID == id })
	switch {
	case isReport || isView:
		b.Cites = append(b.Cites, id)
	case len(x.event[id]) > 0:
		for _, i := range x.event[id] {
			b.Cites = append(b.Cites, x.Reports[i].Report)
		}
	case claim >= 0:
		x.hear(b, x.stated[claim])
	default:
		b.Missing = append(b.Missing, id)
	}
}

func (x *index) find(b *entente.Bound, q entente.Query) {
	switch q.Kind {
	case "assessment":
		for i := range x.Assessments {
			if assessmentFits(q, &x.Assessments[i]) {
				b.Cites = append(b.Cites, x.Assessments[i].ID)
			}
		}
	case "claim":
		for _, c := range claims(&q, x.Sentences) {
			x.hear(b, c)
		}
	default:
		for i := range x.Reports {
			if r := &x.Reports[i]; reportFits(q, r) {
				b.Cites = append(b.Cites, r.Report)
			}
		}
	}
}

// hear lets a row cite a claim.
func (x *index) hear(b *entente.Bound, c entente.Claim) {
	if _, ok := x.claim[c.ID]; !ok {
		x.claim[c.ID] = len(x.claims)
		x.claims = append(x.claims, c)
	}
	b.Cites = append(b.Cites, c.ID)
}

// describe says when and by whom what a row cites was told.
func (x *index) describe(b *entente.Bound) {
	b.Opinion = len(b.Cites) > 0
	for _, id := range b.Cites {
		story, day := x.origin(id)
		b.Latest = max(b.Latest, day)
		o := x.outlet[story]
		b.Stories = insert(b.Stories, story)
		b.Sources = insert(b.Sources, cmp.Or(o.Publisher, o.Author, story))
		b.Opinion = b.Opinion && o.Kind == entente.OpinionKind
	}
}

// origin is the story of what is cited and the last day that it speaks of; without one,
// that of publication.
func (x *index) origin(id string) (story string, day entente.Day) {
	if i, ok := x.report[id]; ok {
		story, day = x.Reports[i].Story, x.Reports[i].DateTo
	} else if i, ok := x.view[id]; ok {
		story, day = x.Assessments[i].Story, x.Assessments[i].DateTo
	} else {
		c := x.claims[x.claim[id]]
		story, day = c.Story, c.Date
	}
	return story, cmp.Or(day, x.outlet[story].Published)
}

func insert(list []string, s string) []string {
	if i, ok := slices.BinarySearch(list, s); !ok && s != "" {
		list = slices.Insert(list, i, s)
	}
	return list
}

func reportFits(q entente.Query, r *entente.Report) bool {
	return counts(r.Stream) &&
		pairFits(q, r.Source.Code, r.Target.Code, r.Reciprocal) &&
		among(q.Roots, r.Plover.Event) &&
		among(q.Quads, r.Quad) &&
		among(q.Status, r.Status) &&
		anyOf(q.Contexts, r.Plover.Contexts) &&
		wordsFit(q.Words, r.Citation.Quote) &&
		daysFit(q, r.DateFrom, r.DateTo)
}

func assessmentFits(q entente.Query, a *entente.Assessment) bool {
	return counts(a.Stream) &&
		pairFits(q, a.A.Code, a.B.Code, false) &&
		signFits(q.Levels, a.Level, a) &&
		signFits(q.Trends, a.Trend, a) &&
		among(q.Contexts, a.Issue) &&
		among(q.Holders, a.Holder.By) &&
		wordsFit(q.Words, a.Citation.Quote) &&
		daysFit(q, a.DateFrom, a.DateTo)
}

func counts(s entente.Stream) bool { return s == "" || s.Counts() }

func pairFits(q entente.Query, source, target entente.Code, reciprocal bool) bool {
	switch len(q.Pair) {
	case 0:
		return true
	case 1:
		return source == q.Pair[0] || target == q.Pair[0]
	}
	straight := source == q.Pair[0] && target == q.Pair[1]
	crossed := source == q.Pair[1] && target == q.Pair[0]
	return straight || crossed && (!q.Directed || reciprocal)
}

// among reports whether a value is in a list; the empty list holds all.
func among[T comparable](list []T, value T) bool {
	return len(list) == 0 || slices.Contains(list, value)
}

func anyOf(wanted, have []string) bool {
	return len(wanted) == 0 || slices.ContainsFunc(have, func(s string) bool { return slices.Contains(wanted, s) })
}

// signFits tells whether an assessment asserts one of the signs; a denied or
// unlikely view asserts none.
func signFits(list []int, sign *int, a *entente.Assessment) bool {
	if len(list) == 0 {
		return true
	}
	return sign != nil && slices.Contains(list, *sign) && !a.Negated && a.Hedge != entente.Unlikely
}

func daysFit(q entente.Query, from, to entente.Day) bool {
	if !q.From.Known() && !q.To.Known() {
		return true
	}
	if !from.Known() {
		return false
	}
	return (!q.To.Known() || from <= q.To) && (!q.From.Known() || max(from, to) >= q.From)
}

// wordsFit reports whether any of the words or phrases stands in the quote as
// whole words; capitals do not count. A word that ends in * may go on.
func wordsFit(words []string, quote string) bool {
	quote = strings.ToLower(quote)
	return len(words) == 0 || slices.ContainsFunc(words, func(w string) bool {
		_, ok := whole(quote, strings.ToLower(w))
		return ok
	})
}

// whole finds a word or phrase in a text of small letters.
func whole(text, word string) (entente.Span, bool) {
	word, open := strings.CutSuffix(word, "*")
	for from := 0; word != ""; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			break
		}
		start, end := from+i, from+i+len(word)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !letter(before) && (open || !letter(after)) {
			return entente.Span{start, end}, true
		}
		from = end
	}
	return entente.Span{}, false
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
