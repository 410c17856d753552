package report

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"entente"
)

// samplePair is a report on two actors, from the invented brief.
func samplePair() Dossier {
	b := sampleBrief()
	d := Dossier{Brief: b, By: entente.Weekly, Command: "entente --store s.duckdb report dyad CHN RUS", Tools: "sha256:00ff"}
	d.Title, d.Triangles, d.Hypotheses, d.Outlook = "", nil, nil, nil
	d.Dyads = d.Dyads[:1]
	t := d.Dyads[0]
	d.Dyads[0].Mix = []entente.TieMix{{Kind: "outlet", Without: "Fable <b>Review</b>", Stories: 1, Level: num(0), PPlus: .3, PNeutral: .6, PMinus: .1, Shift: .4}, {Kind: "opinion", Stories: 1, Level: t.Level, PPlus: .8, Shift: .02}}
	for _, s := range b.Series {
		if s.Source == t.A && s.Target == t.B || s.Source == t.B && s.Target == t.A {
			d.Series = append(d.Series, s)
		}
	}
	for i, p := range d.Series[0].Points {
		l := entente.Level{From: p.Period, To: entente.Weekly.Next(p.Period) - 1, Covered: p.Covered, Tie: entente.Tie{A: t.A, B: t.B}}
		if i > 1 {
			l.Tie = t
		}
		d.Levels = append(d.Levels, l)
	}
	d.Brief.Series = nil
	at := d.Series[0].Points[1].Period
	d.Course = &entente.Course{A: t.A, B: t.B, Period: entente.Monthly, From: at, To: at + 60, Days: 60,
		Strands: []entente.Strand{{Pair: d.Series[0].Pair, Side: entente.Cooperation, Events: 3, Intensity: 12,
			Points: []entente.StrandPoint{{Period: at, Events: 3, Level: 2, Low: 1, High: 3, Covered: true}},
			Breaks: []entente.Break{{Day: at + 3, Early: at, Late: at + 9, To: at + 60, Before: .1, After: .7, Made: []entente.Moving{{Event: "e_pact", Report: "r_11a1", Date: at + 3, Root: "AGREE", Part: .4, Quote: "signed [7] an accord"}}}}}},
		Initiate: &entente.Initiate{A: 2, B: 1, Share: .66, Low: .2, High: .9},
		Firsts:   []entente.First{{Event: "e_patrol", Report: "r_11a2", Date: at, Pair: d.Series[0].Pair, Root: "COOPERATE", Since: at - 100}}, Notes: []string{"a short past"}}
	for _, h := range []int{7, 30} {
		d.Ahead = append(d.Ahead, entente.Forecast{A: t.A, B: t.B, Quad: 1, Origin: at + 61, Horizon: h, Probability: .62, Low: .4, High: .8, Word: "likely", Method: "counted cases",
			Plain: &entente.Baselines{Climatology: .5}, Fared: &entente.Fared{From: at, To: at + 30, N: 400, Brier: .2, Climatology: .22, Persistence: .3},
			Reasons: []entente.Reason{{Text: "in 3 of 5 windows", Hits: 3, Cases: 5, Cites: []string{"e_summit"}, Role: entente.RoleBase}, {Text: "talks were followed by talks", Cites: []string{"e_pact"}, Role: entente.RoleFor, Moves: .1}}})
	}
	return d
}

// sampleStudy is a report on three actors.
func sampleStudy() Dossier {
	d := Dossier{Brief: sampleBrief(), Command: "entente report triangle CHN RUS USA"}
	t := d.Triangles[0]
	d.Title, d.Dyads, d.Hypotheses, d.Outlook = "", nil, nil, nil
	s := &entente.Study{Triangle: t, AsOf: day("2031-06-20"), Bend: &entente.Bend{A: "CHN", B: "RUS", Conflict: true, Points: 12, Shape: entente.UnitVeto}}
	for i, shape := range []entente.Shape{entente.Incomplete, entente.UnitVeto, entente.StableMarriage} {
		p := entente.Phase{From: day("2031-04-01").AddMonths(i), Shape: shape, P: map[entente.Shape]float64{shape: .7}, Events: i, Covered: i != 0}
		p.To = p.From.AddMonths(1) - 1
		for k := range p.Ties {
			if i > 0 {
				x := t.Ties[k]
				p.Ties[k] = entente.Stand{Level: x.Level, PPlus: x.PPlus, PMinus: x.PMinus, PNeutral: x.PNeutral, Mean: x.Mean, Low: x.Low, High: x.High}
			}
		}
		s.History = append(s.History, p)
	}
	s.Turns = []entente.Turn{{From: day("2031-06-01"), To: day("2031-06-30"), Before: entente.UnitVeto, After: entente.StableMarriage, Firm: true,
		Crossed: []entente.Crossing{{A: "CHN", B: "RUS", After: 1, Sign: 1, Was: .3, Is: .8, Cause: "acts", Events: []string{"e_pact"}, Words: []string{"a_51"}}}}}
	s.Wedges = []entente.Wedge{{Divider: "USA", Target: "RUS", Rival: "CHN", Verdict: "undecided", Why: "USA does more", Events: []string{"e_visit"}, Statements: []entente.Statement{{Cite: "a_53", For: "wedge", By: "author", Phrase: "past the worst"}}}}
	s.Mix = []entente.Mix{{Kind: "outlet", Without: "Sample *Gazette*", Shape: entente.UnitVeto, P: map[entente.Shape]float64{entente.UnitVeto: .5}, Shift: .3, Stories: 1}}
	d.Study = s
	return d
}

