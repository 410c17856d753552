package link

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"entente/graph"
)

// Affinity learns a place for every actor among the others, from who meets whom, and
// says that an actor meets those near the place where its own, its latest partners' and
// the relation's point. An actor's place is the sum of its own vector, that of its group
// ("Police (Kenya)" is of the group Kenya) and that of its kind (Police), so that actors
// seen seldom stand with their like.
//
// It is a log-bilinear model learned by sampled softmax in the order of time, with
// past facts gone over again between days.
type Affinity struct {
	parts  [][]int32 // by actor, the rows of vectors that make its place
	asker  vectors   // by part
	object vectors   // by part
	scale  vectors   // by relation
	shift  vectors   // by relation
	bias   vectors   // by part, of one number
	places []float32 // by actor, of the object side, as they stand before a day
	levels []float32
	recent [][]graph.Actor // by actor, the latest partners, the latest last
	past   []Asked
	seen   []graph.Actor
	known  []bool
	chance uint64
}

const (
	width     = 32   // numbers of a vector
	negatives = 24   // actors drawn at random that an answer is to stand out from
	partners  = 8    // latest partners that speak for an actor
	nearest   = 60   // actors that are proposed
	replays   = 6    // past questions that are gone over again with each new one
	rate      = .025 // of learning
)

// vectors are rows of numbers with the sums of squares that AdaGrad (Duchi et al. 2011)
// slows them by, one for each row.
type vectors struct {
	width  int
	v      []float32
	square []float32
}

func newVectors(n, width int, size float32, chance *uint64) vectors {
	v := vectors{width, make([]float32, n*width), make([]float32, n)}
	for i := range v.v {
		*chance++
		v.v[i] = size * (float32(draw(*chance, 1)>>40)/(1<<23) - 1)
	}
	return v
}

func (v *vectors) row(i int32) []float32 { return v.v[int(i)*v.width : int(i+1)*v.width] }

// step moves a row against a gradient.
func (v *vectors) step(i int32, grad []float32) {
	sum := float32(0)
	for _, g := range grad {
		sum += g * g
	}
	v.square[i] += sum / float32(v.width)
	by := float32(rate / math.Sqrt(float64(v.square[i])+1e-4))
	row := v.row(i)
	for k, g := range grad {
		row[k] -= by * g
	}
}

// NewAffinity makes a model of actors of these names.
func NewAffinity(names []string, relations int, seed uint64) *Affinity {
	a := &Affinity{chance: draw(seed, 17)}
	parts, n := partsOf(names)
	a.parts = parts
	a.asker = newVectors(n, width, .1, &a.chance)
	a.object = newVectors(n, width, .1, &a.chance)
	a.bias = newVectors(n, 1, 0, &a.chance)
	a.scale = newVectors(2*relations, width, .1, &a.chance)
	for i := range a.scale.v {
		a.scale.v[i]++
	}
	a.shift = newVectors(2*relations, width, .1, &a.chance)
	a.recent = make([][]graph.Actor, len(names))
	a.known = make([]bool, len(names))
	return a
}

// partsOf gives each actor a row of its own, and those of its group and kind.
func partsOf(names []string) ([][]int32, int) {
	n := int32(len(names))
	at := map[string]int32{}
	row := func(key string) int32 {
		i, ok := at[key]
		if !ok {
			i = n
			n++
			at[key] = i
		}
		return i
	}
	out := make([][]int32, len(names))
	for i, name := range names {
		out[i] = []int32{int32(i)}
		if kind, group := split(name); group != "" {
			out[i] = append(out[i], row("g "+group), row("k "+kind))
		} else {
			out[i] = append(out[i], row("g "+kind))
		}
	}
	return out, int(n)
}

// split parts "Police_(Kenya)" into Police and Kenya; a name without a group is its own
// kind, and may be the group of others.
func split(name string) (kind, group string) {
	name = strings.TrimSpace(strings.ReplaceAll(name, "_", " "))
	if !strings.HasSuffix(name, ")") {
		return name, ""
	}
	depth := 0
	for i := len(name) - 1; i > 0; i-- {
		switch name[i] {
		case ')':
			depth++
		case '(':
			depth--
		}
		if depth == 0 {
			return strings.TrimSpace(name[:i]), name[i+1 : len(name)-1]
		}
	}
	return name, ""
}

