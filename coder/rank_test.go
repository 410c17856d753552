package coder_test

import (
	"cmp"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"entente/coder"
	"entente/judge"
	"entente/score"
)

var (
	rankedJudge = flag.String("judge", "", "weights of a judge to rank the pairs of passages with, in place of those in use")
	rankedGold  = flag.String("gold", "../corpus/events/dev/*.txt", "labelled passages whose pairs are ranked")
)

// rankFloor is the least average precision with which the judge ranks the pairs of the
// dev part.
const rankFloor = .50

// TestJudgeRanksPairs: of two pairs of names, the one of which the gold has an act is
// found likelier. Average precision over all pairs of a sentence, each by its likeliest
// word (Manning, Raghavan and Schütze 2008, section 8.4).
func TestJudgeRanksPairs(t *testing.T) {
	tools := load(t)
	m := tools.Judge
	if *rankedJudge != "" {
		data, err := os.ReadFile(*rankedJudge)
		if err != nil {
			t.Fatal(err)
		}
		if m, err = judge.Load(data); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob(*rankedGold)
	if err != nil || len(files) == 0 {
		t.Fatal("no passages", err)
	}
	var all []ranked
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		passages, err := score.ReadPassages(f)
		f.Close()
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, p := range passages {
			all = append(all, rank(m, coder.Pairs(tools, p))...)
		}
	}
	ap, acts, root := averagePrecision(all)
	t.Logf("%d pairs, %d of them with an act: average precision %.3f, root right of these %.3f", len(all), acts, ap, root)
	if *rankedJudge == "" && ap < rankFloor {
		t.Errorf("below %.2f", rankFloor)
	}
}

// ranked is a pair of names: how likely one does something to the other by the likeliest
// word, whether the gold has it, and whether with that root.
type ranked struct {
	likely     float64
	acts, root bool
}

func rank(m *judge.Model, lessons []coder.Pair) (out []ranked) {
	type names struct {
		text           string
		source, target [2]int
	}
	at := map[names]int{}
	for _, l := range lessons {
		key := names{l.Text, l.Source, l.Target}
		k, ok := at[key]
		if !ok {
			k, at[key] = len(out), len(out)
			out = append(out, ranked{})
		}
		likely := m.Likelihoods(l.Features)[0]
		if act := 1 - likely[0]; act > out[k].likely {
			out[k].likely, out[k].root = act, slices.Contains(l.Roots, m.Best(likely))
		}
		out[k].acts = out[k].acts || len(l.Roots) > 0
	}
	return out
}

func averagePrecision(all []ranked) (ap float64, acts int, root float64) {
	slices.SortStableFunc(all, func(a, b ranked) int { return cmp.Compare(b.likely, a.likely) })
	for i, r := range all {
		if r.acts {
			acts++
			ap += float64(acts) / float64(i+1)
		}
		if r.acts && r.root {
			root++
		}
	}
	return ap / float64(acts), acts, root / float64(acts)
}
