package link

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"entente/boost"
	"entente/graph"
)

// Options of a run. Zero values mean the defaults in brackets.
type Options struct {
	Seed    uint64
	Lessons int // questions of training from which the ranker learns [40000]
	Trees   int // at most [200]
	Leaves  int
	Methods []Method    // nil for all
	Alone   bool        // also answer with each method alone, over all actors
	Explain int         // how many of the first actors are named with their reasons
	Without string      // the name of a method to leave out
	Stop    func() bool // asked between days whether to give up; nil for never
	Log     func(format string, args ...any)
}

// Answer is how one true answer of a test question fared.
type Answer struct {
	Asked   Question
	Actor   graph.Actor
	Stratum Stratum
	Rank    float64   // the mean of the best and the worst that ties allow
	Alone   []float64 // by method, if asked for
	First   []Named   // the actors put first, if asked for
}

// Named is an actor that a question was answered with.
type Named struct {
	Actor   graph.Actor
	Score   float64 // as a share of all that were told apart
	Reasons []Reason
}

// Result of a run over a benchmark.
type Result struct {
	Answers []Answer
	Methods []string
	Columns []string
	Gain    []float64
	Trees   int
	Chosen  string // what was chosen on validation
}

// All gives every method, new.
func All(b *graph.Benchmark, seed uint64) []Method {
	n := len(b.Relations)
	dyad := NewDyad(n)
	return []Method{&Climate{}, Persistence{}, NewRecurrency(n, 0, 0), dyad, NewWeighed(dyad), NewRules(n), NewCompany(len(b.Actors)), NewWalks(len(b.Actors)), NewAffinity(b.Actors, n, seed)}
}

// Run learns from the parts of a benchmark in order of time and answers its test.
func Run(b *graph.Benchmark, o Options) (*Result, error) {
	if o.Lessons == 0 {
		o.Lessons = 40_000
	}
	if o.Trees == 0 {
		o.Trees = 200
	}
	if o.Methods == nil {
		o.Methods = All(b, o.Seed)
	}
	o.Methods = slices.DeleteFunc(o.Methods, func(m Method) bool { return m.Name() == o.Without })
	if o.Stop == nil {
		o.Stop = func() bool { return false }
	}
	if o.Log == nil {
		o.Log = func(string, ...any) {}
	}
	r := &run{Course: newCourse(len(b.Actors), len(b.Relations), o.Methods), o: o}
	r.stop = o.Stop
	if o.Alone {
		r.alone = append(r.alone, o.Methods...)
		if len(b.Valid) > 0 {
			tuned := NewRecurrency(len(b.Relations), b.Valid[0].Day, b.Valid[len(b.Valid)-1].Day)
			r.beside = []Method{tuned}
			r.alone[slices.IndexFunc(r.alone, func(m Method) bool { return m.Name() == tuned.Name() })] = tuned
		}
	}
	return r.all(b)
}

// Names names the methods that [All] makes.
func Names(b *graph.Benchmark) []string {
	var out []string
	for _, m := range All(b, 0) {
		out = append(out, m.Name())
	}
	return out
}

// ErrStopped says that a run was given up as its Options asked for.
var ErrStopped = errors.New("stopped")

type run struct {
	*Course
	o      Options
	train  lessons
	valid  lessons // of all proposed actors, to choose by
	result Result
	alone  []Method // those that also answer by themselves
}

