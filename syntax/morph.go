package syntax

import "strings"

// Number gives "Sing" or "Plur" for nouns, names and finite verbs of the present, "" for
// other words.
func (t *Token) Number() string {
	switch t.XPOS {
	case "NN", "NNP", "VBZ":
		return "Sing"
	case "NNS", "NNPS":
		return "Plur"
	}
	return ""
}

// Tense gives "Past" or "Pres" for verbs and auxiliaries that show one, "" for others;
// a past participle is past.
func (t *Token) Tense() string {
	switch t.XPOS {
	case "VBD", "VBN":
		return "Past"
	case "VBZ", "VBP", "VBG":
		return "Pres"
	}
	return ""
}

// Voice gives "Pass" for a verb with a passive auxiliary or subject, or a past
// participle behind its noun ("the ship seized on Monday"), "Act" for other verbs, ""
// for words that are none.
func (s *Sentence) Voice(i int) string {
	t := &s.Tokens[i]
	if !strings.HasPrefix(t.XPOS, "V") || t.Rel == "aux" || t.Rel == "aux:pass" || t.Rel == "cop" {
		return ""
	}
	for _, k := range s.Tokens {
		if k.Head == i && (k.Rel == "aux:pass" || k.Rel == "nsubj:pass" || k.Rel == "csubj:pass") {
			return "Pass"
		}
	}
	if t.XPOS == "VBN" && t.Rel == "acl" {
		return "Pass"
	}
	return "Act"
}
