package alert_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/alert"
	"entente/form"
)

var actors = alert.Actors{
	Known: func(c entente.Code) bool {
		return slices.Contains([]entente.Code{"USA", "RUS", "CHN", "IGO:NATO"}, c)
	},
	Near: func(s string) []string { return entente.Nearest(s, []string{"USA", "RUS", "CHN"}) },
}

const good = `
cap: 5
again: 2
fresh: 30
digest: true
to:
  - {name: desk, webhook: "https://hooks.example/x"}
  - {name: log, file: alerts.jsonl}
  - {name: bell, command: [notify, --title, "a; rm -rf /"]}
rules:
  - name: sanctions
    when: event
    pairs: [[USA, RUS], [CHN]]
    directed: true
    roots: [SANCTION, COERCE]
    quads: [4]
    status: [fact]
    least: 2
    to: [desk]
    cap: 3
  - {name: turns, when: break, pairs: [[USA, CHN]], trend: true}
  - {name: pulse, when: break, pairs: [[RUS, CHN]], rate: true}
  - {name: shape, when: triangle, corners: [USA, RUS, CHN], certain: .6, hold: true}
mute:
  - {pair: [USA, RUS], roots: [SANCTION], until: 2026-12-31}
  - {rules: [shape]}
`

func TestParse(t *testing.T) {
	r, err := alert.Parse("f.yaml", []byte(good), actors)
	if err != nil {
		t.Fatal(err)
	}
	if r.Cap != 5 || r.Again != 2 || r.Fresh != 30 || !r.Digest || len(r.Targets) != 3 || len(r.Rules) != 4 || len(r.Mutes) != 2 {
		t.Errorf("%+v", r)
	}
	if !reflect.DeepEqual(r.Pairs(), [][2]entente.Code{{"CHN", "USA"}, {"CHN", "RUS"}}) || !reflect.DeepEqual(r.Rated(), [][2]entente.Code{{"CHN", "RUS"}}) || !reflect.DeepEqual(r.Triangles(), [][3]entente.Code{{"CHN", "RUS", "USA"}}) {
		t.Errorf("pairs %v, triangles %v", r.Pairs(), r.Triangles())
	}
	if r.Rules[0].Roots[1] != "COERCE" || r.Rules[3].Certain != .6 || r.Mutes[0].Until.String() != "2026-12-31" || r.Targets[2].Command[2] != "a; rm -rf /" {
		t.Errorf("%+v", r)
	}
	d, err := alert.Parse("f.yaml", []byte("to: [{name: l, file: x}]\nrules: [{name: a, when: event}]"), actors)
	if err != nil || d.Cap != 20 || d.Again != 1 || d.Fresh != 14 || !d.Digest {
		t.Errorf("the defaults are %+v, %v", d, err)
	}
}

