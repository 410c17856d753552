package triangle

import (
	"fmt"
	"math"
	"slices"

	"entente"
)

// figuresYears is over how many of the latest years figures are taken together.
const figuresYears = 5

// yearly gives the figures of a series by year, those of whole years alone, with the
// source of the latest. b is "" for figures of a state.
func (c *comparison) yearly(series string, a, b entente.Code) (map[int]float64, string) {
	out, last, source := map[int]float64{}, 0, ""
	for i := range c.figures {
		m := &c.figures[i]
		if m.Series != series || m.A != a || m.B != b || c.record.AsOf.Known() && m.To > c.record.AsOf {
			continue
		}
		y := m.From.Time().Year()
		out[y] = m.Value
		if y >= last {
			last, source = y, m.Source
		}
	}
	return out, source
}

// both gives the latest years that all of some series have, at most n, in order.
func both(n int, series ...map[int]float64) []int {
	var out []int
years:
	for y := range series[0] {
		for _, s := range series[1:] {
			if _, ok := s[y]; !ok {
				continue years
			}
		}
		out = append(out, y)
	}
	slices.Sort(out)
	return out[max(0, len(out)-n):]
}

// dated names a part after the years it rests on.
func dated(p *entente.Part, years []int, source string) {
	p.N, p.Basis = len(years), source
	p.From, p.To = entente.MakeDay(years[0], 1, 1), entente.MakeDay(years[len(years)-1], 12, 31)
}

func notLoaded(p entente.Part, what string) measured {
	p.State, p.Basis = NotLoaded, what
	return measured{Part: p}
}

// components are those of the composite index of national capability (Singer, Bremer and
// Stuckey 1972).
var components = []string{"nmc.milex", "nmc.milper", "nmc.irst", "nmc.pec", "nmc.tpop", "nmc.upop"}

// capability is a's share of the two's index of capability in the latest year. The index
// has no error of its own; the interval is that of the mean share over resampled components
// (all resamples are gone through), for what counts as capability is the question. Without
// components it is the spread of the last five years.
func (c *comparison) capability() measured {
	p := entente.Part{Name: Capability, Unit: "share of " + string(c.a) + " in both states' CINC"}
	x, source := c.yearly("nmc.cinc", c.a, "")
	y, _ := c.yearly("nmc.cinc", c.b, "")
	years := both(figuresYears, x, y)
	if len(years) == 0 {
		return notLoaded(p, "nmc.cinc of both: entente import structure NMC.csv --as nmc")
	}
	ratio := func(x, y map[int]float64, at int) float64 { return x[at] / (x[at] + y[at]) }
	last := years[len(years)-1]
	of := ratio(x, y, last)
	if math.IsNaN(of) {
		return notLoaded(p, "nmc.cinc of both above nought")
	}
	dated(&p, years[len(years)-1:], source)
	var shares []float64
	for _, series := range components {
		x, _ := c.yearly(series, c.a, "")
		y, _ := c.yearly(series, c.b, "")
		if s := ratio(x, y, last); x[last] >= 0 && y[last] >= 0 && !math.IsNaN(s) {
			shares = append(shares, s)
		}
	}
	p.N = len(shares)
	if len(shares) >= 3 {
		low, high, under := resampled(shares)
		p.State, p.Value = Measured, &entente.Estimate{Value: of, Low: math.Min(low, of), High: math.Max(high, of)}
		p.Lean = &entente.Estimate{Value: 1 - 2*of, Low: 1 - 2*p.Value.High, High: 1 - 2*p.Value.Low}
		p.P = under
		return measured{p, figure{1 - 2*of, (p.Lean.High - p.Lean.Low) / 3.29, sureDF}}
	}
	var all []float64
	for _, at := range years {
		all = append(all, ratio(x, y, at))
	}
	_, v := moments(all)
	f := figure{of, math.Sqrt(v), math.Max(1, float64(len(all)-1))}
	p.N = len(all)
	return finish(p, f, 0, 1, f.line(1, -2))
}

// resampled gives the 5 and 95 % points of the mean of n numbers drawn from n with
// replacement, and the probability that it is below a half. All draws are gone through.
func resampled(x []float64) (low, high, under float64) {
	type draw struct{ mean, p float64 }
	var all []draw
	n := len(x)
	var walk func(i, left int, sum, p float64)
	walk = func(i, left int, sum, p float64) {
		if i == n-1 {
			sum += float64(left) * x[i]
			all = append(all, draw{sum / float64(n), p / factorial(left)})
			return
		}
		for k := 0; k <= left; k++ {
			walk(i+1, left-k, sum+float64(k)*x[i], p/factorial(k))
		}
	}
	walk(0, n, 0, factorial(n)/math.Pow(float64(n), float64(n)))
	slices.SortFunc(all, func(a, b draw) int { return sign(a.mean - b.mean) })
	at := 0.
	low, high = all[0].mean, all[len(all)-1].mean
	for _, d := range all {
		if at < .05 {
			low = d.mean
		}
		if at < .95 {
			high = d.mean
		}
		at += d.p
		switch {
		case d.mean < .5:
			under += d.p
		case d.mean == .5:
			under += d.p / 2
		}
	}
	return low, high, under
}

