package news

import "strings"

// mark is what a line looks like by itself, before its place on the page is known.
type mark uint8

const (
	prose     mark = iota
	titleLike      // no stop at its end, some words, a capital or a figure first
	bullet
	nameLike // a person's name or several
	byline
	dated    // a date and next to nothing else
	advert   // all from here to number are furniture wherever they stand
	duration // of a film or a sound
	credit   // who made a picture
	label    // of a section, a button, a kind of text
	related  // a link to another page
	relatedHead
	prompt // sign up, subscribe, follow
	share
	rights // copyright, terms, corrections' addresses
	number // of a page
	picture
	pictureHead // "Image caption" alone: the next line is one
)

// furniture reports whether a line of this mark is furniture wherever it stands.
func (m mark) furniture() bool { return m >= advert && m <= number }

// maxMarked is the longest line that is looked at: what is longer is a paragraph.
const maxMarked = 600

// markOf tells what a line looks like.
func markOf(s string) mark {
	if len(s) > maxMarked {
		return prose
	}
	if isAddress(s) {
		return label
	}
	if len(s) <= 60 {
		if m := markOfShort(s); m != prose {
			return m
		}
	}
	if m := markByOpening(s); m != prose {
		return m
	}
	if opensItem(s) {
		if m := markByOpening(afterBullet(s)); m == rights || m == related || m == prompt {
			return m
		}
		return bullet
	}
	if endsCredit(s) {
		if words(s, 8) < 8 && !strings.ContainsAny(s, ".!?") {
			return credit
		}
		if len(s) <= 350 && strings.Count(s, ". ") <= 2 {
			return picture
		}
		return prose // a paragraph into which a caption ran
	}
	if isTitle(s) && !opensDateline(s) {
		return titleLike
	}
	return prose
}

// afterBullet gives a list's item without its mark.
func afterBullet(s string) string {
	if rest := strings.TrimLeft(s, "•·▪■●◦‣*-–—►▶ \t"); rest != "" {
		return rest
	}
	return s
}

// isAddress reports whether a line is one word that is a link or a mail address.
func isAddress(s string) bool {
	if strings.ContainsAny(s, " \t") {
		return false
	}
	return strings.Contains(s, "://") || strings.HasPrefix(s, "www.") || strings.IndexByte(s, '@') > 0 && strings.Contains(s, ".") || s[0] == '@' && len(s) > 2
}

// isTitle reports whether a line could be a headline by its shape.
func isTitle(s string) bool {
	if len(s) > 250 || endsStop(s) || words(s, 3) < 2 {
		return false
	}
	switch s[len(s)-1] {
	case ',', ';', ':', '-':
		return false
	}
	c := s[0]
	return c >= 'A' && c <= 'Z' || isDigit(c) || c >= 0x80 || c == '"' || c == '\'' || c == '#' || c == '$'
}

// opensDateline reports whether a line opens as a wire's first paragraph does: a place
// in capitals, and a dash or an agency in brackets soon after it.
func opensDateline(s string) bool {
	n := 0
	for n < len(s) && (s[n] >= 'A' && s[n] <= 'Z' || s[n] == ' ' || s[n] == '-' || s[n] == '.' || s[n] == '/') {
		n++
	}
	if n < 4 || n == len(s) || s[n] != ',' && s[n] != '(' && s[n] < 0x80 {
		return false
	}
	near := s[:min(len(s), n+50)]
	for _, dash := range []string{" - ", " -- ", " – ", " — ", ") — "} {
		if strings.Contains(near, dash) {
			return true
		}
	}
	return false
}

// markOfShort tells lines that are known as a whole.
func markOfShort(s string) mark {
	low := strings.ToLower(strings.Trim(s, " .,:|»›>→*#[]()-–—"))
	if m, ok := wholeLines[low]; ok {
		return m
	}
	switch {
	case low == "":
		return number
	case strings.ContainsAny(low, "0123456789"):
		return markOfFigures(low, s)
	case isTrail(s):
		return label
	case isOffice(s):
		return label
	case isNames(s):
		return nameLike
	}
	return prose
}

