package judge

import (
	"encoding/binary"
	"errors"
	"fmt"

	"entente"
	"entente/seal"
)

// What a file of weights holds ([seal.Open]): the numbers of inputs, of hidden units
// and of roots, the roots, each behind its length in a byte, two layers, and the sum of the
// weights from which the inputs come.

// magic opens a file of weights; its last byte is the version of the format.
const magic = "entente-judge\x02"

var errWeights = errors.New("not a file of judge weights of this version")

// Bounds of what is read from a file.
const (
	mostUnpacked = 1 << 25
	mostRoots    = 64
)

// Load reads weights that [Train] gave. Damaged weights are an error.
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
	m := &Model{inputs: r.Number()}
	hidden, roots := r.Number(), r.Number()
	if r.Bad = r.Bad || m.inputs < 1 || m.inputs > widest || hidden < 1 || hidden > widest || roots < 2 || roots > mostRoots; r.Bad {
		return m
	}
	for range roots {
		root := ""
		if n := r.Bytes(1); n != nil {
			root = string(r.Bytes(int(n[0])))
		}
		m.roots = append(m.roots, entente.Root(root))
	}
	r.Bad = r.Bad || m.roots[0] != ""
	m.first, m.second = r.Layer(m.inputs, hidden+roots), r.Layer(hidden, roots)
	m.of = uint32(r.Number())
	return m
}

// seal gives the weights that training found, eight bits each, as [Load] reads them.
func (n *network) seal() []byte {
	var b []byte
	for _, v := range []int{n.inputs, n.hidden, len(n.roots)} {
		b = binary.LittleEndian.AppendUint32(b, uint32(v))
	}
	for _, r := range n.roots {
		b = append(append(b, byte(len(r))), r...)
	}
	for _, l := range []*layer{&n.first, &n.second} {
		b = seal.AppendLayer(b, l.cols, l.w, l.bias)
	}
	return seal.Close(magic, binary.LittleEndian.AppendUint32(b, n.of))
}
