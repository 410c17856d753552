// Package syntax reads English sentences: text goes in; sentences, tokens, tags,
// lemmas and dependency trees with byte offsets come out.
//
// [Split] needs no weights. A [Model], made by [Load] from the bytes that [Train]
// wrote, tags ([Model.Tag]) and parses ([Model.Parse]). Tags and relations are
// those of Universal Dependencies 2 as the English treebanks EWT, GUM and PUD use
// them; XPOS are the Penn tags.
//
// Nothing here fails on poor text: any bytes give tokens that cover what is not
// space, and any tokens give a single-rooted projective tree. The package knows
// nothing of actors or events and finds no coreference.
package syntax

// Token is a word or a mark of punctuation.
type Token struct {
	Start, End int    // byte offsets into the text that was split
	Text       string // text[Start:End]
	Lemma      string // lower case, save for proper nouns
	UPOS       string // universal part of speech, "VERB"
	XPOS       string // Penn tag, "VBD"
	Head       int    // index of the head in the sentence; -1 for the root and when not parsed
	Rel        string // relation to the head, "nsubj:pass"
	Entity     string // part of a named person, organisation or place: "B-PER" begins one, "I-PER" continues it; so ORG and LOC; "" outside
}

// Sentence is a run of tokens with the span of the text that they cover.
type Sentence struct {
	Start, End int
	Tokens     []Token
	Tagged     bool // UPOS, XPOS and Lemma are set
	Parsed     bool // Head and Rel are set
}
