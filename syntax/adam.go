package syntax

import "math"

// The parts of Adam. The square decays at .99 and not at .999 as in Kingma and Ba
// (2015), since there are few steps, some ten thousand.
const (
	decayMean   = 0.9
	decaySquare = 0.99
	adamFloor   = 1e-8
	mostLength  = 1 // of the gradient of all layers together
)

// update moves all weights by the sum of the shards' gradients, which are added in
// the order of the shards. That of the layers is cut to mostLength, so that one odd
// batch does not throw them; the table's is not: Adam's own scale bounds its steps, and
// a row is moved by few tokens.
func (t *trainer) update(shards int) {
	a := adam{rate: float32(t.rate() * math.Sqrt(1-math.Pow(decaySquare, float64(t.step))) / (1 - math.Pow(decayMean, float64(t.step))))}
	arrays, m, v := t.weights.all(), t.moments[0].all(), t.moments[1].all()
	for k := 1; k < shards; k++ {
		for i, g := range t.shards[k].grad.all() {
			addTo(t.shards[0].grad.all()[i], g)
		}
	}
	sum := t.shards[0].grad.all()
	shrink(sum, mostLength)
	parallel(len(arrays), func(i int) { a.move(arrays[i], sum[i], m[i], v[i]) })
	const strip = embedWidth / 4
	parallel(embedWidth/strip, func(p int) { t.gather(shards, p*strip, (p+1)*strip) })
	rows := len(t.touched)
	parallel(8, func(p int) { t.moveRows(a, rows*p/8, rows*(p+1)/8) })
}

// shrink scales gradients down so that their length is at most most.
func shrink(grads [][]float32, most float64) {
	sum := 0.0
	for _, g := range grads {
		for _, x := range g {
			sum += float64(x) * float64(x)
		}
	}
	if length := math.Sqrt(sum); length > most {
		for _, g := range grads {
			for i := range g {
				g[i] *= float32(most / length)
			}
		}
	}
}

// gather adds columns from..to of the tokens' gradients to those of their rows.
func (t *trainer) gather(shards, from, to int) {
	for k := range shards {
		s := &t.shards[k]
		for x, e := range s.examples {
			for i := range e.tags {
				row := s.starts[x] + i
				d := s.dEmbedded[(row+1)*embedWidth:][from:to]
				for _, f := range e.rowsOf(i, s.dropped[row]) {
					if from == 0 {
						t.touched[f] = true
					}
					addTo(t.tableGrad[int(f)*embedWidth:][from:to], d)
				}
			}
		}
	}
}

// moveRows moves the rows that the batch has touched.
func (t *trainer) moveRows(a adam, from, to int) {
	for r := from; r < to; r++ {
		if t.touched[r] {
			x, y := r*embedWidth, (r+1)*embedWidth
			a.move(t.table[x:y], t.tableGrad[x:y], t.tableMoments[0][x:y], t.tableMoments[1][x:y])
			clear(t.tableGrad[x:y])
			t.touched[r] = false
		}
	}
}

// adam moves weights w against gradients g; m and v are the running means of g and g².
type adam struct{ rate float32 }

func (a adam) move(w, g, m, v []float32) {
	g, m, v = g[:len(w)], m[:len(w)], v[:len(w)]
	for i, x := range g {
		m[i] = decayMean*m[i] + (1-decayMean)*x
		v[i] = decaySquare*v[i] + (1-decaySquare)*x*x
		w[i] -= a.rate * m[i] / (float32(math.Sqrt(float64(v[i]))) + adamFloor)
	}
}
