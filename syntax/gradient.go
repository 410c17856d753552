package syntax

import (
	"math"

	"entente/tile"
)

// Training counts in float32 with the same layers as reading. A batch is cut into
// shards; each runs forward and back with gradients of its own, which are summed in
// the order of the shards, so that the number of cores changes nothing.

// matrix is a layer in training, row by row.
type matrix struct {
	rows, cols int
	w          []float32
	bias       []float32
}

// weights are what is learned besides the table. Their shapes are those of net.
type weights struct {
	window  matrix // 3·embedWidth × width
	layers  [depth]matrix
	tags    matrix
	heads   matrix
	marks   [markKinds]matrix
	rels    matrix
	vectors []float32 // headBias, rootArc, near
}

// Where the parts of vectors begin.
const (
	atHeadBias = 0
	atRootArc  = atHeadBias + arcWidth
	atNear     = atRootArc + arcWidth
	vectorSize = atNear + 2*farthest + 1
)

func newMatrix(rows, cols int) matrix {
	return matrix{rows, cols, make([]float32, rows*cols), make([]float32, cols)}
}

func newWeights(tags, rels int, marks [markKinds]int) *weights {
	w := &weights{
		window: newMatrix(3*embedWidth, width), tags: newMatrix(width, tags), heads: newMatrix(width, headWidth),
		rels: newMatrix(relInputs, rels), vectors: make([]float32, vectorSize),
	}
	for k, classes := range marks {
		w.marks[k] = newMatrix(width, classes)
	}
	for l := range w.layers {
		w.layers[l] = newMatrix(width, 2*gates*half)
	}
	return w
}

// all lists the arrays of w; two weights of one shape give them in the same order.
func (w *weights) all() [][]float32 {
	out := [][]float32{w.vectors}
	for _, m := range w.matrices() {
		out = append(out, m.w, m.bias)
	}
	return out
}

func (w *weights) matrices() []*matrix {
	out := []*matrix{&w.window}
	for l := range w.layers {
		out = append(out, &w.layers[l])
	}
	out = append(out, &w.tags, &w.heads)
	for k := range w.marks {
		out = append(out, &w.marks[k])
	}
	return append(out, &w.rels)
}

// startVectors is the span of the vectors at first.
const startVectors = 0.1

// start draws weights: uniform, by the sizes of the layer (Glorot and Bengio 2010), of
// which the outputs count for at most as many as the inputs.
func (w *weights) start(r *random) {
	for _, m := range w.matrices() {
		span := float32(math.Sqrt(6 / float64(m.rows+min(m.cols, m.rows))))
		for i := range m.w {
			m.w[i] = span * r.even()
		}
	}
	for l := range w.layers {
		for side := range 2 {
			for j := range half {
				w.layers[l].bias[side*gates*half+half+j] = 1 // forget little at first
			}
		}
	}
	for i := range w.vectors[:atNear] {
		w.vectors[i] = startVectors * r.even()
	}
}

// even gives a number from -1 to 1.
func (r *random) even() float32 { return float32(r.next()>>40)/(1<<23) - 1 }

// example is a sentence to learn from.
type example struct {
	features []int32
	ends     []int32
	exact    []bool // the first row of the token is that of its form, before that of its writing
	tags     []uint8
	heads    []int16 // len(heads) is the root
	rels     []uint8
	marks    [markKinds][]uint8 // nil where nobody marked them
}

// shard is the working memory of one part of a batch. Rows are tokens, with a row of
// zeros before, between and behind sentences.
//
// A name z is what a layer gives before it is squashed, x or h after; in is x with
// numbers left out, mask what each was multiplied with for that. A name with d before
// it is the gradient of the loss by what the rest of the name means.
type shard struct {
	grad     *weights
	table    []float32 // shared, read only here
	examples []*example
	starts   []int // first row of each example
	rows     int
	random   random

	embedded, dEmbedded []float32            // rows+2 × embedWidth: one row of zeros more before and behind
	dropped             []bool               // by row: the token's own rows of the table are left out
	z0                  []float32            // rows × width, of the window
	x, dx               [depth + 1][]float32 // rows × width: x[0] of the window, x[l+1] of layer l
	in, mask            [depth + 1][]float32 // rows × width: of x[l] as the input of layer l; the last as that of heads and marks
	z                   [depth][]float32     // rows × 2·gates·half
	state               [depth][]float32     // rows × width, of the units
	tagIn, tagMask      []float32            // rows × width: of x[tagDepth] as the input of tags
	logits, dLogits     []float32            // rows × classes, of whatever is learned just now
	zh, h, hMask, dh    []float32            // rows × headWidth; of the sentences at once
	dep, dPairs         []float32            // n × arcWidth of one sentence: dependants with the worth of any head, and their gradient
	keys, dKeys         []float32            // n+1 × arcWidth of one sentence: heads, the last the root
	arcs, dArcs         []float32            // n × n+1 of one sentence
	pairs               []float32            // rows × headWidth, then rows × relInputs: what relations are read from
	dz, dIn             []float32            // of the layer at hand: rows × 2·gates·half, rows × its inputs
	packs               []float32            // the right factor of a product, in panels

	// By learnTags and so on, since the last report.
	loss  [learned]float64
	right [learned]int
	seen  [learned]int
}

