package lexicon_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"entente/lexicon"
)

func TestComparePatterns(t *testing.T) {
	const states = "state AAA\n  name: Aland\n  days: 1900..\nstate BBB\n  name: Bland\n  days: 1900..\n"
	const meet = "pattern meet\n  event: CONSULT\n  cameo: 040\n  verb: meet\n  target: with, obj\n  reciprocal\n  yes: Aland met Bland. :: AAA <> BBB\n"
	const view = "assessment foe\n  level: -1\n  verb: see as foe\n  a: subj\n  b: obj\n  yes: Aland sees Bland as a foe. :: AAA BBB -1\n"
	const blame = "pattern blame\n  event: ACCUSE\n  cameo: 110\n  verb: blame\n  yes: Aland blamed Bland. :: AAA > BBB\n"
	read := func(files ...string) *lexicon.Lexicon {
		t.Helper()
		fsys := fstest.MapFS{"a.states": {Data: []byte(states)}}
		for i, f := range files {
			fsys[string(rune('a'+i))+".patterns"] = &fstest.MapFile{Data: []byte(f)}
		}
		lex, err := lexicon.Load(fsys)
		if err != nil {
			t.Fatal(err)
		}
		return lex
	}
	swap := func(s, old, new string) string {
		if !strings.Contains(s, old) {
			t.Fatalf("%q is not in %q", old, s)
		}
		return strings.Replace(s, old, new, 1)
	}
	before := read(meet, view, blame)
	for name, c := range map[string]struct {
		after *lexicon.Lexicon
		want  string
	}{
		"the same":          {read(meet, view, blame), ""},
		"moved and spaced":  {read("# moved\n"+view, "\n"+swap(meet, "with, obj", "with,  obj"), blame), ""},
		"added and removed": {read(meet, view, swap(blame, "blame", "chide")), "removed blame; added chide"},
		"words and roles":   {read(swap(swap(meet, "verb: meet", "verb: meet|see\n  noun: summit"), "with, obj", "obj"), view, blame), "changed meet verb noun target"},
		"root and mode":     {read(swap(swap(meet, "CONSULT", "CONSULT visit"), "040", "042"), view, blame), "changed meet event cameo"},
		"flags":             {read(swap(meet, "  reciprocal\n  yes: Aland met Bland. :: AAA <> BBB", "  alone\n  yes: Aland met Bland. :: AAA > BBB"), view, blame), "changed meet reciprocal alone yes"},
		"level of a view":   {read(meet, swap(swap(view, "level: -1", "level: 0"), "BBB -1", "BBB 0"), blame), "changed foe level yes"},
		"another sentence":  {read(meet+"  no: Aland met its aims.\n", view, blame), "changed meet no"},
		"who stands where":  {read(meet, view, blame+"  target: of\n"), "changed blame target"},
		"an act, then a view": {read(meet, swap(view, "foe", "blame"), swap(blame, "pattern blame", "pattern foe")),
			"changed blame kind event cameo level verb yes; changed foe kind event cameo level verb yes"},
	} {
		var got []string
		for _, p := range lexicon.ComparePatterns(before, c.after) {
			got = append(got, strings.TrimSpace(p.Kind+" "+p.Name+" "+strings.Join(p.Fields, " ")))
		}
		if text := strings.Join(got, "; "); text != c.want {
			t.Errorf("%s: %q, want %q", name, text, c.want)
		}
	}
}
