package encoder

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"entente"
	"entente/seal"
)

// tinyWords are the pieces of the tests' vocabulary.
var tinyWords = []string{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "chad", "thank", "##ed", "##s", "cafe", "fiji", "u", "s", "a", "##a", "##aa", ",", ".", "-", "'", "中", "国"}

func tinyVocabulary() *vocabulary {
	v := &vocabulary{ids: map[string]int32{}}
	for i, w := range tinyWords {
		v.add(w, int32(i))
	}
	return v
}

// TestPieces writes each piece as the vocabulary has it and, where they differ, the bytes
// of the text for which it stands.
func TestPieces(t *testing.T) {
	v := tinyVocabulary()
	for text, want := range map[string]string{
		"":                  "",
		" \t\n":             "",
		"Chad thanked FIJI": "chad=Chad thank ##ed=ed fiji=FIJI",
		"thanks":            "thank ##s=s",
		// accents, one rune or two
		"Café":            "cafe=Café",
		"CAFE\u0301 chad": "cafe=CAFE chad",
		"\u0301":          "",
		// marks stand by themselves
		"U.S.":               "u=U . s=S .",
		"Chad's fiji,chad-a": "chad=Chad ' s fiji , chad - a",
		"Chad—fiji":          "chad=Chad [UNK]=— fiji",
		"[CLS]":              "[UNK]=[ [UNK]=CLS [UNK]=]",
		// a word of which a part is unknown is unknown
		"xyz chad": "[UNK]=xyz chad",
		"thankx":   "[UNK]=thankx",
		"edchad":   "[UNK]=edchad",
		"##ed":     "[UNK]=# [UNK]=# [UNK]=ed",
		// the longest piece first
		"aaaa": "a ##aa=aa ##a=a",
		// Han characters stand by themselves
		"中国chad": "中 国 chad",
		"人中":     "[UNK]=人 中",
		// what no text should hold is left out
		"Ch\x00ad\xff\ufffd": "chad=Ch\x00ad",
		"ch\u00a0ad":         "[UNK]=ch [UNK]=ad",
	} {
		if got := printed(t, v, text); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

func printed(t *testing.T, v *vocabulary, text string) string {
	var out []string
	ps := checkPieces(t, v, text)
	for _, p := range ps[1 : len(ps)-1] {
		s, word := text[p.span[0]:p.span[1]], tinyWords[p.id]
		if s != word {
			word += "=" + s
		}
		out = append(out, word)
	}
	return strings.Join(out, " ")
}

// checkPieces cuts a text and holds what is promised of its pieces.
func checkPieces(t *testing.T, v *vocabulary, text string) []piece {
	t.Helper()
	ps := v.pieces(text)
	if n := len(ps); n < 2 || ps[0] != (piece{id: v.begin}) || ps[n-1] != (piece{id: v.end}) {
		t.Fatalf("%q: %v", text, ps)
	}
	from, to := 0, 0
	for _, p := range ps[1 : len(ps)-1] {
		switch {
		case p.span[0] < 0 || p.span[0] >= p.span[1] || p.span[1] > len(text):
			t.Fatalf("%q: %v of %d bytes", text, p, len(text))
		case p.span[0] < from || p.span[1] < to:
			t.Fatalf("%q: %v lies before %d to %d", text, p, from, to)
		case p.span[0] < to && p.span[0] != from: // letters of one rune may be of two pieces
			if _, size := utf8.DecodeRuneInString(text[p.span[0]:]); p.span[0]+size != to {
				t.Fatalf("%q: %v lies within %d to %d", text, p, from, to)
			}
		case !utf8.RuneStart(text[p.span[0]]) || p.span[1] < len(text) && utf8.ValidString(text) && !utf8.RuneStart(text[p.span[1]]):
			t.Fatalf("%q: %v cuts a rune", text, p)
		case p.id < 0 || int(p.id) >= len(tinyWords):
			t.Fatalf("%q: %v is of no vocabulary", text, p)
		}
		from, to = p.span[0], p.span[1]
	}
	return ps
}

func TestLongWords(t *testing.T) {
	v := tinyVocabulary()
	for n, want := range map[int]int{1: 1, 2: 2, 3: 2, longestWord: 51, longestWord + 1: 1, 5000: 1} {
		ps := checkPieces(t, v, strings.Repeat("a", n))
		if len(ps)-2 != want {
			t.Errorf("%d letters: %d pieces, not %d", n, len(ps)-2, want)
		}
		if n > longestWord && ps[1] != (piece{v.strange, entente.Span{0, n}}) {
			t.Errorf("%d letters: %v", n, ps[1])
		}
	}
}

func FuzzPieces(f *testing.F) {
	v := tinyVocabulary()
	for _, s := range []string{"", "Chad thanked Café's U.S.", "中国 aaa", "\xff\x00ch\xc3ad", "한국어 İstanbul ǅ ﬁ ẛ̣", strings.Repeat("é", 120)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkPieces(t, v, s)
		if again := v.pieces(s); !slices.Equal(again, v.pieces(s)) {
			t.Errorf("%q is cut in two ways", s)
		}
	})
}

// TestGelu holds the table against the formula.
func TestGelu(t *testing.T) {
	for x := -8.0; x <= 8; x += 1.0 / 1000 {
		want := x * .5 * (1 + math.Erf(x/math.Sqrt2))
		if d := math.Abs(float64(gelu(float32(x))) - want); d > 4e-6 {
			t.Fatalf("gelu(%g) is %g off", x, d)
		}
	}
	inf := float32(math.Inf(1))
	for x, want := range map[float32]float32{0: 0, 100: 100, -100: 0, inf: inf, -inf: 0, math.Nextafter32(6, 0): 6, math.Nextafter32(-6, 0): 0} {
		if got := gelu(x); got != want && math.Abs(float64(got-want)) > 1e-5 {
			t.Errorf("gelu(%g) is %g, not %g", x, got, want)
		}
	}
	if got := gelu(float32(math.NaN())); got != 0 {
		t.Errorf("of no number %g", got)
	}
}

func TestLevel(t *testing.T) {
	one := levelled{gain: make([]float32, 12), bias: make([]float32, 12)}
	twice := levelled{gain: make([]float32, 12), bias: make([]float32, 12)}
	for i := range 12 {
		one.gain[i], twice.gain[i], twice.bias[i] = 1, 2, float32(i)
	}
	c := chance(1)
	v := c.floats(12, 40, 5)
	w := slices.Clone(v)
	one.level(v)
	twice.level(w)
	mean, square := 0.0, 0.0
	for i, f := range v {
		mean += float64(f) / 12
		square += float64(f) * float64(f) / 12
		if d := w[i] - (2*f + float32(i)); d > 1e-5 || d < -1e-5 {
			t.Errorf("place %d: %g, not twice %g and %d", i, w[i], f, i)
		}
	}
	if math.Abs(mean) > 1e-5 || math.Abs(square-1) > 1e-4 {
		t.Errorf("mean %g, variance %g", mean, square)
	}
	flat := make([]float32, 12)
	twice.level(flat)
	if !slices.Equal(flat, twice.bias) {
		t.Errorf("what does not vary becomes %v", flat)
	}
}

// chance gives numbers that look random and are the same on every run.
type chance uint32

func (c *chance) next() uint32 {
	*c = *c*1664525 + 1013904223
	return uint32(*c >> 8)
}

// floats gives n numbers within span around a middle.
func (c *chance) floats(n int, span, middle float32) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = middle + span*(float32(c.next()%2001)/1000-1)
	}
	return out
}

