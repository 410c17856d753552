package score

import (
	"io"
	"slices"

	"entente"
	"entente/syntax"
)

// Readers is how far two readings of the same stories agree. A line of one reading
// has its like in the other if both stand in one sentence, between the same two
// actors (in any order, or as an alternative pair of either), and share a root.
type Readers struct {
	Lines           int   `json:"lines"`
	Required        int   `json:"required"`
	SecondLines     int   `json:"second_lines"`
	SecondRequired  int   `json:"second_required"`
	RequiredAgreed  Share `json:"required_coded_by_second"`
	SecondAgreed    Share `json:"second_required_coded_by_first"`
	RequiredByBoth  Share `json:"required_by_both"`
	AgreedDirection Share `json:"same_direction"` // of the required lines that the second has
}

// CompareReaders reads two gold files and compares their events on the stories that
// both have. Stories without a text are not compared. Lines that cannot be read are
// named in the error.
func CompareReaders(first, second io.Reader, stories ...entente.Story) (Readers, error) {
	a, err := readGold(first)
	if err != nil {
		return Readers{}, err
	}
	b, err := readGold(second)
	if err != nil {
		return Readers{}, err
	}
	var r Readers
	var agreed, both, straight, back int
	for i := range stories {
		x, y := a[stories[i].ID], b[stories[i].ID]
		if x == nil || y == nil {
			continue
		}
		at := sentencesOf(&stories[i])
		x.text, y.text = &stories[i], &stories[i]
		x.locate()
		y.locate()
		r.Lines += len(x.gold)
		r.SecondLines += len(y.gold)
		for _, g := range required(x.gold) {
			r.Required++
			like := alike(g, y.gold, at)
			agreed += one(len(like) > 0)
			both += one(slices.ContainsFunc(like, func(h *goldEvent) bool { return h.Required }))
			straight += one(slices.ContainsFunc(like, func(h *goldEvent) bool { return g.Reciprocal || h.Reciprocal || h.Source == g.Source || h.Target == g.Target }))
		}
		for _, g := range required(y.gold) {
			r.SecondRequired++
			back += one(len(alike(g, x.gold, at)) > 0)
		}
	}
	r.RequiredAgreed, r.RequiredByBoth = share(agreed, r.Required), share(both, r.Required)
	r.SecondAgreed, r.AgreedDirection = share(back, r.SecondRequired), share(straight, agreed)
	return r, nil
}

func required(gold []*goldEvent) []*goldEvent {
	return slices.DeleteFunc(slices.Clone(gold), func(g *goldEvent) bool { return !g.Required || !g.Stream.Counts() })
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// alike gives the lines that tell the same as g.
func alike(g *goldEvent, others []*goldEvent, at []entente.Span) []*goldEvent {
	var out []*goldEvent
	for _, h := range others {
		if alikePair(g, h) && slices.ContainsFunc(g.Roots, func(r entente.Root) bool { return slices.Contains(h.Roots, r) }) && sameSentence(g, h, at) {
			out = append(out, h)
		}
	}
	return out
}

func alikePair(g, h *goldEvent) bool {
	for _, p := range g.pairs() {
		for _, q := range h.pairs() {
			if p == q || p == [2]string{q[1], q[0]} {
				return true
			}
		}
	}
	return false
}

func (g *goldLine) pairs() [][2]string {
	out := [][2]string{{string(g.Source), string(g.Target)}}
	for _, p := range g.Alt {
		out = append(out, [2]string{p[0], p[1]})
	}
	return out
}

// sameSentence reports whether two lines cite the same sentence, or words of which
// one holds the other where their place is not known.
func sameSentence(g, h *goldEvent, at []entente.Span) bool {
	if g.place == nil || h.place == nil {
		return near(g, &found{level: level(h.Text)})
	}
	for _, s := range at {
		if g.place[0] < s[1] && s[0] < g.place[1] && h.place[0] < s[1] && s[0] < h.place[1] {
			return true
		}
	}
	return false
}

// sentencesOf gives the spans of a story's sentences.
func sentencesOf(s *entente.Story) []entente.Span {
	var out []entente.Span
	for _, b := range s.Blocks {
		for _, sen := range syntax.Split(s.Slice(b.Start, b.End)) {
			out = append(out, entente.Span{b.Start + sen.Start, b.Start + sen.End})
		}
	}
	return out
}