func sampleQuestions() Dossier {
	d := Dossier{Brief: sampleBrief(), Command: "entente report weigh q.yaml"}
	d.Title, d.Dyads, d.Triangles, d.Outlook = "", nil, nil, nil
	return d
}

func dossiers() map[string]Dossier {
	return map[string]Dossier{"pair": samplePair(), "triangle": sampleStudy(), "questions": sampleQuestions()}
}

func pageOf(t *testing.T, d Dossier) string {
	t.Helper()
	var b bytes.Buffer
	if err := Page(&b, d, sampleOptions()); err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("REPORT_PAGES"); dir != "" { // to look at
		if err := os.WriteFile(filepath.Join(dir, strings.ReplaceAll(t.Name(), "/", "-")+".html"), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

var sentenceNumber = regexp.MustCompile(`<li id="r-[^"]*"><span class="sn">(\d+)</span>`)

// TestDossier: of each kind of report every link leads somewhere, the sentences are numbered
// from one without holes, each is cited, and nothing of other places is asked.
func TestDossier(t *testing.T) {
	for name, d := range dossiers() {
		t.Run(name, func(t *testing.T) {
			text := pageOf(t, d)
			anchors(t, text, hrefPattern)
			var numbers []int
			for _, m := range sentenceNumber.FindAllStringSubmatch(text, -1) {
				n, _ := strconv.Atoi(m[1])
				numbers = append(numbers, n)
			}
			if len(numbers) < 3 {
				t.Fatalf("only %d sentences are listed", len(numbers))
			}
			for i, n := range numbers {
				if n != i+1 {
					t.Fatalf("the sentences are numbered %v", numbers)
				}
			}
			if strings.Contains(text, `aria-label="Sentence 0"`) || strings.Contains(text, ">[") {
				t.Error("a mark without its sentence")
			}
			for _, bad := range []string{"<script", "<link", "<img", "<iframe", "src=", "@import", "url(h", "ZgotmplZ", "javascript:", "%!"} {
				if strings.Contains(text, bad) {
					t.Errorf("the page contains %q", bad)
				}
			}
			if again := pageOf(t, d); again != text {
				t.Error("the same dossier gives other bytes")
			}
			for _, want := range []string{"Methods and versions", clean(d.Command), "sha256:", "bytes "} {
				if !strings.Contains(strings.ToLower(text), strings.ToLower(want)) {
					t.Errorf("the page lacks %q", want)
				}
			}
		})
	}
}

// TestDossierOfPair: headline, reasons, drawings with letters and their table.
func TestDossierOfPair(t *testing.T) {
	text := pageOf(t, samplePair())
	for _, want := range []string{"China and Russia stand as friends", "It would be otherwise without outlet Fable &lt;b&gt;Review&lt;/b&gt;", "What changed last: cooperation of China toward Russia rose",
		`href="#break-a"`, `id="break-a"`, `class="band"`, `fill="url(#hatch)"`, "no story was read", "◂ another level", "Against, or for", "Who begins"} {
		if want == "Against, or for" {
			want = "For it: talks were followed by talks"
		}
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if !strings.Contains(text, "signed [7] an accord") {
		t.Error("a bracket of the story's own was taken for a mark")
	}
}

// TestDossierOfTriangle: the turn with its cause, the ribbon, and what lies behind.
func TestDossierOfTriangle(t *testing.T) {
	text := pageOf(t, sampleStudy())
	for _, want := range []string{"It turned last in June 2031, from a unit veto to a stable marriage", `class="ribbon veto"`, "A wedge, or stabilisation?", "Without some of the sources", "The fewest acts that would turn it today"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// TestDossierOfNothing: what is not known is said.
func TestDossierOfNothing(t *testing.T) {
	d := Dossier{Brief: entente.Brief{Dyads: []entente.Tie{{A: "CHN", B: "RUS"}}}, By: entente.Monthly}
	text := pageOf(t, d)
	for _, want := range []string{"How China and Russia stand is not known", "Nothing that was read tells of the two"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestDossierTellsWriteErrors(t *testing.T) {
	if err := Page(failing{}, samplePair(), sampleOptions()); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v", err)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestLetters(t *testing.T) {
	var got []string
	for _, i := range []int{0, 25, 26, 52, 702} {
		got = append(got, letter(i))
	}
	if !slices.Equal(got, []string{"a", "z", "aa", "ba", "aaa"}) {
		t.Errorf("%v", got)
	}
}
