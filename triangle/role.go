package triangle

import "entente"

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

// Utility gives what each actor gets of the triangle, -3 to 3: the expected sum of
// its own two signs less the sign of the tie between the other two. The score
// follows Woo Yu-shan's idea that good ties of one's own and bad ties of the others
// serve an actor: a pivot has 3, a friend and a partner 1, a wing and a foe -1, an
// outcast -3. A tie without a sign adds nothing.
func Utility(t entente.Triangle) map[entente.Code]float64 {
	var e [3]float64
	for i, tie := range t.Ties {
		e[i] = tie.PPlus - tie.PMinus
	}
	out := map[entente.Code]float64{}
	for i, code := range t.Corners {
		if code != "" {
			out[code] = e[across[i][0]] + e[across[i][1]] - e[across[i][2]]
		}
	}
	return out
}
