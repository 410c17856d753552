package desk

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"entente"
	"entente/dyad"
	"entente/forecast"
	"entente/hypothesis"
)

// Question says what a brief is to answer; the zero value asks of all that the
// store holds.
type Question struct {
	Filter   entente.Filter
	Corners  []entente.Code // three actors; by default those the evidence is most about
	Pairs    int            // how many pairs are shown at most; 0 means 10
	Horizon  int            // days of the outlook; 0 means 30
	Matrices []entente.Matrix
	// Of the questions put where no matrix is given: ready ones by name ("all" are all of
	// them), or templates of the analyst's, and who plays $A, $B and $C in them.
	Ready     []string
	Templates []hypothesis.Question
	Cast      []entente.Code

	Lexicon string // hash of the dictionaries, as printed
	Scale   string
	Title   string
	Counted bool                    // of given corners, imported events are counted and only the heaviest read; there is no outlook then
	Bare    bool                    // the given corners alone are told of: no other pair, no series, no outlook, and no questions are put
	Cuts    *Cuts                   // where sentences are kept for the next brief; nil keeps none
	IsState func(entente.Code) bool // whether a code may be a corner by default; nil means any
	Names   func(entente.Code) string
	Domain  func(string) entente.Code                         // the state of a country's domain such as "fr"; nil knows none
	Areas   []string                                          // issue areas that imported events may have
	Named   func(text string, day entente.Day) []entente.Code // the actors whom a sentence names; nil finds none
}

func (q Question) filled() Question {
	if q.Pairs == 0 {
		q.Pairs = 10
	}
	if q.Horizon == 0 {
		q.Horizon = 30
	}
	if q.IsState == nil {
		q.IsState = func(entente.Code) bool { return true }
	}
	if q.Named == nil {
		q.Named = func(string, entente.Day) []entente.Code { return nil }
	}
	if q.Names == nil {
		q.Names = func(c entente.Code) string { return string(c) }
	}
	return q
}

// Brief answers the main job's question from a store: the events, how each pair
// stands, the triangle, the hypotheses and the outlook, with notes on what the
// reader must know.
func Brief(ctx context.Context, store Store, q Question) (entente.Brief, error) {
	q = q.filled()
	left, err := leftOut(ctx, store, &q)
	if err != nil {
		return entente.Brief{}, err
	}
	b := entente.Brief{Title: q.Title, AsOf: q.Filter.AsOf, Lexicon: q.Lexicon, Scale: q.Scale}
	q.Counted = q.Counted && len(coreOf(q.Corners)) > 0 && len(q.Filter.Pair) == 0 && asksImported(q.Filter)
	counted, err := gather(ctx, store, q, &b)
	if err != nil {
		return b, err
	}
	day, err := judgedOn(ctx, store, q.Filter)
	if err != nil {
		return b, err
	}
	u := umpire{ev: evidenceOf(&b, counted, q), day: day}
	ties, corners := relations(&b, u, q)
	b.Dyads = ties
	if !q.Counted {
		sway(&b, u, q)
	}
	if len(corners) == 3 {
		b.Triangles = []entente.Triangle{u.triangle([3]entente.Code(corners))}
	}
	if err := ahead(ctx, store, q, &b, counted); err != nil {
		return b, err
	}
	b.Notes = slices.Concat(b.Notes, notes(&b), left)
	if len(q.Matrices) == 0 && len(b.Hypotheses) > 0 && looksBack(&b) {
		b.Notes = append(b.Notes, fmt.Sprintf("the questions are weighed by what is dated from %s on", (now(&b)-lately).Time().Format("2 January 2006")))
	}
	return b, nil
}

// ahead adds to how the actors stand how it came about, where it may go, and what the
// questions say.
func ahead(ctx context.Context, store Store, q Question, b *entente.Brief, counted []entente.Tally) error {
	if q.Bare {
		return nil
	}
	if err := history(ctx, store, q, b, counted); err != nil {
		return err
	}
	if !q.Counted {
		b.Outlook = outlook(b, q)
	}
	return weigh(ctx, store, b, q)
}

