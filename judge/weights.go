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

	"entente"
	"entente/tile"
)

// A file of weights is magic, the CRC-32 (IEEE) of what follows once it is unpacked, in
// four bytes, the least first, and that packed by DEFLATE: the numbers of inputs, of
// hidden units and of roots, the roots, then two layers, each with the scale and the bias
// of each column and its weights row by row.

// magic opens a file of weights; its last byte is the version of the format.
const magic = "entente-judge\x01"

var errWeights = errors.New("not a file of judge weights of this version")

// Bounds of what is read from a file.
const (
	mostUnpacked = 1 << 25
	mostRoots    = 64
)

// Load reads weights that [Train] gave. Damaged weights are an error.
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
	r := reader{rest: raw}
	m := r.model()
	if r.bad || len(r.rest) > 0 {
		return nil, fmt.Errorf("%w: its parts do not fit", errWeights)
	}
	return m, nil
}

type reader struct {
	rest []byte
	bad  bool
}

func (r *reader) model() *Model {
	m := &Model{inputs: r.number()}
	hidden, roots := r.number(), r.number()
	if r.bad = r.bad || m.inputs < 1 || m.inputs > widest || hidden < 1 || hidden > widest || roots < 2 || roots > mostRoots; r.bad {
		return m
	}
	for range roots {
		m.roots = append(m.roots, entente.Root(r.bytes(int(r.bytes(1)[0]))))
	}
	r.bad = r.bad || m.roots[0] != ""
	m.first, m.second = r.dense(m.inputs, hidden+roots), r.dense(hidden, roots)
	return m
}

func (r *reader) bytes(n int) []byte {
	if n > len(r.rest) {
		r.bad = true
		return make([]byte, n)
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) number() int { return int(binary.LittleEndian.Uint32(r.bytes(4))) }

func (r *reader) floats(n int) []float32 {
	b, out := r.bytes(4*n), make([]float32, n)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		r.bad = r.bad || math.IsNaN(float64(out[i])) || math.IsInf(float64(out[i]), 0)
	}
	return out
}

func (r *reader) dense(rows, cols int) dense {
	scale, bias := r.floats(cols), r.floats(cols)
	values := make([]int16, 0, rows*cols)
	for _, v := range r.bytes(rows * cols) {
		r.bad = r.bad || int8(v) == -128
		values = append(values, int16(int8(v)))
	}
	return dense{tile.Pack(rows, cols, values, scale), bias}
}

// Write gives the weights that training found, eight bits each, as [Load] reads them.
func (n *network) Write() ([]byte, error) {
	var b []byte
	for _, v := range []int{n.inputs, n.hidden, len(n.roots)} {
		b = binary.LittleEndian.AppendUint32(b, uint32(v))
	}
	for _, r := range n.roots {
		b = append(append(b, byte(len(r))), r...)
	}
	for _, l := range []*layer{&n.first, &n.second} {
		b = l.append(b)
	}
	var out bytes.Buffer
	out.WriteString(magic)
	out.Write(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(b)))
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(b); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// append writes a layer with weights of eight bits.
func (l *layer) append(b []byte) []byte {
	scale := make([]float32, l.cols)
	for i, v := range l.w {
		scale[i%l.cols] = max(scale[i%l.cols], v/127, -v/127)
	}
	for _, list := range [][]float32{scale, l.bias} {
		for _, v := range list {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
		}
	}
	for i, v := range l.w {
		q := float32(0)
		if s := scale[i%l.cols]; s > 0 {
			q = v / s
		}
		b = append(b, byte(int8(math.Round(float64(max(-127, min(127, q)))))))
	}
	return b
}
