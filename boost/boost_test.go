package boost_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"entente/boost"
)

// lot makes groups of ten rows of four columns, of which the one is right whose second
// column is highest among those with a high first; the others are noise.
func lot(seed uint64, groups int) ([]float32, *boost.Data) {
	r := rand.New(rand.NewPCG(seed, 1))
	var rows []float32
	d := &boost.Data{Columns: 4}
	for range groups {
		d.Starts = append(d.Starts, int32(len(d.Right)))
		best, at := float32(-1), -1
		for range 10 {
			row := []float32{r.Float32(), r.Float32(), r.Float32(), r.Float32()}
			if row[0] > .5 && row[1] > best {
				best, at = row[1], len(d.Right)
			}
			rows = append(rows, row...)
			d.Right = append(d.Right, false)
		}
		if at >= 0 {
			d.Right[at] = true
		}
	}
	return rows, d
}

func binned(cuts boost.Cuts, rows []float32, d *boost.Data) *boost.Data {
	d.Rows = make([]uint8, len(rows))
	for i := range d.Right {
		cuts.Bin(rows[i*4:i*4+4], d.Row(i))
	}
	return d
}

// first gives the share of groups in which the right row has the highest score.
func first(m *boost.Model, d *boost.Data) float64 {
	hits, n := 0, 0
	for g := range d.Groups() {
		from, to := d.Group(g)
		best := from
		for i := from; i < to; i++ {
			if m.Score(d.Row(i)) > m.Score(d.Row(best)) {
				best = i
			}
		}
		if slices.Contains(d.Right[from:to], true) {
			n++
			if d.Right[best] {
				hits++
			}
		}
	}
	return float64(hits) / float64(n)
}

func TestLearnsWhatCounts(t *testing.T) {
	rows, d := lot(1, 2000)
	cuts := boost.CutsOf(rows, 4)
	m := boost.Train(binned(cuts, rows, d), boost.Options{Trees: 60, Seed: 1})
	unseen, test := lot(2, 500)
	if share := first(m, binned(cuts, unseen, test)); share < .85 {
		t.Errorf("right in %v of unseen groups", share)
	}
	if m.Gain[0]+m.Gain[1] < .9 {
		t.Errorf("gains %v: the first two columns tell all", m.Gain)
	}
	if m.Trees() != 60 || m.First(3).Trees() != 3 {
		t.Error("number of trees")
	}
	sum := float32(0)
	for i := range m.Trees() {
		sum += m.Tree(i, test.Row(0))
	}
	if sum != m.Score(test.Row(0)) {
		t.Error("a score is the sum of its trees")
	}
	m.Lay(cuts)
	for i := range test.Right {
		if m.ScoreValues(unseen[i*4:i*4+4]) != m.Score(test.Row(i)) {
			t.Fatal("values and their steps are scored differently")
		}
	}
}

func TestSameSeedSameTrees(t *testing.T) {
	rows, d := lot(3, 300)
	binned(boost.CutsOf(rows, 4), rows, d)
	score := func(seed uint64) (out []float32) {
		m := boost.Train(d, boost.Options{Trees: 10, Seed: seed})
		for i := range d.Right {
			out = append(out, m.Score(d.Row(i)))
		}
		return out
	}
	if !slices.Equal(score(7), score(7)) {
		t.Error("the same seed gave other scores")
	}
	if slices.Equal(score(7), score(8)) {
		t.Error("another seed gave the same scores")
	}
}

// A wrong row that stands for many is put lower than one that stands for itself.
func TestWeights(t *testing.T) {
	score := func(weight float32) float32 {
		d := &boost.Data{Columns: 1}
		for range 200 {
			d.Starts = append(d.Starts, int32(len(d.Right)))
			d.Rows = append(d.Rows, 1, 0)
			d.Right = append(d.Right, len(d.Starts)%2 == 0, len(d.Starts)%2 == 1)
			w := weight
			if len(d.Starts)%2 == 1 {
				w = 1
			}
			d.Weights = append(d.Weights, 1, w)
		}
		m := boost.Train(d, boost.Options{Trees: 20, Share: 1, Columns: 1, Least: .1})
		return m.Score([]uint8{1}) - m.Score([]uint8{0})
	}
	if heavy, light := score(10), score(1); heavy <= light {
		t.Errorf("standing for ten %v, for one %v", heavy, light)
	}
}

func TestGroupsWithoutRightTeachNothing(t *testing.T) {
	d := &boost.Data{Columns: 1, Rows: []uint8{0, 1}, Starts: []int32{0}, Right: []bool{false, false}}
	m := boost.Train(d, boost.Options{Trees: 2})
	if m.Score([]uint8{0}) != 0 || m.Score([]uint8{1}) != 0 {
		t.Error("something was learned from nothing")
	}
	if empty := boost.Train(&boost.Data{Columns: 2}, boost.Options{Trees: 1}); empty.Score([]uint8{0, 0}) != 0 {
		t.Error("no rows at all")
	}
}

func TestCuts(t *testing.T) {
	var rows []float32
	for i := range 1000 {
		rows = append(rows, float32(max(0, i-800)), float32(i%3), 7)
	}
	cuts := boost.CutsOf(rows, 3)
	step := func(a, b, c float32) []uint8 {
		out := make([]uint8, 3)
		cuts.Bin([]float32{a, b, c}, out)
		return out
	}
	if got := step(0, 0, 7); !slices.Equal(got, []uint8{0, 0, 0}) {
		t.Errorf("the least of each column: %v", got)
	}
	if got := step(500, 2, 9); got[0] < 50 || got[0] >= boost.Steps || got[1] != 2 || got[2] != 0 {
		t.Errorf("the highest: %v; most steps lie where values differ", got)
	}
}
