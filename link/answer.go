package link

import (
	"math"
	"slices"

	"entente/graph"
)

// answer answers a day of the test.
func (r *run) answer(day []Asked) {
	for _, m := range r.alone {
		if c, ok := m.(*Recurrency); ok {
			c.settle(r.Graph, day[0].Day)
		}
	}
	out := make([][]Answer, len(day))
	r.each(len(day), func(i int, s *sheet) {
		q := day[i]
		r.ranker.fill(r.Graph, q.Question, s)
		scores := r.ranker.answer(s, nil)
		right := s.rightOf(q)
		for _, o := range q.Answers {
			a := Answer{Asked: q.Question, Actor: o, Stratum: stratumOf(r.Graph, q.Question, o)}
			if at, ok := s.named(o); ok {
				a.Rank = rankAmong(scores, right, int(at))
			} else {
				a.Rank = r.behind(right, len(q.Answers))
			}
			out[i] = append(out[i], a)
		}
		if first := r.first(s, scores); len(first) > 0 {
			for k := range out[i] {
				out[i][k].First = first
			}
		}
		r.byThemselves(s, q, out[i])
	})
	for _, as := range out {
		r.result.Answers = append(r.result.Answers, as...)
	}
}

// behind gives the rank of an answer that nobody named: all that were named and are wrong
// stand above it, the rest of the wrong ones beside it.
func (r *run) behind(right []bool, answers int) float64 {
	wrong := 0
	for _, is := range right {
		if !is {
			wrong++
		}
	}
	beside := r.Graph.Actors() - answers - wrong
	return float64(wrong) + float64(max(0, beside))/2 + 1
}

// first names the actors with the highest scores and gives their reasons.
func (r *run) first(s *sheet, scores []float32) []Named {
	if r.o.Explain == 0 || len(scores) == 0 {
		return nil
	}
	shares := slices.Clone(scores)
	soften(shares)
	s.best.reset(r.o.Explain)
	for i, a := range s.Actors {
		s.best.add(a, shares[i])
	}
	s.sortBest()
	var out []Named
	for _, x := range slices.Clone(s.best.items) {
		out = append(out, Named{x.actor, float64(x.value), r.Why(s.Question, x.actor)})
	}
	return out
}

// Why gives the reasons that all methods have for an answer, those of each the strongest
// first. There is one at least for every actor that was ever seen.
func (c *Course) Why(q Question, o graph.Actor) []Reason {
	var out []Reason
	for _, m := range c.methods {
		why := m.Why(c.Graph, q, o)
		out = append(out, why[:min(reasonsEach, len(why))]...)
	}
	byWorth(out)
	return out
}

// reasonsEach is how many reasons of a method are given.
const reasonsEach = 2

// rightOf marks the named actors that are answers.
func (s *sheet) rightOf(q Asked) []bool {
	right := make([]bool, len(s.actors))
	for _, o := range q.Answers {
		if at, ok := s.named(o); ok {
			right[at] = true
		}
	}
	return right
}

// byThemselves ranks the answers of a question among all actors with each method alone.
func (r *run) byThemselves(s *sheet, q Asked, to []Answer) {
	for _, m := range r.alone {
		s.begin()
		least := reach(m, r.Graph, q.Question, s.Work)
		s.open(r.Graph, q.Question, s.actors)
		width := len(m.Columns())
		s.flat = slices.Grow(s.flat[:0], len(s.Actors)*width)[:len(s.Actors)*width]
		s.rows = s.rows[:0]
		for i := range s.Actors {
			s.rows = append(s.rows, s.flat[i*width:(i+1)*width])
		}
		m.Score(r.Graph, &s.Case, s.Work, s.rows)
		right := s.rightOf(q)
		for i := range to {
			to[i].Alone = append(to[i].Alone, r.rankAlone(s, right, to[i].Actor, least, len(to)))
		}
	}
}

// rankAlone gives an answer's rank by the first column; actors that are not named have
// the least.
func (r *run) rankAlone(s *sheet, right []bool, o graph.Actor, least float32, answers int) float64 {
	own := least
	at, named := s.named(o)
	if named {
		own = s.rows[at][0]
	}
	above, same, listed := 0, 0, 0
	for i, row := range s.rows {
		if right[i] {
			continue
		}
		listed++
		switch {
		case row[0] > own:
			above++
		case row[0] == own:
			same++
		}
	}
	if own <= least {
		same += r.Graph.Actors() - listed - answers
	}
	return float64(above) + float64(max(0, same))/2 + 1
}

// reach names the actors to whom a method gives more than the least, which is given.
func reach(m Method, g *graph.Graph, q Question, w *Work) (least float32) {
	switch m := m.(type) {
	case *Climate, *Recurrency:
		for _, i := range g.Objects(q.H) {
			w.Name(g.HabitAt(i).Actor)
		}
		return 0
	case *Company:
		for _, d := range m.recent[q.S] {
			for _, x := range m.after[d].list {
				w.Name(x.actor)
			}
		}
		return 0
	case *Walks:
		m.ways(g, q, func(x way) { w.Name(x.to) })
		return 0
	case *Affinity:
		for _, a := range m.seen {
			w.Name(a)
		}
		return float32(math.Inf(-1))
	case *Weighed:
		least = unmet
	}
	for _, i := range g.Neighbours(q.S) {
		w.Name(g.PairAt(i).B)
	}
	return least
}

// Measure gives the mean reciprocal rank and the shares of answers among the first one,
// three and ten.
func Measure(ranks []float64) (mrr float64, hits [3]float64) {
	n := math.Max(1, float64(len(ranks)))
	for _, r := range ranks {
		mrr += 1 / r / n
		for i, k := range []float64{1, 3, 10} {
			if r <= k {
				hits[i] += 1 / n
			}
		}
	}
	return mrr, hits
}
