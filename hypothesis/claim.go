package hypothesis

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"entente"
)

// Sentence is one of a story's sentences that count, with the actors that were found
// in it.
type Sentence struct {
	Story  *entente.Story
	Stream entente.Stream
	N      int // of those that count, from 0
	Span   entente.Span
	Codes  []entente.Code
	Block  int // of the story, so that neighbours are known
}

func (s *Sentence) text() string { return s.Story.Slice(s.Span[0], s.Span[1]) }

// claims gives the claims that a query picks: one for each sentence in which one of its
// words stands, with what the sentence does with the first of them.
//
// The pair of a query is met by a sentence in which both were found, or one of them and
// nobody else. A question that the next sentence answers ("That is unlikely.") is a claim
// over both; what the next sentence says of somebody else's view is the author's own.
func claims(q *entente.Query, sentences []Sentence) []entente.Claim {
	var out []entente.Claim
	for i := range sentences {
		s := &sentences[i]
		if !claimedOf(q.Pair, s.Codes) || !daysFit(*q, s.Story.Published, s.Story.Published) {
			continue
		}
		at, ok := firstWord(q.Words, s.text())
		if !ok {
			continue
		}
		for _, c := range claimsAt(s, at, next(sentences, i)) {
			if among(q.Stances, c.Stance) && among(q.Holders, c.Holder.By) {
				out = append(out, c)
			}
		}
	}
	return out
}

// claimedOf reports whether a sentence may be about a pair: it names both, or one of
// them and nobody else.
func claimedOf(pair, found []entente.Code) bool {
	in := shared(pair, found)
	return in == len(pair) || in > 0 && in == len(found)
}

// next is the sentence after the i-th in its block, nil if there is none.
func next(sentences []Sentence, i int) *Sentence {
	if i+1 < len(sentences) && sentences[i+1].Story == sentences[i].Story && sentences[i+1].Block == sentences[i].Block {
		return &sentences[i+1]
	}
	return nil
}

// firstWord is the place of the first of the words in a text.
func firstWord(words []string, text string) (entente.Span, bool) {
	lower := strings.ToLower(text)
	best, found := entente.Span{}, false
	if len(lower) != len(text) {
		return best, false // a letter whose small form has another length: places would not hold
	}
	for _, w := range words {
		at, ok := whole(lower, strings.ToLower(w))
		if ok && at[0] > 0 && lower[at[0]-1] == '-' {
			continue // "quasi-alliance" is not "alliance"
		}
		if ok && (!found || at[0] < best[0]) {
			best, found = at, true
		}
	}
	return best, found
}

func claimsAt(s *Sentence, at entente.Span, answer *Sentence) []entente.Claim {
	text := s.text()
	c := entente.Claim{Kind: "claim", Story: s.Story.ID, Stream: s.Stream, Sentence: s.N, Date: s.Story.Published}
	c.Holder = holderOf(text, at[0], s.Story)
	c.Stance, c.Hedge = stanceOf(text, at)
	author := c
	author.Holder = entente.Holder{By: "author", Name: s.Story.Author}
	is := false
	if answer != nil {
		author.Stance, author.Hedge, is = answered(answer.text())
	}
	switch {
	case is && c.Stance == entente.Asked && c.Holder.By == "author":
		return []entente.Claim{quoteClaim(author, s, at, answer.Span[1])}
	case is && c.Stance == entente.Asserted && c.Holder.By != "author":
		return []entente.Claim{quoteClaim(c, s, at, s.Span[1]), quoteClaim(author, s, at, answer.Span[1])}
	}
	return []entente.Claim{quoteClaim(c, s, at, s.Span[1])}
}

// quoteClaim gives a claim its words, from its sentence to an end, and its id.
func quoteClaim(c entente.Claim, s *Sentence, at entente.Span, end int) entente.Claim {
	trigger := entente.Span{s.Span[0] + at[0], s.Span[0] + at[1]}
	c.Citation = entente.Citation{Quote: s.Story.Slice(s.Span[0], end), Start: s.Span[0], End: end, Trigger: trigger, URL: s.Story.URL}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%d\x00%d", c.Story, trigger[0], trigger[1], end))
	c.ID = fmt.Sprintf("c_%x", sum[:8])
	return c
}

