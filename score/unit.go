package score

import (
	"cmp"
	"slices"
	"strings"

	"entente"
)

// mark is an event as one coder has it, as far as it is compared with those of others.
type mark struct {
	coder          int
	words          string        // of the citation, levelled
	span           *entente.Span // of the sentence in the story, nil where it is not known
	trigger        *entente.Span // of the words that tell of it
	source, target string
	mutual         bool
	root           entente.Root
	status         entente.Status
	day            entente.Day
	intensity      *float64
	scale          string
}

// markOf gives the mark of a report.
func markOf(coder int, r *entente.Report) mark {
	return mark{
		coder: coder, words: level(r.Citation.Quote), span: spanOf(r.Citation.Start, r.Citation.End),
		trigger: spanOf(r.Citation.Trigger[0], r.Citation.Trigger[1]),
		source:  norm(r.Source.Code), target: norm(r.Target.Code), mutual: r.Reciprocal,
		root: r.Plover.Event, status: cmp.Or(r.Status, entente.Fact), day: r.DateFrom, scale: r.Scale,
	}
}

// spanOf gives a span, nil for one that holds nothing.
func spanOf(start, end int) *entente.Span {
	if start < 0 || end <= start {
		return nil
	}
	return &entente.Span{start, end}
}

// meets reports whether two spans that are known overlap.
func meets(a, b *entente.Span) bool { return a != nil && b != nil && a[0] < b[1] && b[0] < a[1] }

// pair gives the pair of a mark, in order of name.
func (m *mark) pair() string {
	a, b := m.source, m.target
	if b < a {
		a, b = b, a
	}
	return a + " " + b
}

// directed gives the pair of a mark with who acts.
func (m *mark) directed() string {
	if m.mutual {
		return m.pair() + " mutual"
	}
	return m.source + " > " + m.target
}

// direction says which of the pair acts: the first by name, the second, or both.
func (m *mark) direction() string {
	switch {
	case m.mutual:
		return "mutual"
	case m.target < m.source:
		return "second"
	}
	return "first"
}

// together reports whether two marks cite overlapping words or the same sentence.
func together(a, b *mark) bool {
	if a.span != nil && b.span != nil {
		return meets(a.span, b.span)
	}
	return overlaps(a.words, b.words)
}

// sameUnit ranks how well two marks go together as one unit, 0 if not at all: the pair
// is the same and so are the words or the sentence.
func sameUnit(a, b *mark) int {
	if !samePair(a.source, a.target, b.source, b.target) && !samePair(b.source, b.target, a.source, a.target) || !together(a, b) {
		return 0
	}
	return closer(a, b)
}

// sameWords ranks marks that the same words tell of, whoever the actors are. Where the
// place of the words is not known the root must be the same.
func sameWords(a, b *mark) int {
	known := a.trigger != nil && b.trigger != nil
	switch {
	case known && !meets(a.trigger, b.trigger), !known && (a.root != b.root || !together(a, b)):
		return 0
	}
	return closer(a, b) + 64*count(a.pair() == b.pair())
}

func closer(a, b *mark) int {
	return 1 + 32*count(meets(a.trigger, b.trigger)) + 16*count(a.root == b.root) + 8*count(a.direction() == b.direction()) +
		4*count(a.source == b.source) + 2*count(a.status == b.status) + count(a.day == b.day)
}

// unite gathers the marks of one story into units, at most one of each coder in a
// unit, those closest to one another first. A mark that nobody shares is a unit.
func unite(marks []mark, alike func(a, b *mark) int) [][]*mark {
	in := make([]*mark, len(marks))
	for i := range marks {
		in[i] = &marks[i]
	}
	slices.SortStableFunc(in, byPlace)
	units := make(map[*mark]*[]*mark, len(in)) // the unit of each mark
	for _, m := range in {
		units[m] = &[]*mark{m}
	}
	for _, l := range links(in, alike) {
		u, v := units[l.a], units[l.b]
		if u == v || shareCoder(*u, *v) {
			continue
		}
		*u = append(*u, *v...)
		for _, m := range *v {
			units[m] = u
		}
	}
	var out [][]*mark
	told := map[*[]*mark]bool{}
	for _, m := range in {
		if u := units[m]; !told[u] {
			told[u] = true
			slices.SortFunc(*u, func(a, b *mark) int { return cmp.Compare(a.coder, b.coder) })
			out = append(out, *u)
		}
	}
	return out
}

// link is two marks that may go together.
type link struct {
	a, b  *mark
	worth int
}

// links gives the links between marks in order of place, the best first.
func links(in []*mark, alike func(a, b *mark) int) []link {
	var out []link
	for i, a := range in {
		for _, b := range in[i+1:] {
			if a.span != nil && b.span[0] >= a.span[1] {
				break // the others lie further on
			}
			if a.coder == b.coder {
				continue
			}
			if n := alike(a, b); n > 0 {
				out = append(out, link{a, b, n})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y link) int { return cmp.Compare(y.worth, x.worth) })
	return out
}

// shareCoder reports whether two units have marks of one coder.
func shareCoder(u, v []*mark) bool {
	return slices.ContainsFunc(u, func(a *mark) bool {
		return slices.ContainsFunc(v, func(b *mark) bool { return a.coder == b.coder })
	})
}

// byPlace orders marks by where they stand, those of unknown place first, and by what
// they say, so that the order of coders decides last.
func byPlace(a, b *mark) int {
	return cmp.Or(
		comparePlaces(a.span, b.span), comparePlaces(a.trigger, b.trigger), strings.Compare(a.words, b.words),
		strings.Compare(a.source, b.source), strings.Compare(a.target, b.target), cmp.Compare(a.root, b.root),
		cmp.Compare(a.status, b.status), cmp.Compare(a.day, b.day), cmp.Compare(a.coder, b.coder))
}

func comparePlaces(a, b *entente.Span) int {
	if a == nil || b == nil {
		return count(a != nil) - count(b != nil)
	}
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
}
