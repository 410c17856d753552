package desk

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"

	"entente"
	"entente/dyad"
)

// outletsShown is how many outlets are left out in turn, those with most reports.
const outletsShown = 12

// mix judges the triangle without each outlet, each country's outlets, and opinion; and,
// where several codings are counted, without each of them.
func (s *student) mix(ctx context.Context) error {
	s.study.Mix = []entente.Mix{}
	if s.counted {
		return s.mixCodings(ctx)
	}
	outlets, countries, opinion := s.shares()
	for _, g := range largest(outlets) {
		s.without("outlet", g.name, g.stories)
	}
	for _, g := range largest(countries) {
		s.without("country", g.name, g.stories)
	}
	if len(opinion) > 0 {
		s.without("opinion", "opinion", opinion)
	}
	return nil
}

// someStories are stories that go together, with how many reports and assessments of the
// corners they hold.
type someStories struct {
	name    string
	stories map[string]bool
	told    int
}

// shares parts the stories that tell of the corners by outlet, by the country of its
// address, and into opinion and the rest.
func (s *student) shares() (outlets, countries map[string]*someStories, opinion map[string]bool) {
	told := map[string]int{}
	for _, r := range s.brief.Reports {
		told[r.Story]++
	}
	for _, a := range s.brief.Assessments {
		told[a.Story]++
	}
	outlets, countries, opinion = map[string]*someStories{}, map[string]*someStories{}, map[string]bool{}
	for _, o := range s.brief.Stories {
		n := told[o.Story]
		if n == 0 {
			continue
		}
		into(outlets, cmp.Or(o.Publisher, host(o.URL)), o.Story, n)
		into(countries, s.q.country(host(o.URL)), o.Story, n)
		if o.Kind == entente.OpinionKind {
			opinion[o.Story] = true
		}
	}
	return outlets, countries, opinion
}

func into(groups map[string]*someStories, name, story string, told int) {
	if name == "" {
		return
	}
	if groups[name] == nil {
		groups[name] = &someStories{name: name, stories: map[string]bool{}}
	}
	groups[name].stories[story] = true
	groups[name].told += told
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// country gives the state whose domain a host lies in, "" if it lies in none.
func (q Question) country(host string) string {
	if q.Domain == nil || host == "" {
		return ""
	}
	return string(q.Domain(host[strings.LastIndexByte(host, '.')+1:]))
}

// largest lists the groups with most to tell.
func largest(groups map[string]*someStories) []*someStories {
	var out []*someStories
	for _, g := range groups {
		out = append(out, g)
	}
	slices.SortFunc(out, func(x, y *someStories) int { return cmp.Or(y.told-x.told, cmp.Compare(x.name, y.name)) })
	return out[:min(len(out), outletsShown)]
}

// without judges the triangle without some stories.
func (s *student) without(kind, name string, stories map[string]bool) {
	ev := dyad.Evidence{
		Reports:     slices.DeleteFunc(slices.Clone(s.ev.Reports), func(r entente.Report) bool { return stories[r.Story] }),
		Assessments: slices.DeleteFunc(slices.Clone(s.ev.Assessments), func(a entente.Assessment) bool { return stories[a.Story] }),
	}
	m := s.shifted(kind, name, ev)
	m.Stories = len(stories)
	m.Reports = len(s.ev.Reports) - len(ev.Reports)
	s.study.Mix = append(s.study.Mix, m)
}

// shifted judges the triangle by other evidence, as of the same day.
func (s *student) shifted(kind, name string, ev dyad.Evidence) entente.Mix {
	t := s.classify(ev)
	m := entente.Mix{Kind: kind, Without: name, Shape: t.Shape, P: t.P}
	for _, shape := range entente.Shapes {
		m.Shift += math.Abs(t.P[shape]-s.study.P[shape]) / 2
	}
	return m
}

// mixCodings judges the triangle without each of several codings.
func (s *student) mixCodings(ctx context.Context) error {
	sources := s.q.Filter.Sources
	if len(sources) < 2 {
		s.study.Notes = append(s.study.Notes, "of imported events the outlets are not asked, so no outlet is left out")
		return nil
	}
	for _, name := range sources {
		f := s.among()
		f.Sources = slices.DeleteFunc(slices.Clone(sources), func(s string) bool { return s == name })
		tallies, err := s.store.Cited(ctx, f, entente.Monthly, 0)
		if err != nil {
			return fmt.Errorf("count events: %w", err)
		}
		tallies = slices.DeleteFunc(tallies, func(t entente.Cited) bool { return t.Source == t.Target })
		ev := dyad.Evidence{Tallies: s.byMonth(tallies)}
		if name != entente.CodedHere {
			ev.Assessments = s.brief.Assessments
		}
		s.study.Mix = append(s.study.Mix, s.shifted("coding", name, ev))
	}
	return nil
}
