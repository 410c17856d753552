package desk

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/alert"
)

func swingRules(t testing.TB) alert.Rules {
	t.Helper()
	r, err := alert.Parse("f.yaml", []byte("to: [{name: l, file: x}]\nrules: [{name: b, when: break, pairs: [[AAA, BBB]], rate: true}]"),
		alert.Actors{Known: func(entente.Code) bool { return true }})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// add adds a story that tells of an act.
func (l *Ledger) add(story string, published, on entente.Day, from, to entente.Code, quad entente.Quad) {
	l.published[story] = published
	root := map[entente.Quad]entente.Root{1: "CONSULT", 4: "ASSAULT"}[quad]
	r := entente.Report{Report: "r_" + story, Story: story, Stream: entente.Body, Source: entente.Actor{Code: from}, Target: entente.Actor{Code: to},
		Plover: entente.Plover{Event: root}, Quad: quad, Intensity: 2, Lemma: story, Status: entente.Fact, Date: on, DateFrom: on, DateTo: on,
		DateBasis: entente.Explicit, Citation: entente.Citation{Quote: "Words of " + story + "."}}
	l.reports, l.acts = append(l.reports, r), append(l.acts, r.ActKey())
}

// fighting is a ledger of days on each of which two others meet; on every third A meets B, and
// from one day on each attacks the other daily.
func fighting(days, from int) Ledger {
	l := Ledger{published: map[string]entente.Day{}}
	for i := range days {
		day := entente.Day(i + 1)
		l.add(fmt.Sprint("o", i), day, day, "CCC", "DDD", 1)
		if i%3 == 0 {
			l.add(fmt.Sprint("m", i), day, day, "AAA", "BBB", 1)
		}
		if i%30 == 0 || i >= from {
			l.add(fmt.Sprint("a", i), day, day, "AAA", "BBB", 4)
			l.add(fmt.Sprint("b", i), day, day, "BBB", "AAA", 4)
		}
	}
	return l
}

func swung(c alert.Change) []string {
	var out []string
	for _, s := range c.Swings {
		out = append(out, fmt.Sprintf("%s: %s-%s %s %s..%s %.3f %.2f %.2f, %d cited", c.Day, s.A, s.B, s.Side, s.From, s.Day, s.Chance, s.Before, s.After, len(s.Cites)))
	}
	return out
}

func replayOf(l Ledger, r alert.Rules, since entente.Day) []string {
	var out []string
	l.Replay(r, since, func(c alert.Change) bool {
		out = append(out, swung(c)...)
		return true
	})
	return out
}

// TestSwingIsTold: a pair that begins to fight raises one alarm of conflict within a week,
// the day after the last that was counted, with the sentences since.
func TestSwingIsTold(t *testing.T) {
	l, r := fighting(200, 150), swingRules(t)
	var told []alert.Alert
	l.Replay(r, 1, func(c alert.Change) bool {
		told = append(told, alert.Raise(r, c, func(c entente.Code) string { return string(c) })...)
		return true
	})
	told = slices.DeleteFunc(told, func(a alert.Alert) bool { return a.Rate == nil }) // the level turns too
	if len(told) != 1 {
		t.Fatalf("%+v", told)
	}
	a := told[0]
	if a.Into != "more conflict" || a.Day < 153 || a.Day > 162 || a.Rate.Seen != a.Day-1 || a.Rate.Since < 149 || a.Rate.Since > 152 || a.P < .5 ||
		a.Rate.After < 5*a.Rate.Before || len(a.Cites) == 0 {
		t.Errorf("%+v, rate %+v", a, a.Rate)
	}
	for _, c := range a.Cites {
		if c.Quote == "" || c.Published < a.Rate.Since || c.Published >= a.Day || !strings.ContainsAny(c.ID, "ab") {
			t.Errorf("%+v", c)
		}
	}
}

// TestReplayOfSwingsLooksOnlyBack: what comes later, and late news of what was, changes nothing.
func TestReplayOfSwingsLooksOnlyBack(t *testing.T) {
	r := swingRules(t)
	whole := fighting(260, 150)
	for i := range 200 { // told months later
		whole.add(fmt.Sprint("late", i), 255, entente.Day(i+1), "AAA", "BBB", 4)
		whole.add(fmt.Sprint("again", i), 256, entente.Day(250), "AAA", "BBB", 4)
	}
	all := replayOf(whole, r, 1)
	if len(all) == 0 {
		t.Fatal("nothing is told")
	}
	for _, days := range []int{100, 151, 153, 154, 155, 156, 157, 158, 170, 200, 240} {
		var want []string
		for _, line := range all {
			if line[:10] <= entente.Day(days).String() {
				want = append(want, line)
			}
		}
		if got := replayOf(fighting(days, 150), r, 1); !reflect.DeepEqual(got, want) {
			t.Errorf("of %d days\n%s\nof all, up to there\n%s", days, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	if got := replayOf(whole, r, 140); !reflect.DeepEqual(got, all) {
		t.Errorf("from later on\n%s\nfrom the first day\n%s", strings.Join(got, "\n"), strings.Join(all, "\n"))
	}
}

// TestSwingsLiveAndReplayedAgree: looks day by day, two a day, tell what a replay tells.
func TestSwingsLiveAndReplayedAgree(t *testing.T) {
	r := swingRules(t)
	want := replayOf(fighting(165, 150), r, 1)
	l := Ledger{published: map[string]entente.Day{}}
	whole := fighting(165, 150)
	var got []string
	at := 0
	for day := entente.Day(1); day <= 165; day++ {
		for range 2 {
			fresh := map[string]bool{}
			for at < len(whole.reports) && whole.published[whole.reports[at].Story] == day && len(fresh) < 2 {
				story := whole.reports[at].Story
				fresh[story], l.published[story] = true, day
				l.reports, l.acts = append(l.reports, whole.reports[at]), append(l.acts, whole.acts[at])
				at++
			}
			if len(fresh) == 0 || day < 155 {
				continue
			}
			before := day
			if fresh[fmt.Sprint("o", int(day-1))] { // the first look of the day
				before = day - 1
			}
			got = append(got, swung(l.Change(r, before, day, func(s string) bool { return fresh[s] }, nil))...)
		}
	}
	if !reflect.DeepEqual(got, want) || len(got) == 0 {
		t.Errorf("live\n%s\nreplayed\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestSecondPapersAreNoSwing: an act counts once, on the day on which it was first told.
func TestSecondPapersAreNoSwing(t *testing.T) {
	l := fighting(200, 200)
	for i := 150; i < 200; i++ {
		day := entente.Day(i + 1)
		for n := range 4 { // papers on one act, for ten days
			l.add(fmt.Sprint("p", i, n), day, entente.Day(i/10*10+1), "AAA", "BBB", 4)
			r := &l.reports[len(l.reports)-1]
			r.Lemma = "attack"
			l.acts[len(l.acts)-1] = r.ActKey()
		}
	}
	if got := replayOf(l, swingRules(t), 1); len(got) != 0 {
		t.Errorf("five acts in fifty days, told in two hundred papers: %s", strings.Join(got, "\n"))
	}
}

// BenchmarkReplayOfSwings replays a year of ten, with ten pairs.
func BenchmarkReplayOfSwings(b *testing.B) {
	l := Ledger{published: map[string]entente.Day{}}
	text := "to: [{name: l, file: x}]\nrules:\n"
	for p := range 10 {
		text += fmt.Sprintf("  - {name: b%d, when: break, pairs: [[AAA, BB%c]], rate: true}\n", p, 'A'+p)
	}
	r, err := alert.Parse("f.yaml", []byte(text), alert.Actors{Known: func(entente.Code) bool { return true }})
	if err != nil {
		b.Fatal(err)
	}
	for i := range 36500 {
		day := entente.Day(1 + i/10)
		l.add(fmt.Sprint("s", i), day, day, "AAA", entente.Code([]byte{'B', 'B', byte('A' + i%14)}), entente.Quad(1+3*(i/7%2)))
	}
	for b.Loop() {
		l.Replay(r, 3286, func(alert.Change) bool { return true })
	}
}
