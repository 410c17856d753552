package alert

import (
	"slices"

	"entente"
)

// Kind is what an alert is about.
type Kind string

// The kinds of alert.
const (
	OfEvent    Kind = "event"    // an act that was not known before
	OfSurprise Kind = "surprise" // one that is unusual, given the pair's own history
	OfBreak    Kind = "break"    // a pair no longer stands as it stood
	OfTriangle Kind = "triangle" // a triangle is of another type than before
)

var kinds = []string{string(OfEvent), string(OfSurprise), string(OfBreak), string(OfTriangle)}

// Rules is an analyst's file: where alerts go, how many a day, what raises one, and
// what is muted.
type Rules struct {
	Cap     int  // alerts a day over all rules; more are held back
	Again   int  // days in which a rule's alert on the same pair and act is held back
	Fresh   int  // days: an act dated longer ago raises nothing
	Digest  bool // what was held back is told in one message when the day is over
	Targets []Target
	Rules   []Rule
	Mutes   []Mute
}

// Target is where alerts go: one of webhook, command and file.
type Target struct {
	Name    string
	Webhook string   // an address that is posted to
	Command []string // a program and its arguments; the alert comes on standard input
	File    string   // a file to which a line of JSON is added
}

// Rule is what raises alerts. What is left out matches all.
type Rule struct {
	Name string
	When Kind
	To   []string // names of targets; none is all
	Cap  int      // alerts a day of this rule; 0 is no limit of its own
	Hold bool     // never at once, in the digest only

	// Of events and surprises.
	Pairs    [][]entente.Code // of one actor (with whomever) or two; also of breaks, where there must be two
	Directed bool             // the first of a pair acts, the second is acted on
	Roots    []entente.Root
	Quads    []entente.Quad
	Status   []entente.Status // what happened (fact, reported) if empty
	Contexts []string
	Least    int // reports that an event must have

	// Of surprises.
	Bits    int // least surprise; [DefaultBits] if 0
	History int // acts of the pair that there must be to be surprised against; [DefaultHistory] if 0

	// Of breaks.
	Trend bool // a change of trend counts too, not of level alone
	Rate  bool // and so does a break in how much the two do with or against one another

	// Of triangles.
	Corners [3]entente.Code
	Certain float64 // least probability of the new type; .5 if 0
}

// What a rule of surprises asks for unless it says otherwise: an act that comes on fewer
// than one in 256 days of news, of a pair of which twenty acts were told.
const (
	DefaultBits    = 8
	DefaultHistory = 20
)

// Mute keeps alerts from being raised.
type Mute struct {
	Rules []string // names; none is all
	Pair  []entente.Code
	Roots []entente.Root
	When  Kind
	Until entente.Day // last day; unknown is for ever
}

// Pairs lists the pairs of which the rules want to know how they stand.
func (r Rules) Pairs() [][2]entente.Code {
	var out [][2]entente.Code
	for _, rule := range r.Rules {
		if rule.When != OfBreak {
			continue
		}
		for _, p := range rule.Pairs {
			if pair := inOrder(p[0], p[1]); !slices.Contains(out, pair) {
				out = append(out, pair)
			}
		}
	}
	return out
}

// Rated lists the pairs of which the rules want to know how much they do with or against
// one another.
func (r Rules) Rated() [][2]entente.Code {
	rated := r
	rated.Rules = slices.DeleteFunc(slices.Clone(r.Rules), func(rule Rule) bool { return !rule.Rate })
	return rated.Pairs()
}

// Triangles lists the triangles of which the rules want to know the type, with their
// corners in order of code.
func (r Rules) Triangles() [][3]entente.Code {
	var out [][3]entente.Code
	for _, rule := range r.Rules {
		if rule.When == OfTriangle && !slices.Contains(out, sorted(rule.Corners)) {
			out = append(out, sorted(rule.Corners))
		}
	}
	return out
}

// Actors lists those of whom the rules want to know how they stand.
func (r Rules) Actors() []entente.Code {
	var out []entente.Code
	for _, p := range r.Pairs() {
		out = append(out, p[:]...)
	}
	for _, t := range r.Triangles() {
		out = append(out, t[:]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Wants reports whether any rule is of a kind.
func (r Rules) Wants(k Kind) bool {
	return slices.ContainsFunc(r.Rules, func(rule Rule) bool { return rule.When == k })
}

// Target gives the target of a name.
func (r Rules) Target(name string) (Target, bool) {
	i := slices.IndexFunc(r.Targets, func(t Target) bool { return t.Name == name })
	if i < 0 {
		return Target{}, false
	}
	return r.Targets[i], true
}

func inOrder(a, b entente.Code) [2]entente.Code {
	if b < a {
		a, b = b, a
	}
	return [2]entente.Code{a, b}
}

func sorted(c [3]entente.Code) [3]entente.Code {
	slices.Sort(c[:])
	return c
}
