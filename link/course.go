package link

import (
	"slices"
	"sync"

	"entente/graph"
)

// Course leads methods through days of facts: a day's questions are answered first, then
// shown with their answers, then the graph takes the day in.
type Course struct {
	Graph   *graph.Graph
	methods []Method
	beside  []Method // that learn along and are not weighed
	ranker  *Ranker
	sheets  [workers]*sheet
	stop    func() bool
}

const workers = 2

// newCourse begins with an empty graph.
func newCourse(actors, relations int, methods []Method) *Course {
	c := &Course{Graph: graph.New(actors, relations), methods: methods, ranker: NewRanker(methods, relations)}
	for i := range c.sheets {
		c.sheets[i] = &sheet{Work: NewWork(actors)}
	}
	return c
}

// asked gives the questions that a day's facts answer, from both sides.
func asked(g *graph.Graph, facts []graph.Fact) []Asked {
	at := map[Question]int{}
	var out []Asked
	put := func(q Question, o graph.Actor) {
		i, ok := at[q]
		if !ok {
			i = len(out)
			at[q] = i
			out = append(out, Asked{Question: q})
		}
		if !slices.Contains(out[i].Answers, o) {
			out[i].Answers = append(out[i].Answers, o)
		}
	}
	for _, f := range facts {
		put(Question{f.S, f.R, f.Day}, f.O)
		put(Question{f.O, g.Inverse(f.R), f.Day}, f.S)
	}
	return out
}

// each works on questions with all workers; do gets the number of the question. Questions
// are dealt out in turn, and what do writes must depend on its number alone.
func (c *Course) each(n int, do func(i int, s *sheet)) {
	var wg sync.WaitGroup
	for w := range c.sheets {
		wg.Go(func() {
			for i := w; i < n; i += workers {
				do(i, c.sheets[w])
			}
		})
	}
	wg.Wait()
}

// learn shows a day to all methods and to the graph.
func (c *Course) learn(day []Asked, facts []graph.Fact) error {
	if c.stop() {
		return ErrStopped
	}
	var wg sync.WaitGroup
	for _, m := range slices.Concat(c.methods, c.beside) {
		wg.Go(func() { m.Learn(c.Graph, day) })
	}
	wg.Wait()
	c.ranker.learn(c.Graph, day)
	return c.Graph.Add(facts)
}

// days parts facts in order of day by day.
func days(facts []graph.Fact) [][]graph.Fact {
	var out [][]graph.Fact
	for len(facts) > 0 {
		n := 1
		for n < len(facts) && facts[n].Day == facts[0].Day {
			n++
		}
		out = append(out, facts[:n])
		facts = facts[n:]
	}
	return out
}
