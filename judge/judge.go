package judge

import (
	"math"
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
	first  dense // to the hidden units and, past them, to the roots
	second dense // of the hidden units to the roots
	pool   sync.Pool
}

// dense is a layer: a matrix with its bias by column.
type dense struct {
	tile.Matrix
	bias []float32
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

// Roots gives the roots in the order of an answer; the first, "", is for no act at all.
func (m *Model) Roots() []entente.Root { return slices.Clone(m.roots) }

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
		out = append(out, softmax(z))
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
			row := m.first.values(sums, i, units[i])
			inner[i], past[i] = row[:hidden], row[hidden:hidden+len(m.roots)]
			for k, v := range inner[i] {
				inner[i][k] = max(v, 0)
			}
		}
		units = s.fill(inner, m.second.Rows)
		sums = s.product(&m.second.Matrix)
		for i := range four {
			z := m.second.values(sums, i, units[i])
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
		units[i] = toInts(to, v)
	}
	return units
}

// toInts writes numbers as whole ones.
func toInts(to []int16, v []float32) float32 {
	top := float32(0)
	for _, f := range v {
		top = max(top, f, -f)
	}
	if top == 0 {
		return 0
	}
	scale := most / top
	for i, f := range v {
		f = float32(f * scale)
		if f < 0 {
			to[i] = int16(f - 0.5)
		} else {
			to[i] = int16(f + 0.5)
		}
	}
	return top / most
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

// values gives a row of sums as numbers, with the bias of each column.
func (d *dense) values(sums []int32, row int, unit float32) []float32 {
	out := make([]float32, d.Cols)
	for j, v := range sums[row*tile.Panels(d.Cols)*tile.Cols:][:d.Cols] {
		out[j] = float32(float32(float32(v)*unit)*d.Scale[j]) + d.bias[j]
	}
	return out
}

func softmax(v []float32) []float64 {
	top := slices.Max(v)
	out, sum := make([]float64, len(v)), 0.0
	for i, f := range v {
		out[i] = math.Exp(float64(f - top))
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}
