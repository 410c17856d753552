package news

import (
	"slices"
	"strings"
	"testing"

	"entente"
)

func TestFormats(t *testing.T) {
	for _, c := range []struct {
		name, head string
		want       format
	}{
		{"a.txt", "Iran met Iraq.", plain},
		{"a", `{"text":"Iran met Iraq."}`, jsonLines},
		{"a", "\uFEFF {\"text\":\n1}", jsonLines},
		{"a.jsonl", "not json", jsonLines},
		{"a.json", "{\n  \"text\": \"Iran met Iraq.\"\n}", jsonDocument},
		{"a.json", "[\n {\"text\": 1}]", jsonDocument},
		{"a.json", "[{\"text\": 1}]", jsonDocument},
		{"a.txt", "[Reuters] Iran met Iraq.", plain},
		{"a", "{braces} in a text", plain},
		{"a", "<!DOCTYPE html><html>", page},
		{"a", "<p>Iran</p>", page},
		{"a", "  <article class=x>", page},
		{"a.html", "Iran <b>met</b> Iraq", page},
		{"a.txt", "A comment\n<!DOCTYPE HTML>", page},
		{"a.txt", "<Biden> said so", plain},
	} {
		if got, err := detect(c.name, []byte(c.head)); got != c.want || err != nil {
			t.Errorf("detect(%q, %q) = %d, %v, want %d", c.name, c.head, got, err, c.want)
		}
	}
}

func TestOptions(t *testing.T) {
	day := entente.MakeDay(2021, 7, 15)
	const text = "Norland met Estria in Halden on Monday."
	s := one(t, "dir/a.b.txt", text, Options{Published: day, Publisher: "Gazette", URL: "https://example.org/x"}).Story
	if s.ID != "a.b" || s.Published != day || s.Publisher != "Gazette" || s.URL != "https://example.org/x" {
		t.Errorf("%+v", s)
	}
	if s := one(t, "a.txt", text, Options{ID: "given"}).Story; s.ID != "given" {
		t.Errorf("id %q", s.ID)
	}
	if s := one(t, "-", text, Options{URL: "https://example.org/2020/03/04/x.html"}).Story; s.ID != "stdin" || s.Published.String() != "2020-03-04" {
		t.Errorf("id %q, published %s", s.ID, s.Published)
	}
	item := one(t, "a.txt", text, Options{})
	if len(item.Problems) != 1 || !strings.Contains(item.Problems[0].Message, "--published") {
		t.Errorf("problems %v", item.Problems)
	}
	s = one(t, "a.txt", "Norland meets Estria again\nPublished: 3 May 2019\n\n"+text, Options{Published: day}).Story
	if s.Published.String() != "2019-05-03" {
		t.Errorf("the page's date gives way to the option: %s", s.Published)
	}
}

func TestLines(t *testing.T) {
	const in = `{"id":"x","title":"Norland meets Estria","published":"2021-06-16T10:00:00Z","publisher":"Gazette","url":"https://example.org/","language":"en-GB","author":"By Ilse Maar","kind":"opinion","text":"Norland met Estria.\nIlse Maar\nAdvertisement\nThey spoke for long."}
{"text":"Norland meets Estria\n\nNorland met Estria on Monday in Halden.\n\nThey spoke."}
{"id":12,"title":"Norland meets Estria","text":"Advertisement\nNorland meets Estria\n\nNorland met Estria on Monday in Halden."}
`
	items, err := collect("dir/in.jsonl", []byte(in), Options{Published: entente.MakeDay(2020, 1, 2)})
	if err != nil || len(items) != 3 {
		t.Fatal(len(items), err)
	}
	s := items[0].Story
	if s.ID != "x" || s.Title != "Norland meets Estria" || s.Published.String() != "2021-06-16" || s.Publisher != "Gazette" ||
		s.Language != "en" || s.Author != "By Ilse Maar" || s.Kind != entente.OpinionKind || !strings.HasPrefix(s.Text, "Norland met") {
		t.Errorf("%+v", s)
	}
	wantStreams(t, s, entente.Body, entente.Furniture, entente.Furniture, entente.Body)
	s = items[1].Story
	if s.ID != "in-2" || s.Title != "Norland meets Estria" || s.Published.String() != "2020-01-02" {
		t.Errorf("%+v", s)
	}
	wantStreams(t, s, entente.Headline, entente.Body, entente.Body)
	if items[2].Story.ID != "12" {
		t.Errorf("id %q", items[2].Story.ID)
	}
	wantStreams(t, items[2].Story, entente.Furniture, entente.Headline, entente.Body)
}