func TestFaults(t *testing.T) {
	with := func(rule string) string {
		return "to: [{name: l, file: x}]\nrules:\n  - " + rule
	}
	for file, want := range map[string]string{
		"":                         "f.yaml:1:1: the rules are one YAML document",
		"to: [":                    "not YAML",
		"rules: []":                `the file lacks "to"`,
		"to: []\nrules: []\nx: 1":  `f.yaml:3:1: the file has no "x"`,
		"to: []\nrules: []":        "f.yaml:2:8: no rule in the file",
		"to: [{name: l}]\nrules: ": "has one of webhook, command and file, not 0",
		"to: [{name: l, file: x, webhook: 'https://h'}]\nrules: ":               "not 2",
		"to: [{name: l, webhook: 'ftp://secret'}]\nrules: ":                     "the webhook is no address of the web",
		"to: [{name: l, command: 'notify x'}]\nrules: ":                         "command must be a list",
		"to: [{name: l, command: []}]\nrules: ":                                 "a command names a program",
		"to: [{name: l, file: x}, {name: l, file: y}]\nrules: ":                 `a second target has the name "l"`,
		with("{name: a, when: evnt}"):                                           `f.yaml:3:21: "evnt" is no kind of alert (did you mean event?)`,
		with("{name: a, when: event, pairs: [[USSA]]}"):                         `"USSA" is no actor's code, such as USA or IGO:NATO (did you mean USA?)`,
		with("{name: a, when: event, pairs: [[USA, USA]]}"):                     `a pair has "USA" twice`,
		with("{name: a, when: event, pairs: [[]]}"):                             "a pair has one or two codes, not 0",
		with("{name: a, when: event, roots: [SANCTIONS]}"):                      `"SANCTIONS" is no PLOVER root (did you mean SANCTION?)`,
		with("{name: a, when: event, corners: [USA, RUS, CHN]}"):                `a rule of the kind event has no "corners"`,
		with("{name: a, when: break, pairs: [[USA]]}"):                          "a rule of the kind break names pairs of two",
		with("{name: a, when: triangle, corners: [USA, RUS, CHN], rate: true}"): `a rule of the kind triangle has no "rate"`,
		with("{name: a, when: surprise, bits: 65}"):                             "bits must be a whole number from 1 to 64",
		with("{name: a, when: event, bits: 9}"):                                 `a rule of the kind event has no "bits"`,
		with("{name: a, when: break}"):                                          "a rule of the kind break names pairs of two",
		with("{name: a, when: triangle}"):                                       `a rule of the kind triangle lacks "corners"`,
		with("{name: a, when: triangle, corners: [USA, RUS]}"):                  "a triangle has three codes, not 2",
		with("{name: a, when: event, to: [dsk]}"):                               `"dsk" is no target`,
		with("{name: a, when: event}\n  - {name: a, when: event}"):              `a second rule has the name "a"`,
		with("{name: a, when: event}\nmute: [{rules: [b]}]"):                    `"b" is no rule`,
		with("{name: a, when: event}\nmute: [{until: soon}]"):                   "until must be a date",
	} {
		_, err := alert.Parse("f.yaml", []byte(file), actors)
		var faults form.Errors
		if !errors.As(err, &faults) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got\n%v\nwant\n%s", file, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error tells a secret: %v", err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := alert.Parse("f.yaml", data, actors)
		if (err == nil) != (len(r.Rules) > 0) {
			t.Fatalf("%d rules, error %v", len(r.Rules), err)
		}
		r.Pairs()
		r.Triangles()
		var m alert.Memory
		m.Take(r, 1, alert.Raise(r, alert.Change{Day: 1, Events: []entente.Event{event("e", "USA", "RUS", "SANCTION", 1)}}, name))
	})
}

func name(c entente.Code) string { return "<" + string(c) + ">" }

