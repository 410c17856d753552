package hypothesis_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"entente"
	"entente/hypothesis"
)

// matrix makes a matrix of rows of ratings.
func matrix(n int, rows ...[]entente.Rating) entente.Matrix {
	m := entente.Matrix{Question: "Why?"}
	for i := range n {
		m.Hypotheses = append(m.Hypotheses, entente.Hypothesis{ID: fmt.Sprint("H", i)})
	}
	for i, r := range rows {
		m.Evidence = append(m.Evidence, entente.Evidence{ID: fmt.Sprint("E", i), Ratings: r})
	}
	return m
}

func weigh(m entente.Matrix) entente.Weighing { return hypothesis.Weigh(m, nil, hypothesis.Options{}) }

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func TestWeighByHand(t *testing.T) {
	m := matrix(2, []entente.Rating{"CC", "I"}, []entente.Rating{"N", "II"})
	w := weigh(m)
	if want := .9 * .5 / (.9*.5 + .3*.1); !near(w.Standings[0].Posterior, want) || w.Winner != "H0" {
		t.Errorf("posterior %v, want %v; winner %q", w.Standings[0].Posterior, want, w.Winner)
	}
	if w.Standings[0].Inconsistency != 0 || w.Standings[1].Inconsistency != 3 {
		t.Errorf("inconsistency %v and %v", w.Standings[0].Inconsistency, w.Standings[1].Inconsistency)
	}
	if !near(w.Evidence[0].Diagnosticity, math.Log(3)) || len(w.Flips) != 0 || w.Standings[0].Word != "very likely" {
		t.Errorf("diagnosticity %v, flips %v, word %q", w.Evidence[0].Diagnosticity, w.Flips, w.Standings[0].Word)
	}
}

func TestReliabilityShrinks(t *testing.T) {
	m := matrix(2, []entente.Rating{"CC", "II"})
	m.Evidence[0].Reliability = .5
	w := weigh(m)
	if !near(w.Standings[0].Posterior, .7) || !near(w.Standings[1].Inconsistency, 1) { // .5*.9+.5*.5 and .5*.1+.5*.5
		t.Errorf("posterior %v, inconsistency %v", w.Standings[0].Posterior, w.Standings[1].Inconsistency)
	}
}

func TestAClusterCountsOnce(t *testing.T) {
	row := []entente.Rating{"CC", "I"}
	once := weigh(matrix(2, row))
	m := matrix(2, row, row, row)
	for i := range m.Evidence {
		m.Evidence[i].Cluster = "one document"
	}
	if thrice := weigh(m); !near(once.Standings[0].Posterior, thrice.Standings[0].Posterior) || !near(thrice.Standings[1].Inconsistency, 1) {
		t.Errorf("once %v, three times %+v", once.Standings[0].Posterior, thrice.Standings)
	}
}

func TestWhatIsNotWeighed(t *testing.T) {
	m := matrix(2, []entente.Rating{"C", "N"}, []entente.Rating{"II", "CC"}, []entente.Rating{"II", "CC"})
	m.Evidence[1].Circular = true
	m.Evidence[2].Query = &entente.Query{Roots: []entente.Root{entente.Aid}}
	rows := bind(m, nil, nil)
	w := hypothesis.Weigh(m, rows, hypothesis.Options{})
	if w.Winner != "H0" || !rows[2].Absent || w.Evidence[2].Diagnosticity != 0 || w.Evidence[1].Diagnosticity == 0 {
		t.Errorf("winner %q, rows %+v", w.Winner, w.Evidence)
	}
	if !slices.Equal(w.Flips, []string{"E0"}) { // without it nothing is left and both are even
		t.Errorf("flips %v", w.Flips)
	}
}

func TestPriors(t *testing.T) {
	m := matrix(3)
	m.Hypotheses[0].Prior = .5
	w := weigh(m)
	if !near(w.Standings[0].Posterior, .5) || !near(w.Standings[2].Posterior, .25) || w.Winner != "H0" {
		t.Errorf("standings %+v", w.Standings)
	}
	flat := hypothesis.Weigh(m, nil, hypothesis.Options{FlatPrior: true})
	if !near(flat.Standings[0].Posterior, 1./3) || flat.Winner != "" {
		t.Errorf("flat %+v, winner %q", flat.Standings, flat.Winner)
	}
	m.Hypotheses[0].Prior = 1
	if w = weigh(m); !near(w.Standings[0].Posterior, 1) {
		t.Errorf("sure %+v", w.Standings)
	}
}

