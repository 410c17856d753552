package score

import (
	"math"

	"entente"
	"entente/forecast"
)

// TypeMeasures tell how forecasts of the types of triangles fared. What came is a judgement,
// so it is probabilities over the types: a Brier score is the mean over them of Σ (p - y)²
// over the types, as if a type were drawn from that judgement. Floor is that of a forecaster
// who had known the judgement; no forecast can have less.
type TypeMeasures struct {
	N           int        `json:"n"`
	Triangles   int        `json:"triangles"`
	Brier       float64    `json:"brier"`
	Persistence float64    `json:"brier_persistence"` // the types stay as judged at the origin
	Climate     float64    `json:"brier_base_rate"`   // the mean of how they were judged before
	Floor       float64    `json:"brier_floor"`
	Skill       float64    `json:"skill_over_persistence"`
	Interval    [2]float64 `json:"interval"` // 95 %, clustered by triangle and by horizon
	SkillBase   float64    `json:"skill_over_base_rate"`
	ECE         float64    `json:"ece"` // of all types' probabilities, in ten bins
	ECENow      float64    `json:"ece_persistence"`
	Likeliest   float64    `json:"likeliest_came"` // how often the type that was likeliest was so then
	Stayed      float64    `json:"likeliest_stayed"`
	Reliability []Bin      `json:"reliability"`
}

// Types measures forecasts of types of one horizon. Origins whose horizons overlap are
// gathered in spans of the horizon's length.
func Types(trials []forecast.TypeTrial) TypeMeasures {
	m := TypeMeasures{N: len(trials)}
	if m.N == 0 {
		return m
	}
	n, seen := float64(m.N), map[[3]entente.Code]bool{}
	first := trials[0].Origin
	for _, t := range trials {
		seen[t.Corners] = true
		first = min(first, t.Origin)
		m.Brier += apart(t.P, t.Then) / n
		m.Persistence += apart(t.Now, t.Then) / n
		m.Climate += apart(t.Usual, t.Then) / n
		m.Floor += apart(t.Then, t.Then) / n
		m.Likeliest += truth(topShape(t.P) == topShape(t.Then)) / n
		m.Stayed += truth(topShape(t.Now) == topShape(t.Then)) / n
	}
	m.Triangles = len(seen)
	m.Skill, m.SkillBase = 1-m.Brier/max(m.Persistence, 1e-12), 1-m.Brier/max(m.Climate, 1e-12)
	var c crossed[[3]entente.Code, int]
	for _, t := range trials {
		ours, theirs := apart(t.P, t.Then), apart(t.Now, t.Then)
		c.add(t.Corners, int(t.Origin-first)/t.Horizon, ((theirs-ours)-m.Skill*theirs)/max(m.Persistence*n, 1e-12))
	}
	half := 1.96 * c.deviation()
	m.Interval = [2]float64{digits(m.Skill - half), digits(m.Skill + half)}
	m.Reliability, m.ECE = typeBins(trials, func(t *forecast.TypeTrial) map[entente.Shape]float64 { return t.P })
	_, m.ECENow = typeBins(trials, func(t *forecast.TypeTrial) map[entente.Shape]float64 { return t.Now })
	for _, v := range []*float64{&m.Brier, &m.Persistence, &m.Climate, &m.Floor, &m.Skill, &m.SkillBase, &m.ECE, &m.ECENow, &m.Likeliest, &m.Stayed} {
		*v = digits(*v)
	}
	return m
}

// apart is the Brier score to be expected of p where the type is drawn from another judgement.
func apart(p, came map[entente.Shape]float64) (sum float64) {
	for _, s := range entente.Shapes {
		y := came[s]
		sum += square(p[s]-y) + y*(1-y)
	}
	return sum
}

func topShape(p map[entente.Shape]float64) entente.Shape {
	best := entente.Incomplete
	for _, s := range entente.Shapes {
		if p[s] > p[best] {
			best = s
		}
	}
	return best
}

// typeBins holds each type's probability against how likely it was then judged.
func typeBins(trials []forecast.TypeTrial, told func(*forecast.TypeTrial) map[entente.Shape]float64) (out []Bin, ece float64) {
	var all [10]Bin
	total := 0.
	for i := range trials {
		for _, s := range entente.Shapes {
			p := told(&trials[i])[s]
			b := &all[min(9, int(p*10))]
			b.N++
			b.Forecast += p
			b.Observed += trials[i].Then[s]
			total++
		}
	}
	for i, b := range all {
		if b.N == 0 {
			continue
		}
		ece += math.Abs(b.Forecast-b.Observed) / total
		out = append(out, Bin{float64(i) / 10, b.N, digits(b.Forecast / float64(b.N)), digits(b.Observed / float64(b.N))})
	}
	return out, ece
}
