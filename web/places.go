package web

import (
	"cmp"
	"context"
	"iter"
	"regexp"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"entente"
	"entente/ask"
)

// destination is where words may lead.
type destination struct {
	Kind string `json:"kind" enum:"page,actor,pair,triangle,story,event"`
	Name string `json:"name"`
	More string `json:"more,omitempty" doc:"What it is, in a few words."`
	Href string `json:"href" doc:"Address of its page, with the scope."`
}

type placesOut struct {
	Places []destination `json:"places" doc:"The likeliest first."`
}

// placesInput asks where words may lead.
type placesInput struct {
	ScopeInput
	Language string `header:"Accept-Language"`
	Q        string `query:"q" maxLength:"200" doc:"Words: part of a page's name, an actor, two or three actors, words of a title or of a sentence. None gives all pages."`
}

// placesOperation is the question of the command palette.
func (s *Server) placesOperation(api huma.API) {
	get(s, api, "/places", "places", "Pages of the desk to which words may lead: parts, actors, pairs, triangles, stories, events.", func(ctx context.Context, in *placesInput) (placesOut, error) {
		sc, err := in.ask(ctx, s.Clerk)
		if err != nil {
			return placesOut{}, err
		}
		out, err := s.places(ctx, sc, s.tongues.of(in.Language), strings.TrimSpace(in.Q))
		return placesOut{nonNil(out)}, err
	})
}

// fewPlaces is how many places of a kind are named.
const fewPlaces = 5

func (s *Server) places(ctx context.Context, sc ask.Scope, t *tongue, q string) ([]destination, error) {
	l := linker{sc, t}
	out := s.pagesCalled(l, q)
	if q == "" {
		return out, nil
	}
	named := s.actorsIn(sc, q)
	slices.Sort(named)
	found, err := s.Search(ctx, sc, q, fewPlaces)
	if err != nil {
		return nil, err
	}
	whole, err := s.Whole(ctx, readScope(sc))
	if err != nil {
		return nil, err
	}
	out = append(s.between(l, whole, named), out...)
	for i, f := range found.Actors {
		out = append(out, destination{"actor", f.Name, l.t("%d reports", f.Reports), l.to("/events", "a", string(f.Code))})
		if i == 0 {
			out = append(out, s.around(l, whole, f.Code)...)
		}
	}
	for _, o := range found.Stories[:min(len(found.Stories), fewPlaces)] {
		out = append(out, destination{"story", cmp.Or(flat(o.Title), l.t("Story %s", flat(o.Story))), flat(l.outlet(o)), l.storyAt(o.Story)})
	}
	for _, a := range found.Events[:min(len(found.Events), fewPlaces)] {
		out = append(out, destination{"event", shortened(flat(a.Lead.Citation.Quote), 110), s.in(a.Lead.Source.Code) + " → " + s.in(a.Lead.Target.Code), l.eventAt(a.ID)})
	}
	return once(out), nil
}

// pagesCalled gives the parts of the house of whose name words are a part.
func (s *Server) pagesCalled(l linker, q string) []destination {
	var out []destination
	for _, n := range append(s.nav(l, ""), navItem{Name: l.t("Search"), Href: l.to("/search")}) {
		if strings.Contains(strings.ToLower(n.Name), strings.ToLower(q)) {
			out = append(out, destination{"page", n.Name, "", n.Href})
		}
	}
	return out
}

// between is the page of two or three actors.
func (s *Server) between(l linker, a *ask.Answer, codes []entente.Code) []destination {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = s.in(c)
	}
	switch len(codes) {
	case 2:
		more := ""
		if t := a.Tie(codes[0], codes[1]); t != nil {
			more = l.tieWords(t)
		}
		return []destination{{"pair", upper(l.and(names...)), more, l.dyadAt(codes[0], codes[1])}}
	case 3:
		return []destination{{"triangle", upper(l.and(names...)), "", l.triangleAt([3]entente.Code(codes))}}
	}
	return nil
}

// around gives the pairs and triangles of an actor that most is told of, and its map.
func (s *Server) around(l linker, a *ask.Answer, code entente.Code) []destination {
	var out []destination
	for i := range a.Dyads {
		if d := &a.Dyads[i]; (d.A == code || d.B == code) && len(out) < fewPlaces {
			out = append(out, destination{"pair", upper(l.and(s.in(d.A), s.in(d.B))), l.tieWords(d), l.dyadAt(d.A, d.B)})
		}
	}
	for i := range a.Triangles {
		if tr := &a.Triangles[i]; slices.Contains(tr.Corners[:], code) {
			out = append(out, destination{"triangle", upper(l.and(s.in(tr.Corners[0]), s.in(tr.Corners[1]), s.in(tr.Corners[2]))), l.term(string(tr.Shape)), l.triangleAt(tr.Corners)})
		}
	}
	return append(out, destination{"page", l.t("Map"), l.t("How others stand with %s", s.in(code)), l.to("/map", "of", string(code))})
}

// parting is what stands between names.
var parting = regexp.MustCompile(`(?i)\s*(?:[,;/&+–—↔→]|\s-\s|\s(?:and|vs\.?|versus|with)\s)\s*`)

// actorsIn finds two or three different actors that words name, parted by a comma, a dash
// or "and", or by spaces alone; nil if they do not.
func (s *Server) actorsIn(sc ask.Scope, q string) []entente.Code {
	if parts := parting.Split(q, 4); len(parts) > 1 {
		return s.allNamed(sc, parts)
	}
	words := strings.Fields(q)
	if len(words) > 6 {
		return nil
	}
	for n := 3; n >= 2; n-- {
		for parts := range partings(words, n) {
			if codes := s.allNamed(sc, parts); codes != nil {
				return codes
			}
		}
	}
	return nil
}

// partings are the ways to part words into n phrases.
func partings(words []string, n int) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		if n == 1 {
			if len(words) > 0 {
				yield([]string{strings.Join(words, " ")})
			}
			return
		}
		for i := 1; i < len(words); i++ {
			for rest := range partings(words[i:], n-1) {
				if !yield(append([]string{strings.Join(words[:i], " ")}, rest...)) {
					return
				}
			}
		}
	}
}

// allNamed gives the actors that phrases name, if each names another.
func (s *Server) allNamed(sc ask.Scope, phrases []string) []entente.Code {
	if len(phrases) > 3 {
		return nil
	}
	codes, err := s.Actors(sc, phrases...)
	if err != nil {
		return nil
	}
	return codes
}

// once leaves out what was named before.
func once(places []destination) []destination {
	seen := map[string]bool{}
	return slices.DeleteFunc(places, func(p destination) bool {
		was := seen[p.Href]
		seen[p.Href] = true
		return was
	})
}

// shortened cuts a text after a word.
func shortened(s string, most int) string {
	if len(s) <= most {
		return s
	}
	cut := strings.LastIndexByte(s[:most], ' ')
	if cut < most/2 {
		cut = most
		for cut > 0 && s[cut]&0xC0 == 0x80 {
			cut--
		}
	}
	return s[:cut] + "…"
}
