package coder

import (
	"strings"

	"entente/lexicon"
	"entente/syntax"
)

// retag corrects the tags of a parsed sentence where the lexicon knows better: names it
// holds are proper nouns or adjectives, and a word in -s or -ed between an actor and an
// object is the verb that a pattern names. The tree stays as it is.
func (r *run) retag(sen *syntax.Sentence, mentions []lexicon.Mention) {
	named := make([]bool, len(sen.Tokens))
	for _, m := range mentions {
		form, ok := nameForm(m)
		if !ok {
			continue
		}
		for i := range sen.Tokens {
			t := &sen.Tokens[i]
			if t.Start < m.End && m.Start < t.End && t.UPOS != "PUNCT" {
				named[i] = true
				asName(t, form, i+1 < len(sen.Tokens) && nominal(sen.Tokens[i+1]))
			}
		}
	}
	for i := range sen.Tokens {
		r.asVerb(sen.Tokens, named, i)
	}
	r.asPast(sen.Tokens, named)
	r.asked(sen.Tokens, named)
	r.asPlain(sen.Tokens, named)
	asFinite(sen.Tokens)
	asProgressive(sen.Tokens)
}

// asProgressive makes a verb of an adjective in -ing behind "be": "ties are worsening".
func asProgressive(ts []syntax.Token) {
	for _, aux := range ts {
		if aux.Rel != "aux" || aux.Lemma != "be" || aux.Head < 0 {
			continue
		}
		if t := &ts[aux.Head]; strings.HasPrefix(t.XPOS, "JJ") && strings.HasSuffix(t.Text, "ing") {
			t.UPOS, t.XPOS, t.Lemma = "VERB", "VBG", syntax.Lemma(t.Text, "VBG")
		}
	}
}

// asPast makes a past verb of a word that a pattern names, where an object or a
// particle follows and a noun stands before: "soldiers seized two airports", "Iran
// shot down a drone". A passive participle takes no object.
func (r *run) asPast(ts []syntax.Token, named []bool) {
	for i := 1; i+1 < len(ts); i++ {
		t := &ts[i]
		if t.UPOS == "AUX" || t.XPOS == "VBD" || named[i] || !subjectLike(ts[i-1], named[i-1]) {
			continue
		}
		next := i + 1
		if t.XPOS != "VBN" && particle(lowerASCII(ts[next].Text)) {
			next++
		}
		acts := t.XPOS == "VBN" && named[i-1] && next < len(ts) && ts[next].UPOS == "NOUN" // "Biden banned imports"
		if next >= len(ts) || !acts && !r.directObject(ts, named, next) {
			continue
		}
		if lemma := syntax.Lemma(t.Text, "VBD"); (t.XPOS == "VBN" || lemma != lowerASCII(t.Text) && t.Text == lowerASCII(t.Text)) && r.verbHead(lemma) {
			t.UPOS, t.XPOS, t.Lemma = "VERB", "VBD", lemma
		}
	}
}

// asPlain makes a verb of a plain form after one or two actors, in a sentence that
// has no other: "Saudi Arabia cut ties", "Iran and China plan to sign".
func (r *run) asPlain(ts []syntax.Token, named []bool) {
	for i := range ts {
		switch ts[i].XPOS {
		case "VBD", "VBZ", "VBP", "MD":
			return
		}
	}
	for i := 1; i+1 < len(ts); i++ {
		w := lowerASCII(ts[i].Text)
		if !named[i-1] || ts[i-1].UPOS != "PROPN" || named[i] || w != ts[i].Text || ts[i].UPOS == "VERB" || ts[i].UPOS == "PART" || !r.verbHead(w) {
			continue
		}
		two := i >= 3 && (lowerASCII(ts[i-2].Text) == "and" || ts[i-2].Text == ",") || i >= 4 && lowerASCII(ts[i-3].Text) == "and"
		past := syntax.Lemma(w, "VBD") == w
		next := i + 1
		if particle(lowerASCII(ts[next].Text)) && next+1 < len(ts) {
			next++
		}
		opens := r.opensObject(ts, named, next) || ts[next].UPOS == "NOUN" || ts[next].UPOS == "ADJ"
		switch {
		case two && opens:
			ts[i].UPOS, ts[i].XPOS, ts[i].Lemma = "VERB", "VBP", w
		case past && opens && invariant(w):
			ts[i].UPOS, ts[i].XPOS, ts[i].Lemma = "VERB", "VBD", w
		default:
			continue
		}
		return
	}
}

