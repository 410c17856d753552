package duckdb

import (
	"database/sql"
	"slices"
)

// pairs numbers directed pairs of codes, as the table of that name tells. The two ways of a
// pair have neighbouring numbers, and pairs of known actors numbers of their own side of
// nought, so that either is one range to ask for.
type pairs struct {
	codes  numbers[string]
	names  []string // of codes, by number
	codeOf []int32  // the number of an actor's code, by the actor's
	of     map[[2]int32]int32
	last   int32    // the highest even number, without its sign
	fresh  [][3]any // rows that are not in their table yet
}

func newPairs() pairs {
	return pairs{codes: newNumbers(func(s string) string { return s }), names: []string{""}, codeOf: []int32{0}, of: map[[2]int32]int32{}}
}

// code gives the number of a code, which means nothing to the store.
func (p *pairs) code(name string) int32 {
	n := p.codes.number(name)
	if int(n) == len(p.names) {
		p.names = append(p.names, name)
	}
	return n
}

// actor notes the code of the next actor.
func (p *pairs) actor(code string) { p.codeOf = append(p.codeOf, p.code(code)) }

func (p *pairs) readActor(rows *sql.Rows) error {
	var code string
	err := rows.Scan(&code)
	p.actor(code)
	return err
}

func (p *pairs) read(rows *sql.Rows) error {
	var n int32
	var a, b string
	err := rows.Scan(&n, &a, &b)
	p.set(p.code(a), p.code(b), n)
	return err
}

// set notes the number of a pair, and that of its way back.
func (p *pairs) set(a, b, n int32) {
	back := n + 1
	if n < 0 {
		back = n - 1
	}
	p.of[[2]int32{a, b}] = n
	if a != b {
		p.of[[2]int32{b, a}] = back
	}
	p.last = max(p.last, n, -n)
}

// number gives the number of a pair of numbers of codes.
func (p *pairs) number(source, target int32) int32 {
	n, ok := p.of[[2]int32{source, target}]
	if ok {
		return n
	}
	a, b := source, target
	if p.names[b] < p.names[a] {
		a, b = b, a
	}
	if n = p.last + 2; p.names[a] == "" {
		n = -n
	}
	p.set(a, b, n)
	p.fresh = append(p.fresh, [3]any{n, p.names[a], p.names[b]})
	if a != b {
		p.fresh = append(p.fresh, [3]any{p.of[[2]int32{b, a}], p.names[b], p.names[a]})
	}
	return p.of[[2]int32{source, target}]
}

// newPairs appends the pairs that were numbered anew to their table.
func (k *keeper) newPairs(p *pairs) error {
	if len(p.fresh) == 0 {
		return nil
	}
	err := k.append("pairs", func(a *rowAppender) error {
		for _, row := range p.fresh {
			a.values = append(a.values[:0], row[0], row[1], row[2])
			if err := a.row(); err != nil {
				return err
			}
		}
		return nil
	})
	p.fresh = nil
	return err
}

// byPair puts what was filed in order of pair: the events of a pair then lie together in
// each batch, and who asks for them unpacks but a few blocks of a column.
func byPair(rows []int32, keys []int64, all []filed) ([]int32, []int64, []filed) {
	low, high := all[0].pair, all[0].pair
	for i := range all {
		low, high = min(low, all[i].pair), max(high, all[i].pair)
	}
	next := make([]int32, int(high)-int(low)+2) // where the next of a pair goes
	for i := range all {
		next[all[i].pair-low+1]++
	}
	for i := 1; i < len(next); i++ {
		next[i] += next[i-1]
	}
	r, k, f := slices.Clone(rows), slices.Clone(keys), slices.Clone(all)
	for i := range all {
		at := next[all[i].pair-low]
		r[at], k[at], f[at] = rows[i], keys[i], all[i]
		next[all[i].pair-low]++
	}
	return r, k, f
}
