package syntax

import (
	"math"

	"entente/tile"
)

// What the network is taught: tags, marks, heads and relations of the examples, each
// by the cross entropy of its scores. Gradients run from the scores back into s.dx,
// where those of all lessons meet, and from there down the layers.

// learn runs the shard forward, compares with the examples and leaves the gradients
// of the summed losses times weight in s.grad and s.dEmbedded.
func (s *shard) learn(w *weights, r rates, weight float32) {
	for _, g := range s.grad.all() {
		clear(g)
	}
	s.place(r)
	s.forward(w, r)
	for l := range s.dx {
		s.dx[l] = zeroed(s.dx[l], s.rows*width)
	}
	s.learnClass(learnTags, &w.tags, &s.grad.tags, s.tagIn, s.tagMask, s.dx[tagDepth], weight, func(e *example) []uint8 { return e.tags })
	for k := range w.marks {
		s.learnClass(learnMarks+k, &w.marks[k], &s.grad.marks[k], s.in[depth], s.mask[depth], s.dx[depth], weight, func(e *example) []uint8 { return e.marks[k] })
	}
	s.attach(w, r, weight)
	s.backward(w)
}

// learnClass learns a class for each token of the examples that have classes. in is
// what the classes are read from, mask what was left out of it, dx where its gradient
// goes; rows of examples without classes keep a gradient of zero.
func (s *shard) learnClass(what int, m, g *matrix, in, mask, dx []float32, weight float32, gold func(*example) []uint8) {
	s.logits = s.layer(s.logits, m, in, width)
	s.dLogits = zeroed(s.dLogits, len(s.logits))
	for k, e := range s.examples {
		for i, c := range gold(e) {
			at := (s.starts[k] + i) * m.cols
			s.crossEntropy(what, s.logits[at:][:m.cols], s.dLogits[at:][:m.cols], int(c), -1, weight)
		}
	}
	s.back(m, g, in, width, s.dLogits)
	for i, k := range mask {
		dx[i] += s.dIn[i] * k
	}
}

// crossEntropy leaves in d the gradient of weight times the cross entropy of scores
// against the right class: the probability of each class, less one for the right one.
// The class not is no choice.
func (s *shard) crossEntropy(what int, scores, d []float32, right, not int, weight float32) {
	most, best := float32(math.Inf(-1)), 0
	for j, v := range scores {
		if v > most && j != not {
			most, best = v, j
		}
	}
	sum := float32(0)
	for j, v := range scores {
		if j == not {
			d[j] = 0
			continue
		}
		d[j] = exp(v - most) // of the greatest 1, so that none overflows
		sum += d[j]
	}
	for j := range d {
		d[j] *= weight / sum
	}
	s.loss[what] -= math.Log(float64(d[right])/float64(weight) + 1e-12)
	d[right] -= weight
	s.seen[what]++
	if best == right {
		s.right[what]++
	}
}

func exp(x float32) float32 { return float32(math.Exp(float64(x))) }

// attach learns heads and relations. Both are read from one layer, so their gradients
// meet in s.dh before they go back through it.
func (s *shard) attach(w *weights, r rates, weight float32) {
	s.zh = s.layer(s.zh, &w.heads, s.in[depth], width)
	s.pairs = resize(s.pairs, len(s.zh))
	for i, z := range s.zh {
		s.pairs[i] = squash(z)
	}
	s.h, s.hMask = s.dropOut(s.h, s.hMask, s.pairs, r.drop)
	s.dh = zeroed(s.dh, len(s.zh))
	for k, e := range s.examples {
		s.arcsOf(w, e, s.starts[k], weight)
	}
	s.relsOf(w, weight)
	for i, z := range s.zh {
		s.dh[i] *= s.hMask[i] * squashSlope(z)
	}
	s.back(&w.heads, &s.grad.heads, s.in[depth], width, s.dh)
	for i, k := range s.mask[depth] {
		s.dx[depth][i] += s.dIn[i] * k
	}
}

