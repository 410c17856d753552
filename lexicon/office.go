package lexicon

import (
	"slices"
	"strings"
	"unicode/utf8"

	"entente"
)

// Titled gives who held an office on a day, nil if that is not known. Of several
// holders the one whose title fits the phrase best is meant: "supreme leader" and
// "president" name two heads of one state. A post of another kind counts where all
// words of its title, two at least, stand in the phrase ("opposition leader").
func (l *Lexicon) Titled(code entente.Code, kind, phrase string, day entente.Day) (*Person, Term) {
	p, ok := l.polities[code]
	organisation := ok && p.Class == Organisation
	if organisation {
		phrase = p.Name + " " + phrase
		kind = organisationOffice(kind, phrase)
	} else if ok && kind == "state" && neutral(phrase) && p.ledByGovernment(day) {
		kind = "government"
	}
	var best *Person
	var bestTerm Term
	bestScore := 0
	for _, k := range offices {
		for _, h := range l.holders[office{code, k}] {
			for _, t := range h.Terms {
				if t.Code != code || t.Office != k || !t.Days.Has(day) {
					continue
				}
				if s := suits(t, kind, phrase); s > bestScore {
					best, bestTerm, bestScore = h, t, s
				}
			}
		}
	}
	return best, bestTerm
}

// ledByGovernment reports whether the head of government is the leader on a day.
func (p *Polity) ledByGovernment(day entente.Day) bool {
	return slices.ContainsFunc(p.Led, func(d Days) bool { return d.Has(day) })
}

// organisationOffice gives the office that a title means in an organisation, whose
// president or chief is its head.
func organisationOffice(kind, phrase string) string {
	switch kind {
	case "state", "government":
		return "head"
	case "":
		for _, w := range []string{"chief", "head", "boss", "director"} {
			if hasWord(phrase, w) {
				return "head"
			}
		}
	}
	return kind
}

// suits scores a term as the post that a phrase names, 0 if it is not.
func suits(t Term, kind, phrase string) int {
	hits, misses := fit(t.Title, phrase)
	crowned, leader := monarch(t.Title), neutral(phrase)
	switch {
	case misses == 0 && hits >= 2 && ranked(t.Title) == ranked(phrase):
		return 200 + 10*hits
	case kind == "" || kind == "other":
		return 0
	case t.Office == kind && (hits > 0 || crowned == monarch(phrase) || leader):
		if junta(phrase) && hits == 0 && t.Title == "president" {
			return 40
		}
		return 100 + 10*hits - misses
	case kind == "state" && t.Office == "government" && !monarch(phrase) && !hasWord(phrase, "president"):
		return 50 + 10*hits - misses // a junta's leader may call himself prime minister
	}
	return 0
}

// ranked reports whether a title is a deputy's or a former holder's.
func ranked(s string) bool {
	return hasWord(s, "deputy") || hasWord(s, "vice") || hasWord(s, "assistant") || hasWord(s, "former")
}

func junta(s string) bool {
	return hasWord(s, "junta") || hasWord(s, "coup") || hasWord(s, "military")
}

// Fit gives how many words of a title stand in a phrase, 0 if any of them does not.
// Capitals and small words do not count.
func Fit(title, phrase string) int {
	hits, misses := fit(title, phrase)
	if misses > 0 {
		return 0
	}
	return hits
}

func fit(title, phrase string) (hits, misses int) {
	for w := range strings.FieldsFuncSeq(title, func(r rune) bool { return r == ' ' || r == '-' }) {
		switch {
		case w == "of" || w == "the" || w == "for" || w == "and" || w == "to" || w == "in":
		case hasWord(phrase, w), strings.HasPrefix(w, "chair") && (hasWord(phrase, "chairman") || hasWord(phrase, "chair") || hasWord(phrase, "chairwoman")):
			hits++
		default:
			misses++
		}
	}
	return hits, misses
}

// hasWord reports whether a word stands in a text, whatever its capitals.
func hasWord(text, w string) bool {
	for i := 0; i+len(w) <= len(text); i++ {
		if strings.EqualFold(text[i:i+len(w)], w) && edge(text, i) && edge(text, i+len(w)) {
			return true
		}
	}
	return false
}

// edge reports whether no word runs across position i.
func edge(text string, i int) bool {
	return i == 0 || i == len(text) || !wordByte(text[i-1]) || !wordByte(text[i])
}

func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= utf8.RuneSelf
}

// monarch reports whether a title or phrase is a monarch's.
func monarch(s string) bool {
	for _, w := range []string{"king", "queen", "emperor", "emir", "amir", "sultan", "monarch", "shah", "grand duke", "prince", "pope", "sovereign"} {
		if hasWord(s, w) {
			return true
		}
	}
	return false
}

// neutral reports whether a phrase names whoever leads a state.
func neutral(s string) bool {
	return hasWord(s, "leader") && !junta(s)
}
