package balance_test

import (
	"context"
	"fmt"
	"math"
	"math/rand"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"

	"entente"
	"entente/balance"
)

// sides is a small network as the tests know it: n actors, signs by pair.
type sides struct {
	n    int
	sign map[[2]int]int
}

func name(i int) entente.Code { return entente.Code(fmt.Sprintf("S%03d", i)) }

func (s sides) ties() []entente.SignedTie {
	var out []entente.SignedTie
	for i := range s.n {
		for j := range i {
			if x := s.sign[[2]int{j, i}]; x != 0 {
				out = append(out, entente.SignedTie{A: name(i), B: name(j), Sign: x})
			}
		}
	}
	return out
}

func (s sides) network(t testing.TB) entente.Network {
	t.Helper()
	n, err := balance.New("", s.ties())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// least tries every division into two camps: the least number of frustrated ties, and
// the divisions that reach it, the first actor always on one side.
func (s sides) least() (int, []uint) {
	best, at := math.MaxInt, []uint(nil)
	for d := uint(0); d < 1<<max(0, s.n-1); d++ {
		cost := 0
		for p, x := range s.sign {
			if (d>>p[0]&1 == d>>p[1]&1) != (x > 0) && x != 0 {
				cost++
			}
		}
		if cost < best {
			best, at = cost, nil
		}
		if cost == best {
			at = append(at, d)
		}
	}
	return best, at
}

// drawn gives a network by chance, of density between sparse and full.
func drawn(r *rand.Rand, n int) sides {
	s := sides{n, map[[2]int]int{}}
	density, minus := r.Float64(), r.Float64()
	for i := range n {
		for j := range i {
			if r.Float64() < density {
				s.sign[[2]int{j, i}] = 1
				if r.Float64() < minus {
					s.sign[[2]int{j, i}] = -1
				}
			}
		}
	}
	return s
}

func measure(t testing.TB, n entente.Network, opt balance.Options) entente.Balance {
	t.Helper()
	return balance.Measure(t.Context(), n, opt)
}

// TestAgainstEveryDivision holds the index, the camps, and what is said of the other
// best divisions, against all divisions of small networks.
func TestAgainstEveryDivision(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 3000 {
		s := drawn(r, 2+r.Intn(9))
		least, at := s.least()
		b := measure(t, s.network(t), balance.Options{Ties: true})
		if !b.Line.Proven || b.Line.High != least || b.Line.Low != least {
			t.Fatalf("%v: line index %+v, by trying all %d", s, b.Line, least)
		}
		if got := broken(s, b); got != least || len(b.Frustrated) != least {
			t.Fatalf("%v: the camps frustrate %d ties and %d are listed, not %d", s, got, len(b.Frustrated), least)
		}
		checkFates(t, s, b, least, at)
		checkSwing(t, s, b, at)
	}
}

// TestEveryOrderAlike: networks too large to try all divisions of have one line index,
// whatever the order of their actors, which leads the search another way. In groups of
// friends with quarrels the reductions halve weights, and parts are bounded against one
// another.
func TestEveryOrderAlike(t *testing.T) {
	r := rand.New(rand.NewSource(8))
	for k := range 60 {
		s := camps(r, 40+r.Intn(60), 3+r.Intn(4), 5+r.Intn(20))
		if k%3 == 0 {
			s = groups(r, 50+r.Intn(30), 8+r.Intn(8))
		}
		first := measure(t, s.network(t), balance.Options{})
		for range 2 {
			order := r.Perm(s.n)
			turned := sides{s.n, map[[2]int]int{}}
			for p, x := range s.sign {
				i, j := order[p[0]], order[p[1]]
				turned.sign[[2]int{min(i, j), max(i, j)}] = x
			}
			b := measure(t, turned.network(t), balance.Options{})
			if !first.Line.Proven || !b.Line.Proven || b.Line.High != first.Line.High {
				t.Fatalf("%v: line index %+v, in another order %+v", s, first.Line, b.Line)
			}
		}
	}
}

// camps draws a network of two camps, of so many ties an actor, and turns a percentage.
func camps(r *rand.Rand, n, ties, percent int) sides {
	s := sides{n, map[[2]int]int{}}
	for range n * ties {
		i, j := r.Intn(n), r.Intn(n)
		if i >= j {
			continue
		}
		x := 1 - 2*((i+j)%2)
		if r.Intn(100) < percent {
			x = -x
		}
		s.sign[[2]int{i, j}] = x
	}
	return s
}

// groups draws a network of groups of friends of a size.
func groups(r *rand.Rand, n, size int) sides {
	s := sides{n, map[[2]int]int{}}
	within, quarrels := .2+.6*r.Float64(), .02+.15*r.Float64()
	for i := range n {
		for j := range i {
			switch same := i/size == j/size; {
			case same && r.Float64() < within:
				s.sign[[2]int{j, i}] = 1
				if r.Float64() < quarrels {
					s.sign[[2]int{j, i}] = -1
				}
			case !same && r.Float64() < .02:
				s.sign[[2]int{j, i}] = 1 - 2*r.Intn(2)
			}
		}
	}
	return s
}

// broken counts the ties that the camps told frustrate.
func broken(s sides, b entente.Balance) int {
	camp := map[entente.Code]int{}
	for _, c := range b.Components {
		for k, codes := range c.Camps {
			for _, code := range codes {
				camp[code] = k
			}
		}
	}
	n := 0
	for p, x := range s.sign {
		if (camp[name(p[0])] == camp[name(p[1])]) != (x > 0) {
			n++
		}
	}
	return n
}

// frustrates reports whether a division frustrates a tie.
func (s sides) frustrates(d uint, p [2]int) bool {
	return (d>>p[0]&1 == d>>p[1]&1) != (s.sign[p] > 0)
}

func checkFates(t *testing.T, s sides, b entente.Balance, least int, at []uint) {
	t.Helper()
	for _, f := range b.Frustrated {
		var p [2]int
		fmt.Sscanf(string(f.A), "S%d", &p[0])
		fmt.Sscanf(string(f.B), "S%d", &p[1])
		always := !slices.ContainsFunc(at, func(d uint) bool { return !s.frustrates(d, p) })
		if f.Always == nil || *f.Always != always {
			t.Fatalf("%v: %s-%s is always frustrated: %v, told otherwise", s, f.A, f.B, always)
		}
		best := math.MaxInt
		for d := uint(0); d < 1<<(s.n-1); d++ {
			if s.frustrates(d, p) {
				continue
			}
			cost := 0
			for q := range s.sign {
				if s.frustrates(d, q) {
					cost++
				}
			}
			best = min(best, cost)
		}
		if *f.Cost != best-least {
			t.Fatalf("%v: keeping %s-%s costs %d, told %d", s, f.A, f.B, best-least, *f.Cost)
		}
	}
}

// checkSwing: an actor swings if best divisions differ on where it stands to those who
// do not; and a network has one best division if and only if nobody swings.
func checkSwing(t *testing.T, s sides, b entente.Balance, at []uint) {
	t.Helper()
	unique := true
	for _, c := range b.Components {
		var core, swing []int
		for _, code := range slices.Concat(c.Camps[0], c.Camps[1]) {
			var i int
			fmt.Sscanf(string(code), "S%d", &i)
			if slices.Contains(c.Swing, code) {
				swing = append(swing, i)
			} else {
				core = append(core, i)
			}
		}
		same := func(i, j int) bool {
			for _, d := range at {
				if (d>>i^d>>j)&1 != (at[0]>>i^at[0]>>j)&1 {
					return false
				}
			}
			return true
		}
		for _, i := range core {
			if !same(core[0], i) {
				t.Fatalf("%v: %s does not always stand as the others", s, name(i))
			}
		}
		for _, i := range swing {
			if same(core[0], i) {
				t.Fatalf("%v: %s always stands the same, told to swing", s, name(i))
			}
		}
		unique = unique && len(swing) == 0
	}
	if b.Unique == nil || *b.Unique != unique {
		t.Fatalf("%v: unique %v, told otherwise", s, unique)
	}
}

// TestCensus counts triads one by one.
func TestCensus(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	for range 300 {
		s := drawn(r, 1+r.Intn(12))
		b := measure(t, s.network(t), balance.Options{})
		if want := s.triads(); b.Triads != want {
			t.Fatalf("%v: triads %+v, counted one by one %+v", s, b.Triads, want)
		}
		all := b.Triads.Triangles()
		if (b.Triangle == nil) != (all == 0) {
			t.Fatalf("%d triangles and the share %v", all, b.Triangle)
		}
		if all > 0 {
			near(t, "balanced triangles", *b.Triangle*float64(all), float64(b.Triads.PPP+b.Triads.PMM))
			near(t, "triangles of camps", *b.Clustered*float64(all), float64(all-b.Triads.PPM))
		}
	}
}

func (s sides) triads() (t entente.Triads) {
	tied := func(i int) bool {
		for p := range s.sign {
			if p[0] == i || p[1] == i {
				return true
			}
		}
		return false
	}
	cells := map[[2]int]*int{
		{0, 0}: &t.None, {1, 0}: &t.P, {0, 1}: &t.M, {2, 0}: &t.PP, {1, 1}: &t.PM, {0, 2}: &t.MM,
		{3, 0}: &t.PPP, {2, 1}: &t.PPM, {1, 2}: &t.PMM, {0, 3}: &t.MMM,
	}
	for i := range s.n {
		for j := range i {
			for k := range j {
				if !tied(i) || !tied(j) || !tied(k) {
					continue
				}
				var n [2]int
				for _, p := range [][2]int{{j, i}, {k, i}, {k, j}} {
					switch s.sign[p] {
					case 1:
						n[0]++
					case -1:
						n[1]++
					}
				}
				*cells[n]++
			}
		}
	}
	return t
}

// TestWalks holds the shares of balanced walks against powers of the matrices, and
// the walk index against the sum over lengths.
func TestWalks(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	for range 200 {
		s := drawn(r, 2+r.Intn(8))
		b := measure(t, s.network(t), balance.Options{})
		signed, plain := mat.NewDense(s.n, s.n, nil), mat.NewDense(s.n, s.n, nil)
		for p, x := range s.sign {
			signed.Set(p[0], p[1], float64(x))
			signed.Set(p[1], p[0], float64(x))
			plain.Set(p[0], p[1], 1)
			plain.Set(p[1], p[0], 1)
		}
		if b.Ties == 0 {
			if b.Walk != nil || len(b.Walks) > 0 {
				t.Fatalf("a network without ties has walks %v %v", b.Walk, b.Walks)
			}
			continue
		}
		var a, m mat.Dense
		a.Pow(signed, 0)
		m.Pow(plain, 0)
		sum, all, factorial := float64(b.Actors), float64(b.Actors), 1.
		shares := map[int]float64{}
		for k := 1; k < 60; k++ {
			a.Mul(&a, signed)
			m.Mul(&m, plain)
			factorial *= float64(k)
			sum += mat.Trace(&a) / factorial
			all += mat.Trace(&m) / factorial
			if mat.Trace(&m) > 0 {
				shares[k] = (mat.Trace(&m) + mat.Trace(&a)) / (2 * mat.Trace(&m))
			}
		}
		near(t, "walk index", *b.Walk, sum/all)
		for _, w := range b.Walks {
			near(t, fmt.Sprintf("walks of %d", w.Length), w.Balanced, shares[w.Length])
		}
		if b.Triangle != nil {
			near(t, "walks of 3", b.Walks[0].Balanced, *b.Triangle)
		}
	}
}

func near(t testing.TB, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9 {
		t.Fatalf("%s is %.12f, not %.12f", what, got, want)
	}
}

// TestConflictIsZeroOnlyInBalance: a component's algebraic conflict is 0 if and only if
// its line index is.
func TestConflictIsZeroOnlyInBalance(t *testing.T) {
	r := rand.New(rand.NewSource(4))
	for range 500 {
		for _, c := range measure(t, drawn(r, 2+r.Intn(9)).network(t), balance.Options{}).Components {
			if (*c.Conflict == 0) != (c.Line.High == 0) || *c.Conflict < 0 {
				t.Fatalf("conflict %g and line index %+v", *c.Conflict, c.Line)
			}
		}
	}
}

// TestUnbalancedTriangle: its algebraic conflict is 2 - 2 cos(π/3), that of an
// unbalanced cycle of n is 2 - 2 cos(π/n).
func TestUnbalancedTriangle(t *testing.T) {
	for n := 3; n < 9; n++ {
		s := sides{n, map[[2]int]int{{0, n - 1}: -1}}
		for i := 1; i < n; i++ {
			s.sign[[2]int{i - 1, i}] = 1
		}
		b := measure(t, s.network(t), balance.Options{Ties: true})
		near(t, fmt.Sprintf("conflict of a cycle of %d", n), *b.Conflict, 2-2*math.Cos(math.Pi/float64(n)))
		if b.Line.High != 1 || *b.Unique || len(b.Components[0].Swing) == 0 {
			t.Errorf("an unbalanced cycle: %+v", b)
		}
	}
}

// TestSwitchingChangesNothing: who is on which side does not matter, nor in which order
// ties come; names change nothing but themselves.
func TestSwitchingChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 16).Draw(t, "actors")
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		s := drawn(r, n)
		turned := sides{n, map[[2]int]int{}}
		order, flip := r.Perm(n), make([]int, n)
		for i := range flip {
			flip[i] = 1 - 2*r.Intn(2)
		}
		for p, x := range s.sign {
			i, j := order[p[0]], order[p[1]]
			turned.sign[[2]int{min(i, j), max(i, j)}] = x * flip[i] * flip[j]
		}
		first, err := balance.New("", s.ties())
		if err != nil {
			t.Fatal(err)
		}
		ties := turned.ties()
		r.Shuffle(len(ties), func(i, j int) { ties[i], ties[j] = ties[j], ties[i] })
		second, err := balance.New("", ties)
		if err != nil {
			t.Fatal(err)
		}
		a, b := balance.Measure(context.Background(), first, balance.Options{}), balance.Measure(context.Background(), second, balance.Options{})
		if a.Line.High != b.Line.High || !a.Line.Proven || !b.Line.Proven {
			t.Fatalf("%+v and %+v after switching", a.Line, b.Line)
		}
		if a.Triads.PPP+a.Triads.PMM != b.Triads.PPP+b.Triads.PMM {
			t.Fatal("switching changed the balanced triangles")
		}
	})
}

