package report

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente"
)

// sampleBulletin is a digest of the last days of the invented spring.
func sampleBulletin() Bulletin {
	b := Bulletin{Brief: sampleBrief(), Command: "entente report digest --since 2031-05-25"}
	b.Title, b.Dyads, b.Hypotheses, b.Outlook = "", nil, nil, nil
	base := entente.Baselines{Climatology: .5}
	due := entente.Settled{Entry: entente.Entry{ID: "f_1", By: entente.Machine, Forecast: entente.Forecast{A: "CHN", B: "USA", Quad: 4, Origin: day("2031-05-20"), Horizon: 10, Probability: .8, Plain: &base}},
		Resolution: &entente.Resolution{Forecast: "f_1", Outcome: entente.Yes, Count: 1, Cites: []string{"e_sanction"}}}
	open := due
	open.ID, open.Resolution = "f_2", nil
	pair := entente.Pair{Source: "USA", Target: "CHN"}
	b.Digest = entente.Digest{Since: day("2031-05-25"), To: day("2031-06-04"), Stories: 3, Before: 1,
		Changed: entente.Changed{Since: day("2031-05-25"), To: day("2031-06-04"), Before: day("2030-05-25"), Asked: 12,
			Moved:  []entente.Moved{{Pair: pair, Side: entente.Conflict, Events: 4, Expected: 1, Was: .1, Is: .5, Ratio: 5, Low: 2, High: 9, Made: []entente.Moving{{Event: "e_sanction", Report: "r_22b1", Date: day("2031-05-28"), Root: "SANCTION", Part: .7, Quote: "imposed"}}}},
			Turned: []entente.TurnedTie{{Was: sampleTies()[0], Is: sampleTies()[1]}}},
		Pairs:     []entente.PairNews{{A: "CHN", B: "USA", Conflict: 2, Reports: []string{"r_22b1", "r_22b2"}}, {A: "RUS", B: "USA", Cooperation: 1, Reports: []string{"r_33c1"}}},
		Triangles: []entente.TriangleNews{{Triangle: b.Triangles[0], Turns: []entente.Turn{{From: day("2031-06-01"), To: day("2031-06-04"), Before: entente.UnitVeto, After: entente.StableMarriage, Crossed: []entente.Crossing{{A: "CHN", B: "RUS", Sign: 1, Was: .4, Is: .7, Events: []string{"e_pact"}}}}}}},
		Alerts:    []entente.Raised{{Day: day("2031-05-28"), Rule: "sanctions <b>", Text: "United States → China: SANCTION", Cites: []string{"r_22b1"}}},
		Due:       []entente.Settled{due, open},
		Gaps:      [][2]entente.Day{{day("2031-05-31"), day("2031-06-02")}},
		Silent:    []entente.Silence{{Publisher: "The Invented Courier", Before: 4, Last: day("2031-05-24")}}}
	return b
}

func TestDigestPage(t *testing.T) {
	var first, again bytes.Buffer
	if err := errors.Join(Digest(&first, sampleBulletin(), sampleOptions()), Digest(&again, sampleBulletin(), sampleOptions())); err != nil {
		t.Fatal(err)
	}
	text := first.String()
	if dir := os.Getenv("REPORT_PAGES"); dir != "" { // to look at
		if err := os.WriteFile(filepath.Join(dir, "digest.html"), first.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if text != again.String() {
		t.Error("the same bulletin gives other bytes")
	}
	anchors(t, text, hrefPattern)
	for _, want := range []string{"Conflict of the United States toward China rose", "31 May – 2 June 2031", "no story was read", "The Invented Courier", "Brier score .0400", "the base rate&#39;s being .2500",
		"still open", "sanctions &lt;b&gt;", "turned", "no story told of before", `class="newbar"`, "United States → China: sanction"} {
		if !strings.Contains(text, want) {
			t.Errorf("the digest lacks %q", want)
		}
	}
	for _, bad := range []string{"<script", "src=", "ZgotmplZ", "%!", "Sentence 0"} {
		if strings.Contains(text, bad) {
			t.Errorf("the digest contains %q", bad)
		}
	}
}

// TestDigestOfQuietDays: nothing new is said to be nothing new.
func TestDigestOfQuietDays(t *testing.T) {
	b := Bulletin{Digest: entente.Digest{Since: day("2031-05-25"), To: day("2031-06-04"), Changed: entente.Changed{Since: day("2031-05-25"), To: day("2031-06-04"), Before: day("2030-05-25")}}}
	var out bytes.Buffer
	if err := Digest(&out, b, sampleOptions()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Nothing moved as far as can be told", "No event is told that was not told of before", "No forecast on record fell due", "there is no triangle"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the digest lacks %q", want)
		}
	}
}

// TestDigestByOwnTemplate: one of text writes text, one of HTML escapes it, and a mistake is
// told with its line.
func TestDigestByOwnTemplate(t *testing.T) {
	by := func(name, text string) (string, error) {
		var out bytes.Buffer
		err := DigestBy(&out, sampleBulletin(), name, []byte(text), sampleOptions())
		return out.String(), err
	}
	const template = "{{.Head}}\n{{range .Sections}}== {{.Name}}\n{{range .Lines}}{{.Label}} {{.Text}}{{range .Cites}} [{{.N}}]{{end}}\n{{end}}{{end}}{{range .Sources}}[{{.N}}] {{.Quote}} ({{.Outlet}})\n{{end}}"
	plain, err := by("week.txt", template)
	if err != nil || !strings.Contains(plain, "== gaps") || !strings.Contains(plain, "sanctions <b>") || !strings.Contains(plain, "[1] ") {
		t.Errorf("%v\n%s", err, plain)
	}
	page, err := by("C:\\mine\\week.html", template)
	if err != nil || !strings.Contains(page, "sanctions &lt;b&gt;") {
		t.Errorf("%v\n%s", err, page)
	}
	for _, bad := range []string{"{{.Nothing}}", "{{range}}"} {
		_, err := by("week.txt", "line one\n"+bad)
		var wrong *TemplateError
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), "week.txt:2") {
			t.Errorf("%q gives %v", bad, err)
		}
	}
}
