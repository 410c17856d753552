package syntax

import (
	"encoding/binary"
	"math"
	"slices"
)

// writer appends the parts of a model in the order in which reader takes them.
type writer struct{ b []byte }

// number writes what is not negative in as few bytes as it needs.
func (w *writer) number(n int) { w.b = binary.AppendUvarint(w.b, uint64(n)) }

func (w *writer) strings(list []string) {
	w.number(len(list))
	for _, s := range list {
		w.number(len(s))
		w.b = append(w.b, s...)
	}
}

// lemmas writes forms with their tags and lemmas by turns, in order of the former.
func (w *writer) lemmas(m map[string]string) {
	var pairs []string
	for _, k := range sortedKeys(m) {
		pairs = append(pairs, k, m[k])
	}
	w.strings(pairs)
}

func (w *writer) floats(list []float32) {
	for _, x := range list {
		w.b = binary.LittleEndian.AppendUint32(w.b, math.Float32bits(x))
	}
}

// table writes the rows in bytes, of which 127 stands for a number that all but one in
// five thousand (counted on each sixteenth) do not reach; those are cut.
func (w *writer) table(rows []float32) {
	sizes := make([]float32, 0, len(rows)/16)
	for i := 0; i < len(rows); i += 16 {
		sizes = append(sizes, max(rows[i], -rows[i]))
	}
	slices.Sort(sizes)
	unit := max(sizes[len(sizes)-1-len(sizes)/5000], 1e-6) / 127
	for _, x := range rows {
		w.b = append(w.b, byte(int8(max(-127, min(127, math.Round(float64(x/unit)))))))
	}
	w.floats([]float32{unit})
}

// dense writes a layer: for each column the worth of one unit, so chosen that its
// greatest weight has 12 bits, and its bias; then the weights, two bytes each, row by row.
func (w *writer) dense(m *matrix) {
	scale := make([]float32, m.cols)
	for i, x := range m.w {
		j := i % m.cols
		scale[j] = max(scale[j], x/one12, -x/one12)
	}
	w.floats(scale)
	w.floats(m.bias)
	for i, x := range m.w {
		v := 0.0
		if s := scale[i%m.cols]; s > 0 {
			v = math.Round(float64(x / s))
		}
		w.b = binary.LittleEndian.AppendUint16(w.b, uint16(int16(max(-one12, min(one12, v)))))
	}
}

// net writes what follows the table, in the order of reader.net.
func (w *writer) net(n *weights) {
	for _, m := range n.matrices() {
		w.dense(m)
	}
	w.floats(n.vectors)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
