package codebook

import "entente"

// The named scales of intensity, each from -10 (conflict) to 10 (cooperation).
const (
	GoldsteinICEWS = "goldstein-icews" // the default
	GoldsteinGDELT = "goldstein-gdelt"
	PloverScale    = "plover"
)

// DefaultScale is the scale that is used where none is asked for.
const DefaultScale = GoldsteinICEWS

// Scales lists the named scales, the default first.
func Scales() []string { return []string{GoldsteinICEWS, GoldsteinGDELT, PloverScale} }

// Intensity gives an event's intensity on a named scale, -10 to 10; scale "" is
// the default. The Goldstein scales (Goldstein 1992, as ICEWS and GDELT print it
// for CAMEO) go by the code, the PLOVER scale by root and mode, a mode without a
// score of its own taking its root's. It is false where the scale has no such
// name or holds no value: a wanting value is never put down as zero.
func Intensity(scale, code string, root entente.Root, mode string) (float64, bool) {
	switch scale {
	case "", GoldsteinICEWS:
		return goldstein(code, 0)
	case GoldsteinGDELT:
		return goldstein(code, 1)
	case PloverScale:
		return ploverScore(root, mode)
	}
	return 0, false
}

func goldstein(code string, table int) (float64, bool) {
	s := cameo()[code].scores[table]
	return s.value, s.known
}

func ploverScore(root entente.Root, mode string) (float64, bool) {
	if e, ok := plover().entries[place{root, mode}]; ok {
		return e.score, true
	}
	e, ok := plover().entries[place{root, ""}]
	return e.score, ok
}
