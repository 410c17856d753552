package score

import "math"

// pairBonus outweighs every closeness that a story's pairs can add up to, so that
// the number of pairs comes first.
const pairBonus = 1 << 20

// assign pairs rows with columns one to one so that as many as can be are paired
// and, among those ways, the sum of measures is largest. A measure of zero or less
// forbids a pair. It is the Hungarian method with shortest augmenting paths (Kuhn
// 1955; Jonker and Volgenant 1987), of cubic cost in the size of one story.
func assign[R, C comparable](rows []R, cols []C, measure func(R, C) int) map[R]C {
	h := newHungarian(len(rows), max(len(cols), len(rows)))
	for i, r := range rows {
		for j, c := range cols {
			if m := measure(r, c); m > 0 {
				h.cost[i][j] = -float64(pairBonus + m)
			}
		}
	}
	for i := range rows {
		h.place(i)
	}
	out := map[R]C{}
	for j, i := range h.rowOf {
		if i >= 0 && h.cost[i][j] < 0 {
			out[rows[i]] = cols[j]
		}
	}
	return out
}

// Hungarian is the state of the method: costs, the prices of rows and columns, and
// the row that holds each column (-1 for none).
type hungarian struct {
	cost             [][]float64
	rowPrice, colFee []float64
	rowOf            []int
}

func newHungarian(rows, cols int) *hungarian {
	h := &hungarian{rowPrice: make([]float64, rows), colFee: make([]float64, cols), rowOf: make([]int, cols)}
	for range rows {
		h.cost = append(h.cost, make([]float64, cols))
	}
	for j := range h.rowOf {
		h.rowOf[j] = -1
	}
	return h
}

// place gives row i a column along the cheapest path of exchanges.
func (h *hungarian) place(i int) {
	n := len(h.rowOf)
	dist, from, done := make([]float64, n), make([]int, n), make([]bool, n)
	for j := range dist {
		dist[j], from[j] = h.reduced(i, j), -1
	}
	end := -1
	var total float64
	for end < 0 {
		j := cheapest(dist, done)
		done[j], total = true, dist[j]
		if h.rowOf[j] < 0 {
			end = j
			break
		}
		for k := range dist {
			if d := total + h.reduced(h.rowOf[j], k); !done[k] && d < dist[k] {
				dist[k], from[k] = d, j
			}
		}
	}
	h.reprice(i, dist, done, total)
	for j := end; j >= 0; j = from[j] {
		if from[j] < 0 {
			h.rowOf[j] = i
		} else {
			h.rowOf[j] = h.rowOf[from[j]]
		}
	}
}

func (h *hungarian) reduced(i, j int) float64 { return h.cost[i][j] - h.rowPrice[i] - h.colFee[j] }

// reprice keeps all reduced costs at or above zero after a path of the given length.
func (h *hungarian) reprice(i int, dist []float64, done []bool, total float64) {
	h.rowPrice[i] += total
	for j := range dist {
		if done[j] {
			if r := h.rowOf[j]; r >= 0 {
				h.rowPrice[r] += total - dist[j]
			}
			h.colFee[j] -= total - dist[j]
		}
	}
}

func cheapest(dist []float64, done []bool) int {
	best, low := -1, math.Inf(1)
	for j, d := range dist {
		if !done[j] && d < low {
			best, low = j, d
		}
	}
	return best
}
