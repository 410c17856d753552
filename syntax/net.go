package syntax

import (
	"math"

	"entente/tile"
)

// The network that reads a sentence. Each token's vector is the sum of its rows of
// the table; a layer looks at it and its two neighbours; three layers of two simple
// recurrent units each (Lei and others 2018, without the state in the gates) carry
// what stands before and behind; from the second come the tags, from the last the
// marks and, as in Dozat and Manning (2017), a vector of each token as head and
// as dependant, whose products score arcs and relations.
//
// Numbers between layers lie in [-1, 1]. Products see them as integers of 12 bits,
// weights likewise, and are summed in 32 bits: so every machine finds the same sums.
// What goes past the gates of a unit is the float32 of the layer below, and all that
// is not a product is counted in float32 without fused steps: each product of floats
// that is summed stands in a conversion, which Go may not fuse across.

const (
	embedWidth = 128
	half       = 160 // of a layer: one direction
	width      = 2 * half
	depth      = 3
	gates      = 3 // of a direction: candidate, forget, output
	arcWidth   = 128
	relWidth   = 96
	headWidth  = 2*arcWidth + 2*relWidth
	farthest   = 16           // distances beyond count as this one
	one12      = 1<<11 - 1    // 1 as an integer of 12 bits
	fraction   = 1.0 / one12  // one unit of 12 bits
	tagDepth   = 2            // the layer that tags are read from
	relInputs  = 3 * relWidth // dependant, head, product of both
)

// 32 bits hold every sum: these constants would be negative, and not compile, if a
// layer could overflow. A token's vector sums at most mostRows rows of signed bytes.
const (
	_ uint = 1<<31 - 1 - 3*embedWidth*one12*mostRows*128
	_ uint = 1<<31 - 1 - width*one12*one12
	_ uint = 1<<31 - 1 - relInputs*one12*one12
)

// dense is a layer of weights with its bias by column.
type dense struct {
	tile.Matrix
	bias []float32
}

// net holds the weights for reading.
type net struct {
	table    []int8  // rows of embedWidth
	unit     float32 // worth of one unit of the table
	window   dense
	layers   [depth]dense
	tags     dense
	heads    dense            // arc of dependant, arc of head, relation of dependant, of head
	marks    [markKinds]dense // read from the last layer: entities, acts, parts
	rels     dense
	headBias []float32 // what being a head is worth, by part of the head's vector
	rootArc  []int16
	near     []float32 // worth of the distance of a head, -farthest..farthest
}

// squash is x(27+x²)/(27+9x²), a fraction of the kind of Padé's for tanh: it lies
// within .024 of tanh and reaches ±1 at ±3, with slope 0, where it is cut. It needs no
// exponential, on which machines differ.
func squash(x float32) float32 {
	switch {
	case x >= 3:
		return 1
	case x <= -3:
		return -1
	}
	s := float32(x * x)
	return float32(x*(27+s)) / (27 + float32(9*s))
}

// gate is squash moved to [0, 1].
func gate(x float32) float32 { return 0.5 + float32(0.5*squash(float32(0.5*x))) }

// to12 rounds a number in [-1, 1] to 12 bits.
func to12(x float32) int16 { return int16(math.RoundToEven(float64(float32(x * one12)))) }

// squashAll squashes numbers in place and rounds them to 12 bits.
func squashAll(x []float32, ints []int16) {
	n := 0
	if fast {
		if n = len(x) &^ 7; n > 0 {
			squash8(n, &x[0], &ints[:n][0])
		}
	}
	for i := n; i < len(x); i++ {
		x[i] = squash(x[i])
		ints[i] = to12(x[i])
	}
}

// advance moves the state of one direction by one token: z holds its gates, x the input
// of the layer and then its output, y that as integers.
func advance(z, state, x []float32, y []int16) {
	z, state, x, y = z[:gates*half], state[:half], x[:half], y[:half]
	if fast {
		recur8(&z[0], &state[0], &x[0], &y[0])
		return
	}
	for j := range state {
		c, f, r := squash(z[j]), gate(z[half+j]), gate(z[2*half+j])
		state[j] = float32(f*state[j]) + float32((1-f)*c)
		x[j] = float32(r*state[j]) + float32((1-r)*x[j])
		y[j] = to12(x[j])
	}
}

// addBytes adds a row of the table.
func addBytes(out []int16, row []int8) {
	out, row = out[:embedWidth], row[:embedWidth]
	if fast {
		addRow(&out[0], &row[0])
		return
	}
	for j := range out {
		out[j] += int16(row[j])
	}
}