// TestStoppedEarly: when there is no time, or the search may have few nodes, the bounds
// hold the index between them and the camps are real.
func TestStoppedEarly(t *testing.T) {
	r := rand.New(rand.NewSource(5))
	over, stop := context.WithCancel(t.Context())
	stop()
	for range 200 {
		s := drawn(r, 4+r.Intn(9))
		least, _ := s.least()
		for _, b := range []entente.Balance{
			balance.Measure(over, s.network(t), balance.Options{Ties: true}),
			balance.Measure(t.Context(), s.network(t), balance.Options{Nodes: 1}),
		} {
			if b.Line.Low > least || b.Line.High < least || b.Line.Proven != (b.Line.Low == b.Line.High) {
				t.Fatalf("%v: bounds %+v, index %d", s, b.Line, least)
			}
			if got := broken(s, b); got != b.Line.High {
				t.Fatalf("the camps frustrate %d, told %d", got, b.Line.High)
			}
		}
	}
}

// TestHardNetwork: one with neither camps nor order, of which the bound must be closed
// by branching, and which gives the same answer twice.
func TestHardNetwork(t *testing.T) {
	s := sides{26, map[[2]int]int{}}
	r := rand.New(rand.NewSource(6))
	for i := range s.n {
		for j := range i {
			if r.Intn(2) == 0 {
				s.sign[[2]int{j, i}] = 1 - 2*r.Intn(2)
			}
		}
	}
	n := s.network(t)
	a, b := measure(t, n, balance.Options{}), measure(t, n, balance.Options{})
	if !a.Line.Proven || a.Line != b.Line || !slices.Equal(a.Components[0].Camps[0], b.Components[0].Camps[0]) {
		t.Fatalf("%+v and %+v", a.Line, b.Line)
	}
	if least := s.byBound(a.Line.High); least != a.Line.High {
		t.Errorf("line index %d, by another way %d", a.Line.High, least)
	}
}

