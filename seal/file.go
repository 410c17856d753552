// Package seal reads and writes files of weights: how they are sealed, and the parts
// that more than one network has.
//
// A file is a magic with the version of what it holds, the CRC-32 (IEEE) of that once it
// is unpacked, in four bytes, the least first, and that packed by DEFLATE.
package seal

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math"

	"entente/tile"
)

// Close packs what a file is to hold behind its magic and sum.
func Close(magic string, raw []byte) []byte {
	var out bytes.Buffer
	out.WriteString(magic)
	out.Write(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(raw)))
	z, err := flate.NewWriter(&out, flate.BestCompression)
	if err == nil {
		_, _ = z.Write(raw) // a bytes.Buffer takes every write
		_ = z.Close()
	}
	return out.Bytes()
}

// Open unpacks a file of that magic and holds it against its sum. A file that is
// damaged, foreign, or holds more than most bytes gives an error that wraps refused.
func Open(magic string, file []byte, most int64, refused error) ([]byte, error) {
	body, ok := bytes.CutPrefix(file, []byte(magic))
	if !ok || len(body) < crc32.Size {
		return nil, refused
	}
	packed := bytes.NewReader(body[crc32.Size:])
	raw, err := io.ReadAll(io.LimitReader(flate.NewReader(packed), most))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", refused, err)
	case packed.Len() > 0:
		return nil, fmt.Errorf("%w: %d bytes behind its end", refused, packed.Len())
	case crc32.ChecksumIEEE(raw) != binary.LittleEndian.Uint32(body):
		return nil, fmt.Errorf("%w: its sum is wrong", refused)
	}
	return raw, nil
}

// Sum gives the sum of a file of that magic, by which others can say that they go with it;
// 0 for another file.
func Sum(magic string, file []byte) uint32 {
	if body, ok := bytes.CutPrefix(file, []byte(magic)); ok && len(body) >= crc32.Size {
		return binary.LittleEndian.Uint32(body)
	}
	return 0
}

// Reader takes parts off the front of Rest. Bad is set once something is amiss; what is
// read from then on is empty.
type Reader struct {
	Rest []byte
	Bad  bool
}

// Bytes reads n bytes.
func (r *Reader) Bytes(n int) []byte {
	if r.Bad || n < 0 || n > len(r.Rest) {
		r.Bad = true
		return nil
	}
	b := r.Rest[:n]
	r.Rest = r.Rest[n:]
	return b
}

// Number reads a number of four bytes, the least first.
func (r *Reader) Number() int {
	if b := r.Bytes(4); b != nil {
		return int(binary.LittleEndian.Uint32(b))
	}
	return 0
}

// Text reads a text behind its length in two bytes.
func (r *Reader) Text() string {
	b := r.Bytes(2)
	if b == nil {
		return ""
	}
	return string(r.Bytes(int(binary.LittleEndian.Uint16(b))))
}

// Floats reads n numbers of four bytes, none of them infinite.
func (r *Reader) Floats(n int) []float32 {
	b := r.Bytes(4 * n)
	out := make([]float32, len(b)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		r.Bad = r.Bad || math.IsNaN(float64(out[i])) || math.IsInf(float64(out[i]), 0)
	}
	return out
}

// Signed reads n numbers of one byte.
func (r *Reader) Signed(n int) []int8 {
	b := r.Bytes(n)
	out := make([]int8, len(b))
	for i, v := range b {
		out[i] = int8(v)
	}
	return out
}

// Layer reads the scales and biases of a layer by column, then its weights row by row,
// from -127 to 127.
func (r *Reader) Layer(rows, cols int) tile.Layer {
	scale, bias, small := r.Floats(cols), r.Floats(cols), r.Signed(rows*cols)
	if r.Bad {
		return tile.Layer{}
	}
	values := make([]int16, len(small))
	for i, v := range small {
		r.Bad = r.Bad || v == -128
		values[i] = int16(v)
	}
	return tile.Layer{Matrix: tile.Pack(rows, cols, values, scale), Bias: bias}
}

// AppendLayer adds a layer as [Reader.Layer] reads it; w holds its weights row by row,
// and the greatest of a column becomes 127.
func AppendLayer(b []byte, cols int, w, bias []float32) []byte {
	scale := make([]float32, cols)
	for i, v := range w {
		scale[i%cols] = max(scale[i%cols], v/127, -v/127)
	}
	for _, list := range [][]float32{scale, bias} {
		for _, v := range list {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
		}
	}
	for i, v := range w {
		q := float32(0)
		if s := scale[i%cols]; s > 0 {
			q = v / s
		}
		b = append(b, byte(int8(math.Round(float64(max(-127, min(127, q)))))))
	}
	return b
}
