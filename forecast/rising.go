package forecast

import (
	"cmp"
	"fmt"
	"slices"

	"entente"
)

// Rising makes forecasts of one question for several horizons agree: what comes about within
// a week does so within a month. Of neighbours that do not rise each takes the mean (the
// pooled adjacent violators of isotonic regression, Ayer et al. 1955), and their intervals
// are widened to hold it.
func Rising(fs []entente.Forecast) {
	of := map[string][]int{}
	var order []string
	for i := range fs {
		f := &fs[i]
		key := fmt.Sprint(f.A, " ", f.B, f.Directed, f.Event())
		if of[key] == nil {
			order = append(order, key)
		}
		of[key] = append(of[key], i)
	}
	for _, key := range order {
		places := of[key]
		slices.SortStableFunc(places, func(i, j int) int { return cmp.Compare(fs[i].Horizon, fs[j].Horizon) })
		rise(fs, places)
	}
}

func rise(fs []entente.Forecast, places []int) {
	type block struct{ sum, n float64 }
	var blocks []block
	for _, i := range places {
		blocks = append(blocks, block{fs[i].Probability, 1})
		for n := len(blocks); n > 1 && blocks[n-2].sum/blocks[n-2].n > blocks[n-1].sum/blocks[n-1].n; n-- {
			blocks = append(blocks[:n-2], block{blocks[n-2].sum + blocks[n-1].sum, blocks[n-2].n + blocks[n-1].n})
		}
	}
	at := 0
	for _, b := range blocks {
		for range int(b.n) {
			f := &fs[places[at]]
			if p := b.sum / b.n; b.n > 1 {
				f.Probability, f.Word = p, entente.Word(p)
				f.Low, f.High = min(f.Low, p), max(f.High, p)
			}
			at++
		}
	}
}
