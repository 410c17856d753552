package judge

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"reflect"
	"slices"
	"testing"

	"entente"
	"entente/seal"
)

var testRoots = []entente.Root{"", "AID", "ASSAULT"}

// draws makes lessons of an invented problem that no line divides: two hidden numbers,
// each seen six times through noise, say nothing if their signs differ, else what it is.
func draws(n int, seed uint64) []Lesson {
	r := &chance{seed}
	var out []Lesson
	for range n {
		q := make([]float32, 12)
		u, v := 2*float32(r.next()%2)-1, 2*float32(r.next()%2)-1
		for i := range 6 {
			q[i], q[6+i] = u+r.even()-.5, v+r.even()-.5
		}
		answer := make([]float32, len(testRoots))
		switch {
		case u != v:
			answer[0] = 1
		case u > 0:
			answer[1] = 1
		default:
			answer[2] = 1
		}
		out = append(out, Lesson{Questions: [][]float32{q}, Answer: answer, Weight: 1})
	}
	return out
}

func questions(lessons []Lesson) [][]float32 {
	var out [][]float32
	for _, l := range lessons {
		out = append(out, l.Questions...)
	}
	return out
}

var quick = Plan{Hidden: 24, Passes: 20, Rate: .01, Batch: 32, Seed: 7}