// invariant reports whether a verb's past is its plain form.
func invariant(w string) bool {
	switch w {
	case "cut", "set", "put", "hit", "shut", "let", "split", "spread", "cast", "quit", "bid", "shed", "hurt", "beat":
		return true
	}
	return false
}

// subjectLike reports whether a token may end the subject of a verb.
func subjectLike(t syntax.Token, named bool) bool {
	if named {
		return t.UPOS == "PROPN"
	}
	switch lowerASCII(t.Text) {
	case "who", "which", "that", "he", "she", "it", "they", "also":
		return true
	}
	return t.UPOS == "NOUN" && (t.XPOS == "NNS" || t.XPOS == "NN")
}

func particle(w string) bool {
	switch w {
	case "down", "off", "out", "up", "back", "away", "in", "over":
		return true
	}
	return false
}

// directObject reports whether an object begins at token i, and not a time.
func (r *run) directObject(ts []syntax.Token, named []bool, i int) bool {
	w := lowerASCII(ts[i].Text)
	if _, day := weekdays[w]; day || months[w] != 0 {
		return false
	}
	if r.opensObject(ts, named, i) {
		return w != "to" && w != "that"
	}
	return named[i] && ts[i].UPOS == "ADJ" || ts[i].UPOS == "NUM" && i+1 < len(ts) && !timeUnit(ts[i+1]) ||
		w == "several" || w == "many" || w == "dozens" || w == "hundreds" || w == "thousands"
}

func timeUnit(t syntax.Token) bool {
	_, ok := unit(lowerASCII(t.Text))
	return ok
}

// asked makes a verb of the word after the subject of a question: "Can China invade
// Taiwan?"
func (r *run) asked(ts []syntax.Token, named []bool) {
	if len(ts) < 4 || ts[0].XPOS != "MD" && ts[0].UPOS != "AUX" {
		return
	}
	for i := 2; i < min(5, len(ts)-1); i++ {
		w := lowerASCII(ts[i].Text)
		if named[i-1] && !named[i] && ts[i].UPOS != "VERB" && w == ts[i].Text && r.verbHead(w) {
			ts[i].UPOS, ts[i].XPOS, ts[i].Lemma = "VERB", "VB", w
			return
		}
	}
}

// asFinite makes the first participle of a sentence without any finite verb its
// verb: "Two frigates steamed past Japan." What is followed by "by" stays passive.
func asFinite(ts []syntax.Token) {
	for i := range ts {
		switch ts[i].XPOS {
		case "VBD", "VBZ", "VBP", "MD":
			return
		}
	}
	for i := 1; i+1 < len(ts); i++ {
		if ts[i].XPOS != "VBN" {
			continue
		}
		headline := ts[len(ts)-1].UPOS != "PUNCT" && ts[i+1].UPOS == "ADP" // "Two killed in strikes"
		if nominal(ts[i-1]) && ts[i-1].UPOS != "ADJ" && lowerASCII(ts[i+1].Text) != "by" && !headline {
			ts[i].XPOS = "VBD"
		}
		return
	}
}

// nameForm gives the form of a mention if all its meanings agree that it is a name.
func nameForm(m lexicon.Mention) (lexicon.Form, bool) {
	for _, e := range m.Entries {
		switch e.Form {
		case lexicon.Role, lexicon.Blocked:
			return 0, false
		case lexicon.Adjective:
			return lexicon.Adjective, true
		}
	}
	return m.Entries[0].Form, true
}

