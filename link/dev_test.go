package link

import (
	"fmt"
	"os"
	"sort"
	"testing"
	"time"

	"entente/graph"
)

func TestDev(t *testing.T) {
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
	start := time.Now()
	res, err := Run(b, Options{Seed: 1, Alone: os.Getenv("ALONE") != "", Log: func(f string, a ...any) {
		fmt.Printf("%6.1fs "+f+"\n", append([]any{time.Since(start).Seconds()}, a...)...)
	}})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%6.1fs done\n", time.Since(start).Seconds())
	all := map[string][]float64{}
	for _, a := range res.Answers {
		all["all"] = append(all["all"], a.Rank)
		all[a.Stratum.String()] = append(all[a.Stratum.String()], a.Rank)
	}
	for _, k := range []string{"all", "known", "pair-known", "cold"} {
		mrr, hits := Measure(all[k])
		fmt.Printf("%-12s n %d mrr %.4f hits %.4f %.4f %.4f\n", k, len(all[k]), mrr, hits[0], hits[1], hits[2])
	}
	for i, m := range res.Methods {
		for _, k := range []string{"all", "known", "pair-known", "cold"} {
			var ranks []float64
			for _, a := range res.Answers {
				if k == "all" || a.Stratum.String() == k {
					ranks = append(ranks, a.Alone[i])
				}
			}
			mrr, hits := Measure(ranks)
			fmt.Printf("%-14s %-10s mrr %.4f h1 %.4f h10 %.4f\n", m, k, mrr, hits[0], hits[2])
		}
	}
	idx := make([]int, len(res.Columns))
	for i := range idx {
		idx[i] = i
	}
	sort.Slice(idx, func(i, j int) bool { return res.Gain[idx[i]] > res.Gain[idx[j]] })
	for _, i := range idx {
		fmt.Printf("%.4f %s\n", res.Gain[i], res.Columns[i])
	}
}
