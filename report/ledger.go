package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"entente"
)

// Ref is a pointer to a sentence: the number that is printed and the anchor where
// the sentence stands.
type ref struct {
	N      int
	Anchor string
}

// Witness is a sentence that can be cited: a report of an act, an assessment, or a claim.
type witness struct {
	ref
	ID     string
	Report *entente.Report     // or nil
	View   *entente.Assessment // or nil
	Claim  *entente.Claim      // or nil
	Source int                 // number of the story in the list of sources
	Cited  bool                // something printed points here
	From   []section           // where it is cited
}

// Section is a part of the page that cites.
type section struct{ Anchor, Title string }

func (w *witness) citation() *entente.Citation {
	switch {
	case w.Report != nil:
		return &w.Report.Citation
	case w.Claim != nil:
		return &w.Claim.Citation
	}
	return &w.View.Citation
}

// story is what the sentence is from: a story, or of an imported event its coding.
func (w *witness) story() string {
	switch {
	case w.Claim != nil:
		return w.Claim.Story
	case w.Report == nil:
		return w.View.Story
	case w.Report.Story == "" && w.Report.Provenance != nil:
		return w.Report.Provenance.Source
	}
	return w.Report.Story
}

// outlet is what is known of a source that the brief does not list.
func (w *witness) outlet() entente.Outlet {
	if w.Report != nil && w.Report.Provenance != nil { // an event's address is its own, not its coding's
		return entente.Outlet{Story: w.story(), Title: "Events that others coded", Publisher: w.story() + " (imported events)"}
	}
	return entente.Outlet{Story: w.story(), URL: w.citation().URL}
}

// Ledger holds every sentence of a brief in order of source and place, and keeps
// count of what has been cited.
type ledger struct {
	All     []*witness
	Outlets []entente.Outlet
	byID    map[string]*witness
	source  map[string]int // number of a story, from 1
	byN     map[int]ref    // made when it is first asked
	here    section
}

// newLedger numbers the sentences of a brief: by source in the order given, then
// by place, then by id.
func newLedger(b entente.Brief) *ledger {
	l := &ledger{byID: map[string]*witness{}, source: map[string]int{}}
	for _, o := range b.Stories {
		l.addOutlet(o)
	}
	for i := range b.Reports {
		l.add(&witness{ID: b.Reports[i].Report, Report: &b.Reports[i]})
	}
	for i := range b.Assessments {
		l.add(&witness{ID: b.Assessments[i].ID, View: &b.Assessments[i]})
	}
	for i := range b.Claims {
		l.add(&witness{ID: b.Claims[i].ID, Claim: &b.Claims[i]})
	}
	slices.SortStableFunc(l.All, func(v, w *witness) int {
		return cmp.Or(cmp.Compare(v.Source, w.Source), cmp.Compare(v.citation().Start, w.citation().Start), cmp.Compare(v.ID, w.ID))
	})
	for i, w := range l.All {
		w.N = i + 1
	}
	l.addEvents()
	return l
}

// number numbers anew the sentences that another ledger of the same brief has cited, and
// those alone, so that a report that shows nothing else has no holes in its numbers.
func (l *ledger) number(cited *ledger) {
	n := 0
	for i, w := range l.All {
		if w.N = 0; cited.All[i].Cited {
			n++
			w.N = n
		}
	}
}

func (l *ledger) addOutlet(o entente.Outlet) {
	if l.source[o.Story] == 0 {
		l.Outlets = append(l.Outlets, o)
		l.source[o.Story] = len(l.Outlets)
	}
}

// add takes a sentence in; a second one with the same id is the same sentence.
func (l *ledger) add(w *witness) {
	if w.ID == "" || l.byID[w.ID] != nil {
		return
	}
	l.addOutlet(w.outlet())
	w.Source, w.Anchor = l.source[w.story()], anchor("r", w.ID)
	l.byID[w.ID] = w
	l.All = append(l.All, w)
}

// addEvents lets the id of an event stand for its first report.
func (l *ledger) addEvents() {
	for _, w := range l.All {
		if w.Report != nil && w.Report.ID != "" && l.byID[w.Report.ID] == nil {
			l.byID[w.Report.ID] = w
		}
	}
}

// enter names the section that cites from now on.
func (l *ledger) enter(anchor, title string) section {
	l.here = section{anchor, title}
	return l.here
}

// cite gives the pointers to the sentences of the ids that are known, each once,
// and notes that they are cited.
func (l *ledger) cite(ids ...string) []ref {
	var refs []ref
	for _, id := range ids {
		w := l.byID[id]
		if w == nil || slices.Contains(refs, w.ref) {
			continue
		}
		w.Cited = true
		if l.here.Anchor != "" && !slices.Contains(w.From, l.here) {
			w.From = append(w.From, l.here)
		}
		refs = append(refs, w.ref)
	}
	return refs
}

// first gives the pointer to the first of the sentences that is known, nil for none.
func (l *ledger) first(ids ...string) *ref {
	for _, id := range ids {
		if l.byID[id] != nil {
			r := l.cite(id)[0]
			return &r
		}
	}
	return nil
}

// reports gives the reports among the ids, one an event, heaviest first as given,
// with the other reports of the same event.
func (l *ledger) reports(ids []string) (acts []*witness, also map[*witness][]string) {
	also = map[*witness][]string{}
	seen := map[string]*witness{}
	for _, id := range ids {
		w := l.byID[id]
		if w == nil || w.Report == nil {
			continue
		}
		key := cmp.Or(w.Report.ID, w.ID)
		switch head := seen[key]; {
		case head == nil:
			seen[key] = w
			acts = append(acts, w)
		case head != w:
			also[head] = append(also[head], w.ID)
		}
	}
	return acts, also
}

// anchor makes an id that is safe in HTML and in a link, and differs where the
// given id differs.
func anchor(kind, id string) string {
	var b strings.Builder
	b.WriteString(kind + "-")
	for _, c := range []byte(strings.TrimPrefix(id, "r_")) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '_', c == '-':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, ".%02x", c)
		}
	}
	return b.String()
}
