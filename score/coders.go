package score

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"

	"entente"
)

// Coding is what one coder has written of some stories: output lines of the coder, or
// lines of gold, one JSON object a line.
type Coding struct {
	Name  string
	Lines io.Reader
}

// CodersResult is how far coders of the same stories agree.
type CodersResult struct {
	Coders    []CoderResult `json:"coders"`
	Stories   int           `json:"stories"`  // compared
	LeftOut   int           `json:"left_out"` // of which a reading in the gold's form has no line
	Units     int           `json:"units"`    // events that any coder has
	Shared    int           `json:"shared"`   // that two coders or more have
	Unitising Unitising     `json:"unitising"`
	Fields    FieldResults  `json:"fields"`
}

// CoderResult is one coder's share.
type CoderResult struct {
	Name   string `json:"name"`
	Events int    `json:"events"` // of the stories compared, in streams that count
}

// Unitising is how far coders have the same events, whatever they say of them: F1 of
// each pair of coders, and of all pairs together.
type Unitising struct {
	F1    *float64      `json:"f1"` // 0 to 1; null where nobody has an event
	Pairs []PairOfCoder `json:"pairs"`
}

// PairOfCoder compares two coders by their places among the codings, from 0.
type PairOfCoder struct {
	First      int      `json:"first"`
	Second     int      `json:"second"`
	Same       int      `json:"same"`
	OnlyFirst  int      `json:"only_first"`
	OnlySecond int      `json:"only_second"`
	F1         *float64 `json:"f1"`
}

// FieldResults is the agreement on each field of a unit. Pair is measured on units
// that the same words make, whoever the actors; the others on units of one pair.
type FieldResults struct {
	Pair      Reliability `json:"pair"`
	Direction Reliability `json:"direction"`
	Root      Reliability `json:"root"`
	Quad      Reliability `json:"quad"`
	Status    Reliability `json:"status"`
	Date      Reliability `json:"date"`
	Intensity Reliability `json:"intensity"`
}

// Reliability is the agreement on one field. Alpha is null where it is not defined, and
// so are the bounds of its 95 % interval ([Alpha] says of what).
type Reliability struct {
	Metric    Metric   `json:"metric"`
	Units     int      `json:"units"`     // with values of two coders or more
	Values    int      `json:"values"`    // in these units
	Agreement Share    `json:"agreement"` // of the pairs of values in one unit, those that are the same
	Apart     *float64 `json:"apart"`     // mean difference of such pairs, in days or points; null if nominal
	Alpha     *float64 `json:"alpha"`
	Low       *float64 `json:"low"`
	High      *float64 `json:"high"`
}

// Coders compares two or more codings. A unit is an event of one story that one or more
// coders have: the words or the sentence overlap, and the pair of actors is the same
// in any order. Alpha compares values, so it is made of units that two coders or more
// have; what only one has is told by unitising.
//
// Output says nothing of a story without events, so every story that any coder has is
// taken as read by all, unless a coding has the form of gold: then only the stories of
// which it has a line count. With the stories at hand the place of gold's words is
// looked up; else words are compared. The error names codings and lines that cannot be
// read.
func Coders(codings []Coding, stories ...entente.Story) (CodersResult, error) {
	texts := map[string]*entente.Story{}
	for i := range stories {
		texts[stories[i].ID] = &stories[i]
	}
	c := coders{marks: map[string][]mark{}, texts: texts}
	var bad []error
	for i, coding := range codings {
		if err := c.read(i, coding.Lines); err != nil {
			bad = append(bad, fmt.Errorf("%s: %w", coding.Name, err))
		}
		c.result.Coders = append(c.result.Coders, CoderResult{Name: coding.Name})
	}
	if err := errors.Join(bad...); err != nil {
		return CodersResult{}, err
	}
	c.compare()
	return c.result, nil
}

// coders gathers what coders have of each story.
type coders struct {
	marks  map[string][]mark
	texts  map[string]*entente.Story
	gold   []map[string]bool // for each coding in the form of gold, the stories it has lines of
	same   [][]int           // by pair of coders
	result CodersResult
}

