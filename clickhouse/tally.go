package clickhouse

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"entente"
)

// strike is what an event counts for in one direction. Sums are of millionths: a sum of
// floats would depend on the order of adding.
type strike struct {
	entente.Pair
	day              entente.Day
	root             entente.Root
	quad             entente.Quad
	events, reports  int
	weight, strength int64
	mutual           bool
	id               string
}

const million = 1_000_000

// strikes gives what the coded events of a filter count for, each in its directions. The
// filter's limit does not hold.
func (s *Store) strikes(ctx context.Context, f entente.Filter) ([]strike, error) {
	if !f.TakesCoded() {
		return nil, nil
	}
	all := f
	all.From, all.To, all.Limit = 0, 0, 0
	p, err := s.pick(ctx, all)
	if err != nil {
		return nil, err
	}
	var out []strike
	for i := range p.events {
		e := &p.events[i]
		rs := slices.DeleteFunc(e.Reports, func(r entente.Report) bool {
			return !r.Stream.Counts() || r.Source.Code == "" || r.Target.Code == ""
		})
		out = append(out, strikesOf(f, e.ID, rs)...)
	}
	return out, nil
}

func strikesOf(f entente.Filter, id string, rs []entente.Report) []strike {
	if len(rs) == 0 {
		return nil
	}
	day := (&entente.Event{Reports: rs}).Window().From
	lead := leading(rs)
	weight := int64(lead.Status.Weight() * million)
	if !day.Known() || weight == 0 || f.From.Known() && day < f.From || f.To.Known() && day > f.To {
		return nil
	}
	k := strike{
		Pair: entente.Pair{Source: lead.Source.Code, Target: lead.Target.Code}, day: day, root: lead.Plover.Event, quad: lead.Quad,
		events: 1, reports: len(rs), weight: weight, strength: int64(math.Round(float64(weight) * lead.Intensity)), id: id,
	}
	k.mutual = lead.Reciprocal && k.Source != k.Target
	var out []strike
	if goesAsked(f, k.Pair) {
		out = append(out, k)
	}
	if k.mutual {
		k.Source, k.Target = k.Target, k.Source
		if goesAsked(f, k.Pair) {
			out = append(out, k)
		}
	}
	return out
}

// leading gives the report that says what an event is: the first by weight, then the
// surest, then the first by id.
func leading(rs []entente.Report) *entente.Report {
	best := &rs[0]
	for i := range rs {
		r := &rs[i]
		if cmp.Or(cmp.Compare(best.Status.Weight(), r.Status.Weight()), cmp.Compare(best.Confidence, r.Confidence), cmp.Compare(r.Report, best.Report)) < 0 {
			best = r
		}
	}
	return best
}

// goesAsked keeps the way that a directed filter asks for.
func goesAsked(f entente.Filter, p entente.Pair) bool {
	return !f.Directed || len(f.Pair) == 0 || goes(p.Source, p.Target, f.Pair)
}

// sums adds up what lies in one tally.
type sums struct {
	events, reports    int
	weight, coop, conf int64
}

func (s *sums) add(events, reports int, weight, strength int64) {
	s.events += events
	s.reports += reports
	s.weight += weight
	s.coop += max(strength, 0)
	s.conf += max(-strength, 0)
}

func (s *sums) plain() entente.Sums {
	return entente.Sums{Events: s.events, Reports: s.reports, Weight: float64(s.weight) / million, Coop: float64(s.coop) / million, Conf: float64(s.conf) / million}
}

// tallyKey is what one tally is of.
type tallyKey struct {
	entente.Pair
	period entente.Day
	root   entente.Root
	quad   entente.Quad
}

func compareKeys(a, b tallyKey) int {
	return cmp.Or(strings.Compare(string(a.Source), string(b.Source)), strings.Compare(string(a.Target), string(b.Target)), cmp.Compare(a.period, b.period),
		strings.Compare(string(a.root), string(b.root)), cmp.Compare(a.quad, b.quad))
}

func (k tallyKey) tally(s *sums) entente.Tally {
	v := s.plain()
	return entente.Tally{Pair: k.Pair, Period: k.period, Root: k.root, Quad: k.quad, Events: v.Events, Reports: v.Reports, Weight: v.Weight, Coop: v.Coop, Conf: v.Conf}
}

// Tallies counts events by directed pair, period and root: coded ones here, imported ones
// in the engine.
func (s *Store) Tallies(ctx context.Context, f entente.Filter, p entente.Period) ([]entente.Tally, error) {
	ts, err := s.tallies(ctx, f, p)
	if f.Limit > 0 && len(ts) > f.Limit {
		ts = ts[:f.Limit]
	}
	return ts, s.asked(ctx, "tallies", err)
}

