package triangle

import (
	"fmt"
	"math"

	"entente"
)

// rivalsFrom is the probability of enmity from which two actors are rivals, and one who
// deals with both may hedge.
const rivalsFrom = .5

// Hedgings says for each corner how evenly it stands with the two others, where these are
// at odds: h = (1 - |x_ij - x_ik|/2) min(v_ij, v_ik)/max(v_ij, v_ik), with x the levels and
// v what is dealt, all points of acts either way. The interval of the first factor is that
// over the two levels, taken as normal about their means and independent.
func Hedgings(t entente.Triangle) []entente.Hedging {
	var out []entente.Hedging
	for i, c := range t.Corners {
		a, b, rivals := t.Ties[across[i][0]], t.Ties[across[i][1]], t.Ties[across[i][2]]
		h := entente.Hedging{Actor: c, Between: [2]entente.Code{other(a, c), other(b, c)}, Rivals: rivals.PMinus}
		h.Volume = evenly(dealt(a), dealt(b))
		switch {
		case a.Level == nil || b.Level == nil:
			h.Why = fmt.Sprintf("how %s stands with both is not known", c)
		case rivals.PMinus <= rivalsFrom:
			h.Even = closeness(a, b)
			h.Why = fmt.Sprintf("%s and %s are not known as rivals, so there is nothing to hedge between", h.Between[0], h.Between[1])
		default:
			h.Even = closeness(a, b)
			h.Value = &entente.Estimate{Value: h.Even.Value * h.Volume, Low: h.Even.Low * h.Volume, High: h.Even.High * h.Volume}
		}
		out = append(out, h)
	}
	return out
}

func dealt(t entente.Tie) float64 {
	return t.Acts.CoopAB + t.Acts.CoopBA + t.Acts.ConfAB + t.Acts.ConfBA
}

func evenly(x, y float64) float64 {
	if x <= 0 || y <= 0 {
		return 0
	}
	return math.Min(x, y) / math.Max(x, y)
}

// gridPoints is in how many quantiles a level is taken.
const gridPoints = 41

// closeness is 1 - |x - y|/2 over two levels.
func closeness(a, b entente.Tie) *entente.Estimate {
	var all []float64
	xs, ys := levels(a), levels(b)
	for _, x := range xs {
		for _, y := range ys {
			all = append(all, 1-math.Abs(x-y)/2)
		}
	}
	return spreadOf(all)
}

// levels gives quantiles of a level between -1 and 1.
func levels(t entente.Tie) []float64 {
	f := figure{t.Mean, (t.High - t.Low) / 3.29, sureDF}
	out := make([]float64, gridPoints)
	for i := range out {
		out[i] = math.Min(math.Max(f.mean+f.se*f.t().Quantile((float64(i)+.5)/gridPoints), -1), 1)
	}
	return out
}
