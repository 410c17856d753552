package link

import (
	"slices"

	"entente/boost"
)

// lessons are questions of the past with their rows, from which the ranker learns.
type lessons struct {
	boost.Data
	missing []int32 // by group, the answers that nobody proposed
	pending []lesson
}

// lesson is a question's rows before the columns are cut.
type lesson struct {
	rows    []float32
	right   []bool
	weights []float32
	missing int32
}

// draw gives numbers that depend on a seed and a place alone.
func draw(seed, place uint64) uint64 {
	z := seed + place*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// lessonOf copies the rows of a case from which the ranker shall learn: the right ones,
// those that the methods' own answers put first, and some by chance; all, if most is 0.
func (r *Ranker) lessonOf(s *sheet, q Asked, most int, seed uint64) lesson {
	keep := make([]bool, len(s.Actors))
	out := lesson{missing: int32(len(q.Answers))}
	for _, o := range q.Answers {
		if at, ok := s.named(o); ok {
			keep[at] = true
			out.missing--
		}
	}
	weights := make([]float32, len(s.Actors))
	if most > 0 {
		r.hard(s, keep, most/8)
		sample(keep, weights, most/2, seed)
	}
	for i, a := range s.Actors {
		if keep[i] || most == 0 {
			out.rows = append(out.rows, s.rows[i]...)
			out.right = append(out.right, slices.Contains(q.Answers, a))
			out.weights = append(out.weights, max(1, weights[i]))
		}
	}
	return out
}

// sample keeps some of the rows that are not kept yet; each stands for as many of them
// as were passed over for it.
func sample(keep []bool, weights []float32, most int, seed uint64) {
	var rest []int
	for i, k := range keep {
		if !k {
			rest = append(rest, i)
		}
	}
	n := min(most, len(rest))
	for k := range n {
		at := k + int(draw(seed, uint64(k))%uint64(len(rest)-k))
		rest[k], rest[at] = rest[at], rest[k]
		keep[rest[k]] = true
		weights[rest[k]] = float32(len(rest)) / float32(n)
	}
}

// hard marks the rows that each method puts first.
func (r *Ranker) hard(s *sheet, keep []bool, most int) {
	at := 0
	for _, m := range r.methods {
		s.best.reset(most)
		for i := range s.Actors {
			if v := s.rows[i][at]; v > 0 {
				s.best.add(s.Actors[i], v)
			}
		}
		for _, x := range s.best.items {
			keep[s.place[x.actor]] = true
		}
		at += len(m.Columns())
	}
}

// put takes lessons in; until there are enough to cut the columns by they wait.
func (r *Ranker) put(to *lessons, with []lesson) {
	if r.cuts == nil {
		to.pending = append(to.pending, with...)
		n := 0
		for _, l := range to.pending {
			n += len(l.right)
		}
		if n < cutRows {
			return
		}
		with, to.pending = to.pending, nil
		r.cut(with)
	}
	to.Columns = len(r.columns)
	bins := make([]uint8, to.Columns)
	for _, l := range with {
		to.Starts = append(to.Starts, int32(len(to.Right)))
		to.missing = append(to.missing, l.missing)
		to.Right = append(to.Right, l.right...)
		to.Weights = append(to.Weights, l.weights...)
		for at := 0; at < len(l.rows); at += to.Columns {
			r.cuts.Bin(l.rows[at:at+to.Columns], bins)
			to.Rows = append(to.Rows, bins...)
		}
	}
}

const cutRows = 50_000

func (r *Ranker) cut(with []lesson) {
	var rows []float32
	for _, l := range with {
		rows = append(rows, l.rows...)
	}
	r.cuts = boost.CutsOf(rows, len(r.columns))
}

// flush takes in what still waits, however few.
func (r *Ranker) flush(to *lessons) {
	if with := to.pending; len(with) > 0 {
		to.pending = nil
		if r.cuts == nil {
			r.cut(with)
		}
		r.put(to, with)
	}
}
