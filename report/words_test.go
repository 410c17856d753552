package report

import (
	"bytes"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"entente"
)

func TestProb(t *testing.T) {
	for p, want := range map[float64]string{0: "<.01", 1: ">.99", .71: ".71", .004: "<.01", .9961: ">.99", .994: ".99", .005: ".01"} {
		if got := prob(p); got != want {
			t.Errorf("prob(%v) = %q, want %q", p, got, want)
		}
	}
}

func TestSigned(t *testing.T) {
	for x, want := range map[float64]string{0: "0", .004: "0", -.001: "0", 1: "+1.00", -1: "−1.00", .5: "+.50", -.25: "−.25"} {
		if got := signed(x); got != want {
			t.Errorf("signed(%v) = %q, want %q", x, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"2021-06-16", "2021-06-16", "16 June 2021"}, {"2021-06-01", "2021-06-30", "June 2021"}, {"2021-06-23", "2021-06-30", "23–30 June 2021"},
		{"2021-05-23", "2021-06-30", "23 May – 30 June 2021"}, {"2020-12-31", "2021-01-01", "31 December 2020 – 1 January 2021"},
		{"", "", "undated"}, {"2021-06-16", "", "16 June 2021"}, {"", "2021-06-16", "until 16 June 2021"}, {"2024-02-01", "2024-02-29", "February 2024"},
	} {
		if got := dates(day(c.from), day(c.to)); got != c.want {
			t.Errorf("dates(%s, %s) = %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

func TestVoice(t *testing.T) {
	for in, want := range map[string]string{"The statement": "the statement", "Xie Feng, a vice foreign minister,": "Xie Feng, a vice foreign minister", "Theresa May": "Theresa May", "": ""} {
		if got := voice(in); got != want {
			t.Errorf("voice(%q) = %q, want %q", in, got, want)
		}
	}
}

// What is neither friendly nor adversarial only because neither prevails is open.
func TestOpenTieIsNotCalledNeutral(t *testing.T) {
	zero, one := 0, 1
	tie := entente.Tie{A: "AAA", B: "BBB", Level: &zero, PPlus: .47, PMinus: .35, PNeutral: .18, Assessed: entente.Views{Count: 1}}
	l, opt := newLedger(entente.Brief{}), Options{}.filled()
	said := ""
	for _, p := range pairClause(tie, l, opt, true) {
		said += p.Text
	}
	if said != "How AAA and BBB stand is open: friends (.47, roughly even chance) or adversaries (.35, unlikely)" || tieWord(tie) != "open" || tieSign(tie) != "±" {
		t.Errorf("%q, %s, %s", said, tieWord(tie), tieSign(tie))
	}
	tie.PNeutral, tie.PPlus = .5, .15
	if open(tie) || tieWord(tie) != "neutral" {
		t.Error("a neutral tie is called open")
	}
	tie.Level = &one
	if open(tie) {
		t.Error("a friendly tie is called open")
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000"} {
		if got := thousands(n); got != want {
			t.Errorf("thousands(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestPartsJoinToTheQuote(t *testing.T) {
	span := func(a, b int) *entente.Span { return &entente.Span{a, b} }
	text := "Čína and 北京 met"
	for name, c := range map[string]entente.Citation{
		"plain":            {Quote: text, Start: 10, End: 10 + len(text)},
		"roles":            {Quote: text, Start: 10, Trigger: entente.Span{10 + len(text) - 3, 10 + len(text)}, Source: span(10, 16), Target: span(21, 27)},
		"outside":          {Quote: text, Start: 10, Trigger: entente.Span{0, 5}, Source: span(10, 400)},
		"amid a letter":    {Quote: text, Start: 0, Trigger: entente.Span{1, 4}},
		"one in the other": {Quote: text, Start: 0, Trigger: entente.Span{0, 10}, Source: span(2, 6)},
		"the wrong way":    {Quote: text, Start: 0, Trigger: entente.Span{6, 2}},
		"empty":            {},
	} {
		var got strings.Builder
		for _, p := range parts(&c) {
			got.WriteString(p.Text)
		}
		if got.String() != c.Quote {
			t.Errorf("%s: parts join to %q, want %q", name, got.String(), c.Quote)
		}
	}
	nested := parts(&entente.Citation{Quote: "abcdef", Trigger: entente.Span{0, 6}, Source: span(2, 4)})
	want := []part{{"ab", triggerRole}, {"cd", sourceRole}, {"ef", triggerRole}}
	if !slices.Equal(nested, want) {
		t.Errorf("nested roles give %v, want %v", nested, want)
	}
}

func TestAnchorsDiffer(t *testing.T) {
	ids := []string{"r_1", "r 1", "r.1", "r_.1", "a_1", "ü", "r-1", `"><script>`}
	seen := map[string]string{}
	for _, id := range ids {
		a := anchor("r", id)
		if other, ok := seen[a]; ok {
			t.Errorf("%q and %q share the anchor %q", id, other, a)
		}
		seen[a] = id
		if strings.ContainsAny(a, ` "<>'`) {
			t.Errorf("anchor %q is not safe", a)
		}
	}
}

func TestWebURL(t *testing.T) {
	for raw, want := range map[string]string{"https://a.example/x?y=1": "https://a.example/x?y=1", "javascript:alert(1)": "", "data:text/html,x": "",
		"/etc/passwd": "", "": "", "ftp://a.example/": "", "http://": "", "https://a.example/ b": "https://a.example/%20b"} {
		if got := webURL(raw); got != want {
			t.Errorf("webURL(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestWrapWideRunes(t *testing.T) {
	s := &setter{width: 10}
	s.para("", "", run{"北京 上海 廣州 x", plain})
	if got, want := s.b.String(), "北京 上海\n廣州 x\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := pad("北京市", 5); got != "北京…" {
		t.Errorf("pad cuts to %q", got)
	}
	if n := columns("e\u0301"); n != 1 {
		t.Errorf("a combining accent takes %d columns with its letter, want 1", n)
	}
}

func TestSparkTellsGapsFromQuiet(t *testing.T) {
	points := []pointView{{Coop: 8, Covered: true}, {Covered: true}, {}, {Coop: 1, Covered: true}}
	if got, want := spark(points, 8, func(p pointView) float64 { return p.Coop }), "█ ·▂"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := thin(points, 2); len(got) != 2 || got[0].Coop != 8 || !got[1].Covered {
		t.Errorf("thin gives %v", got)
	}
}

func TestScene(t *testing.T) {
	tri := entente.Triangle{Corners: [3]entente.Code{"CHN", "RUS", "USA"}}
	for _, c := range []struct {
		shape entente.Shape
		roles map[entente.Code]entente.Role
		want  string
	}{
		{entente.RomanticTriangle, map[entente.Code]entente.Role{"CHN": "wing", "RUS": "pivot", "USA": "wing"}, "a romantic triangle with RUS as the pivot between CHN and USA"},
		{entente.StableMarriage, map[entente.Code]entente.Role{"CHN": "partner", "RUS": "partner", "USA": "outcast"}, "a stable marriage of CHN and RUS with USA outside"},
		{entente.UnitVeto, nil, "a unit veto: CHN, RUS and USA each at odds with the others"},
		{entente.MenageATrois, nil, "a ménage à trois of CHN, RUS and USA"},
	} {
		tri.Shape, tri.Roles = c.shape, c.roles
		if got := scene(tri, Options{}.filled()); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestIncompleteTriangleIsNotForced(t *testing.T) {
	tri := entente.Triangle{Corners: [3]entente.Code{"CHN", "RUS", "USA"}, Shape: entente.Incomplete, P: map[entente.Shape]float64{entente.Incomplete: .8, entente.UnitVeto: .2},
		Ties: [3]entente.Tie{{A: "CHN", B: "RUS"}, {A: "CHN", B: "USA"}, {A: "RUS", B: "USA"}}}
	var b bytes.Buffer
	if err := Triangle(&b, tri, entente.Brief{}, Options{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"cannot yet be typed", "? CHN and RUS: not known", "unit veto (.20"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, b.String())
		}
	}
}

func TestViewsGolden(t *testing.T) {
	b, opt := sampleBrief(), sampleOptions()
	var out bytes.Buffer
	err := errors.Join(Events(&out, b, opt), Dyad(&out, b.Dyads[2], b, opt), Triangle(&out, b.Triangles[0], b, opt),
		Weighing(&out, b.Hypotheses[0], b, opt), Outlook(&out, b.Outlook, b, opt))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "views", out.Bytes())
}

func TestExplain(t *testing.T) {
	b := sampleBrief()
	var out bytes.Buffer
	err := Explain(&out, []Explained{
		{Sentence: 1, Text: "x", Reports: b.Reports[:1], Rejected: []Rejected{{Pattern: "visit", Trigger: "talks", Why: "no target"}}},
		{Sentence: 2, Stream: entente.Caption, Text: "Nothing here.", Why: "no two actors"},
		{Sentence: 3, Text: "Nor here.", Assessments: b.Assessments[:1]},
	}, sampleOptions())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "explain", out.Bytes())
}

func TestTieOfReadingsIsSaid(t *testing.T) {
	w := sampleWeighings()[0]
	w.Winner, w.Flips = "", nil
	if got := leading(w, newLedger(entente.Brief{})).String(); !strings.Contains(got, "no reading leads") {
		t.Errorf("got %q", got)
	}
	if got := fragile(w); !strings.Contains(got, "tie") {
		t.Errorf("got %q", got)
	}
}

// TestConfidenceIsToldApart holds the rule of ICD 203 that no sentence tells both how
// likely something is and how far the analysis may be relied on.
func TestConfidenceIsToldApart(t *testing.T) {
	b := sampleBrief()
	var out bytes.Buffer
	if err := Markdown(&out, b, sampleOptions()); err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, line := range strings.Split(out.String(), "\n") {
		if !strings.Contains(line, "Confidence in this analysis") {
			continue
		}
		told++
		for _, l := range entente.Likelihoods {
			if strings.Contains(line, l.Term) || strings.Contains(line, " .") {
				t.Errorf("%q tells a likelihood too", line)
			}
		}
	}
	if told != len(b.Hypotheses) {
		t.Errorf("confidence is told %d times for %d questions", told, len(b.Hypotheses))
	}
}

// TestNoProbabilityWithoutItsWord: what the checks tell of a probability has its term.
func TestNoProbabilityWithoutItsWord(t *testing.T) {
	w := sampleWeighings()[0]
	bare := regexp.MustCompile(`\.\d\d(, [a-z ]+)?`)
	for _, line := range slices.Concat(checks(w), sought(w), []string{fragile(w)}) {
		for _, m := range bare.FindAllStringSubmatch(line, -1) {
			if m[1] == "" {
				t.Errorf("%q has %s without a word", line, m[0])
			}
		}
	}
}

type brokenWriter struct{}

var errBroken = errors.New("no space left")

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestWriteErrorsComeBack(t *testing.T) {
	b, opt := sampleBrief(), sampleOptions()
	for i, err := range []error{Terminal(brokenWriter{}, b, opt), Markdown(brokenWriter{}, b, opt), HTML(brokenWriter{}, b, opt), Events(brokenWriter{}, b, opt)} {
		if !errors.Is(err, errBroken) {
			t.Errorf("writer %d gives %v", i, err)
		}
	}
}

func ExampleEvents() {
	text := "Freedonia's envoy met Sylvania's."
	r := entente.Report{Report: "r_1", ID: "e_1", Story: "s", Stream: entente.Body, DateFrom: day("2031-05-12"), DateTo: day("2031-05-12"),
		Source: entente.Actor{Code: "FRE"}, Target: entente.Actor{Code: "SYL"}, Reciprocal: true, Plover: entente.Plover{Event: "CONSULT"}, Quad: 1, Intensity: 4,
		Status: entente.Fact, Citation: entente.Citation{Quote: text, End: len(text), Trigger: entente.Span{18, 21}, Source: &entente.Span{0, 17}, Target: &entente.Span{22, 32}}}
	_ = Events(os.Stdout, entente.Brief{Reports: []entente.Report{r}}, Options{Width: 72})
	// Output:
	// 1 report of 1 event.
	//
	// [1]   “[s Freedonia's envoy] [▲ met] [t Sylvania's].”
	//       FRE ↔ SYL: consult · verbal cooperation +4.0 · fact · 12 May 2031
	//       S1 story s
}

// A pair that cooperates and quarrels shows an act of each kind among its heaviest.
func TestBothSidesAreShown(t *testing.T) {
	act := func(id string, x float64) *witness {
		return &witness{ID: id, Report: &entente.Report{Report: id, Intensity: x}}
	}
	got := ""
	for _, w := range bothSides([]*witness{act("a", 8), act("b", 7), act("c", 7), act("d", 3), act("e", -2)}, 3) {
		got += w.ID
	}
	if got != "abecd" {
		t.Errorf("order %s, want abecd", got)
	}
}

// The number of a sentence is never cut: the reader looks it up.
func TestAtLeast(t *testing.T) {
	for in, want := range map[string]string{"[7]": "[7]  ", "[1042]": "[1042]"} {
		if got := atLeast(in, 5); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
