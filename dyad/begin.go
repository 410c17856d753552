package dyad

import (
	"cmp"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"entente"
)

// quiet is for how many days a pair must have done nothing for an act to begin anything.
const quiet = 14

// Initiative says which of two actors begins: of the acts on days before which nothing is
// told of the pair for a fortnight, the share that is a's, with the interval of .9 of a Beta
// distribution (Jeffreys' prior). A mutual act is begun by neither; a year that nobody read
// makes no quiet, so only days since the first that was read count. Nil if there is none.
func Initiative(a, b entente.Code, tallies []entente.Cited, read []entente.Day) *entente.Initiate {
	acts := slices.DeleteFunc(slices.Clone(tallies), func(t entente.Cited) bool { return direction(a, b, t.Source, t.Target) < 0 })
	slices.SortStableFunc(acts, func(x, y entente.Cited) int { return cmp.Compare(x.Period, y.Period) })
	var out entente.Initiate
	var last entente.Day
	for len(acts) > 0 {
		day := acts[0].Period
		begins := looked(read, day) >= quiet && (!last.Known() || day-last > quiet)
		for ; len(acts) > 0 && acts[0].Period == day; acts = acts[1:] {
			if n := acts[0].Events - acts[0].Mutual.Events; begins && direction(a, b, acts[0].Source, acts[0].Target) == 0 {
				out.A += n
			} else if begins {
				out.B += n
			}
		}
		last = day
	}
	if out.A+out.B == 0 {
		return nil
	}
	x, y := float64(out.A)+.5, float64(out.B)+.5
	out.Share = x / (x + y)
	out.Low, out.High = mathext.InvRegIncBeta(x, y, .05), mathext.InvRegIncBeta(x, y, .95)
	return &out
}

// looked counts the days of the fortnight before a day on which anything was read.
func looked(read []entente.Day, day entente.Day) int {
	from, _ := slices.BinarySearch(read, day-quiet)
	to, _ := slices.BinarySearch(read, day)
	return to - from
}
