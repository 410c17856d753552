package syntax

import (
	"strings"
	"unicode/utf8"
)

// lemma gives the lemma of a tagged token: by the exceptions that training found,
// then as [Lemma] does.
func (m *Model) lemma(t *Token, w *scratch) string {
	w.buf = append(append(normal(w.buf[:0], t.Text), ' '), t.XPOS...)
	if l, ok := m.lemmas[string(w.buf)]; ok {
		return l
	}
	return Lemma(t.Text, t.XPOS)
}

// Lemma gives the lemma of a word from its Penn tag, without a model: by lists of
// irregular forms, then by the rules of English endings. It is lower case, save for
// proper nouns and foreign words, which keep their capitals.
func Lemma(form, xpos string) string {
	switch xpos {
	case "NNP", "FW", "ADD", "GW", "LS", "AFX":
		return form
	case "NNPS":
		return properSingular(form)
	case "``", "''":
		return quote(form)
	}
	low := plain(form)
	if l, ok := closed[low+" "+xpos]; ok {
		return l
	}
	switch xpos {
	case "NNS":
		return singular(low)
	case "VBZ":
		return verbS(low)
	case "VBD", "VBN":
		return verbPast(low, xpos)
	case "VBG":
		return verbIng(low)
	case "JJR", "RBR":
		return grade(low, "er")
	case "JJS", "RBS":
		return grade(low, "est")
	case "CD":
		return strings.ReplaceAll(low, ",", "")
	}
	return low
}

// plain is lower case with plain quotation marks and dashes; digits stay.
func plain(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return plainer.Replace(strings.ToLower(s))
		}
	}
	return s
}

var plainer = strings.NewReplacer("’", "'", "‘", "'", "“", "\"", "”", "\"", "–", "-", "—", "-")

func quote(s string) string {
	switch s {
	case "“", "”", "``", "''", "«", "»":
		return "\""
	case "‘", "’", "`":
		return "'"
	}
	return s
}

// properSingular keeps the capitals of a name: "States" gives "State".
func properSingular(form string) string {
	if form == "Philippines" || form == "Netherlands" {
		return form
	}
	low := strings.ToLower(form)
	one := singular(low)
	if len(low) != len(form) || len(one) > len(form) {
		return form
	}
	k := 0
	for k < len(one) && one[k] == low[k] {
		k++
	}
	if k == len(one) {
		return form[:k]
	}
	return form[:k] + one[k:]
}

// singular undoes the plural of a noun in lower case.
func singular(s string) string {
	if l, ok := nounForms[s]; ok {
		return l
	}
	if k := strings.LastIndexByte(s, '-'); k > 0 {
		return s[:k+1] + singular(s[k+1:])
	}
	if p, ok := strings.CutSuffix(s, "men"); ok && len(p) > 2 {
		return p + "man"
	}
	switch {
	case len(s) < 3 || !strings.HasSuffix(s, "s"), strings.HasSuffix(s, "ss"), strings.HasSuffix(s, "us"):
		return s
	case strings.HasSuffix(s, "sis"), s == "debris", s[0] <= '9':
		return s
	case strings.HasSuffix(s, "'s"):
		return s[:len(s)-2]
	case strings.HasSuffix(s, "ies") && len(s) > 4:
		return s[:len(s)-3] + "y"
	case hissing(strings.TrimSuffix(s, "es")) && strings.HasSuffix(s, "es"):
		return s[:len(s)-2]
	}
	return s[:len(s)-1]
}

// hissing reports whether a stem takes -es: "clash", "box", "pass".
func hissing(s string) bool {
	for _, end := range [...]string{"ss", "sh", "ch", "x", "zz"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}

// verbS undoes the third person singular.
func verbS(s string) string {
	switch {
	case len(s) < 3 || !strings.HasSuffix(s, "s") || strings.HasSuffix(s, "ss"):
		return s
	case s == "focuses" || s == "refocuses" || s == "biases":
		return s[:len(s)-2]
	case strings.HasSuffix(s, "ies") && len(s) > 4:
		return s[:len(s)-3] + "y"
	case strings.HasSuffix(s, "oes") && len(s) > 3 && s != "shoes" && s != "toes" && s != "hoes":
		return s[:len(s)-2]
	case strings.HasSuffix(s, "es") && hissing(s[:len(s)-2]):
		return s[:len(s)-2]
	}
	return s[:len(s)-1]
}

// verbPast undoes past tense and participle.
func verbPast(s, xpos string) string {
	if l, ok := irregular(s, xpos); ok {
		return l
	}
	switch {
	case strings.HasSuffix(s, "ied") && len(s) == 4: // "died"
		return s[:3]
	case strings.HasSuffix(s, "ied") && len(s) > 4:
		return s[:len(s)-3] + "y"
	case strings.HasSuffix(s, "eed") && !silentD[s]:
		return s[:len(s)-1]
	case strings.HasSuffix(s, "'d"):
		return s[:len(s)-2]
	case strings.HasSuffix(s, "ed") && len(s) > 3:
		return stem(s[:len(s)-2])
	}
	return s
}

// silentD are participles in -eed whose verb is not in -ee.
var silentD = set("succeed proceed exceed heed feed need seed weed bleed breed speed")

// irregular looks a past form up, by itself and then without a prefix of its verb.
// The other past tag is tried too: taggers confuse the two.
func irregular(s, xpos string) (string, bool) {
	other := "VBD"
	if xpos == "VBD" {
		other = "VBN"
	}
	for _, p := range verbPrefixes {
		stem, ok := strings.CutPrefix(s, p)
		if !ok || p != "" && len(stem) < 3 {
			continue
		}
		for _, tag := range [...]string{xpos, other} {
			if l, ok := verbForms[stem+" "+tag]; ok {
				return p + l, true
			}
		}
	}
	return "", false
}

var verbPrefixes = [...]string{"", "re-", "re", "over-", "over", "under", "out", "up", "with", "mis", "fore", "un", "co-", "inter", "pre-", "pre"}

func verbIng(s string) string {
	if l, ok := ingForms[s]; ok {
		return l
	}
	p, ok := strings.CutSuffix(s, "ing")
	if !ok || !hasVowel(p) {
		return s
	}
	return stem(p)
}

var ingForms = readPairs(`dying die lying lie tying tie vying vie underlying underlie untying untie
	belying belie being be seeing see fleeing flee agreeing agree freeing free guaranteeing guarantee
	overseeing oversee foreseeing foresee decreeing decree going go doing do undergoing undergo dyeing dye`)

func hasVowel(s string) bool { return strings.ContainsAny(s, "aeiouy") }

// grade undoes a comparative or superlative.
func grade(s, end string) string {
	if l, ok := gradeForms[s]; ok {
		return l
	}
	p, ok := strings.CutSuffix(s, end)
	switch {
	case !ok || len(p) < 2:
		return s
	case strings.HasSuffix(p, "i"):
		return p[:len(p)-1] + "y"
	}
	return stem(p)
}