func day(s string) entente.Day {
	d, err := entente.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func event(id string, from, to entente.Code, root entente.Root, on entente.Day) entente.Event {
	return entente.Event{ID: id, Reports: []entente.Report{{
		Report: "r_" + id, ID: id, Story: "s_" + id, Stream: entente.Body, Source: entente.Actor{Code: from}, Target: entente.Actor{Code: to},
		Plover: entente.Plover{Event: root, Contexts: []string{"economic"}}, Quad: root.Quad(), Status: entente.Fact, Date: on, DateFrom: on, DateTo: on,
		Citation: entente.Citation{Quote: "Words."},
	}}}
}

func rulesOf(t *testing.T, rules string) alert.Rules {
	t.Helper()
	r, err := alert.Parse("f.yaml", []byte("to: [{name: l, file: x}, {name: m, file: y}]\n"+rules), actors)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestEvents: which events a rule is about.
func TestEvents(t *testing.T) {
	today := day("2026-05-10")
	sanction := event("e1", "USA", "RUS", "SANCTION", today)
	back := event("e2", "RUS", "USA", "SANCTION", today)
	talks := event("e3", "USA", "RUS", "CONSULT", today)
	talks.Reports[0].Reciprocal = true
	planned := event("e4", "USA", "CHN", "SANCTION", today)
	planned.Reports[0].Status = entente.Intended
	caption := event("e5", "USA", "RUS", "SANCTION", today)
	caption.Reports[0].Stream = entente.Caption
	old := event("e6", "USA", "RUS", "SANCTION", day("2026-04-01"))
	twice := event("e7", "CHN", "USA", "ACCUSE", today)
	twice.Reports = append(twice.Reports, event("e7b", "CHN", "USA", "ACCUSE", today).Reports...)
	undated := event("e8", "CHN", "RUS", "AID", 0)
	change := alert.Change{Day: today, Published: map[string]entente.Day{"s_e1": today - 1},
		Events: []entente.Event{sanction, back, talks, planned, caption, old, twice, undated}}
	for rule, want := range map[string]string{
		"":                                    "e1 e2 e3 e7 e8",
		"pairs: [[USA, RUS]]":                 "e1 e2 e3",
		"pairs: [[USA, RUS]], directed: true": "e1 e3",
		"pairs: [[CHN]]":                      "e7 e8",
		"pairs: [[USA]], directed: true":      "e1 e3",
		"roots: [SANCTION, AID]":              "e1 e2 e8",
		"quads: [1]":                          "e3",
		"status: [intended]":                  "e4",
		"least: 2":                            "e7",
		"contexts: [military]":                "",
	} {
		r := rulesOf(t, "rules: [{name: a, when: event, "+rule+"}]")
		var got []string
		for _, a := range alert.Raise(r, change, name) {
			got = append(got, a.Event)
			if len(a.Cites) == 0 || a.Cites[0].Quote == "" || !strings.HasPrefix(a.ID, "al_") {
				t.Errorf("without a sentence: %+v", a)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q is about %v, want %s", rule, got, want)
		}
	}
	a := alert.Raise(rulesOf(t, "rules: [{name: a, when: event, pairs: [[USA, RUS]], roots: [SANCTION]}]"), change, name)[0]
	if a.Text != "<USA> → <RUS>: SANCTION (fact), 2026-05-10" || a.Cites[0].Published != today-1 {
		t.Errorf("%+v", a)
	}
}

func level(n int) *int { return &n }

// TestBreaksAndTriangles: a change is one from what was known to what is known, and
// sure enough.
func TestBreaksAndTriangles(t *testing.T) {
	tie := func(l *int, trend *int) entente.Tie {
		return entente.Tie{A: "CHN", B: "USA", Level: l, Trend: trend, PPlus: .7, PMinus: .2, PNeutral: .1}
	}
	tri := func(s entente.Shape, p float64) entente.Triangle {
		return entente.Triangle{Corners: [3]entente.Code{"CHN", "RUS", "USA"}, Shape: s, P: map[entente.Shape]float64{s: p}}
	}
	r := rulesOf(t, "rules: [{name: b, when: break, pairs: [[USA, CHN]], trend: true}, {name: t, when: triangle, corners: [USA, RUS, CHN], certain: .6}]")
	cites := make([]alert.Cite, 13)
	for _, c := range []struct {
		change alert.Change
		want   []string
	}{
		{alert.Change{Turns: []alert.Turn{{Before: tie(level(-1), level(0)), After: tie(level(1), level(0)), Cites: cites}}}, []string{"<CHN> and <USA>: level from adversarial to friendly"}},
		{alert.Change{Turns: []alert.Turn{{Before: tie(level(1), level(-1)), After: tie(level(1), level(1))}}}, []string{"<CHN> and <USA>: trend from worsening to improving"}},
		{alert.Change{Turns: []alert.Turn{{Before: tie(nil, nil), After: tie(level(1), level(1))}, {Before: tie(level(1), nil), After: tie(nil, nil)}}}, nil},
		{alert.Change{Shifts: []alert.Shift{{Before: tri(entente.UnitVeto, .9), After: tri(entente.StableMarriage, .7)}}}, []string{"<CHN>, <RUS> and <USA>: from unit veto to stable marriage"}},
		{alert.Change{Shifts: []alert.Shift{{Before: tri(entente.UnitVeto, .9), After: tri(entente.StableMarriage, .5)}}}, nil},
		{alert.Change{Shifts: []alert.Shift{{Before: tri(entente.Incomplete, .9), After: tri(entente.StableMarriage, .9)}, {Before: tri(entente.UnitVeto, .9), After: tri(entente.UnitVeto, .8)}}}, nil},
	} {
		var got []string
		for _, a := range alert.Raise(r, c.change, name) {
			got = append(got, a.Text)
			if len(a.Cites) > 10 || len(a.Cites)+a.LeftOut != 13 && a.LeftOut > 0 {
				t.Errorf("%d sentences and %d left out", len(a.Cites), a.LeftOut)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// TestSwings: a pair that does more or less than it did is told to the rules that want it,
// with both levels, the day, the probability and the sentences, while it is news.
func TestSwings(t *testing.T) {
	today := day("2026-05-20")
	swing := alert.Swing{A: "USA", B: "RUS", Side: entente.Conflict, Cites: []alert.Cite{{ID: "r", Story: "s", Quote: "Words."}},
		Alarm: entente.Alarm{Day: today - 2, From: today - 6, Chance: .93, Before: .125, After: 2}}
	r := rulesOf(t, "fresh: 7\nrules: [{name: a, when: break, pairs: [[RUS, USA]], rate: true}, {name: b, when: break, pairs: [[RUS, USA]]}, {name: c, when: break, pairs: [[RUS, CHN]], rate: true}]")
	raise := func(on entente.Day, s alert.Swing) []alert.Alert {
		return alert.Raise(r, alert.Change{Day: on, Swings: []alert.Swing{s}}, name)
	}
	got := raise(today, swing)
	if len(got) != 1 || got[0].Rule != "a" || got[0].Text != "<RUS> and <USA>: more conflict since about 2026-05-14: 2 acts a day, 0.12 before (probability 0.93)" {
		t.Fatalf("%+v", got)
	}
	want := alert.Rate{Side: entente.Conflict, Before: .125, After: 2, Since: today - 6, Seen: today - 2}
	if a := got[0]; *a.Rate != want || a.P != .93 || a.Into != "more conflict" || len(a.Cites) != 1 || a.When != alert.OfBreak || a.Day != today {
		t.Errorf("%+v, rate %+v", a, a.Rate)
	}
	if len(raise(today+5, swing)) != 1 || len(raise(today+6, swing)) != 0 {
		t.Error("the last day counted is not held to what is fresh")
	}
	later := raise(today+1, swing)[0]
	fell := swing
	fell.Before, fell.After = 2, .125
	if other := raise(today, fell)[0]; later.ID != got[0].ID || other.ID == got[0].ID || other.Into != "less conflict" {
		t.Errorf("ids %s, %s, of a fall %s %q", got[0].ID, later.ID, other.ID, other.Into)
	}
}

func raised(r alert.Rules, on entente.Day, events ...entente.Event) []alert.Alert {
	return alert.Raise(r, alert.Change{Day: on, Events: events}, name)
}

func texts(ms []alert.Message) string {
	var out []string
	for _, m := range ms {
		what := "digest"
		if m.Alert != nil {
			what = m.Alert.Event
		}
		out = append(out, m.To+":"+what)
	}
	return strings.Join(out, " ")
}

// TestMemory: once each, few a day, none that is muted, and the rest in a digest the
// day after.
func TestMemory(t *testing.T) {
	d := day("2026-05-10")
	r := rulesOf(t, "cap: 3\nrules: [{name: a, when: event, to: [l]}, {name: b, when: event, roots: [AID], hold: true, to: [m]}]\nmute: [{pair: [CHN], roots: [REJECT], until: 2026-05-10}]")
	var m alert.Memory
	take := func(on entente.Day, want alert.Tally, sent string, events ...entente.Event) {
		t.Helper()
		data, err := json.Marshal(m) // a restart changes nothing
		if err != nil {
			t.Fatal(err)
		}
		m = alert.Memory{}
		if err := json.Unmarshal(data, &m); err != nil {
			t.Fatal(err)
		}
		ms, got := m.Take(r, on, raised(r, on, events...))
		if got != want || texts(ms) != sent {
			t.Errorf("%s: %+v %q, want %+v %q", on, got, texts(ms), want, sent)
		}
	}
	one := event("e1", "USA", "RUS", "SANCTION", d)
	take(d, alert.Tally{Sent: 1}, "l:e1", one)
	take(d, alert.Tally{Known: 1}, "", one)
	take(d, alert.Tally{Held: 1}, "", event("e2", "USA", "RUS", "SANCTION", d)) // like one sent today
	take(d, alert.Tally{Sent: 1}, "l:e3", event("e3", "RUS", "USA", "SANCTION", d))
	take(d, alert.Tally{Muted: 1}, "", event("e4", "CHN", "USA", "REJECT", d))
	take(d, alert.Tally{Sent: 1, Held: 1}, "l:e5", event("e5", "CHN", "USA", "AID", d))
	take(d, alert.Tally{Held: 1}, "", event("e6", "CHN", "USA", "CONSULT", d)) // over the cap
	take(d+1, alert.Tally{Sent: 1}, "l:digest m:digest l:e4", event("e4", "CHN", "USA", "REJECT", d))
	take(d+1, alert.Tally{Known: 1}, "", event("e2", "USA", "RUS", "SANCTION", d))
	take(d, alert.Tally{Sent: 1}, "l:e7", event("e7", "USA", "RUS", "SANCTION", d)) // a clock that goes back begins no day
	take(d+2, alert.Tally{}, "")
}

// TestDigestIsBounded: however much is held, a digest shows so much and counts the rest.
func TestDigestIsBounded(t *testing.T) {
	d := day("2026-05-10")
	r := rulesOf(t, "cap: 0\nrules: [{name: a, when: event, to: [l]}]")
	var m alert.Memory
	for i := range 300 {
		m.Take(r, d, raised(r, d, event(fmt.Sprint("e", i), "USA", "RUS", "AID", d)))
	}
	ms, _ := m.Take(r, d+1, nil)
	if len(ms) != 1 || len(ms[0].Digest.Alerts) != 200 || ms[0].Digest.LeftOut != 100 || ms[0].Text() != "held back on 2026-05-10: 300" {
		t.Errorf("%d messages", len(ms))
	}
	r.Digest = false
	m.Take(r, d+1, raised(r, d+1, event("x", "USA", "RUS", "AID", d)))
	if ms, _ := m.Take(r, d+2, nil); len(ms) != 0 {
		t.Errorf("a digest that is not wanted: %s", texts(ms))
	}
}

func ExampleRaise() {
	rules, _ := alert.Parse("rules.yaml", []byte("to: [{name: log, file: alerts.jsonl}]\nrules: [{name: sanctions, when: event, roots: [SANCTION]}]"), actors)
	for _, a := range alert.Raise(rules, alert.Change{Day: day("2026-05-10"), Events: []entente.Event{event("e1", "USA", "RUS", "SANCTION", day("2026-05-09"))}}, name) {
		fmt.Println(a.Text)
	}
	// Output: <USA> → <RUS>: SANCTION (fact), 2026-05-09
}

// TestMemoryAndClock: a day that lies years ahead was a clock's that went wrong, and does
// not keep the cap of all days to come.
func TestMemoryAndClock(t *testing.T) {
	r, err := alert.Parse("f.yaml", []byte("cap: 1\nto: [{name: l, file: x}]\nrules: [{name: a, when: event}]"), actors)
	if err != nil {
		t.Fatal(err)
	}
	var m alert.Memory
	sent := func(id, on string, root entente.Root) int {
		_, tally := m.Take(r, day(on), raised(r, day(on), event(id, "USA", "RUS", root, day(on))))
		return tally.Sent
	}
	if sent("e1", "2030-05-02", "ACCUSE") != 1 || sent("e2", "2030-05-01", "SANCTION") != 0 {
		t.Error("the day before is not the same day")
	}
	if sent("e3", "2026-05-02", "AID") != 1 || sent("e4", "2026-05-02", "CONSULT") != 0 || sent("e5", "2026-05-03", "AGREE") != 1 {
		t.Errorf("%+v", m)
	}
}
