package syntax

import "math"

// decoder finds the tree that the scores of arcs favour.
type decoder struct {
	heads    []int
	complete [2][]float32 // by direction; a span's head is its left end, or its right end
	open     [2][]float32
	splits   [3][]int16 // where the best spans meet: of complete spans by direction, of open ones (both meet at one place)
}

// tree leaves in d.heads the head of each of n tokens, -1 for the root. scores has n
// rows of n+1: the score of each token as head, and at the end of the root. The tree
// has one root and no crossing arcs: that of the greatest sum (Eisner 1996).
func (d *decoder) tree(scores []float32, n int) []int {
	d.heads = resize(d.heads, n)
	if d.greedy(scores, n) {
		return d.heads
	}
	d.eisner(scores, n)
	return d.heads
}

// greedy gives each token its best head and reports whether that is a tree without
// crossing arcs; then no other is better.
func (d *decoder) greedy(scores []float32, n int) bool {
	roots := 0
	for i := range n {
		row := scores[i*(n+1):][:n+1]
		b := n
		for j, s := range row[:n] {
			if j != i && s > row[b] {
				b = j
			}
		}
		if d.heads[i] = b; b == n {
			d.heads[i] = -1
			roots++
		}
	}
	return roots == 1 && projective(d.heads)
}

// projective reports whether heads form a tree in which each word's subtree is one
// run of words. Heads are known to hold one root.
func projective(heads []int) bool {
	for i, h := range heads {
		if h < 0 {
			continue
		}
		for k := min(i, h) + 1; k < max(i, h); k++ {
			// a word between must hang, at some remove, within the arc
			up, steps := k, 0
			for up != h && up != i && up > min(i, h) && up < max(i, h) && steps <= len(heads) {
				up = heads[up]
				steps++
			}
			if up != h && up != i || steps > len(heads) {
				return false
			}
		}
	}
	return rooted(heads)
}

// rooted reports whether every word leads up to the root.
func rooted(heads []int) bool {
	for i := range heads {
		up, steps := i, 0
		for up >= 0 && steps <= len(heads) {
			up = heads[up]
			steps++
		}
		if up >= 0 {
			return false
		}
	}
	return true
}

// never is less than any sum of scores.
const never = float32(-1e30)

// eisner is the chart of Eisner (1996) over the tokens alone; the root takes that
// token whose two complete spans and own score sum highest. The cell of the span from
// a to b stands at a·n+b. Sums only, so nothing here can be fused.
func (d *decoder) eisner(scores []float32, n int) {
	for k := range 2 {
		d.complete[k] = resize(d.complete[k], n*n)
		d.open[k] = resize(d.open[k], n*n)
	}
	for k := range d.splits {
		d.splits[k] = resize(d.splits[k], n*n)
	}
	for i := range n {
		d.complete[0][i*n+i], d.complete[1][i*n+i] = 0, 0
	}
	for span := 1; span < n; span++ {
		for a := 0; a+span < n; a++ {
			d.join(scores, n, a, a+span)
		}
	}
	root, most := 0, float32(math.Inf(-1))
	for i := range n {
		if s := d.complete[1][i] + d.complete[0][i*n+n-1] + scores[i*(n+1)+n]; s > most {
			root, most = i, s
		}
	}
	d.heads[root] = -1
	d.follow(n, 0, root, 1, false)
	d.follow(n, root, n-1, 0, false)
}

// join fills the cells of the span from a to b. In direction 0 the head is a, in 1 it
// is b. An open span is an arc between a and b over two complete ones that meet between
// k and k+1; a complete span is an open one and a complete one that meet at k.
func (d *decoder) join(scores []float32, n, a, b int) {
	right, left := d.complete[0], d.complete[1]
	best, split := never, a
	for k := a; k < b; k++ {
		if s := right[a*n+k] + left[(k+1)*n+b]; s > best {
			best, split = s, k
		}
	}
	at := a*n + b
	d.open[0][at], d.open[1][at] = best+scores[b*(n+1)+a], best+scores[a*(n+1)+b]
	d.splits[2][at] = int16(split)
	best, split = never, b
	for k := a + 1; k <= b; k++ {
		if s := d.open[0][a*n+k] + right[k*n+b]; s > best {
			best, split = s, k
		}
	}
	right[at], d.splits[0][at] = best, int16(split)
	best, split = never, a
	for k := a; k < b; k++ {
		if s := left[a*n+k] + d.open[1][k*n+b]; s > best {
			best, split = s, k
		}
	}
	left[at], d.splits[1][at] = best, int16(split)
}

// follow reads the heads of a span back from the chart.
func (d *decoder) follow(n, a, b, direction int, open bool) {
	if a == b {
		return
	}
	at := a*n + b
	if open {
		if direction == 0 {
			d.heads[b] = a
		} else {
			d.heads[a] = b
		}
		k := int(d.splits[2][at])
		d.follow(n, a, k, 0, false)
		d.follow(n, k+1, b, 1, false)
		return
	}
	k := int(d.splits[direction][at])
	if direction == 0 {
		d.follow(n, a, k, 0, true)
		d.follow(n, k, b, 0, false)
		return
	}
	d.follow(n, a, k, 1, false)
	d.follow(n, k, b, 1, true)
}
