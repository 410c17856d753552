package boost

// node asks whether a column's step lies above a bound, then one goes right; a leaf has
// no column.
type node struct {
	column      int16 // -1 in a leaf
	step        uint8
	left, right int16
	value       float32 // of a leaf; elsewhere the value at which the next step begins
}

type tree []node

// Model is a sum of trees.
type Model struct {
	trees []tree
	Gain  []float64 // by column, what it has done for the fit, as a share of all
}

// Trees counts the trees.
func (m *Model) Trees() int { return len(m.trees) }

// Score gives a row's number.
func (m *Model) Score(row []uint8) float32 {
	sum := float32(0)
	for _, t := range m.trees {
		sum += t.value(row)
	}
	return sum
}

// ScoreValues gives the number of a row whose values were not turned into steps; it is
// the same as that of its steps.
func (m *Model) ScoreValues(row []float32) float32 {
	sum := float32(0)
	for _, t := range m.trees {
		at := &t[0]
		for at.column >= 0 {
			if row[at.column] >= at.value {
				at = &t[at.right]
			} else {
				at = &t[at.left]
			}
		}
		sum += at.value
	}
	return sum
}

// Lay tells a model at which values the steps begin that it asks for, so that it can
// score values.
func (m *Model) Lay(cuts Cuts) {
	for _, t := range m.trees {
		for i := range t {
			if n := &t[i]; n.column >= 0 {
				n.value = cuts[n.column][n.step]
			}
		}
	}
}

// First gives the model of its first trees alone.
func (m *Model) First(n int) *Model { return &Model{trees: m.trees[:n], Gain: m.Gain} }

// Tree gives what the tree of that number adds to a row's score.
func (m *Model) Tree(i int, row []uint8) float32 { return m.trees[i].value(row) }

func (t tree) value(row []uint8) float32 {
	at := &t[0]
	for at.column >= 0 {
		if row[at.column] > at.step {
			at = &t[at.right]
		} else {
			at = &t[at.left]
		}
	}
	return at.value
}
