package dyad_test

import (
	"math"
	"testing"

	"entente"
	"entente/dyad"
)

// week is the Monday of a week counted from one of 2014.
func week(n int) entente.Day { return entente.MakeDay(2014, 1, 6) + entente.Day(7*n) }

// telling makes a side that tells of RUS and USA so many events in each week, and published
// something on every day of those weeks.
func telling(quad entente.Quad, counts ...int) dyad.Telling {
	var s dyad.Telling
	for n, events := range counts {
		for d := range entente.Day(7) {
			s.Read = append(s.Read, week(n)+d)
		}
		if events > 0 {
			s.Tallies = append(s.Tallies, entente.Cited{Tally: entente.Tally{Pair: entente.Pair{Source: "USA", Target: "RUS"}, Period: week(n), Quad: quad, Events: events}})
		}
	}
	return s
}

func anyTwo(_, _ entente.Code) bool { return true }

// TestCompareAsPublished holds the rank correlation against a textbook's: IQ and hours of
// television of ten persons, -29/165 (the example of Spearman's coefficient in
// Wikipedia), and against one with equal ranks counted by hand.
func TestCompareAsPublished(t *testing.T) {
	hours := telling(1, 7, 0, 27, 50, 28, 29, 20, 12, 6, 17)
	iq := telling(1, 106, 86, 100, 101, 99, 103, 97, 113, 112, 110)
	got := dyad.Compare(entente.Weekly, entente.Window{}, hours, iq, 1, anyTwo)
	if len(got.Pairs) != 1 || got.Pairs[0].All == nil || math.Abs(got.Pairs[0].All.Value- -29./165) > 1e-9 {
		t.Fatalf("got %+v, want -29/165", got.Pairs)
	}
	// Ranks 1.5 1.5 3 4 and 1 2.5 2.5 4: covariance 3.75, variances 4.5 and 4.5.
	got = dyad.Compare(entente.Weekly, entente.Window{}, telling(4, 0, 0, 1, 2), telling(4, 1, 2, 2, 9), 1, anyTwo)
	p := got.Pairs[0]
	if math.Abs(p.All.Value-3.75/4.5) > 1e-9 || p.Conflict == nil || *p.Conflict != *p.All || p.Cooperation != nil {
		t.Errorf("got %+v, want .8333 of conflict and nothing of cooperation", p)
	}
	if !(p.All.Low < p.All.Value && p.All.Value < p.All.High && p.All.High <= 1) {
		t.Errorf("bounds %+v do not hold the value", p.All)
	}
}

// TestCompareTakesWhatBothCover: a week that one side does not cover is no zero, and a week
// that lies half outside is none.
func TestCompareTakesWhatBothCover(t *testing.T) {
	a, b := telling(1, 1, 2, 3, 4, 5, 6), telling(1, 1, 2, 3, 4, 5, 6)
	gap := b.Read[:0:0]
	for _, d := range b.Read {
		if d < week(2) || d >= week(3) {
			gap = append(gap, d)
		}
	}
	b.Read = gap[:len(gap)-2] // the last week ends on a Friday
	got := dyad.Compare(entente.Weekly, entente.Window{}, a, b, 1, anyTwo)
	if got.Periods != 4 || got.Left != 1 || got.From != week(0) || got.To != week(5)-1 {
		t.Errorf("got %d periods, %d left, %s to %s; want 4, 1, %s to %s", got.Periods, got.Left, got.From, got.To, week(0), week(5)-1)
	}
	if got.Pairs[0].Events != [2]int{12, 12} {
		t.Errorf("events %v, want 12 of each", got.Pairs[0].Events)
	}
	got = dyad.Compare(entente.Weekly, entente.Window{From: week(1) - 1, To: week(4) + 5}, a, b, 1, anyTwo)
	if got.Periods != 2 || got.From != week(1) || got.To != week(4)-1 {
		t.Errorf("within days got %d periods, %s to %s", got.Periods, got.From, got.To)
	}
}

// TestCompareCountsMutualActsOnce: a meeting is tallied in both directions.
func TestCompareCountsMutualActsOnce(t *testing.T) {
	a, b := telling(1, 1, 2, 3, 4), telling(1, 1, 2, 3, 4)
	back := a.Tallies[3]
	back.Source, back.Target = back.Target, back.Source
	a.Tallies[3].Mutual.Events, back.Mutual.Events = 3, 3
	back.Events = 5
	a.Tallies = append(a.Tallies, back)
	got := dyad.Compare(entente.Weekly, entente.Window{}, a, b, 1, anyTwo)
	if got.Pairs[0].Events != [2]int{12, 10} { // 1+2+3, and 1 by the one, 2 by the other, 3 mutual
		t.Errorf("events %v, want 12 and 10", got.Pairs[0].Events)
	}
}

// TestCompareOfNothing: what cannot be compared has no number.
func TestCompareOfNothing(t *testing.T) {
	got := dyad.Compare(entente.Weekly, entente.Window{}, dyad.Telling{}, telling(1, 1, 2, 3, 4), 0, anyTwo)
	if got.Periods != 0 || len(got.Pairs) != 0 || got.Across != nil || got.Pooled.All != nil {
		t.Errorf("got %+v, want nothing", got)
	}
	got = dyad.Compare(entente.Weekly, entente.Window{}, telling(1, 2, 2, 2, 2), telling(1, 1, 2, 3, 4), 1, anyTwo)
	if got.Pairs[0].All != nil {
		t.Errorf("of a side that never changes got %+v, want none", got.Pairs[0].All)
	}
	got = dyad.Compare(entente.Weekly, entente.Window{}, telling(1, 1, 2, 3, 4), telling(1, 1, 0, 0, 0), 2, anyTwo)
	if len(got.Pairs) != 0 {
		t.Errorf("got %+v, want no pair with fewer than 2 events on a side", got.Pairs)
	}
}
