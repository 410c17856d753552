package triangle_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"entente"
	"entente/triangle"
)

// tie makes a tie of given probabilities of plus and minus.
func tie(a, b entente.Code, plus, minus float64) entente.Tie {
	return entente.Tie{A: a, B: b, PPlus: plus, PMinus: minus, PNeutral: 1 - plus - minus}
}

func TestShapesAndRoles(t *testing.T) {
	type roles = map[entente.Code]entente.Role
	for _, c := range []struct {
		ab, ac, bc int
		shape      entente.Shape
		roles      roles
		utility    [3]float64
	}{
		{1, 1, 1, entente.MenageATrois, roles{"AAA": "friend", "BBB": "friend", "CCC": "friend"}, [3]float64{1, 1, 1}},
		{1, 1, -1, entente.RomanticTriangle, roles{"AAA": "pivot", "BBB": "wing", "CCC": "wing"}, [3]float64{3, -1, -1}},
		{1, -1, 1, entente.RomanticTriangle, roles{"AAA": "wing", "BBB": "pivot", "CCC": "wing"}, [3]float64{-1, 3, -1}},
		{-1, -1, 1, entente.StableMarriage, roles{"AAA": "outcast", "BBB": "partner", "CCC": "partner"}, [3]float64{-3, 1, 1}},
		{-1, -1, -1, entente.UnitVeto, roles{"AAA": "foe", "BBB": "foe", "CCC": "foe"}, [3]float64{-1, -1, -1}},
		{1, 0, -1, entente.Incomplete, roles{}, [3]float64{2, 0, -2}},
	} {
		sure := func(a, b entente.Code, sign int) entente.Tie {
			return tie(a, b, math.Max(0, float64(sign)), math.Max(0, -float64(sign)))
		}
		got := triangle.Classify([3]entente.Tie{sure("BBB", "AAA", c.ab), sure("AAA", "CCC", c.ac), sure("CCC", "BBB", c.bc)})
		if got.Shape != c.shape || got.P[c.shape] != 1 || got.Entropy != 0 {
			t.Errorf("%d %d %d is %s, P %v, entropy %v", c.ab, c.ac, c.bc, got.Shape, got.P, got.Entropy)
		}
		if !reflect.DeepEqual(got.Roles, c.roles) {
			t.Errorf("%s: roles %v", c.shape, got.Roles)
		}
		for i, u := range got.Utility {
			if want := c.utility[i[0]-'A']; u.Expected != want || u.Spread != 0 || u.Now != nil && *u.Now != want || (u.Now == nil) != (len(c.roles) == 0) {
				t.Errorf("%s: utility of %s is %v, want %v", c.shape, i, u, want)
			}
		}
	}
}

func TestSmallestFlip(t *testing.T) {
	got := triangle.Classify([3]entente.Tie{
		tie("CHN", "RUS", .9, .02), tie("USA", "RUS", .15, .75), tie("USA", "CHN", .03, .9),
	})
	want := &entente.Flip{A: "RUS", B: "USA", To: 1, Shape: entente.RomanticTriangle, Odds: math.Log(.75 / .15)}
	if got.Shape != entente.StableMarriage || !reflect.DeepEqual(got.Flip, want) {
		t.Errorf("%s, flip %+v", got.Shape, got.Flip)
	}
	if got.Roles["USA"] != entente.Outcast {
		t.Errorf("roles %v", got.Roles)
	}
	unknown := entente.Tie{A: "AAA", B: "BBB", PNeutral: 1}
	got = triangle.Classify([3]entente.Tie{unknown, tie("AAA", "CCC", .9, .05), tie("BBB", "CCC", .9, .05)})
	if got.Shape != entente.Incomplete || got.P[entente.Incomplete] != 1 || got.Flip != nil {
		t.Errorf("one tie unknown: %s %v, flip %+v", got.Shape, got.P, got.Flip)
	}
}

func TestNoRolesOnADraw(t *testing.T) {
	got := triangle.Classify([3]entente.Tie{tie("AAA", "BBB", .6, .4), tie("AAA", "CCC", .6, .4), tie("BBB", "CCC", .6, .4)})
	if got.Shape != entente.RomanticTriangle || len(got.Roles) != 0 {
		t.Errorf("%s with roles %v", got.Shape, got.Roles)
	}
}

func TestWhatIsNoTriangle(t *testing.T) {
	for _, ties := range [][3]entente.Tie{
		{},
		{tie("AAA", "BBB", 1, 0), tie("AAA", "BBB", 1, 0), tie("BBB", "CCC", 1, 0)},
		{tie("AAA", "AAA", 1, 0), tie("BBB", "BBB", 1, 0), tie("CCC", "CCC", 1, 0)},
		{tie("AAA", "BBB", 1, 0), tie("CCC", "DDD", 1, 0), tie("AAA", "DDD", 1, 0)},
	} {
		got := triangle.Classify(ties)
		if got.Shape != entente.Incomplete || got.P[entente.Incomplete] != 1 || len(got.P) != len(entente.Shapes) {
			t.Errorf("%v makes %s %v", ties, got.Shape, got.P)
		}
	}
}

