package syntax

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

// boundaryBits is how many bits of a hash name a weight.
const boundaryBits = 18

// boundaryWeights are one signed byte for each feature of a gap between tokens; they
// are written by training/boundary.
//
//go:embed boundary.weights
var boundaryWeights string

// A gap ends a sentence if its features weigh more than the floor. Behind a word or a
// comma, where edited prose ends none, more is asked for; and more yet in a headline
// and behind a dash. Less is asked for where the rule says that the sentence ends.
const (
	floorRule     = -50
	floorMark     = -16
	floorBare     = -4
	floorHeadline = 24
)

// glance is what a token looks like to the finder of boundaries.
type glance struct {
	word  uint32 // hash of the word in lower case
	shape uint32 // what stands for it: marks themselves; words by case and length
}

// line is a line of text while its sentences are found.
type line struct {
	toks     []Token
	seen     []glance
	style    uint32 // how the line is written
	ends     uint32 // how the line ends
	weights  string
	headline bool // more capitals than small letters, and no stop
	feats    []uint32
	rule     bool // the rule says that the sentence ends at the gap of feats
	first    int  // where the sentence at hand begins
	open     int  // brackets open in it
	quotes   int  // its last bit says whether a quotation is open in it
}

// begin takes up a new line.
func (l *line) begin(toks []Token) {
	l.toks, l.seen = toks, l.seen[:0]
	var stops, lower, upper, careless int
	for k := range toks {
		g := look(toks[k].Text)
		l.seen = append(l.seen, g)
		switch g.shape {
		case lookLower:
			lower++
			behind := k > 0 && isStop(toks[k-1].Text) && toks[k].Start > toks[k-1].End
			careless += one(behind || toks[k].Text == "i")
		case lookTitle, lookCapital:
			upper++
		}
		stops += one(isStop(toks[k].Text))
	}
	l.style = uint32(min(careless, 3)) | gapBucket(stops)<<4 | uint32(one(upper > lower))<<8
	l.headline = upper > lower && stops == 0
	l.ends = l.seen[len(toks)-1].shape
	l.cut(-1)
}

// gapBucket makes counts coarse.
func gapBucket(n int) uint32 {
	switch {
	case n < 4:
		return uint32(n)
	case n < 7:
		return 4
	case n < 12:
		return 5
	case n < 20:
		return 6
	case n < 40:
		return 7
	}
	return 8
}

// take takes token k into the sentence at hand.
func (l *line) take(k int) {
	switch t := l.toks[k].Text; t {
	case "(", "[", "{":
		l.open++
	case ")", "]", "}":
		l.open = max(0, l.open-1)
	case "\"":
		l.quotes++
	case "“", "``":
		l.quotes |= 1
	case "”", "''":
		l.quotes = 0
	}
}

// cut begins a new sentence behind token k.
func (l *line) cut(k int) { l.first, l.open, l.quotes = k+1, 0, 0 }

// endsAt reports whether the sentence at hand ends with token k, to which more tokens
// follow on the line.
func (l *line) endsAt(k int) bool {
	if !l.mayEnd(k) || l.toks[k].Text == "," && !signsOff(l.toks[l.first:k]) {
		return false
	}
	sum := l.sum(k)
	return sum > l.floor(k)
}

// signsOff reports whether words before a comma end a letter: "Best regards, Jo". No
// other sentence ends right after a comma.
func signsOff(words []Token) bool {
	n := len(words)
	return n > 0 && n < 4 && partings[strings.ToLower(words[n-1].Text)]
}

var partings = set("thanks regards wishes sincerely cheers")

// floor is what the gap behind token k must weigh more than; sum was called for it.
func (l *line) floor(k int) int {
	s := l.toks[k].Text
	bare := isWordByte(s[0]) || strings.IndexByte(",)]", s[0]) >= 0
	switch {
	case l.rule && strings.HasSuffix(s, "."), l.rule && isStop(s):
		return floorRule
	case bare && l.headline, isDash(s):
		return floorHeadline
	case bare:
		return floorBare
	}
	return floorMark
}

func isDash(s string) bool { return s == "-" || s == "--" || s == "–" || s == "—" }

// mayEnd reports whether a sentence may end behind token k at all. A colon ends none:
// what follows is what was announced.
func (l *line) mayEnd(k int) bool {
	a, s := l.seen[k].shape, l.toks[k].Text
	switch {
	case a == lookLower && l.seen[k+1].shape == lookLower, s == ":", s == ";":
		return false
	case a&0xff == lookDotted && uint8(a>>8)&0xf == beforeName && a < 1<<31:
		return false
	case (s == "a.m." || s == "p.m.") && k+2 < len(l.toks) && strings.EqualFold(l.toks[k+2].Text, "time"):
		return false // "11 p.m. Moscow time"
	}
	return !listMark(l.toks, l.first, k)
}

// sum adds the weights of the features of the gap behind token k.
func (l *line) sum(k int) (sum int) {
	l.features(k)
	for _, f := range l.feats {
		sum += int(int8(l.weights[f]))
	}
	return sum
}

// at gives the looks of token k; what belongs to the sentence before looks different.
func (l *line) at(k int) glance {
	if k < 0 || k >= len(l.seen) {
		return glance{1, 2}
	}
	g := l.seen[k]
	if k < l.first {
		g.shape ^= 0x5bd1e995
	}
	return g
}

