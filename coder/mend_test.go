package coder

import (
	"testing"

	"entente/syntax"
)

// A second subject that holds the verb before it must not be hung on that verb: the
// tree would have a circle, in which reading never ends.
func TestMendKeepsATree(t *testing.T) {
	ts := []syntax.Token{
		{Text: "Soldiers", UPOS: "NOUN", XPOS: "NNS", Head: 5, Rel: "nsubj"},
		{Text: "men", UPOS: "NOUN", XPOS: "NNS", Head: 5, Rel: "nsubj"},
		{Text: "seen", UPOS: "VERB", XPOS: "VBN", Head: 3, Rel: "acl"},
		{Text: "ones", UPOS: "NOUN", XPOS: "NNS", Head: 5, Rel: "nsubj"},
		{Text: "they", UPOS: "PRON", XPOS: "PRP", Head: 5, Rel: "nsubj"},
		{Text: "left", UPOS: "VERB", XPOS: "VBD", Head: -1, Rel: "root"},
	}
	mend(ts)
	for i := range ts {
		n := 0
		for j := i; j >= 0; j = ts[j].Head {
			if n++; n > len(ts) {
				t.Fatalf("%q hangs on itself: %v", ts[i].Text, ts)
			}
		}
	}
}
