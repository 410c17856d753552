package judge

import (
	"errors"
	"math"
	"slices"

	"entente"
	"entente/tile"
)

// Lesson is a question with its answer: how much of it each root is, in sum 1, and what
// the lesson counts. With several questions the answer is to all of them together: an act
// is told by one of the words that they ask about, and nobody says by which (learning
// from bags; Dietterich, Lathrop and Lozano-Pérez 1997).
type Lesson struct {
	Questions [][]float32
	Answer    []float32
	Weight    float32
	Prior     []float32 // added to the scores of the roots; nil for nothing
}

// Plan says how to learn. The zero value of a field is the default.
type Plan struct {
	Hidden int     // units of the hidden layer; 192
	Passes int     // over all lessons; 8
	Rate   float64 // at the beginning, falling to a twentieth; .001
	Decay  float64 // of weights, by step and rate; .02
	Batch  int     // lessons to a step; 256
	Voices int     // networks that learn apart and are asked together; 1
	Seed   uint64
	Of     uint32                       // the sum of the weights from which the questions come, kept with the file
	Report func(pass int, loss float64) // is told after each pass
}

func (p Plan) filled() Plan {
	if p.Hidden == 0 {
		p.Hidden = 192
	}
	if p.Passes == 0 {
		p.Passes = 8
	}
	if p.Rate == 0 {
		p.Rate = .001
	}
	if p.Decay == 0 {
		p.Decay = .02
	}
	if p.Batch == 0 {
		p.Batch = 256
	}
	p.Voices = max(p.Voices, 1)
	return p
}

// layer is a layer in training, with the running means of its gradient (Adam; Kingma and
// Ba 2015, with the decay of Loshchilov and Hutter 2019).
type layer struct {
	rows, cols       int
	w, bias          []float32
	grad, biasGrad   []float32
	mean, square     []float32
	biasMean, biasSq []float32
}

func newLayer(rows, cols int, r *chance) layer {
	l := layer{rows: rows, cols: cols, w: make([]float32, rows*cols), bias: make([]float32, cols)}
	span := float32(1 / math.Sqrt(float64(rows)))
	for i := range l.w {
		l.w[i] = span * (2*r.even() - 1)
	}
	l.grad, l.mean, l.square = make([]float32, rows*cols), make([]float32, rows*cols), make([]float32, rows*cols)
	l.biasGrad, l.biasMean, l.biasSq = make([]float32, cols), make([]float32, cols), make([]float32, cols)
	return l
}

// network is a judge in training.
type network struct {
	roots          []entente.Root
	inputs, hidden int
	of             uint32
	first, second  layer
	memory         []float32
}

const (
	dropInput = 0.2
	dropInner = 0.4
)

// Train learns from lessons and gives a file of weights. The same lessons and plan give
// the same weights on machines with the same instructions.
func Train(roots []entente.Root, lessons []Lesson, plan Plan) ([]byte, error) {
	plan = plan.filled()
	if len(lessons) == 0 {
		return nil, errors.New("no lessons to learn from")
	}
	voices := make([]*network, plan.Voices)
	for i := range voices {
		voices[i] = learned(roots, lessons, plan, &chance{plan.Seed + uint64(i)})
	}
	return together(voices).seal(), nil
}

// learned is a network that has learned by itself.
func learned(roots []entente.Root, lessons []Lesson, plan Plan, r *chance) *network {
	n := &network{roots: roots, inputs: len(lessons[0].Questions[0]), hidden: plan.Hidden, of: plan.Of}
	n.first, n.second = newLayer(n.inputs, n.hidden+len(roots), r), newLayer(n.hidden, len(roots), r)
	order := make([]int, len(lessons))
	for i := range order {
		order[i] = i
	}
	step := 0
	for pass := range plan.Passes {
		r.shuffle(order)
		rate := plan.Rate * max(.05, 1-float64(pass)/float64(plan.Passes))
		loss := 0.0
		for some := range slices.Chunk(order, plan.Batch) {
			step++
			loss += n.learn(lessons, some, r)
			n.first.step(step, rate, plan.Decay)
			n.second.step(step, rate, plan.Decay)
		}
		if plan.Report != nil {
			plan.Report(pass+1, loss/float64(len(lessons)))
		}
	}
	return n
}

