package syntax

import (
	"entente/seal"
	"entente/tile"

	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
)

// What a file of weights holds ([seal.Open]): lists of classes,
// relations, the classes of each kind of mark, forms and lemmas, then the network in the order of reader.net.

// magic opens a file of weights; its last byte is the version of the format.
const magic = "entente-syntax\x05"

// Model holds compiled weights. It is not changed after [Load] and may be used by
// many goroutines at once.
type Model struct {
	classes classes
	rels    []string
	root    int // place of the root's relation
	marks   [markKinds][]string
	forms   map[string]int32  // rows of the forms that training knew
	lemmas  map[string]string // form, space and XPOS to the lemma that no rule gives
	net     net
	sum     uint32 // of the file
	pool    sync.Pool
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

// Most names that lists of a model hold: classes are told apart by a byte.
const (
	mostClasses = 255
	mostNames   = 1 << 20
)

// Load reads weights that [Train] wrote. Damaged weights are an error.
func Load(file []byte) (*Model, error) {
	raw, err := seal.Open(magic, file, mostUnpacked, errWeights)
	if err != nil {
		return nil, err
	}
	m, err := decode(raw)
	if err == nil {
		m.sum = seal.Sum(magic, file)
	}
	return m, err
}

// Sum tells these weights from others.
func (m *Model) Sum() uint32 { return m.sum }

// decode makes a model of what a file of weights holds.
func decode(raw []byte) (*Model, error) {
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
	if n <= 0 || v > math.MaxInt32 {
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

// strings reads a list of at most most names.
func (r *reader) strings(most int) []string {
	n := r.count()
	if n > most {
		r.bad = true
	}
	var out []string
	for range n {
		s := r.bytes(r.count())
		if r.bad {
			return nil
		}
		out = append(out, string(s))
	}
	return out
}

// floats reads n numbers of 32 bits; ones that are none are amiss.
func (r *reader) floats(n int) []float32 {
	out, b := make([]float32, n), r.bytes(4*n)
	for i := range len(b) / 4 {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		r.bad = r.bad || !(out[i] > -1e6 && out[i] < 1e6)
	}
	return out
}

func (r *reader) model() *Model {
	m := r.names()
	if !r.bad {
		r.net(&m.net, len(m.forms), len(m.classes.upos), len(m.rels), m.marks)
	}
	return m
}

// names reads a model's lists. None may hold a name twice.
func (r *reader) names() *Model {
	tags := r.strings(mostClasses)
	m := &Model{classes: newClasses(tags), rels: r.strings(mostClasses),
		forms: map[string]int32{}, lemmas: map[string]string{}}
	for k := range m.marks {
		m.marks[k] = r.strings(mostClasses)
	}
	m.root = slices.Index(m.rels, "root")
	forms := r.strings(mostNames)
	for i, f := range forms {
		m.forms[f] = int32(i)
	}
	pairs := r.strings(mostNames)
	for i := 0; i+1 < len(pairs); i += 2 {
		m.lemmas[pairs[i]] = pairs[i+1]
	}
	r.bad = r.bad || m.root < 0 || len(m.forms) != len(forms) || 2*len(m.lemmas) != len(pairs)
	for _, classes := range append([][]string{tags, m.rels}, m.marks[:]...) {
		r.bad = r.bad || !enough(classes) || len(slices.Compact(slices.Sorted(slices.Values(classes)))) != len(classes)
	}
	return m
}

// enough reports whether there is a choice among classes, and a byte tells them apart.
func enough(classes []string) bool { return len(classes) > 1 && len(classes) <= mostClasses }

// net reads the network: the table's rows in bytes and their unit, the layers from the
// first to the last, the vectors of arcs.
func (r *reader) net(w *net, forms, tags, rels int, marks [markKinds][]string) {
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
	for k := range w.marks {
		w.marks[k] = r.dense(width, len(marks[k]))
	}
	w.rels = r.dense(relInputs, rels)
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
	end := make([]float32, tile.Panels(cols)*tile.Cols-cols)
	return dense{tile.Pack(rows, cols, values, append(scale, end...)), append(bias, end...)}
}
