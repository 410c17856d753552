package syntax

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
)

// What an interrupted training goes on from is all that a step changes. The rest — the
// examples, their order, the seeds of each step — is made anew from trees and options,
// which is why a state is of use for the same ones alone.

// arrays lists all that a step changes.
func (t *trainer) arrays() [][]float32 {
	out := append([][]float32{t.table}, t.tableMoments[:]...)
	for _, w := range []*weights{t.weights, t.moments[0], t.moments[1]} {
		out = append(out, w.all()...)
	}
	return out
}

// identity tells one training from another: settings, classes, forms and all that is
// in the examples.
func (t *trainer) identity() uint64 {
	h := fnv.New64a()
	fmt.Fprintln(h, t.opt.Seed, t.opt.Passes, t.steps, shardsOf, shardWords, topRate, warmSteps, dropNumbers, dropWords, startTable)
	fmt.Fprintf(h, "%q\n", [][]string{t.tags, t.rels, t.forms, markClasses[0], markClasses[1], markClasses[2]})
	var b []byte
	for _, list := range [][]example{t.gold, t.silver} {
		for i := range list {
			e := &list[i]
			b = binary.LittleEndian.AppendUint32(b[:0], uint32(len(e.tags)))
			for _, row := range e.features {
				b = binary.LittleEndian.AppendUint32(b, uint32(row))
			}
			for _, head := range e.heads {
				b = binary.LittleEndian.AppendUint16(b, uint16(head))
			}
			b = append(append(b, e.tags...), e.rels...)
			for _, m := range e.marks {
				b = append(binary.LittleEndian.AppendUint32(b, uint32(len(m))), m...)
			}
			_, _ = h.Write(b) // a hash takes every write
		}
	}
	return h.Sum64()
}

// stateMagic opens a state of training; its last byte is the version of its form.
const stateMagic = "entente-training\x01"

// state gives all that training needs to go on from this step.
func (t *trainer) state() []byte {
	w := &writer{b: []byte(stateMagic)}
	w.b = binary.LittleEndian.AppendUint64(w.b, t.id)
	w.number(t.step)
	for _, a := range t.arrays() {
		w.floats(a)
	}
	return w.b
}

// restore takes a state back and gives its step.
func (t *trainer) restore(state []byte) (int, error) {
	if len(state) == 0 {
		return 0, nil
	}
	body, ok := bytes.CutPrefix(state, []byte(stateMagic))
	if !ok || len(body) < 8 || binary.LittleEndian.Uint64(body) != t.id {
		return 0, ErrOtherTraining
	}
	r := &reader{b: body[8:]}
	step := r.number()
	for _, a := range t.arrays() {
		copy(a, r.floats(len(a)))
	}
	if r.bad || len(r.b) != 0 {
		return 0, fmt.Errorf("%w: it is damaged", ErrOtherTraining)
	}
	return step, nil
}
