package triangle

import (
	"math"
	"slices"

	"entente"
)

// signs is one sign for each tie: -1, 0 or 1, in the order 0-1, 0-2, 1-2.
type signs [3]int

// across lists, for each corner, its two own ties and the tie it looks upon.
var across = [3][3]int{{0, 1, 2}, {0, 2, 1}, {1, 2, 0}}

// same is the difference below which two probabilities are the same.
const same = 1e-12

// Classify gives the triangle of three ties, whose order and direction do not
// matter. The types are Dittmer's (World Politics 33, 1981, p. 485) and unit veto
// of the later usage. The probability of a type is the sum over the 27 vectors of
// signs of the product of the ties' probabilities, taken as independent; every
// vector with a neutral tie is incomplete.
//
// Where two arrangements of roles are equally probable, there are no roles. Three
// ties that are not those of three actors make an incomplete triangle.
func Classify(ties [3]entente.Tie) entente.Triangle {
	t := entente.Triangle{P: map[entente.Shape]float64{}, Roles: map[entente.Code]entente.Role{}, Ties: ties,
		RoleP: map[entente.Code]map[entente.Role]float64{}, Utility: map[entente.Code]entente.Utility{}}
	var ok bool
	if t.Corners, ok = corners(ties); !ok {
		for _, s := range entente.Shapes {
			t.P[s] = 0
		}
		t.Shape, t.P[entente.Incomplete] = entente.Incomplete, 1
		return t
	}
	t.Ties = inOrder(ties, t.Corners)
	t.P = shapes(t.Ties)
	t.Shape = likeliest(t.P)
	t.Entropy = entropy(t.P)
	best, alone := arrangement(t.Ties, t.Shape)
	if alone {
		t.Roles = roles(t.Corners, best)
	}
	t.Flip = smallestFlip(t, best)
	t.RoleP = rolesP(t)
	t.Utility = utilities(t)
	return t
}

// corners gives the three actors in order of code, false if the ties are not
// those of each two of three actors.
func corners(ties [3]entente.Tie) ([3]entente.Code, bool) {
	var codes []entente.Code
	for _, t := range ties {
		codes = append(codes, t.A, t.B)
	}
	slices.Sort(codes)
	for i := 0; i < 6; i += 2 {
		if codes[i] != codes[i+1] {
			return [3]entente.Code{}, false
		}
	}
	c := [3]entente.Code{codes[0], codes[2], codes[4]}
	ok := c[0] != c[1] && c[1] != c[2]
	for _, t := range ties {
		ok = ok && t.A != t.B
	}
	return c, ok
}

// inOrder puts the ties in the order of the corners, each from the lower code to
// the higher.
func inOrder(ties [3]entente.Tie, c [3]entente.Code) [3]entente.Tie {
	var out [3]entente.Tie
	for _, t := range ties {
		if t.A > t.B {
			t = turned(t)
		}
		switch {
		case t.A == c[0] && t.B == c[1]:
			out[0] = t
		case t.A == c[0]:
			out[1] = t
		default:
			out[2] = t
		}
	}
	return out
}

// turned gives the same tie seen from the other side.
func turned(t entente.Tie) entente.Tie {
	t.A, t.B = t.B, t.A
	t.Acts.CoopAB, t.Acts.CoopBA = t.Acts.CoopBA, t.Acts.CoopAB
	t.Acts.ConfAB, t.Acts.ConfBA = t.Acts.ConfBA, t.Acts.ConfAB
	return t
}

// vectors lists the 27 vectors of signs.
func vectors() []signs {
	var out []signs
	for i := range 27 {
		out = append(out, signs{i/9 - 1, i/3%3 - 1, i%3 - 1})
	}
	return out
}

// shape gives the type that three signs make.
func (s signs) shape() entente.Shape {
	plus := 0
	for _, x := range s {
		if x == 0 {
			return entente.Incomplete
		}
		if x > 0 {
			plus++
		}
	}
	return [...]entente.Shape{entente.UnitVeto, entente.StableMarriage, entente.RomanticTriangle, entente.MenageATrois}[plus]
}

// p gives the probability of the signs.
func (s signs) p(ties [3]entente.Tie) float64 {
	q := [3]float64{}
	for i, x := range s {
		q[i] = probability(ties[i], x)
	}
	slices.Sort(q[:]) // so that the last bits do not depend on the order of the corners
	return q[0] * q[1] * q[2]
}

func probability(t entente.Tie, sign int) float64 {
	switch sign {
	case 1:
		return t.PPlus
	case -1:
		return t.PMinus
	}
	return t.PNeutral
}

func shapes(ties [3]entente.Tie) map[entente.Shape]float64 {
	parts := map[entente.Shape][]float64{}
	for _, s := range vectors() {
		parts[s.shape()] = append(parts[s.shape()], s.p(ties))
	}
	out := map[entente.Shape]float64{}
	for _, shape := range entente.Shapes {
		slices.Sort(parts[shape])
		for _, p := range parts[shape] {
			out[shape] += p
		}
	}
	return out
}

// likeliest gives the most probable type; incomplete, if another is only as probable.
func likeliest(p map[entente.Shape]float64) entente.Shape {
	best := entente.Incomplete
	for _, s := range entente.Shapes {
		if p[s] > p[best]+same {
			best = s
		}
	}
	return best
}

// entropy is that of the types, in bits: 0 if one is sure, log2 5 if none is told
// from another.
func entropy(p map[entente.Shape]float64) float64 {
	h := 0.
	for _, s := range entente.Shapes {
		if p[s] > 0 {
			h -= p[s] * math.Log2(p[s])
		}
	}
	return math.Max(0, h)
}

// arrangement gives the most probable signs of a type, and whether no other
// arrangement of the type is as probable.
func arrangement(ties [3]entente.Tie, shape entente.Shape) (best signs, alone bool) {
	top := -1.
	for _, s := range vectors() {
		if s.shape() != shape {
			continue
		}
		switch p := s.p(ties); {
		case p > top+same:
			best, top, alone = s, p, true
		case p > top-same:
			alone = false
		}
	}
	return best, alone
}

// smallestFlip gives the change of one tie to plus or minus that alters the type
// and asks least of the evidence: the one with the smallest log odds against it,
// the first in order of code where two ask the same.
func smallestFlip(t entente.Triangle, now signs) *entente.Flip {
	var best *entente.Flip
	least := math.Inf(1)
	for i := range now {
		for _, to := range [...]int{-1, 1} {
			then := now
			then[i] = to
			cost := math.Log(probability(t.Ties[i], now[i]) / probability(t.Ties[i], to))
			if then.shape() == t.Shape || !(cost < least-same) {
				continue
			}
			least = cost
			best = &entente.Flip{A: t.Ties[i].A, B: t.Ties[i].B, To: to, Shape: then.shape(), Odds: cost}
		}
	}
	return best
}
