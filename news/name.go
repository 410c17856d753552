package news

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// particles stand in small letters inside names.
var particles = map[string]bool{"de": true, "da": true, "di": true, "del": true, "della": true, "der": true, "den": true, "van": true, "von": true, "bin": true, "ibn": true, "al": true, "el": true, "la": true, "le": true, "dos": true, "du": true, "ten": true, "zu": true, "af": true, "y": true}

// unnamed are words with a capital that no person's name holds: offices of pages,
// sections, countries' bodies, common words of titles.
var unnamed = set(`the a an of in on for to with from at by and or as is are was has have will why how what when where who
	news world opinion analysis editorial politics business report reports press ministry office department bureau agency service council committee union
	state states united nations kingdom republic government embassy university institute center centre school college international national foreign
	affairs security defense defence policy daily times post journal review magazine weekly today herald tribune guardian telegraph gazette
	breaking live latest updated read more share follow us sign subscribe watch listen january february march april june july august september october
	november december monday tuesday wednesday thursday friday saturday sunday page next media group staff desk team board correspondent editor reporter
	north south east west northern southern eastern western central new
	talks summit war peace deal trade treaty crisis sanctions statement relations meets says`)

func set(list string) map[string]bool {
	out := make(map[string]bool)
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}

// isName reports whether s is a person's name: two to five words with capitals, no
// figures, none of the words that names do not hold.
func isName(s string) bool {
	if len(s) > 48 || len(s) < 4 {
		return false
	}
	n := 0
	for w := range strings.FieldsSeq(s) {
		n++
		if particles[w] && n > 1 {
			continue
		}
		if !isNameWord(w) {
			return false
		}
	}
	return n >= 2 && n <= 5
}

// isNames reports whether s is one name or several with nothing else.
func isNames(s string) bool {
	parts := splitNames(s)
	for _, p := range parts {
		if !isName(strings.TrimSpace(p)) {
			return false
		}
	}
	return len(parts) > 0
}

func isNameWord(w string) bool {
	if unnamed[strings.ToLower(strings.TrimRight(w, ".,"))] {
		return false
	}
	first, _ := utf8.DecodeRuneInString(w)
	if !unicode.IsUpper(first) {
		return false
	}
	for i, r := range w {
		if !unicode.IsLetter(r) && r != '-' && r != '\'' && r != '’' && (r != '.' || i > 3) && !unicode.Is(unicode.Mn, r) {
			return false
		}
	}
	return true
}

// isByline reports whether a line is "By" with names, perhaps with a place, an
// office or an outlet after them.
func isByline(s string) bool {
	if len(s) > 160 || len(s) < 6 || !hasPrefixFold(s, "by ") && !hasPrefixFold(s, "by:") || endsStop(s) {
		return false
	}
	return len(namesIn(s[3:])) > 0
}

// namesIn gives the persons named in a byline, in order: parts between commas,
// "and", "&" and strokes that look like names. What follows a part that is none
// (an office, a place) is not searched.
func namesIn(s string) []string {
	s = strings.TrimSpace(strings.TrimLeft(s, ": "))
	for _, p := range []string{"by ", "written by ", "words by ", "text by ", "author:", "authors:", "reporting by ", "(reporting by ", "by:"} {
		if hasPrefixFold(s, p) {
			s = strings.TrimSpace(s[len(p):])
		}
	}
	for _, sep := range []string{" | ", " – ", " — ", " • ", " · ", ";", " in ", " at ", " for ", "("} {
		s, _, _ = strings.Cut(s, sep)
	}
	var out []string
	for _, part := range splitNames(s) {
		name := personName(part)
		if name == "" {
			break
		}
		out = append(out, name)
	}
	return out
}

var nameBreaks = strings.NewReplacer(" and ", ",", " And ", ",", " AND ", ",", " & ", ",", " with ", ",", " und ", ",", " et ", ",", "/", ",")

func splitNames(s string) []string {
	return strings.FieldsFunc(nameBreaks.Replace(s), func(r rune) bool { return r == ',' })
}

// personName gives a part of a byline as a name, "" if it is none. Titles before it
// go, capitals throughout become a name's.
func personName(s string) string {
	s = strings.Trim(strings.TrimSpace(s), ".:")
	for _, t := range []string{"dr ", "dr. ", "prof ", "prof. ", "professor ", "sir ", "mr ", "mrs ", "ms ", "mr. ", "mrs. ", "ms. "} {
		if hasPrefixFold(s, t) {
			s = s[len(t):]
		}
	}
	if strings.ToUpper(s) == s {
		s = capitalised(s)
	}
	if !isName(s) {
		return ""
	}
	return s
}

// capitalised writes "JANE O'DOE-ROE" as "Jane O'Doe-Roe".
func capitalised(s string) string {
	up := true
	return strings.Map(func(r rune) rune {
		was := up
		up = !unicode.IsLetter(r)
		if was {
			return unicode.ToUpper(r)
		}
		return unicode.ToLower(r)
	}, s)
}
