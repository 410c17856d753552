package desk_test

import (
	"reflect"
	"strings"
	"testing"

	"entente"
	"entente/alert"
	"entente/coder"
	"entente/desk"
	"entente/news"
)

func rules(t *testing.T, text string) alert.Rules {
	t.Helper()
	r, err := alert.Parse("f.yaml", []byte("to: [{name: l, file: x}]\nfresh: 36500\nrules:\n"+text),
		alert.Actors{Known: func(entente.Code) bool { return true }})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func ledger(t *testing.T, s desk.Store) desk.Ledger {
	t.Helper()
	l, err := desk.OpenLedger(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// replayed gives the alerts of a replay, a line each.
func replayed(l desk.Ledger, r alert.Rules, since string) []string {
	day, _ := entente.ParseDay(since)
	var out []string
	l.Replay(r, day, func(c alert.Change) bool {
		for _, a := range alert.Raise(r, c, func(c entente.Code) string { return string(c) }) {
			out = append(out, a.Day.String()+" "+a.Text)
			for _, cite := range a.Cites {
				if cite.Quote == "" || cite.Published != a.Day {
					out = append(out, "a sentence of another day: "+cite.Quote)
				}
			}
		}
		return true
	})
	return out
}

// TestReplayLooksOnlyBack: each day raises what its own stories tell that no earlier
// story told, and what comes later changes nothing of it.
func TestReplayLooksOnlyBack(t *testing.T) {
	r := rules(t, "  - {name: a, when: event, pairs: [[KEN, TCD]]}")
	again := year + `{"text":"Kenya expelled two diplomats of Chad on March 9, 2020.","published":"2020-12-21"}` + "\n" +
		`{"text":"Kenya expelled two diplomats of Chad on March 9, 2020.","published":"2020-12-22"}` + "\n"
	all := replayed(ledger(t, keep(t, again)), r, "2020-01-01")
	if len(all) == 0 || !strings.HasPrefix(all[0], "2020-01-15 ") {
		t.Fatalf("%q", all)
	}
	for _, line := range all {
		if strings.HasPrefix(line, "2020-12-22") || strings.HasPrefix(line, "2020-12-21") {
			t.Errorf("a second paper on a known act: %s", line)
		}
		if strings.HasPrefix(line, "a sentence") {
			t.Error(line)
		}
	}
	upTo := strings.Join(strings.SplitAfter(again, "\n")[:2], "")
	then := replayed(ledger(t, keep(t, upTo)), r, "2020-01-01")
	if got, want := strings.Join(all[:len(then)], "\n"), strings.Join(then, "\n"); got != want {
		t.Errorf("with what came later\n%s\nwithout\n%s", got, want)
	}
	if late := replayed(ledger(t, keep(t, again)), r, "2020-03-01"); len(late) == 0 || strings.Join(late, "\n") != strings.Join(all[len(all)-len(late):], "\n") {
		t.Errorf("a replay from later on says %q", late)
	}
}

// TestBreakIsTold: a pair that an assessment places anew raises an alert, with the
// sentence that moved it.
func TestBreakIsTold(t *testing.T) {
	const stories = `{"text":"Kenya and Chad are close allies.","published":"2020-01-15"}
{"text":"Kenya and Chad are adversaries. Kenya and Chad are enemies.","published":"2020-06-15"}
{"text":"Kenya and Chad are bitter rivals. Kenya sees Chad as an adversary.","published":"2020-06-16"}
`
	got := replayed(ledger(t, keep(t, stories)), rules(t, "  - {name: b, when: break, pairs: [[KEN, TCD]]}"), "2020-01-01")
	if len(got) == 0 || !strings.Contains(got[0], "KEN and TCD: level from friendly to ") {
		t.Errorf("%q", got)
	}
}

// TestLiveAndReplayAgree: stories read one day after the other raise by themselves
// what a replay raises.
func TestLiveAndReplayAgree(t *testing.T) {
	r := rules(t, "  - {name: a, when: event}\n  - {name: b, when: break, pairs: [[KEN, TCD]]}\n  - {name: c, when: triangle, corners: [KEN, TCD, NPL], certain: .1}\n  - {name: d, when: surprise, bits: 1, history: 1}")
	want := replayed(ledger(t, keep(t, year)), r, "2020-01-01")
	s := empty(t)
	var got []string
	before, _ := entente.ParseDay("2019-12-31")
	for item := range news.Read("year.jsonl", strings.NewReader(year), news.Options{}) {
		if !item.Story.Published.Known() {
			continue
		}
		one := func(yield func(news.Item, error) bool) { yield(item, nil) }
		if _, err := desk.Read(t.Context(), s, "", desk.Code(t.Context(), one, tools, coder.Options{}), nil); err != nil {
			t.Fatal(err)
		}
		c := ledger(t, s).Change(r, before, item.Story.Published, func(id string) bool { return id == item.Story.ID }, nil)
		for _, a := range alert.Raise(r, c, func(c entente.Code) string { return string(c) }) {
			got = append(got, a.Day.String()+" "+a.Text)
		}
		before = item.Story.Published
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") || len(got) == 0 {
		t.Errorf("live\n%s\nreplayed\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestAlertsJudgeAsAnswersDo: how a pair and a triangle stand is told by the same rule
// here and in a brief of that day.
func TestAlertsJudgeAsAnswersDo(t *testing.T) {
	s := keep(t, year)
	r := rules(t, "  - {name: b, when: break, pairs: [[KEN, TCD]]}\n  - {name: c, when: triangle, corners: [KEN, TCD, NPL]}")
	days := 0
	ledger(t, s).Replay(r, 1, func(c alert.Change) bool {
		days++
		b := ask(t, s, desk.Question{Filter: entente.Filter{AsOf: c.Day}, Corners: []entente.Code{"KEN", "NPL", "TCD"}})
		for _, d := range b.Dyads {
			d.Mix = nil // alerts leave no sources out
			if d.A == "KEN" && d.B == "TCD" && !reflect.DeepEqual(d, c.Turns[0].After) {
				t.Errorf("%s: the brief says\n%+v\nthe alerts see\n%+v", c.Day, d, c.Turns[0].After)
			}
		}
		if got, want := c.Shifts[0].After, b.Triangles[0]; got.Shape != want.Shape || !reflect.DeepEqual(got.P, want.P) {
			t.Errorf("%s: %s and %s", c.Day, got.Shape, want.Shape)
		}
		return true
	})
	if days != 4 {
		t.Errorf("%d days", days)
	}
}