// asName tags a token of a name. "Russian" before a noun is an adjective.
func asName(t *syntax.Token, form lexicon.Form, beforeNoun bool) {
	switch t.UPOS {
	case "ADP", "DET", "CCONJ", "PART", "NUM":
		return
	}
	if form == lexicon.Adjective {
		if t.UPOS != "ADJ" && beforeNoun {
			t.UPOS, t.XPOS = "ADJ", "JJ"
		}
		return
	}
	if form == lexicon.People && t.UPOS == "ADJ" && beforeNoun {
		return
	}
	if t.UPOS != "PROPN" {
		t.UPOS, t.XPOS, t.Lemma = "PROPN", "NNP", t.Text
	}
}

func nominal(t syntax.Token) bool {
	return t.UPOS == "NOUN" || t.UPOS == "PROPN" || t.UPOS == "ADJ"
}

// asVerb retags token i as a verb where its neighbours say so.
func (r *run) asVerb(ts []syntax.Token, named []bool, i int) {
	t := &ts[i]
	if i == 0 || i+1 >= len(ts) || named[i] {
		return
	}
	w := lowerASCII(t.Text)
	switch {
	case t.Lemma == "do" && lowerASCII(ts[i+1].Text) == "so": // "as Niger did so": no auxiliary
		t.UPOS = "VERB"
	case i == 1 && t.XPOS == "VBN" && strings.HasSuffix(w, "ed") && demonstrative(ts[0]):
		ts[0].UPOS, ts[0].XPOS = "PRON", "DT"
		t.XPOS = "VBD"
	case t.UPOS != "VERB" && t.UPOS != "AUX" && lowerASCII(ts[i-1].Text) == "to" && i >= 2 && (ts[i-2].UPOS == "VERB" || ts[i-2].UPOS == "NOUN") &&
		r.opensObject(ts, named, i+1) && r.verbHead(w):
		ts[i-1].UPOS, ts[i-1].XPOS = "PART", "TO"
		t.UPOS, t.XPOS, t.Lemma = "VERB", "VB", w
	case t.UPOS == "NOUN" && strings.HasSuffix(w, "s") && afterActor(ts, named, i) && r.opensObject(ts, named, i+1):
		for _, lemma := range []string{strings.TrimSuffix(w, "s"), strings.TrimSuffix(w, "es"), strings.TrimSuffix(w, "ies") + "y"} {
			if r.verbHead(lemma) {
				t.UPOS, t.XPOS, t.Lemma = "VERB", "VBZ", lemma
				return
			}
		}
	}
}

func demonstrative(t syntax.Token) bool {
	w := lowerASCII(t.Text)
	return w == "this" || w == "that" || w == "it"
}

// afterActor reports whether a name, or a name or noun and "also", stands before i.
func afterActor(ts []syntax.Token, named []bool, i int) bool {
	if named[i-1] {
		return ts[i-1].UPOS == "PROPN"
	}
	return i >= 2 && ts[i-1].UPOS == "ADV" && (named[i-2] || ts[i-2].UPOS == "NOUN")
}

// opensObject reports whether what begins at token i is what a verb takes.
func (r *run) opensObject(ts []syntax.Token, named []bool, i int) bool {
	if named[i] {
		return ts[i].UPOS == "PROPN" || ts[i].UPOS == "ADJ"
	}
	switch lowerASCII(ts[i].Text) {
	case "to", "that", "the", "a", "an", "its", "his", "her", "their", "him", "it", "them", "us":
		return true
	}
	return false
}

// verbHead reports whether a pattern hangs on the verb.
func (r *run) verbHead(lemma string) bool {
	for _, t := range r.tools.Lexicon.Heads(lemma) {
		if t.Kind == lexicon.VerbTrigger {
			return true
		}
	}
	return false
}
