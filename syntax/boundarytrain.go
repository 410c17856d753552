package syntax

import "math"

// TrainBoundaries learns where sentences end from treebanks, each of them in reading
// order, and gives the bytes of boundary.weights. The same trees give the same bytes
// on machines of one kind.
func TrainBoundaries(passes int, banks ...[]Tree) []byte {
	var t boundaryTrainer
	for _, trees := range banks {
		ends := map[int]bool{}
		for _, s := range goldSentences(trees) {
			ends[s.End] = true
		}
		t.collect(Running(trees), ends)
	}
	return t.train(passes)
}

// boundaryTrainer holds the gaps between tokens of all lines.
type boundaryTrainer struct{ gaps []gap }

// gap is a gap's features and whether a sentence ends there.
type gap struct {
	features []uint32
	ends     bool
}

// collect takes the gaps of a text whose sentences end at the given offsets.
func (t *boundaryTrainer) collect(text string, last map[int]bool) {
	var l line
	for at := 0; at < len(text); {
		end, next := lineEnd(text, at)
		toks := lineTokens(text, at, end)
		at = next
		if len(toks) == 0 {
			continue
		}
		l.begin(toks)
		for k := range len(toks) - 1 {
			l.take(k)
			ends := last[toks[k].End]
			if l.mayEnd(k) {
				l.features(k)
				t.gaps = append(t.gaps, gap{append([]uint32(nil), l.feats...), ends})
			}
			if ends {
				l.cut(k)
			}
		}
	}
}

// train fits a logistic model by steps that shrink for each weight (AdaGrad).
func (t *boundaryTrainer) train(passes int) []byte {
	w, sum := make([]float64, 1<<boundaryBits), make([]float64, 1<<boundaryBits)
	order := make([]int, len(t.gaps))
	for i := range order {
		order[i] = i
	}
	chance := gapChance(0x9e3779b97f4a7c16)
	for range passes {
		chance.shuffle(order)
		for _, i := range order {
			t.gaps[i].learn(w, sum)
		}
	}
	out := make([]byte, len(w))
	for i, v := range w {
		out[i] = byte(int8(max(-127, min(127, math.Round(v*boundaryScale)))))
	}
	return out
}

// boundaryScale turns a weight into a whole number.
const boundaryScale = 16

// learn takes one step against the error on the gap.
func (g *gap) learn(w, sum []float64) {
	const rate = 0.1
	z := 0.0
	for _, f := range g.features {
		z += w[f]
	}
	d := 1/(1+math.Exp(-z)) - float64(one(g.ends))
	for _, f := range g.features {
		sum[f] += float64(d * d) // not fused
		w[f] -= rate * d / math.Sqrt(sum[f]+1e-8)
	}
}

// gapChance is a small source of numbers that look random and never change.
type gapChance uint64

func (c *gapChance) next() uint64 {
	x := uint64(*c)
	x ^= x << 13
	x ^= x >> 7
	x ^= x << 17
	*c = gapChance(x)
	return x
}

func (c *gapChance) shuffle(s []int) {
	for i := len(s) - 1; i > 0; i-- {
		j := int(c.next() % uint64(i+1))
		s[i], s[j] = s[j], s[i]
	}
}