func trained(t testing.TB, lessons []Lesson, plan Plan) []byte {
	t.Helper()
	file, err := Train(testRoots, lessons, plan)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func loaded(t testing.TB, file []byte) *Model {
	t.Helper()
	m, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// right is the share of lessons whose answer a model finds likeliest.
func right(m *Model, lessons []Lesson) float64 {
	n := 0
	for i, p := range m.Likelihoods(questions(lessons)...) {
		if lessons[i].Answer[slices.Index(p, slices.Max(p))] == 1 {
			n++
		}
	}
	return float64(n) / float64(len(lessons))
}

// TestTrainLearns: what was learned holds for draws that were not seen. Without its hidden
// layer a network gets no more than three of four right.
func TestTrainLearns(t *testing.T) {
	plan := quick
	var losses []float64
	plan.Report = func(pass int, loss float64) {
		if pass != len(losses)+1 {
			t.Errorf("pass %d is told after %d", pass, len(losses))
		}
		losses = append(losses, loss)
	}
	m := loaded(t, trained(t, draws(800, 1), plan))
	if got := right(m, draws(1000, 2)); got < .97 {
		t.Errorf("%.3f of fresh draws are right", got)
	}
	if len(losses) != plan.Passes || losses[len(losses)-1] > losses[0]/2 {
		t.Errorf("losses %.3f", losses)
	}
	if m.Inputs() != 12 || !slices.Equal(m.Roots(), testRoots) {
		t.Errorf("%d inputs, roots %q", m.Inputs(), m.Roots())
	}
	m.Roots()[0] = "AID"
	if m.Roots()[0] != "" {
		t.Error("who is given the roots can change them")
	}
}

func TestTrainRepeats(t *testing.T) {
	lessons, plan := draws(200, 1), quick
	plan.Passes = 2
	first := trained(t, lessons, plan)
	if !bytes.Equal(first, trained(t, lessons, plan)) {
		t.Error("the same seed gives other bytes")
	}
	plan.Seed++
	if bytes.Equal(first, trained(t, lessons, plan)) {
		t.Error("another seed gives the same bytes")
	}
}

// TestWeightOfLessons: lessons that count nothing teach nothing.
func TestWeightOfLessons(t *testing.T) {
	lessons := draws(800, 1)
	for _, l := range draws(800, 1) {
		l.Answer, l.Weight = []float32{0, 0, 1}, 0
		lessons = append(lessons, l)
	}
	if got := right(loaded(t, trained(t, lessons, quick)), draws(1000, 2)); got < .97 {
		t.Errorf("%.3f of fresh draws are right", got)
	}
}

// TestPrior: of what the prior explains nothing is left to learn.
func TestPrior(t *testing.T) {
	lessons := draws(1000, 3)
	for i := range lessons {
		lessons[i].Answer = []float32{0, 0, 0}
		lessons[i].Answer[min(i%10, 1)] = 1 // nine of ten are AID, whatever is asked
	}
	ask := questions(draws(200, 4))
	mean := func() float64 {
		sum := 0.0
		for _, p := range loaded(t, trained(t, lessons, quick)).Likelihoods(ask...) {
			sum += p[1] / (p[0] + p[1])
		}
		return sum / float64(len(ask))
	}
	if p := mean(); p < .8 {
		t.Errorf("without a prior AID is %.2f likely", p)
	}
	for i := range lessons {
		lessons[i].Prior = []float32{0, float32(math.Log(9)), 0}
	}
	if p := mean(); p < .35 || p > .65 {
		t.Errorf("beside a prior that knows all AID is %.2f likely", p)
	}
}

// TestLoadGivesWhatWasLearned compares a loaded model with the network that was written:
// eight bits of a weight must not change much.
func TestLoadGivesWhatWasLearned(t *testing.T) {
	for _, hidden := range []int{1, 5, 13, 24} {
		r := &chance{uint64(hidden)}
		n := &network{roots: testRoots, inputs: 12, hidden: hidden}
		n.first, n.second = newLayer(12, hidden+3, r), newLayer(hidden, 3, r)
		for i := range n.first.bias {
			n.first.bias[i] = r.even() - .5
		}
		file := n.seal()
		ask := questions(draws(7, 5))
		for i, got := range loaded(t, file).Scores(ask...) {
			want := n.scores(ask[i])
			for k := range want {
				if d := math.Abs(float64(got[k] - want[k])); d > .05 {
					t.Errorf("%d hidden units: root %d has %.3f, not %.3f", hidden, k, got[k], want[k])
				}
			}
		}
	}
}

// scores answers by the plain sums.
func (n *network) scores(q []float32) []float32 {
	z := n.first.plain(q)
	inner := z[:n.hidden]
	for i, v := range inner {
		inner[i] = max(v, 0)
	}
	out := n.second.plain(inner)
	for k := range out {
		out[k] += z[n.hidden+k]
	}
	return out
}

func (l *layer) plain(x []float32) []float32 {
	out := slices.Clone(l.bias)
	for i, v := range x {
		for j := range out {
			out[j] += v * l.w[i*l.cols+j]
		}
	}
	return out
}

// TestOddHiddenLearns: matrices of an odd number of rows, inputs too.
func TestOddHiddenLearns(t *testing.T) {
	lessons, fresh := draws(800, 1), draws(500, 2)
	for _, list := range [][]Lesson{lessons, fresh} {
		for i := range list {
			list[i].Questions = [][]float32{list[i].Questions[0][1:]}
		}
	}
	plan := quick
	plan.Hidden = 17
	if got := right(loaded(t, trained(t, lessons, plan)), fresh); got < .95 {
		t.Errorf("%.3f of fresh draws are right", got)
	}
}

// TestVoices: what several say together is the mean of what they say alone.
func TestVoices(t *testing.T) {
	lessons, fresh := draws(300, 1), draws(40, 2)
	var alone []*Model
	for i := range uint64(3) {
		plan := quick
		plan.Seed += i
		alone = append(alone, loaded(t, trained(t, lessons, plan)))
	}
	plan := quick
	plan.Voices = 3
	all := loaded(t, trained(t, lessons, plan)).Scores(questions(fresh)...)
	for i, q := range questions(fresh) {
		for k := range testRoots {
			mean := float32(0)
			for _, m := range alone {
				mean += m.Scores(q)[0][k] / 3
			}
			if d := mean - all[i][k]; d > .15 || d < -.15 {
				t.Errorf("question %d, root %d: %g, the mean of three is %g", i, k, all[i][k], mean)
			}
		}
	}
}

// TestBags: of questions with one answer together it is learned which of them says so.
func TestBags(t *testing.T) {
	alone, fresh := draws(3000, 3), draws(300, 4)
	var bags []Lesson
	for pair := range slices.Chunk(alone, 2) { // the answer of the one that says something
		l := Lesson{Questions: [][]float32{pair[0].Questions[0], pair[1].Questions[0]}, Answer: pair[0].Answer, Weight: 1}
		switch {
		case pair[0].Answer[0] == 1:
			l.Answer = pair[1].Answer
		case pair[1].Answer[0] == 0:
			continue // two acts
		}
		bags = append(bags, l)
	}
	if got := right(loaded(t, trained(t, bags, quick)), fresh); got < .9 {
		t.Errorf("%.3f of fresh draws are right", got)
	}
}

// TestBatches: a question is answered the same alone and among others, whatever was
// asked before.
func TestBatches(t *testing.T) {
	plan := quick
	plan.Passes, plan.Hidden = 2, 9
	m := loaded(t, trained(t, draws(200, 1), plan))
	ask := questions(draws(23, 6))
	ask[3] = make([]float32, 12)
	var single [][]float64
	for _, q := range ask {
		p := m.Likelihoods(q)
		if len(p) != 1 {
			t.Fatalf("%d answers to one question", len(p))
		}
		single = append(single, p[0])
		sum := 0.0
		for _, v := range p[0] {
			sum += v
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("likelihoods %v of sum %g", p[0], sum)
		}
	}
	for size := 1; size <= len(ask); size++ {
		var got [][]float64
		for some := range slices.Chunk(ask, size) {
			got = append(got, m.Likelihoods(some...)...)
		}
		if !reflect.DeepEqual(got, single) {
			t.Errorf("in batches of %d the answers are others", size)
		}
	}
	if got := m.Likelihoods(); len(got) != 0 {
		t.Errorf("%v is answered to nothing", got)
	}
}

// TestManyAskAtOnce is of use under the race detector.
func TestManyAskAtOnce(t *testing.T) {
	plan := quick
	plan.Passes = 1
	m := loaded(t, trained(t, draws(100, 1), plan))
	ask := questions(draws(9, 2))
	want, got := m.Scores(ask...), make(chan [][]float32)
	for range 4 {
		go func() { got <- m.Scores(ask...) }()
	}
	for range 4 {
		if !reflect.DeepEqual(<-got, want) {
			t.Error("asked at once, it answers otherwise")
		}
	}
}

// packed makes a file of what it holds.
func packed(_ testing.TB, raw []byte) []byte { return seal.Close(magic, raw) }

func unpacked(t testing.TB, file []byte) []byte {
	t.Helper()
	raw, err := seal.Open(magic, file, mostUnpacked, errWeights)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// small is a file of a small network.
func small(t testing.TB) []byte {
	return trained(t, draws(20, 1), Plan{Hidden: 3, Passes: 1, Seed: 1})
}

// number is what a file's raw content is with one of its leading numbers changed.
func number(raw []byte, place int, v uint32) []byte {
	out := slices.Clone(raw)
	binary.LittleEndian.PutUint32(out[4*place:], v)
	return out
}

func TestLoadRefuses(t *testing.T) {
	file := small(t)
	raw := unpacked(t, file)
	loaded(t, packed(t, raw))
	scales := 12 + 1 + 1 + len("AID") + 1 + len("ASSAULT")
	last := func(b byte) []byte { // weight of the last layer, before the sum
		out := slices.Clone(raw)
		out[len(out)-5] = b
		return out
	}
	changed := slices.Clone(file)
	changed[len(magic)] ^= 1
	float := func(v float64) []byte {
		out := slices.Clone(raw)
		binary.LittleEndian.PutUint32(out[scales:], math.Float32bits(float32(v)))
		return out
	}
	for name, it := range map[string][]byte{
		"nothing":           nil,
		"only magic":        []byte(magic),
		"magic and sum":     file[:len(magic)+4],
		"foreign":           []byte("GIF89a, and no weights at all"),
		"another version":   append([]byte(magic[:len(magic)-1]+"\x01"), file[len(magic):]...),
		"without magic":     file[len(magic):],
		"another sum":       changed,
		"a byte more":       append(slices.Clone(file), 0),
		"twice":             append(slices.Clone(file), file...),
		"empty":             packed(t, nil),
		"one byte less":     packed(t, raw[:len(raw)-1]),
		"one byte too much": packed(t, append(slices.Clone(raw), 0)),
		"only numbers":      packed(t, raw[:12]),
		"half a number":     packed(t, raw[:10]),
		"no inputs":         packed(t, number(raw, 0, 0)),
		"many inputs":       packed(t, number(raw, 0, widest+1)),
		"endless inputs":    packed(t, number(raw, 0, math.MaxUint32)),
		"other inputs":      packed(t, number(raw, 0, 11)),
		"no hidden":         packed(t, number(raw, 1, 0)),
		"endless hidden":    packed(t, number(raw, 1, math.MaxUint32)),
		"other hidden":      packed(t, number(raw, 1, 4)),
		"one root":          packed(t, number(raw, 2, 1)),
		"many roots":        packed(t, number(raw, 2, mostRoots+1)),
		"a weight of -128":  packed(t, last(0x80)),
		"a scale of NaN":    packed(t, float(math.NaN())),
		"a scale of Inf":    packed(t, float(math.Inf(1))),
	} {
		if m, err := Load(it); !errors.Is(err, errWeights) || m != nil {
			t.Errorf("%s: %v, %v", name, m, err)
		}
	}
}

// TestLoadRefusesAnyDamage cuts a file everywhere and damages each of its bytes; what is
// taken all the same must hold the same.
func TestLoadRefusesAnyDamage(t *testing.T) {
	file := small(t)
	raw := unpacked(t, file)
	for i := range file {
		if _, err := Load(file[:i]); !errors.Is(err, errWeights) {
			t.Errorf("cut at %d of %d: %v", i, len(file), err)
		}
		bad := slices.Clone(file)
		bad[i] ^= 0x55
		if _, err := Load(bad); err != nil {
			if !errors.Is(err, errWeights) {
				t.Errorf("byte %d: %v", i, err)
			}
		} else if !bytes.Equal(unpacked(t, bad), raw) {
			t.Errorf("byte %d of %d may be damaged", i, len(file))
		}
	}
}

// FuzzLoad: any bytes, bare and packed as weights are, are refused or answer with a
// number for each root.
func FuzzLoad(f *testing.F) {
	file := small(f)
	f.Add(file)
	f.Add(unpacked(f, file))
	f.Add([]byte(magic))
	f.Add(number(unpacked(f, file), 1, 1))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, it := range [][]byte{data, packed(t, data)} {
			m, err := Load(it)
			if err != nil {
				if !errors.Is(err, errWeights) {
					t.Errorf("%v does not say what it is about", err)
				}
				continue
			}
			q := make([]float32, m.Inputs())
			for i := range q {
				q[i] = float32(i%7) - 3
			}
			for _, p := range m.Likelihoods(q, make([]float32, m.Inputs())) {
				if len(p) != len(m.Roots()) {
					t.Errorf("%d likelihoods of %d roots", len(p), len(m.Roots()))
				}
			}
		}
	})
}
