package news

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente"
)

// zoo says what comes of each broken input in testdata/zoo: an error, or the words
// that the text must hold and the problems that must be told, in order.
var zoo = map[string]struct {
	err      string
	stories  int
	text     string
	problems []string
}{
	"empty.txt":          {err: "it is empty"},
	"blank.txt":          {err: "it is empty"},
	"zeros.txt":          {err: "binary"},
	"noise.txt":          {err: "binary"},
	"document.pdf":       {err: "a PDF document"},
	"image.txt":          {err: "a PNG image"},
	"notext.html":        {err: "there is no text in it"},
	"feed.xml":           {stories: 1, text: "Talks", problems: []string{"no date of publication"}},
	"latin1.txt":         {stories: 1, text: "Côte d’Ivoire recalled", problems: []string{"windows-1252"}},
	"utf16le.txt":        {stories: 1, text: "Norland and Estria signed", problems: []string{"UTF-16"}},
	"utf16be-bare.txt":   {stories: 1, text: "Norland and Estria signed", problems: []string{"UTF-16"}},
	"bom-crlf.txt":       {stories: 1, text: "\uFEFFNorland and Estria signed a treaty.\r\n\r\nThe treaty"},
	"oldmac.txt":         {stories: 1, text: "on Monday.\rThe treaty"},
	"damaged.txt":        {stories: 1, text: "Россия и Китай signed a pact \uFFFD on Monday", problems: []string{"2 bytes are not valid UTF-8"}},
	"lies-latin1.html":   {stories: 1, text: "visit to Köln ended", problems: []string{"says it is iso-8859-1 but is UTF-8"}},
	"lies-utf8.html":     {stories: 1, text: "visit to Köln on Monday", problems: []string{"says it is UTF-8 but is not"}},
	"cut.html":           {stories: 1, text: "opened talks on Monday in Halden", problems: []string{"cut off"}},
	"cut.jsonl":          {stories: 1, text: "Norland met Estria.", problems: []string{"line 2: not a story in JSON"}},
	"mixed.jsonl":        {stories: 3, text: "Estria left.", problems: []string{"line 2:", `line 4: has no "text"`, `line 5: "text" is not a string`, "line 6: not a story in JSON: it is not an object", `line 7: "text" is empty`, `"title" is not a string`, `kind "poem"`, `published "last week"`}},
	"deep.html":          {stories: 1, text: "signed a pact on Monday", problems: []string{"cannot be read as HTML"}},
	"unclosed.html":      {stories: 1, text: "Officials said the pact was good."},
	"foreign.txt":        {stories: 1, text: "Le président", problems: []string{"written in French; only English is coded"}},
	"furniture-only.txt": {stories: 1, text: "Advertisement"},
	"one-word.txt":       {stories: 1, text: "War"},
}

