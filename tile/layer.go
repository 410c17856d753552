package tile

import (
	"math"
	"slices"
)

// Layer is a matrix with its bias by column.
type Layer struct {
	Matrix
	Bias []float32
}

// Values gives row i of a product's sums as numbers, with the bias of each column; unit
// is what one unit of that row of the left factor is worth. No step is fused, so every
// machine gives the same.
func (l *Layer) Values(sums []int32, i int, unit float32, out []float32) {
	for j, v := range sums[i*Panels(l.Cols)*Cols:][:l.Cols] {
		out[j] = float32(float32(float32(v)*unit)*l.Scale[j]) + l.Bias[j]
	}
}

// Whole writes numbers as whole ones from -most to most and gives what one is worth.
func Whole(to []int16, v []float32, most float32) float32 {
	top := float32(0)
	for _, f := range v {
		top = max(top, f, -f)
	}
	if top == 0 {
		clear(to)
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

// Softmax gives likelihoods, in sum 1, from their logarithms but for a constant.
func Softmax(v []float32) []float64 {
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
