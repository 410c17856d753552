package syntax

import (
	"math"
	"slices"
	"testing"
)

// TestTreeIsTheBest compares with all trees of few words.
func TestTreeIsTheBest(t *testing.T) {
	r := newRandom(11)
	var d decoder
	for round := range 400 {
		n := 1 + r.below(5)
		scores := make([]float32, n*(n+1))
		for i := range scores {
			scores[i] = r.even()
		}
		got := slices.Clone(d.tree(scores, n))
		toks := make([]Token, n)
		for i, h := range got {
			toks[i].Head = h
		}
		if err := checkTree(toks); err != nil {
			t.Fatalf("round %d: %v: %v", round, got, err)
		}
		best := math.Inf(-1)
		everyTree(n, func(heads []int) { best = max(best, worth(scores, heads)) })
		if w := worth(scores, got); w < best-1e-5 {
			t.Errorf("round %d: %v is worth %g, the best tree %g", round, got, w, best)
		}
	}
}

func worth(scores []float32, heads []int) float64 {
	n, sum := len(heads), 0.0
	for i, h := range heads {
		if h < 0 {
			h = n
		}
		sum += float64(scores[i*(n+1)+h])
	}
	return sum
}

// everyTree calls f with all trees of n words that keep Parse's promise.
func everyTree(n int, f func([]int)) {
	heads := make([]int, n)
	var fill func(i int)
	fill = func(i int) {
		if i == n {
			toks := make([]Token, n)
			for k, h := range heads {
				toks[k].Head = h
			}
			if checkTree(toks) == nil {
				f(heads)
			}
			return
		}
		for h := -1; h < n; h++ {
			if h != i {
				heads[i] = h
				fill(i + 1)
			}
		}
	}
	fill(0)
}