// draft is what a file of weights holds, part by part.
type draft struct {
	sizes [6]uint32 // width, heads, depth, inner, reach, roots
	roots []string
	words []string
	first float32 // scale of the first piece
	least byte    // the last weight of the last layer
	more  []byte  // behind all
}

func tiny() draft {
	return draft{sizes: [6]uint32{8, 2, 2, 7, 12, 3}, roots: []string{"", "AID", "ASSAULT"}, words: tinyWords, first: .01, least: 3}
}

// raw writes a draft in the order of the format.
func (d draft) raw() []byte {
	var b []byte
	c := chance(9)
	number := func(v uint32) { b = binary.LittleEndian.AppendUint32(b, v) }
	text := func(s string) { b = append(binary.LittleEndian.AppendUint16(b, uint16(len(s))), s...) }
	floats := func(n int, span, middle float32) {
		for _, v := range c.floats(n, span, middle) {
			number(math.Float32bits(v))
		}
	}
	bytes := func(n int) {
		for range n {
			b = append(b, byte(int8(c.next()%255)-127))
		}
	}
	rows := func(n, width int) { floats(n, .003, .01); bytes(n * width) }
	level := func(n int) { floats(n, .3, 1); floats(n, .3, 0) }
	dense := func(rows, cols int) { floats(cols, .001, .005); floats(cols, .1, 0); bytes(rows * cols) }
	for _, v := range d.sizes {
		number(v)
	}
	for _, r := range d.roots {
		text(r)
	}
	number(uint32(len(d.words)))
	for _, w := range d.words {
		text(w)
	}
	width, inner := int(d.sizes[0]), int(d.sizes[3])
	scale := len(b)
	rows(len(d.words), width)
	binary.LittleEndian.PutUint32(b[scale:], math.Float32bits(d.first))
	rows(int(d.sizes[4]), width)
	rows(4, width)
	level(width)
	for range d.sizes[2] {
		dense(width, 3*width)
		dense(width, width)
		level(width)
		dense(width, inner)
		dense(inner, width)
		level(width)
	}
	floats(int(d.sizes[2]), .5, .5)
	dense(4*width, width)
	dense(width, int(d.sizes[5]))
	b[len(b)-1] = d.least
	return append(b, d.more...)
}

