package link

import (
	"math"

	"entente/boost"
	"entente/graph"
)

// Options of a run. Zero values mean the defaults in brackets.
type Options struct {
	Seed    uint64
	Lessons int // questions of training from which the ranker learns [40000]
	Trees   int // at most [300]
	Leaves  int
	Methods []Method // nil for all
	Alone   bool     // also answer with each method alone
	Log     func(format string, args ...any)
}

// Answer is how one true answer of a test question fared.
type Answer struct {
	Asked   Question
	Actor   graph.Actor
	Stratum Stratum
	Rank    float64   // the mean of the best and the worst that ties allow
	Alone   []float64 // by method, if asked for
}

// Result of a run over a benchmark.
type Result struct {
	Answers []Answer
	Methods []string
	Columns []string
	Gain    []float64
	Trees   int
}

// All gives every method, new.
func All(b *graph.Benchmark, seed uint64) []Method {
	n := len(b.Relations)
	return []Method{&Climate{}, Persistence{}, NewDyad(n), NewAffinity(b.Actors, n, seed)}
}

// Run learns from the parts of a benchmark in order of time and answers its test.
func Run(b *graph.Benchmark, o Options) (*Result, error) {
	if o.Lessons == 0 {
		o.Lessons = 40_000
	}
	if o.Trees == 0 {
		o.Trees = 100
	}
	if o.Methods == nil {
		o.Methods = All(b, o.Seed)
	}
	if o.Log == nil {
		o.Log = func(string, ...any) {}
	}
	r := &run{Course: newCourse(len(b.Actors), len(b.Relations), o.Methods), o: o}
	return r.all(b)
}

type run struct {
	*Course
	o      Options
	train  lessons
	valid  lessons // of all proposed actors, to choose by
	later  lessons // of validation, to learn from
	result Result
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
	r.ranker.flush(&r.train)
	r.o.Log("lessons: %d groups, %d rows", r.train.Groups(), len(r.train.Right))
	for _, facts := range days(b.Valid) {
		day := asked(r.Graph, facts)
		r.ranker.put(&r.valid, r.lessons(day, 0))
		r.ranker.put(&r.later, r.lessons(day, perLesson))
		if err := r.learn(day, facts); err != nil {
			return nil, err
		}
	}
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

// fit chooses the number of trees by the validation part, then learns anew from training
// and validation together.
func (r *run) fit() {
	opt := boost.Options{Trees: r.o.Trees, Leaves: r.o.Leaves, Seed: r.o.Seed, Least: 20}
	m := boost.Train(&r.train.Data, opt)
	best, mrr := choose(m, &r.valid)
	r.o.Log("chosen %d trees, valid mrr %.4f", best, mrr)
	r.valid = lessons{}
	both := r.train
	shift := int32(len(both.Right))
	both.Rows = append(both.Rows, r.later.Rows...)
	both.Right = append(both.Right, r.later.Right...)
	for _, s := range r.later.Starts {
		both.Starts = append(both.Starts, s+shift)
	}
	opt.Trees = best
	r.ranker.model = boost.Train(&both.Data, opt)
	r.train, r.later = lessons{}, lessons{}
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
	out := make([][]Answer, len(day))
	r.each(len(day), func(i int, s *sheet) {
		q := day[i]
		r.ranker.fill(r.Graph, q.Question, s)
		scores := r.ranker.answer(s, nil)
		right := make([]bool, len(scores))
		for _, o := range q.Answers {
			if at, ok := s.named(o); ok {
				right[at] = true
			}
		}
		for _, o := range q.Answers {
			a := Answer{Asked: q.Question, Actor: o, Stratum: stratumOf(r.Graph, q.Question, o)}
			if at, ok := s.named(o); ok {
				a.Rank = rankAmong(scores, right, int(at))
			} else {
				a.Rank = float64(len(scores)) + float64(r.Graph.Actors()-len(scores)-1)/2 + 1
			}
			out[i] = append(out[i], a)
		}
	})
	for _, as := range out {
		r.result.Answers = append(r.result.Answers, as...)
	}
}

func (r *run) finish() *Result {
	for _, m := range r.methods {
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