// arcsOf learns the heads of one example, whose rows begin at start. Token i hangs on j
// by the score (d_i + b)·h_j + near(j-i), and on the root, which has no place and so no
// distance, by (d_i + b)·s(rootArc). d_i, the dependant, comes first in a row of s.h.
func (s *shard) arcsOf(w *weights, e *example, start int, weight float32) {
	n := len(e.heads)
	s.dep, s.keys = resize(s.dep, n*arcWidth), resize(s.keys, (n+1)*arcWidth)
	for i := range n {
		h := s.h[(start+i)*headWidth:][:2*arcWidth]
		for j := range arcWidth {
			s.dep[i*arcWidth+j] = h[j] + w.vectors[atHeadBias+j]
		}
		copy(s.keys[i*arcWidth:], h[arcWidth:])
	}
	for j := range arcWidth {
		s.keys[n*arcWidth+j] = squash(w.vectors[atRootArc+j])
	}
	s.arcs, s.dArcs = zeroed(s.arcs, n*(n+1)), resize(s.dArcs, n*(n+1))
	tile.AddProduct(&s.packs, s.arcs, n+1, s.dep, arcWidth, 1, s.keys, 1, arcWidth, n, arcWidth, n+1)
	for i := range n {
		row, d := s.arcs[i*(n+1):][:n+1], s.dArcs[i*(n+1):][:n+1]
		for j := range n {
			row[j] += w.vectors[nearAt(i, j)]
		}
		s.crossEntropy(learnArcs, row, d, int(e.heads[i]), i, weight) // none is its own head
		for j := range n {
			s.grad.vectors[nearAt(i, j)] += d[j]
		}
	}
	s.backArcs(w, n, start)
}

// nearAt is the place in vectors of the worth of distance j-i.
func nearAt(i, j int) int { return atNear + farthest + min(max(j-i, -farthest), farthest) }

// backArcs takes the gradient of the arcs' scores to the vectors of the tokens, of the
// root, and of the worth of being a head, which every dependant shares.
func (s *shard) backArcs(w *weights, n, start int) {
	s.dPairs, s.dKeys = zeroed(s.dPairs, n*arcWidth), zeroed(s.dKeys, (n+1)*arcWidth)
	tile.AddProduct(&s.packs, s.dPairs, arcWidth, s.dArcs, n+1, 1, s.keys, arcWidth, 1, n, n+1, arcWidth)
	tile.AddProduct(&s.packs, s.dKeys, arcWidth, s.dArcs, 1, n+1, s.dep, arcWidth, 1, n+1, n, arcWidth)
	for i := range n {
		dh := s.dh[(start+i)*headWidth:][:2*arcWidth]
		addTo(dh[:arcWidth], s.dPairs[i*arcWidth:])
		addTo(dh[arcWidth:], s.dKeys[i*arcWidth:])
		addTo(s.grad.vectors[atHeadBias:][:arcWidth], s.dPairs[i*arcWidth:])
	}
	for j, d := range s.dKeys[n*arcWidth:] {
		s.grad.vectors[atRootArc+j] += d * squashSlope(w.vectors[atRootArc+j])
	}
}

// relsOf learns the relations of all examples to their right heads. What they are read
// from is dependant a, head b and a·b by places; that of the root has no head and is not
// learned, since reading gives it by itself.
func (s *shard) relsOf(w *weights, weight float32) {
	s.pairs = zeroed(s.pairs, s.rows*relInputs)
	s.each(func(row, head int, _ uint8) {
		p := s.pairs[row*relInputs:][:relInputs]
		a := s.h[row*headWidth+2*arcWidth:][:relWidth]
		copy(p, a)
		copy(p[relWidth:], s.h[head*headWidth+2*arcWidth+relWidth:][:relWidth])
		for j := range relWidth {
			p[2*relWidth+j] = p[j] * p[relWidth+j]
		}
	})
	s.logits = s.layer(s.logits, &w.rels, s.pairs, relInputs)
	s.dLogits = zeroed(s.dLogits, len(s.logits))
	s.each(func(row, _ int, rel uint8) {
		at := row * w.rels.cols
		s.crossEntropy(learnRels, s.logits[at:][:w.rels.cols], s.dLogits[at:][:w.rels.cols], int(rel), -1, weight)
	})
	s.back(&w.rels, &s.grad.rels, s.pairs, relInputs, s.dLogits)
	s.each(func(row, head int, _ uint8) {
		p, d := s.pairs[row*relInputs:][:relInputs], s.dIn[row*relInputs:][:relInputs]
		da := s.dh[row*headWidth+2*arcWidth:][:relWidth]
		db := s.dh[head*headWidth+2*arcWidth+relWidth:][:relWidth]
		for j := range relWidth {
			da[j] += d[j] + d[2*relWidth+j]*p[relWidth+j]
			db[j] += d[relWidth+j] + d[2*relWidth+j]*p[j]
		}
	})
}

// each calls f for every token that hangs on another one.
func (s *shard) each(f func(row, head int, rel uint8)) {
	for k, e := range s.examples {
		for i, h := range e.heads {
			if int(h) < len(e.heads) {
				f(s.starts[k]+i, s.starts[k]+int(h), e.rels[i])
			}
		}
	}
}
