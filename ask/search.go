package ask

import (
	"context"
	"slices"
	"strings"

	"entente"
	"entente/export"
)

// Found is what a search finds.
type Found struct {
	Actors  []FoundActor     `json:"actors"`
	Stories []entente.Outlet `json:"stories"`
	Events  []*export.Act    `json:"-"`
	More    bool             `json:"more"` // of events
}

// FoundActor is an actor that a search may mean, and how often the scope tells of it.
type FoundActor struct {
	Code    entente.Code `json:"code"`
	Name    string       `json:"name"`
	Reports int          `json:"reports"`
}

// longestSearch is how many bytes are searched for.
const longestSearch = 200

// Search looks for words among actors, titles of stories and the sentences of events.
func (c *Clerk) Search(ctx context.Context, s Scope, q string, limit int) (Found, error) {
	found := Found{Actors: []FoundActor{}, Stories: []entente.Outlet{}}
	q = strings.TrimSpace(q)
	if q == "" {
		return found, nil
	}
	if len(q) > longestSearch {
		return found, wrong("q", "", "at most %d bytes are searched for", longestSearch)
	}
	a, err := c.Whole(ctx, s.read())
	if err != nil {
		return found, err
	}
	found.Actors = c.searchActors(a, q, limit)
	for _, o := range a.Stories {
		if len(found.Stories) < limit && (strings.Contains(phrase(o.Title), phrase(q)) || o.Story == q || strings.Contains(phrase(o.Publisher), phrase(q))) {
			found.Stories = append(found.Stories, o)
		}
	}
	f := c.coded(s)
	f.Words = []string{q}
	f.Limit = limit + 1
	for act, err := range c.Events(ctx, f) {
		if err != nil {
			return found, err
		}
		found.Events = append(found.Events, act)
	}
	if found.More = len(found.Events) > limit; found.More {
		found.Events = found.Events[:limit]
	}
	return found, nil
}

// searchActors finds actors by code, by phrase, and by part of their name; those that the
// scope tells of most come first.
func (c *Clerk) searchActors(a *Answer, q string, limit int) []FoundActor {
	told := map[entente.Code]int{}
	for i := range a.Reports {
		told[a.Reports[i].Source.Code]++
		told[a.Reports[i].Target.Code]++
	}
	out := []FoundActor{}
	add := func(code entente.Code) {
		if !slices.ContainsFunc(out, func(f FoundActor) bool { return f.Code == code }) {
			out = append(out, FoundActor{code, c.Name(code), told[code]})
		}
	}
	for _, p := range c.Tools.Lexicon.Polities() {
		if strings.Contains(phrase(p.Name), phrase(q)) || strings.EqualFold(string(p.Code), q) {
			add(p.Code)
		}
	}
	if code, err := c.Actor("q", q, a.AsOf); err == nil {
		add(code)
	}
	slices.SortStableFunc(out, func(x, y FoundActor) int { return y.Reports - x.Reports })
	return out[:min(limit, len(out))]
}
