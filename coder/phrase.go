package coder

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/lexicon"
)

// atom is a word or a name of a phrase that is read flat.
type atom struct {
	text   string
	lower  string
	named  bool            // entry holds the best meaning that is no person
	entry  lexicon.Entry   // of a name or a role
	people []lexicon.Entry // whom the name may stand for

	adjective bool // it may be one: Russian, US
}

func (a *atom) role() bool { return a.named && a.entry.Form == lexicon.Role }

// owner reports whether a role may belong to what the atom names.
func (a *atom) owner() bool {
	return a.named && a.entry.Form != lexicon.Role && a.entry.Form != lexicon.Blocked
}

func (a *atom) plain() bool { return !a.named && len(a.people) == 0 }

func (a *atom) capital() bool {
	r, _ := utf8.DecodeRuneInString(a.text)
	return unicode.IsUpper(r)
}

// part is a stretch of a phrase, and the word that joins it to what stands before.
type part struct {
	link  string
	atoms []atom
}

// atoms gives the names and words of a phrase in order. A name inside a compound
// that means something else ("Turkish-backed") is dropped with it.
func (t *reader) atoms(phrase string) []atom {
	var out []atom
	at := 0
	for _, m := range t.tools.Lexicon.Find(phrase) {
		out = appendPlain(out, phrase[at:m.Start])
		at = m.End
		if a, ok := t.nameAtom(m.Entries, phrase[m.Start:m.End]); ok {
			out = append(out, a)
		} else {
			out = append(out, t.blocked(phrase[m.Start:m.End])...)
		}
		if rest, ok := t.compound(phrase, m); ok {
			out = append(out[:len(out)-1], atom{text: "-", lower: "-"})
			at += rest
		}
	}
	return appendPlain(out, phrase[at:])
}

// compound reports whether a mention is only part of a compound that means something
// else ("Turkish-backed", "pro-Russian"), and how much of it follows.
func (t *reader) compound(text string, m lexicon.Mention) (rest int, ok bool) {
	cues := t.tools.Lexicon.Cues
	if w := wordAfter(text, m.End); w != "" && cues.Has("after-name", strings.ToLower(w)) {
		return len(w) + 1, true
	}
	w := strings.ToLower(wordBefore(text, m.Start))
	return 0, w != "ex" && w != "post" && cues.Has("before-name", w)
}

// nameAtom parts the meanings of a mention into persons and the best other one.
func (t *reader) nameAtom(entries []lexicon.Entry, text string) (atom, bool) {
	a := atom{text: text, lower: strings.ToLower(text)}
	best := -1
	for _, e := range entries {
		a.adjective = a.adjective || e.Form == lexicon.Adjective
		switch {
		case e.Person != nil:
			a.people = append(a.people, e)
		case e.Form == lexicon.Blocked:
		default:
			if r := t.rank(e, text, true); r > best {
				a.entry, best = e, r
			}
		}
	}
	a.named = best >= 0
	return a, a.named || len(a.people) > 0
}

// blocked reads a phrase that is no actor in a sentence: its state counts where it
// names a body or an area all the same ("Moscow State University", "Kyiv oblast").
func (t *reader) blocked(text string) []atom {
	if strings.Contains(text, "-") {
		return []atom{{text: text, lower: strings.ToLower(text)}}
	}
	i := strings.LastIndexByte(text, ' ')
	if i < 0 {
		return appendPlain(nil, text)
	}
	out := append(t.atoms(text[:i]), t.atoms(text[i:])...)
	for _, a := range out {
		if a.role() || t.tools.Lexicon.Cues.Has("area", a.lower) {
			return out
		}
	}
	return appendPlain(nil, text)
}

// appendPlain cuts what lies between names into words, commas and brackets.
func appendPlain(out []atom, text string) []atom {
	start := -1
	flush := func(end int) {
		if start >= 0 {
			w := strings.TrimRight(text[start:end], ".'’-")
			if w != "" {
				out = append(out, atom{text: w, lower: strings.ToLower(w)})
			}
			start = -1
		}
	}
	for i, r := range text {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r):
			if start < 0 {
				start = i
			}
		case (r == '.' || r == '-' || r == '\'' || r == '’') && start >= 0:
		case r == '\'' || r == '’' || r == '`':
			start = i
		default:
			flush(i)
			if strings.ContainsRune(",(;:", r) {
				out = append(out, atom{text: string(r), lower: string(r)})
			}
		}
	}
	flush(len(text))
	return out
}

// links are the words at which a phrase is cut, with the class of each.
var links = map[string]string{
	",": ",", ";": ",", ":": ",", "(": "(", "of": "of", "from": "from", "for": "for", "at": "at", "in": "in", "on": "on",
	"near": "in", "within": "in", "inside": "in", "across": "in", "around": "in", "throughout": "in", "outside": "in", "off": "in", "over": "in",
	"and": "and", "&": "and", "or": "and", "to": "to", "with": "to", "against": "to", "by": "to", "about": "to", "towards": "to", "toward": "to", "under": "of",
	"who": "that", "that": "that", "which": "that", "whose": "that", "fighting": "that", "calling": "to", "backed": "to",
	"aligned": "to", "allied": "to", "accused": "to", "based": "in", "controlling": "that", "representing": "of", "loyal": "of", "opposed": "of",
	"working": "that", "living": "in", "stationed": "in", "held": "in", "jailed": "in",
}

// cut parts the atoms at the words that link; "loyal to" and the like are one link.
func cut(atoms []atom) []part {
	out := []part{{}}
	for _, a := range atoms {
		last := &out[len(out)-1]
		link := ""
		if a.plain() {
			link = links[a.lower]
		}
		switch {
		case link == "":
			last.atoms = append(last.atoms, a)
		case len(last.atoms) == 0 && len(out) > 1:
			if last.link == "," || last.link == "in" || last.link == "that" {
				last.link = link
			}
		case len(last.atoms) > 0:
			out = append(out, part{link: link})
		}
	}
	return out
}