// leftOut lets the brief rest on what was coded from news, unless the question names
// sources, and says which imported events it leaves out: they have no sentences, and
// millions of them would drown those that do.
func leftOut(ctx context.Context, store Store, q *Question) ([]string, error) {
	if len(q.Filter.Sources) > 0 {
		return nil, nil
	}
	held, err := store.Holdings(ctx)
	if err != nil {
		return nil, fmt.Errorf("list imported events: %w", err)
	}
	if len(held) == 0 {
		return nil, nil
	}
	q.Filter.Sources = []string{entente.CodedHere}
	var out []string
	for _, h := range held {
		out = append(out, fmt.Sprintf("the store holds %d imported events of %s, which this answer leaves out; --source %s asks them", h.Events, h.Source, h.Source))
	}
	return out, nil
}

// events reads the events that the brief rests on. Where imported ones are asked, of
// given corners those between them alone are read.
func events(ctx context.Context, store Store, q Question) ([]entente.Event, []entente.Tally, error) {
	f := q.Filter
	switch {
	case q.Counted:
		return countedEvents(ctx, store, q)
	case asksImported(f) && len(coreOf(q.Corners)) > 0 && len(f.Pair) == 0:
		f.Among = q.Corners
	}
	all, err := collect(store.Events(ctx, f))
	if len(f.Among) > 0 {
		all = slices.DeleteFunc(all, withinOne)
	}
	return all, nil, err
}

// withinOne reports whether an event is of one actor alone, and so of no pair.
func withinOne(e entente.Event) bool {
	return e.Reports[0].Source.Code == e.Reports[0].Target.Code
}

// asksImported reports whether a filter names sources of imported events.
func asksImported(f entente.Filter) bool {
	return slices.ContainsFunc(f.Sources, func(s string) bool { return s != entente.CodedHere })
}

// credit gives imported events of a source one outlet, so that they can be cited. It has no
// day of publication; the day of its last event is told as that.
func credit(b *entente.Brief) {
	last := map[string]entente.Day{}
	for i := range b.Events {
		for j := range b.Events[i].Reports {
			if r := &b.Events[i].Reports[j]; r.Provenance != nil {
				r.Story = r.Provenance.Source
				last[r.Story] = max(last[r.Story], r.Date)
			}
		}
	}
	for _, source := range slices.Sorted(maps.Keys(last)) {
		events := "imported events"
		if day := last[source]; day.Known() {
			events += ", the last of " + day.Time().Format("2 January 2006")
		}
		b.Stories = append(b.Stories, entente.Outlet{Story: source, Title: "Events that others coded", Publisher: source + " (" + events + ")"})
	}
}

// gather reads what the brief rests on, and gives the tallies of what is only counted.
func gather(ctx context.Context, store Store, q Question, b *entente.Brief) (counted []entente.Tally, err error) {
	f := q.Filter
	if b.Stories, err = collect(store.Stories(ctx, f)); err != nil {
		return nil, fmt.Errorf("list stories: %w", err)
	}
	if b.Events, counted, err = events(ctx, store, q); err != nil {
		return nil, fmt.Errorf("list events: %w", err)
	}
	credit(b)
	if b.Assessments, err = collect(store.Assessments(ctx, f)); err != nil {
		return nil, fmt.Errorf("list assessments: %w", err)
	}
	if b.Problems, err = collect(store.Problems(ctx, f)); err != nil {
		return nil, fmt.Errorf("list problems: %w", err)
	}
	b.Reports = inOrder(b)
	for _, r := range b.Reports {
		if r.DateFrom.Known() && r.Status.Happened() && r.Status != entente.Historical {
			if !b.From.Known() || r.DateFrom < b.From {
				b.From = r.DateFrom
			}
			b.To = max(b.To, r.DateTo)
		}
	}
	return counted, nil
}

// collect drains a sequence up to its first error.
func collect[T any](seq func(func(T, error) bool)) ([]T, error) {
	out := []T{}
	for v, err := range seq {
		if err != nil {
			return out, err
		}
		out = append(out, v)
	}
	return out, nil
}

