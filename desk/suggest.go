package desk

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"

	"entente"
	"entente/coder"
)

// Suggestions are what a corpus says for which the dictionaries have no line, the
// commonest first.
type Suggestions struct {
	Stories int
	Actors  []SuggestedActor
	Words   []SuggestedWord
}

// Mentions says how often something was found, and where.
type Mentions struct {
	Count    int       `json:"count"`
	Stories  int       `json:"stories"` // in how many
	Examples []Example `json:"examples"`

	seen string // the last story
}

// Example is a sentence in which something was found, of two stories where there are
// two.
type Example struct {
	Story string       `json:"story"`
	Quote string       `json:"quote"`
	Start int          `json:"start"` // bytes into the story's text
	End   int          `json:"end"`
	Word  entente.Span `json:"word"` // the name or word itself
}

// SuggestedActor is a name that acts or is acted on and that no dictionary has.
type SuggestedActor struct {
	Kind   string         `json:"kind"` // always "actor"
	Name   string         `json:"name"`
	Entity string         `json:"entity"` // person, organisation, place or other: what the network takes it for most often
	States []CodeCount    `json:"states"` // named beside it, the commonest first
	Parts  map[string]int `json:"parts"`  // how often it stands as subject, object …
	Mentions
}

// CodeCount is an actor with a count.
type CodeCount struct {
	Code  entente.Code `json:"code"`
	Count int          `json:"count"`
}

// SuggestedWord is a verb or noun that links two known actors and that no pattern names.
type SuggestedWord struct {
	Kind      string         `json:"kind"` // always "word"
	Word      string         `json:"word"`
	Class     string         `json:"class"` // verb or noun: the trigger that it would be
	Root      entente.Root   `json:"root"`  // what the network takes it for most often, "" for no act
	RootCount int            `json:"root_count"`
	Coded     int            `json:"coded"` // how often the network's mark alone has made an event of it
	Roles     map[string]int `json:"roles"` // where the target stands
	Mentions
}

// mostExamples is how many sentences are kept of each suggestion.
const mostExamples = 2

// Suggest gathers the gaps of stories that were coded with [coder.Options] Gaps. In a
// story a name of one word counts for the person whose name ends in it.
func Suggest(stories iter.Seq2[Coded, error]) (Suggestions, error) {
	g := gathering{actors: map[string]*actorCount{}, words: map[string]*wordCount{}}
	for c, err := range stories {
		if err != nil {
			return Suggestions{}, err
		}
		if id := c.Story.ID + " " + c.Story.Hash; c.Story.Text != "" && id != g.last { // a long story comes in parts
			g.stories++
			g.last = id
		}
		full := fullNames(c.Result.Gaps.Names)
		for _, n := range c.Result.Gaps.Names {
			g.name(c.Story.ID, full, n)
		}
		for _, w := range c.Result.Gaps.Words {
			g.word(c.Story.ID, w)
		}
	}
	return g.suggestions(), nil
}

// gathering counts gaps through a corpus.
type gathering struct {
	stories int
	last    string
	actors  map[string]*actorCount
	words   map[string]*wordCount
}

type actorCount struct {
	SuggestedActor
	entities map[string]int
	states   map[entente.Code]int
}

type wordCount struct {
	SuggestedWord
	roots map[entente.Root]int
}

// fullNames gives for a surname the longest name of a person that ends in it.
func fullNames(names []coder.UnknownName) map[string]string {
	out := map[string]string{}
	for _, n := range names {
		if i := strings.LastIndexByte(n.Name, ' '); i > 0 && n.Kind == "person" && len(n.Name) > len(out[n.Name[i+1:]]) {
			out[n.Name[i+1:]] = n.Name
		}
	}
	return out
}

func (g *gathering) name(story string, full map[string]string, n coder.UnknownName) {
	name := cmp.Or(full[n.Name], n.Name)
	a := g.actors[name]
	if a == nil {
		a = &actorCount{SuggestedActor{Kind: "actor", Name: name, Parts: map[string]int{}}, map[string]int{}, map[entente.Code]int{}}
		g.actors[name] = a
	}
	a.add(story, n.Cited)
	a.entities[n.Kind]++
	a.Parts[n.Part]++
	for _, code := range n.States {
		a.states[code]++
	}
}

func (g *gathering) word(story string, u coder.UncoveredWord) {
	class := "verb"
	if u.Noun {
		class = "noun"
	}
	w := g.words[class+" "+u.Word]
	if w == nil {
		w = &wordCount{SuggestedWord{Kind: "word", Word: u.Word, Class: class, Roles: map[string]int{}}, map[entente.Root]int{}}
		g.words[class+" "+u.Word] = w
	}
	w.add(story, u.Cited)
	w.Roles[u.Role]++
	if u.Root != "" {
		w.roots[u.Root]++
	}
	if u.Coded {
		w.Coded++
	}
}

// add counts one mention; the second example is of another story if there is one.
func (m *Mentions) add(story string, c entente.Citation) {
	m.Count++
	e := Example{story, c.Quote, c.Start, c.End, c.Trigger}
	last := len(m.Examples) - 1
	switch fresh := last < 0 || !slices.ContainsFunc(m.Examples, func(x Example) bool { return x.Story == story }); {
	case len(m.Examples) < mostExamples:
		m.Examples = append(m.Examples, e)
	case fresh && m.Examples[last].Story == m.Examples[0].Story:
		m.Examples[last] = e
	}
	if m.seen != story || m.Stories == 0 {
		m.Stories++
		m.seen = story
	}
}

func (g *gathering) suggestions() Suggestions {
	out := Suggestions{Stories: g.stories}
	for _, a := range g.actors {
		if len(a.entities) > 1 {
			delete(a.entities, "other") // anything else says more
		}
		a.Entity, _ = commonest(a.entities)
		a.States = []CodeCount{}
		for code, n := range a.states {
			a.States = append(a.States, CodeCount{code, n})
		}
		slices.SortFunc(a.States, func(x, y CodeCount) int {
			return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Code, y.Code))
		})
		out.Actors = append(out.Actors, a.SuggestedActor)
	}
	for _, w := range g.words {
		w.Root, w.RootCount = commonest(w.roots)
		out.Words = append(out.Words, w.SuggestedWord)
	}
	slices.SortFunc(out.Actors, func(x, y SuggestedActor) int {
		return cmp.Or(x.Mentions.before(y.Mentions), cmp.Compare(x.Name, y.Name))
	})
	slices.SortFunc(out.Words, func(x, y SuggestedWord) int {
		return cmp.Or(x.Mentions.before(y.Mentions), cmp.Compare(x.Word, y.Word), cmp.Compare(x.Class, y.Class))
	})
	return out
}

// before puts what is commoner first, then what is told in more stories.
func (m Mentions) before(n Mentions) int {
	return cmp.Or(cmp.Compare(n.Count, m.Count), cmp.Compare(n.Stories, m.Stories))
}

// commonest gives what is counted most often, of several the first by name.
func commonest[K cmp.Ordered](counts map[K]int) (most K, n int) {
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		if counts[k] > n {
			most, n = k, counts[k]
		}
	}
	return most, n
}