// byBound finds the least number of frustrated ties by setting one actor after the
// other, and giving up where more than known are broken.
func (s sides) byBound(known int) int {
	best := known + 1
	x := make([]int, s.n)
	var set func(i, cost int)
	set = func(i, cost int) {
		if cost >= best {
			return
		}
		if i == s.n {
			best = cost
			return
		}
		for _, side := range []int{1, -1} {
			if i == 0 && side < 0 {
				continue
			}
			x[i] = side
			more := 0
			for j := range i {
				if s.sign[[2]int{j, i}]*x[i]*x[j] < 0 {
					more++
				}
			}
			set(i+1, cost+more)
		}
	}
	set(0, 0)
	return best
}

func TestNewRefuses(t *testing.T) {
	for _, c := range []struct {
		ties []entente.SignedTie
		want string
	}{
		{[]entente.SignedTie{{A: "RUS", B: "RUS", Sign: 1}}, "RUS is tied to itself"},
		{[]entente.SignedTie{{A: "RUS", Sign: 1}}, "a tie of RUS has no second actor"},
		{[]entente.SignedTie{{A: "RUS", B: "USA", Sign: 2}}, "the tie of RUS and USA has the sign 2, which is none of -1, 0 and 1"},
		{[]entente.SignedTie{{A: "RUS", B: "USA", Sign: 1}, {A: "USA", B: "RUS", Sign: -1}}, "RUS and USA are tied twice, by a plus and a minus"},
	} {
		if _, err := balance.New("", c.ties); err == nil || err.Error() != c.want {
			t.Errorf("the error is %v, not %q", err, c.want)
		}
	}
}

