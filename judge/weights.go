package judge

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"slices"

	"entente"
	"entente/tile"
)

// A file of weights is magic, the CRC-32 (IEEE) of what follows once it is unpacked, in
// four bytes, the least first, and that packed by DEFLATE: six sizes, the roots, the
// pieces of words, then the network in the order of weights.encoder.

// magic opens a file of weights; its last byte is the version of the format.
const magic = "entente-judge\x01"

var errWeights = errors.New("not a file of judge weights of this version")

// Bounds of what is read from a file.
const (
	mostUnpacked = 1 << 27
	mostPieces   = 1 << 17
	mostWidth    = widestLayer
	mostDepth    = 48
	mostReach    = 1 << 10
	mostRoots    = 64
)

// Load reads weights. Damaged weights are an error.
func Load(file []byte) (*Model, error) {
	body, ok := bytes.CutPrefix(file, []byte(magic))
	if !ok || len(body) < crc32.Size {
		return nil, errWeights
	}
	packed := bytes.NewReader(body[crc32.Size:])
	raw, err := io.ReadAll(io.LimitReader(flate.NewReader(packed), mostUnpacked))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errWeights, err)
	case packed.Len() > 0:
		return nil, fmt.Errorf("%w: %d bytes behind its end", errWeights, packed.Len())
	case crc32.ChecksumIEEE(raw) != binary.LittleEndian.Uint32(body):
		return nil, fmt.Errorf("%w: damaged", errWeights)
	}
	w := weights{rest: raw}
	m := w.model()
	if w.bad || len(w.rest) > 0 {
		return nil, fmt.Errorf("%w: its parts do not fit", errWeights)
	}
	return m, nil
}

// weights reads the parts of a file; bad once something did not fit.
type weights struct {
	rest []byte
	bad  bool
}

func (w *weights) model() *Model {
	m := &Model{}
	z := &m.net.shape
	for _, n := range []*int{&z.width, &z.heads, &z.depth, &z.inner, &z.reach, &z.roots} {
		*n = w.number()
	}
	fits := z.width > 0 && z.width <= mostWidth/4 && z.width%4 == 0 && z.heads > 0 && z.width%z.heads == 0 && z.width/z.heads%4 == 0 &&
		z.depth > 0 && z.depth <= mostDepth && z.inner > 0 && z.inner <= mostWidth && z.reach > 2 && z.reach <= mostReach && z.roots > 1 && z.roots <= mostRoots
	if w.bad = w.bad || !fits; w.bad {
		return m
	}
	for range z.roots {
		m.roots = append(m.roots, entente.Root(w.text()))
	}
	n := w.number()
	if w.bad = w.bad || n < 3 || n > mostPieces; w.bad {
		return m
	}
	m.words = vocabulary{ids: make(map[string]int32, n), begin: -1, end: -1, strange: -1}
	for i := range n {
		m.words.add(w.text(), int32(i))
	}
	w.bad = w.bad || m.words.begin < 0 || m.words.end < 0 || m.words.strange < 0
	w.encoder(&m.net, n)
	return m
}

func (v *vocabulary) add(text string, id int32) {
	switch text {
	case "[CLS]":
		v.begin = id
	case "[SEP]":
		v.end = id
	case "[UNK]":
		v.strange = id
	default:
		v.ids[text] = id
		v.longest = max(v.longest, len(text))
	}
}

func (w *weights) encoder(e *encoder, pieces int) {
	z := e.shape
	e.words, e.places, e.marks = w.rows(pieces, z.width), w.rows(z.reach, z.width), w.rows(4, z.width)
	e.input = w.levelled(z.width)
	for range z.depth {
		if w.bad {
			return
		}
		e.layers = append(e.layers, layer{
			qkv: w.dense(z.width, 3*z.width), out: w.dense(z.width, z.width), first: w.levelled(z.width),
			up: w.dense(z.width, z.inner), down: w.dense(z.inner, z.width), second: w.levelled(z.width),
		})
	}
	e.mix = w.floats(z.depth)
	e.hidden, e.final = w.dense(4*z.width, z.width), w.dense(z.width, z.roots)
}

func (w *weights) bytes(n int) []byte {
	if n > len(w.rest) {
		w.bad = true
		return make([]byte, n)
	}
	b := w.rest[:n]
	w.rest = w.rest[n:]
	return b
}

func (w *weights) number() int { return int(binary.LittleEndian.Uint32(w.bytes(4))) }

func (w *weights) text() string { return string(w.bytes(int(binary.LittleEndian.Uint16(w.bytes(2))))) }

func (w *weights) floats(n int) []float32 {
	b, out := w.bytes(4*n), make([]float32, n)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		w.bad = w.bad || math.IsNaN(float64(out[i])) || math.IsInf(float64(out[i]), 0)
	}
	return out
}

func (w *weights) rows(n, width int) rows {
	return rows{scale: w.floats(n), values: signed(w.bytes(n * width))}
}

func signed(b []byte) []int8 {
	out := make([]int8, len(b))
	for i, v := range b {
		out[i] = int8(v)
	}
	return out
}

func (w *weights) levelled(n int) levelled { return levelled{gain: w.floats(n), bias: w.floats(n)} }

// dense reads a layer: scales and biases by column, then the weights row by row.
func (w *weights) dense(rows, cols int) dense {
	scale, bias := w.floats(cols), w.floats(cols)
	b := w.bytes(rows * cols)
	values := make([]int16, len(b))
	for i, v := range b {
		values[i] = int16(int8(v))
	}
	w.bad = w.bad || slices.Contains(values, -128)
	return dense{tile.Pack(rows, cols, values, scale), bias}
}
