package syntax

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
)

// magic opens a file of weights; its last byte is the version of the format.
const magic = "entente-syntax\x03"

// Model holds compiled weights. It is not changed after [Load] and may be used by
// many goroutines at once.
type Model struct {
	classes  classes
	rels     []string
	root     int // place of the root's relation
	entities []string
	forms    map[string]int32  // rows of the forms that training knew
	lemmas   map[string]string // form, space and XPOS to the lemma that no rule gives
	net      net
	pool     sync.Pool
}

// classes are the tagger's classes: pairs of UPOS and XPOS.
type classes struct{ upos, xpos []string }

func newClasses(tags []string) classes {
	c := classes{}
	for _, t := range tags {
		upos, xpos, _ := strings.Cut(t, " ")
		c.upos, c.xpos = append(c.upos, upos), append(c.xpos, xpos)
	}
	return c
}

// errWeights is the cause of every refusal of a file of weights.
var errWeights = errors.New("not a file of syntax weights of this version")

// mostUnpacked bounds what a file of weights may unpack to.
const mostUnpacked = 1 << 27

// Load reads weights that [Train] wrote. Damaged weights are an error.
func Load(weights []byte) (*Model, error) {
	body, ok := bytes.CutPrefix(weights, []byte(magic))
	if !ok {
		return nil, errWeights
	}
	raw, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(body)), mostUnpacked))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errWeights, err)
	}
	r := &reader{b: raw}
	m := r.model()
	if r.bad || len(r.b) != 0 {
		return nil, fmt.Errorf("%w: the parts do not add up", errWeights)
	}
	return m, nil
}

// reader takes values off the front of b; bad is set once something is amiss.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) number() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > 1<<31 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

// count is a number of things of which each takes at least a byte.
func (r *reader) count() int {
	n := r.number()
	if n > len(r.b) {
		r.bad = true
		return 0
	}
	return n
}

func (r *reader) bytes(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.bad = true
		return nil
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) strings() []string {
	out := make([]string, r.count())
	for i := range out {
		out[i] = string(r.bytes(r.count()))
	}
	return out
}

// floats reads n numbers of 32 bits; ones that are none are amiss.
func (r *reader) floats(n int) []float32 {
	out := make([]float32, n)
	b := r.bytes(4 * n)
	for i := range len(b) / 4 {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		r.bad = r.bad || !(out[i] > -1e6 && out[i] < 1e6)
	}
	return out
}

func (r *reader) model() *Model {
	m := &Model{classes: newClasses(r.strings()), rels: r.strings(), root: -1, entities: r.strings(),
		forms: map[string]int32{}, lemmas: map[string]string{}}
	for i, rel := range m.rels {
		if rel == "root" {
			m.root = i
		}
	}
	forms := r.strings()
	for i, f := range forms {
		m.forms[f] = int32(i)
	}
	pairs := r.strings()
	for i := 0; i+1 < len(pairs); i += 2 {
		m.lemmas[pairs[i]] = pairs[i+1]
	}
	r.bad = r.bad || m.root < 0 || !few(m.rels) || !few(m.classes.upos) || !few(m.entities)
	if !r.bad {
		r.net(&m.net, len(forms), len(m.classes.upos), len(m.entities), len(m.rels))
	}
	return m
}

// few reports whether classes can be told apart by a byte.
func few(names []string) bool { return len(names) > 1 && len(names) < 256 }

func (r *reader) net(w *net, forms, tags, entities, rels int) {
	table := r.bytes((buckets + forms) * embedWidth)
	w.table = make([]int8, len(table))
	for i, b := range table {
		w.table[i] = int8(b)
	}
	w.unit = r.floats(1)[0]
	w.window = r.dense(3*embedWidth, width)
	for l := range w.layers {
		w.layers[l] = r.dense(width, 2*gates*half)
	}
	w.tags, w.heads = r.dense(width, tags), r.dense(width, headWidth)
	w.entities, w.rels = r.dense(width, entities), r.dense(relInputs, rels)
	w.headBias = r.floats(arcWidth)
	for _, v := range r.floats(arcWidth) {
		w.rootArc = append(w.rootArc, to12(squash(v)))
	}
	w.near = r.floats(2*farthest + 1)
}

// dense reads a layer: scales, biases, then the weights row by row in two bytes each.
func (r *reader) dense(rows, cols int) dense {
	scale, bias := r.floats(cols), r.floats(cols)
	b := r.bytes(2 * rows * cols)
	values := make([]int16, rows*cols)
	for i := range len(b) / 2 {
		values[i] = int16(binary.LittleEndian.Uint16(b[2*i:]))
		r.bad = r.bad || values[i] > one12 || values[i] < -one12
	}
	end := make([]float32, panels(cols)*tileCols-cols)
	return dense{pack(rows, cols, values, append(scale, end...)), append(bias, end...)}
}