// inOrder gives the reports of all events in order of story and place.
func inOrder(b *entente.Brief) []entente.Report {
	place := make(map[string]int, len(b.Stories))
	for i, s := range b.Stories {
		place[s.Story] = i
	}
	type placed struct {
		in int // the place of its story
		*entente.Report
	}
	var all []placed
	for _, e := range b.Events {
		for i := range e.Reports {
			all = append(all, placed{place[e.Reports[i].Story], &e.Reports[i]})
		}
	}
	slices.SortStableFunc(all, func(x, y placed) int {
		return cmp.Or(x.in-y.in, x.Citation.Start-y.Citation.Start, x.Citation.Trigger[0]-y.Citation.Trigger[0], strings.Compare(x.Report.Report, y.Report.Report))
	})
	out := make([]entente.Report, len(all))
	for i, r := range all {
		out[i] = *r.Report
	}
	return out
}

// TieIn judges two actors by what a brief of coded events rests on, as of a day, as the brief
// does: of a pair that it does not show.
func TieIn(b *entente.Brief, day entente.Day, x, y entente.Code) entente.Tie {
	return umpire{dyad.Evidence{Reports: b.Reports, Assessments: b.Assessments}, day}.tie(x, y)
}

// pairKey is an undirected pair, its codes in order.
type pairKey struct{ a, b entente.Code }

func keyOf(a, b entente.Code) pairKey {
	if b < a {
		a, b = b, a
	}
	return pairKey{a, b}
}

// evidence weighs how much is told of each pair: one for an act in a stream that
// counts, one for an assessment.
func evidence(b *entente.Brief) map[pairKey]float64 {
	out := map[pairKey]float64{}
	for _, r := range b.Reports {
		if r.Source.Code != "" && r.Target.Code != "" && r.Stream.Counts() {
			out[keyOf(r.Source.Code, r.Target.Code)] += max(.2, r.Status.Weight())
		}
	}
	for _, a := range b.Assessments {
		if !a.Stream.Counts() {
			continue
		}
		out[keyOf(a.A.Code, a.B.Code)]++
		for _, m := range a.Members {
			for _, c := range []entente.Code{a.A.Code, a.B.Code} {
				if c != m && len(c) == 3 {
					out[keyOf(c, m)]++
				}
			}
		}
	}
	return out
}

