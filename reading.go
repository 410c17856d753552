package entente

import (
	"cmp"
	"slices"
)

// Reading is all that one reading of a story found: what a store keeps together or
// not at all. Lexicon names the dictionaries and weights it was read with ("sha256:…"). A
// reading without a story (its ID empty) holds problems alone.
//
// A story is known from its day of publication on, or, where it gives none, from the
// day on which it was first Seen. Words that differ from those known before are known
// from the day they were Seen on, and until then the earlier ones count; where they
// mend a reading, or the day is not known, they count as if they had always been there.
type Reading struct {
	Story       Story        `json:"story"`
	Lexicon     string       `json:"lexicon"`
	Seen        Day          `json:"seen"`    // when it was read, if that is known
	Mends       bool         `json:"mends"`   // other words than those known are no news: they were misread before
	Reports     []Report     `json:"reports"` // ID is for the store to say
	Assessments []Assessment `json:"assessments"`
	Problems    []Problem    `json:"problems"`
}

// Receipt counts what saving did.
type Receipt struct {
	Read        int `json:"read"`       // stories that were new
	Reread      int `json:"reread"`     // stories that were known with other words or another lexicon
	Known       int `json:"known"`      // stories that were known as they are: nothing changed
	Withdrawn   int `json:"withdrawn"`  // stories that were withdrawn before: nothing changed
	Superseded  int `json:"superseded"` // reports that a new reading took the place of
	Reports     int `json:"reports"`
	Assessments int `json:"assessments"`
	Problems    int `json:"problems"`
}

// Plus adds two receipts.
func (r Receipt) Plus(q Receipt) Receipt {
	return Receipt{
		r.Read + q.Read, r.Reread + q.Reread, r.Known + q.Known, r.Withdrawn + q.Withdrawn, r.Superseded + q.Superseded,
		r.Reports + q.Reports, r.Assessments + q.Assessments, r.Problems + q.Problems,
	}
}

// Filter picks what a store returns; empty fields match all. It picks reports: an
// event is returned if any of its reports is, with those reports alone. A report
// matches From and To if its window shares a day with them (one without a date then
// does not); a tally does if the event's day, the first of its narrowest window, lies
// within. Reciprocal reports match a directed pair both ways.
//
// AsOf hides what was not yet known: only what was published, or first seen where that
// is not told ([Reading]), on or before that day counts, in the words it then had and
// with stories that were withdrawn only later; events are clustered as if the rest had
// never been read.
//
// An imported event matches as its one report does ([Imported.Report]). Stories and
// assessments are of news alone: Sources without [CodedHere] hide them.
type Filter struct {
	Query
	Stories []string `json:"stories,omitempty"` // ids
	Streams []Stream `json:"streams,omitempty"`
	Sources []string `json:"sources,omitempty"` // who coded the events: [CodedHere], or the source of an [Provenance]
	Among   []Code   `json:"among,omitempty"`   // both actors are of these
	Apart   bool     `json:"apart,omitempty"`   // the two are not one actor
	Surely  float64  `json:"surely,omitempty"`  // the least confidence; imported events have none
	AsOf    Day      `json:"as_of,omitempty"`
	Limit   int      `json:"limit,omitempty"` // 0 is no limit
}

// TakesCoded reports whether the filter lets events through that were coded from news.
func (f *Filter) TakesCoded() bool {
	return len(f.Sources) == 0 || slices.Contains(f.Sources, CodedHere)
}

// HoldsDays reports whether a window shares a day with the filter's; one known end stands for
// both. What has no day is in no days that are named.
func (f *Filter) HoldsDays(from, to Day) bool {
	from = cmp.Or(from, to)
	to = max(from, to)
	return (!f.From.Known() || from.Known() && to >= f.From) && (!f.To.Known() || from.Known() && from <= f.To)
}

// HoldsActors reports whether what the first of two actors did to the second, or both did to
// one another, is of the filter's actors.
func (f *Filter) HoldsActors(source, target Code, reciprocal bool) bool {
	forth, back := true, false
	switch len(f.Pair) {
	case 0:
	case 1:
		forth, back = source == f.Pair[0], target == f.Pair[0]
	default:
		forth = source == f.Pair[0] && target == f.Pair[1]
		back = source == f.Pair[1] && target == f.Pair[0]
	}
	among := len(f.Among) == 0 || slices.Contains(f.Among, source) && slices.Contains(f.Among, target)
	return (forth || back && (!f.Directed || reciprocal)) && among && (!f.Apart || source != target)
}

// Pick gives of events those with a report of the filter's actors and days, with these reports
// alone, in the order in which a store gives them. What else a filter asks is not looked at.
func (f *Filter) Pick(events []Event) []Event {
	var out []Event
	for _, e := range events {
		var own []Report
		for i := range e.Reports {
			if r := &e.Reports[i]; f.HoldsActors(r.Source.Code, r.Target.Code, r.Reciprocal) && f.HoldsDays(r.DateFrom, r.DateTo) {
				own = append(own, *r)
			}
		}
		if len(own) > 0 {
			e.Reports = own
			out = append(out, e)
		}
	}
	slices.SortFunc(out, compareEvent)
	return out
}

// Spell is the days on which what was read counted: from the first on, to the day before
// the other, which is unknown where it counts still. What was first known on no day counted
// on none.
type Spell struct{ From, Until Day }

// Holds reports whether it counted on a day.
func (s Spell) Holds(d Day) bool {
	return s.From.Known() && s.From <= d && (!s.Until.Known() || s.Until > d)
}

// Past is all that was ever read of some actors, each with the days on which it counted, its
// spell being that of the same place.
type Past struct {
	Reports     []Report
	Reported    []Spell
	Assessments []Assessment
	Assessed    []Spell
}

// Counts says how much a store holds, or how much of it a filter picks.
type Counts struct {
	Stories     int `json:"stories"`
	Reports     int `json:"reports"`
	Events      int `json:"events"`
	Undated     int `json:"undated"` // events without a day: in no tally
	Assessments int `json:"assessments"`
	Problems    int `json:"problems"`
	Superseded  int `json:"superseded"` // reports of earlier readings and of withdrawn stories, kept but not counted
	Imported    int `json:"imported"`   // those of the events that were imported
	Mentions    int `json:"mentions"`   // all mentions of imported events, whatever the filter
	Measures    int `json:"measures"`   // all measures, whatever the filter
	From        Day `json:"from"`       // first and last day of publication
	To          Day `json:"to"`
}

// Withdrawal takes a story back: its outlet did, or it should never have been read.
// Nothing is deleted; the story no longer counts, and reading it again does not bring
// it back.
type Withdrawal struct {
	Story string `json:"story"`
	From  Day    `json:"from"` // the day from which it no longer counts; unknown, and it never did
	Made  Day    `json:"made"` // when that was decided
	Why   string `json:"why"`
}
