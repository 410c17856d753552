package link

import (
	"slices"

	"entente/boost"
	"entente/graph"
)

// Ranker weighs the columns of all methods by trees that learn from questions of the
// past, each as it stood before its day.
type Ranker struct {
	methods []Method
	columns []string
	repeats []repeat // by relation
	cuts    boost.Cuts
	model   *boost.Model
}

// repeat is how often the answers of a relation were known facts, known pairs, or new.
type repeat [3]float32

// own are the columns of the question itself, the same for all its actors.
var own = []string{"asker's facts", "asker's facts, 6 days", "asker in relation", "asker in relation, 6 days", "objects of asker in relation", "relation repeats", "relation meets pairs", "candidates"}

// NewRanker makes a ranker over methods.
func NewRanker(methods []Method, relations int) *Ranker {
	r := &Ranker{methods: methods, repeats: make([]repeat, 2*relations)}
	for _, m := range methods {
		for _, c := range m.Columns() {
			r.columns = append(r.columns, m.Name()+": "+c)
		}
	}
	for _, c := range own {
		r.columns = append(r.columns, "question: "+c)
	}
	return r
}

// sheet is a worker's paper: a case with its rows.
type sheet struct {
	*Work
	Case
	flat []float32
	rows [][]float32
	part [][]float32
}

// fill finds the actors that may be the answer and writes their rows.
func (r *Ranker) fill(g *graph.Graph, q Question, s *sheet) {
	s.begin()
	for _, m := range r.methods {
		m.Propose(g, q, s.Work)
	}
	s.open(g, q, s.actors)
	n, width := len(s.Actors), len(r.columns)
	s.flat = slices.Grow(s.flat[:0], n*width)[:n*width]
	s.rows, s.part = s.rows[:0], s.part[:0]
	for i := range n {
		s.rows = append(s.rows, s.flat[i*width:(i+1)*width])
		s.part = append(s.part, nil)
	}
	at := 0
	for _, m := range r.methods {
		end := at + len(m.Columns())
		for i := range s.rows {
			s.part[i] = s.rows[i][at:end]
		}
		m.Score(g, &s.Case, s.Work, s.part)
		at = end
	}
	r.ask(g, s, at)
}

// ask writes the columns of the question itself.
func (r *Ranker) ask(g *graph.Graph, s *sheet, at int) {
	a := g.Actor(s.S)
	v := [8]float32{float32(a.N), a.Weight(1, s.Day)}
	if s.habit != nil {
		v[2], v[3], v[4] = float32(s.habit.N), s.habit.Weight(1, s.Day), float32(len(s.habit.Links))
	}
	p := r.repeats[s.H]
	all := p[0] + p[1] + p[2] + 20
	v[5], v[6] = (p[0]+10)/all, (p[1]+5)/all
	v[7] = float32(len(s.Actors))
	for _, row := range s.rows {
		copy(row[at:], v[:])
	}
}

// learn keeps count of how often answers repeat what was known.
func (r *Ranker) learn(g *graph.Graph, day []Asked) {
	for _, q := range day {
		for _, o := range q.Answers {
			r.repeats[q.H][stratumOf(g, q.Question, o)]++
		}
	}
}

// Stratum says what was known of an answer before the day of its question.
type Stratum int

// The strata.
const (
	Known Stratum = iota // the fact was seen before
	Met                  // the two were seen together, in other relations
	Cold                 // they were never seen together
)

// String gives the name that scores are told under.
func (s Stratum) String() string { return [...]string{"known", "pair-known", "cold"}[s] }

func stratumOf(g *graph.Graph, q Question, o graph.Actor) Stratum {
	p := g.Pair(q.S, o)
	switch {
	case p == nil:
		return Cold
	case g.In(p, q.H) != nil:
		return Known
	}
	return Met
}

// answer writes the scores of a case's actors.
func (r *Ranker) answer(s *sheet, to []float32) []float32 {
	to = to[:0]
	for _, row := range s.rows {
		to = append(to, r.model.ScoreValues(row))
	}
	return to
}
