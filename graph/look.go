package graph

import "entente"

// Pair gives what is known of two actors as a sees it, nil if nothing.
func (g *Graph) Pair(a, b Actor) *Pair {
	if at, ok := g.pairOf[both(int32(a), int32(b))]; ok {
		return &g.pairs[at]
	}
	return nil
}

// Neighbours gives the numbers of the pairs in which a comes first; [Graph.PairAt]
// opens them.
func (g *Graph) Neighbours(a Actor) []int32 { return g.byActor[a] }

// PairAt gives the pair of that number.
func (g *Graph) PairAt(i int32) *Pair { return &g.pairs[i] }

// Link gives what is known of a doing h to b, nil if it was never seen.
func (g *Graph) Link(a Actor, h Relation, b Actor) *Link {
	if p := g.Pair(a, b); p != nil {
		return g.In(p, h)
	}
	return nil
}

// In gives the link of a pair in a relation, as its first actor sees it, nil if there is
// none.
func (g *Graph) In(p *Pair, h Relation) *Link {
	if at := p.tie(h); at >= 0 {
		return &g.links[at]
	}
	return nil
}

// LinkAt gives the link of that number.
func (g *Graph) LinkAt(i int32) *Link { return &g.links[i] }

// Other gives the actor of a link that is not a, or a itself if it stands on both sides.
func (l *Link) Other(a Actor) Actor {
	if l.S == a {
		return l.O
	}
	return l.S
}

// Habit gives what a does in h, nil if nothing.
func (g *Graph) Habit(a Actor, h Relation) *Habit {
	if at, ok := g.habitOf[both(int32(a), int32(h))]; ok {
		return &g.habits[at]
	}
	return nil
}

// Objects gives the numbers of the habits of all to whom h was done: each is an actor's
// in the inverse of h. [Graph.HabitAt] opens them.
func (g *Graph) Objects(h Relation) []int32 { return g.byRelation[h] }

// HabitAt gives the habit of that number.
func (g *Graph) HabitAt(i int32) *Habit { return &g.habits[i] }

// Relation counts the facts of a relation.
func (g *Graph) Relation(h Relation) *Count { return &g.relationCounts[h] }

// Actor counts the facts of an actor, on either side.
func (g *Graph) Actor(a Actor) *Count { return &g.actorCounts[a] }

// Days gives the days of a link, the latest first, at most so many of them.
func (g *Graph) Days(l *Link, most int) []entente.Day {
	var out []entente.Day
	for at := l.latest; at >= 0 && len(out) < most; at = g.before[at] {
		out = append(out, g.facts[at].Day)
	}
	return out
}
