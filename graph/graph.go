package graph

import (
	"fmt"
	"math"

	"entente"
)

// Actor numbers an actor of a graph from 0.
type Actor int32

// Relation numbers a relation of a graph from 0. Those from Graph.Relations on are the
// inverse ones: r + Relations is "is done r by".
type Relation int32

// Fact says that S did R to O on a day. R is never an inverse relation.
type Fact struct {
	S   Actor
	R   Relation
	O   Actor
	Day entente.Day
}

// Lives are the half-lives, in days, of the counts that fade.
var Lives = [Fading]float64{1.5, 6, 25, 100}

// Fading is how many such counts there are.
const Fading = 4

// Count is how often something was seen, until when, and how much of that has not faded
// by the Last day: an event of d days before counts 2^(-d/life).
type Count struct {
	N           int32
	First, Last entente.Day
	weights     [Fading]float32
}

// fades gives 2^(-d/life) for d days.
var fades = func() (out [Fading][1024]float32) {
	for k, life := range Lives {
		for d := range out[k] {
			out[k][d] = float32(math.Exp2(-float64(d) / life))
		}
	}
	return out
}()

// Fade gives what is left after d days of something that counted one.
func Fade(life int, d entente.Day) float32 {
	if d < 0 {
		return 1
	}
	if int(d) < len(fades[life]) {
		return fades[life][d]
	}
	return float32(math.Exp2(-float64(d) / Lives[life]))
}

// Weight gives what of the count has not faded by a day, for the half-life of that number.
func (c *Count) Weight(life int, on entente.Day) float32 {
	if c.N == 0 {
		return 0
	}
	return c.weights[life] * Fade(life, on-c.Last)
}

func (c *Count) add(on entente.Day) {
	for k := range c.weights {
		c.weights[k] = c.Weight(k, on) + 1
	}
	if c.N == 0 {
		c.First = on
	}
	c.N++
	c.Last = on
}

// Link is a fact without its day, counted: S did R to O. Seen from O it is the same
// link.
type Link struct {
	S, O Actor
	R    Relation
	Count
	latest int32 // index of its latest fact
}

// Tie is a link as one of its two actors sees it: the relation may be inverse.
type Tie struct {
	H    Relation
	Link int32
}

// Pair is all that one actor did to another and the other way round, as the first of
// them sees it.
type Pair struct {
	A, B Actor
	Count
	Ties []Tie
}

// tie gives the number of the link in a relation, -1 if there is none. Pairs have few
// ties, so that looking through them is cheaper than a map of all links.
func (p *Pair) tie(h Relation) int32 {
	for _, t := range p.Ties {
		if t.H == h {
			return t.Link
		}
	}
	return -1
}

// Habit counts what an actor does in a relation, whoever the other is.
type Habit struct {
	Actor Actor
	H     Relation
	Count
	Links []int32
}

// Graph is a set of facts in order of day. Make one with [New].
type Graph struct {
	actors, relations int
	facts             []Fact
	before            []int32 // for each fact, the one before it in its link, or -1
	links             []Link
	pairs             []Pair
	pairOf            map[uint64]int32
	habits            []Habit
	habitOf           map[uint64]int32
	byActor           [][]int32 // pairs in which an actor comes first
	byRelation        [][]int32 // habits of objects: for relation h those of its inverse
	relationCounts    []Count
	actorCounts       []Count
	last              entente.Day
}

// New makes an empty graph for so many actors and relations.
func New(actors, relations int) *Graph {
	return &Graph{
		actors: actors, relations: relations,
		pairOf: map[uint64]int32{}, habitOf: map[uint64]int32{},
		byActor: make([][]int32, actors), byRelation: make([][]int32, 2*relations),
		relationCounts: make([]Count, 2*relations), actorCounts: make([]Count, actors),
	}
}

// Actors counts the actors, seen or not.
func (g *Graph) Actors() int { return g.actors }

// Relations counts the relations without the inverse ones.
func (g *Graph) Relations() int { return g.relations }

