package news

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente"
)

// streamOf gives the stream of a mark in testdata/pages.
var streamOf = map[string]entente.Stream{"H": entente.Headline, "S": entente.Standfirst, "B": entente.Body, "C": entente.Caption, "F": entente.Furniture}

// markedPage is a page of testdata/pages: every line that is not blank begins with
// its stream's letter, and lines with "=" say what is expected of the story.
type markedPage struct {
	text  string
	want  map[string]string
	lines []markedLine
}

type markedLine struct {
	start  int
	text   string
	stream entente.Stream
}

func readMarked(t *testing.T, file string) markedPage {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p := markedPage{want: map[string]string{}}
	for l := range strings.Lines(string(raw)) {
		if key, value, ok := strings.Cut(strings.TrimPrefix(l, "= "), ":"); ok && strings.HasPrefix(l, "= ") {
			p.want[key] = strings.TrimSpace(value)
			continue
		}
		if len(l) > 2 {
			p.lines = append(p.lines, markedLine{len(p.text), strings.TrimSpace(l[2:]), streamOf[l[:1]]})
			l = l[2:]
		}
		p.text += l
	}
	return p
}

func streamAt(s entente.Story, offset int) entente.Stream {
	for _, b := range s.Blocks {
		if b.Start <= offset && offset < b.End {
			return b.Stream
		}
	}
	return ""
}

// one reads an input that must hold one story.
func one(t *testing.T, name, text string, opt Options) Item {
	t.Helper()
	var out Item
	for item, err := range Read(name, strings.NewReader(text), opt) {
		if err != nil {
			t.Fatal(err)
		}
		out = item
	}
	return out
}

func TestPages(t *testing.T) {
	files, _ := filepath.Glob("testdata/pages/*.marked")
	if len(files) < 6 {
		t.Fatal("pages are missing")
	}
	for _, file := range files {
		t.Run(baseName(file), func(t *testing.T) {
			p := readMarked(t, file)
			s := one(t, "page.txt", p.text, Options{}).Story
			if s.Text != p.text {
				t.Error("the canonical text is not the file's")
			}
			for _, l := range p.lines {
				if got := streamAt(s, l.start+len(l.text)-1); got != l.stream {
					t.Errorf("%s, want %s: %s", got, l.stream, l.text)
				}
			}
			got := map[string]string{"author": s.Author, "kind": string(s.Kind), "published": s.Published.String(), "publisher": s.Publisher, "title": s.Title}
			for key, want := range p.want {
				if got[key] != want {
					t.Errorf("%s %q, want %q", key, got[key], want)
				}
			}
		})
	}
}
