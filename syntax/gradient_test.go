package syntax

import (
	"math"
	"testing"
)

// TestGradients compares each kind of weight's gradient with the change of the loss
// when the weight is moved a little.
func TestGradients(t *testing.T) {
	tr, err := newTrainer(house(t), TrainOptions{Passes: 1})
	if err != nil {
		t.Fatal(err)
	}
	s := &tr.shards[0]
	for i := range tr.gold[:3] {
		s.examples = append(s.examples, &tr.gold[i])
	}
	loss := func() float64 {
		s.loss = [learned]float64{}
		s.random = *newRandom(1)
		s.learn(tr.weights, rates{}, 1)
		sum := 0.0
		for _, l := range s.loss {
			sum += l
		}
		return sum
	}
	loss()
	var grads [][]float32
	for _, g := range s.grad.all() {
		grads = append(grads, append([]float32(nil), g...))
	}
	embedded := append([]float32(nil), s.dEmbedded...)
	check := func(name string, at *float32, got float64) {
		t.Helper()
		const step = 1e-2
		was := *at
		*at = was + step
		up := loss()
		*at = was - step
		down := loss()
		*at = was
		if want := (up - down) / (2 * step); math.Abs(want-got) > 0.02*math.Max(0.3, math.Abs(want)) {
			t.Errorf("%s: gradient %g, by difference %g", name, got, want)
		}
	}
	r := newRandom(5)
	for k, w := range tr.weights.all() {
		for range 6 {
			i := r.below(len(w))
			check("weights", &w[i], float64(grads[k][i]))
		}
	}
	row := int(s.examples[0].features[0])
	for j := range 3 {
		want := 0.0
		for k, e := range s.examples {
			for i := range e.tags {
				for _, f := range e.rowsOf(i, false) {
					if int(f) == row {
						want += float64(embedded[(s.starts[k]+i+1)*embedWidth+j])
					}
				}
			}
		}
		check("table", &tr.table[row*embedWidth+j], want)
	}
}
