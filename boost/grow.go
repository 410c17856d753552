package boost

// bin sums the derivatives of the rows in one step of a column.
type bin struct{ g, h float32 }

// split is the best question to ask in a leaf.
type split struct {
	column int
	step   uint8
	gain   float32
}

// leaf is a part of the sample with its sums by column and step.
type leaf struct {
	node     int
	from, to int // in builder.rows
	bins     []bin
	g, h     float32
	best     split
}

// grow makes one tree of the rows drawn.
func (b *builder) grow() tree {
	t := tree{{column: -1}}
	if len(b.rows) == 0 {
		return t
	}
	leaves := []leaf{{to: len(b.rows), bins: b.sums(0, len(b.rows))}}
	b.settle(&leaves[0])
	for len(leaves) < b.opt.Leaves {
		at := 0
		for i := range leaves {
			if leaves[i].best.gain > leaves[at].best.gain {
				at = i
			}
		}
		if leaves[at].best.gain <= 0 {
			break
		}
		var right leaf
		t, right = b.part(t, &leaves[at])
		leaves = append(leaves, right)
	}
	for _, l := range leaves {
		t[l.node].value = -b.opt.Rate * l.g / (l.h + b.opt.Ridge)
	}
	return t
}

// part splits a leaf; it becomes the left of the two, and the right one is given.
func (b *builder) part(t tree, l *leaf) (tree, leaf) {
	column, step := l.best.column, l.best.step
	b.gain[column] += float64(l.best.gain)
	mid := b.divide(l.from, l.to, column, step)
	parent := l.node
	t[parent].column, t[parent].step = int16(column), step
	t[parent].left, t[parent].right = int16(len(t)), int16(len(t)+1)
	t = append(t, node{column: -1}, node{column: -1})
	right := leaf{node: len(t) - 1, from: mid, to: l.to}
	l.node, l.to = len(t)-2, mid
	if l.to-l.from < right.to-right.from {
		right.bins = l.bins
		l.bins = b.sums(l.from, l.to)
		less(right.bins, l.bins)
	} else {
		right.bins = b.sums(right.from, right.to)
		less(l.bins, right.bins)
	}
	b.settle(l)
	b.settle(&right)
	return t, right
}

func less(a, b []bin) {
	for i := range a {
		a[i].g -= b[i].g
		a[i].h -= b[i].h
	}
}

// divide parts rows by a question, keeping their order, and gives where the right begin.
func (b *builder) divide(from, to, column int, step uint8) int {
	mid, other := from, 0
	for _, r := range b.rows[from:to] {
		if b.data.Rows[int(r)*b.data.Columns+column] > step {
			b.spare[other] = r
			other++
		} else {
			b.rows[mid] = r
			mid++
		}
	}
	copy(b.rows[mid:to], b.spare[:other])
	return mid
}

// sums adds up the derivatives of rows by column and step, two halves at once.
func (b *builder) sums(from, to int) []bin {
	parts := [2][]bin{}
	halves(2, func(i, _ int) {
		parts[i] = make([]bin, b.data.Columns*Steps)
		half := from + (to-from)/2
		if i == 0 {
			b.add(parts[i], from, half)
		} else {
			b.add(parts[i], half, to)
		}
	})
	for i := range parts[0] {
		parts[0][i].g += parts[1][i].g
		parts[0][i].h += parts[1][i].h
	}
	return parts[0]
}

func (b *builder) add(bins []bin, from, to int) {
	for _, r := range b.rows[from:to] {
		row, s := b.data.Row(int(r)), b.slope[r]
		for _, c := range b.asked {
			at := &bins[c*Steps+int(row[c]&(Steps-1))]
			at.g += s[0]
			at.h += s[1]
		}
	}
}

// settle finds a leaf's sums and its best question.
func (b *builder) settle(l *leaf) {
	l.g, l.h = 0, 0
	for _, x := range l.bins[b.asked[0]*Steps : (b.asked[0]+1)*Steps] {
		l.g += x.g
		l.h += x.h
	}
	l.best = split{}
	if l.to-l.from < 2 {
		return
	}
	whole := worth(l.g, l.h, b.opt.Ridge)
	for _, c := range b.asked {
		g, h := float32(0), float32(0)
		for step, x := range l.bins[c*Steps : (c+1)*Steps-1] {
			g += x.g
			h += x.h
			if h < b.opt.Least || l.h-h < b.opt.Least {
				continue
			}
			gain := worth(g, h, b.opt.Ridge) + worth(l.g-g, l.h-h, b.opt.Ridge) - whole
			if gain > l.best.gain {
				l.best = split{c, uint8(step), gain}
			}
		}
	}
}

func worth(g, h, ridge float32) float32 { return g * g / (h + ridge) }
