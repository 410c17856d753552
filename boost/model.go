package boost

// node asks whether a column's step lies above a bound, then one goes right; a leaf has
// no column.
type node struct {
	column      int16 // -1 in a leaf
	step        uint8
	left, right int16
	value       float32
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
