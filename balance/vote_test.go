package balance_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"entente/balance"
)

// votes writes each cell of a table of two states' votes as so many roll calls.
func votes(cells [3][3]int) (a, b []balance.Vote) {
	for i := range cells {
		for j, n := range cells[i] {
			for range n {
				a, b = append(a, balance.Vote(i+1)), append(b, balance.Vote(j+1))
			}
		}
	}
	return a, b
}

// TestAgree: a table worked by hand. Of 50 roll calls 20 are yes of both, 15 no of both,
// 5 and 10 apart: 35/50 alike; chance gives .5 by each one's votes (25 and 30 yes), .505
// by both together.
func TestAgree(t *testing.T) {
	g := balance.Agree(votes([3][3]int{{20, 0, 5}, {}, {10, 0, 15}}))
	if g.N != 50 || g.YesNo != 50 {
		t.Fatalf("%+v", g)
	}
	near(t, "share", g.Share, .7)
	near(t, "Lijphart", g.Lijphart, .7)
	near(t, "coincidence", g.Coincidence, .7)
	near(t, "S", g.S, .4)
	near(t, "squared S", g.SquaredS, .4)
	near(t, "kappa", g.Kappa, .4)
	near(t, "pi", g.Pi, .195/.495)
	near(t, "squared kappa", g.SquaredKappa, .4)
	near(t, "squared pi", g.SquaredPi, .195/.495)
}

// TestAgreeWithAbstentions: yes against abstain, abstain of both, yes of both, and yes
// against no: mean distance (0 + 0 + .5 + 1)/4, squared (0 + 0 + .25 + 1)/4. Each alone
// would vote yes, abstain, no as 3:1:0 and 1:2:1, of which the mean distance squared is
// (3·2·.25 + 3·1·1 + 1·1·.25 + 1·1·.25)/16.
func TestAgreeWithAbstentions(t *testing.T) {
	g := balance.Agree(votes([3][3]int{{1, 1, 1}, {0, 1, 0}, {}}))
	near(t, "share", g.Share, .5)
	near(t, "Lijphart", g.Lijphart, 1-1.5/4)
	near(t, "coincidence", g.Coincidence, .5)
	near(t, "S", g.S, 1-2*1.5/4)
	near(t, "squared S", g.SquaredS, 1-2*1.25/4)
	near(t, "squared kappa", g.SquaredKappa, 1-(1.25/4)/(5./16))
	if g.YesNo != 2 || g.N != 4 {
		t.Errorf("%+v", g)
	}
}

// TestAgreeIsEven: the order of the two does not matter, alike votes have 1, and every
// measure lies where it says.
func TestAgreeIsEven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		vote := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) balance.Vote {
			return balance.Vote(rapid.IntRange(0, 4).Draw(t, "vote"))
		}), 0, 40)
		a, b := vote.Draw(t, "a"), vote.Draw(t, "b")
		g, h := balance.Agree(a, b), balance.Agree(b, a)
		if !same(g, h) {
			t.Fatalf("%+v one way, %+v the other", g, h)
		}
		for name, x := range map[string]float64{"share": g.Share, "Lijphart": g.Lijphart, "coincidence": g.Coincidence} {
			if x < -1e-9 || x > 1+1e-9 {
				t.Fatalf("%s is %g", name, x)
			}
		}
		if g.N > 0 && (g.Lijphart < g.Share-1e-9 || g.S > g.Share+1e-9 && g.S > g.SquaredS+1e-9) {
			t.Fatalf("%+v", g)
		}
		if one := balance.Agree(a, a); one.N > 0 && (one.Share != 1 || one.S != 1 || one.Kappa != 1 && !math.IsNaN(one.Kappa)) {
			t.Fatalf("the same votes: %+v", one)
		}
	})
}

// same reports whether two agreements are one but for the order of adding.
func same(g, h balance.Agreement) bool {
	x := []float64{g.Share, g.Lijphart, g.Coincidence, g.S, g.SquaredS, g.Pi, g.Kappa, g.SquaredPi, g.SquaredKappa}
	y := []float64{h.Share, h.Lijphart, h.Coincidence, h.S, h.SquaredS, h.Pi, h.Kappa, h.SquaredPi, h.SquaredKappa}
	for i := range x {
		if math.Abs(x[i]-y[i]) > 1e-9 || math.IsNaN(x[i]) != math.IsNaN(y[i]) {
			return false
		}
	}
	return g.N == h.N && g.YesNo == h.YesNo
}

func TestAgreeOnNothing(t *testing.T) {
	g := balance.Agree([]balance.Vote{balance.Yes, balance.Absent}, []balance.Vote{balance.Absent, balance.No})
	if g.N != 0 || !math.IsNaN(g.Share) || !math.IsNaN(g.S) || !math.IsNaN(g.Pi) || !math.IsNaN(g.Coincidence) {
		t.Errorf("%+v", g)
	}
}
