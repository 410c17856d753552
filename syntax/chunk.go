package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// chunk cuts text[i:j], which has no white space, into tokens.
func chunk(text string, i, j int, toks []Token) []Token {
	begin := i
	for i < j {
		if n := whole(text[i:j]); n > 0 {
			toks = add(text, i, i+n, toks)
			i += n
			continue
		}
		if n := face(text[begin:j], i-begin); n > 0 {
			toks = add(text, i, i+n, toks)
			i += n
			continue
		}
		if n := opening(text[i:j]); n > 0 {
			toks = add(text, i, i+n, toks)
			i += n
			continue
		}
		n := coreEnd(text[i:j])
		toks = parts(text, i, i+n, toks)
		i += n
	}
	return toks
}

// whole gives the length of an address, a mail address, a tag or a name of a user
// at the start of s, 0 if there is none.
func whole(s string) int {
	switch {
	case strings.HasPrefix(s, "http://"), strings.HasPrefix(s, "https://"), strings.HasPrefix(s, "www."):
		return len(strings.TrimRight(s, ".,;:!?)]}'\"”’>"))
	case strings.HasPrefix(s, "Yahoo!"):
		return len("Yahoo!")
	case dollars(s) > 0:
		return dollars(s)
	case (s[0] == '@' || s[0] == '#') && len(s) > 1 && isLetterByte(s[1]):
		return 1 + domain(s[1:])
	}
	s = s[:min(len(s), longestWord)]
	at := strings.IndexByte(s, '@')
	if at > 0 && at+1 < len(s) && isWordByte(s[0]) && isLetterByte(s[at+1]) && (!strings.ContainsAny(s[:at], "/:") || strings.HasPrefix(s, "mailto:")) {
		end := strings.TrimRight(s, ".,;:!?)]}'\"”’>")
		if !strings.ContainsAny(end, "()<>[]\",;") {
			return len(end)
		}
	}
	return suffix(s)
}

// domain gives the length of a name with its domain: "potus", "un.org".
func domain(s string) int {
	n := wordBytes(s)
	for n+1 < len(s) && s[n] == '.' && isLetterByte(s[n+1]) {
		n += 1 + wordBytes(s[n+1:])
	}
	return n
}

// suffix gives the length of a file's suffix that has lost its name: ".doc".
func suffix(s string) int {
	if s[0] != '.' {
		return 0
	}
	if n := wordBytes(s[1:]); files[strings.ToLower(s[1:1+n])] {
		return 1 + n
	}
	return 0
}

// near is how far from a mark its counterpart is looked for, in bytes.
const near = 64

// face gives the length of a face made of marks at s[i:]: ":-)", 0 if there is none.
// A chunk that opened a bracket may close it with such a mark.
func face(s string, i int) int {
	if s[i] >= 0x80 || isWordByte(s[i]) && s[i] != '_' {
		return 0
	}
	for _, f := range faces {
		if !strings.HasPrefix(s[i:], f) {
			continue
		}
		before, rest := s[max(0, i-near):i], s[i+len(f):min(len(s), i+len(f)+near)]
		last := f[len(f)-1]
		switch {
		case isWordByte(last) && rest != "" && isWordByte(rest[0]): // ":Peter"
		case last == ')' && strings.IndexByte(before, '(') >= 0:
		case last == '(' && strings.IndexByte(rest, ')') >= 0:
		case i > 0 && (isWordByte(last) || last == '/'): // "note:D", "http:/"
		default:
			return len(f)
		}
	}
	return 0
}

// dollars gives the length of a dollar sign with its country: "US$".
func dollars(s string) int {
	if k := strings.IndexByte(s[:min(len(s), 4)], '$'); k > 0 && k < 4 && letters(s[:k]) == k && allUpper(s[:k]) && wordBytes(s) == k {
		return k + 1
	}
	return 0
}

