package desk_test

import (
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/judge"
	"entente/lexica"
)

var classifier = sync.OnceValues(func() (desk.Classifier, error) { return desk.LoadClassifier(lexica.English()) })

func shipped(t *testing.T) desk.Classifier {
	t.Helper()
	c, err := classifier()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// checkClass classifies a sentence and holds what is promised of any.
func checkClass(t *testing.T, c desk.Classifier, sentence string) desk.Class {
	t.Helper()
	got := c.Classify(sentence)
	if got.Quad < 1 || got.Quad > 4 || got.Event == "" || !(got.Confidence > 0 && got.Confidence <= 1) {
		t.Errorf("%.60q: %+v", sentence, got)
	}
	if (got.Event == "CONCEDE" || got.Event == "RETREAT") && got.Quad != 2 {
		t.Errorf("%.60q: %s is of quad %d", sentence, got.Event, got.Quad)
	}
	if again := c.Classify(sentence); again != got {
		t.Errorf("%.60q: %+v, then %+v", sentence, got, again)
	}
	return got
}

// TestClassify reads sentences whose class nobody doubts.
func TestClassify(t *testing.T) {
	c := shipped(t)
	for sentence, want := range map[string]int{
		"<s>Kenya</s> held talks with <t>Nepal</t> in Lima on Monday.":                                      1,
		"<s>France</s> praised <t>Chad</t> for its efforts to bring peace.":                                 1,
		"<s>Peru</s> signed a trade agreement with <t>Chile</t>.":                                           1,
		"<s>Japan</s> sent food and medicine to <t>Nepal</t> after the earthquake.":                         2,
		"<t>Kenya</t> was given 40 million dollars of aid by <s>Norway</s>.":                                2,
		"<s>Ethiopia</s> withdrew its troops from <t>Eritrea</t> on Friday.":                                2,
		"<s>Sudan</s> released twenty prisoners of war to <t>Egypt</t>.":                                    2,
		"<s>Russia</s> accused <t>Poland</t> of spreading lies.":                                            3,
		"<s>North Korea</s> threatened to attack <t>South Korea</t>.":                                       3,
		"<s>Bolivia</s> condemned <t>Chile</t> for its decision.":                                           3,
		"<s>The United States</s> imposed sanctions on <t>Iran</t>.":                                        4,
		"<s>Turkish warplanes</s> bombed <t>Kurdish fighters</t> in the north of Iraq, killing 12 of them.": 4,
		"<t>Two diplomats of Chad</t> were expelled by <s>Mali</s>.":                                        4,
		"<s>Police</s> arrested <t>forty protesters</t> in the capital.":                                    4,
	} {
		if got := checkClass(t, c, sentence); got.Quad != want {
			t.Errorf("%q: %+v, not quad %d", sentence, got, want)
		}
	}
}

// TestClassifyAnything: what is marked badly, not at all or is no sentence is answered.
func TestClassifyAnything(t *testing.T) {
	c := shipped(t)
	for _, sentence := range []string{
		"", " ", "<s>", "<s></s><t></t>", "\xff\x00<s>\xc3</s>", "Kenya attacked Nepal.", "<s>Kenya</s> attacked Nepal.",
		"<s><t>Kenya</t></s> attacked Nepal.", "<s>Kenya</s> attacked <t>Nepal", "</t>Kenya</s> attacked <x>Nepal</x>",
		"<s>Kenya</s> attacked Nepal. Peru praised <t>Chile</t>.", "<s>Kenya</s>\nattacked\n\n<t>Nepal</t>",
		"<s>Kenya</s> attacked " + strings.Repeat("and attacked ", 800) + "<t>Nepal</t>.", strings.Repeat("x", 20000),
	} {
		checkClass(t, c, sentence)
		bare := c
		bare.Head = nil
		checkClass(t, bare, sentence)
	}
}

// TestYieldIsOneClass: CONCEDE and RETREAT count together, in quad 2, with and without
// others of their quads.
func TestYieldIsOneClass(t *testing.T) {
	c := shipped(t)
	c.Head = nil
	for _, it := range []struct {
		likely map[entente.Root]float64
		want   entente.Root
	}{
		{map[entente.Root]float64{"CONCEDE": 1}, "CONCEDE"},
		{map[entente.Root]float64{"RETREAT": 1}, "RETREAT"},
		{map[entente.Root]float64{"CONCEDE": .3, "RETREAT": .25, "CONSULT": .45}, "CONCEDE"},
		{map[entente.Root]float64{"CONCEDE": .25, "RETREAT": .3, "ACCUSE": .45}, "RETREAT"},
		{map[entente.Root]float64{"CONCEDE": .3, "AID": .31, "AGREE": .39}, "AID"},
	} {
		r := desk.Reading{}
		for _, root := range c.Encoder.Roots() {
			r.Likely = append(r.Likely, it.likely[root])
		}
		if got := c.Class(r); got.Quad != 2 || got.Event != it.want || got.Confidence < it.likely[it.want]-1e-6 || got.Confidence > it.likely[it.want]+1e-6 {
			t.Errorf("%v: %+v", it.likely, got)
		}
	}
}

// TestReadAlone: what is read is a likelihood for each root, none of it for nothing.
func TestReadAlone(t *testing.T) {
	c := shipped(t)
	for _, sentence := range []string{"", "<s>Kenya</s> attacked <t>Nepal</t>.", "Kenya attacked Nepal."} {
		r, sum := c.Read(sentence), 0.0
		for _, p := range r.Likely {
			sum += p
		}
		if len(r.Likely) != len(c.Encoder.Roots()) || r.Likely[0] != 0 || sum < 1-1e-9 || sum > 1+1e-9 {
			t.Errorf("%q: %v of sum %g", sentence, r.Likely, sum)
		}
		if len(r.Features) != c.Head.Inputs() {
			t.Errorf("%q: %d numbers for a head of %d", sentence, len(r.Features), c.Head.Inputs())
		}
	}
}

// TestFitHeadRefuses: no sentences and roots that the encoder does not know are errors.
func TestFitHeadRefuses(t *testing.T) {
	c := shipped(t)
	if _, err := c.FitHead(nil); err == nil {
		t.Error("a head is fitted to nothing")
	}
	reading := c.Read("<s>Kenya</s> attacked <t>Nepal</t>.")
	for _, root := range []string{"DANCE", "assault"} {
		if _, err := c.FitHead([]desk.Labelled{{Reading: reading, Root: "ASSAULT"}, {Reading: reading, Root: root}}); err == nil || !strings.Contains(err.Error(), root) {
			t.Errorf("%q: %v", root, err)
		}
	}
}

func TestLoadClassifierRefuses(t *testing.T) {
	for name, fsys := range map[string]fstest.MapFS{
		"nothing": {},
		"damaged": {desk.EncoderFile: {Data: []byte("no weights")}},
	} {
		if c, err := desk.LoadClassifier(fsys); err == nil || c.Encoder != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// other lays one file over a folder.
type other struct {
	fs.FS
	name string
	file []byte
}

func (o other) Open(name string) (fs.File, error) {
	if name == o.name {
		return fstest.MapFS{name: {Data: o.file}}.Open(name)
	}
	return o.FS.Open(name)
}

// TestForeignWeights: a judge or a head made for other weights is refused, though it takes
// as many numbers.
func TestForeignWeights(t *testing.T) {
	made := func(inputs int, of uint32) []byte {
		file, err := judge.Train([]entente.Root{"", "AID"}, []judge.Lesson{{Questions: [][]float32{make([]float32, inputs)}, Answer: []float32{1, 0}, Weight: 1}}, judge.Plan{Hidden: 1, Passes: 1, Of: of})
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	tools, err := desk.LoadUnjudged(lexica.English())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.LoadTools(other{lexica.English(), desk.JudgeFile, made(coder.JudgeInputs(), tools.Syntax.Sum())}); err != nil {
		t.Error(err)
	}
	for _, bad := range [][]byte{made(coder.JudgeInputs(), tools.Syntax.Sum()+1), made(coder.JudgeInputs()-1, tools.Syntax.Sum())} {
		if _, err := desk.LoadTools(other{lexica.English(), desk.JudgeFile, bad}); err == nil {
			t.Error("a judge of other weights loads")
		}
	}
	c, err := desk.LoadHeadless(lexica.English())
	if err != nil {
		t.Fatal(err)
	}
	inputs := 4*c.Encoder.Width() + 3*(len(c.Encoder.Roots())-1)
	if _, err := desk.LoadClassifier(other{lexica.English(), desk.HeadFile, made(inputs, c.Encoder.Sum()+1)}); err == nil {
		t.Error("a head of another encoder loads")
	}
}