// What is learned, by place in loss, right and seen.
const (
	learnTags = iota
	learnArcs
	learnRels
	learnMarks // the first of markKinds
	learned    = learnMarks + markKinds
)

// rates are the shares of what is left out in training: of the numbers before each
// layer, and of the words that are read by their parts alone.
type rates struct{ drop, words float32 }

// place puts the examples of the shard into rows and sums their vectors.
func (s *shard) place(r rates) {
	s.starts, s.rows = s.starts[:0], 1
	for _, e := range s.examples {
		s.starts = append(s.starts, s.rows)
		s.rows += len(e.tags) + 1
	}
	s.embedded = zeroed(s.embedded, (s.rows+2)*embedWidth)
	s.dropped = resize(s.dropped, s.rows)
	for k, e := range s.examples {
		for i := range e.tags {
			row := s.starts[k] + i
			s.dropped[row] = s.random.chance(r.words)
			out := s.embedded[(row+1)*embedWidth:][:embedWidth]
			for _, f := range e.rowsOf(i, s.dropped[row]) {
				addTo(out, s.table[int(f)*embedWidth:][:embedWidth])
			}
		}
	}
}

// rowsOf gives the rows of token i, without that of its form and its writing if
// those are dropped.
func (e *example) rowsOf(i int, dropped bool) []int32 {
	from := int32(0)
	if i > 0 {
		from = e.ends[i-1]
	}
	rows := e.features[from:e.ends[i]]
	switch {
	case dropped && e.exact[i]:
		return rows[2:]
	case dropped:
		return rows[1:]
	}
	return rows
}

// chance is true with probability p.
func (r *random) chance(p float32) bool { return float32(r.next()>>40)/(1<<24) < p }

func zeroed(s []float32, n int) []float32 {
	s = resize(s, n)
	clear(s)
	return s
}

// forward runs the layers.
func (s *shard) forward(w *weights, r rates) {
	n := s.rows
	s.z0 = s.layer(s.z0, &w.window, s.embedded, embedWidth)
	s.x[0] = resize(s.x[0], n*width)
	for i, z := range s.z0 {
		s.x[0][i] = squash(z)
	}
	for l := range depth {
		s.in[l], s.mask[l] = s.dropOut(s.in[l], s.mask[l], s.x[l], r.drop)
		s.z[l] = s.layer(s.z[l], &w.layers[l], s.in[l], width)
		s.x[l+1] = zeroed(s.x[l+1], n*width)
		s.state[l] = zeroed(s.state[l], n*width)
		s.recur(l)
	}
	s.tagIn, s.tagMask = s.dropOut(s.tagIn, s.tagMask, s.x[tagDepth], r.drop)
	s.in[depth], s.mask[depth] = s.dropOut(s.in[depth], s.mask[depth], s.x[depth], r.drop)
}

// dropOut copies x with a share of its numbers left out and the rest made up for it.
func (s *shard) dropOut(out, mask, x []float32, drop float32) ([]float32, []float32) {
	out, mask = resize(out, len(x)), resize(mask, len(x))
	keep, cut := 1/(1-drop), uint64(float64(drop)*(1<<16))
	for i := 0; i < len(x); {
		bits := s.random.next()
		for range 4 {
			if i == len(x) {
				break
			}
			if m := float32(0); bits&0xffff >= cut {
				m = keep
				out[i], mask[i] = x[i]*m, m
			} else {
				out[i], mask[i] = 0, 0
			}
			bits >>= 16
			i++
		}
	}
	return out, mask
}

// layer counts in · w + bias for all rows.
func (s *shard) layer(out []float32, m *matrix, in []float32, stride int) []float32 {
	out = resize(out, s.rows*m.cols)
	for i := range s.rows {
		copy(out[i*m.cols:], m.bias)
	}
	tile.AddProduct(&s.packs, out, m.cols, in, stride, 1, m.w, m.cols, 1, s.rows, m.rows, m.cols)
	return out
}

