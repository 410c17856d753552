// Package syntax reads English sentences: text goes in; sentences, tokens, tags,
// lemmas, dependency trees and the names of persons, organisations and places come
// out, with byte offsets.
//
// [Split] needs no weights but those inside. A [Model], made by [Load] from the bytes
// that [Train] wrote, is a small network that finds tags, tree and names of a sentence
// at once ([Model.Parse]); it counts in whole numbers where sums could differ, so that
// every machine gives the same. Tags and relations are those of Universal Dependencies
// 2 as the English treebanks EWT, GUM and PUD use them; XPOS are the Penn tags.
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
	Entity     string // "B-PER", "I-PER", "B-ORG", "B-LOC", "B-OTH" …: the token begins or goes on with the name of a person, organisation, place or something else; "" for words of no name
	Act        Act    // the act that the word may tell of
	Part       string // in an act near by: "S" does it, "T" has it done to it, "B" both, "" neither
	Head       int    // index of the head in the sentence; -1 for the root and when not parsed
	Rel        string // relation to the head, "nsubj:pass"
}

// Sentence is a run of tokens with the span of the text that they cover.
type Sentence struct {
	Start, End int
	Tokens     []Token
	Tagged     bool      // UPOS, XPOS and Lemma are set
	worths     []float32 // of each kind of name that a token may head over none, for [Settle]
	vectors    []int16   // of each token, for [Sentence.Vector]
	acts       []float32 // of each act that a token may tell of over none, for [Sentence.ActWorths]
	Parsed     bool      // Head, Rel and Entity are set
}
