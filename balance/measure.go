package balance

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"entente"
)

// Options sets what is measured; the zero value measures all but what must be asked.
type Options struct {
	Ties  bool // ask of every tie whether all best divisions, some or none frustrate it
	Nodes int  // of the search tree of each component at most; 0 means any number
}

// New makes a network of ties. Ties named twice with one sign are one, with the cites
// of both; ties of sign 0 leave their actors without a tie. The error tells of a tie of
// an actor with itself, of an unnamed actor, of a sign other than -1, 0 and 1, and of two
// ties between two actors that contradict each other.
func New(label string, ties []entente.SignedTie) (entente.Network, error) {
	n := entente.Network{Label: label}
	at := map[[2]entente.Code]int{}
	for _, t := range ties {
		t = ordered(t)
		if err := check(t); err != nil {
			return n, err
		}
		n.Actors = append(n.Actors, t.A, t.B)
		if t.Sign == 0 {
			continue
		}
		i, again := at[[2]entente.Code{t.A, t.B}]
		switch {
		case !again:
			at[[2]entente.Code{t.A, t.B}] = len(n.Ties)
			n.Ties = append(n.Ties, t)
		case n.Ties[i].Sign != t.Sign:
			return n, fmt.Errorf("%s and %s are tied twice, by a plus and a minus", t.A, t.B)
		default:
			n.Ties[i].Cites = slices.Concat(n.Ties[i].Cites, t.Cites)
		}
	}
	slices.SortFunc(n.Ties, func(a, b entente.SignedTie) int {
		return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	slices.Sort(n.Actors)
	n.Actors = slices.Compact(n.Actors)
	return n, nil
}

// ordered puts the ends of a tie in order of code.
func ordered(t entente.SignedTie) entente.SignedTie {
	t.A, t.B = min(t.A, t.B), max(t.A, t.B)
	return t
}

func check(t entente.SignedTie) error {
	switch {
	case t.A == "":
		return fmt.Errorf("a tie of %s has no second actor", cmp.Or(t.B, "nobody"))
	case t.A == t.B:
		return fmt.Errorf("%s is tied to itself", t.A)
	case t.Sign < -1 || t.Sign > 1:
		return fmt.Errorf("the tie of %s and %s has the sign %d, which is none of -1, 0 and 1", t.A, t.B, t.Sign)
	}
	return nil
}

// Within gives the part of a network whose actors keep admits; a tie needs both.
func Within(n entente.Network, label string, keep func(entente.Code) bool) entente.Network {
	out := entente.Network{Label: label, From: n.From, To: n.To}
	for _, c := range n.Actors {
		if keep(c) {
			out.Actors = append(out.Actors, c)
		}
	}
	for _, t := range n.Ties {
		if keep(t.A) && keep(t.B) {
			out.Ties = append(out.Ties, t)
		}
	}
	return out
}

// Measure gives all measures of a network made by [New] or [Within]. Where the context
// ends before the frustration index is proven, its bounds and the best division found
// so far are given; that depends on how fast the machine is, and only that. A limit of
// nodes stops the search at the same place on every machine.
func Measure(ctx context.Context, n entente.Network, opt Options) entente.Balance {
	w := newWhole(n)
	b := entente.Balance{Label: n.Label, From: n.From, To: n.To, Actors: len(w.codes), Ties: len(n.Ties), Components: []entente.Component{}, Frustrated: []entente.FrustratedTie{}, Mix: n.Mix}
	for _, t := range n.Ties {
		b.Negative += (1 - t.Sign) / 2
		if len(t.Cites) > 0 {
			b.Signed = n.Ties
		}
	}
	for _, c := range n.Actors {
		if _, tied := w.number[c]; !tied {
			b.Isolates++
		}
	}
	w.census(&b)
	w.spectra(&b)
	w.divide(ctx, &b, opt)
	return b
}

// whole is a network whose actors are numbered in order of code.
type whole struct {
	entente.Network
	codes  []entente.Code
	number map[entente.Code]int32
	ends   [][2]int32       // of each tie
	adj    []map[int32]int8 // signs
	parts  []part
}

// part is a component: its actors in order and the numbers of its ties.
type part struct {
	nodes []int32
	ties  []int
}

func newWhole(n entente.Network) *whole {
	w := &whole{Network: n, number: map[entente.Code]int32{}}
	for _, t := range n.Ties {
		w.codes = append(w.codes, t.A, t.B)
	}
	slices.Sort(w.codes)
	w.codes = slices.Compact(w.codes)
	for i, c := range w.codes {
		w.number[c] = int32(i)
		w.adj = append(w.adj, map[int32]int8{})
	}
	for _, t := range n.Ties {
		u, v := w.number[t.A], w.number[t.B]
		w.ends = append(w.ends, [2]int32{u, v})
		w.adj[u][v], w.adj[v][u] = int8(t.Sign), int8(t.Sign)
	}
	w.components()
	return w
}

// components finds the parts, the one of most actors first, of equals the one of the
// first code.
func (w *whole) components() {
	f := newForest(len(w.codes))
	for _, e := range w.ends {
		f.join(e[0], e[1], 1)
	}
	at := map[int32]int{}
	for v := range int32(len(w.codes)) {
		root, _ := f.root(v)
		if _, ok := at[root]; !ok {
			at[root] = len(w.parts)
			w.parts = append(w.parts, part{})
		}
		p := &w.parts[at[root]]
		p.nodes = append(p.nodes, v)
	}
	for i, e := range w.ends {
		root, _ := f.root(e[0])
		p := &w.parts[at[root]]
		p.ties = append(p.ties, i)
	}
	slices.SortStableFunc(w.parts, func(a, b part) int { return cmp.Compare(len(b.nodes), len(a.nodes)) })
}