// draw makes three ties between the given actors.
func draw(t *rapid.T, c [3]entente.Code) [3]entente.Tie {
	unit := rapid.Float64Range(.001, 1)
	one := func(a, b entente.Code) entente.Tie {
		p, m, n := unit.Draw(t, "plus"), unit.Draw(t, "minus"), unit.Draw(t, "neutral")
		x := tie(a, b, p/(p+m+n), m/(p+m+n))
		x.Acts.CoopAB, x.Acts.ConfBA = p, m
		return x
	}
	return [3]entente.Tie{one(c[0], c[1]), one(c[0], c[2]), one(c[1], c[2])}
}

func turn(x entente.Tie) entente.Tie {
	x.A, x.B = x.B, x.A
	x.Acts.CoopAB, x.Acts.CoopBA = x.Acts.CoopBA, x.Acts.CoopAB
	x.Acts.ConfAB, x.Acts.ConfBA = x.Acts.ConfBA, x.Acts.ConfAB
	return x
}

func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ties := draw(t, [3]entente.Code{"CHN", "RUS", "USA"})
		want := triangle.Classify(ties)
		order := rapid.Permutation([]int{0, 1, 2}).Draw(t, "order")
		var shuffled [3]entente.Tie
		for i, k := range order {
			shuffled[i] = ties[k]
			if rapid.Bool().Draw(t, "turned") {
				shuffled[i] = turn(ties[k])
			}
		}
		if got := triangle.Classify(shuffled); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v\nwant %+v", got, want)
		}
	})
}

// alike reports whether signs of two ties are as probable, so that either may be told of.
func alike(ties [3]entente.Tie) bool {
	seen := map[float64]bool{}
	for _, x := range ties {
		for _, p := range []float64{x.PPlus, x.PMinus, x.PNeutral} {
			p = math.Round(p * 1e9)
			if seen[p] {
				return true
			}
			seen[p] = true
		}
	}
	return false
}

func TestRenamingPermutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		codes := []entente.Code{"CHN", "RUS", "USA"}
		ties := draw(t, [3]entente.Code(codes))
		names := map[entente.Code]entente.Code{}
		for i, c := range rapid.Permutation(codes).Draw(t, "names") {
			names[codes[i]] = c
		}
		renamed := ties
		for i := range renamed {
			renamed[i].A, renamed[i].B = names[ties[i].A], names[ties[i].B]
		}
		x, y := triangle.Classify(ties), triangle.Classify(renamed)
		if x.Shape != y.Shape || x.Entropy != y.Entropy || !reflect.DeepEqual(x.P, y.P) {
			t.Fatalf("%s %v, renamed %s %v", x.Shape, x.P, y.Shape, y.P)
		}
		for c, r := range x.Roles {
			if y.Roles[names[c]] != r {
				t.Fatalf("%s is %s, renamed %s", c, r, y.Roles[names[c]])
			}
		}
		if (x.Flip == nil) != (y.Flip == nil) {
			t.Fatalf("flips %v, %v", x.Flip, y.Flip)
		}
		if x.Flip != nil {
			a, b := min(names[x.Flip.A], names[x.Flip.B]), max(names[x.Flip.A], names[x.Flip.B])
			same := *y.Flip == entente.Flip{A: a, B: b, To: x.Flip.To, Shape: x.Flip.Shape, Odds: x.Flip.Odds}
			if draw := math.Abs(x.Flip.Odds-y.Flip.Odds) < 1e-9; !same && !(draw && alike(ties)) {
				t.Fatalf("flip %+v, renamed %+v", x.Flip, y.Flip)
			}
		}
	})
}

func TestProbabilitiesSumToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		got := triangle.Classify(draw(t, [3]entente.Code{"CHN", "RUS", "USA"}))
		sum := 0.
		for _, p := range got.P {
			sum += p
		}
		if math.Abs(sum-1) > 1e-9 || got.Entropy < 0 || got.Entropy > math.Log2(5)+1e-9 {
			t.Fatalf("P %v, entropy %v", got.P, got.Entropy)
		}
		for c, u := range got.Utility {
			if math.Abs(u.Expected) > 3 || u.Spread > 3 || u.Divide < 0 || u.Divide > 2 {
				t.Fatalf("utility %+v", u)
			}
			sum = got.P[entente.Incomplete]
			for _, p := range got.RoleP[c] {
				sum += p
			}
			if math.Abs(sum-1) > 1e-9 {
				t.Fatalf("the roles of %s have %v", c, got.RoleP[c])
			}
		}
	})
}

func ExampleClassify() {
	got := triangle.Classify([3]entente.Tie{
		{A: "RUS", B: "CHN", PPlus: .9, PMinus: .02, PNeutral: .08},
		{A: "USA", B: "RUS", PPlus: .1, PMinus: .8, PNeutral: .1},
		{A: "USA", B: "CHN", PPlus: .02, PMinus: .9, PNeutral: .08},
	})
	fmt.Printf("%s, %.2f: USA %s\n", got.Shape, got.P[got.Shape], got.Roles["USA"])
	// Output: stable marriage, 0.65: USA outcast
}