func TestZoo(t *testing.T) {
	files, _ := filepath.Glob("../testdata/zoo/*")
	if len(files) < len(zoo) {
		t.Fatalf("%d inputs, want %d", len(files), len(zoo))
	}
	for _, file := range files {
		want, ok := zoo[filepath.Base(file)]
		if !ok {
			continue // of another room
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			items, err := collect(file, raw, Options{})
			if want.err != "" {
				if !errors.Is(err, ErrUnusable) || !strings.Contains(err.Error(), want.err) {
					t.Fatalf("error %v, want one with %q", err, want.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			checkZoo(t, items, want.stories, want.text, want.problems)
		})
	}
}

func checkZoo(t *testing.T, items []Item, stories int, text string, problems []string) {
	n, all, told := 0, "", ""
	for _, item := range items {
		checkStory(t, item.Story)
		if item.Story.Text != "" {
			n++
		}
		all += item.Story.Text
		for _, p := range item.Problems {
			if p.Stage != "news" || p.Subject == "" {
				t.Errorf("problem without stage or subject: %+v", p)
			}
			told += p.Message + "\n"
		}
	}
	if n != stories || !strings.Contains(all, text) {
		t.Errorf("%d stories with %q, want %d with %q", n, all, stories, text)
	}
	for _, p := range problems {
		i := strings.Index(told, p)
		if i < 0 {
			t.Errorf("problem %q is not told, or too early, in:\n%s", p, told)
			continue
		}
		told = told[i:]
	}
}

func collect(name string, raw []byte, opt Options) ([]Item, error) {
	var out []Item
	for item, err := range Read(name, bytes.NewReader(raw), opt) {
		if err != nil {
			return out, err
		}
		out = append(out, item)
	}
	return out, nil
}

// checkStory holds what is true of every story: blocks are in order, lie in the text
// on its characters, are not empty, and leave out nothing but white space.
func checkStory(t *testing.T, s entente.Story) {
	t.Helper()
	pos := 0
	for _, b := range s.Blocks {
		if b.Start < pos || b.End <= b.Start || b.End > len(s.Text) {
			t.Fatalf("block %+v after %d in a text of %d bytes", b, pos, len(s.Text))
		}
		if gap := strings.TrimFunc(s.Text[pos:b.Start], blank); gap != "" {
			t.Fatalf("%q is in no block", gap)
		}
		if got := s.Text[b.Start:b.End]; strings.TrimFunc(got, blank) != got {
			t.Fatalf("block %q has white space around it", got)
		}
		pos = b.End
	}
	if rest := strings.TrimFunc(s.Text[pos:], blank); rest != "" {
		t.Fatalf("%q is in no block", rest)
	}
	if s.Text != "" && (s.ID == "" || !strings.HasPrefix(s.Hash, "sha256:")) {
		t.Fatalf("story without id or hash: %q %q", s.ID, s.Hash)
	}
	if strings.ToValidUTF8(s.Text, "") != s.Text {
		t.Fatal("the text is not valid UTF-8")
	}
}

func TestTooLong(t *testing.T) {
	text := longText(40 << 20)
	item := one(t, "long.txt", text, Options{MaxStory: 1 << 20})
	checkStory(t, item.Story)
	if n := len(item.Story.Text); n > 1<<20 || n < 1<<19 || !strings.HasPrefix(text, item.Story.Text) || !strings.HasSuffix(item.Story.Text, "\n") {
		t.Errorf("cut at %d", n)
	}
	if len(item.Problems) == 0 || !strings.Contains(item.Problems[0].Message, "longer than 1048576 bytes") {
		t.Errorf("problems %v", item.Problems)
	}
}

func TestWholeLong(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: -short leaves out the long text")
	}
	text := longText(40 << 20)
	item := one(t, "long.txt", text, Options{})
	if len(item.Story.Text) != len(text) {
		t.Errorf("%d of %d bytes", len(item.Story.Text), len(text))
	}
	checkStory(t, item.Story)
}

func TestCutAt(t *testing.T) {
	for _, c := range []struct {
		raw   string
		limit int
		want  string
	}{
		{"short", 10, "short"},
		{"one two\n\nthree four", 12, "one two\n"},
		{"one two\nthree four", 12, "one two\n"},
		{"äöüäöü", 5, "äö"},
		{strings.Repeat("a", 9), 5, "aaaaa"},
	} {
		got, cut := cutAt([]byte(c.raw), c.limit)
		if string(got) != c.want || cut != (len(c.raw) > c.limit) {
			t.Errorf("cutAt(%q, %d) = %q %v", c.raw, c.limit, got, cut)
		}
	}
}

func TestBigPage(t *testing.T) {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html><head><title>Long</title></head><body>")
	for i := 0; b.Len() <= maxPage; i++ {
		fmt.Fprintf(&b, "<p>Paragraph %d says that Norland met Estria.</p>\n", i)
	}
	item := one(t, "big.html", b.String(), Options{})
	checkStory(t, item.Story)
	if !strings.Contains(item.Problems[0].Message, "larger than") || !strings.Contains(item.Story.Text, "Paragraph 9 says") {
		t.Errorf("problems %v", item.Problems)
	}
}

// slowReader fails after its bytes.
type brokenReader struct{ *strings.Reader }

func (b brokenReader) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil {
		err = errors.New("the disk is gone")
	}
	return n, err
}

func TestBrokenReader(t *testing.T) {
	for _, name := range []string{"a.txt", "a.jsonl"} {
		for _, n := range []int{1, 3 * prefixSize} {
			var last error
			for _, err := range Read(name, brokenReader{strings.NewReader(strings.Repeat(`{"text":"x"}`+"\n", n))}, Options{}) {
				last = err
			}
			if last == nil || !strings.Contains(last.Error(), "the disk is gone") {
				t.Errorf("%s: error %v", name, last)
			}
		}
	}
}
