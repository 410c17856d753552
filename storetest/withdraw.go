package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"entente"
	"entente/desk"
)

// deed is one thing done to a store: a reading saved, a story withdrawn or reinstated.
type deed struct {
	save      *entente.Reading
	withdraw  *entente.Withdrawal
	reinstate string
}

// deeds draws what may be done to a few stories in twenty days: words that change, come
// back and are mended, other lexica, withdrawals and second thoughts.
func deeds(seed int) []deed {
	c := rand.New(rand.NewPCG(uint64(seed), 11))
	var out []deed
	var saved []entente.Reading
	for i := range 40 {
		today := entente.MakeDay(2021, 6, 1+i/2)
		story := fmt.Sprintf("s%02d", c.IntN(5))
		switch n := c.IntN(10); {
		case n < 5:
			r := drawReading(c, story, "sha256:lexicon")
			r.Story.Text += fmt.Sprintf(" %d.", i) // no two alike
			r.Seen, r.Mends = pick(c, today, today, 0), c.IntN(6) == 0
			saved = append(saved, r)
			out = append(out, deed{save: &r})
		case n < 8 && len(saved) > 0:
			r := pick(c, saved...)
			r.Seen, r.Mends = today, false
			if flip(c) {
				r.Lexicon = "sha256:another"
			}
			out = append(out, deed{save: &r})
		case n == 8:
			out = append(out, deed{withdraw: &entente.Withdrawal{Story: story, From: pick(c, 0, today, today-3), Made: today, Why: "told twice"}})
		default:
			out = append(out, deed{reinstate: story})
		}
	}
	return out
}

// told is a reading and the days on which it counted: until is the first on which it
// no longer did, 0 for none.
type told struct {
	entente.Reading
	from, until entente.Day
}

// holds reports whether the reading counted on a day, or counts today.
func (s *told) holds(day entente.Day) bool {
	if !day.Known() {
		return !s.until.Known()
	}
	return s.from.Known() && s.from <= day && (!s.until.Known() || day < s.until)
}

const noDay = entente.Day(1) // an end before all days

func (s *told) end(day entente.Day) { s.until = cmp.Or(max(s.from, day), noDay) }

// after says which readings count as of a day when all was done.
func after(ds []deed, day entente.Day) []entente.Reading {
	stories, gone := map[string][]told{}, map[string]bool{}
	for _, d := range ds {
		switch {
		case d.save != nil && !gone[d.save.Story.ID]:
			stories[d.save.Story.ID] = saved(stories[d.save.Story.ID], *d.save)
		case d.withdraw != nil:
			if spans := stories[d.withdraw.Story]; len(spans) > 0 {
				spans[len(spans)-1].end(d.withdraw.From)
				gone[d.withdraw.Story] = true
			}
		case d.reinstate != "" && gone[d.reinstate]:
			spans := stories[d.reinstate]
			spans[len(spans)-1].until = 0
			gone[d.reinstate] = false
		}
	}
	var out []entente.Reading
	for _, id := range slices.Sorted(maps.Keys(stories)) {
		for _, s := range stories[id] {
			if s.holds(day) {
				out = append(out, s.Reading)
			}
		}
	}
	return out
}

// saved adds a reading to those of its story.
func saved(spans []told, r entente.Reading) []told {
	if len(spans) == 0 {
		return []told{{r, cmp.Or(r.Story.Published, r.Seen), 0}}
	}
	last := &spans[len(spans)-1]
	same := last.Story.Text == r.Story.Text
	var from entente.Day
	switch {
	case same && last.Lexicon == r.Lexicon:
		return spans
	case !same && !r.Mends && r.Seen.Known():
		from = max(r.Seen, r.Story.Published, last.from)
	case r.Story.Published.Known() && last.from == last.Story.Published:
		from = r.Story.Published
	default:
		from = cmp.Or(last.from, r.Seen)
	}
	if same || r.Mends || !r.Seen.Known() {
		last.end(0)
	} else {
		last.end(from)
	}
	for i := range spans {
		if spans[i].until > from {
			spans[i].end(from)
		}
	}
	return append(spans, told{r, from, 0})
}

