package coder_test

import (
	"os"
	"path/filepath"
	"testing"

	"entente"
	"entente/coder"
	"entente/score"
)

// Floors of the labelled passages' dev part, which may only rise, and the share of its
// passages without events that may get one.
const (
	pairFloor, rootFloor = .39, .26
	quietMost            = .06
)

func TestPassages(t *testing.T) {
	tools := load(t)
	m := score.Corpus(passages(t, "dev"), func(p *entente.Passage) score.Coded {
		r := coder.Code(tools, p.Story(), coder.Options{})
		return score.Coded{Reports: r.Reports, Assessments: r.Assessments}
	})
	t.Logf("pair %.3f, pair and root %.3f, quiet passages with an event %.3f", m.Pair.F1, m.PairRoot.F1, m.Quiet.Is)
	if m.Pair.F1 < pairFloor || m.PairRoot.F1 < rootFloor || m.Quiet.Is > quietMost {
		t.Errorf("below the floors of %.2f and %.2f or above %.2f", pairFloor, rootFloor, quietMost)
	}
}

// Lessons mark words of the text: as many acts as the gold has words for, on trees.
func TestLessons(t *testing.T) {
	tools := load(t)
	acts, marked := 0, 0
	for _, p := range passages(t, "dev")[:60] {
		acts += len(p.Acts)
		for _, tree := range coder.Lessons(tools, p) {
			for _, k := range tree.Tokens {
				if tree.Text[k.Start:k.End] != k.Text {
					t.Fatalf("%s: %q stands at %d of %q", p.ID, k.Text, k.Start, tree.Text)
				}
				if k.Act.Kind != "" {
					marked++
				}
			}
		}
	}
	if acts == 0 || marked == 0 || marked > acts {
		t.Errorf("%d words are marked for %d acts", marked, acts)
	}
}

func passages(t *testing.T, part string) []entente.Passage {
	t.Helper()
	files, err := filepath.Glob("../corpus/events/" + part + "/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no passages", err)
	}
	var all []entente.Passage
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := score.ReadPassages(f)
		f.Close()
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all = append(all, got...)
	}
	return all
}
