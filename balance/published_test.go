package balance_test

import (
	"bytes"
	"encoding/csv"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"entente"
	"entente/balance"
)

// published opens a table that lies beside the project and is not part of it.
func published(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "shared", "data", "triangle", name))
	if os.IsNotExist(err) {
		data, err = os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "triangle", name))
	}
	if os.IsNotExist(err) {
		t.Skipf("the published table %s is not here", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func networks(t testing.TB, name string) []entente.Network {
	t.Helper()
	out, err := balance.Parse(name, published(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestTribes: the alliances and enmities of sixteen tribes of the Gahuku-Gama (Read
// 1954), as measured with signnet.
func TestTribes(t *testing.T) {
	b := measure(t, networks(t, "signnet/tribes.csv")[0], balance.Options{Ties: true})
	if b.Ties != 58 || b.Line.High != 7 || !b.Line.Proven {
		t.Errorf("line index %+v of %d ties", b.Line, b.Ties)
	}
	for what, v := range map[string][2]float64{"triangles": {*b.Triangle, .8676471}, "walks": {*b.Walk, .3575761}} {
		if d := v[0] - v[1]; d > 1e-6 || d < -1e-6 {
			t.Errorf("%s: %.7f, published %.7f", what, v[0], v[1])
		}
	}
}

// TestInternationalSystem: the 51 windows of the international system 1946 to 1999
// (Doreian and Mrvar 2015).
func TestInternationalSystem(t *testing.T) {
	windows := networks(t, "signnet/cowList_edges.csv")
	gold, err := csv.NewReader(bytes.NewReader(published(t, "signnet/cow_reproduced_measures.csv"))).ReadAll()
	if err != nil || len(gold) != len(windows)+1 {
		t.Fatalf("%d windows, %d rows of measures: %v", len(windows), len(gold)-1, err)
	}
	sum := 0
	for i, n := range windows {
		b, g := measure(t, n, balance.Options{}), gold[i+1]
		if n.Label != g[0] || !b.Line.Proven {
			t.Errorf("%s for %s: %+v", n.Label, g[0], b.Line)
		}
		for j, x := range []float64{float64(b.Actors), float64(b.Ties), float64(b.Negative), float64(b.Triads.PPP), float64(b.Triads.PPM), float64(b.Triads.PMM), float64(b.Triads.MMM), *b.Triangle, float64(b.Line.High), *b.Normal, *b.Walk, *b.Conflict} {
			want, err := strconv.ParseFloat(g[j+1], 64)
			if err != nil || x-want > 1e-6 || want-x > 1e-6 {
				t.Errorf("%s, %s: %.7f, published %s", n.Label, gold[0][j+1], x, g[j+1])
			}
		}
		sum += b.Line.High
	}
	if sum != 1777 {
		t.Errorf("the line indices sum to %d", sum)
	}
}

// TestInternationalSystemTurned: renamed, reordered and switched, the windows have the
// line index that they had.
func TestInternationalSystemTurned(t *testing.T) {
	r := rand.New(rand.NewSource(9))
	sum := 0
	for _, n := range networks(t, "signnet/cowList_edges.csv") {
		order, as := r.Perm(len(n.Actors)), map[entente.Code]int{}
		for i, c := range n.Actors {
			as[c] = order[i]
		}
		ties := make([]entente.SignedTie, len(n.Ties))
		for i, x := range n.Ties {
			u, v := as[x.A], as[x.B]
			ties[i] = entente.SignedTie{A: name(u), B: name(v), Sign: x.Sign * (1 - 2*((u+v)%2))}
		}
		turned, err := balance.New("", ties)
		if err != nil {
			t.Fatal(err)
		}
		b := measure(t, turned, balance.Options{})
		if !b.Line.Proven {
			t.Errorf("%s: %+v", n.Label, b.Line)
		}
		sum += b.Line.High
	}
	if sum != 1777 {
		t.Errorf("the line indices sum to %d", sum)
	}
}

func BenchmarkInternationalSystem(b *testing.B) {
	windows := networks(b, "signnet/cowList_edges.csv")
	for b.Loop() {
		for _, n := range windows {
			balance.Measure(b.Context(), n, balance.Options{})
		}
	}
}