func (r *run) all(b *graph.Benchmark) (*Result, error) {
	train := days(b.Train)
	from := len(train)
	for n := 0; from > 1 && n < r.o.Lessons; {
		from--
		n += 2 * len(train[from])
	}
	for i, facts := range train {
		day := asked(r.Graph, facts)
		if i >= from {
			r.ranker.put(&r.train, r.lessons(day, perLesson))
		}
		if err := r.learn(day, facts); err != nil {
			return nil, err
		}
	}
	r.o.Log("lessons: %d groups, %d rows", r.train.Groups(), len(r.train.Right))
	valid := days(b.Valid)
	for i, facts := range valid {
		day := asked(r.Graph, facts)
		if i < len(valid)*2/3 {
			r.ranker.put(&r.train, r.lessons(day, perLesson))
		} else {
			r.ranker.put(&r.valid, r.lessons(day[:(len(day)+1)/2], 0))
		}
		if err := r.learn(day, facts); err != nil {
			return nil, err
		}
	}
	r.ranker.flush(&r.train)
	r.o.Log("valid: %d groups, %d rows", r.valid.Groups(), len(r.valid.Right))
	r.fit()
	for _, facts := range days(b.Test) {
		day := asked(r.Graph, facts)
		r.answer(day)
		if err := r.learn(day, facts); err != nil {
			return nil, err
		}
	}
	return r.finish(), nil
}

const perLesson = 40

func (r *run) lessons(day []Asked, most int) []lesson {
	out := make([]lesson, len(day))
	r.each(len(day), func(i int, s *sheet) {
		r.ranker.fill(r.Graph, day[i].Question, s)
		out[i] = r.ranker.lessonOf(s, day[i], most, r.o.Seed+uint64(i)*7919)
	})
	return out
}

// fit learns from training and the first two thirds of validation, and keeps as many
// trees as rank the last third best.
func (r *run) fit() {
	if dump != nil {
		dump(r)
	}
	opt := boost.Options{Trees: r.o.Trees, Leaves: r.o.Leaves, Seed: r.o.Seed, Least: 60, Share: .3}
	m := boost.Train(&r.train.Data, opt)
	best, mrr := choose(m, &r.valid)
	if r.valid.Groups() == 0 {
		best = opt.Trees / 2
	}
	r.o.Log("chosen %d trees, valid mrr %.4f", best, mrr)
	r.result.Chosen = fmt.Sprintf("%d trees, with which the last third of validation has a reciprocal rank of %.4f", best, mrr)
	r.ranker.model = m.First(best)
	r.ranker.model.Lay(r.ranker.cuts)
	r.train, r.valid = lessons{}, lessons{}
}

// choose gives the number of trees that ranks lessons best, and the mean reciprocal rank
// that it reaches; what nobody proposed counts nothing.
func choose(m *boost.Model, l *lessons) (best int, mrr float64) {
	const every = 10
	scores := make([]float32, len(l.Right))
	answers := 0.
	for _, n := range l.missing {
		answers += float64(n)
	}
	for _, right := range l.Right {
		if right {
			answers++
		}
	}
	for n := range m.Trees() {
		for i := range scores {
			scores[i] += m.Tree(n, l.Row(i))
		}
		if (n+1)%every != 0 && n+1 != m.Trees() {
			continue
		}
		sum := 0.
		for k := range l.Groups() {
			from, to := l.Group(k)
			for i := from; i < to; i++ {
				if l.Right[i] {
					sum += 1 / rankAmong(scores[from:to], l.Right[from:to], i-from)
				}
			}
		}
		if sum/answers > mrr {
			best, mrr = n+1, sum/answers
		}
	}
	return best, mrr
}

// rankAmong gives the rank of an actor among those that are not right themselves.
func rankAmong(scores []float32, right []bool, at int) float64 {
	above, same := 0, 0
	for i, v := range scores {
		switch {
		case right[i]:
		case v > scores[at]:
			above++
		case v == scores[at]:
			same++
		}
	}
	return float64(above) + float64(same)/2 + 1
}

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
				a.Rank = float64(len(scores)) + float64(r.Graph.Actors()-len(scores)-1)/2 + 1
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

func (r *run) finish() *Result {
	for _, m := range r.alone {
		r.result.Methods = append(r.result.Methods, m.Name())
	}
	r.result.Columns, r.result.Gain, r.result.Trees = r.ranker.columns, r.ranker.model.Gain, r.ranker.model.Trees()
	return &r.result
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

var dump func(*run)
