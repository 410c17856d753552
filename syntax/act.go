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

// VectorWidth is the length of a token's vector.
const VectorWidth = width

// Vector gives what the network holds of token i after its last layer, in units of
// 1/2047 from -1 to 1; nil in a sentence that was not parsed.
func (s *Sentence) Vector(i int) []int16 {
	if len(s.vectors) != width*len(s.Tokens) {
		return nil
	}
	return s.vectors[i*width:][:width]
}

// ActKinds is the number of kinds of acts: all of actKinds but the first.
const ActKinds = 16

// ActWorths gives for each kind of act, in the order of [ActKind], how much likelier
// token i tells of it than of none, as a logarithm; nil in a sentence that was not parsed.
func (s *Sentence) ActWorths(i int) []float32 {
	if n := len(actKinds); len(s.acts) == n*len(s.Tokens) {
		return s.acts[i*n+1:][:ActKinds]
	}
	return nil
}

// ActKind gives the name of a kind of act.
func ActKind(k int) string { return actKinds[k+1] }