// Len counts the facts.
func (g *Graph) Len() int { return len(g.facts) }

// Last gives the last day of which the graph has facts, 0 if it has none.
func (g *Graph) Last() entente.Day { return g.last }

// Inverse gives the relation seen from the other side.
func (g *Graph) Inverse(h Relation) Relation {
	if int(h) >= g.relations {
		return h - Relation(g.relations)
	}
	return h + Relation(g.relations)
}

// Add takes in facts of one day, which must not lie before any that the graph has. It
// is an error to name an actor or relation that the graph has no place for; then the
// graph has taken nothing in.
func (g *Graph) Add(facts []Fact) error {
	for i, f := range facts {
		switch {
		case len(g.facts) > 0 && f.Day < g.last || f.Day != facts[0].Day:
			return fmt.Errorf("fact %d is of day %d, the graph stands at day %d", i, f.Day, g.last)
		case f.S < 0 || int(f.S) >= g.actors || f.O < 0 || int(f.O) >= g.actors:
			return fmt.Errorf("fact %d names actors %d and %d of %d", i, f.S, f.O, g.actors)
		case f.R < 0 || int(f.R) >= g.relations:
			return fmt.Errorf("fact %d names relation %d of %d", i, f.R, g.relations)
		}
	}
	for _, f := range facts {
		g.add(f)
	}
	return nil
}

func (g *Graph) add(f Fact) {
	g.last = f.Day
	inv := g.Inverse(f.R)
	at := g.linkAt(f, inv)
	l := &g.links[at]
	l.add(f.Day)
	g.before = append(g.before, l.latest)
	l.latest = int32(len(g.facts))
	g.facts = append(g.facts, f)
	g.pairs[g.pairAt(f.S, f.O)].add(f.Day)
	g.habits[g.habitAt(f.S, f.R)].add(f.Day)
	g.habits[g.habitAt(f.O, inv)].add(f.Day)
	g.relationCounts[f.R].add(f.Day)
	g.relationCounts[inv].add(f.Day)
	g.actorCounts[f.S].add(f.Day)
	if f.O != f.S {
		g.pairs[g.pairAt(f.O, f.S)].add(f.Day)
		g.actorCounts[f.O].add(f.Day)
	}
}

// linkAt finds or makes the link of a fact, and hangs a new one where it is looked for.
func (g *Graph) linkAt(f Fact, inv Relation) int32 {
	if at := g.pairs[g.pairAt(f.S, f.O)].tie(f.R); at >= 0 {
		return at
	}
	at := int32(len(g.links))
	g.links = append(g.links, Link{S: f.S, R: f.R, O: f.O, latest: -1})
	there := &g.pairs[g.pairAt(f.S, f.O)]
	there.Ties = append(there.Ties, Tie{f.R, at})
	back := &g.pairs[g.pairAt(f.O, f.S)]
	back.Ties = append(back.Ties, Tie{inv, at})
	does := &g.habits[g.habitAt(f.S, f.R)]
	does.Links = append(does.Links, at)
	suffers := &g.habits[g.habitAt(f.O, inv)]
	suffers.Links = append(suffers.Links, at)
	return at
}

func (g *Graph) pairAt(a, b Actor) int32 {
	key := both(int32(a), int32(b))
	at, ok := g.pairOf[key]
	if !ok {
		at = int32(len(g.pairs))
		g.pairOf[key] = at
		g.pairs = append(g.pairs, Pair{A: a, B: b})
		g.byActor[a] = append(g.byActor[a], at)
	}
	return at
}

func (g *Graph) habitAt(a Actor, h Relation) int32 {
	key := both(int32(a), int32(h))
	at, ok := g.habitOf[key]
	if !ok {
		at = int32(len(g.habits))
		g.habitOf[key] = at
		g.habits = append(g.habits, Habit{Actor: a, H: h})
		inv := g.Inverse(h)
		g.byRelation[inv] = append(g.byRelation[inv], at)
	}
	return at
}

func both(a, b int32) uint64 { return uint64(uint32(a))<<32 | uint64(uint32(b)) }
