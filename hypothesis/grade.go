package hypothesis

import (
	"cmp"

	"entente"
)

// gradeOf are the shares that the letters and figures of the Admiralty system are held
// to be worth: of the source from A, completely reliable, to E, unreliable; of the
// information from 1, confirmed, to 5, improbable. The system (NATO, AJP-2.1) gives no
// numbers; these are ours, in even steps. F and 6 say that nothing can be judged.
var gradeOf = map[byte]float64{'A': 1, 'B': .8, 'C': .6, 'D': .4, 'E': .2, '1': 1, '2': .8, '3': .6, '4': .4, '5': .2}

// unjudged is the reliability where neither source nor information can be judged.
const unjudged = .5

// Grade gives the reliability that a grade such as B2 is worth: the lesser of its two
// parts, for a chain holds no better than its weaker link; where one cannot be judged,
// the other; .5 where neither can. What is no grade is worth 1.
func Grade(grade string) float64 {
	if !admiralty.MatchString(grade) {
		return 1
	}
	source, judged := gradeOf[grade[0]]
	information, known := gradeOf[grade[1]]
	switch {
	case judged && known:
		return min(source, information)
	case judged || known:
		return max(source, information)
	}
	return unjudged
}

// sourced gives the grade that a row's sources speak for: C3 for opinion alone, else B3
// for one source, B2 for two and B1 for more. A row of the analyst's own has none.
func sourced(b *entente.Bound) string {
	switch {
	case len(b.Sources) == 0:
		return ""
	case b.Opinion:
		return "C3"
	}
	return [...]string{"B3", "B2", "B1"}[min(len(b.Sources), 3)-1]
}

// reliability is what a row is weighed with.
func reliability(b *entente.Bound, graded bool) float64 {
	switch {
	case b.Reliability > 0 && b.Reliability <= 1:
		return b.Reliability
	case b.Admiralty != "":
		return Grade(b.Admiralty)
	case graded:
		return Grade(sourced(b))
	}
	return 1
}

// scaleOf is what ratings are worth: the options', the matrix's or the usual.
func scaleOf(m entente.Matrix, opt Options) map[entente.Rating]float64 {
	switch {
	case opt.Likelihood != nil:
		return opt.Likelihood
	case m.Scale != nil:
		return m.Scale
	}
	return Likelihoods()
}

// ratingOf gives a likelihood the rating that it is nearest to, for inconsistency.
func ratingOf(l float64) entente.Rating {
	for _, step := range []struct {
		below  float64
		rating entente.Rating
	}{{.2, "II"}, {.4, "I"}, {.6, "N"}, {.8, "C"}} {
		if l < step.below {
			return step.rating
		}
	}
	return "CC"
}

// rating is a row's rating of the k-th hypothesis; one that is wanting is neutral.
func rating(e *entente.Evidence, k int) entente.Rating {
	switch {
	case k < len(e.Likelihoods):
		return ratingOf(e.Likelihoods[k])
	case k < len(e.Ratings):
		return cmp.Or(e.Ratings[k], "N")
	}
	return "N"
}