var (
	denials = regexp.MustCompile(`(?i)\b(not|never|no|nor|neither|hardly|nothing|nobody|cannot|rather than|instead of|far from|without|den(y|ies|ied)|reject(s|ed)?|dismiss(es|ed)?|ruled? out|hopeless|unlikely|futile|myth|refus(es|ed?)|fail(s|ed)? to|less|little|lack(s|ed|ing)?|avoid(s|ed|ing)?|avert(s|ed|ing)?|prevent(s|ed|ing)?|reluctan(t|ce)|unwilling(ness)?)\b|n['’]t\b`)
	// doubly holds words that deny a denial: what they say may be so.
	doubly = regexp.MustCompile(`(?i)\b(cannot|can not|can['’]t|could not|couldn['’]t|not) (be )?(ruled out|rule out|excluded|exclude|deny|denied|guaranteed|guarantee|impossible)\b|\bno doubt\b|\bnot only\b`)
	doomed = regexp.MustCompile(`(?i)^[^.;,]*?\b(is|are|was|were|would be|will be|seems?|looks?|remains?|has|have)\b[^.;,]*?\b(unlikely|hopeless|impossible|doomed|futile|fanciful|failed|not|(a|an) (myth|illusion|fantasy|fiction|pipe dream))\b`)
	// doubted holds words that call what stands before them hard to come by.
	doubted = regexp.MustCompile(`(?i)^[^.;,]*?\b(is|are|was|were|would|will|seems?|looks?|remains?)\b[^.;,]*?\b(difficult|hard|not (be )?easy|elusive|remote|distant|far off|a long way off)\b|^ (will|would|can|could) (not|never|hardly) |^ (won|can)['’]t `)
	// taken holds words that take for granted what follows: "a wedge into their alliance".
	taken   = regexp.MustCompile(`(?i)\b(into|in|of|with|by|from|about|against|between|to|for) (the|its|their|his|her|this|that)( \S+){0,2} $`)
	guesses = regexp.MustCompile(`(?i)\b(may|might|could|perhaps|possibl[ey]|seem(s|ed)?|appears?|apparently|can be (seen|viewed|read)|interpret(s|ed)?|suggests?|ruled out|attempts?|hop(e|es|ing)|potential(ly)?)\b`)
	bounds  = regexp.MustCompile(`[,;:—–()]\s|\s[–—-]\s|(?i)\b(but|while|whereas|although|though)\b`)
	no      = regexp.MustCompile(`(?i)^\W*(that|this|it|the answer|such|they|he|she)\b[^.]{0,40}?\b(unlikely|improbable|doubtful|impossible|hopeless|wrong|mistaken|not (so|true|likely|the case|right|plausible|convincing|credible)|(is|are|does|do|did|will|can) ?not\W*$)|^\W*(no|hardly|unlikely|not at all)\b\W*($|,)`)
	yes     = regexp.MustCompile(`(?i)^\W*(yes|probably|indeed)\b\W*($|,)|^\W*(that|this|it|the answer)( is| seems| does| appears)[^.]{0,20}\b(likely|probable|plausible|right|so|yes)\W*$`)
)

// answerLength is how long in bytes a sentence may be that answers a question.
const answerLength = 60

func answered(text string) (entente.Stance, entente.Hedge, bool) {
	switch {
	case len(text) > answerLength:
		return "", "", false
	case no.MatchString(text):
		return entente.Denied, entente.NoHedge, true
	case yes.MatchString(text):
		return entente.Asserted, entente.Likely, true
	}
	return "", "", false
}

