package link

import (
	"slices"

	"entente"
	"entente/graph"
)

// Question asks to whom S does H on a day. H may be an inverse relation; then it asks
// who does it to S.
type Question struct {
	S   graph.Actor
	H   graph.Relation
	Day entente.Day
}

// Asked is a question with its true answers.
type Asked struct {
	Question
	Answers []graph.Actor
}

// Reason is a kind of past case that speaks for an answer: what was seen, how often it
// was followed by what the question asks (Hits of Cases), and the links that show it with
// their days, all of them before the question's.
type Reason struct {
	Method string
	Text   string
	Hits   float64
	Cases  float64
	Worth  float64 // what the case says by itself, 0 to 1
	Shown  []Shown
}

// Shown is a link seen in the past, with its latest days.
type Shown struct {
	Fact graph.Fact // Day is the latest
	Days []entente.Day
}

// Method answers questions from what it was shown.
type Method interface {
	// Name is a word or two.
	Name() string
	// Columns names the numbers that Score gives for each actor; the first is the
	// method's own answer, the higher the likelier.
	Columns() []string
	// Learn is shown what was asked on a day and how it was answered, while the graph
	// still ends before that day.
	Learn(g *graph.Graph, day []Asked)
	// Propose names actors that may be the answer.
	Propose(g *graph.Graph, q Question, w *Work)
	// Score writes the numbers of the actors of a case.
	Score(g *graph.Graph, c *Case, w *Work, out [][]float32)
	// Why gives the past cases that speak for an answer, the strongest first.
	Why(g *graph.Graph, q Question, o graph.Actor) []Reason
}

// Case is a question with the actors to be told apart, and what links them to the asker.
type Case struct {
	Question
	Actors []graph.Actor
	pairs  []*graph.Pair  // of S and each, nil where they never met
	links  []*graph.Link  // S doing H to each
	habit  *graph.Habit   // S doing H to anybody
	object []*graph.Habit // each having H done to it
}

// Work is the scratch paper of one worker.
type Work struct {
	actors  []graph.Actor
	mark    []int32 // by actor, the number of the question that named it last
	place   []int32 // by actor, its place among the actors of the question
	number  int32
	sums    []float32 // by actor, nought between uses
	touched []graph.Actor
	best    top
}

// NewWork makes scratch paper for a graph of so many actors.
func NewWork(actors int) *Work {
	return &Work{mark: make([]int32, actors), place: make([]int32, actors), sums: make([]float32, actors)}
}

func (w *Work) begin() {
	w.number++
	w.actors = w.actors[:0]
}

// Name puts an actor among those that may be the answer.
func (w *Work) Name(a graph.Actor) {
	if w.mark[a] != w.number {
		w.mark[a] = w.number
		w.place[a] = int32(len(w.actors))
		w.actors = append(w.actors, a)
	}
}

// named reports the place of an actor among those named.
func (w *Work) named(a graph.Actor) (int32, bool) { return w.place[a], w.mark[a] == w.number }

// add adds to an actor's sum.
func (w *Work) add(a graph.Actor, v float32) {
	if w.sums[a] == 0 {
		w.touched = append(w.touched, a)
	}
	w.sums[a] += v
}

// clear sets all sums to nought.
func (w *Work) clear() {
	for _, a := range w.touched {
		w.sums[a] = 0
	}
	w.touched = w.touched[:0]
}

// open looks up what links the asker with the actors named.
func (c *Case) open(g *graph.Graph, q Question, actors []graph.Actor) {
	c.Question, c.Actors = q, actors
	c.pairs, c.links, c.object = c.pairs[:0], c.links[:0], c.object[:0]
	c.habit = g.Habit(q.S, q.H)
	inv := g.Inverse(q.H)
	for _, o := range actors {
		p := g.Pair(q.S, o)
		var l *graph.Link
		if p != nil {
			l = g.In(p, q.H)
		}
		c.pairs = append(c.pairs, p)
		c.links = append(c.links, l)
		c.object = append(c.object, g.Habit(o, inv))
	}
}

// top keeps the actors of the highest values.
type top struct {
	most  int
	items []ranked
}

type ranked struct {
	actor graph.Actor
	value float32
}

// sortBest puts the actors kept in a fixed order, the highest first.
func (w *Work) sortBest() {
	slices.SortFunc(w.best.items, func(x, y ranked) int {
		if x.over(y) {
			return 1
		}
		return -1
	})
}

func (t *top) reset(most int) { t.most, t.items = most, t.items[:0] }

// over reports whether x comes behind y.
func (x ranked) over(y ranked) bool {
	return x.value < y.value || x.value == y.value && x.actor > y.actor
}

// add keeps an actor if it is among the highest: a heap with the lowest first.
func (t *top) add(a graph.Actor, v float32) {
	x := ranked{a, v}
	if len(t.items) < t.most {
		t.items = append(t.items, x)
		for i := len(t.items) - 1; i > 0; {
			up := (i - 1) / 2
			if !t.items[i].over(t.items[up]) {
				break
			}
			t.items[i], t.items[up] = t.items[up], t.items[i]
			i = up
		}
		return
	}
	if t.most == 0 || x.over(t.items[0]) {
		return
	}
	t.items[0] = x
	for i := 0; ; {
		down := 2*i + 1
		if down >= len(t.items) {
			break
		}
		if r := down + 1; r < len(t.items) && t.items[r].over(t.items[down]) {
			down = r
		}
		if !t.items[down].over(t.items[i]) {
			break
		}
		t.items[i], t.items[down] = t.items[down], t.items[i]
		i = down
	}
}
