// Package score measures coding against gold: the output lines of the coder
// against lines that people wrote.
//
// It takes readers and gives numbers. It judges no story itself, opens no file and
// sets no floor: whether a number is good enough is said where it is asked for.
//
// # The rules of matching
//
// An output event matches a gold event if the pair of actors is the same, in any
// order or as one of the gold's alternatives; its root is one of those accepted;
// its days overlap the gold's, where the gold has days; and its status is one of
// those accepted. Gold that is not required also asks that the cited words overlap
// its own. Required gold is matched one to one: first as many as can be, then the
// closest (the very words before the direction). An output event and its copies
// (same pair, root, status, days and words; for cooperative roots also the mirror
// image) count once there. Precision is many to one: any output event of a stream
// that counts is right if it matches any gold event, required or not. An output
// event caught by a line that says what must not be found, or cited from furniture
// as if from the body, matches nothing.
//
// Only stories that have gold are measured.
package score

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"

	"entente"
)

// Share is a ratio with what it is made of; Value is null where Of is zero.
type Share struct {
	Hits  int
	Of    int
	Value *float64
}

func share(hits, of int) Share {
	s := Share{Hits: hits, Of: of}
	if of > 0 {
		v := float64(hits) / float64(of)
		s.Value = &v
	}
	return s
}

// MarshalJSON writes the ratio alone, null if there is none.
func (s Share) MarshalJSON() ([]byte, error) { return json.Marshal(s.Value) }

// F1 is precision, recall and their harmonic mean, 0 to 1; null where there is
// nothing to measure.
type F1 struct {
	Precision Share    `json:"precision"`
	Recall    Share    `json:"recall"`
	F1        *float64 `json:"f1"`
}

func harmonic(precision, recall Share) F1 {
	f := F1{Precision: precision, Recall: recall}
	if precision.Of+recall.Of == 0 {
		return f
	}
	v := 0.0
	if p, r := value(precision), value(recall); p+r > 0 {
		v = 2 * p * r / (p + r)
	}
	f.F1 = &v
	return f
}

func value(s Share) float64 {
	if s.Value == nil {
		return 0
	}
	return *s.Value
}

// Result is a coding measured. Shares are between 0 and 1 and null where there was
// nothing to measure.
type Result struct {
	Stories               int   `json:"stories"` // with gold
	Events                int   `json:"events"`  // output events of these stories in streams that count
	OtherStream           int   `json:"other_stream_events"`
	Matched               int   `json:"matched"`
	Precision             Share `json:"precision"`
	PrecisionFolded       Share `json:"precision_folded"` // each event and its copies once
	Required              int   `json:"required"`
	RequiredFound         int   `json:"required_found"`
	RequiredRecall        Share `json:"required_recall"`
	RequiredFoundDirected int   `json:"required_found_directed"`
	PairRoot              F1    `json:"pair_root"`     // unordered pair and root, whatever the days and the status
	DirectedPair          F1    `json:"directed_pair"` // ordered pair, whatever the root
	Status                Share `json:"status_accuracy"`
	Date                  Share `json:"date_hit"`
	MustNot               int   `json:"must_not"`
	MustNotViolations     int   `json:"must_not_violations"`
	FurnitureAsBody       int   `json:"furniture_as_body"`
	EmptyStories          int   `json:"empty_stories"`       // gold says: no event
	EmptyStoriesCoded     int   `json:"empty_stories_coded"` // and yet one came out
	Citations             int   `json:"citations"`
	CitationsInText       Share `json:"citations_in_text"` // quote == text[start:end]; null without the stories

	Assessments AssessmentResult `json:"assessments"`
	ByStory     []StoryResult    `json:"by_story"`
	Missing     []Finding        `json:"missing"`    // required gold that was not found
	Unmatched   []Finding        `json:"unmatched"`  // output that matches no gold
	Violations  []Finding        `json:"violations"` // output that gold forbids
}