// scratch is the memory of reading one sentence.
type scratch struct {
	features features
	embedded []int16 // with a row of zeros before and behind
	ints     []int16 // input of a layer
	floats   []float32
	z        []float32 // of a layer before its gates: n × 2·gates·half
	row      [headWidth]float32
	sums     []int32
	tagBest  []int
	markBest [markKinds][]int
	acts     []float32 // n × kinds of acts: of each over none
	worths   []float32 // n × kinds of entities: of each over none
	arcs     []float32
	arcInts  []int16
	pairs    []int16
	heads    []int16
	decoder  decoder
	rels     []int
	buf      []byte
}

// spare is how many rows a product may read past the last. What it makes of them, old
// text as likely as not, is never looked at.
const spare = tile.Rows - 1

// read runs the layers over the tokens: it fills tagBest and, if whole is set,
// markBest, acts, arcs and the vectors that relations are read from.
func (w *net) read(s *scratch, n int, whole bool) {
	s.ints = resize(s.ints, (n+spare)*width)
	s.floats = resize(s.floats, n*width)
	w.embed(s, n)
	sums := w.window.into(s, s.embedded, embedWidth, n)
	for i := range n {
		x := s.floats[i*width:][:width]
		w.window.values(sums, i, w.unit, x)
		squashAll(x, s.ints[i*width:])
	}
	for l := range w.layers {
		w.recur(s, &w.layers[l], n)
		if l+1 == tagDepth {
			s.tagBest = w.tags.choose(s, s.tagBest, n)
			if !whole {
				return
			}
		}
	}
	w.readNames(s, n)
	s.markBest[partMark] = w.marks[partMark].choose(s, s.markBest[partMark], n)
	w.readActs(s, n)
	w.project(s, n)
}

// embed sums the rows of each token.
func (w *net) embed(s *scratch, n int) {
	s.embedded = resize(s.embedded, (n+2+spare)*embedWidth)
	clear(s.embedded)
	for i := range n {
		out := s.embedded[(i+1)*embedWidth:][:embedWidth]
		for _, r := range s.features.of(i) {
			addBytes(out, w.table[int(r)*embedWidth:])
		}
	}
}

// into counts the products of n rows of a with the weights.
func (d *dense) into(s *scratch, a []int16, stride, n int) []int32 {
	s.sums = resize(s.sums, (n+spare)*tile.Panels(d.Cols)*tile.Cols)
	d.Product(s.sums, a, stride, n)
	return s.sums
}

// values gives a row of sums as numbers, with the bias of each column; unit is what
// one unit of the input is worth. Scales and biases reach to the end of the panels.
func (d *dense) values(sums []int32, row int, unit float32, out []float32) {
	stride := tile.Panels(d.Cols) * tile.Cols
	sums = sums[row*stride:][:stride]
	n := 0
	if fast {
		if n = len(out) &^ 7; n > 0 {
			affine8(n, &sums[0], unit, &d.Scale[0], &d.bias[0], &out[0])
		}
	}
	for j := n; j < len(out); j++ {
		out[j] = float32(float32(float32(sums[j])*unit)*d.Scale[j]) + d.bias[j]
	}
}

// recur runs a layer of both directions over n tokens, in place.
func (w *net) recur(s *scratch, d *dense, n int) {
	sums := d.into(s, s.ints, width, n)
	s.z = resize(s.z, n*2*gates*half)
	for i := range n {
		d.values(sums, i, fraction, s.z[i*2*gates*half:][:2*gates*half])
	}
	for side := range 2 {
		var state [half]float32
		for k := range n {
			i := k
			if side == 1 {
				i = n - 1 - k
			}
			at := i*width + side*half
			advance(s.z[(2*i+side)*gates*half:], state[:], s.floats[at:], s.ints[at:])
		}
	}
}

// choose gives for each token the column of the greatest value.
func (d *dense) choose(s *scratch, out []int, n int) []int {
	sums := d.into(s, s.ints, width, n)
	out = resize(out, n)
	row := s.row[:d.Cols]
	for i := range n {
		d.values(sums, i, fraction, row)
		out[i] = greatest(row, -1)
	}
	return out
}