// recur is the recurrence of layer l, over the rows of each sentence.
func (s *shard) recur(l int) {
	for k, e := range s.examples {
		for side := range 2 {
			for t := range e.tags {
				i, before := s.row(k, t, side)
				z := s.z[l][i*2*gates*half+side*gates*half:][:gates*half]
				at := i*width + side*half
				x, out, c := s.x[l][at:][:half], s.x[l+1][at:][:half], s.state[l][at:][:half]
				was := s.state[l][before*width+side*half:][:half]
				for j := range half {
					f, r := gate(z[half+j]), gate(z[2*half+j])
					c[j] = f*was[j] + (1-f)*squash(z[j])
					out[j] = r*c[j] + (1-r)*x[j]
				}
			}
		}
	}
}

// row gives the row of the t-th token that the recurrence of a side comes to in
// example k, and the row before it, which is one of zeros for the first.
func (s *shard) row(k, t, side int) (at, before int) {
	if side == 0 {
		return s.starts[k] + t, s.starts[k] + t - 1
	}
	n := len(s.examples[k].tags)
	return s.starts[k] + n - 1 - t, s.starts[k] + n - t
}

// recurBack takes the gradient of x[l+1] back to z[l] and x[l].
func (s *shard) recurBack(l int) {
	s.dz = zeroed(s.dz, s.rows*2*gates*half)
	var carry [half]float32
	for k, e := range s.examples {
		for side := range 2 {
			clear(carry[:])
			for t := len(e.tags) - 1; t >= 0; t-- {
				i, before := s.row(k, t, side)
				z := s.z[l][i*2*gates*half+side*gates*half:][:gates*half]
				dz := s.dz[i*2*gates*half+side*gates*half:][:gates*half]
				at := i*width + side*half
				x, c, was := s.x[l][at:][:half], s.state[l][at:][:half], s.state[l][before*width+side*half:][:half]
				dout, dx := s.dx[l+1][at:][:half], s.dx[l][at:][:half]
				for j := range half {
					f, r := gate(z[half+j]), gate(z[2*half+j])
					g := dout[j]
					dz[2*half+j] = g * (c[j] - x[j]) * gateSlope(z[2*half+j])
					dx[j] += g * (1 - r)
					d := g*r + carry[j]
					dz[half+j] = d * (was[j] - squash(z[j])) * gateSlope(z[half+j])
					dz[j] = d * (1 - f) * squashSlope(z[j])
					carry[j] = d * f
				}
			}
		}
	}
}

func squashSlope(x float32) float32 {
	if x >= 3 || x <= -3 {
		return 0
	}
	s := x * x
	q := (9 - s) / (9 + 3*s)
	return q * q
}

func gateSlope(x float32) float32 { return 0.25 * squashSlope(0.5*x) }

// backward takes the gradients of x[depth] and x[tagDepth], which lie in s.dx, down
// to the table's rows. Those of x below must be zero.
func (s *shard) backward(w *weights) {
	for l := depth - 1; l >= 0; l-- {
		s.recurBack(l)
		s.back(&w.layers[l], &s.grad.layers[l], s.in[l], width, s.dz)
		for i, m := range s.mask[l] {
			s.dx[l][i] += s.dIn[i] * m
		}
	}
	d := s.dx[0]
	for i, z := range s.z0 {
		d[i] *= squashSlope(z)
	}
	s.back(&w.window, &s.grad.window, s.embedded, embedWidth, d)
	s.dEmbedded = zeroed(s.dEmbedded, (s.rows+2)*embedWidth)
	for i := range s.rows {
		addTo(s.dEmbedded[i*embedWidth:][:3*embedWidth], s.dIn[i*3*embedWidth:][:3*embedWidth])
	}
}

// back adds the gradients of a layer's weights to g and leaves that of its input in
// s.dIn, row by row.
func (s *shard) back(m, g *matrix, in []float32, stride int, dOut []float32) {
	for i := range s.rows {
		addTo(g.bias, dOut[i*m.cols:][:m.cols])
	}
	tile.AddProduct(&s.packs, g.w, m.cols, in, 1, stride, dOut, m.cols, 1, m.rows, s.rows, m.cols)
	s.dIn = zeroed(s.dIn, s.rows*m.rows)
	tile.AddProduct(&s.packs, s.dIn, m.rows, dOut, m.cols, 1, m.w, 1, m.cols, s.rows, m.cols, m.rows)
}

func addTo(a, b []float32) {
	b = b[:len(a)]
	for i := range a {
		a[i] += b[i]
	}
}