func isLetterByte(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isWordByte(c byte) bool { return c == '_' || '0' <= c && c <= '9' || isLetterByte(c) }

func wordBytes(s string) (n int) {
	for n < len(s) && isWordByte(s[n]) {
		n++
	}
	return n
}

// opening gives the length of a mark at the start of s that stands alone, 0 if s
// begins with a word. Runs of one stop, dash or rule are one token.
func opening(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
		return 0
	case r == '\'' || r == '’':
		return apostrophe(s, n)
	case r == '.' && len(s) > 1 && unicode.IsDigit(rune(s[1])):
		return 0
	case strings.ContainsRune(".!?…", r):
		return stops(s)
	case strings.ContainsRune("–—", r), r == '$' && len(s) < near && strings.Trim(s, "$.,;:!?)\"'") == "":
		return run(s, r)
	case r == '+' && isDigits(s[1:]) && (len(s) <= 4 || len(s) > 7): // a telephone number
		return len(s)
	case r < 0x80 && strings.IndexByte(rule, byte(r)) >= 0:
		return max(1, ruleEnd(s))
	case r == '`' && strings.HasPrefix(s, "``"):
		return 2
	case r == utf8.RuneError && n <= 1:
		return 1
	}
	return n
}

// rule are the marks of which lines and arrows are drawn.
const rule = "-=_*~+<>|"

// ruleEnd gives the length of the rule at the start of s; the first mark, if it does
// not go on.
func ruleEnd(s string) (n int) {
	if strings.HasPrefix(s, "<>") {
		return 1
	}
	for n < len(s) && n < longestWord && strings.IndexByte(rule, s[n]) >= 0 {
		n++
	}
	if strings.Trim(s[:n], s[:1]) == "" {
		return n
	}
	if k := strings.IndexAny(s[:n], "<>|"); k >= 0 && n < len(s) && !strings.ContainsAny(s[:n], "-=") {
		return run(s, rune(s[0]))
	}
	return n
}

// stops gives the length of a run of marks that end sentences; a question mark stands
// apart from the dots before it.
func stops(s string) int {
	n := len(s) - len(strings.TrimLeft(s, ".!?…"))
	dots := len(s) - len(strings.TrimLeft(s, "."))
	if dots > 2 && dots < n && (s[dots] == '?' || s[dots] == '!') {
		return dots
	}
	return n
}

// apostrophe keeps a clitic or a shortened decade together ("'s", "'60s"); another
// apostrophe is a mark.
func apostrophe(s string, n int) int {
	if strings.HasPrefix(s, "''") || strings.HasPrefix(s, "’’") {
		return 2 * n
	}
	word := s[n : n+wordBytes(s[n:])]
	if len(word) == 3 && isDigits(word[:2]) && word[2] == 's' || len(word) == 2 && isDigits(word) {
		return n + len(word)
	}
	if clitics[strings.ToLower(word)] && n+len(word) == len(s) {
		return n + len(word)
	}
	return n
}

func run(s string, r rune) (n int) {
	for {
		c, k := utf8.DecodeRuneInString(s[n:])
		if c != r || k == 0 {
			return n
		}
		n += k
	}
}

func isDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// longestWord bounds what is looked at as one word, in bytes; what is longer is cut.
const longestWord = 256

// coreEnd gives the length of the word at the start of s: letters, digits and what
// may stand within a word.
func coreEnd(s string) int {
	i := 0
	for i < len(s) && i < longestWord {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			if i == 0 && r != '.' || i > 0 && !inside(s, i, r, n) {
				break
			}
		}
		i += n
	}
	return max(i, 1)
}

// inside reports whether the mark r at s[i:] belongs to the word around it.
func inside(s string, i int, r rune, n int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+n:])
	wordAfter := i+n < len(s) && (unicode.IsLetter(after) || unicode.IsDigit(after))
	switch r {
	case '.':
		return stopInside(s, i, before, after, wordAfter)
	case ',', ':':
		return unicode.IsDigit(before) && unicode.IsDigit(after)
	case '\'', '’', '_', '\u200b', '\u00ad', '\ufeff':
		return wordAfter && !(unicode.IsDigit(before) && unicode.IsDigit(after))
	case '&':
		return wordAfter && i <= 3 && allUpper(s[:i]) && unicode.IsUpper(after)
	case '/':
		return slashInside(s, i, after, before)
	case '-', '\u2011':
		return wordAfter && hyphenInside(s, i, n)
	}
	return false
}

