package coder_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"entente"
	"entente/coder"
)

// alike are states of one shape: five letters, one meaning, no part of the world's
// quarrels that a rule could know of.
var alike = []struct {
	name string
	code entente.Code
}{{"Kenya", "KEN"}, {"Nepal", "NPL"}, {"Ghana", "GHA"}, {"Spain", "ESP"}, {"Chile", "CHL"}}

// renamed are sentences in which any of them may stand.
var renamed = []string{
	"A attacked B.",
	"A expelled two diplomats of B on Monday.",
	"A and B held talks. They condemned C.",
	"A, B and C imposed sanctions on Russia.",
	"Talks between A and B were held in C in June.",
	"C said that A had threatened B.",
	"A did not attack B but condemned C.",
	"B was attacked by A.",
	"A's attack on B was condemned by C.",
	"A signed a treaty with B. It withdrew its troops from C.",
	"A accused B of supporting C.",
	"If A attacks B, C will impose sanctions on A.",
	"A urged B to release its citizens.",
	"Relations between A and B have warmed.",
	"A sees B as a rival.",
	"A and B are allies. C is not.",
	"A sent aid to B after an earthquake.",
	"The president of A met the prime minister of B in Geneva.",
	"A's foreign minister visited B last week.",
	"A rejected B's criticism of C.",
}

// TestRenaming: giving the states of a sentence other names gives its events and
// assessments other codes and changes nothing else.
func TestRenaming(t *testing.T) {
	tools := load(t)
	for _, sentence := range renamed {
		want := ""
		for i := range alike {
			names := [3]int{i, (i + 1) % len(alike), (i + 3) % len(alike)}
			got := codedAs(tools, sentence, names)
			if want == "" {
				want = got
			}
			if got != want {
				t.Errorf("%s of %s, %s, %s:\n%snot\n%s", sentence, alike[names[0]].name, alike[names[1]].name, alike[names[2]].name, got, want)
			}
		}
		if want == "" {
			t.Errorf("%s: nothing is found", sentence)
		}
	}
}

// codedAs codes a sentence about the states named, and tells what was found with
// their letters in place of their codes.
func codedAs(tools coder.Tools, sentence string, names [3]int) string {
	var toName, toLetter []string
	for k, letter := range []string{"A", "B", "C"} {
		a := alike[names[k]]
		for _, end := range []string{" ", ".", ",", "'"} {
			toName = append(toName, letter+end, a.name+end)
		}
		toLetter = append(toLetter, string(a.code), letter)
	}
	letters := strings.NewReplacer(toLetter...)
	res := coder.Code(tools, body(strings.NewReplacer(toName...).Replace(sentence), thursday), coder.Options{})
	var b strings.Builder
	for _, r := range res.Reports {
		fmt.Fprintf(&b, "%s>%s %s %s %s %s..%s %v\n", letters.Replace(string(r.Source.Code)), letters.Replace(string(r.Target.Code)),
			r.Plover.Event, r.Status, r.FoundBy.Pattern, r.DateFrom, r.DateTo, r.Citation.Trigger)
	}
	for _, a := range res.Assessments {
		fmt.Fprintf(&b, "%s and %s %d %d %s %v\n", letters.Replace(string(a.A.Code)), letters.Replace(string(a.B.Code)),
			sign(a.Level), sign(a.Trend), a.FoundBy.Pattern, a.Citation.Trigger)
	}
	return b.String()
}

// TestOrderOfStories: a story is coded the same whatever was coded before it or is
// being coded beside it.
func TestOrderOfStories(t *testing.T) {
	tools := load(t)
	var stories []entente.Story
	for _, s := range seeds(t) {
		stories = append(stories, paragraphs(s, 737_000))
	}
	stories = stories[:min(len(stories), 120)]
	forward := make([]string, len(stories))
	for i, s := range stories {
		forward[i] = marshal(t, coder.Code(tools, s, coder.Options{}))
	}
	for i, s := range slices.Backward(stories) {
		if marshal(t, coder.Code(tools, s, coder.Options{})) != forward[i] {
			t.Errorf("coded after others, story %d comes out otherwise", i)
		}
	}
	var wait sync.WaitGroup
	for i, s := range stories {
		wait.Go(func() {
			if marshal(t, coder.Code(tools, s, coder.Options{})) != forward[i] {
				t.Errorf("coded beside others, story %d comes out otherwise", i)
			}
		})
	}
	wait.Wait()
}

// TestFurnitureChangesNothing: what stands in a page's furniture has no part in what
// its paragraphs tell.
func TestFurnitureChangesNothing(t *testing.T) {
	tools := load(t)
	story := body("Kenya and Nepal held talks. They condemned Chile.", thursday)
	want := marshal(t, coder.Code(tools, story, coder.Options{}))
	menu := "\nRussia attacked Ukraine. Putin condemned Biden."
	story.Blocks = append(story.Blocks, entente.Block{Stream: entente.Furniture, Start: len(story.Text) + 1, End: len(story.Text) + len(menu)})
	story.Text += menu
	if got := marshal(t, coder.Code(tools, story, coder.Options{})); got != want {
		t.Errorf("got %s", got)
	}
}

// TestLongSentences: sentences that no prose holds end, and cite what stands in them.
func TestLongSentences(t *testing.T) {
	tools := load(t)
	for _, part := range []string{
		"Kenya, Nepal, Chile, ", "Kenya and Nepal and ", "Kenya Nepal ", "Kenya-Nepal ", "Kenya's Nepal's attack ",
		"Kenya's attack on Nepal's attack by ", "Kenya accused Nepal of accusing Chile of ", "Kenya urged Nepal to urge Chile to ",
		"Kenya, who attacked Nepal, which attacked ", "Putin said his ministers met his ", "he and who and that which ",
		"Kenya said that ", "\"Kenya ", ",", "Monday ", "two days later before the attack ", "Kenya attacked Nepal. ", "MOSCOW, ",
	} {
		checkCoding(t, tools, body(strings.Repeat(part, 1000)+"Peru condemned Spain.", thursday))
	}
}