func wantStreams(t *testing.T, s entente.Story, want ...entente.Stream) {
	t.Helper()
	var got []entente.Stream
	for _, b := range s.Blocks {
		got = append(got, b.Stream)
	}
	if !slices.Equal(got, want) {
		t.Errorf("streams %v, want %v, of %q", got, want, s.Text)
	}
}

func TestLongLine(t *testing.T) {
	in := `{"text":"Norland met Estria."}` + "\n" + `{"text":"` + strings.Repeat("long ", 40000) + `"}` + "\n" + `{"text":"They spoke."}`
	items, err := collect("in.jsonl", []byte(in), Options{MaxStory: 100 << 10})
	if err != nil || len(items) != 3 {
		t.Fatal(len(items), err)
	}
	if p := items[1].Problems; len(p) != 1 || !strings.Contains(p[0].Message, "line 2: longer than 102400 bytes") || items[1].Story.Text != "" {
		t.Errorf("%+v", items[1])
	}
	if items[2].Story.Text != "They spoke." || items[2].Story.ID != "in-3" {
		t.Errorf("%+v", items[2].Story)
	}
}

func TestDocument(t *testing.T) {
	items, err := collect("in.json", []byte(" [\n{\"id\":\"x\",\n\"text\":\"Norland met Estria.\"},\n{\"title\":\"y\"},\n{\"text\":\"They spoke.\"}, {]"), Options{})
	if err != nil || len(items) != 4 {
		t.Fatal(len(items), err)
	}
	if items[0].Story.ID != "x" || items[2].Story.ID != "in-3" || items[2].Story.Text != "They spoke." {
		t.Errorf("%+v", items)
	}
	for i, want := range map[int]string{1: `item 2: has no "text"`, 3: "item 4: not a story in JSON"} {
		if p := items[i].Problems; len(p) != 1 || !strings.Contains(p[0].Message, want) {
			t.Errorf("problems %v, want %q", p, want)
		}
	}
	if s := one(t, "in.json", "{\n\"text\": \"Norland met Estria.\"\n}\n", Options{}).Story; s.Text != "Norland met Estria." {
		t.Errorf("%+v", s)
	}
}

func TestStop(t *testing.T) {
	n := 0
	for range Read("in.jsonl", strings.NewReader(strings.Repeat(`{"text":"a b"}`+"\n", 9)), Options{}) {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("%d items after a stop at 2", n)
	}
}

func TestLanguages(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Norland met Estria.", ""},
		{strings.Repeat("The ministers of the two states met in the town to speak of the border that they share. ", 4), "en"},
		{strings.Repeat("Министры иностранных дел двух стран провели переговоры в Москве и подписали договор о дружбе. ", 4), "ru"},
		{strings.Repeat("Die Außenminister der beiden Staaten haben sich am Montag in der Stadt getroffen und über die Grenze gesprochen. ", 3), "de"},
		{strings.Repeat("两国外长周一在北京会晤，讨论边界问题，并签署了联合声明。", 12), "zh"},
	} {
		if got := languageOf(c.text); got != c.want {
			t.Errorf("languageOf(%.30q) = %q, want %q", c.text, got, c.want)
		}
	}
	if got := languageName("fr"); got != "French" {
		t.Errorf("languageName(fr) = %q", got)
	}
	if got := languageName("xx"); got != "language xx" {
		t.Errorf("languageName(xx) = %q", got)
	}
}