// stopInside keeps decimals, abbreviations and addresses ("3.5", "U.S.", "un.org").
func stopInside(s string, i int, before, after rune, wordAfter bool) bool {
	word := s[lastBreak(s[:i]):i]
	switch {
	case unicode.IsDigit(before) && unicode.IsDigit(after):
		return true
	case wordAfter && letters(word) == 1: // "U.S", "p.m"
		return true
	case wordAfter:
		tail := s[i+1:]
		return !(unicode.IsLower(before) && unicode.IsUpper(after)) && !unicode.IsDigit(before) ||
			files[strings.ToLower(tail[:wordBytes(tail)])] && !isDigits(word) || degree(s)
	}
	rest := strings.TrimLeft(s[i+1:], ")]}\"'”’,;:?!-–—/")
	return (rest == "" || len(rest) < len(s[i+1:])) && keepsStop(word, s[:i], s[i+1:])
}

// keepsStop reports whether the full stop behind a word is part of it.
func keepsStop(word, before, after string) bool {
	if strings.HasPrefix(after, ".") || strings.HasPrefix(after, "…") {
		return false
	}
	if strings.Contains(before, ".") && !strings.ContainsAny(before, "0123456789") {
		if k := strings.LastIndexByte(before, '.'); letters(before[k+1:]) == 1 || abbreviated(before+".") {
			return true // the last of "U.S." or "Ph.D."
		}
	}
	if len(word) == 1 && 'A' <= word[0] && word[0] <= 'Z' {
		return true
	}
	if degree(before) {
		return true
	}
	return abbreviated(word + ".")
}

// degree reports whether s begins like "Ph.D".
func degree(s string) bool { return strings.HasPrefix(s, "Ph.D") || strings.HasPrefix(s, "M.Phil") }

// lastBreak gives the place behind the last full stop or hyphen in s.
func lastBreak(s string) int { return strings.LastIndexAny(s, ".-/") + 1 }

func letters(s string) (n int) {
	for range s {
		n++
	}
	return n
}

// slashInside keeps fractions, dates and pairs of letters ("9/11", "l/c").
func slashInside(s string, i int, after, before rune) bool {
	if unicode.IsDigit(before) && unicode.IsDigit(after) {
		return true
	}
	rest := s[i+1:]
	return i == 1 && unicode.IsLetter(after) && wordBytes(rest) == 1
}

// hyphenInside keeps the hyphen of a bound prefix and of telephone numbers.
func hyphenInside(s string, i, n int) bool {
	word := strings.ToLower(s[lastBreak(s[:i]):i])
	rest := s[i+n:]
	if isDigits(word) {
		d := wordBytes(rest)
		return isDigits(rest[:d]) && len(word) == 3 && d >= 3 && d <= 4
	}
	return prefixes[word]
}

// parts cuts a word into its parts: units, clitics, contractions.
func parts(text string, i, j int, toks []Token) []Token {
	s := text[i:j]
	if k := unitAt(s); k > 0 {
		return add(text, i+k, j, add(text, i, i+k, toks))
	}
	low := strings.ToLower(s)
	if k := contractions[low]; k > 0 && len(low) == len(s) {
		return add(text, i+k, j, add(text, i, i+k, toks))
	}
	if k := cliticAt(s); k > 0 {
		return parts(text, i+k, j, parts(text, i, i+k, toks))
	}
	return add(text, i, j, toks)
}

// unitAt finds where a unit begins behind a number: "5km", "1.5bn"; 0 if nowhere.
func unitAt(s string) int {
	if s[0] < '0' || s[0] > '9' {
		return 0
	}
	k := 0
	for k < len(s) && (s[k] >= '0' && s[k] <= '9' || s[k] == '.' || s[k] == ',' || s[k] == ':') {
		k++
	}
	if k < len(s) && units[s[k:]] {
		return k
	}
	return 0
}

// cliticAt finds where a clitic begins in a word: "'s" or "n't"; 0 if nowhere.
func cliticAt(s string) int {
	k := strings.LastIndexAny(s, "'’")
	if k <= 0 {
		return 0
	}
	_, n := utf8.DecodeRuneInString(s[k:])
	tail := strings.ToLower(s[k+n:])
	if tail == "s" && (k == 2 || k == 4 && s[0] == '1' && s[3] == '0') && isDigits(s[:k]) {
		return 0 // "the 1960's"
	}
	if tail == "t" && k > 1 && s[k-1]|0x20 == 'n' {
		return k - 1
	}
	if clitics[tail] {
		return k
	}
	return 0
}
