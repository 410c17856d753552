package triangle

import (
	"math"
	"slices"

	"entente"
)

// roles gives each corner's part; none where a sign is wanting.
func roles(c [3]entente.Code, s signs) map[entente.Code]entente.Role {
	out := map[entente.Code]entente.Role{}
	shape := s.shape()
	if shape == entente.Incomplete {
		return out
	}
	for i, code := range c {
		own := s[across[i][0]] + s[across[i][1]]
		out[code] = role(shape, own)
	}
	return out
}

// role gives the part of a corner by the sum of its own two signs.
func role(shape entente.Shape, own int) entente.Role {
	switch shape {
	case entente.MenageATrois:
		return entente.Friend
	case entente.RomanticTriangle:
		if own == 2 {
			return entente.Pivot
		}
		return entente.Wing
	case entente.StableMarriage:
		if own == 0 {
			return entente.Partner
		}
		return entente.Outcast
	}
	return entente.Foe
}

// rolesP gives for each corner the probability of each role.
func rolesP(t entente.Triangle) map[entente.Code]map[entente.Role]float64 {
	out := map[entente.Code]map[entente.Role]float64{}
	for i, code := range t.Corners {
		parts := map[entente.Role][]float64{}
		for _, s := range vectors() {
			if shape := s.shape(); shape != entente.Incomplete {
				r := role(shape, s[across[i][0]]+s[across[i][1]])
				parts[r] = append(parts[r], s.p(t.Ties))
			}
		}
		out[code] = map[entente.Role]float64{}
		for r, ps := range parts {
			out[code][r] = total(ps)
		}
	}
	return out
}

// total sums in order of size, so that the last bits do not depend on the corners' order.
func total(ps []float64) (sum float64) {
	slices.Sort(ps)
	for _, p := range ps {
		sum += p
	}
	return sum
}

// payoff gives what three signs give an actor with two of them.
func payoff(a, b, c float64) float64 { return a + b - c }

// payoffs are those of the roles, by [payoff].
var payoffs = map[entente.Role]float64{
	entente.Pivot: 3, entente.Friend: 1, entente.Partner: 1, entente.Wing: -1, entente.Foe: -1, entente.Outcast: -3,
}

// utilities gives what each actor gets of a triangle, -3 to 3: the sum of its own two
// signs less the sign of the tie between the other two. The score follows the idea ascribed
// to Woo Yu-shan that good ties of one's own and bad ties of the others serve an actor: a
// pivot has 3, a friend and a partner 1, a wing and a foe -1, an outcast -3. A tie without a
// sign adds nothing. We give the expected score over the posterior, with its standard
// deviation, and what would be added if one tie were sure.
func utilities(t entente.Triangle) map[entente.Code]entente.Utility {
	var e, v [3]float64
	for i, tie := range t.Ties {
		e[i] = tie.PPlus - tie.PMinus
		v[i] = math.Max(0, tie.PPlus+tie.PMinus-e[i]*e[i])
	}
	out := map[entente.Code]entente.Utility{}
	for i, code := range t.Corners {
		a, b, c := across[i][0], across[i][1], across[i][2]
		u := entente.Utility{Expected: payoff(e[a], e[b], e[c]), Spread: math.Sqrt(total([]float64{v[a], v[b], v[c]})),
			Gain:   map[entente.Code]float64{other(t.Ties[a], code): 1 - e[a], other(t.Ties[b], code): 1 - e[b]},
			Divide: 1 + e[c]}
		if r, ok := t.Roles[code]; ok {
			now := payoffs[r]
			u.Now = &now
		}
		out[code] = u
	}
	return out
}

// other gives whom an actor has a tie with.
func other(t entente.Tie, c entente.Code) entente.Code {
	if t.A == c {
		return t.B
	}
	return t.A
}
