package news

import (
	"os"
	"strings"
	"testing"

	"entente"
	"golang.org/x/net/html"
)

func readFile(t *testing.T, file string) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestPageWithMeta(t *testing.T) {
	s := one(t, "meta.html", readFile(t, "testdata/html/meta.html"), Options{}).Story
	checkStory(t, s)
	if s.ID != "meta" || s.Title != "Norland and Estria reopen border" || s.Author != "Ilse Maar; Tomas Vrba" || s.Publisher != "The Halden Gazette" ||
		s.Kind != entente.OpinionKind || s.Published.String() != "2022-03-09" || s.Language != "en" || s.URL != "https://gazette.example/world/norland-estria" {
		t.Errorf("%+v", s)
	}
	wantStreams(t, s, entente.Headline, entente.Standfirst, entente.Body, entente.Body, entente.Body, entente.Body)
	if !strings.Contains(s.Text, "accusing Estria, its neighbour, of") || strings.Contains(s.Text, "Read more") || strings.Contains(s.Text, "Oil prices") {
		t.Errorf("text %q", s.Text)
	}
}

func TestPageWithoutMeta(t *testing.T) {
	s := one(t, "bare.html", readFile(t, "testdata/html/bare.html"), Options{Publisher: "Tolm Herald"}).Story
	checkStory(t, s)
	if s.Title != "Estria warns Norland over drills" || s.Author != "Pia Sund" || s.Publisher != "Tolm Herald" || s.Published.String() != "2014-06-05" {
		t.Errorf("%+v", s)
	}
	want := "Estria warns Norland over drills\n\nEstria warned Norland on Thursday that naval drills off its coast would have consequences.\n\n" +
		"Norland rejected the warning.\n\nIt said the drills broke no treaty.\n\nTwo ships took part\n\nThree aircraft took part"
	if s.Text != want {
		t.Errorf("text %q", s.Text)
	}
}

func TestTitles(t *testing.T) {
	for _, c := range []struct {
		m    meta
		want string
	}{
		{meta{headline: "Norland meets Estria | Gazette", h1: "Norland meets Estria"}, "Norland meets Estria"},
		{meta{ogTitle: "Norland meets Estria - The Gazette", site: "The Gazette"}, "Norland meets Estria"},
		{meta{title: "Norland meets Estria | World | Gazette"}, "Norland meets Estria"},
		{meta{title: "Norland - a state apart"}, "Norland - a state apart"},
		{meta{title: "Talks fail – Halden Gazette", url: "https://www.haldengazette.example/a"}, "Talks fail"},
		{meta{h1: "Talks fail"}, "Talks fail"},
		{meta{}, ""},
	} {
		if got := c.m.bestTitle(); got != c.want {
			t.Errorf("bestTitle(%+v) = %q, want %q", c.m, got, c.want)
		}
	}
}

func TestCleanAuthors(t *testing.T) {
	for in, want := range map[string]string{
		"By Ilse Maar and Tomas Vrba": "Ilse Maar; Tomas Vrba", "ILSE MAAR": "Ilse Maar", "Ilse Maar, Gazette": "Ilse Maar", "Dr. Ilse Maar": "Ilse Maar",
		"https://example.org/maar": "", "admin": "", "maar@example.org": "", "Von Ilse Maar": "Ilse Maar", "View all posts by Ilse Maar": "Ilse Maar", "Heiko": "Heiko", "example.org": "", "": "",
	} {
		if got := strings.Join(cleanAuthors(in), "; "); got != want {
			t.Errorf("cleanAuthors(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLinkedData(t *testing.T) {
	for _, c := range []struct{ in, headline, authors, day string }{
		{`{"@type":"NewsArticle","headline":"A\nb","author":"Ilse Maar","datePublished":"2021-06-16"}`, "A b", "Ilse Maar", "2021-06-16"},
		{`[{"@type":["Article","X"],"headline":"A","author":{"name":"Ilse Maar"}}]`, "A", "Ilse Maar", ""},
		{`{"@type":"WebPage","mainEntity":{"@type":"BlogPosting","headline":"A"}}`, "A", "", ""},
		{`{"@type":7,"headline":"A"}`, "", "", ""},
		{`{"@type":"Article","author":[[]],"headline":{}}`, "", "", ""},
		{`{broken`, "", "", ""},
		{strings.Repeat(`[`, 50) + strings.Repeat(`]`, 50), "", "", ""},
		{strings.Repeat(`{"@graph":`, 50) + `{"@type":"Article","headline":"deep"}` + strings.Repeat(`}`, 50), "", "", ""},
	} {
		var m meta
		m.readLinkedData(strings.ReplaceAll(c.in, `\n`, "\n"))
		if m.headline != c.headline || strings.Join(m.authors, "; ") != c.authors || m.published.String() != c.day {
			t.Errorf("%.60s: %+v", c.in, m)
		}
	}
}

func TestParagraphs(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"<p>One <b>bold</b>, two.</p><p>Three</p>", "One bold, two.|Three"},
		{"<p>One<br><br>two</p>", "One|two"},
		{"<p>One.<br>Two</p>", "One.|Two"},
		{"<p>One<br>two</p>", "One two"},
		{"<ul><li>One<li>two</ul>", "One|two"},
		{"<table><tr><td>One<td>two</table>", "One two"},
		{"<div>One<p>two</p>three</div>", "One|two|three"},
		{"<p>One</p><script>x</script><nav>menu</nav>", "One"},
		{"One<!-- not this -->", "One"},
	} {
		doc, err := html.Parse(strings.NewReader(c.in))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range paragraphs(doc) {
			got = append(got, p.text)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("paragraphs(%q) = %q, want %q", c.in, got, c.want)
		}
	}
	if paragraphs(nil) != nil {
		t.Error("paragraphs of nothing")
	}
}

func TestOpinionAddress(t *testing.T) {
	const text = "Norland met Estria in Halden on Monday."
	for url, want := range map[string]entente.Kind{"https://x.example/opinion/a": entente.OpinionKind, "https://x.example/world/opinion-polls": entente.ReportKind} {
		if s := one(t, "a.txt", text, Options{URL: url}).Story; s.Kind != want {
			t.Errorf("%s: %s", url, s.Kind)
		}
	}
}
