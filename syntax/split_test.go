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
		{"e.g. tanks, i.e. arms, etc.", "e.g. tanks , i.e. arms , etc ."},
		{"call 713-555-0123", "call 713-555-0123"},
		{"im sure theyre late, dont ask", "i m sure they re late , do nt ask"},
		{"Its a deal and its terms, lets see", "It s a deal and its terms , let s see"},
		{"It lets them pass.", "It lets them pass ."},
		{"the 70's and the 1980's, 2003's end", "the 70's and the 1980's , 2003 's end"},
		{"Great :) thanks ;-) (see: this) sad :(", "Great :) thanks ;-) ( see : this ) sad :("},
		{"==---- a --> b ++++ <<c>>", "==---- a --> b ++++ << c >>"},
		{"item #1 and #tag, @desk.example", "item # 1 and #tag , @desk.example"},
		{"the draft).doc, note12.pdf", "the draft ) .doc , note12.pdf"},
		{"Jo Doe/OFFICE@branch", "Jo Doe / OFFICE@branch"},
		{"a Ph.D. of Art (b. 1940, d. May 1999)", "a Ph.D. of Art ( b. 1940 , d. May 1999 )"},
		{"No. It is No. 5.", "No . It is No. 5 ."},
		{"my friends and I. They left", "my friends and I . They left"},
		{"He is 5 ft. 9 in. tall.", "He is 5 ft. 9 in. tall ."},
		{"trade, visas, etc. The end", "trade , visas , etc . The end"},
		{"the sum of $$$.", "the sum of $$$ ."},
		{"why...? really", "why ... ? really"},
		{"Call +44 or +1602275, up +3", "Call +44 or + 1602275 , up +3"},
		{"Yahoo! said", "Yahoo! said"},
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
		{"He moved to the U.S. His family stayed.", 2},
		{"They live in Washington D.C. Now they return.", 2},
		{"MOSCOW (Agency) — Russia expelled two envoys. They left on Monday.", 2},
		{"BEIJING, Jan. 5 (Agency) -- China's minister met Mr. Lee. The two agreed.", 2},
		{"GENEVA — The talks ended without a deal, Gen. J. R. Smith said.", 1},
		{"“We will not yield. We will fight. We will win,” the minister said. He left.", 4},
		{"\"We will not yield. We will fight,\" the minister said.", 2},
		{"“Will they sign?” asked Mr. Ivanov. “I doubt it!” Then he sat down.", 3},
		{"The sides agreed on three points: trade, visas and flights; nothing was said of arms.", 1},
		{"President John F. Kennedy met Nikita S. Khrushchev in Vienna. J. F. Dulles did not come.", 2},
		{"Sales rose to $1.2 bn. in the year. Acme Co. and Beta Inc. merged.", 2},
		{"Talks ran until 11 p.m. Moscow time on Friday.", 1},
		{"Police held Muhsin Musa Matwali Atwah on Tuesday in a raid near the border.", 1},
		{"The court ruled in Brown v. Board of Education. It was a long case.", 2},
		{"1. The sides agree to meet. 2. The sides agree to talk.", 2},
		{"(a) The Secretary shall report. (b) The President may act.", 2},
		{"Why? Because. And then? Nothing.", 4},
		{"Sir Jo Doe and St. Lucia's Dr. King met in St. Petersburg, Fla. on Sept. 3.", 1},
		{"Putin, Biden hold first summit in Geneva", 1},
		{"Fiji, Samoa sign fisheries accord with Taiwan", 1},
		{"Please call me. Best regards, Deborah Hill", 3},
		{"U.S., Russia Agree To Return Ambassadors After Talks In Geneva", 1},
		{"Trump: 'We Will See What Happens' With North Korea", 1},
		{"KYIV, Ukraine (Agency) — Ukraine said Monday it hit a depot.", 1},
		{"He joined Lt. Col. Brown at Ft. Bragg, N.C. They left for Germany.", 2},
		{"The cost fell to $1.08. Oil rose to $80.5 a barrel.", 2},
		{"The first paragraph ends here\n\nThe second begins here.\r\nThe third, too.", 3},
		{"the talks failed. nobody knows why. i was there too.", 3},
		{"What did he mean by \"war\"? Nobody knew.", 2},
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
	for _, s := range []string{"Moscow’s “killer”... didn't.", "a\u2028b\xff\xe2", "....5.-'s", "$US$3@#x http://", "''’’``", "5km1.5bn-7", "x'", "\u0301a-\u0301", "U.S.-led..", "No.", "a etc.)", ":(:)<><*>*", "5 ft. 9 its a", "(b. 1"} {
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

// What is hostile is cut like the rest.
func TestSplitHostile(t *testing.T) {
	for _, s := range []string{":(", "<>", "<*>*", "$$", "c. 1 ", "+1", "its a ", "...?", "'’", "\"\" ", "Mr. ", "5 ft. 9 "} {
		text := strings.Repeat(s, 200_000/len(s))
		if err := checkCover(text); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
}
