package desk_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"entente/coder"
	"entente/desk"
	"entente/lexica"
	"entente/news"
)

func suggest(t *testing.T, lines string) desk.Suggestions {
	t.Helper()
	s, err := desk.Suggest(desk.Code(context.Background(), news.Read("c.jsonl", strings.NewReader(lines), news.Options{}), tools, coder.Options{Gaps: true}))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSuggest(t *testing.T) {
	s := suggest(t, `{"id":"a","published":"2021-07-15","text":"Brandon Quillfeather accused Poland of lies. Quillfeather then condemned Kenya. France lampooned Germany."}
{"id":"b","published":"2021-07-15","text":"Poland condemned Brandon Quillfeather. Jonathan Smithers attacked Mali."}
{"id":"c","published":"2021-07-15","text":"France lampooned Germany. Russia's lampoon of France went on."}
`)
	if s.Stories != 3 || len(s.Actors) != 2 || len(s.Words) != 2 {
		t.Fatalf("got %+v", s)
	}
	a := s.Actors[0]
	if a.Name != "Brandon Quillfeather" || a.Entity != "person" || a.Count != 3 || a.Stories != 2 || a.Parts["subject"] != 2 || a.Parts["object"] != 1 {
		t.Errorf("first %+v", a)
	}
	if len(a.States) != 2 || a.States[0] != (desk.CodeCount{Code: "POL", Count: 2}) {
		t.Errorf("beside %+v", a.States)
	}
	if len(a.Examples) != 2 || a.Examples[0].Story != "a" || a.Examples[1].Story != "b" {
		t.Errorf("examples are of two stories where there are two: %+v", a.Examples)
	}
	w := s.Words[0]
	if w.Word != "lampoon" || w.Class != "verb" || w.Count != 2 || w.Stories != 2 || w.Roles["obj"] != 2 {
		t.Errorf("first word %+v", w)
	}
	if w.RootCount > 0 != (w.Root != "") || w.RootCount > w.Count {
		t.Errorf("root %q, counted %d", w.Root, w.RootCount)
	}
	if s.Words[1].Class != "noun" {
		t.Errorf("second word %+v", s.Words[1])
	}
}

// The same corpus gives the same suggestions, whatever the cores do.
func TestSuggestIsSteady(t *testing.T) {
	var lines strings.Builder
	for i := range 40 {
		fmt.Fprintf(&lines, `{"published":"2021-07-15","text":"Brandon Quill%c attacked Mali. France lampooned Germany. Peru befuddled Chile."}`+"\n", 'a'+rune(i%5))
	}
	first := fmt.Sprintf("%+v", suggest(t, lines.String()))
	for range 3 {
		if again := fmt.Sprintf("%+v", suggest(t, lines.String())); again != first {
			t.Fatalf("%s\n%s", first, again)
		}
	}
}

func TestSuggestStops(t *testing.T) {
	broken := errors.New("broken off")
	_, err := desk.Suggest(func(yield func(desk.Coded, error) bool) { yield(desk.Coded{}, broken) })
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// Both codings are those of each lexicon alone, and what is wrong with the input is
// told once.
func TestCodeTwice(t *testing.T) {
	lines := `{"id":"a","text":"Russia attacked Ukraine."}` + "\n" + `{"id":"b","published":"2021-07-15","text":"France condemned Germany."}` + "\n"
	other, err := desk.LoadTools(lexica.English())
	if err != nil {
		t.Fatal(err)
	}
	read := func() func(func(news.Item, error) bool) {
		return news.Read("c.jsonl", strings.NewReader(lines), news.Options{})
	}
	var alone []desk.Coded
	for c, err := range desk.Code(context.Background(), read(), tools, coder.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		alone = append(alone, c)
	}
	n := 0
	for twice, err := range desk.CodeTwice(context.Background(), read(), tools, other, coder.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		want := alone[n]
		for _, got := range []desk.Coded{twice.Before, twice.After} {
			if got.Story.ID != want.Story.ID || !reflect.DeepEqual(got.Result.Reports, want.Result.Reports) || len(got.Result.Reports) == 0 {
				t.Errorf("%s: %+v", got.Story.ID, got.Result.Reports)
			}
		}
		if len(twice.Before.Problems) != len(want.Problems) || len(twice.After.Problems) != 0 {
			t.Errorf("%s: problems %v and %v", want.Story.ID, twice.Before.Problems, twice.After.Problems)
		}
		n++
	}
	if n != 2 {
		t.Errorf("%d stories", n)
	}
}
