package coder_test

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"entente"
	"entente/coder"
	"entente/corpus"
)

// FuzzCode: any text on any day since papers were printed is coded without failing,
// twice the same, and all that is cited lies in the text.
func FuzzCode(f *testing.F) {
	tools := load(f)
	for _, s := range seeds(f) {
		f.Add(s, uint32(140_000))
	}
	f.Add("\xff Russia\x00 said\u2028 it\u202e would 'attack' \xc3\x28 Ukraine .", uint32(0))
	f.Add("The attack by. His attack on his. Whose whose attack by whom?", uint32(1<<31))
	f.Add("On June 30 to 1, 2021 Russia met China 499 decades ago, in 1500 and in 2099.", uint32(3))
	printed := entente.MakeDay(1605, 1, 1)
	f.Fuzz(func(t *testing.T, text string, age uint32) {
		day := printed + entente.Day(age%365_000)
		if age == 0 {
			day = 0 // undated
		}
		checkCoding(t, tools, paragraphs(text, day))
	})
}

// FuzzCodeWords does the same with texts made of words that the coder has rules for,
// in any order: what letters alone would seldom hit.
func FuzzCodeWords(f *testing.F) {
	tools := load(f)
	f.Add([]byte("he attacked the attack by whom they accused"))
	f.Fuzz(func(t *testing.T, picks []byte) {
		var b strings.Builder
		for _, p := range picks[:min(len(picks), 600)] {
			b.WriteString(telling[int(p)%len(telling)])
			b.WriteByte(' ')
		}
		checkCoding(t, tools, paragraphs(b.String(), 737_000))
	})
}

// telling are words that the coder or its dictionaries treat each in its own way.
var telling = strings.Fields(`Russia China Ukraine Iran Kenya NATO Putin Biden President minister spokesman Russian Chinese
	ministers leaders Moscow Kremlin Crimea EU West alliance embassy troops neighbours two both each other one another same day
	the a an this that no not never of from to by with in on at near against between for over after before since until without
	and or but , . ; : ? - – " ' 's ( ) he she it they his her its their him them who whom whose which itself
	is was were be been has had will would may might could should can do did does so to
	said says told announced denied rejected accused condemned threatened urged demanded asked promised agreed signed met visited
	attacked shelled invaded seized bombed struck deployed withdrew imposed lifted expelled recalled sent gave supplied arrested
	attack attacks talks summit treaty statement agreement sanctions drills visit call war aid relations border meeting document
	allegedly reportedly possible unlikely likely if unless according planned former deputy not only
	today yesterday Tuesday last next month week year years days ago later earlier June 16 1991 2021 2014-03-18 late mid-March
	three few several 1990s Cold War summer anniversary rivals enemies partners see view regard remains strained trust`)

// paragraphs makes a story of a text: each line is a block, in streams by turns.
func paragraphs(text string, day entente.Day) entente.Story {
	streams := []entente.Stream{entente.Headline, entente.Body, entente.Body, entente.Caption, entente.Furniture, entente.Standfirst}
	story := entente.Story{ID: "s", Text: text, Published: day, Language: "en", URL: "https://example.org/s"}
	at := 0
	for line := range strings.Lines(text) {
		end := at + len(strings.TrimRight(line, "\n"))
		if end > at {
			story.Blocks = append(story.Blocks, entente.Block{Stream: streams[len(story.Blocks)%len(streams)], Start: at, End: end})
		}
		at += len(line)
	}
	return story
}

// checkCoding codes a story and holds the result to what is promised of any.
func checkCoding(t *testing.T, tools coder.Tools, story entente.Story) coder.Result {
	t.Helper()
	res := coder.Code(tools, story, coder.Options{Trace: true})
	if first, second := marshal(t, res), marshal(t, coder.Code(tools, story, coder.Options{Trace: true})); first != second {
		t.Errorf("coded twice:\n%s\n%s", first, second)
	}
	seen := map[string]bool{}
	for i := range res.Reports {
		r := &res.Reports[i]
		checkCitation(t, story.Text, r.Citation)
		checkReport(t, r)
		if seen[r.Report] {
			t.Errorf("two reports are called %s", r.Report)
		}
		seen[r.Report] = true
	}
	for i := range res.Assessments {
		a := &res.Assessments[i]
		checkCitation(t, story.Text, a.Citation)
		if a.A.Code == "" || a.B.Code == "" || a.A.Code == a.B.Code || a.Level == nil && a.Trend == nil {
			t.Errorf("%s says nothing of two: %+v", a.FoundBy.Pattern, a)
		}
	}
	gapsOf(t, tools, story)
	return res
}

func checkReport(t *testing.T, r *entente.Report) {
	t.Helper()
	switch {
	case r.Source.Code == "" || r.Source.Code == r.Target.Code && r.Source.Sector == r.Target.Sector:
		t.Errorf("%q acts on %q in %q", r.Source.Code, r.Target.Code, r.Citation.Quote)
	case r.DateFrom > r.DateTo || r.Date != r.DateFrom || r.DateFrom.Known() != r.DateTo.Known():
		t.Errorf("%s to %s is no window, in %q", r.DateFrom, r.DateTo, r.Citation.Quote)
	case (r.DateBasis == entente.Undated) == r.DateFrom.Known():
		t.Errorf("the basis is %s, the day %q, in %q", r.DateBasis, r.DateFrom, r.Citation.Quote)
	case r.Quad < 1 || r.Quad > 4 || r.Confidence <= 0 || r.Confidence > 1 || r.Status == "" || r.FoundBy.Pattern == "":
		t.Errorf("a report is incomplete: %+v", *r)
	}
}

// checkCitation holds that the words cited are those of the text, and that what is
// marked in them lies within.
func checkCitation(t *testing.T, text string, c entente.Citation) {
	t.Helper()
	if c.Start < 0 || c.End > len(text) || c.Start >= c.End || text[c.Start:c.End] != c.Quote {
		t.Fatalf("%d to %d is not %q", c.Start, c.End, c.Quote)
	}
	for _, s := range []*entente.Span{&c.Trigger, c.Source, c.Target} {
		if s != nil && (s[0] < c.Start || s[1] > c.End || s[0] >= s[1]) {
			t.Errorf("%v lies outside of %d to %d: %q", *s, c.Start, c.End, c.Quote)
		}
	}
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// seeds gives the paragraphs of the demonstration stories.
func seeds(t testing.TB) []string {
	t.Helper()
	fsys := corpus.Demo()
	names, err := fs.Glob(fsys, "*.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, n := range names {
		data, err := fs.ReadFile(fsys, n)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, strings.Split(string(data), "\n\n")...)
	}
	return out
}