// Name implements [Method].
func (a *Affinity) Name() string { return "affinity" }

// Columns implements [Method].
func (a *Affinity) Columns() []string { return []string{"affinity", "to the asker alone", "rank"} }

// sum adds up the rows of an actor.
func (a *Affinity) sum(v *vectors, actor graph.Actor, to []float32) {
	for _, p := range a.parts[actor] {
		for k, x := range v.row(p) {
			to[k] += x
		}
	}
}

// aim gives the point that a question aims at, and what it is made of: the asker's place
// with its partners'.
func (a *Affinity) aim(q Question, from, to []float32) {
	clear(from)
	a.sum(&a.asker, q.S, from)
	if with := a.recent[q.S]; len(with) > 0 {
		mean := make([]float32, width)
		for _, p := range with {
			a.sum(&a.object, p, mean)
		}
		for k := range from {
			from[k] += mean[k] / float32(len(with))
		}
	}
	scale, shift := a.scale.row(int32(q.H)), a.shift.row(int32(q.H))
	for k := range to {
		to[k] = from[k]*scale[k] + shift[k]
	}
}

// dot multiplies vectors whose width four divides, in four sums that need not wait for
// one another.
func dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	for len(a) >= 4 && len(b) >= 4 {
		s0 += a[0] * b[0]
		s1 += a[1] * b[1]
		s2 += a[2] * b[2]
		s3 += a[3] * b[3]
		a, b = a[4:], b[4:]
	}
	return s0 + s1 + (s2 + s3)
}

// Learn implements [Method].
func (a *Affinity) Learn(g *graph.Graph, day []Asked) {
	t := newTrainer(a)
	for _, q := range day {
		for _, o := range q.Answers {
			if !a.known[o] {
				a.known[o] = true
				a.seen = append(a.seen, o)
			}
		}
	}
	for _, q := range day {
		t.learn(q)
		for range replays {
			if n := uint64(len(a.past)); n > 0 {
				a.chance++
				// The later the likelier: the larger of two numbers drawn.
				at := max(draw(a.chance, 2)%n, draw(a.chance, 3)%n)
				t.learn(a.past[at])
			}
		}
	}
	a.past = append(a.past, day...)
	for _, q := range day {
		a.meet(q)
	}
	a.places = nil
	a.settle(g.Actors())
}

// meet remembers the partners of a day.
func (a *Affinity) meet(q Asked) {
	r := a.recent[q.S]
	for _, o := range q.Answers {
		if i := slices.Index(r, o); i >= 0 {
			r = slices.Delete(r, i, i+1)
		}
		r = append(r, o)
	}
	a.recent[q.S] = r[max(0, len(r)-partners):]
}

// settle writes down where everybody stands.
func (a *Affinity) settle(actors int) {
	a.places = make([]float32, actors*width)
	a.levels = make([]float32, actors)
	for o := range actors {
		a.sum(&a.object, graph.Actor(o), a.places[o*width:(o+1)*width])
		for _, p := range a.parts[o] {
			a.levels[o] += a.bias.v[p]
		}
	}
}

type trainer struct {
	*Affinity
	from, to, place, gradTo, gradFrom, grad []float32
	who                                     []graph.Actor
	places                                  []float32
	p                                       []float32
}

func newTrainer(a *Affinity) *trainer {
	v := func() []float32 { return make([]float32, width) }
	return &trainer{Affinity: a, from: v(), to: v(), place: v(), gradTo: v(), gradFrom: v(), grad: v(),
		places: make([]float32, (negatives+1)*width), p: make([]float32, negatives+1)}
}

// learn moves the vectors so that an answer stands out from actors drawn at random.
func (t *trainer) learn(q Asked) {
	t.chance++
	o := q.Answers[draw(t.chance, 4)%uint64(len(q.Answers))]
	t.aim(q.Question, t.from, t.to)
	t.who = append(t.who[:0], o)
	for k := range negatives {
		t.chance++
		r := draw(t.chance, 5)
		var x graph.Actor
		if n := uint64(len(t.past)); k%2 == 0 && n > 0 {
			x = t.past[r%n].S // as often as it acts
		} else {
			x = t.seen[r%uint64(len(t.seen))]
		}
		if !slices.Contains(q.Answers, x) {
			t.who = append(t.who, x)
		}
	}
	t.soften()
	clear(t.gradTo)
	for i, x := range t.who {
		e := t.p[i]
		if i == 0 {
			e--
		}
		place := t.places[i*width : (i+1)*width]
		for k := range width {
			t.gradTo[k] += e * place[k]
			t.grad[k] = e * t.to[k]
		}
		for _, p := range t.parts[x] {
			t.object.step(p, t.grad)
			t.bias.step(p, []float32{e})
		}
	}
	t.back(q.Question)
}

