package ask

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/coder"
)

// Wrong is what is wrong with a question.
type Wrong struct {
	Field string // the parameter that is meant
	Err   error
	Hint  string // a way out, if one is known
}

func (w *Wrong) Error() string { return w.Field + ": " + w.Err.Error() }
func (w *Wrong) Unwrap() error { return w.Err }

func wrong(field, hint, format string, args ...any) error {
	return &Wrong{field, fmt.Errorf(format, args...), hint}
}

// Scope says which part of what is held a question is of; the zero value is all that was
// read.
type Scope struct {
	AsOf    entente.Day
	From    entente.Day
	To      entente.Day
	Sources []string // whose coding counts, in order; none is what was coded from news
}

// ScopeOf reads a scope as it is written in an address: days, and names of sources.
func ScopeOf(asOf, from, to string, sources []string) (s Scope, err error) {
	for _, d := range []struct {
		field, value string
		day          *entente.Day
	}{{"as_of", asOf, &s.AsOf}, {"from", from, &s.From}, {"to", to, &s.To}} {
		if *d.day, err = entente.ParseDay(strings.TrimSpace(d.value)); err != nil {
			return s, &Wrong{d.field, err, ""}
		}
	}
	if s.From.Known() && s.To.Known() && s.To < s.From {
		return s, wrong("to", "", "%s lies before %s", s.To, s.From)
	}
	for _, name := range sources {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(s.Sources, name) {
			s.Sources = append(s.Sources, name)
		}
	}
	slices.Sort(s.Sources)
	return s, nil
}

// Key names the scope, the same for the same.
func (s Scope) Key() string {
	return fmt.Sprintf("%d %d %d %q", s.AsOf, s.From, s.To, s.Sources)
}

// read is the part of the scope that was coded from news: what can be held whole.
func (s Scope) read() Scope {
	if len(s.Sources) > 0 {
		s.Sources = nil
	}
	return s
}

// Filter gives the scope as a store understands it.
func (s Scope) Filter() entente.Filter {
	f := entente.Filter{AsOf: s.AsOf, Sources: s.Sources}
	f.From, f.To = s.From, s.To
	return f
}

// Known turns "all" into the sources that the store holds and refuses one that it does not.
func (c *Clerk) Known(ctx context.Context, s Scope) (Scope, error) {
	if len(s.Sources) == 0 {
		return s, nil
	}
	held, err := c.Holdings(ctx)
	if err != nil {
		return s, fmt.Errorf("list imported events: %w", err)
	}
	known := []string{entente.CodedHere}
	for _, h := range held {
		known = append(known, h.Source)
	}
	if slices.Contains(s.Sources, "all") {
		s.Sources = known
		return s, nil
	}
	for _, name := range s.Sources {
		if !slices.Contains(known, name) {
			return s, wrong("source", "it has "+strings.Join(known, ", "), "the store holds no events of %q", name)
		}
	}
	return s, nil
}

// Actor gives the code of an actor by its code, name or a phrase, as it is called on a
// day.
func (c *Clerk) Actor(field, name string, day entente.Day) (entente.Code, error) {
	if !day.Known() {
		day = c.Today()
	}
	return Actor(c.Tools, field, name, day)
}

// Actor is [Clerk.Actor] for those who ask without a clerk: of the dictionaries at hand.
func Actor(tools coder.Tools, field, name string, day entente.Day) (entente.Code, error) {
	name = strings.TrimSpace(name)
	if len(name) > longestName {
		return "", wrong(field, "", "no actor has a name of %d bytes", len(name))
	}
	for _, prefix := range []string{"", "IGO:"} {
		if p, ok := tools.Lexicon.Polity(entente.Code(prefix + strings.ToUpper(name))); ok {
			return tools.Lexicon.Whole(p.Code), nil
		}
	}
	if name != "" {
		if a := coder.Resolve(tools, name, day); a.Code != "" {
			return a.Code, nil
		}
	}
	hint := "give a code such as RUS or IGO:NATO, a name, or a phrase such as \"the Kremlin\""
	if near := tools.Lexicon.Alike(name); name != "" && len(near) > 0 {
		hint = "did you mean " + strings.Join(near, ", ") + "?"
	}
	return "", wrong(field, hint, "no actor is called %q on %s", name, day)
}

// longestName is how many bytes the name of an actor may have.
const longestName = 200

// Actors gives the codes of different actors.
func (c *Clerk) Actors(s Scope, names ...string) ([]entente.Code, error) {
	out := make([]entente.Code, 0, len(names))
	for i, n := range names {
		code, err := c.Actor(string(rune('a'+i)), n, s.AsOf)
		if err != nil {
			return nil, err
		}
		if slices.Contains(out, code) {
			return nil, wrong(string(rune('a'+i)), "name different actors", "%q is %s, who is named already", n, c.Name(code))
		}
		out = append(out, code)
	}
	return out, nil
}

// Name gives the name by which an actor is shown.
func (c *Clerk) Name(code entente.Code) string {
	if n := c.Tools.Lexicon.NameOf(code); n != "" {
		return n
	}
	return string(code)
}

// Told reports whether an error is of the question and not of the house.
func Told(err error) bool {
	var w *Wrong
	return errors.As(err, &w) || errors.Is(err, entente.ErrNotFound)
}
