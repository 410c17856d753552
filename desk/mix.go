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
	for _, l := range s.q.leavable(&s.brief) {
		ev := l.without(s.ev)
		m := s.shifted(l.kind, l.name, ev)
		m.Stories, m.Reports = len(l.stories), len(s.ev.Reports)-len(ev.Reports)
		s.study.Mix = append(s.study.Mix, m)
	}
	return nil
}

// sway says of the pairs asked about how they would stand without some of the sources, and
// notes on which outlets, of several, a level hangs.
func sway(b *entente.Brief, u umpire, q Question) {
	for i := range coreOf(q.Corners) {
		t := &b.Dyads[i]
		t.Mix = q.mixOf(b, u, *t)
		outlets := 0
		for _, m := range t.Mix {
			if m.Kind == "outlet" {
				outlets++
			}
		}
		for _, m := range t.Mix {
			if m.Kind == "outlet" && outlets > 1 && !sameLevel(m.Level, t.Level) {
				b.Notes = append(b.Notes, fmt.Sprintf("without %s the level of %s and %s would be another", m.Without, q.Names(t.A), q.Names(t.B)))
			}
		}
	}
}

func sameLevel(x, y *int) bool { return x == nil && y == nil || x != nil && y != nil && *x == *y }

// mixOf judges a pair without each outlet, each country's outlets, and opinion.
func (q Question) mixOf(b *entente.Brief, u umpire, t entente.Tie) []entente.TieMix {
	k := keyOf(t.A, t.B)
	own := entente.Brief{Stories: b.Stories}
	for _, r := range u.ev.Reports {
		if keyOf(r.Source.Code, r.Target.Code) == k {
			own.Reports = append(own.Reports, r)
		}
	}
	for _, a := range u.ev.Assessments {
		if slices.Contains(spokenOf(a), k) {
			own.Assessments = append(own.Assessments, a)
		}
	}
	out := []entente.TieMix{}
	for _, l := range q.leavable(&own) {
		ev := l.without(dyad.Evidence{Reports: own.Reports, Assessments: own.Assessments})
		w := umpire{ev, u.day}.tie(t.A, t.B)
		out = append(out, entente.TieMix{
			Kind: l.kind, Without: l.name, Stories: len(l.stories), Reports: len(own.Reports) - len(ev.Reports),
			Level: w.Level, PPlus: w.PPlus, PMinus: w.PMinus, PNeutral: w.PNeutral,
			Shift: (math.Abs(w.PPlus-t.PPlus) + math.Abs(w.PMinus-t.PMinus) + math.Abs(w.PNeutral-t.PNeutral)) / 2,
		})
	}
	return out
}

// leavable lists the stories that can be left out together: those of each outlet and of
// each country's outlets, most telling first, and opinion.
func (q Question) leavable(b *entente.Brief) []*someStories {
	outlets, countries, opinion := q.shares(b)
	out := slices.Concat(largest("outlet", outlets), largest("country", countries))
	if len(opinion) > 0 {
		out = append(out, &someStories{kind: "opinion", name: "opinion", stories: opinion})
	}
	return out
}

// someStories are stories that go together, with how many reports and assessments they
// hold of those asked about.
type someStories struct {
	kind    string // outlet, country, opinion
	name    string
	stories map[string]bool
	told    int
}

// shares parts the stories that tell anything by outlet, by the country of its address, and
// into opinion and the rest.
func (q Question) shares(b *entente.Brief) (outlets, countries map[string]*someStories, opinion map[string]bool) {
	told := map[string]int{}
	for _, r := range b.Reports {
		told[r.Story]++
	}
	for _, a := range b.Assessments {
		told[a.Story]++
	}
	outlets, countries, opinion = map[string]*someStories{}, map[string]*someStories{}, map[string]bool{}
	for _, o := range b.Stories {
		n := told[o.Story]
		if n == 0 {
			continue
		}
		into(outlets, cmp.Or(o.Publisher, host(o.URL)), o.Story, n)
		into(countries, q.country(host(o.URL)), o.Story, n)
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
func largest(kind string, groups map[string]*someStories) []*someStories {
	var out []*someStories
	for _, g := range groups {
		g.kind = kind
		out = append(out, g)
	}
	slices.SortFunc(out, func(x, y *someStories) int { return cmp.Or(y.told-x.told, cmp.Compare(x.name, y.name)) })
	return out[:min(len(out), outletsShown)]
}

// without gives evidence less what these stories tell.
func (l *someStories) without(ev dyad.Evidence) dyad.Evidence {
	return dyad.Evidence{
		Reports:     slices.DeleteFunc(slices.Clone(ev.Reports), func(r entente.Report) bool { return l.stories[r.Story] }),
		Assessments: slices.DeleteFunc(slices.Clone(ev.Assessments), func(a entente.Assessment) bool { return l.stories[a.Story] }),
	}
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
	var coded []entente.Cited
	if slices.Contains(sources, entente.CodedHere) {
		f := s.among()
		f.Sources = []string{entente.CodedHere}
		var err error
		if coded, err = s.store.Cited(ctx, f, entente.Monthly, 0); err != nil {
			return fmt.Errorf("count events: %w", err)
		}
	}
	for _, name := range sources {
		tallies, err := s.withoutCoding(ctx, name, coded)
		if err != nil {
			return fmt.Errorf("count events: %w", err)
		}
		ev := dyad.Evidence{Tallies: s.byMonth(tallies)}
		if name != entente.CodedHere {
			ev.Assessments = s.brief.Assessments
		}
		s.study.Mix = append(s.study.Mix, s.shifted("coding", name, ev))
	}
	return nil
}

// withoutCoding counts what is told without one coding. What was coded from news is little
// beside what was imported: it is taken away from the counts of all.
func (s *student) withoutCoding(ctx context.Context, name string, coded []entente.Cited) ([]entente.Cited, error) {
	if name == entente.CodedHere {
		return less(s.record.Tallies, coded), nil
	}
	if len(s.q.Filter.Sources) == 2 && slices.Contains(s.q.Filter.Sources, entente.CodedHere) {
		return coded, nil
	}
	f := s.among()
	f.Sources = slices.DeleteFunc(slices.Clone(s.q.Filter.Sources), func(s string) bool { return s == name })
	return s.store.Cited(ctx, f, entente.Monthly, 0)
}

// less gives tallies without what others, which are among them, tell.
func less(all, others []entente.Cited) []entente.Cited {
	type key struct {
		entente.Pair
		period entente.Day
		root   entente.Root
		quad   entente.Quad
	}
	keyOf := func(t *entente.Tally) key { return key{t.Pair, t.Period, t.Root, t.Quad} }
	taken := make(map[key]*entente.Tally, len(others))
	for i := range others {
		taken[keyOf(&others[i].Tally)] = &others[i].Tally
	}
	var out []entente.Cited
	for _, t := range all {
		if o := taken[keyOf(&t.Tally)]; o != nil {
			t.Events, t.Reports = t.Events-o.Events, t.Reports-o.Reports
			t.Weight, t.Coop, t.Conf = t.Weight-o.Weight, t.Coop-o.Coop, t.Conf-o.Conf
		}
		if t.Events > 0 {
			out = append(out, t)
		}
	}
	return out
}
