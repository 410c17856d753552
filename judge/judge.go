package judge

import (
	"slices"
	"sync"

	"entente"
	"entente/tile"
)

// Model holds the weights. It is not changed after [Load] and may be used by
// many goroutines at once.
type Model struct {
	roots  []entente.Root // the first is that of nothing
	inputs int
	first  tile.Layer // to the hidden units and, past them, to the roots
	second tile.Layer // of the hidden units to the roots
	of     uint32     // the sum of the weights from which the inputs come
	sum    uint32     // its own, of the file it was loaded from
	pool   sync.Pool
}

// Whole numbers of an input lie between -most and most: with weights of eight bits a sum
// over widest inputs stays within 32 bits.
const (
	most        = 1<<12 - 1
	widest      = 1 << 12
	_      uint = 1<<31 - 1 - most*127*widest
)

// Inputs is how many numbers describe a question.
func (m *Model) Inputs() int { return m.inputs }

// Of gives the sum of the weights from which the inputs come, 0 if they come from none.
func (m *Model) Of() uint32 { return m.of }

// Sum gives the sum of the weights, by which others can say that they go with them.
func (m *Model) Sum() uint32 { return m.sum }

// Roots gives the roots in the order of an answer; the first, "", is for no act at all.
func (m *Model) Roots() []entente.Root { return slices.Clone(m.roots) }

// Best gives the likeliest root but nothing; [Model.Likelihoods] has the likelihoods.
func (m *Model) Best(likely []float64) entente.Root {
	best := 1
	for k := 2; k < len(likely); k++ {
		if likely[k] > likely[best] {
			best = k
		}
	}
	return m.roots[best]
}

// Place gives the place of a root in an answer, -1 if there is none.
func (m *Model) Place(root entente.Root) int { return slices.Index(m.roots, root) }

// scratch is the memory of one answer, to be used again.
type scratch struct {
	ints []int16
	sums []int32
}

// Likelihoods answers questions, each described by [Model.Inputs] numbers: for each of
// [Model.Roots] how likely it is, in sum 1.
func (m *Model) Likelihoods(questions ...[]float32) [][]float64 {
	out := make([][]float64, 0, len(questions))
	for _, z := range m.Scores(questions...) {
		out = append(out, tile.Softmax(z))
	}
	return out
}

// Scores gives for each question the logarithms of the likelihoods, but for a constant.
func (m *Model) Scores(questions ...[]float32) [][]float32 {
	s, _ := m.pool.Get().(*scratch)
	if s == nil {
		s = &scratch{}
	}
	defer m.pool.Put(s)
	out := make([][]float32, 0, len(questions))
	hidden := m.first.Cols - len(m.roots)
	for four := range slices.Chunk(questions, tile.Rows) {
		units := s.fill(four, m.first.Rows)
		sums := s.product(&m.first.Matrix)
		inner := make([][]float32, len(four))
		past := make([][]float32, len(four))
		for i := range four {
			row := make([]float32, m.first.Cols)
			m.first.Values(sums, i, units[i], row)
			inner[i], past[i] = row[:hidden], row[hidden:hidden+len(m.roots)]
			for k, v := range inner[i] {
				inner[i][k] = max(v, 0)
			}
		}
		units = s.fill(inner, m.second.Rows)
		sums = s.product(&m.second.Matrix)
		for i := range four {
			z := make([]float32, m.second.Cols)
			m.second.Values(sums, i, units[i], z)
			for k := range z {
				z[k] += past[i][k]
			}
			out = append(out, z)
		}
	}
	return out
}

// fill writes rows of numbers as whole ones and gives what one of each row is worth.
func (s *scratch) fill(rows [][]float32, width int) []float32 {
	if need := tile.Rows * width; cap(s.ints) < need {
		s.ints = make([]int16, need)
	}
	s.ints = s.ints[:cap(s.ints)]
	units := make([]float32, len(rows))
	for i, v := range rows {
		to := s.ints[i*width:][:width]
		clear(to)
		units[i] = tile.Whole(to, v, most)
	}
	return units
}

// product multiplies the rows of s.ints with a matrix.
func (s *scratch) product(w *tile.Matrix) []int32 {
	if need := tile.Rows * tile.Panels(w.Cols) * tile.Cols; cap(s.sums) < need {
		s.sums = make([]int32, need)
	}
	s.sums = s.sums[:cap(s.sums)]
	w.Product(s.sums, s.ints, w.Rows, tile.Rows)
	return s.sums
}
