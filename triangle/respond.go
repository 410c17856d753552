package triangle

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"entente"
)

// How responses are measured.
const (
	responseMonths = 12 // over so many months after a deed
	responseLeast  = 24 // months with one before them that are needed
)

// responsiveness is who answers whom: what a's net cooperation toward b does in the twelve
// months after b's rose by one standard deviation, less the other way (a vector
// autoregression of one month after Goldstein and Freeman, American Political Science Review
// 85, 1991, p. 17). Responses are not made orthogonal: within a month there is no telling
// who began. Its error is by the delta method. It leans to who answers more.
func (c *comparison) responsiveness() measured {
	p := entente.Part{Name: Responsiveness, Unit: "standard deviations in twelve months by which " + string(c.a) + " answers " + string(c.b) + ", less the other way",
		Acts: true, From: c.from, To: c.until}
	now, then := c.transitions()
	p.N = len(now)
	if len(now) < responseLeast {
		p.State, p.Basis = TooLittle, fmt.Sprintf("%d months with one before them; %d are needed", len(now), responseLeast)
		return measured{Part: p}
	}
	f, ok := answers(now, then)
	if !ok {
		p.State, p.Basis = TooLittle, "one side did the same in every month"
		return measured{Part: p}
	}
	return finish(p, f, math.Inf(-1), math.Inf(1), f.tanh())
}

// transitions gives the net cooperation of both ways, month by month with the month before.
func (c *comparison) transitions() (now, then [][2]float64) {
	ab, ba := c.record.flows(c.a, c.b), c.record.flows(c.b, c.a)
	months := c.record.months(c.from, c.until)
	at := func(m entente.Day) [2]float64 { return [2]float64{ab[m].net(), ba[m].net()} }
	for i := 1; i < len(months); i++ {
		if entente.Monthly.Next(months[i-1]) == months[i] {
			now, then = append(now, at(months[i])), append(then, at(months[i-1]))
		}
	}
	return now, then
}

// answers fits now = const + A then, both scaled, and gives the difference of the summed
// responses.
func answers(now, then [][2]float64) (figure, bool) {
	n := len(now)
	if !scale(now, then) {
		return figure{}, false
	}
	x, y := mat.NewDense(n, 3, nil), mat.NewDense(n, 2, nil)
	for i := range now {
		x.SetRow(i, []float64{1, then[i][0], then[i][1]})
		y.SetRow(i, now[i][:])
	}
	var xx, inv, xy, b, fit, rest mat.Dense
	xx.Mul(x.T(), x)
	if err := inv.Inverse(&xx); err != nil {
		return figure{}, false
	}
	xy.Mul(x.T(), y)
	b.Mul(&inv, &xy)
	fit.Mul(x, &b)
	rest.Sub(y, &fit)
	var sigma mat.Dense
	sigma.Mul(rest.T(), &rest)
	sigma.Scale(1/float64(n-3), &sigma)
	coef := [4]float64{b.At(1, 0), b.At(2, 0), b.At(1, 1), b.At(2, 1)} // of a on a, b; of b on a, b
	grad := gradient(coef)
	v := 0.
	for i, g := range grad {
		for j, h := range grad {
			v += g * h * sigma.At(i/2, j/2) * inv.At(1+i%2, 1+j%2)
		}
	}
	f := figure{lead(coef), math.Sqrt(v), float64(n - 3)}
	return f, !math.IsNaN(f.mean) && !math.IsInf(f.mean, 0) && !math.IsNaN(f.se) && !math.IsInf(f.se, 0)
}

// scale divides each way by its standard deviation; false if one has none.
func scale(now, then [][2]float64) bool {
	for way := range 2 {
		var all []float64
		for i := range now {
			all = append(all, now[i][way])
		}
		_, v := moments(all)
		if v <= 0 {
			return false
		}
		for i := range now {
			now[i][way] /= math.Sqrt(v)
			then[i][way] /= math.Sqrt(v)
		}
	}
	return true
}

// lead is by how much the first answers the second more than the other way, over the
// powers of the matrix.
func lead(c [4]float64) float64 {
	sum := 0.
	p := [4]float64{1, 0, 0, 1}
	for range responseMonths {
		p = [4]float64{p[0]*c[0] + p[1]*c[2], p[0]*c[1] + p[1]*c[3], p[2]*c[0] + p[3]*c[2], p[2]*c[1] + p[3]*c[3]}
		sum += p[1] - p[2]
	}
	return sum
}

// gradient is that of lead, by differences.
func gradient(c [4]float64) (g [4]float64) {
	const step = 1e-5
	for i := range c {
		up, down := c, c
		up[i] += step
		down[i] -= step
		g[i] = (lead(up) - lead(down)) / (2 * step)
	}
	return g
}
