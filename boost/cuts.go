package boost

import "slices"

// Steps is the most that a column is told apart in.
const Steps = 64

// Cuts says for each column where its steps begin: a value is of as many steps as there
// are cuts not above it.
type Cuts [][]float32

// CutsOf lays the cuts of columns so that about as many of the rows lie in each step.
// Rows lie one after another, so many numbers each.
func CutsOf(rows []float32, columns int) Cuts {
	out := make(Cuts, columns)
	n := len(rows) / columns
	values := make([]float32, n)
	for c := range out {
		for i := range values {
			values[i] = rows[i*columns+c]
		}
		out[c] = cutsOf(values)
	}
	return out
}

// cutsOf gives every value but the least a step of its own where there are few;
// otherwise the most common value gets one, and the rest are cut evenly.
func cutsOf(values []float32) []float32 {
	slices.Sort(values)
	var cuts []float32
	distinct := slices.Compact(slices.Clone(values))
	if len(distinct) <= Steps {
		return append(cuts, distinct[min(1, len(distinct)):]...)
	}
	// The least value is often that of all who have nothing; what is above it is cut
	// evenly, or half of the steps would tell the same.
	start := 0
	for start < len(values) && values[start] == values[0] {
		start++
	}
	rest := values[start:]
	for k := range Steps - 1 {
		v := rest[k*len(rest)/(Steps-1)]
		if len(cuts) == 0 || v > cuts[len(cuts)-1] {
			cuts = append(cuts, v)
		}
	}
	return cuts
}

// Bin writes the steps of one row.
func (c Cuts) Bin(row []float32, to []uint8) {
	for i, cuts := range c {
		v, low, high := row[i], 0, len(cuts)
		for low < high {
			mid := int(uint(low+high) >> 1)
			if cuts[mid] <= v {
				low = mid + 1
			} else {
				high = mid
			}
		}
		to[i] = uint8(low)
	}
}