// AssessmentResult measures assessments in the stories whose gold has any.
type AssessmentResult struct {
	Gold      int   `json:"gold"`
	Output    int   `json:"output"`
	PairLevel F1    `json:"pair_level"`
	Holder    Share `json:"holder_accuracy"`
	Trend     Share `json:"trend_accuracy"`
	Elsewhere int   `json:"elsewhere"` // found in stories whose gold has none
}

// StoryResult is one story's share of the result.
type StoryResult struct {
	Story         string `json:"story"`
	Required      int    `json:"required"`
	RequiredFound int    `json:"required_found"`
	Events        int    `json:"events"`
	Matched       int    `json:"matched"`
	Violations    int    `json:"violations"`
}

// Finding is a single gold or output event that went wrong, told for a person.
type Finding struct {
	Story string   `json:"story"`
	ID    string   `json:"id,omitempty"`
	Event string   `json:"event"`
	Text  string   `json:"text"`
	Why   []string `json:"why,omitempty"`
}

// Gold measures output lines, as "entente code --assessments --json" writes them,
// against gold lines of the corpus. With the stories at hand it also checks that
// every quote stands where it says, and overlaps are judged by place rather than by
// words. The error names the file and line that cannot be read.
func Gold(gold, output io.Reader, stories ...entente.Story) (Result, error) {
	golds, err := readGold(gold)
	if err != nil {
		return Result{}, err
	}
	texts := map[string]*entente.Story{}
	for i := range stories {
		texts[stories[i].ID] = &stories[i]
	}
	if err := readOutput(output, golds, texts); err != nil {
		return Result{}, err
	}
	names := make([]string, 0, len(golds))
	for name := range golds {
		names = append(names, name)
	}
	slices.Sort(names)
	t := &tally{}
	for _, name := range names {
		t.story(golds[name])
	}
	return t.result(len(names)), nil
}

// Tally sums the counts of the stories.
type tally struct {
	r                     Result
	folded, foldedRight   int
	rootRight, rootFound  int
	dirRight, dirFound    int
	statusOK, statusOf    int
	dateOK, dateOf        int
	quoteOK, quoteOf      int
	viewRight, viewFound  int
	holderOK, viewMatched int
	trendOK, trendOf      int
}

func (t *tally) result(stories int) Result {
	r := &t.r
	r.Stories = stories
	r.Precision = share(r.Matched, r.Events)
	r.PrecisionFolded = share(t.foldedRight, t.folded)
	r.RequiredRecall = share(r.RequiredFound, r.Required)
	r.PairRoot = harmonic(share(t.rootRight, r.Events), share(t.rootFound, r.Required))
	r.DirectedPair = harmonic(share(t.dirRight, r.Events), share(t.dirFound, r.Required))
	r.Status, r.Date = share(t.statusOK, t.statusOf), share(t.dateOK, t.dateOf)
	r.CitationsInText = share(t.quoteOK, t.quoteOf)
	a := &r.Assessments
	a.PairLevel = harmonic(share(t.viewRight, a.Output), share(t.viewFound, a.Gold))
	a.Holder, a.Trend = share(t.holderOK, t.viewMatched), share(t.trendOK, t.trendOf)
	for _, list := range []*[]Finding{&r.Missing, &r.Unmatched, &r.Violations} {
		if *list == nil {
			*list = []Finding{}
		}
	}
	return *r
}

// story adds one story's counts.
func (t *tally) story(s *sheet) {
	shown, other := s.shown()
	barred := t.bar(s, shown)
	free := slices.DeleteFunc(slices.Clone(shown), func(e *found) bool { return barred[e] })
	before := t.r.Matched
	t.precision(s, shown, barred)
	kept := fold(free)
	got := assign(s.required(), kept, func(g *goldEvent, e *found) int {
		if len(reasons(g, e)) > 0 {
			return 0
		}
		return closeness(g, e)
	})
	t.recall(s, got, kept)
	t.loose(s, free)
	t.empty(s, shown)
	t.quotes(s)
	t.views(s)
	t.r.Events += len(shown)
	t.r.OtherStream += other
	t.r.ByStory = append(t.r.ByStory, StoryResult{s.name, len(s.required()), len(got), len(shown), t.r.Matched - before, len(barred)})
}

