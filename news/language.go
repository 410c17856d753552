package news

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// minLetters is the shortest text whose language is guessed.
const minLetters = 200

// tellLanguage sets the language of the story by a sample of it, and says where it
// is one that cannot be coded.
func (d *draft) tellLanguage(sample string) {
	if d.story.Language == "" {
		d.story.Language = languageOf(sample)
	}
	if code := d.story.Language; code != "" && code != "en" {
		d.problem(-1, fmt.Sprintf("written in %s; only English is coded", languageName(code)))
	}
}

// languageOf gives the ISO 639-1 code of a text's language, "" where the text is too
// short or the guess too weak.
func languageOf(sample string) string {
	letters := 0
	for _, r := range sample {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters < minLetters {
		return ""
	}
	if englishShare(sample) >= .12 {
		return "en"
	}
	info := whatlanggo.Detect(strings.ToValidUTF8(sample, ""))
	if !info.IsReliable() && info.Script == unicode.Latin {
		return "" // another script is not English, whichever language it is
	}
	return info.Lang.Iso6391()
}

// commonEnglish are words that make up a fifth of English text and are rare in that
// of its neighbours.
var commonEnglish = set("the of and to that with for was is by from at are his it which would their has this have")

// englishShare is the share of words that are common English ones. It spares the
// detector, and keeps names of other languages from deciding.
func englishShare(sample string) float64 {
	n, common := 0, 0
	for w := range strings.FieldsSeq(sample) {
		n++
		if len(w) <= 5 && commonEnglish[strings.ToLower(w)] {
			common++
		}
	}
	return float64(common) / float64(max(n, 1))
}

// languageName gives a language's English name for its ISO 639-1 code.
func languageName(code string) string {
	name := ""
	for lang := range whatlanggo.Langs {
		if n := lang.String(); lang.Iso6391() == code && (name == "" || n < name) {
			name = n
		}
	}
	if name != "" {
		return name
	}
	return "language " + code
}
