package encoder

import (
	"errors"
	"fmt"

	"entente"
	"entente/seal"
)

// What a file of weights holds ([seal.Open]): six sizes, the roots, the pieces of
// words, then the network in the order of network.

// magic opens a file of weights; its last byte is the version of the format.
const magic = "entente-encoder\x01"

var errWeights = errors.New("not a file of encoder weights of this version")

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
	raw, err := seal.Open(magic, file, mostUnpacked, errWeights)
	if err != nil {
		return nil, err
	}
	r := seal.Reader{Rest: raw}
	m := decode(&r)
	if r.Bad || len(r.Rest) > 0 {
		return nil, fmt.Errorf("%w: its parts do not fit", errWeights)
	}
	m.sum = seal.Sum(magic, file)
	return m, nil
}

func decode(r *seal.Reader) *Model {
	m := &Model{}
	z := &m.net.shape
	for _, n := range []*int{&z.width, &z.heads, &z.depth, &z.inner, &z.reach, &z.roots} {
		*n = r.Number()
	}
	fits := z.width > 0 && z.width <= mostWidth/4 && z.width%4 == 0 && z.heads > 0 && z.width%z.heads == 0 && z.width/z.heads%4 == 0 &&
		z.depth > 0 && z.depth <= mostDepth && z.inner > 0 && z.inner <= mostWidth && z.reach > 2 && z.reach <= mostReach && z.roots > 1 && z.roots <= mostRoots
	if r.Bad = r.Bad || !fits; r.Bad {
		return m
	}
	for range z.roots {
		m.roots = append(m.roots, entente.Root(r.Text()))
	}
	n := r.Number()
	if r.Bad = r.Bad || n < 3 || n > mostPieces; r.Bad {
		return m
	}
	m.words = vocabulary{ids: make(map[string]int32, n), begin: -1, end: -1, strange: -1}
	for i := range n {
		m.words.add(r.Text(), int32(i))
	}
	r.Bad = r.Bad || m.words.begin < 0 || m.words.end < 0 || m.words.strange < 0
	network(r, &m.net, n)
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

func network(r *seal.Reader, e *encoder, pieces int) {
	z := e.shape
	e.words, e.places, e.marks = vectors(r, pieces, z.width), vectors(r, z.reach, z.width), vectors(r, 4, z.width)
	e.input = level(r, z.width)
	for range z.depth {
		if r.Bad {
			return
		}
		e.layers = append(e.layers, layer{
			qkv: r.Layer(z.width, 3*z.width), out: r.Layer(z.width, z.width), first: level(r, z.width),
			up: r.Layer(z.width, z.inner), down: r.Layer(z.inner, z.width), second: level(r, z.width),
		})
	}
	e.mix = r.Floats(z.depth)
	e.hidden, e.final = r.Layer(4*z.width, z.width), r.Layer(z.width, z.roots)
}

func vectors(r *seal.Reader, n, width int) rows {
	return rows{scale: r.Floats(n), values: r.Signed(n * width)}
}

func level(r *seal.Reader, n int) levelled { return levelled{gain: r.Floats(n), bias: r.Floats(n)} }
