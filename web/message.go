package web

import (
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"
)

// Catalogues are the languages in which pages can be set, a file each: en.json names all
// messages, another language's file turns them. What one lacks is said in English.
//
//go:embed message/*.json
var Catalogues embed.FS

// catalogue is a file of messages.
type catalogue struct {
	Language string                `json:"language"` // BCP 47
	Day      string                `json:"day"`      // how a day is written, with {day}, {month} and {year}
	Month    string                `json:"month"`    // how a month is written, with {month} and {year}; so by default
	Months   []string              `json:"months"`   // twelve, as they stand in a day
	Short    []string              `json:"short"`    // twelve, as they stand at an axis; the months by default
	Decimal  string                `json:"decimal"`  // what stands between whole and part of a number; a point, and no nought before it, by default
	Messages map[string]wordsOrder `json:"messages"` // the English message, and how it is said
}

// wordsOrder is how a message is said: as one text, or by the number of the first argument.
// Texts are formats; those of other languages may take the arguments in another order, as %[2]s.
type wordsOrder struct {
	Text string
	By   map[string]string // none, zero, one, two, few, many, other
}

func (w *wordsOrder) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &w.Text) == nil {
		return nil
	}
	return json.Unmarshal(data, &w.By)
}

// message gives what the catalogue keeps.
func (w wordsOrder) message() (catalog.Message, error) {
	if w.By == nil {
		return catalog.String(w.Text), nil
	}
	if w.By["other"] == "" {
		return nil, fmt.Errorf("a message by number needs the form other")
	}
	var forms []any
	for _, f := range []string{"none", "zero", "one", "two", "few", "many", "other"} {
		if text := w.By[f]; text != "" {
			if f == "none" { // of nought, whatever the language's rules make of it
				f = "=0"
			}
			forms = append(forms, f, text)
		}
	}
	if len(forms) != 2*len(w.By) {
		return nil, fmt.Errorf("a message by number has the forms none, zero, one, two, few, many and other")
	}
	return plural.Selectf(1, "%d", forms...), nil
}

// tongue is a language in which pages are set.
type tongue struct {
	Tag     language.Tag
	printer *message.Printer
	day     string
	month   string
	months  []string
	short   []string
	decimal string
	texts   map[string]string // messages that are one text, in the language or else in English
	counts  map[string]bool   // messages by number
	pages   map[string]*template.Template
}

// t says a message in the language; it is a format of which the rest are arguments. Numbers
// are written as the language writes them.
func (t *tongue) t(text string, args ...any) string {
	said, ok := t.texts[text]
	switch {
	case !ok || slices.ContainsFunc(args, isNumber):
		return t.printer.Sprintf(text, args...)
	case len(args) == 0 && !strings.Contains(said, "%"):
		return said
	}
	return fmt.Sprintf(said, args...) // the printer would say the same, at several times the cost
}

func isNumber(x any) bool {
	_, text := x.(string)
	return !text
}

// term says a word of the house's own vocabulary; other words stay as they are.
func (t *tongue) term(word string) string { return cmp.Or(t.texts[word], word) }

// number writes a whole number.
func (t *tongue) number(n int) string {
	if 0 <= n && n < 1000 {
		return strconv.Itoa(n)
	}
	return t.printer.Sprintf("%d", n)
}

// Lang is the language as HTML names it.
func (t *tongue) Lang() string { return t.Tag.String() }

// Dir says in which direction it is written.
func (t *tongue) Dir() string {
	if s, _ := t.Tag.Script(); slices.Contains([]string{"Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm"}, s.String()) {
		return "rtl"
	}
	return "ltr"
}

// tongues are the languages of a server, English first.
type tongues struct {
	list    []*tongue
	matcher language.Matcher
}

// of finds the language that a visitor would have.
func (ts *tongues) of(accept string) *tongue {
	want, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(want) == 0 {
		return ts.list[0]
	}
	_, i, _ := ts.matcher.Match(want...)
	return ts.list[i]
}

// readTongues reads catalogues and sets the pages in each.
func readTongues(files fs.FS) (*tongues, error) {
	names, err := fs.Glob(files, "message/*.json")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(-cmp.Compare(isEnglish(a), isEnglish(b)), cmp.Compare(a, b))
	})
	if len(names) == 0 || isEnglish(names[0]) == 0 {
		return nil, fmt.Errorf("there is no catalogue message/en.json")
	}
	build := catalog.NewBuilder(catalog.Fallback(language.English))
	ts := &tongues{}
	var tags []language.Tag
	for _, name := range names {
		t, err := readTongue(files, name, build)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		ts.list, tags = append(ts.list, t), append(tags, t.Tag)
	}
	for _, t := range ts.list {
		for key, text := range ts.list[0].texts {
			if _, ok := t.texts[key]; !ok && !t.counts[key] {
				t.texts[key] = text
			}
		}
		t.printer = message.NewPrinter(t.Tag, message.Catalog(build))
		t.pages = parsePages(t)
	}
	ts.matcher = language.NewMatcher(tags)
	return ts, nil
}

func isEnglish(name string) int {
	if path.Base(name) == "en.json" {
		return 1
	}
	return 0
}

func readTongue(files fs.FS, name string, build *catalog.Builder) (*tongue, error) {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	var c catalogue
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, err
	}
	tag, err := language.Parse(c.Language)
	if err != nil {
		return nil, fmt.Errorf("language %q: %w", c.Language, err)
	}
	if len(c.Months) != 12 || c.Day == "" {
		return nil, fmt.Errorf("a catalogue needs twelve months and the order of a day")
	}
	if len(c.Short) != 0 && len(c.Short) != 12 {
		return nil, fmt.Errorf("a catalogue has twelve short months, or none")
	}
	t := &tongue{Tag: tag, day: c.Day, month: cmp.Or(c.Month, "{month} {year}"), months: c.Months, short: c.Short, decimal: c.Decimal, texts: map[string]string{}, counts: map[string]bool{}}
	for key, said := range c.Messages {
		if t.counts[key] = said.By != nil; said.By == nil {
			t.texts[key] = said.Text
		}
		m, err := said.message()
		if err == nil {
			err = build.Set(tag, key, m)
		}
		if err != nil {
			return nil, fmt.Errorf("message %q: %w", key, err)
		}
	}
	if len(t.short) == 0 {
		t.short = t.months
	}
	return t, nil
}