func (s *Store) tallies(ctx context.Context, f entente.Filter, p entente.Period) ([]entente.Tally, error) {
	all, err := s.strikes(ctx, f)
	if err != nil {
		return nil, err
	}
	counted, err := s.importCells(ctx, f, p)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return counted.tallies(), nil
	}
	groups := map[tallyKey]*sums{}
	for i := range all {
		k := &all[i]
		groupOf(groups, tallyKey{k.Pair, p.Start(k.day), k.root, k.quad}).add(k.events, k.reports, k.weight, k.strength)
	}
	return merged(tallied(groups), counted.tallies()), nil
}

func groupOf[K comparable, V any](groups map[K]*V, k K) *V {
	v := groups[k]
	if v == nil {
		v = new(V)
		groups[k] = v
	}
	return v
}

// tallied gives groups in order.
func tallied(groups map[tallyKey]*sums) []entente.Tally {
	keys := make([]tallyKey, 0, len(groups))
	for k := range groups {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compareKeys)
	var out []entente.Tally
	for _, k := range keys {
		out = append(out, k.tally(groups[k]))
	}
	return out
}

// merged adds up two counts, each in order.
func merged(a, b []entente.Tally) []entente.Tally {
	if len(a) == 0 {
		return b
	}
	if len(b) == 0 {
		return a
	}
	out := make([]entente.Tally, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch c := compareKeys(keyOfTally(&a[0]), keyOfTally(&b[0])); {
		case c < 0:
			out, a = append(out, a[0]), a[1:]
		case c > 0:
			out, b = append(out, b[0]), b[1:]
		default:
			out, a, b = append(out, plus(a[0], b[0])), a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}

func keyOfTally(t *entente.Tally) tallyKey { return tallyKey{t.Pair, t.Period, t.Root, t.Quad} }

// plus adds up two tallies of one key, in millionths.
func plus(a, b entente.Tally) entente.Tally {
	sum := func(x, y float64) float64 { return (math.Round(x*million) + math.Round(y*million)) / million }
	a.Events, a.Reports = a.Events+b.Events, a.Reports+b.Reports
	a.Weight, a.Coop, a.Conf = sum(a.Weight, b.Weight), sum(a.Coop, b.Coop), sum(a.Conf, b.Conf)
	return a
}

// Volume counts the events of each period, of all pairs that the filter picks.
func (s *Store) Volume(ctx context.Context, f entente.Filter, p entente.Period) ([]entente.Volume, error) {
	all, err := s.strikes(ctx, f)
	if err != nil {
		return nil, s.asked(ctx, "volume", err)
	}
	n := map[entente.Day]int{}
	for i := range all {
		n[p.Start(all[i].day)]++
	}
	if err := s.importVolume(ctx, f, p, n); err != nil {
		return nil, s.asked(ctx, "volume", err)
	}
	out := make([]entente.Volume, 0, len(n))
	for day, events := range n {
		out = append(out, entente.Volume{Period: day, Events: events})
	}
	slices.SortFunc(out, func(a, b entente.Volume) int { return cmp.Compare(a.Period, b.Period) })
	return out, nil
}

// citing is a tally in the making with its heaviest events.
type citing struct {
	sums
	mutual sums
	cites  []weighty
}

type weighty struct {
	weight int64
	id     string
}

// cite keeps the heaviest events, of equals the first by id.
func (c *citing) cite(w weighty, most int) {
	i, _ := slices.BinarySearchFunc(c.cites, w, func(a, b weighty) int { return cmp.Or(cmp.Compare(b.weight, a.weight), strings.Compare(a.id, b.id)) })
	if i >= most {
		return
	}
	c.cites = slices.Insert(c.cites, i, w)
	c.cites = c.cites[:min(len(c.cites), most)]
}

// Cited gives tallies with the events that weigh most in each.
func (s *Store) Cited(ctx context.Context, f entente.Filter, p entente.Period, cites int) ([]entente.Cited, error) {
	groups := map[tallyKey]*citing{}
	all, err := s.strikes(ctx, f)
	if err == nil {
		for i := range all {
			k := &all[i]
			g := groupOf(groups, tallyKey{k.Pair, p.Start(k.day), k.root, k.quad})
			g.add(k.events, k.reports, k.weight, k.strength)
			if k.mutual {
				g.mutual.add(k.events, k.reports, k.weight, k.strength)
			}
			g.cite(weighty{max(k.strength, -k.strength), k.id}, cites)
		}
		err = s.citeImports(ctx, f, p, cites, groups)
	}
	if err != nil {
		return nil, s.asked(ctx, "tallies", err)
	}
	keys := make([]tallyKey, 0, len(groups))
	for k := range groups {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compareKeys)
	out := []entente.Cited{}
	for _, k := range keys {
		g := groups[k]
		c := entente.Cited{Tally: k.tally(&g.sums), Mutual: g.mutual.plain(), Cites: []string{}}
		for _, w := range g.cites {
			c.Cites = append(c.Cites, w.id)
		}
		if f.Limit > 0 && len(out) == f.Limit {
			break
		}
		out = append(out, c)
	}
	return out, nil
}
