package score

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/codebook"
	"entente/forecast"
	"entente/graph"
)

func TestDevProb(t *testing.T) {
	dir := os.Getenv("TKG")
	if dir == "" {
		t.Skip()
	}
	b, err := graph.ReadBenchmark(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("SPLIT") != "" {
		b = b.Resplit(80, 10)
	}
	groups := map[string]int{}
	for _, n := range b.Actors {
		n = strings.ReplaceAll(n, "_", " ")
		if i := strings.Index(n, " ("); i > 0 {
			groups[n[i+2:len(n)-1]]++
		}
	}
	home := map[string]int32{}
	for i, n := range b.Actors {
		if groups[strings.ReplaceAll(n, "_", " ")] > 10 {
			home[strings.ReplaceAll(n, "_", " ")] = int32(i)
		}
	}
	homeOf := func(i graph.Actor) int32 {
		n := strings.ReplaceAll(b.Actors[i], "_", " ")
		if k := strings.Index(n, " ("); k > 0 {
			n = n[k+2 : len(n)-1]
		}
		if h, ok := home[n]; ok {
			return h
		}
		return -1
	}
	var wide []forecast.Act
	for _, f := range b.Facts() {
		q, ok := codebook.QuadOfTitle(b.Relations[f.R])
		if x, y := homeOf(f.S), homeOf(f.O); ok && x >= 0 && y >= 0 && x != y {
			wide = append(wide, forecast.Act{A: x, B: y, Quad: q, Event: f.Day})
		}
	}
	state := make([]bool, len(b.Actors))
	for i, n := range b.Actors {
		state[i] = groups[strings.ReplaceAll(n, "_", " ")] > 10
	}
	var acts []forecast.Act
	for _, f := range b.Facts() {
		if q, ok := codebook.QuadOfTitle(b.Relations[f.R]); ok && f.S != f.O && state[f.S] && state[f.O] {
			acts = append(acts, forecast.Act{A: int32(f.S), B: int32(f.O), Quad: q, Event: f.Day})
		}
	}
	n := map[forecast.Directed]int{}
	var pairs []forecast.Directed
	for _, a := range acts {
		if a.Event >= b.Test[0].Day {
			break
		}
		d := forecast.Directed{A: a.A, B: a.B}
		if n[d]++; n[d] == 3 {
			pairs = append(pairs, d)
		}
	}
	start := time.Now()
	first := b.Train[0].Day
	fmt.Println(len(acts), "acts", len(pairs), "pairs; days", first, b.Valid[0].Day, b.Test[0].Day, b.Test[len(b.Test)-1].Day)
	when := forecast.Periods{Learn: first + (b.Valid[0].Day-first)/4, Valid: b.Valid[0].Day, Test: b.Test[0].Day, End: b.Test[len(b.Test)-1].Day}
	trials := forecast.NewPanel(acts, wide, pairs).Backtest(when, 7, 10)
	for q := forecast.AnyQuad; q <= entente.MaterialConflict; q++ {
		var of []forecast.Trial
		for _, t := range trials {
			if t.Quad == q {
				of = append(of, t)
			}
		}
		m := Chances(of)
		j, _ := json.Marshal(m.Reliability)
		fmt.Printf("%s n %d base %.4f brier %.4f clim %.4f pers %.4f skill %.4f [%.4f %.4f] auc %.3f ece %.4f cover %+v\n%s\n", q, m.N, m.Base, m.Brier, m.Climate, m.Persistence, m.Skill, m.Interval[0], m.Interval[1], m.AUC, m.ECE, m.Counts, j)
	}
	fmt.Println(time.Since(start))
}