func TestTheMapCanBeVaried(t *testing.T) {
	m := matrix(2, []entente.Rating{"CC", "II"})
	w := hypothesis.Weigh(m, nil, hypothesis.Options{Likelihood: map[entente.Rating]float64{"CC": .6, "II": .4, "N": .5}})
	if !near(w.Standings[0].Posterior, .6) {
		t.Errorf("posterior %v", w.Standings[0].Posterior)
	}
	w = hypothesis.Weigh(m, nil, hypothesis.Options{Likelihood: map[entente.Rating]float64{}})
	if !near(w.Standings[0].Posterior, .5) {
		t.Errorf("with an empty map %v", w.Standings[0].Posterior)
	}
}

func draw(t *rapid.T) entente.Matrix {
	n := rapid.IntRange(2, 5).Draw(t, "hypotheses")
	rating := rapid.SampledFrom([]entente.Rating{"CC", "C", "N", "I", "II"})
	m := matrix(n)
	for i := range rapid.IntRange(1, 8).Draw(t, "rows") {
		m.Evidence = append(m.Evidence, entente.Evidence{
			ID:          fmt.Sprint("E", i),
			Ratings:     rapid.SliceOfN(rating, n, n).Draw(t, "ratings"),
			Cluster:     rapid.SampledFrom([]string{"", "", "x", "y"}).Draw(t, "cluster"),
			Reliability: rapid.SampledFrom([]float64{0, .1, .37, .5, .8, 1}).Draw(t, "reliability"),
			Circular:    rapid.IntRange(0, 4).Draw(t, "circular") == 0,
		})
	}
	return m
}

func TestPosteriorsSumToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := weigh(draw(t))
		sum := 0.
		for _, s := range w.Standings {
			sum += s.Posterior
		}
		if !near(sum, 1) {
			t.Fatalf("sum %v", sum)
		}
		for _, b := range w.Evidence {
			if b.Diagnosticity < 0 || b.Diagnosticity > math.Log(9)+1e-9 {
				t.Fatalf("diagnosticity %v", b.Diagnosticity)
			}
		}
	})
}

// The order of rows is that of the analyst's file and means nothing.
func TestOrderOfRowsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := draw(t)
		x := weigh(m)
		slices.Reverse(m.Evidence)
		y := weigh(m)
		for i := range x.Standings {
			if !near(x.Standings[i].Posterior, y.Standings[i].Posterior) {
				t.Fatalf("%v, reversed %v", x.Standings, y.Standings)
			}
		}
		slices.Reverse(y.Flips)
		if x.Winner != y.Winner || !slices.Equal(x.Flips, y.Flips) {
			t.Fatalf("%q %v, reversed %q %v", x.Winner, x.Flips, y.Winner, y.Flips)
		}
	})
}

// A row that says the same of every hypothesis says nothing.
func TestNeutralRowsSayNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := draw(t)
		x := weigh(m)
		row := make([]entente.Rating, len(m.Hypotheses))
		for i := range row {
			row[i] = "CC"
		}
		m.Evidence = append(m.Evidence, entente.Evidence{ID: "same", Ratings: row})
		y := weigh(m)
		for i := range x.Standings {
			if !near(x.Standings[i].Posterior, y.Standings[i].Posterior) {
				t.Fatalf("%v, then %v", x.Standings, y.Standings)
			}
		}
	})
}

func ExampleWeigh() {
	ms, _ := hypothesis.Parse("why.yaml", []byte(`
question: Why did they meet?
hypotheses:
  - {id: calm, text: to calm things down}
  - {id: routine, text: out of routine}
evidence:
  - {id: offer, text: one offered a pact, ratings: [CC, I]}
`))
	w := hypothesis.Weigh(ms[0], nil, hypothesis.Options{})
	fmt.Printf("%s: %.2f, %s\n", w.Winner, w.Standings[0].Posterior, w.Standings[0].Word)
	// Output: calm: 0.75, likely
}