// gapMix makes one hash of two, for the purpose t.
func gapMix(t, a, b uint32) uint32 {
	h := (a*0x9e3779b1 ^ b*0x85ebca6b) + t*0xc2b2ae35
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 13
	return h
}

// features fills l.feats for the gap behind token k, which lies between a and x.
func (l *line) features(k int) {
	a, b, c := l.at(k), l.at(k-1), l.at(k-2)
	x, y, z := l.at(k+1), l.at(k+2), l.at(k+3)
	ab, xy, ax := gapMix(100, b.shape, a.shape), gapMix(101, x.shape, y.shape), gapMix(102, a.shape, x.shape)
	abc, xyz := gapMix(103, ab, c.shape), gapMix(104, xy, z.shape)
	l.feats = append(l.feats[:0], 0)
	l.put(a.word, x.word)
	l.put(a.word, b.word)
	l.put(x.word, y.word)
	for _, g := range [...]glance{a, b, x, y} {
		l.put(g.word, 0)
	}
	l.put(a.word, x.shape)
	l.put(a.shape, x.word)
	l.put(z.word, a.shape)
	l.put(c.word, x.shape)
	l.put(ab, x.shape)
	l.put(a.shape, xy)
	l.put(ab, xy)
	l.put(ab, x.word)
	l.put(xy, a.word)
	l.put(abc, xy)
	l.put(ab, xyz)
	l.put(abc, 0)
	l.put(xyz, 0)
	l.put(gapMix(105, a.shape, b.word), x.shape)
	l.put(gapMix(106, a.shape, b.word), x.word)
	l.put(gapMix(107, x.shape, y.word), a.shape)
	l.circumstances(k, ax, ab, xy)
}

// circumstances adds what is known beside the words at the gap: the rule, the space,
// the length of the sentence at hand, its open brackets, the style of the line.
func (l *line) circumstances(k int, ax, ab, xy uint32) {
	a, x, begin := l.at(k), l.at(k+1), l.at(l.first)
	space := uint32(min(2, l.toks[k+1].Start-l.toks[k].End))
	l.rule = endsAfter(l.toks, l.first, k)
	rule := uint32(one(l.rule))
	long, left := gapBucket(k+1-l.first), gapBucket(len(l.toks)-k-1)
	state := uint32(min(l.open, 1)) | uint32(l.quotes&1)<<1
	careless := l.style & 3
	l.put(rule, space)
	l.put(rule, ax)
	l.put(rule, long|left<<8)
	l.put(rule, state|space<<8)
	l.put(ax, space)
	l.put(ax, long)
	l.put(ax, left)
	l.put(ax, state)
	l.put(ax, l.style)
	l.put(ax, careless)
	l.put(ax, l.ends)
	l.put(a.word, long)
	l.put(x.word, long)
	l.put(gapMix(108, ab, long), x.shape)
	l.put(gapMix(109, a.shape, xy), l.style)
	l.put(gapMix(110, ab, xy), careless)
	l.put(gapMix(111, x.word, a.shape), careless)
	l.put(gapMix(112, begin.shape, long), ax)
	l.put(gapMix(113, begin.word, long), ax)
}

// put adds a feature; its number in the list tells features apart.
func (l *line) put(p, q uint32) {
	l.feats = append(l.feats, gapMix(uint32(len(l.feats)), p, q)>>(32-boundaryBits))
}

// Looks of tokens that are not marks.
const (
	lookLower uint32 = 10 + iota
	lookTitle
	lookCapital // one capital letter
	lookUpper
	lookDigits
	lookYear
	lookMixed // digits and more
	lookAddress
	lookOther
	lookDotted // an abbreviation; its kind is added
)

// look gives the looks of a token.
func look(s string) glance { return glance{lookWord(s), lookOf(s)} }

// lookWord hashes a word in lower case; a run of digits is as good as another.
func lookWord(s string) uint32 {
	h := uint32(2166136261)
	digits := false
	for i := 0; i < len(s) && i < 32; i++ {
		c := s[i]
		switch {
		case 'A' <= c && c <= 'Z':
			c |= 0x20
		case '0' <= c && c <= '9':
			if c = '0'; digits && len(s) > 2 {
				continue
			}
			digits = true
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// lookOf gives what stands for a token: a mark for itself, a word for its kind.
func lookOf(s string) uint32 {
	r, _ := utf8.DecodeRuneInString(s)
	apostrophe := r == '\'' || r == '’'
	switch {
	case unicode.IsDigit(r):
		return lookNumber(s)
	case !unicode.IsLetter(r) && !apostrophe:
		return lookWord(s[:min(len(s), 4)]) | 1<<31
	case strings.HasSuffix(s, "."):
		return lookDotted + uint32(abbreviations[strings.ToLower(s)])<<8 + uint32(min(len(s), 4))<<12
	case strings.ContainsAny(s, "@/") || strings.Contains(s, "www"):
		return lookAddress
	case len(s) == 1 && unicode.IsUpper(r):
		return lookCapital
	case unicode.IsUpper(r) && allUpper(s):
		return lookUpper
	case unicode.IsUpper(r):
		return lookTitle
	case unicode.IsLower(r), apostrophe:
		return lookLower
	}
	return lookOther
}

func lookNumber(s string) uint32 {
	switch {
	case len(s) == 4 && isDigits(s):
		return lookYear
	case isDigits(s):
		return lookDigits + uint32(min(len(s), 3))<<8
	}
	return lookMixed
}
