package syntax

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"math"
	"slices"
)

// writer appends the parts of a model in the order in which reader takes them.
type writer struct{ b []byte }

func (w *writer) number(n int) { w.b = binary.AppendUvarint(w.b, uint64(n)) }

func (w *writer) strings(list []string) {
	w.number(len(list))
	for _, s := range list {
		w.number(len(s))
		w.b = append(w.b, s...)
	}
}

func (w *writer) lexicon(l *lexicon) {
	w.strings(l.classes)
	forms := make([]string, len(l.entries))
	for i := range forms {
		forms[i] = l.entries[i].form
	}
	w.strings(forms)
	for i := range l.entries {
		w.number(int(l.entries[i].class))
		w.number(int(l.entries[i].cluster))
	}
}

func (w *writer) lemmas(m map[string]string) {
	var pairs []string
	for _, k := range sortedKeys(m) {
		pairs = append(pairs, k, m[k])
	}
	w.strings(pairs)
}

// table writes the limit heaviest rows with weights as int16 of one scale.
func (w *writer) table(rows []row, limit int) {
	rows = heaviest(rows, limit)
	scale := scaleOf(rows)
	var lengths, cs, vs []byte
	var keys []uint32
	for i := range rows {
		n := 0
		for _, x := range rows[i].weights {
			v := math.Round(float64(x.value) * scale)
			if q := int(max(-limit16, min(limit16, v))); q != 0 && n < 255 {
				cs, vs = append(cs, x.class), binary.AppendUvarint(vs, uint64(uint16(q<<1)^uint16(q>>15)))
				n++
			}
		}
		if n > 0 {
			keys, lengths = append(keys, rows[i].key), append(lengths, byte(n))
		}
	}
	w.number(len(keys))
	last := uint32(0)
	for _, k := range keys {
		w.number(int(k - last))
		last = k
	}
	w.b = append(append(append(w.b, lengths...), cs...), vs...)
}

// heaviest keeps the rows whose largest weight is greatest, in order of key.
func heaviest(rows []row, limit int) []row {
	if len(rows) <= limit {
		return rows
	}
	sizes := make([]float32, len(rows))
	for i := range rows {
		sizes[i] = rows[i].size()
	}
	sorted := slices.Clone(sizes)
	slices.Sort(sorted)
	least := sorted[len(sorted)-limit]
	var out []row
	for i := range rows {
		if sizes[i] >= least {
			out = append(out, rows[i])
		}
	}
	return out
}

func (r *row) size() (most float32) {
	for _, x := range r.weights {
		most = max(most, x.value, -x.value)
	}
	return most
}

// limit16 is the greatest weight in a file.
const limit16 = 1<<15 - 1

// scaleOf gives all but the heaviest thousandth of the rows weights up to 300: fine
// enough for the light ones, which are many and count as a sum.
func scaleOf(rows []row) float64 {
	if len(rows) == 0 {
		return 1
	}
	sizes := make([]float32, len(rows))
	for i := range rows {
		sizes[i] = rows[i].size()
	}
	slices.Sort(sizes)
	return 300 / max(1e-9, float64(sizes[len(sizes)-1-len(sizes)/1000]))
}

// seal packs a model's parts behind the header.
func (w *writer) seal() []byte {
	var out bytes.Buffer
	out.WriteString(magic)
	z, err := flate.NewWriter(&out, flate.DefaultCompression)
	if err == nil {
		_, _ = z.Write(w.b) // a bytes.Buffer takes every write
		_ = z.Close()
	}
	return out.Bytes()
}
