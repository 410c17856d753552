package syntax

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
)

// magic opens a file of weights; its last byte is the version of the format.
const magic = "entente-syntax\x02"

// Model holds compiled weights. It is not changed after [Load] and may be used by
// many goroutines at once.
type Model struct {
	lex     lexicon
	classes classes
	rels    []string
	root    uint8
	width   int               // of the beam
	lemmas  map[string]string // form, space and XPOS to the lemma that no rule gives
	tagger  scorer
	steps   scorer
	labels  scorer
	pool    sync.Pool
}

// classes are the tagger's classes: pairs of UPOS and XPOS.
type classes struct {
	upos, xpos []string
	coarse     []uint8 // number of the UPOS
	kind       []uint8
}

// The kinds of words that count between two words.
const (
	otherKind uint8 = iota
	verbKind
	markKind
	joinKind
)

func newClasses(tags []string) classes {
	c := classes{}
	ids := map[string]uint8{}
	for _, t := range tags {
		upos, xpos, _ := strings.Cut(t, " ")
		if _, ok := ids[upos]; !ok {
			ids[upos] = uint8(len(ids))
		}
		c.upos, c.xpos = append(c.upos, upos), append(c.xpos, xpos)
		c.coarse = append(c.coarse, ids[upos])
		c.kind = append(c.kind, kindOfTag(upos))
	}
	return c
}

func kindOfTag(upos string) uint8 {
	switch upos {
	case "VERB", "AUX":
		return verbKind
	case "PUNCT":
		return markKind
	case "CCONJ", "SCONJ":
		return joinKind
	}
	return otherKind
}

func (c *classes) names() []string {
	out := make([]string, len(c.upos))
	for i := range out {
		out[i] = c.upos[i] + " " + c.xpos[i]
	}
	return out
}

// errWeights is the cause of every refusal of a file of weights.
var errWeights = errors.New("not a file of syntax weights of this version")

// mostUnpacked bounds what a file of weights may unpack to.
const mostUnpacked = 1 << 28

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

// signed is a weight, folded so that small ones of either sign are short.
func (r *reader) signed() int16 {
	v := r.number()
	return int16(v>>1) ^ -int16(v&1)
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
	if n > len(r.b) {
		r.bad = true
		return make([]byte, n&0xffff)
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

func (r *reader) model() *Model {
	width := r.number()
	m := &Model{width: max(1, min(width, maxWidth)), classes: newClasses(r.strings()), rels: r.strings(), lemmas: map[string]string{}}
	for i, rel := range m.rels {
		if rel == "root" {
			m.root = uint8(i)
		}
	}
	m.lex = r.lexicon()
	pairs := r.strings()
	for i := 0; i+1 < len(pairs); i += 2 {
		m.lemmas[pairs[i]] = pairs[i+1]
	}
	m.tagger = r.table(len(m.classes.upos))
	m.steps = triplesOf(r.table(transitions))
	m.labels = r.table(len(m.rels))
	r.bad = r.bad || !few(m.rels) || !few(m.classes.upos)
	return m
}

// few reports whether classes can be told apart by a byte.
func few(names []string) bool { return len(names) > 0 && len(names) < 256 }

func (r *reader) lexicon() lexicon {
	l := lexicon{classes: r.strings()}
	forms := r.strings()
	l.entries = make([]entry, len(forms))
	for i, f := range forms {
		l.entries[i] = entry{f, uint16(r.number()), uint16(r.number())}
	}
	l.index()
	return l
}

// table reads keys as differences, then lengths of rows, classes and values.
func (r *reader) table(classes int) *table {
	n := r.count()
	keys, key := make([]uint32, n), uint32(0)
	for i := range keys {
		key += uint32(r.number())
		keys[i] = key
	}
	lengths := r.bytes(n)
	total := 0
	for _, l := range lengths {
		r.bad = r.bad || l == 0
		total += int(l)
	}
	cs := r.bytes(total)
	r.bad = r.bad || total >= 1<<24 // a slot has 24 bits for the place of a row
	t := &table{classes: classes}
	if r.bad {
		return t
	}
	t.cells = make([]pair, total)
	for i := range t.cells {
		r.bad = r.bad || int(cs[i]) >= classes
		t.cells[i] = pair{cs[i], r.signed()}
	}
	t.build(keys, lengths)
	return t
}