func TestNewJoins(t *testing.T) {
	n, err := balance.New("w", []entente.SignedTie{
		{A: "USA", B: "RUS", Sign: -1, Cites: []string{"r1"}}, {A: "RUS", B: "USA", Sign: -1, Cites: []string{"r2"}}, {A: "CHN", B: "RUS"},
	})
	if err != nil || len(n.Ties) != 1 || len(n.Ties[0].Cites) != 2 || len(n.Actors) != 3 {
		t.Fatalf("%+v, %v", n, err)
	}
	b := measure(t, n, balance.Options{})
	if b.Isolates != 1 || b.Actors != 2 || b.Label != "w" || b.Negative != 1 {
		t.Errorf("%+v", b)
	}
	in := balance.Within(n, "part", func(c entente.Code) bool { return c != "USA" })
	if len(in.Ties) != 0 || len(in.Actors) != 2 || in.Label != "part" {
		t.Errorf("the part is %+v", in)
	}
}

func TestNothing(t *testing.T) {
	b := measure(t, entente.Network{}, balance.Options{Ties: true})
	if !b.Line.Proven || b.Line.High != 0 || b.Normal != nil || b.Triangle != nil || b.Walk != nil || b.Conflict != nil {
		t.Errorf("no ties: %+v", b)
	}
}