// relations judges the pairs that are told of most, and names the corners of the
// triangle.
func relations(b *entente.Brief, u umpire, q Question) ([]entente.Tie, []entente.Code) {
	mass := evidence(b)
	keys := make([]pairKey, 0, len(mass))
	for k := range mass {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(x, y pairKey) int {
		return cmp.Or(cmp.Compare(mass[y], mass[x]), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	corners := q.Corners
	if len(corners) == 0 {
		corners = salient(keys, mass, q.IsState)
	}
	core := coreOf(corners)
	var ties []entente.Tie
	for _, k := range core {
		ties = append(ties, u.tie(k.a, k.b))
	}
	for _, k := range keys {
		if len(ties) >= q.Pairs || q.Bare {
			break
		}
		if !slices.Contains(core, k) {
			ties = append(ties, u.tie(k.a, k.b))
		}
	}
	return ties, corners
}

func coreOf(corners []entente.Code) []pairKey {
	var out []pairKey
	for i, a := range corners {
		for _, c := range corners[i+1:] {
			out = append(out, keyOf(a, c))
		}
	}
	return out
}

// salient picks the three states on whose mutual relations there is most evidence:
// of all triples of the twelve most named, the one with the largest sum of
// log-like weights, so that a pair without evidence counts against it.
func salient(keys []pairKey, mass map[pairKey]float64, state func(entente.Code) bool) []entente.Code {
	weight := map[entente.Code]float64{}
	for _, k := range keys {
		weight[k.a] += mass[k]
		weight[k.b] += mass[k]
	}
	var codes []entente.Code
	for c := range weight {
		if state(c) {
			codes = append(codes, c)
		}
	}
	slices.SortFunc(codes, func(x, y entente.Code) int {
		return cmp.Or(cmp.Compare(weight[y], weight[x]), cmp.Compare(x, y))
	})
	codes = codes[:min(len(codes), 12)]
	var best []entente.Code
	bestScore := 0.0
	for i := range codes {
		for j := i + 1; j < len(codes); j++ {
			for k := j + 1; k < len(codes); k++ {
				triple := []entente.Code{codes[i], codes[j], codes[k]}
				if score := tripleScore(triple, mass); score > bestScore+1e-9 {
					best, bestScore = triple, score
				}
			}
		}
	}
	slices.Sort(best)
	return best
}

// tripleScore multiplies what is told of the three pairs, each plus a little, so
// that one empty pair does not hide the other two.
func tripleScore(t []entente.Code, mass map[pairKey]float64) float64 {
	score := 1.0
	for _, k := range coreOf(t) {
		score *= mass[k] + .25
	}
	if mass[keyOf(t[0], t[1])]+mass[keyOf(t[0], t[2])]+mass[keyOf(t[1], t[2])] == 0 {
		return 0
	}
	return score
}

// speaksFor says whether a collective stands for a member in an assessment: only
// where the story names that member in the same part.
func speaksFor(a entente.Assessment, collective, member entente.Code) bool {
	return slices.Contains(a.Members, member)
}

// history adds the series of the pairs shown, where the evidence spans more than
// two months.
func history(ctx context.Context, store Store, q Question, b *entente.Brief, counted []entente.Tally) error {
	if !b.From.Known() || b.To-b.From < 62 {
		return nil
	}
	tallies, err := monthly(ctx, store, q, b, counted)
	if err != nil {
		return fmt.Errorf("count events: %w", err)
	}
	read, err := store.Coverage(ctx, q.Filter)
	if err != nil {
		return fmt.Errorf("list days: %w", err)
	}
	if len(read) == 0 {
		return nil
	}
	shown := map[pairKey]bool{}
	for _, t := range b.Dyads {
		shown[keyOf(t.A, t.B)] = true
	}
	for _, s := range dyad.Fill(tallies, read[0], read[len(read)-1], entente.Monthly, read) {
		if shown[keyOf(s.Source, s.Target)] {
			b.Series = append(b.Series, s)
		}
	}
	return nil
}

// outlook forecasts for the pairs of the triangle, or the first pairs shown, from
// the day after the last story, or the last imported event.
func outlook(b *entente.Brief, q Question) []entente.Forecast {
	origin := b.AsOf
	if !origin.Known() {
		for _, s := range b.Stories {
			origin = max(origin, s.Published)
		}
		for i := range b.Events {
			for _, r := range b.Events[i].Reports {
				if r.Provenance != nil {
					origin = max(origin, r.Date)
				}
			}
		}
	}
	if !origin.Known() {
		return nil
	}
	climate := forecast.Climatology(forecast.Before(origin+1, b.Events), q.Horizon)
	var out []entente.Forecast
	for i, t := range b.Dyads {
		if i < 3 {
			out = append(out, climate.Outlook(t.A, t.B)...)
		}
	}
	return out
}

// notes tells the reader what the answer leaves open.
func notes(b *entente.Brief) []string {
	var out []string
	undated, opinion := 0, 0
	for _, r := range b.Reports {
		if !r.DateFrom.Known() {
			undated++
		}
	}
	for _, s := range b.Stories {
		if s.Kind == entente.OpinionKind {
			opinion++
		}
	}
	if undated > 0 {
		out = append(out, fmt.Sprintf("%d of %d reports have no day: they are shown and counted, and enter no series", undated, len(b.Reports)))
	}
	if opinion > 0 {
		out = append(out, fmt.Sprintf("%d of %d stories are opinion: what their authors judge is shown as theirs", opinion, len(b.Stories)))
	}
	if len(b.Stories) == 1 {
		out = append(out, "one story is one witness: levels and outlook rest on it alone")
	}
	if len(b.Triangles) == 0 {
		out = append(out, "fewer than three states are told of, so there is no triangle")
	}
	return out
}
