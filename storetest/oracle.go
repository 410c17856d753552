package storetest

import (
	"cmp"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"

	"entente"
)

// Events says what [desk.Store.Events] must give of readings, the last of each story
// being the one that counts.
func Events(readings []entente.Reading, f entente.Filter) []entente.Event {
	var picked []entente.Event
	for _, e := range entente.Cluster(reports(readings, f.AsOf)) {
		e.Reports = slices.DeleteFunc(e.Reports, func(r entente.Report) bool { return !matches(&r, f) })
		if len(e.Reports) > 0 {
			picked = append(picked, e)
		}
	}
	slices.SortFunc(picked, func(a, b entente.Event) int {
		return cmp.Or(compareDay(a.Window().From, b.Window().From), cmp.Compare(a.ID, b.ID))
	})
	if f.Limit > 0 && len(picked) > f.Limit {
		picked = picked[:f.Limit]
	}
	return picked
}

// compareDay puts the unknown day last.
func compareDay(a, b entente.Day) int {
	switch {
	case a.Known() && b.Known():
		return cmp.Compare(a, b)
	case a.Known():
		return -1
	case b.Known():
		return 1
	}
	return 0
}

// current gives the last reading of each story, in order of id, as of a day.
func current(readings []entente.Reading, asOf entente.Day) []entente.Reading {
	last := make(map[string]entente.Reading)
	for _, r := range readings {
		last[r.Story.ID] = r
	}
	var kept []entente.Reading
	for _, id := range slices.Sorted(maps.Keys(last)) {
		p := last[id].Story.Published
		if id != "" && (!asOf.Known() || p.Known() && p <= asOf) {
			kept = append(kept, last[id])
		}
	}
	return kept
}

func reports(readings []entente.Reading, asOf entente.Day) []entente.Report {
	var all []entente.Report
	for _, r := range current(readings, asOf) {
		all = append(all, r.Reports...)
	}
	return all
}

func matches(r *entente.Report, f entente.Filter) bool {
	from, to := span(r)
	return matchesButDays(r, f) &&
		(!f.From.Known() || from.Known() && to >= f.From) &&
		(!f.To.Known() || from.Known() && from <= f.To)
}

// span is a report's window with one known end standing for both.
func span(r *entente.Report) (from, to entente.Day) {
	from = cmp.Or(r.DateFrom, r.DateTo)
	return from, max(from, r.DateTo)
}

func matchesButDays(r *entente.Report, f entente.Filter) bool {
	return matchesPair(r, f) && in(r.Plover.Event, f.Roots) && in(r.Quad, f.Quads) && in(r.Status, f.Status) &&
		in(r.Stream, f.Streams) && in(r.Story, f.Stories) && matchesContexts(r, f.Contexts) && matchesWords(r, f.Words) &&
		in(r.Source.Code, f.Among) && in(r.Target.Code, f.Among) && (!f.Apart || r.Source.Code != r.Target.Code) && r.Confidence >= f.Surely
}

func in[T comparable](v T, some []T) bool { return len(some) == 0 || slices.Contains(some, v) }

func matchesPair(r *entente.Report, f entente.Filter) bool {
	if len(f.Pair) == 0 {
		return true
	}
	there, back := goes(r.Source.Code, r.Target.Code, f.Pair), goes(r.Target.Code, r.Source.Code, f.Pair)
	return there || back && (!f.Directed || r.Reciprocal)
}

// goes reports whether an act from one actor to another is of the directed pair.
func goes(from, to entente.Code, pair []entente.Code) bool {
	return from == pair[0] && (len(pair) == 1 || to == pair[1])
}

func matchesContexts(r *entente.Report, contexts []string) bool {
	return len(contexts) == 0 || slices.ContainsFunc(contexts, func(c string) bool { return slices.Contains(r.Plover.Contexts, c) })
}

func matchesWords(r *entente.Report, words []string) bool {
	return len(words) == 0 || slices.ContainsFunc(words, func(w string) bool {
		if w == "" {
			return false
		}
		whole := regexp.MustCompile(`(^|[^\pL\pN_])` + regexp.QuoteMeta(strings.ToLower(w)) + `($|[^\pL\pN_])`)
		return whole.MatchString(strings.ToLower(r.Citation.Quote))
	})
}

// Tallies says what [desk.Store.Tallies] must give.
func Tallies(readings []entente.Reading, f entente.Filter, p entente.Period) []entente.Tally {
	return tally(Events(readings, undated(f)), f, p)
}

// undated is a filter without days and limit.
func undated(f entente.Filter) entente.Filter {
	f.From, f.To, f.Limit = 0, 0, 0
	return f
}

