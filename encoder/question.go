package encoder

import (
	"slices"
	"sync"

	"entente"
	"entente/tile"
)

// Question asks what the source does to the target. Spans are bytes of the text; an
// actor may be named in several places, and the trigger, the words of the act, may be
// unknown.
type Question struct {
	Text                    string
	Source, Target, Trigger []entente.Span
}

// Model holds the weights. It is not changed after [Load] and may be used by many
// goroutines at once.
type Model struct {
	roots []entente.Root // the first is that of nothing
	words vocabulary
	net   encoder
	sum   uint32 // of the file
	pool  sync.Pool
}

// Roots gives the roots in the order of an answer; the first, "", is for no act at all.
func (m *Model) Roots() []entente.Root { return slices.Clone(m.roots) }

// Likelihoods answers a question: for each of [Model.Roots] how likely it is, in sum 1.
// Of a text longer than the encoder reaches the end is not read.
func (m *Model) Likelihoods(q Question) []float64 {
	likely, _ := m.Read(q)
	return likely
}

// Read answers a question as [Model.Likelihoods] does and gives the vectors from which
// it is answered, one after another: of the whole text, the source, the target and the
// words of the act.
func (m *Model) Read(q Question) (likely []float64, vectors []float32) {
	s, _ := m.pool.Get().(*scratch)
	if s == nil {
		s = &scratch{}
	}
	defer m.pool.Put(s)
	ids, marks := m.marked(q)
	x := m.net.read(s, ids, marks)
	d := m.net.width
	joint := make([]float32, 4*d)
	copy(joint, x[:d])
	for k := 1; k <= 3; k++ {
		mean(joint[k*d:][:d], x, marks, uint8(k))
	}
	hidden := s.values(&m.net.hidden, nil, joint, 1)
	for i, v := range hidden {
		hidden[i] = gelu(v)
	}
	return tile.Softmax(s.values(&m.net.final, nil, hidden, 1)), joint
}

// marked gives the pieces of a question's text and the part of the act that each
// belongs to; a word may be of one part, the target before the source.
func (m *Model) marked(q Question) (ids []int32, marks []uint8) {
	ps := m.words.pieces(q.Text)
	ps = ps[:min(len(ps), m.net.reach)]
	ids, marks = make([]int32, len(ps)), make([]uint8, len(ps))
	for i, p := range ps {
		ids[i] = p.id
		for k, spans := range [][]entente.Span{q.Target, q.Source, q.Trigger} {
			if p.span[1] > p.span[0] && slices.ContainsFunc(spans, func(s entente.Span) bool { return p.span[1] > s[0] && p.span[0] < s[1] }) {
				marks[i] = [...]uint8{2, 1, 3}[k]
				break
			}
		}
	}
	return ids, marks
}

// mean gives the mean of the vectors that have a mark, 0 if none has.
func mean(to, x []float32, marks []uint8, of uint8) {
	n := float32(0)
	for i, k := range marks {
		if k == of {
			n++
			addAll(to, x[i*len(to):][:len(to)])
		}
	}
	for i := range to {
		to[i] /= max(n, 1)
	}
}

// Width is the length of one of the vectors that [Model.Read] gives.
func (m *Model) Width() int { return m.net.width }

// Sum tells these weights from others.
func (m *Model) Sum() uint32 { return m.sum }
