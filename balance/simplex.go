package balance

import "math"

// cover is the linear programme whose least cost bounds that of a signed graph from
// below: each tie has a share x >= 0 at which it is frustrated, and the shares along a
// negative cycle sum to at least 1 (the cuts). It is solved by the dual simplex method
// as cuts are added (Lemke 1954; of the programme's strength Guenin 2001). Rows are the
// variables in the basis, each written as a sum over those outside.
type cover struct {
	cost []float64 // of each tie
	cuts [][]int32

	vars []int // of each column: a tie, or len(cost) plus a cut's slack
	dual []float64
	row  []int // variable of each row
	tab  [][]float64
	rhs  []float64
	norm []float64 // how long each row is held to be, squared (Devex, Harris 1973)

	colOf, rowOf []int // of a tie, -1 if not there
	low          float64
}

// almost is what counts as zero in the programme.
const almost = 1e-9

func newCover(ties []tie) *cover {
	c := &cover{cost: make([]float64, len(ties)), colOf: make([]int, len(ties)), rowOf: make([]int, len(ties))}
	for i, t := range ties {
		// A trace more or less keeps costs apart, so that no two ways are equally good.
		trace := 1 + 1e-6*float64(uint32(i+1)*2654435761>>8)/(1<<24)
		c.cost[i] = float64(abs(t.w)) / float64(unit) * trace
		c.colOf[i], c.rowOf[i] = -1, -1
	}
	return c
}

// cut asks of a cycle that one of its ties be frustrated.
func (c *cover) cut(cycle []int32) {
	for _, i := range cycle {
		if c.colOf[i] < 0 && c.rowOf[i] < 0 {
			c.column(int(i))
		}
	}
	a, b := make([]float64, len(c.vars)), -1.
	for _, i := range cycle {
		if j := c.colOf[i]; j >= 0 {
			a[j]++
			continue
		}
		r := c.rowOf[i]
		b += c.rhs[r]
		for j, x := range c.tab[r] {
			a[j] += x
		}
	}
	c.row = append(c.row, len(c.cost)+len(c.cuts))
	c.cuts = append(c.cuts, cycle)
	c.tab = append(c.tab, a)
	c.rhs = append(c.rhs, b)
	c.norm = append(c.norm, 1)
}

// column brings a tie in that no cut had before.
func (c *cover) column(tie int) {
	c.colOf[tie] = len(c.vars)
	c.vars = append(c.vars, tie)
	c.dual = append(c.dual, c.cost[tie])
	for r := range c.tab {
		c.tab[r] = append(c.tab[r], 0)
	}
}

// solve restores that no variable is below zero. It gives up, and reports false, after
// so many steps, when stopped, or where the numbers allow none.
func (c *cover) solve(steps int, stopped func() bool) bool {
	for i := range steps {
		if i%16 == 15 && stopped() {
			return false
		}
		r := c.leaving()
		if r < 0 {
			return true
		}
		j := c.entering(r)
		if j < 0 {
			return false
		}
		c.pivot(r, j)
	}
	return false
}

// leaving is the row furthest below zero for its length.
func (c *cover) leaving() int {
	best, top := -1, 0.
	for r, b := range c.rhs {
		if b < -almost && b*b > top*c.norm[r] {
			best, top = r, b*b/c.norm[r]
		}
	}
	return best
}

// entering is the column whose reduced cost reaches zero first.
func (c *cover) entering(r int) int {
	best, least := -1, math.Inf(1)
	for j, a := range c.tab[r] {
		if a < 1e-7 {
			continue
		}
		if q := c.dual[j] / a; q < least {
			best, least = j, q
		}
	}
	return best
}

// pivot exchanges the variable of a row with that of a column.
func (c *cover) pivot(r, j int) {
	row := c.tab[r]
	scale := 1 / row[j]
	var filled []int
	for k := range row {
		if k != j && row[k] != 0 {
			if row[k] *= -scale; math.Abs(row[k]) < 1e-12 {
				row[k] = 0
				continue
			}
			filled = append(filled, k)
		}
	}
	row[j] = scale
	c.rhs[r] *= -scale
	for i, other := range c.tab {
		t := other[j]
		if i == r || t == 0 {
			continue
		}
		for _, k := range filled {
			other[k] += t * row[k]
		}
		other[j] = t * scale
		c.norm[i] = math.Max(c.norm[i], t*t*scale*scale*c.norm[r])
		c.rhs[i] += t * c.rhs[r]
	}
	c.norm[r] = math.Max(1, c.norm[r]*scale*scale)
	t := c.dual[j]
	for _, k := range filled {
		c.dual[k] = math.Max(0, c.dual[k]+t*row[k])
	}
	c.dual[j] = t * scale
	c.low += t * c.rhs[r]
	c.exchange(r, j)
}

func (c *cover) exchange(r, j int) {
	in, out := c.vars[j], c.row[r]
	c.vars[j], c.row[r] = out, in
	if in < len(c.cost) {
		c.colOf[in], c.rowOf[in] = -1, r
	}
	if out < len(c.cost) {
		c.colOf[out], c.rowOf[out] = j, -1
	}
}

// loosen forgets cuts that hold with room to spare.
func (c *cover) loosen() {
	n := 0
	for r := range c.row {
		if c.row[r] >= len(c.cost) && c.rhs[r] > 1 {
			continue
		}
		c.row[n], c.tab[n], c.rhs[n], c.norm[n] = c.row[r], c.tab[r], c.rhs[r], c.norm[r]
		if c.row[n] < len(c.cost) {
			c.rowOf[c.row[n]] = n
		}
		n++
	}
	c.row, c.tab, c.rhs, c.norm = c.row[:n], c.tab[:n], c.rhs[:n], c.norm[:n]
}

// shares gives the share at which each tie is frustrated.
func (c *cover) shares() []float64 {
	x := make([]float64, len(c.cost))
	for r, v := range c.row {
		if v < len(c.cost) {
			x[v] = math.Max(0, c.rhs[r])
		}
	}
	return x
}

// packing gives the dual answer as a packing of the cuts' cycles: an exact bound,
// whatever was rounded on the way.
func (c *cover) packing(n *net) *packing {
	p := newPacking(n)
	for j, v := range c.vars {
		if v >= len(c.cost) && c.dual[j] > 0 {
			p.put(c.cuts[v-len(c.cost)], int64(c.dual[j]*float64(unit)*float64(grain)))
		}
	}
	return p
}