// packed makes a file of what it holds.
func packed(_ testing.TB, raw []byte) []byte { return seal.Close(magic, raw) }

func loaded(t testing.TB, file []byte) *Model {
	t.Helper()
	m, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestLoad(t *testing.T) {
	m := loaded(t, packed(t, tiny().raw()))
	if got := m.Roots(); !slices.Equal(got, []entente.Root{"", "AID", "ASSAULT"}) {
		t.Errorf("roots %q", got)
	}
	m.Roots()[0] = "AID"
	if m.Roots()[0] != "" {
		t.Error("who is given the roots can change them")
	}
	if z := m.net.shape; z != (shape{8, 2, 2, 7, 12, 3}) || len(m.net.layers) != 2 {
		t.Errorf("%+v with %d layers", z, len(m.net.layers))
	}
}

// asked are questions of many kinds.
var asked = []string{
	"<s>Chad</s> <e>thanked</e> <t>Fiji</t>.",
	"Chad thanked Fiji.",
	"",
	"<s></s><t></t>",
	"<s>Chad thanked Fiji</s>.",
	"<s>Fiji</s> thanked <t>Chad</t>.",
	"\xff\x00",
	strings.Repeat("<s>Chad</s> thanked <t>Fiji</t>, ", 50),
	strings.Repeat("a", 3000) + " <t>chad</t>",
	"人中国",
}

func checkAnswer(t *testing.T, m *Model, q Question) ([]float64, []float32) {
	t.Helper()
	likely, vectors := m.Read(q)
	sum := 0.0
	for _, p := range likely {
		sum += p
	}
	if len(likely) != 3 || math.Abs(sum-1) > 1e-9 || len(vectors) != 4*m.net.width {
		t.Errorf("%+v: %v and %d numbers", q, likely, len(vectors))
	}
	return likely, vectors
}

// TestAnswersAreTheSame asks each question of a fresh model and of one that was asked
// others before, forwards and backwards.
func TestAnswersAreTheSame(t *testing.T) {
	file := packed(t, tiny().raw())
	used := loaded(t, file)
	likely, vectors := make([][]float64, len(asked)), make([][]float32, len(asked))
	for i, s := range asked {
		likely[i], vectors[i] = checkAnswer(t, loaded(t, file), Marked(s))
	}
	for k := range 2 * len(asked) {
		i := min(k, 2*len(asked)-1-k)
		p, v := checkAnswer(t, used, Marked(asked[i]))
		if !reflect.DeepEqual(p, likely[i]) || !reflect.DeepEqual(v, vectors[i]) {
			t.Errorf("%q: %v, of a fresh model %v", asked[i], p, likely[i])
		}
		if q := used.Likelihoods(Marked(asked[i])); !reflect.DeepEqual(p, q) {
			t.Errorf("%q: %v, then %v", asked[i], p, q)
		}
	}
}

// TestManyAskAtOnce is of use under the race detector.
func TestManyAskAtOnce(t *testing.T) {
	m := loaded(t, packed(t, tiny().raw()))
	want, got := m.Likelihoods(Marked(asked[0])), make(chan []float64)
	for range 4 {
		go func() { got <- m.Likelihoods(Marked(asked[0])) }()
	}
	for range 4 {
		if !slices.Equal(<-got, want) {
			t.Error("asked at once, it answers otherwise")
		}
	}
}

// TestMarksCount: who is marked changes the answer, and without a mark its vector is 0.
func TestMarksCount(t *testing.T) {
	m := loaded(t, packed(t, tiny().raw()))
	answers := map[string][]float64{}
	for s, parts := range map[string]string{
		"Chad thanked Fiji":                          "x---",
		"<s>Chad</s> thanked Fiji":                   "xx--",
		"Chad thanked <t>Fiji</t>":                   "x-x-",
		"Chad <e>thanked</e> Fiji":                   "x--x",
		"<s>Chad</s> thanked <t>Fiji</t>":            "xxx-",
		"<t>Chad</t> thanked <s>Fiji</s>":            "xxx-",
		"<s>Chad</s> <e>thanked</e> <t>Fiji</t>":     "xxxx",
		"<s><t>Chad</t></s> thanked Fiji":            "x-x-", // the target before the source
		"Chad thanked Fiji<s></s>":                   "x---",
		"<s>Chad</s> thanked Fiji, <s>Fiji</s> <e>.": "xx-x",
	} {
		likely, v := checkAnswer(t, m, Marked(s))
		got := ""
		for part := range slices.Chunk(v, m.net.width) {
			if slices.ContainsFunc(part, func(f float32) bool { return f != 0 }) {
				got += "x"
			} else {
				got += "-"
			}
		}
		if got != parts {
			t.Errorf("%q: %s, not %s", s, got, parts)
		}
		answers[s] = likely
	}
	if turned := answers["<t>Chad</t> thanked <s>Fiji</s>"]; slices.Equal(turned, answers["<s>Chad</s> thanked <t>Fiji</t>"]) || slices.Equal(turned, answers["Chad thanked Fiji"]) {
		t.Errorf("whoever is marked, the answer is %v", turned)
	}
}

// TestBeyondReach: what stands behind the last piece within reach changes nothing.
func TestBeyondReach(t *testing.T) {
	m := loaded(t, packed(t, tiny().raw()))
	start := "<s>Chad</s>" + strings.Repeat(" chad", m.net.reach-2) // and [CLS]: as many as are read
	want := m.Likelihoods(Marked(start))
	for _, end := range []string{" fiji", " <t>Fiji</t>", strings.Repeat(" <e>cafe</e>", 2000), " " + strings.Repeat("x", 1<<16)} {
		if got := m.Likelihoods(Marked(start + end)); !slices.Equal(got, want) {
			t.Errorf("%.30q behind the reach: %v, not %v", end, got, want)
		}
	}
	if got := m.Likelihoods(Marked(strings.TrimSuffix(start, " chad") + " fiji")); slices.Equal(got, want) {
		t.Error("the last piece within reach changes nothing")
	}
}

// TestStrangeSpans: spans that lie outside of the text or turn round fail nothing.
func TestStrangeSpans(t *testing.T) {
	m := loaded(t, packed(t, tiny().raw()))
	checkAnswer(t, m, Question{Text: "Chad thanked Fiji", Source: spans(-5, 900, 7, 2), Target: spans(100, 200), Trigger: spans(0, 0)})
}

func TestLoadRefuses(t *testing.T) {
	raw := tiny().raw()
	file := packed(t, raw)
	sum := slices.Clone(file)
	sum[len(magic)] ^= 1
	for name, it := range map[string][]byte{
		"nothing":           nil,
		"only magic":        []byte(magic),
		"magic and sum":     file[:len(magic)+4],
		"foreign":           []byte("GIF89a, and no weights at all"),
		"the judge's":       []byte("entente-judge\x01" + string(file[len(magic):])),
		"another version":   append([]byte(magic[:len(magic)-1]+"\x02"), file[len(magic):]...),
		"another sum":       sum,
		"a byte more":       append(slices.Clone(file), 0),
		"twice":             append(slices.Clone(file), file...),
		"empty":             packed(t, nil),
		"one byte less":     packed(t, raw[:len(raw)-1]),
		"one byte too much": packed(t, append(slices.Clone(raw), 0)),
		"only sizes":        packed(t, raw[:24]),
		"half the sizes":    packed(t, raw[:13]),
	} {
		refused(t, name, it)
	}
	for name, change := range map[string]func(*draft){
		"no width":            func(d *draft) { d.sizes[0] = 0 },
		"width 6":             func(d *draft) { d.sizes[0] = 6 },
		"width 12, two heads": func(d *draft) { d.sizes[0] = 12 },
		"no heads":            func(d *draft) { d.sizes[1] = 0 },
		"three heads":         func(d *draft) { d.sizes[1] = 3 },
		"no layers":           func(d *draft) { d.sizes[2] = 0 },
		"many layers":         func(d *draft) { d.sizes[2] = mostDepth + 1 },
		"no inner":            func(d *draft) { d.sizes[3] = 0 },
		"wide inner":          func(d *draft) { d.sizes[3] = mostWidth + 1 },
		"short reach":         func(d *draft) { d.sizes[4] = 2 },
		"long reach":          func(d *draft) { d.sizes[4] = mostReach + 1 },
		"one root":            func(d *draft) { d.sizes[5], d.roots = 1, d.roots[:1] },
		"fewer roots":         func(d *draft) { d.roots = d.roots[:2] },
		"two pieces":          func(d *draft) { d.words = d.words[2:4] },
		"no [UNK]":            func(d *draft) { d.words = d.words[2:] },
		"no [CLS]":            func(d *draft) { d.words = append(slices.Clone(d.words[:2]), d.words[3:]...) },
		"no [SEP]":            func(d *draft) { d.words = append(slices.Clone(d.words[:3]), d.words[4:]...) },
		"a scale of NaN":      func(d *draft) { d.first = float32(math.NaN()) },
		"a scale of Inf":      func(d *draft) { d.first = float32(math.Inf(-1)) },
		"a weight of -128":    func(d *draft) { d.least = 0x80 },
		"something behind":    func(d *draft) { d.more = []byte("x") },
	} {
		d := tiny()
		change(&d)
		refused(t, name, packed(t, d.raw()))
	}
	for place, v := range []uint32{math.MaxUint32, math.MaxUint32, math.MaxUint32, math.MaxUint32, math.MaxUint32, math.MaxUint32} {
		bad := slices.Clone(raw)
		binary.LittleEndian.PutUint32(bad[4*place:], v)
		refused(t, fmt.Sprintf("size %d without end", place), packed(t, bad))
	}
}

func refused(t *testing.T, name string, file []byte) {
	t.Helper()
	if m, err := Load(file); !errors.Is(err, errWeights) || m != nil {
		t.Errorf("%s: %v, %v", name, m != nil, err)
	}
}

// TestLoadRefusesAnyDamage cuts a file everywhere and damages each of its bytes; what is
// taken all the same must answer the same.
func TestLoadRefusesAnyDamage(t *testing.T) {
	file := packed(t, tiny().raw())
	want := loaded(t, file).Likelihoods(Marked(asked[0]))
	for i := range file {
		refused(t, fmt.Sprintf("cut at %d of %d", i, len(file)), file[:i])
		bad := slices.Clone(file)
		bad[i] ^= 0x55
		if m, err := Load(bad); err == nil && !slices.Equal(m.Likelihoods(Marked(asked[0])), want) {
			t.Errorf("byte %d of %d may be damaged", i, len(file))
		}
	}
}

// FuzzLoad: any bytes, bare and packed as weights are, are refused or answer with a
// number for each root.
func FuzzLoad(f *testing.F) {
	d := tiny() // the less there is, the more is tried
	d.sizes, d.roots, d.words = [6]uint32{4, 1, 1, 1, 3, 2}, d.roots[:2], d.words[1:5]
	raw := d.raw()
	loaded(f, packed(f, raw))
	f.Add(packed(f, raw))
	f.Add(raw)
	f.Add(raw[:len(raw)/2])
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, it := range [][]byte{data, packed(t, data)} {
			m, err := Load(it)
			if err != nil {
				if !errors.Is(err, errWeights) {
					t.Errorf("%v does not say what it is about", err)
				}
				continue
			}
			for _, s := range asked {
				if p := m.Likelihoods(Marked(s)); len(p) != len(m.Roots()) {
					t.Errorf("%d likelihoods of %d roots", len(p), len(m.Roots()))
				}
			}
		}
	})
}
