package syntax

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// show writes sentences with tokens parted by a space and sentences by " | ".
func show(text string) string {
	var parts []string
	for _, s := range Split(text) {
		var words []string
		for _, t := range s.Tokens {
			words = append(words, t.Text)
		}
		parts = append(parts, strings.Join(words, " "))
	}
	return strings.Join(parts, " | ")
}

func TestSplitTokens(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"They didn't go.", "They did n't go ."},
		{"They didn’t go.", "They did n’t go ."},
		{"Moscow's and Beijing’s envoys", "Moscow 's and Beijing ’s envoys"},
		{"the allies' plan, the troops’ pay", "the allies ' plan , the troops ’ pay"},
		{"We've said we'll do it; they're sure he'd won.", "We 've said we 'll do it ; they 're sure he 'd won ."},
		{"It cannot and can't last", "It can not and ca n't last"},
		{"the Moscow-Beijing axis", "the Moscow - Beijing axis"},
		{"a large-scale Sino-Russian drill", "a large - scale Sino - Russian drill"},
		{"anti-war, non-aggression, re-elected, pro-Western, ex-minister, mid-June", "anti-war , non-aggression , re-elected , pro-Western , ex-minister , mid-June"},
		{"a 16-nation, US-led force", "a 16 - nation , US - led force"},
		{"U.S.-style talks", "U.S. - style talks"},
		{"worth $1.5bn, €20 million and US$3,000", "worth $ 1.5 bn , € 20 million and US$ 3,000"},
		{"up 6.5% by 7:30 p.m. on 9/11", "up 6.5 % by 7:30 p.m. on 9/11"},
		{"5km away", "5 km away"},
		{"Britain and/or France", "Britain and / or France"},
		{"MOSCOW (Agency) — Russia said", "MOSCOW ( Agency ) — Russia said"},
		{"BEIJING, Jan. 5 (Xinhua) -- China", "BEIJING , Jan. 5 ( Xinhua ) -- China"},
		{"“We won’t,” he said.", "“ We wo n’t , ” he said ."},
		{"\"Yes\", he said", "\" Yes \" , he said"},
		{"See https://example.org/a?b=1, or www.un.org.", "See https://example.org/a?b=1 , or www.un.org ."},
		{"write to press@mfa.example.ru.", "write to press@mfa.example.ru ."},
		{"@potus on #Ukraine", "@potus on #Ukraine"},
		{"• Talks begin", "• Talks begin"},
		{"well... maybe…", "well ... maybe …"},
		{"Really?! No!!", "Really ?! No !!"},
		{"the 1990s and the '60s", "the 1990s and the '60s"},
		{"AT&T and Shi'ite, O'Brien", "AT&T and Shi'ite , O'Brien"},
		{"in talks.The end", "in talks . The end"},
		{"a wait—then talks", "a wait — then talks"},
		{"1914–1918", "1914 – 1918"},
		{"e.g. tanks, i.e. arms, etc.", "e.g. tanks , i.e. arms , etc."},
		{"call 713-555-0123", "call 713-555-0123"},
	} {
		got := strings.ReplaceAll(show(c.text), " | ", " ")
		if got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestSplitSentences(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"Russia left. China stayed.", 2},
		{"Gen. Mark Milley met Sen. John McCain in Washington, D.C., on Jan. 5.", 1},
		{"He lives in the U.S. The deal is off.", 2},
		{"The U.S. Senate voted.", 1},
		{"It began at 9 a.m. Officials met.", 2},
		{"It began at 9 a.m. GMT on Monday.", 1},
		{"President George W. Bush spoke. He left.", 2},
		{"“We will fight.” He left.", 2},
		{"“Will they sign?” Putin said.", 1},
		{"“Will they sign?” he asked. No one knew.", 2},
		{"\"We agree.\" \"So do we.\"", 2},
		{"He left (it was late.) Then it rained.", 2},
		{"Putin, Biden hold summit\nTalks end early", 2},
		{"Putin, Biden hold summit\n\nThe leaders met.", 2},
		{"1. The sides agree to meet.", 1},
		{"Growth was 3.5 percent. No. 10 said so.", 2},
		{"Well ... maybe not. Yes.", 2},
		{"The U.S. President George Bush met him.", 1},
		{"They marched en mass. The city stopped.", 2},
		{"He said no. The rest agreed.", 2},
		{"Yahoo! reports a fall.", 1},
		{"Acme Inc. said profits fell. Acme Corp. agreed.", 2},
		{"It fell to $1.5 billion... Then it rose.", 2},
		{"", 0},
		{" \n\t ", 0},
	} {
		if got := Split(c.text); len(got) != c.want {
			t.Errorf("%q: %d sentences, want %d: %s", c.text, len(got), c.want, show(c.text))
		}
	}
}

// checkCover holds Split to its promise: tokens cover all that is not white space,
// in order, and lie in their sentences.
func checkCover(text string) error {
	at := 0
	for _, s := range Split(text) {
		if len(s.Tokens) == 0 || s.Start != s.Tokens[0].Start || s.End != s.Tokens[len(s.Tokens)-1].End {
			return fmt.Errorf("sentence %d-%d does not span its tokens", s.Start, s.End)
		}
		for _, k := range s.Tokens {
			if k.Start < at || k.End <= k.Start || k.End > len(text) || text[k.Start:k.End] != k.Text {
				return fmt.Errorf("token %d-%d %q out of place", k.Start, k.End, k.Text)
			}
			if gap := text[at:k.Start]; !blank(gap) {
				return fmt.Errorf("%q is not covered", gap)
			}
			at = k.End
		}
	}
	if !blank(text[at:]) {
		return fmt.Errorf("%q at the end is not covered", text[at:])
	}
	return nil
}

func blank(s string) bool {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsSpace(r) {
			return false
		}
		i += n
	}
	return true
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{"Moscow’s “killer”... didn't.", "a\u2028b\xff\xe2", "....5.-'s", "$US$3@#x http://", "''’’``", "5km1.5bn-7", "x'", "\u0301a-\u0301", "U.S.-led.."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if err := checkCover(text); err != nil {
			t.Error(err)
		}
	})
}

func TestSplitLongLine(t *testing.T) {
	for _, s := range Split(strings.Repeat("word ", 3*longest)) {
		if len(s.Tokens) > longest {
			t.Errorf("a sentence of %d tokens", len(s.Tokens))
		}
	}
}