// bar finds the output that gold forbids or that was taken from furniture.
func (t *tally) bar(s *sheet, shown []*found) map[*found]bool {
	barred := map[*found]bool{}
	for _, e := range shown {
		if leaks(s, e) {
			t.r.FurnitureAsBody++
			barred[e] = true
			t.r.Violations = append(t.r.Violations, e.finding(s.name, "furniture as body"))
			continue
		}
		for i := range s.forbidden {
			if violates(s, &s.forbidden[i], e) {
				t.r.MustNotViolations++
				barred[e] = true
				t.r.Violations = append(t.r.Violations, e.finding(s.name, cmp.Or(s.forbidden[i].Why, "must not be found")))
				break
			}
		}
	}
	t.r.MustNot += len(s.forbidden)
	return barred
}

func (t *tally) precision(s *sheet, shown []*found, barred map[*found]bool) {
	right := func(e *found) bool {
		return !barred[e] && s.any(e, func(g *goldEvent) bool { return len(reasons(g, e)) == 0 })
	}
	for _, e := range shown {
		if right(e) {
			t.r.Matched++
		} else {
			t.r.Unmatched = append(t.r.Unmatched, e.finding(s.name, s.nearest(e)...))
		}
	}
	for _, e := range fold(shown) {
		t.folded++
		t.foldedRight += count(right(e))
	}
}

func (t *tally) recall(s *sheet, got map[*goldEvent]*found, pool []*found) {
	for _, g := range s.required() {
		t.r.Required++
		e := got[g]
		if e == nil {
			t.r.Missing = append(t.r.Missing, g.finding(s.name, pool))
			continue
		}
		t.r.RequiredFound++
		t.r.RequiredFoundDirected += count(!backward(g, e))
	}
}

// loose measures what may be wrong one thing at a time: pair and root whatever the
// rest, the ordered pair whatever the root, and among loose matches the status and
// the days.
func (t *tally) loose(s *sheet, free []*found) {
	pairRoot := func(g *goldEvent, e *found) bool { return pairOK(g, e) && rootOK(g, e) }
	directed := func(g *goldEvent, e *found) bool { return pairOK(g, e) && !backward(g, e) }
	for _, e := range free {
		t.rootRight += count(s.any(e, func(g *goldEvent) bool { return pairRoot(g, e) }))
		t.dirRight += count(s.any(e, func(g *goldEvent) bool { return directed(g, e) }))
	}
	kept := fold(free)
	t.rootFound += len(assign(s.required(), kept, weight(pairRoot)))
	t.dirFound += len(assign(s.required(), kept, weight(directed)))
	for g, e := range assign(s.acts(), kept, weight(func(g *goldEvent, e *found) bool { return pairRoot(g, e) && near(g, e) })) {
		t.statusOf++
		t.statusOK += count(slices.Contains(g.Status, e.Status))
		if g.From.Known() {
			t.dateOf++
			t.dateOK += count(dateOK(g, e))
		}
	}
}

// weight makes a measure for assign of a test: closer is better.
func weight(ok func(*goldEvent, *found) bool) func(*goldEvent, *found) int {
	return func(g *goldEvent, e *found) int {
		if !ok(g, e) {
			return 0
		}
		return closeness(g, e)
	}
}

func (t *tally) empty(s *sheet, shown []*found) {
	if s.none {
		t.r.EmptyStories++
		t.r.EmptyStoriesCoded += count(len(shown) > 0)
	}
}

// quotes checks every citation of a story whose text is at hand.
func (t *tally) quotes(s *sheet) {
	check := func(c entente.Citation) {
		t.r.Citations++
		if s.text != nil {
			t.quoteOf++
			t.quoteOK += count(c.Quote != "" && s.text.Slice(c.Start, c.End) == c.Quote)
		}
	}
	for _, e := range s.events {
		check(e.Citation)
	}
	for _, v := range s.views {
		check(v.Citation)
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}
