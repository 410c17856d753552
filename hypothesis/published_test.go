package hypothesis_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"entente"
	"entente/hypothesis"
)

// study reads the matrices of the study that the weighing was checked against.
// They are not part of the project: ENTENTE_DATA names the folder that holds them.
func study(t *testing.T) []entente.Matrix {
	t.Helper()
	dir := os.Getenv("ENTENTE_DATA")
	if dir == "" {
		t.Skip("ENTENTE_DATA is not set: the study's matrices are not compared")
	}
	data, err := os.ReadFile(filepath.Join(dir, "seed", "matrices.json"))
	if err != nil {
		t.Skipf("no matrices: %v", err)
	}
	var file struct {
		Sets []struct {
			Question   string
			Hypotheses []entente.Hypothesis
			Rows       []struct {
				Evidence string
				Ratings  []entente.Rating
				Document string
				Circular bool
			}
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	var out []entente.Matrix
	for _, s := range file.Sets {
		m := entente.Matrix{Question: s.Question, Hypotheses: s.Hypotheses}
		for _, r := range s.Rows {
			m.Evidence = append(m.Evidence, entente.Evidence{ID: r.Evidence, Ratings: r.Ratings, Circular: r.Circular})
		}
		out = append(out, m)
	}
	return out
}

func TestStudyIsReproduced(t *testing.T) {
	want := []struct {
		posterior, inconsistency []float64
		flips                    []string
		top                      float64 // greatest diagnosticity
	}{
		{[]float64{.0429, .5406, .383, .0335}, []float64{3, 1, 2, 2}, []string{"E10 Hawaii drills (a Russian act)"}, 1.946},
		{[]float64{.0099, .7426, .2475}, []float64{5, 0, 1}, []string{"C20 broker role sought"}, 2.197},
		{[]float64{.1253, .8056, .0691}, []float64{3, 1, 4}, nil, 2.197},
		{[]float64{.8077, .1923}, []float64{0, 1}, nil, 1.099},
		{[]float64{.6622, .3378}, []float64{0, 0}, nil, .336},
	}
	for i, m := range study(t) {
		for k := range m.Evidence {
			m.Evidence[k].Circular = false // the figures are those without clusters and exclusions
		}
		w, top := weigh(m), 0.
		for k, s := range w.Standings {
			if math.Abs(s.Posterior-want[i].posterior[k]) > 5e-5 || s.Inconsistency != want[i].inconsistency[k] {
				t.Errorf("%s: %s has %.4f and %v", m.Question, s.ID, s.Posterior, s.Inconsistency)
			}
		}
		for _, b := range w.Evidence {
			top = max(top, b.Diagnosticity)
		}
		if !slices.Equal(w.Flips, want[i].flips) || math.Abs(top-want[i].top) > 5e-4 {
			t.Errorf("%s: flips %q, greatest diagnosticity %.3f", m.Question, w.Flips, top)
		}
	}
}

func TestCircularRowOfTheStudy(t *testing.T) {
	w := hypothesis.Weigh(study(t)[3], nil, hypothesis.Options{})
	if math.Abs(w.Standings[0].Posterior-.583) > 5e-4 {
		t.Errorf("without the row that restates it S1 has %.4f", w.Standings[0].Posterior)
	}
}