// codedLine is as much of a line as tells what it is.
type codedLine struct {
	Kind       string          `json:"kind"`
	Story      string          `json:"story"`
	Stream     entente.Stream  `json:"stream"`
	Roots      json.RawMessage `json:"roots"`
	Plover     json.RawMessage `json:"plover"`
	Intensity  *float64        `json:"intensity"`
	Assessment bool            `json:"assessment"`
	MustNot    bool            `json:"must_not"`
	None       bool            `json:"none"`
}

// ofGold reports whether a line has the form of gold.
func (l *codedLine) ofGold() bool { return l.Roots != nil || l.Assessment || l.MustNot || l.None }

// read reads one coding.
func (c *coders) read(coder int, lines io.Reader) error {
	var bad []error
	read := map[string]bool{}
	gold := false
	err := eachLine(lines, func(n int, line []byte) {
		var head codedLine
		err := json.Unmarshal(line, &head)
		if err == nil {
			err = c.line(coder, &head, line)
		}
		if err != nil {
			bad = append(bad, fmt.Errorf("line %d: %w", n, err))
		}
		read[head.Story] = true
		gold = gold || head.ofGold()
	})
	if gold {
		c.gold = append(c.gold, read)
	}
	return errors.Join(append(bad, err)...)
}

// line takes one line of a coding.
func (c *coders) line(coder int, head *codedLine, line []byte) error {
	var m mark
	var err error
	switch {
	case head.Story == "":
		return errors.New(`no "story"`)
	case head.Kind == "assessment", head.Assessment, head.MustNot, head.None:
		if c.marks[head.Story] == nil {
			c.marks[head.Story] = []mark{} // a story without events is a story
		}
		return nil
	case head.Roots != nil:
		m, err = c.ofGold(coder, line)
	case head.Plover != nil:
		m, err = ofOutput(coder, head, line)
	default:
		return errors.New(`neither an event of entente code --json ("plover") nor gold ("roots")`)
	}
	if err == nil && (head.Stream == "" || head.Stream.Counts()) {
		c.marks[head.Story] = append(c.marks[head.Story], m)
	}
	return err
}

func ofOutput(coder int, head *codedLine, line []byte) (mark, error) {
	var r entente.Report
	if err := json.Unmarshal(line, &r); err != nil {
		return mark{}, err
	}
	m := markOf(coder, &r)
	m.intensity = head.Intensity
	return m, nil
}

// ofGold gives the mark of a line of gold: the first of its roots and statuses is the
// reader's own choice.
func (c *coders) ofGold(coder int, line []byte) (mark, error) {
	var g goldLine
	if err := json.Unmarshal(line, &g); err != nil {
		return mark{}, err
	}
	if err := g.check(); err != nil {
		return mark{}, err
	}
	m := mark{coder: coder, words: level(g.Text), source: norm(g.Source), target: norm(g.Target), mutual: g.Reciprocal,
		root: g.Roots[0], status: g.Status[0], day: g.From}
	if text := c.texts[g.Story]; text != nil {
		one := sheet{text: text, gold: []*goldEvent{&g}}
		one.locate()
		m.trigger, m.span = g.place, around(g.place, sentencesOf(text))
	}
	return m, nil
}

// around gives the span of the sentences in which words stand, nil if none is known.
func around(words *entente.Span, sentences []entente.Span) *entente.Span {
	var out *entente.Span
	for _, s := range sentences {
		if !meets(words, &s) {
			continue
		}
		if out == nil {
			out = &entente.Span{s[0], s[1]}
		}
		out[1] = max(out[1], s[1])
	}
	return out
}

// compare measures all stories that all coders have read.
func (c *coders) compare() {
	r := &c.result
	c.same = make([][]int, len(r.Coders))
	for i := range c.same {
		c.same[i] = make([]int, len(r.Coders))
	}
	byPair, byWords := newFields(), newFields()
	for _, story := range slices.Sorted(maps.Keys(c.marks)) {
		if slices.ContainsFunc(c.gold, func(read map[string]bool) bool { return !read[story] }) {
			r.LeftOut++
			continue
		}
		r.Stories++
		marks := c.marks[story]
		for _, m := range marks {
			r.Coders[m.coder].Events++
		}
		units := unite(marks, sameUnit)
		c.count(units)
		byPair.story(units)
		byWords.story(unite(marks, sameWords))
	}
	f := byPair.results()
	f.Pair = byWords.results().Pair
	r.Fields, r.Unitising = f, c.unitising()
}