// tally counts events that a filter without its days has picked.
func tally(events []entente.Event, f entente.Filter, p entente.Period) []entente.Tally {
	sums := make(map[entente.Tally]*entente.Tally)
	for _, e := range events {
		e.Reports = slices.DeleteFunc(e.Reports, func(r entente.Report) bool {
			return !r.Stream.Counts() || r.Source.Code == "" || r.Target.Code == ""
		})
		for _, t := range tallyEvent(e, f, p) {
			key := entente.Tally{Pair: t.Pair, Period: t.Period, Root: t.Root, Quad: t.Quad}
			if sums[key] == nil {
				sums[key] = &key
			}
			sum := sums[key]
			sum.Events += count(&e)
			sum.Reports += t.Reports
			sum.Weight += t.Weight
			sum.Coop += t.Coop
			sum.Conf += t.Conf
		}
	}
	var ts []entente.Tally
	for _, t := range sums {
		t.Weight, t.Coop, t.Conf = t.Weight/1e6, t.Coop/1e6, t.Conf/1e6
		ts = append(ts, *t)
	}
	slices.SortFunc(ts, func(a, b entente.Tally) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Period, b.Period),
			cmp.Compare(a.Root, b.Root), cmp.Compare(a.Quad, b.Quad))
	})
	if f.Limit > 0 && len(ts) > f.Limit {
		ts = ts[:f.Limit]
	}
	return ts
}

// tallyEvent gives an event's tally in each direction, sums in whole millionths.
func tallyEvent(e entente.Event, f entente.Filter, p entente.Period) []entente.Tally {
	if len(e.Reports) == 0 {
		return nil
	}
	day := e.Window().From
	lead := slices.MinFunc(e.Reports, func(a, b entente.Report) int {
		return cmp.Or(cmp.Compare(b.Status.Weight(), a.Status.Weight()), cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Report, b.Report))
	})
	weight := math.Round(lead.Status.Weight() * 1e6)
	if !day.Known() || weight == 0 || f.From.Known() && day < f.From || f.To.Known() && day > f.To {
		return nil
	}
	strength, n := math.Round(weight*lead.Intensity), float64(count(&e))
	weight, strength = weight*n, strength*n
	t := entente.Tally{
		Pair: entente.Pair{Source: lead.Source.Code, Target: lead.Target.Code}, Period: p.Start(day),
		Root: lead.Plover.Event, Quad: lead.Quad, Reports: len(e.Reports), Weight: weight,
		Coop: max(strength, 0), Conf: max(-strength, 0),
	}
	var ts []entente.Tally
	if !f.Directed || len(f.Pair) == 0 || goes(t.Source, t.Target, f.Pair) {
		ts = append(ts, t)
	}
	t.Source, t.Target = t.Target, t.Source
	if lead.Reciprocal && t.Source != t.Target && (!f.Directed || len(f.Pair) == 0 || goes(t.Source, t.Target, f.Pair)) {
		ts = append(ts, t)
	}
	return ts
}

// count is how many events one stands for.
func count(e *entente.Event) int {
	if o := e.Reports[0].Provenance; o != nil {
		return o.Count()
	}
	return 1
}

// assessed says what [desk.Store.Assessments] must give.
func assessed(readings []entente.Reading, f entente.Filter) []entente.Assessment {
	var picked []entente.Assessment
	for _, r := range current(readings, f.AsOf) {
		for _, a := range r.Assessments {
			if fits(&a, f) {
				picked = append(picked, a)
			}
		}
	}
	slices.SortFunc(picked, func(a, b entente.Assessment) int {
		return cmp.Or(cmp.Compare(a.Story, b.Story), cmp.Compare(a.Citation.Start, b.Citation.Start), cmp.Compare(a.ID, b.ID))
	})
	if f.Limit > 0 && len(picked) > f.Limit {
		picked = picked[:f.Limit]
	}
	return picked
}

// fits treats an assessment as the report of an act between its two, without root,
// quad or status.
func fits(a *entente.Assessment, f entente.Filter) bool {
	f.Roots, f.Quads, f.Status, f.Surely = nil, nil, nil, 0
	f.Directed = f.Directed && len(f.Pair) == 2
	return signFits(a, a.Level, f.Levels) && signFits(a, a.Trend, f.Trends) && matches(&entente.Report{
		Story: a.Story, Stream: a.Stream, Source: entente.Actor{Code: a.A.Code}, Target: entente.Actor{Code: a.B.Code},
		Plover: entente.Plover{Contexts: []string{a.Issue}}, DateFrom: a.DateFrom, DateTo: a.DateTo, Citation: a.Citation,
	}, f)
}

func signFits(a *entente.Assessment, sign *int, signs []int) bool {
	return len(signs) == 0 || sign != nil && slices.Contains(signs, *sign) && !a.Negated && a.Hedge != entente.Unlikely
}