// together makes of several networks one whose scores are their mean: their hidden units
// stand side by side (Hansen and Salamon 1990 on why it errs less).
func together(voices []*network) *network {
	n := voices[0]
	if len(voices) == 1 {
		return n
	}
	roots, each := len(n.roots), n.hidden
	out := &network{roots: n.roots, inputs: n.inputs, hidden: each * len(voices), of: n.of}
	out.first = layer{rows: n.inputs, cols: out.hidden + roots, w: make([]float32, n.inputs*(out.hidden+roots)), bias: make([]float32, out.hidden+roots)}
	out.second = layer{rows: out.hidden, cols: roots, bias: make([]float32, roots)}
	part := 1 / float32(len(voices))
	for v, of := range voices {
		for i := range n.inputs {
			row, to := of.first.w[i*(each+roots):][:each+roots], out.first.w[i*(out.hidden+roots):]
			copy(to[v*each:], row[:each])
			add(to[out.hidden:], row[each:], part)
		}
		copy(out.first.bias[v*each:], of.first.bias[:each])
		add(out.first.bias[out.hidden:], of.first.bias[each:], part)
		for _, w := range of.second.w {
			out.second.w = append(out.second.w, w*part)
		}
		add(out.second.bias, of.second.bias, part)
	}
	return out
}

// add adds a part of v to the beginning of to.
func add(to, v []float32, part float32) {
	for i := range v {
		to[i] += v[i] * part
	}
}

// learn adds up the gradient of some lessons and gives their loss.
func (n *network) learn(lessons []Lesson, some []int, r *chance) float64 {
	cols, roots := n.first.cols, len(n.roots)
	x := n.asked(lessons, some, r)
	m := len(x) / n.inputs
	z := n.first.forward(&n.memory, x, m)
	inner, kept := make([]float32, m*n.hidden), make([]bool, m*n.hidden)
	for i := range m {
		for j, v := range z[i*cols:][:n.hidden] {
			if v > 0 && r.even() >= dropInner {
				inner[i*n.hidden+j], kept[i*n.hidden+j] = v/(1-dropInner), true
			}
		}
	}
	out := n.second.forward(&n.memory, inner, m)
	for i := range m {
		for j := range roots {
			out[i*roots+j] += z[i*cols+n.hidden+j]
		}
	}
	loss, rest := 0.0, out
	for _, k := range some {
		l := &lessons[k]
		loss += l.gradient(rest[:len(l.Questions)*roots], roots, float32(len(some)))
		rest = rest[len(l.Questions)*roots:]
	}
	dInner := n.second.back(&n.memory, inner, out, m)
	dz := make([]float32, m*cols)
	for i := range m {
		for j := range n.hidden {
			if kept[i*n.hidden+j] {
				dz[i*cols+j] = dInner[i*n.hidden+j] / (1 - dropInner)
			}
		}
		copy(dz[i*cols+n.hidden:][:roots], out[i*roots:])
	}
	n.first.gradients(&n.memory, x, dz, m)
	return loss
}

// asked gives the questions of some lessons, one after another, without the numbers that
// chance leaves out.
func (n *network) asked(lessons []Lesson, some []int, r *chance) (x []float32) {
	for _, k := range some {
		for _, q := range lessons[k].Questions {
			for _, v := range q {
				if r.even() < dropInput {
					v = 0
				}
				x = append(x, v/(1-dropInput))
			}
		}
	}
	return x
}

