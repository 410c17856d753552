package encoder

import (
	"math"

	"entente/tile"
)

// shape is the size of an encoder.
type shape struct {
	width, heads, depth, inner, reach, roots int
}

// spare is how many rows a factor of a product may be read beyond its end.
const spare = tile.Rows - 1

// Vectors are counted in whole numbers up to most, so that a sum over 2,048 weights of
// eight bits stays within 32 bits.
const (
	most             = 8191
	widestLayer      = 2048
	_           uint = 1<<31 - 1 - most*127*widestLayer
)

// layer is one block of the encoder.
type layer struct {
	qkv, out, up, down tile.Layer
	first, second      levelled
}

// levelled scales what was brought to mean 0 and variance 1.
type levelled struct{ gain, bias []float32 }

// encoder holds all weights.
type encoder struct {
	shape
	words  rows // by piece
	places rows // by place in the text
	marks  rows // by part of the act: none, source, target, trigger
	input  levelled
	layers []layer
	mix    []float32 // how much of each layer's output is added to the last
	hidden tile.Layer
	final  tile.Layer
}

// rows are vectors of eight bits with a scale each.
type rows struct {
	values []int8
	scale  []float32
}

// add adds row i to a vector.
func (w *rows) add(to []float32, i int) {
	scale := w.scale[i]
	for k, v := range w.values[i*len(to):][:len(to)] {
		to[k] += float32(scale * float32(v))
	}
}

// scratch is the memory of one reading, to be used again.
type scratch struct {
	x, y, qkv, up, scores []float32
	ints                  []int16
	units                 []float32 // of each row of ints
	sums                  []int32
	total                 []float32
}

func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// read gives the vectors of a text's pieces, n times the width.
func (e *encoder) read(s *scratch, ids []int32, marks []uint8) []float32 {
	n, d := len(ids), e.width
	s.x, s.total = sized(s.x, n*d), sized(s.total, n*d)
	clear(s.x)
	clear(s.total)
	for i, id := range ids {
		v := s.x[i*d:][:d]
		e.words.add(v, int(id))
		e.places.add(v, i)
		e.marks.add(v, int(marks[i]))
		e.input.level(v)
	}
	for k := range e.layers {
		e.layers[k].apply(s, e.shape, n)
		for i, v := range s.x {
			s.total[i] += float32(e.mix[k] * v)
		}
	}
	for i, v := range s.total {
		s.x[i] += v
	}
	return s.x
}

// apply replaces s.x by the block's output.
func (l *layer) apply(s *scratch, z shape, n int) {
	d := z.width
	s.qkv = s.values(&l.qkv, s.qkv, s.x, n)
	s.y = attend(s, z, n)
	s.y = s.values(&l.out, s.y, s.y, n)
	addAll(s.x, s.y)
	for i := range n {
		l.first.level(s.x[i*d:][:d])
	}
	s.up = s.values(&l.up, s.up, s.x, n)
	for i, v := range s.up {
		s.up[i] = gelu(v)
	}
	s.y = s.values(&l.down, s.y, s.up, n)
	addAll(s.x, s.y)
	for i := range n {
		l.second.level(s.x[i*d:][:d])
	}
}

// values gives x · w + bias for n rows, in out, which may be x.
func (s *scratch) values(w *tile.Layer, out, x []float32, n int) []float32 {
	s.ints, s.units = sized(s.ints, (n+spare)*w.Rows), sized(s.units, n)
	wide := len(x) / n
	for i := range n {
		s.units[i] = tile.Whole(s.ints[i*w.Rows:][:wide], x[i*wide:][:wide], most)
	}
	s.sums = sized(s.sums, (n+spare)*tile.Panels(w.Cols)*tile.Cols)
	w.Product(s.sums, s.ints, w.Rows, n)
	out = sized(out, n*w.Cols)
	for i := range n {
		w.Values(s.sums, i, s.units[i], out[i*w.Cols:][:w.Cols])
	}
	return out
}

// attend mixes the vectors of all pieces, each head by itself (Vaswani et al. 2017, 3.2).
func attend(s *scratch, z shape, n int) []float32 {
	d, h := z.width, z.width/z.heads
	out := sized(s.y, n*d)
	s.scores = sized(s.scores, n)
	root := float32(1 / math.Sqrt(float64(h)))
	for head := range z.heads {
		at := head * h
		for i := range n {
			q := s.qkv[i*3*d+at:][:h]
			top := float32(math.Inf(-1))
			for j := range n {
				v := dot(q, s.qkv[j*3*d+d+at:][:h]) * root
				s.scores[j], top = v, max(top, v)
			}
			sum := float32(0)
			for j, v := range s.scores {
				v = float32(math.Exp(float64(v - top)))
				s.scores[j] = v
				sum += v
			}
			to := out[i*d+at:][:h]
			clear(to)
			for j, p := range s.scores {
				p /= sum
				for k, v := range s.qkv[j*3*d+2*d+at:][:h] {
					to[k] += float32(p * v)
				}
			}
		}
	}
	return out
}

// dot is the product of two vectors whose length is a multiple of four.
func dot(a, b []float32) float32 {
	var w, x, y, z float32
	b = b[:len(a)]
	for i := 0; i+3 < len(a); i += 4 {
		w += float32(a[i] * b[i])
		x += float32(a[i+1] * b[i+1])
		y += float32(a[i+2] * b[i+2])
		z += float32(a[i+3] * b[i+3])
	}
	return (w + x) + (y + z)
}

func addAll(to, from []float32) {
	for i, v := range from[:len(to)] {
		to[i] += v
	}
}

// level brings a vector to mean 0 and variance 1 and scales it (Ba et al. 2016).
func (w *levelled) level(v []float32) {
	sum := float32(0)
	for _, f := range v {
		sum += f
	}
	mean := sum / float32(len(v))
	square := float32(0)
	for _, f := range v {
		square += float32((f - mean) * (f - mean))
	}
	unit := float32(1 / math.Sqrt(float64(square/float32(len(v)))+1e-12))
	for i, f := range v {
		v[i] = float32(float32((f-mean)*unit)*w.gain[i]) + w.bias[i]
	}
}

// Values of gelu between -geluEnd and geluEnd, geluSteps to a unit.
const (
	geluEnd   = 6
	geluSteps = 256
)

var geluTable = func() (t [2*geluEnd*geluSteps + 2]float32) {
	for i := range t {
		x := float64(i)/geluSteps - geluEnd
		t[i] = float32(x * 0.5 * (1 + math.Erf(x/math.Sqrt2)))
	}
	return t
}()

// gelu is x·Φ(x) (Hendrycks and Gimpel 2016), from a table.
func gelu(x float32) float32 {
	switch {
	case x >= geluEnd:
		return x
	case x <= -geluEnd:
		return 0
	case x != x:
		return 0
	}
	at := float32((x + geluEnd) * geluSteps)
	i := int(at)
	return geluTable[i] + float32((at-float32(i))*(geluTable[i+1]-geluTable[i]))
}