// readNames gives for each token the likeliest kind of name that it heads, and how much
// likelier each is than none.
func (w *net) readNames(s *scratch, n int) {
	d := &w.marks[entityMark]
	sums := d.into(s, s.ints, width, n)
	s.markBest[entityMark], s.worths = resize(s.markBest[entityMark], n), resize(s.worths, n*d.Cols)
	for i := range n {
		row := s.worths[i*d.Cols:][:d.Cols]
		d.values(sums, i, fraction, row)
		s.markBest[entityMark][i] = greatest(row, -1)
		none := row[0]
		for k := range row {
			row[k] -= none
		}
	}
}

// readActs gives for each token the likeliest act and how much likelier each is than none.
func (w *net) readActs(s *scratch, n int) {
	d := &w.marks[actMark]
	sums := d.into(s, s.ints, width, n)
	s.markBest[actMark], s.acts = resize(s.markBest[actMark], n), resize(s.acts, n*d.Cols)
	for i := range n {
		row := s.acts[i*d.Cols:][:d.Cols]
		d.values(sums, i, fraction, row)
		s.markBest[actMark][i] = greatest(row, 0)
		none := row[0]
		for k := range row {
			row[k] -= none
		}
	}
}

// greatest gives the first place of the greatest number, other than at not.
func greatest(row []float32, not int) int {
	b, most := -1, float32(math.Inf(-1))
	for j, v := range row {
		if v > most && j != not {
			b, most = j, v
		}
	}
	return max(b, 0)
}

// project makes the tokens' vectors as heads and dependants and scores all arcs.
func (w *net) project(s *scratch, n int) {
	sums := w.heads.into(s, s.ints, width, n)
	s.heads = resize(s.heads, (n+1+spare)*headWidth)
	for i := range n {
		row := s.row[:headWidth]
		w.heads.values(sums, i, fraction, row)
		squashAll(row, s.heads[i*headWidth:])
	}
	copy(s.heads[n*headWidth+arcWidth:], w.rootArc)
	s.arcs = resize(s.arcs, n*(n+1))
	keys := s.headKeys(n)
	sums = resize(s.sums, (n+spare)*tile.Panels(n+1)*tile.Cols)
	s.sums = sums
	keys.Product(sums, s.heads, headWidth, n)
	cols := tile.Panels(n+1) * tile.Cols
	for j := range n + 1 {
		worth := float32(0)
		for k, v := range s.heads[j*headWidth+arcWidth:][:arcWidth] {
			worth += float32(float32(v) * w.headBias[k])
		}
		worth = float32(worth * fraction)
		for i := range n {
			v := float32(float32(sums[i*cols+j])*(fraction*fraction)) + worth
			if j < n {
				v += w.near[min(max(j-i, -farthest), farthest)+farthest]
			}
			s.arcs[i*(n+1)+j] = v
		}
	}
}

// headKeys packs the tokens' vectors as heads, and the root's.
func (s *scratch) headKeys(n int) tile.Matrix {
	w := tile.Matrix{Rows: arcWidth, Cols: n + 1}
	s.arcInts = resize(s.arcInts, tile.Panels(n+1)*tile.Cols*arcWidth)
	w.Panels = s.arcInts
	for j := range n + 1 {
		at := w.Panels[j/tile.Cols*arcWidth*tile.Cols+j%tile.Cols*2:]
		for k, v := range s.heads[j*headWidth+arcWidth:][:arcWidth] {
			at[k/2*2*tile.Cols+k%2] = v
		}
	}
	return w
}

// relations chooses the relation of each token to its head, -1 being the root, for
// which root is the relation kept.
func (w *net) relations(s *scratch, heads []int, root int, out []int) []int {
	n := len(heads)
	s.pairs = resize(s.pairs, (n+spare)*relInputs)
	for i, h := range heads {
		if h < 0 {
			continue
		}
		a := s.heads[i*headWidth+2*arcWidth:][:relWidth]
		b := s.heads[h*headWidth+2*arcWidth+relWidth:][:relWidth]
		p := s.pairs[i*relInputs:][:relInputs]
		copy(p, a)
		copy(p[relWidth:], b)
		for k := range relWidth {
			p[2*relWidth+k] = to12(float32(float32(a[k])*fraction) * float32(float32(b[k])*fraction))
		}
	}
	sums := w.rels.into(s, s.pairs, relInputs, n)
	out = resize(out, n)
	for i, h := range heads {
		if h < 0 {
			out[i] = root
			continue
		}
		row := s.row[:w.rels.Cols]
		w.rels.values(sums, i, fraction, row)
		out[i] = greatest(row, root)
	}
	return out
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}
