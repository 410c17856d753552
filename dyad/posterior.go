package dyad

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"entente"
)

// How strongly evidence enters the posterior, in counts of a Beta distribution.
const (
	priorCounts = 2.   // of any assessment at all
	voiceCounts = 4.   // of each voice, times the trust in it
	priorMost   = 20.  // voices add up to here: a thousand acts outweigh any chorus
	actCounts   = .025 // of an act of warm words in one direction
)

// levelBasis says on what a level rests.
type levelBasis int

const (
	onNothing levelBasis = iota
	onViews
	onActs
	onTooFew
)

// level fills the tie's level, probabilities, mean and interval.
func (j *judgment) level(tie *entente.Tie) {
	assessed, trust, n := j.mean(ofLevel)
	a, b, unsigned := 1., 1., 0.
	switch {
	case n > 0 && trust > 0:
		j.notes.level = onViews
		share := (1 + assessed*trust) / 2
		counts := min(priorCounts+voiceCounts*j.voices(), priorMost)
		a, b = counts*share, counts*(1-share)
		unsigned = trust * j.unsigned() * counts / (counts + actCounts*(j.warm+j.cold))
	case j.weight >= j.opt.enough():
		j.notes.level = onActs
	case j.weight > 0:
		j.notes.level = onTooFew
	default:
		tie.PNeutral, tie.Low, tie.High = 1, -1, 1
		return
	}
	a += actCounts * j.warm
	b += actCounts * j.cold
	j.spread(tie, a, b)
	lessen(tie, 1-unsigned)
	if j.notes.level == onTooFew {
		lessen(tie, j.weight/j.opt.enough())
		return
	}
	tie.Level = likeliest(tie)
}

// lessen leaves of the signs' probabilities a share and gives the rest to no sign:
// so it goes with views that see no sign, as far as they are trusted, and with acts
// that are too few, in the share that they are of what would be enough.
func lessen(tie *entente.Tie, share float64) {
	tie.PPlus *= share
	tie.PMinus *= share
	tie.PNeutral = 1 - tie.PPlus - tie.PMinus
}

// spread reads the tie's figures off Beta(a, b) on the share (1+level)/2.
func (j *judgment) spread(tie *entente.Tie, a, b float64) {
	edge := j.opt.neutral()
	tie.PMinus = mathext.RegIncBeta(a, b, (1-edge)/2)
	tie.PPlus = mathext.RegIncBeta(b, a, (1-edge)/2)
	tie.PNeutral = math.Max(0, 1-tie.PMinus-tie.PPlus)
	tie.Mean = (a - b) / (a + b)
	tie.Low = 2*mathext.InvRegIncBeta(a, b, .05) - 1
	tie.High = 1 - 2*mathext.InvRegIncBeta(b, a, .05)
}

// likeliest gives the sign that is more probable than not, else none.
func likeliest(tie *entente.Tie) *int {
	s := 0
	switch {
	case tie.PPlus > .5:
		s = 1
	case tie.PMinus > .5:
		s = -1
	}
	return &s
}