// gradient replaces the scores of a lesson's questions by their gradient and gives the
// lesson's loss, the cross-entropy. A root's odds against nothing are the sum of what
// the questions give it.
func (l *Lesson) gradient(z []float32, roots int, m float32) float64 {
	rows := len(l.Questions)
	odds := make([]float64, len(z)) // over the largest, which keeps them finite
	top, sum := 0.0, make([]float64, roots)
	for i := range rows {
		row := z[i*roots:][:roots]
		for k := range row {
			if len(l.Prior) > 0 {
				row[k] += l.Prior[k]
			}
		}
		for k := 1; k < roots; k++ {
			top = max(top, float64(row[k]-row[0]))
		}
	}
	all := math.Exp(-top)
	sum[0] = all
	for i := range rows {
		row := z[i*roots:][:roots]
		for k := 1; k < roots; k++ {
			v := math.Exp(float64(row[k]-row[0]) - top)
			odds[i*roots+k] = v
			sum[k] += v
			all += v
		}
	}
	loss := 0.0
	for k, v := range l.Answer {
		loss -= float64(l.Weight*v) * math.Log(max(sum[k]/all, 1e-9))
	}
	for i := range rows {
		row, of := z[i*roots:][:roots], float32(0)
		for k := 1; k < roots; k++ {
			share := 0.0
			if sum[k] > 0 {
				share = odds[i*roots+k] / sum[k]
			}
			row[k] = l.Weight * float32(odds[i*roots+k]/all-float64(l.Answer[k])*share) / m
			of += row[k]
		}
		row[0] = -of
	}
	return loss
}

func (l *layer) forward(memory *[]float32, x []float32, m int) []float32 {
	out := make([]float32, m*l.cols)
	for i := range m {
		copy(out[i*l.cols:], l.bias)
	}
	tile.AddProduct(memory, out, l.cols, x, l.rows, 1, l.w, l.cols, 1, m, l.rows, l.cols)
	return out
}

// gradients adds up the gradient of the weights.
func (l *layer) gradients(memory *[]float32, x, d []float32, m int) {
	for i := range m {
		for j, v := range d[i*l.cols:][:l.cols] {
			l.biasGrad[j] += v
		}
	}
	tile.AddProduct(memory, l.grad, l.cols, x, 1, l.rows, d, l.cols, 1, l.rows, m, l.cols)
}

// back adds up the gradient of the weights and gives that of the input.
func (l *layer) back(memory *[]float32, x, d []float32, m int) []float32 {
	l.gradients(memory, x, d, m)
	dx := make([]float32, m*l.rows)
	tile.AddProduct(memory, dx, l.rows, d, l.cols, 1, l.w, 1, l.cols, m, l.cols, l.rows)
	return dx
}

// step moves the weights against their gradient, which begins anew.
func (l *layer) step(t int, rate, decay float64) {
	for i := range l.w {
		l.w[i] -= float32(rate*decay) * l.w[i]
	}
	adam(l.w, l.grad, l.mean, l.square, t, rate)
	adam(l.bias, l.biasGrad, l.biasMean, l.biasSq, t, rate)
}

func adam(w, grad, mean, square []float32, t int, rate float64) {
	const a, b = .9, .999
	unit := float32(rate * math.Sqrt(1-math.Pow(b, float64(t))) / (1 - math.Pow(a, float64(t))))
	for i, g := range grad {
		mean[i] = a*mean[i] + (1-a)*g
		square[i] = b*square[i] + (1-b)*g*g
		w[i] -= unit * mean[i] / (float32(math.Sqrt(float64(square[i]))) + 1e-8)
		grad[i] = 0
	}
}

// chance gives random numbers from a seed (splitmix64; Steele et al. 2014).
type chance struct{ state uint64 }

func (c *chance) next() uint64 {
	c.state += 0x9e3779b97f4a7c15
	z := c.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// even gives a number from 0 to below 1.
func (c *chance) even() float32 { return float32(c.next()>>40) / (1 << 24) }

func (c *chance) shuffle(v []int) {
	for i := len(v) - 1; i > 0; i-- {
		j := int(c.next() % uint64(i+1))
		v[i], v[j] = v[j], v[i]
	}
}