// stanceOf tells what a sentence does with the words at a place: a denial counts in the
// same clause before them, or where the clause goes on to call them hopeless.
func stanceOf(text string, at entente.Span) (entente.Stance, entente.Hedge) {
	hedge := entente.NoHedge
	before := doubly.ReplaceAllString(text[clauseStart(text, at[0]):at[0]], " might ")
	if guesses.MatchString(before) || doubly.MatchString(text) {
		hedge = entente.Possible
	}
	switch {
	case strings.HasSuffix(strings.TrimRight(text, ` "”’)`), "?"):
		if taken.MatchString(text[:at[0]]) {
			return entente.Asserted, hedge
		}
		return entente.Asked, hedge
	case doubted.MatchString(text[at[1]:]):
		return entente.Asserted, entente.Unlikely
	case denials.MatchString(before) || doomed.MatchString(text[at[1]:]) && !doubly.MatchString(text[at[1]:]):
		return entente.Denied, hedge
	}
	return entente.Asserted, hedge
}

func clauseStart(text string, at int) int {
	start := 0
	for _, m := range bounds.FindAllStringIndex(text[:at], -1) {
		start = m[1]
	}
	return start
}

var (
	// crowd is people whom nobody names.
	crowd  = regexp.MustCompile(`(?i)\b(?:(?:(?-i:[A-Z]\p{L}+(?:an|ese|ish|i|ch|sh))|some|many|several|most|few|a few|a number of|other|certain|western|foreign|local|military|independent|senior|political) ){0,3}(?:observers|analysts|experts|critics|commentators|officials|diplomats|scholars|sources|pundits|strategists|politicians|lawmakers|historians|people)\b`)
	thinks = `(?:said|says?|told|argue[sd]?|believe[sd]?|think|thinks|thought|claim(?:s|ed)?|warn(?:s|ed)?|suspect(?:s|ed)?|interpret(?:s|ed)?|insist(?:s|ed)?|maintain(?:s|ed)?|contend(?:s|ed)?|suggest(?:s|ed)?|note[sd]?|wrote|writes|fear(?:s|ed)?|expect(?:s|ed)?|saw|sees?|view(?:s|ed)?|den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?|accuse[sd]?|added|stated?|describe[sd]?)`
	// somebody is a name, or a title with a name, before a verb of saying or thinking.
	somebody = regexp.MustCompile(`((?:[A-Z][\p{L}.'’-]+ ){0,4}[A-Z][\p{L}.'’-]+),?(?: who [^,]*,)? (?:has |had |have )?(?:also |repeatedly |publicly |long )?` + thinks + `\b`)
	// office is somebody told of by an office alone.
	office = regexp.MustCompile(`\b((?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir) (?:[\p{L}-]+ ){0,4}?(?:minister|president|spokesman|spokeswoman|spokesperson|ambassador|general|admiral|chancellor|premier|king|envoy|secretary|adviser|ministry|foreign office|leader|leadership)),? (?:has |had |have )?(?:also |repeatedly |publicly )?` + thinks + `\b`)
	// owns is the end of a name whose owner does not speak: "China's stated aims".
	owns = regexp.MustCompile(`['’]s?$`)
	// standsFor is a word with a capital that names nobody.
	standsFor = regexp.MustCompile(`^(That|This|These|Those|It|He|She|They|We|You|There|What|Which|Who|As|But|And|If|When|While|Some|Many|Most|So|Then|Yet|Still|Even|Nobody|Everyone|One)\b`)
	afterward = regexp.MustCompile(`[”"’,] ?(?:` + thinks + ` (the \p{Ll}+|(?:the )?(?:[A-Z][\p{L}.'’-]+ ?){1,4})|((?:the|an?|its|their) [^.,;:“”"?!]{2,50} |(?:the )?(?:[A-Z][\p{L}.'’-]+ ){1,4})` + thinks + `)`)
	crowdTalk = regexp.MustCompile(`(?i)^[^.;]{0,60}?\b` + thinks + `\b`)
	accord    = regexp.MustCompile(`(?i)\b(?:according to|in the (?:view|opinion|words|eyes) of) (?-i:((?:the |The )?(?:[A-Z][\p{L}.'’-]+ ?){1,5}|[a-z]+ (?:observers|analysts|experts|officials|sources|diplomats)))`)
	document  = regexp.MustCompile(`(?i)\bthe (?:joint )?(statement|communiqu[ée]|declaration|treaty|report|document|paper|strategy) (?:says?|said|states?|refers?|pledges?|calls?|notes?|declares?|describes?)\b`)
)

