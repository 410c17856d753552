package lexicon

import "strings"

// Cues are the words that change how an act is put forward, by the name of their
// list. A cue is in lower case; one of several words is parted by spaces.
type Cues map[string]map[string]bool

// cueKinds names the lists that coder reads; each is explained in docs/lexicon.md.
var cueKinds = []string{"negation", "possible", "likely", "unlikely", "seem", "intend", "desire", "condition", "speech", "speech-noun", "no-act", "deed",
	"document", "unnamed", "history", "before-name", "after-name", "common-name", "first-name", "joint", "decree", "light", "verdict", "irreal-noun", "entail", "relation", "copula", "of-body", "area", "organ", "title", "organisation", "cause", "ended", "accident", "product", "own-people"}

// Has reports whether the word stands in the list.
func (c Cues) Has(kind, word string) bool { return c[kind][word] }

// cue reads "possible: might | may | could".
func (b *loader) cue(bl block) {
	key, value, at := bl.head.field()
	if !b.known(key, cueKinds, "list of cues", at, "") {
		return
	}
	if b.Cues[key] == nil {
		b.Cues[key] = map[string]bool{}
	}
	for _, s := range list(value) {
		b.Cues[key][strings.ToLower(s)] = true
	}
}
