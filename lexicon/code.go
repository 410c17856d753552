package lexicon

import (
	"slices"
	"strings"

	"entente"
)

// numbered is a code of a scheme: "cow 365".
type numbered struct{ scheme, id string }

// Numbered gives the state that another scheme's code ("iso2", "cow", "gw") stood for
// on a day. Of several that shared it, the one that was a state on that day, else the
// nearest in time; then as [Lexicon.OnDay].
func (l *Lexicon) Numbered(scheme, id string, day entente.Day) (entente.Code, bool) {
	var best *Polity
	for _, p := range l.numbers[numbered{scheme, id}] {
		if best == nil || day.Known() && p.Days.Distance(day) < best.Days.Distance(day) || !day.Known() && !p.Days.To.Known() {
			best = p
		}
	}
	if best == nil {
		return "", false
	}
	return l.onDay(best, day).Code, true
}

// OnDay gives the state that a state's code stands for on a day: itself, if it was one
// then; before its days the state that it followed (RUS in 1985 is SUN), after them the
// one that followed it (SUN in 2000 is RUS). A state that was none on that day and had
// no such neighbour stays itself. It is false for a code that is not known.
func (l *Lexicon) OnDay(code entente.Code, day entente.Day) (entente.Code, bool) {
	p, ok := l.polities[code]
	if !ok {
		return code, false
	}
	return l.onDay(p, day).Code, true
}

// OnDays is [Lexicon.OnDay] with days around the one asked for, itself among them, on all of
// which the answer is the same; none, if the day is not known.
func (l *Lexicon) OnDays(code entente.Code, day entente.Day) (entente.Code, Days, bool) {
	p, ok := l.polities[code]
	switch {
	case !ok:
		return code, Days{}, false
	case !day.Known():
		return l.onDay(p, day).Code, Days{From: 2, To: 1}, true // none
	case p.Class != State:
		return p.Code, Days{}, true
	case p.Days.Has(day):
		return p.Code, p.Days, true
	}
	return l.onDay(p, day).Code, Days{day, day}, true
}

func (l *Lexicon) onDay(p *Polity, day entente.Day) *Polity {
	if p.Class != State || !day.Known() || p.Days.Has(day) {
		return p
	}
	if p.Days.To.Known() && day > p.Days.To {
		for q, steps := l.polities[p.Successor], 0; q != nil && steps < 8; q, steps = l.polities[q.Successor], steps+1 {
			if q.Days.Has(day) {
				return q
			}
		}
		return p
	}
	if q := l.before(p, day, 0); q != nil {
		return q
	}
	return p
}

// before finds who was there on a day among those that a state followed, one after
// another.
func (l *Lexicon) before(p *Polity, day entente.Day, steps int) *Polity {
	if steps > 8 {
		return nil
	}
	for _, q := range l.followed[p.Code] {
		if q.Days.Has(day) {
			return q
		}
		if r := l.before(q, day, steps+1); r != nil {
			return r
		}
	}
	return nil
}

// indexCodes files the states under their codes in other schemes, and under the state
// that followed them.
func (l *Lexicon) indexCodes() {
	l.numbers, l.followed = map[numbered][]*Polity{}, map[entente.Code][]*Polity{}
	codes := make([]entente.Code, 0, len(l.polities))
	for c := range l.polities {
		codes = append(codes, c)
	}
	slices.Sort(codes)
	for _, c := range codes {
		p := l.polities[c]
		for scheme, id := range p.Codes {
			l.numbers[numbered{scheme, id}] = append(l.numbers[numbered{scheme, id}], p)
		}
		if p.Successor != "" {
			l.followed[p.Successor] = append(l.followed[p.Successor], p)
		}
	}
}

// Polities gives all states, collectives and organisations, in order of code.
func (l *Lexicon) Polities() []*Polity {
	out := make([]*Polity, 0, len(l.polities))
	for _, p := range l.polities {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b *Polity) int { return strings.Compare(string(a.Code), string(b.Code)) })
	return out
}