// holderOf tells whose view the words at a place are: somebody's who is said before them
// to say or think it, or who is told of after a quotation; else the author's.
func holderOf(text string, at int, s *entente.Story) entente.Holder {
	before := text[:at]
	if m := crowd.FindStringIndex(before); m != nil && crowdTalk.MatchString(text[m[1]:]) {
		return entente.Holder{By: "unnamed", Name: strings.TrimSpace(text[m[0]:m[1]])}
	}
	if m := accord.FindStringSubmatch(text); m != nil {
		return named(m[1])
	}
	if m := document.FindStringSubmatch(before); m != nil {
		return entente.Holder{By: "document", Name: strings.ToLower(m[1])}
	}
	if m := office.FindStringSubmatch(before); m != nil {
		return entente.Holder{By: "actor", Name: m[1]}
	}
	if m := somebody.FindStringSubmatch(before); m != nil && !standsFor.MatchString(m[1]) && !owns.MatchString(m[1]) {
		return named(m[1])
	}
	if m := afterward.FindStringSubmatch(text[at:]); m != nil && !standsFor.MatchString(cmp.Or(m[1], m[2])) {
		return named(cmp.Or(m[1], m[2]))
	}
	return entente.Holder{By: "author", Name: s.Author}
}

func named(name string) entente.Holder {
	name = strings.TrimSpace(name)
	if crowd.MatchString(name) {
		return entente.Holder{By: "unnamed", Name: name}
	}
	return entente.Holder{By: "actor", Name: name}
}

// Claims gives what the stories say of each hypothesis, by its claims, in the order of
// hypotheses and sentences. A sentence is cited once for a hypothesis and a holder.
func Claims(m entente.Matrix, sentences []Sentence) []entente.Claim {
	var out []entente.Claim
	for _, h := range m.Hypotheses {
		seen := map[string]bool{}
		for i := range h.Claims {
			for _, c := range claims(&h.Claims[i], sentences) {
				place := fmt.Sprint(c.Story, c.Citation.Start, c.Citation.End)
				if seen[place] {
					continue
				}
				seen[place] = true
				c.Hypothesis = h.ID
				out = append(out, c)
			}
		}
	}
	return out
}

// restated marks the rows that cite nothing but views told in sentences in which a
// hypothesis itself is stated or denied: what somebody thinks the answer is, is no
// evidence for it. An act that happened is evidence, whatever else its sentence says.
func (x *index) restated(rows []entente.Bound) {
	for i := range rows {
		b := &rows[i]
		if b.Stands || len(b.Cites) == 0 {
			continue
		}
		b.Restates = x.statedBy(b.Cites)
		b.Circular = b.Circular || len(b.Restates) > 0
	}
}

// statedBy gives the hypotheses that every one of the cites states.
func (x *index) statedBy(cites []string) []string {
	var out []string
	for n, id := range cites {
		var here []string
		if i, ok := x.report[id]; ok && x.Reports[i].Status.Happened() {
			return nil
		}
		story, start := x.place(id)
		for i := range x.stated {
			if c := &x.stated[i]; c.Story == story && start >= c.Citation.Start && start < c.Citation.End {
				here = insert(here, c.Hypothesis)
			}
		}
		if n == 0 {
			out = here
		}
		out = slices.DeleteFunc(out, func(h string) bool { return !slices.Contains(here, h) })
		if len(out) == 0 {
			return nil
		}
	}
	return out
}

// place is where what is cited stands.
func (x *index) place(id string) (story string, start int) {
	if i, ok := x.report[id]; ok {
		return x.Reports[i].Story, x.Reports[i].Citation.Start
	}
	if i, ok := x.view[id]; ok {
		return x.Assessments[i].Story, x.Assessments[i].Citation.Start
	}
	c := &x.claims[x.claim[id]]
	return c.Story, c.Citation.Start
}