// markOfFigures tells short lines with figures in them.
func markOfFigures(low, s string) mark {
	switch {
	case isPageNumber(low):
		return number
	case isDuration(low):
		return duration
	case isCount(low):
		return share
	case isTrail(s):
		return label
	}
	return prose
}

// isPageNumber: "2", "1/3", "page 2 of 3".
func isPageNumber(low string) bool {
	low = strings.TrimPrefix(low, "page ")
	digits := 0
	for _, part := range strings.FieldsFunc(low, func(r rune) bool { return r == '/' || r == ' ' }) {
		if part == "of" {
			continue
		}
		if len(part) > 3 || strings.Trim(part, "0123456789") != "" {
			return false
		}
		digits++
	}
	return digits > 0 && digits <= 2
}

// isClock: "01:12", "1:02:03".
func isClock(s string) bool {
	parts := strings.Split(s, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return false
	}
	for i, p := range parts {
		if len(p) == 0 || len(p) > 2 || i > 0 && len(p) != 2 || strings.Trim(p, "0123456789") != "" {
			return false
		}
	}
	return true
}

// isDuration: a clock, two with a stroke between, one after "video" or the like, or
// how long a text takes to read.
func isDuration(low string) bool {
	for _, p := range []string{"video", "audio", "duration", "listen", "watch", "play"} {
		low = strings.TrimLeft(strings.TrimPrefix(low, p), " :·|-")
	}
	if a, b, ok := strings.Cut(low, "/"); ok {
		return isClock(strings.TrimSpace(a)) && isClock(strings.TrimSpace(b))
	}
	return isClock(low) || isReadingTime(low)
}

// isReadingTime: "3 min read", "reading time: 4 minutes".
func isReadingTime(low string) bool {
	low = strings.TrimPrefix(strings.TrimPrefix(low, "reading time"), ":")
	f := strings.Fields(low)
	return len(f) >= 2 && len(f) <= 4 && strings.Trim(f[0], "0123456789") == "" &&
		strings.HasPrefix(f[1], "min") && (len(f) == 2 || f[2] == "read" || f[2] == "listen" || isDigit(f[2][0]))
}

// countWords are what pages count beside an article.
var countWords = map[string]bool{"comments": true, "comment": true, "shares": true, "share": true, "views": true, "likes": true, "retweets": true, "reactions": true, "replies": true}

// isCount: "12 comments", "1.2k shares", "comments (34)".
func isCount(low string) bool {
	a, b, ok := strings.Cut(low, " ")
	if ok && strings.Trim(a, "0123456789.,k") == "" && wholeLines[b] == share {
		return true
	}
	if !ok || strings.Contains(b, " ") {
		return false
	}
	if countWords[b] {
		return strings.Trim(a, "0123456789.,k") == "" && isDigit(a[0])
	}
	return countWords[a] && strings.Trim(b, "0123456789.,k()") == ""
}

// isOffice: a body of a government that signs its releases, and no more than its name.
func isOffice(s string) bool {
	known := false
	for _, p := range []string{"Office of ", "Ministry of ", "Department of ", "Embassy of ", "Government of ", "Permanent Mission of ", "Bureau of "} {
		known = known || strings.HasPrefix(s, p)
	}
	if !known {
		return false
	}
	for w := range strings.FieldsSeq(s) {
		if c := w[0]; (c < 'A' || c > 'Z') && w != "of" && w != "the" && w != "and" && w != "for" && w != "to" {
			return false
		}
	}
	return true
}

// isTrail: the path to a page, or a section within a section: "Home > World > Asia",
// "China / Diplomacy". Every part is short and opens with a capital.
func isTrail(s string) bool {
	for _, sep := range []string{" > ", " › ", " » ", " / ", " | ", " → "} {
		parts := strings.Split(s, sep)
		if len(parts) < 2 {
			continue
		}
		known := sep != " / " && sep != " | "
		for _, p := range parts {
			if words(p, 4) > 3 || p == "" || p[0] < 'A' || p[0] > 'Z' {
				return false
			}
			known = known || wholeLines[strings.ToLower(strings.TrimSpace(p))] == label
		}
		return known || len(parts) > 2 || len(s) <= 24
	}
	return false
}