// count counts the units that coders share.
func (c *coders) count(units [][]*mark) {
	c.result.Units += len(units)
	for _, u := range units {
		c.result.Shared += count(len(u) > 1)
		for i, a := range u {
			for _, b := range u[i+1:] {
				c.same[a.coder][b.coder]++
			}
		}
	}
}

func (c *coders) unitising() Unitising {
	out := Unitising{Pairs: []PairOfCoder{}}
	same, of := 0, 0
	for i := range c.same {
		for j := i + 1; j < len(c.same); j++ {
			n, a, b := c.same[i][j], c.result.Coders[i].Events, c.result.Coders[j].Events
			out.Pairs = append(out.Pairs, PairOfCoder{i, j, n, a - n, b - n, share(2*n, a+b).Value})
			same, of = same+2*n, of+a+b
		}
	}
	out.F1 = share(same, of).Value
	return out
}

// field gathers the values of one field.
type field struct {
	metric  Metric
	value   func(*mark) (float64, bool) // false where the coder gave none
	stories []disagreement
	hits    int // pairs of values in a unit that are the same
	pairs   int
	apart   float64 // sum of their differences
}

// fields are those that coders are compared in.
type fields struct {
	pair, direction, root, quad, status, date, intensity *field
}

func newFields() fields {
	return fields{
		pair:      nominal((*mark).directed),
		direction: nominal((*mark).direction),
		root:      nominal(func(m *mark) string { return string(m.root) }),
		quad:      nominal(func(m *mark) string { return m.root.Quad().String() }),
		status:    nominal(func(m *mark) string { return string(m.status) }),
		date:      &field{metric: Interval, value: func(m *mark) (float64, bool) { return float64(m.day), m.day.Known() }},
		intensity: &field{metric: Interval, value: func(m *mark) (float64, bool) {
			if m.intensity == nil {
				return 0, false
			}
			return *m.intensity, true
		}},
	}
}

// nominal gives a field of words, which are numbered as they come.
func nominal(word func(*mark) string) *field {
	numbers := map[string]float64{}
	return &field{metric: Nominal, value: func(m *mark) (float64, bool) {
		w := word(m)
		n, ok := numbers[w]
		if !ok {
			n = float64(len(numbers))
			numbers[w] = n
		}
		return n, w != ""
	}}
}

func (f fields) each() []*field {
	return []*field{f.pair, f.direction, f.root, f.quad, f.status, f.date, f.intensity}
}

// story adds the units of a story.
func (f fields) story(units [][]*mark) {
	for _, x := range f.each() {
		d := disagreement{metric: x.metric}
		for _, u := range units {
			if x != f.intensity || oneScale(u) {
				x.unit(&d, u)
			}
		}
		if d.units > 0 {
			x.stories = append(x.stories, d)
		}
	}
}

// oneScale reports whether the intensities of a unit are on the same scale.
func oneScale(u []*mark) bool {
	return !slices.ContainsFunc(u, func(m *mark) bool { return m.scale != u[0].scale })
}

func (f *field) unit(d *disagreement, unit []*mark) {
	var values []float64
	for _, m := range unit {
		if v, ok := f.value(m); ok {
			values = append(values, v)
		}
	}
	slices.Sort(values) // lest the order of coders show in the last digit of a sum
	d.unit(values)
	for i, x := range values {
		for _, y := range values[i+1:] {
			f.pairs++
			f.hits += count(x == y)
			f.apart += math.Abs(x - y)
		}
	}
}

func (f fields) results() FieldResults {
	return FieldResults{f.pair.result(), f.direction.result(), f.root.result(), f.quad.result(), f.status.result(), f.date.result(), f.intensity.result()}
}

func (f *field) result() Reliability {
	all := disagreement{metric: f.metric}
	for i := range f.stories {
		all.add(&f.stories[i])
	}
	r := Reliability{Metric: f.metric, Units: all.units, Values: len(all.given), Agreement: share(f.hits, f.pairs)}
	if f.metric == Interval && f.pairs > 0 {
		mean := f.apart / float64(f.pairs)
		r.Apart = &mean
	}
	if a, ok := all.alpha(); ok {
		r.Alpha = &a
		if low, high, ok := interval(f.stories); ok {
			r.Low, r.High = &low, &high
		}
	}
	return r
}
