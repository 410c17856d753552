package link

import (
	"errors"
	"slices"

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
	if err := r.validate(days(b.Valid)); err != nil {
		return nil, err
	}
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

// validate goes through the validation part: the first two thirds of its days give
// lessons, the last third questions to choose by. Of very many only some are taken.
func (r *run) validate(valid [][]graph.Fact) error {
	bound := len(valid) * 2 / 3
	every := [2]int{1 + 2*facts(valid[:bound])/r.o.Lessons, 1 + 2*facts(valid[bound:])/choosing}
	for i, facts := range valid {
		day := asked(r.Graph, facts)
		if i < bound {
			r.ranker.put(&r.train, r.lessons(some(day, every[0]), perLesson))
		} else {
			r.ranker.put(&r.valid, r.lessons(some(day, every[1]), 0))
		}
		if err := r.learn(day, facts); err != nil {
			return err
		}
	}
	r.ranker.flush(&r.train)
	r.ranker.flush(&r.valid)
	r.o.Log("lessons: %d groups, %d rows; to choose by: %d, %d", r.train.Groups(), len(r.train.Right), r.valid.Groups(), len(r.valid.Right))
	return nil
}

// facts counts the facts of days.
func facts(days [][]graph.Fact) (n int) {
	for _, d := range days {
		n += len(d)
	}
	return n
}

// some gives every so manyth question.
func some(day []Asked, every int) (out []Asked) {
	for i := 0; i < len(day); i += every {
		out = append(out, day[i])
	}
	return out
}

const (
	perLesson = 40   // rows of a question from which the ranker learns
	choosing  = 4000 // questions to choose by
)

func (r *run) lessons(day []Asked, most int) []lesson {
	out := make([]lesson, len(day))
	r.each(len(day), func(i int, s *sheet) {
		r.ranker.fill(r.Graph, day[i].Question, s)
		out[i] = r.ranker.lessonOf(s, day[i], most, r.o.Seed+uint64(i)*7919)
	})
	return out
}

func (r *run) finish() *Result {
	for _, m := range r.alone {
		r.result.Methods = append(r.result.Methods, m.Name())
	}
	r.result.Columns, r.result.Gain, r.result.Trees = r.ranker.columns, r.ranker.model.Gain, r.ranker.model.Trees()
	return &r.result
}
