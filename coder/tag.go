package coder

import (
	"strings"

	"entente/lexicon"
	"entente/syntax"
)

// retag corrects the tagger where the lexicon knows better, before the tree is
// built: names it holds are proper nouns or adjectives, and a word in -s or -ed
// between an actor and an object is the verb that a pattern names.
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
	asFinite(sen.Tokens)
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
		if nominal(ts[i-1]) && ts[i-1].UPOS != "ADJ" && lowerASCII(ts[i+1].Text) != "by" {
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
		return ts[i].UPOS == "PROPN"
	}
	switch lowerASCII(ts[i].Text) {
	case "to", "the", "a", "an", "its", "his", "her", "their", "him", "it", "them", "us":
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