func do(t *testing.T, s desk.Store, ds []deed) {
	t.Helper()
	for _, d := range ds {
		if err := d.do(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
}

// asOfAnyDay: whatever was done, an answer as of a day is that of the readings which
// then counted.
func asOfAnyDay(t *testing.T, open func(*testing.T) desk.Store) {
	for seed := range 2 {
		ds := deeds(seed)
		s := open(t)
		do(t, s, ds)
		days := []entente.Day{0}
		for d := 1; d < 24; d += 3 {
			days = append(days, entente.MakeDay(2021, 6, d))
		}
		for i, day := range days {
			rs, what := after(ds, day), fmt.Sprintf("seed %d, as of %s: ", seed, day)
			f := entente.Filter{AsOf: day}
			same(t, what+"events", all(t, s.Events(t.Context(), f)), Events(rs, entente.Filter{}))
			same(t, what+"assessments", all(t, s.Assessments(t.Context(), f)), assessed(rs, entente.Filter{}))
			got, err := s.Tallies(t.Context(), f, entente.Weekly)
			if err != nil {
				t.Fatal(err)
			}
			same(t, what+"tallies", got, Tallies(rs, entente.Filter{}, entente.Weekly))
			countsOn(t, s, what, day, rs)
			if i%3 == 0 {
				f.Pair = []entente.Code{"RUS", "USA"}
				same(t, what+"events of a pair", all(t, s.Events(t.Context(), f)), Events(rs, entente.Filter{Query: entente.Query{Pair: f.Pair}}))
				eventsOn(t, s, what, day, rs)
			}
		}
	}
}

// countsOn holds the stories and counts of a day to the readings that then counted.
func countsOn(t *testing.T, s desk.Store, what string, day entente.Day, rs []entente.Reading) {
	t.Helper()
	var want, got []string
	problems := 0
	for _, r := range rs {
		want = append(want, r.Story.ID+" "+r.Story.Title)
		problems += len(r.Problems)
	}
	for _, o := range all(t, s.Stories(t.Context(), entente.Filter{AsOf: day})) {
		got = append(got, o.Story+" "+o.Title)
	}
	slices.Sort(got)
	same(t, what+"stories", got, want)
	c, err := s.Counts(t.Context(), entente.Filter{AsOf: day})
	if err != nil {
		t.Fatal(err)
	}
	same(t, what+"counts", []int{c.Stories, c.Reports, c.Problems}, []int{len(rs), len(reports(rs, 0)), problems})
}

// eventsOn: an event of a day is found by its id, its aliases and its reports.
func eventsOn(t *testing.T, s desk.Store, what string, day entente.Day, rs []entente.Reading) {
	t.Helper()
	for _, e := range Events(rs, entente.Filter{Limit: 6}) {
		for _, id := range append(append([]string{e.ID}, e.Aliases...), e.Reports[0].Report) {
			got, err := s.EventAsOf(t.Context(), id, day)
			if err != nil {
				t.Fatalf("%s%s: %v", what, id, err)
			}
			same(t, what+id, got, e)
		}
	}
}

// laterIDs: what an event is called today leads to what was known of it on a day, and
// to nothing before the first report.
func laterIDs(t *testing.T, open func(*testing.T) desk.Store) {
	met := func(story string, published, day, days int) entente.Reading {
		at := entente.MakeDay(2021, 6, day)
		return entente.Reading{Story: entente.Story{ID: story, Text: "Biden met Putin.", Published: entente.MakeDay(2021, 6, published)}, Lexicon: "l", Reports: []entente.Report{{
			Kind: "event", Report: "r_" + story, Story: story, Stream: entente.Body, Source: entente.Actor{Code: "USA"}, Target: entente.Actor{Code: "RUS"},
			Plover: entente.Plover{Event: "CONSULT"}, Status: entente.Fact, DateFrom: at, DateTo: at + entente.Day(days), DateBasis: entente.Explicit, Lemma: "meet",
		}}}
	}
	for _, pair := range [][2]entente.Reading{{met("one", 17, 16, 0), met("two", 19, 15, 3)}, {met("one", 17, 15, 3), met("two", 19, 16, 0)}} {
		s := open(t)
		save(t, s, pair[0], pair[1])
		today := all(t, s.Events(t.Context(), entente.Filter{}))
		if len(today) != 1 {
			t.Fatalf("%d events", len(today))
		}
		for _, id := range append(today[0].Aliases, today[0].ID, "r_one", "r_two") {
			got, err := s.EventAsOf(t.Context(), id, entente.MakeDay(2021, 6, 18))
			if err != nil {
				t.Fatal(err)
			}
			same(t, id, got, Events(pair[:1], entente.Filter{})[0])
			if _, err := s.EventAsOf(t.Context(), id, entente.MakeDay(2021, 6, 16)); !errors.Is(err, entente.ErrNotFound) {
				t.Errorf("%s before it was told: %v", id, err)
			}
		}
	}
	s := open(t)
	b := Imports(1)
	bring(t, s, b)
	for _, e := range b.Events {
		_, err := s.EventAsOf(t.Context(), e.Provenance.EventID(), entente.MakeDay(2021, 6, 9))
		if known := e.Published.Known() && e.Published <= entente.MakeDay(2021, 6, 9); known != (err == nil) || err != nil && !errors.Is(err, entente.ErrNotFound) {
			t.Errorf("%s, published %s: %v", e.Provenance.EventID(), e.Published, err)
		}
	}
}

// comesBack: words that an outlet changed and then restored count again from that day on,
// and reading them once more changes nothing.
func comesBack(t *testing.T, open func(*testing.T) desk.Store) {
	day := func(d int) entente.Day { return entente.MakeDay(2021, 6, d) }
	first := Readings(1)[0]
	first.Story.Published, first.Seen = day(1), day(2)
	other := first
	other.Story.Text, other.Story.Title, other.Reports, other.Assessments, other.Seen = first.Story.Text+" Or not.", "corrected", nil, nil, day(5)
	s := open(t)
	save(t, s, first)
	save(t, s, other)
	first.Seen = day(9)
	if got := save(t, s, first); got.Reread != 1 || got.Reports != len(first.Reports) {
		t.Errorf("the first words again did %+v", got)
	}
	for range 2 {
		if got := save(t, s, first); got != (entente.Receipt{Known: 1}) {
			t.Errorf("and once more %+v", got)
		}
	}
	for _, c := range []struct {
		day   entente.Day
		title string
	}{{day(1), first.Story.Title}, {day(4), first.Story.Title}, {day(5), "corrected"}, {day(8), "corrected"}, {day(9), first.Story.Title}, {0, first.Story.Title}} {
		got := all(t, s.Stories(t.Context(), entente.Filter{AsOf: c.day}))
		if len(got) != 1 || got[0].Title != c.title {
			t.Errorf("as of %s: %+v, want %q", c.day, got, c.title)
		}
	}
}

func withdraws(t *testing.T, open func(*testing.T) desk.Store) {
	rs := Readings(1)
	s := open(t)
	save(t, s, rs...)
	before := snapshot(t, s)
	w := entente.Withdrawal{Story: rs[1].Story.ID, Made: entente.MakeDay(2021, 7, 1), Why: "the paper took it back"}
	for range 2 { // the second time changes the words alone
		if err := s.Withdraw(t.Context(), w); err != nil {
			t.Fatal(err)
		}
		same(t, "what is withdrawn", all(t, s.Withdrawals(t.Context())), []entente.Withdrawal{w})
		same(t, "events without the story", all(t, s.Events(t.Context(), entente.Filter{})), Events(slices.Delete(slices.Clone(rs), 1, 2), entente.Filter{}))
		w.Why, w.From = "told twice", entente.MakeDay(2021, 6, 30)
	}
	if _, err := s.Event(t.Context(), rs[1].Reports[0].Report); !errors.Is(err, entente.ErrNotFound) {
		t.Errorf("a withdrawn report gives %v", err)
	}
	if _, err := s.Story(t.Context(), w.Story); !errors.Is(err, entente.ErrNotFound) {
		t.Errorf("a withdrawn story gives %v", err)
	}
	other := rs[1]
	other.Story.Text += " And more."
	if got := save(t, s, rs[1], rs[0]); got != (entente.Receipt{Withdrawn: 1, Known: 1}) {
		t.Errorf("reading a withdrawn story again did %+v", got)
	}
	if got := save(t, s, other); got != (entente.Receipt{Withdrawn: 1}) {
		t.Errorf("reading a withdrawn story with other words did %+v", got)
	}
	if err := s.Reinstate(t.Context(), w.Story); err != nil {
		t.Fatal(err)
	}
	same(t, "reinstated", snapshot(t, s), before)
	if got := save(t, s, rs[1]); got != (entente.Receipt{Known: 1}) {
		t.Errorf("reading a reinstated story again did %+v", got)
	}
	if err := s.Reinstate(t.Context(), w.Story); !errors.Is(err, entente.ErrNotFound) {
		t.Errorf("reinstating twice gives %v", err)
	}
	if err := s.Withdraw(t.Context(), entente.Withdrawal{Story: "none"}); !errors.Is(err, entente.ErrNotFound) {
		t.Errorf("withdrawing what was never read gives %v", err)
	}
	if err := s.Withdraw(t.Context(), entente.Withdrawal{Story: w.Story, Why: "\x00"}); !errors.Is(err, entente.ErrNotText) {
		t.Errorf("a reason that is not text gives %v", err)
	}
	same(t, "after all", snapshot(t, s), before)
}
