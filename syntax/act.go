package syntax

import "slices"

// The marks that the last layer gives each token besides the tree: the kind of entity
// it is the head of, the kind of act it tells of, and its part in one.

// Kinds of marks, by place in net.marks.
const (
	entityMark = iota
	actMark
	partMark
	markKinds
)

// markClasses are the classes of each kind of mark, the first for tokens without one.
var markClasses = [markKinds][]string{headKinds, actKinds, partKinds}

// actKinds are the kinds of acts between states, by PLOVER's names.
var actKinds = []string{"O", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
	"ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}

// partKinds are the parts: who acts, on whom, or both of one after another.
var partKinds = []string{"O", "S", "T", "B"}

// Act is the act that a word tells of, as the network sees it.
type Act struct {
	Kind  string  // AGREE, ACCUSE, …: the likeliest, "" in a sentence that was not parsed
	Worth float32 // the logarithm of how much likelier it is than no act at all
}

func markSizes() (out [markKinds]int) {
	for k, classes := range markClasses {
		out[k] = len(classes)
	}
	return out
}

// markedActs gives the classes of acts and parts of marked tokens.
func markedActs(toks []Token) (acts, parts []uint8) {
	acts, parts = make([]uint8, len(toks)), make([]uint8, len(toks))
	for i, t := range toks {
		acts[i] = uint8(max(0, slices.Index(actKinds, t.Act.Kind)))
		parts[i] = uint8(max(0, slices.Index(partKinds, t.Part)))
	}
	return acts, parts
}

// putActs sets the acts and parts that the network has found.
func (m *Model) putActs(toks []Token, w *scratch) {
	for i := range toks {
		k := w.markBest[actMark][i]
		toks[i].Act = Act{m.marks[actMark][k], w.acts[i*len(m.marks[actMark])+k]}
		toks[i].Part = ""
		if k := w.markBest[partMark][i]; k > 0 {
			toks[i].Part = m.marks[partMark][k]
		}
	}
}

// ActWorth gives how much likelier token i tells of an act of the kind than of none, as
// a logarithm; 0 for a kind that is not known or a sentence that was not parsed.
func (s *Sentence) ActWorth(i int, kind string) float32 {
	k, n := slices.Index(actKinds, kind), len(actKinds)
	if k < 0 || len(s.acts) != n*len(s.Tokens) {
		return 0
	}
	return s.acts[i*n+k]
}
