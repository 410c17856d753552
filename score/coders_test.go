package score

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"entente"
)

// line writes an output line of a sentence at start, told by the words at trigger.
func line(story string, start, trigger int, source, target, root, status, date string) string {
	return fmt.Sprintf(`{"kind":"event","story":%q,"stream":"body","source":{"code":%q},"target":{"code":%q},"plover":{"event":%q},"status":%q,"date_from":%q,"date_to":%q,"intensity":%d,"scale":"plover","citation":{"quote":"q","start":%d,"end":%d,"trigger":[%d,%d]}}`,
		story, source, target, root, status, date, date, len(root), start, start+100, trigger, trigger+5)
}

func coded(t *testing.T, codings ...string) CodersResult {
	t.Helper()
	var in []Coding
	for i, c := range codings {
		in = append(in, Coding{string(rune('a' + i)), strings.NewReader(c)})
	}
	r, err := Coders(in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestCoders(t *testing.T) {
	first := lines(
		line("s", 0, 10, "FRE", "SYL", "CONSULT", "fact", "2031-05-12"),
		line("s", 0, 60, "FRE", "SYL", "ACCUSE", "fact", "2031-05-12"),
		line("s", 200, 210, "SYL", "FRE", "THREATEN", "fact", "2031-05-13"),
		line("s", 400, 410, "RUR", "FRE", "AID", "fact", "2031-05-13"))
	second := lines(
		line("s", 0, 62, "FRE", "SYL", "REJECT", "fact", "2031-05-12"),      // the same words, another root
		line("s", 0, 10, "FRE", "SYL", "CONSULT", "fact", "2031-05-12"),     // alike
		line("s", 200, 250, "FRE", "SYL", "THREATEN", "fact", "2031-05-15"), // the same sentence, turned round
		line("s", 400, 410, "RUR", "SYL", "AID", "fact", "2031-05-13"),      // the same words, another pair
		line("t", 0, 10, "FRE", "SYL", "CONSULT", "fact", "2031-05-12"))
	r := coded(t, first, second)
	if r.Stories != 2 || r.Units != 6 || r.Shared != 3 || r.Coders[0].Events != 4 || r.Coders[1].Events != 5 {
		t.Errorf("got %d stories, %d units, %d shared, coders %+v", r.Stories, r.Units, r.Shared, r.Coders)
	}
	if p := r.Unitising.Pairs; len(p) != 1 || p[0].Same != 3 || p[0].OnlyFirst != 1 || p[0].OnlySecond != 2 || math.Abs(*r.Unitising.F1-6./9) > 1e-12 {
		t.Errorf("unitising %+v", r.Unitising)
	}
	f := r.Fields
	for name, c := range map[string]struct {
		got   Reliability
		hits  int
		units int
	}{
		"direction": {f.Direction, 2, 3}, "root": {f.Root, 2, 3}, "quad": {f.Quad, 3, 3}, "status": {f.Status, 3, 3},
		"date": {f.Date, 2, 3}, "intensity": {f.Intensity, 3, 3}, "pair": {f.Pair, 2, 3},
	} {
		if c.got.Agreement.Hits != c.hits || c.got.Agreement.Of != c.units || c.got.Units != c.units {
			t.Errorf("%s: %d of %d agree in %d units, want %d of %d", name, c.got.Agreement.Hits, c.got.Agreement.Of, c.got.Units, c.hits, c.units)
		}
	}
	if *f.Date.Apart != 2./3 || f.Root.Apart != nil {
		t.Errorf("days apart %v, want two thirds", *f.Date.Apart)
	}
	// Roots ACCUSE REJECT, CONSULT CONSULT, THREATEN THREATEN: n 6, one of three units differs.
	if want := 1 - 5*2./(36-1-1-4-4); math.Abs(*f.Root.Alpha-want) > 1e-12 {
		t.Errorf("alpha of roots %v, want %v", *f.Root.Alpha, want)
	}
	if f.Status.Alpha != nil || f.Root.Low != nil {
		t.Error("an alpha of values that are all alike, or an interval of one story")
	}
}

// Who says nothing of a unit is no value of it: three coders, of whom two have each.
func TestThreeCoders(t *testing.T) {
	a := line("s", 0, 10, "FRE", "SYL", "CONSULT", "fact", "2031-05-12")
	b := line("s", 200, 210, "FRE", "SYL", "ASSAULT", "fact", "2031-05-12")
	r := coded(t, lines(a, b), lines(a), lines(b))
	if r.Units != 2 || r.Shared != 2 || r.Fields.Root.Values != 4 || *r.Fields.Root.Alpha != 1 {
		t.Errorf("got %+v", r)
	}
	if p := r.Unitising.Pairs; len(p) != 3 || p[2].Same != 0 || *p[2].F1 != 0 || *r.Unitising.F1 != .5 {
		t.Errorf("unitising %+v", r.Unitising)
	}
}

// Gold says which stories were read; its words stand for a place, known or not.
func TestCodersAgainstGold(t *testing.T) {
	text := "Freedonia and Sylvania held talks on Monday. Sylvania accused Freedonia of cheating."
	story := entente.Story{ID: "s", Text: text, Blocks: []entente.Block{{Stream: entente.Body, Start: 0, End: len(text)}}}
	gold := lines(
		`{"story":"s","text":"held talks","source":"FRE","target":"SYL","reciprocal":true,"roots":["CONSULT","AGREE"]}`,
		`{"story":"s","text":"Sylvania accused Freedonia","source":"SYL","target":"FRE","roots":["ACCUSE"],"status":["reported","fact"]}`,
		`{"story":"s","text":"File photo","stream":"caption","source":"SYL","target":"FRE","roots":["ASSAULT"]}`,
		`{"story":"quiet","none":true}`)
	cite := func(root, quote string) string {
		at := strings.Index(text, quote)
		return fmt.Sprintf(`{"kind":"event","story":"s","stream":"body","source":{"code":"SYL"},"target":{"code":"FRE"},"plover":{"event":%q},"status":"fact","citation":{"quote":%q,"start":%d,"end":%d,"trigger":[%d,%d]}}`,
			root, quote, at, at+len(quote), at, at+len(quote))
	}
	out := lines(cite("CONSULT", "Freedonia and Sylvania held talks on Monday."), cite("ACCUSE", "Sylvania accused Freedonia of cheating."),
		line("other", 0, 10, "FRE", "SYL", "CONSULT", "fact", "2031-05-12"))
	for _, at := range [][]entente.Story{nil, {story}} {
		r, err := Coders([]Coding{{"gold", strings.NewReader(gold)}, {"out", strings.NewReader(out)}}, at...)
		if err != nil {
			t.Fatal(err)
		}
		if r.Stories != 2 || r.LeftOut != 1 || r.Shared != 2 || r.Units != 2 || r.Fields.Status.Agreement.Hits != 1 || r.Fields.Root.Agreement.Hits != 2 {
			t.Errorf("with %d stories at hand: %+v", len(at), r)
		}
		if r.Fields.Intensity.Units != 0 || r.Fields.Date.Units != 0 {
			t.Errorf("gold gives no intensity and these lines no date: %+v", r.Fields)
		}
	}
}

func TestCodersRefuse(t *testing.T) {
	for text, want := range map[string]string{
		"{":                                  "two: line 1: ",
		`{"story":"s"}`:                      `two: line 1: neither an event`,
		`{"kind":"event","plover":{}}`:       `two: line 1: no "story"`,
		`{"story":"s","roots":["AID"]}`:      `two: line 1: no "text"`,
		`{"story":"s","plover":{"event":1}}`: "two: line 1: ",
	} {
		_, err := Coders([]Coding{{"one", strings.NewReader("")}, {"two", strings.NewReader(text)}})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// The order of the codings changes nothing but their places.
func TestOrderOfCoders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) string {
			var out []string
			for range rapid.IntRange(0, 6).Draw(t, name) {
				at := 100 * rapid.IntRange(0, 2).Draw(t, "sentence")
				out = append(out, line(rapid.SampledFrom([]string{"s", "t"}).Draw(t, "story"), at, at+rapid.IntRange(0, 90).Draw(t, "trigger"),
					rapid.SampledFrom([]string{"FRE", "SYL"}).Draw(t, "source"), rapid.SampledFrom([]string{"RUR", "SYL"}).Draw(t, "target"),
					rapid.SampledFrom([]string{"CONSULT", "ACCUSE", "AID"}).Draw(t, "root"), rapid.SampledFrom([]string{"fact", "intended"}).Draw(t, "status"), "2031-05-12"))
			}
			return lines(out...)
		}
		a, b := draw("a"), draw("b")
		measure := func(first, second string) string {
			r, err := Coders([]Coding{{"x", strings.NewReader(first)}, {"x", strings.NewReader(second)}})
			if err != nil {
				t.Fatal(err)
			}
			r.Unitising.Pairs, r.Coders = nil, nil
			if r.Shared > min(r.Units, strings.Count(first, "\n"), strings.Count(second, "\n")) {
				t.Fatalf("%d shared", r.Shared)
			}
			out, _ := json.Marshal(r)
			return string(out)
		}
		if x, y := measure(a, b), measure(b, a); x != y {
			t.Fatalf("%s\n%s", x, y)
		}
		self, _ := Coders([]Coding{{"x", strings.NewReader(a)}, {"y", strings.NewReader(a)}})
		if self.Shared != self.Units || self.Fields.Root.Agreement.Hits != self.Units {
			t.Fatalf("a coder does not agree with himself: %+v", self)
		}
	})
}

func FuzzCoders(f *testing.F) {
	f.Add(goldText, lines(talks, accuse, stance))
	f.Add(`{"story":"s","plover":{"event":"AID"},"citation":{"start":9,"end":-3,"trigger":[7,1]}}`, `{"story":"s","plover":null}`)
	f.Fuzz(func(t *testing.T, a, b string) {
		r, err := Coders([]Coding{{"a", strings.NewReader(a)}, {"b", strings.NewReader(b)}}, entente.Story{ID: "d1", Text: storyText})
		if err == nil && r.Shared > r.Units {
			t.Errorf("%d of %d units shared", r.Shared, r.Units)
		}
	})
}
