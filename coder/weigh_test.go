package coder_test

import (
	"math"
	"testing"

	"entente/coder"
)

// TestWeighings: a trace tells what the judge made of each act, told or not, and what
// moved it most, the strongest first.
func TestWeighings(t *testing.T) {
	res := coder.Code(load(t), body("Russian troops shelled a village in Ukraine on Monday, while China's foreign minister praised the EU.", thursday), coder.Options{Trace: true})
	told := map[string]bool{}
	untold := 0
	for _, d := range res.Decisions {
		for _, w := range d.Weighed {
			if len(w.Factors) == 0 || w.Source == "" || w.Root == "" {
				t.Errorf("%+v", w)
			}
			for i, f := range w.Factors {
				if f.Of == "" || i > 0 && math.Abs(f.Odds) > math.Abs(w.Factors[i-1].Odds) {
					t.Errorf("%s → %s: %+v", w.Source, w.Target, w.Factors)
				}
			}
			if w.Report == "" {
				untold++
			} else if told[w.Report] = true; w.Confidence < w.Least {
				t.Errorf("%s is told at %.2f, below %.2f", w.Report, w.Confidence, w.Least)
			}
		}
	}
	for _, r := range res.Reports {
		if !told[r.Report] {
			t.Errorf("nothing is said of why %s > %s was told", r.Source.Code, r.Target.Code)
		}
	}
	if len(res.Reports) < 2 || untold == 0 {
		t.Errorf("%d reports, %d acts left untold", len(res.Reports), untold)
	}
}