func factorial(n int) float64 {
	f := 1.
	for i := 2; i <= n; i++ {
		f *= float64(i)
	}
	return f
}

// dependence is a's trade with b as a share of all of a's, less b's with a of all of b's
// (the vulnerability of Hirschman, National Power and the Structure of Foreign Trade, 1945),
// the mean of the last five years with their spread.
func (c *comparison) dependence() measured {
	p := entente.Part{Name: Dependence, Unit: "share of " + string(c.a) + "'s trade that is with " + string(c.b) + ", less the other way"}
	x, source := c.trade(c.a, c.b)
	y, _ := c.trade(c.b, c.a)
	allX, _ := c.trade(c.a, "")
	allY, _ := c.trade(c.b, "")
	years := both(figuresYears, x, y, allX, allY)
	if len(years) == 0 {
		return notLoaded(p, "trade of the two with each other and of each with all: entente import structure FILE --as trade")
	}
	dated(&p, years, source)
	var d []float64
	for _, at := range years {
		if allX[at] > 0 && allY[at] > 0 {
			d = append(d, x[at]/allX[at]-y[at]/allY[at])
		}
	}
	if len(d) == 0 {
		return notLoaded(p, "trade with all above nought")
	}
	mean, v := moments(d)
	f := figure{mean, math.Sqrt(v), math.Max(1, float64(len(d)-1))}
	return finish(p, f, -1, 1, f)
}

// trade gives imports and exports together by year, where both are there; with b unset
// those with all, which are summed over partners where no total is loaded.
func (c *comparison) trade(a, b entente.Code) (map[int]float64, string) {
	in, source := c.yearly("trade.imports", a, b)
	out, _ := c.yearly("trade.exports", a, b)
	sums := map[int]float64{}
	for y, v := range in {
		if w, ok := out[y]; ok {
			sums[y] = v + w
		}
	}
	if b == "" && len(sums) == 0 {
		return c.allTrade(a), source
	}
	return sums, source
}

// partnersLeast is the number of partners whose trade stands for that with all.
const partnersLeast = 20

func (c *comparison) allTrade(a entente.Code) map[int]float64 {
	sums, partners := map[int]float64{}, map[int]map[entente.Code]bool{}
	for i := range c.figures {
		m := &c.figures[i]
		if m.A != a || m.B == "" || m.Series != "trade.imports" && m.Series != "trade.exports" || c.record.AsOf.Known() && m.To > c.record.AsOf {
			continue
		}
		y := m.From.Time().Year()
		if partners[y] == nil {
			partners[y] = map[entente.Code]bool{}
		}
		partners[y][m.B] = true
		sums[y] += m.Value
	}
	for y := range sums {
		if len(partners[y]) < partnersLeast {
			delete(sums, y)
		}
	}
	return sums
}

// alignmentYears is over how many of the latest years the two's votes are followed.
const alignmentYears = 10

// alignment is who comes nearer: by how much a's ideal point in the General Assembly
// (Bailey, Strezhnev and Voeten 2017) moves toward b's in ten years, less b's toward a's. It
// leans to who closes the gap.
func (c *comparison) alignment() measured {
	p := entente.Part{Name: Alignment, Unit: "ideal points in ten years by which " + string(c.a) + " comes nearer, less the other way"}
	x, source := c.yearly("unvotes.ideal", c.a, "")
	y, _ := c.yearly("unvotes.ideal", c.b, "")
	years := both(alignmentYears, x, y)
	if len(years) == 0 {
		return notLoaded(p, "unvotes.ideal of both: entente import structure FILE --as unvotes")
	}
	dated(&p, years, source)
	var at, za, zb []float64
	gap := 0.
	for _, year := range years {
		at, za, zb = append(at, float64(year)), append(za, x[year]), append(zb, y[year])
		gap += y[year] - x[year]
	}
	fa, ok := slope(at, za)
	fb, fine := slope(at, zb)
	if !ok || !fine {
		p.State, p.Basis = TooLittle, fmt.Sprintf("%d years of ideal points; 4 are needed", len(years))
		return measured{Part: p}
	}
	toward := float64(sign(gap))
	f := figure{10 * toward * (fa.mean + fb.mean), 10 * math.Hypot(fa.se, fb.se), math.Min(fa.df, fb.df)}
	return finish(p, f, math.Inf(-1), math.Inf(1), f.tanh())
}