// soften writes where those drawn stand and how likely each is.
func (t *trainer) soften() {
	top := float32(math.Inf(-1))
	for i, x := range t.who {
		place := t.places[i*width : (i+1)*width]
		clear(place)
		t.sum(&t.object, x, place)
		t.p[i] = dot(t.to, place)
		for _, p := range t.parts[x] {
			t.p[i] += t.bias.v[p]
		}
		top = max(top, t.p[i])
	}
	sum := float32(0)
	for i := range t.who {
		t.p[i] = float32(math.Exp(float64(t.p[i] - top)))
		sum += t.p[i]
	}
	for i := range t.who {
		t.p[i] /= sum
	}
}

// back takes the gradient on to the asker and the relation.
func (t *trainer) back(q Question) {
	scale := t.scale.row(int32(q.H))
	for k, g := range t.gradTo {
		t.gradFrom[k] = g * scale[k]
		t.grad[k] = g * t.from[k]
	}
	t.scale.step(int32(q.H), t.grad)
	t.shift.step(int32(q.H), t.gradTo)
	for _, p := range t.parts[q.S] {
		t.asker.step(p, t.gradFrom)
	}
}

// Propose implements [Method].
func (a *Affinity) Propose(g *graph.Graph, q Question, w *Work) {
	if a.places == nil {
		return
	}
	from, to := make([]float32, width), make([]float32, width)
	a.aim(q, from, to)
	w.best.reset(nearest)
	for _, o := range a.seen {
		w.best.add(o, dot(to, a.places[int(o)*width:int(o+1)*width])+a.levels[o])
	}
	for _, x := range w.best.items {
		w.Name(x.actor)
	}
}

// Score implements [Method].
func (a *Affinity) Score(g *graph.Graph, k *Case, _ *Work, out [][]float32) {
	if a.places == nil {
		for _, row := range out {
			clear(row)
		}
		return
	}
	from, to := make([]float32, width), make([]float32, width)
	a.aim(k.Question, from, to)
	own := make([]float32, width)
	a.sum(&a.asker, k.S, own)
	scale, shift := a.scale.row(int32(k.H)), a.shift.row(int32(k.H))
	for i := range own {
		own[i] = own[i]*scale[i] + shift[i]
	}
	top := float32(math.Inf(-1))
	for i, o := range k.Actors {
		place := a.places[int(o)*width : int(o+1)*width]
		out[i][0] = dot(to, place) + a.levels[o]
		out[i][1] = dot(own, place)
		top = max(top, out[i][0])
	}
	for i := range out {
		out[i][2] = out[i][0] - top
	}
}

// Why implements [Method].
func (a *Affinity) Why(g *graph.Graph, q Question, o graph.Actor) []Reason {
	h := g.Habit(o, g.Inverse(q.H))
	if h == nil {
		return nil
	}
	own, other := make([]float32, width), make([]float32, width)
	a.sum(&a.asker, q.S, own)
	type like struct {
		link *graph.Link
		near float32
	}
	var best []like
	for _, i := range h.Links {
		l := g.LinkAt(i)
		clear(other)
		a.sum(&a.asker, l.Other(o), other)
		best = append(best, like{l, dot(own, other) / float32(math.Sqrt(float64(dot(own, own)*dot(other, other)))+1e-9)})
	}
	slices.SortStableFunc(best, func(x, y like) int {
		switch {
		case x.near > y.near:
			return -1
		case x.near < y.near:
			return 1
		}
		return 0
	})
	var out []Reason
	for _, b := range best[:min(3, len(best))] {
		out = append(out, Reason{Method: a.Name(), Text: fmt.Sprintf("an actor in a place like its own (%.2f) was linked so", b.near), Hits: float64(b.link.N), Cases: float64(h.N), Worth: float64(max(0, b.near)), Shown: []Shown{shown(g, b.link, 3)}})
	}
	return out
}
