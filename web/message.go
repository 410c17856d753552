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
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"

	"entente"
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
	Months   []string              `json:"months"`   // twelve, as they stand in a day
	Messages map[string]wordsOrder `json:"messages"` // the English message, and how it is said
}

// wordsOrder is how a message is said: as one text, or by the number of the first argument.
// Texts are formats; those of other languages may take the arguments in another order, as %[2]s.
type wordsOrder struct {
	Text string
	By   map[string]string // zero, one, two, few, many, other
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
	for _, f := range []string{"zero", "one", "two", "few", "many", "other"} {
		if text := w.By[f]; text != "" {
			forms = append(forms, f, text)
		}
	}
	if len(forms) != 2*len(w.By) {
		return nil, fmt.Errorf("a message by number has the forms zero, one, two, few, many and other")
	}
	return plural.Selectf(1, "%d", forms...), nil
}

// tongue is a language in which pages are set.
type tongue struct {
	Tag     language.Tag
	printer *message.Printer
	day     string
	months  []string
	pages   map[string]*template.Template
}

// t says a message in the language; it is a format of which the rest are arguments. Numbers
// are written as the language writes them.
func (t *tongue) t(text string, args ...any) string { return t.printer.Sprintf(text, args...) }

// dayWords writes a day, "undated" where it is not known.
func (t *tongue) dayWords(d entente.Day) string {
	if !d.Known() {
		return t.t("undated")
	}
	at := d.Time()
	return strings.NewReplacer("{day}", fmt.Sprint(at.Day()), "{month}", t.months[at.Month()-1], "{year}", fmt.Sprint(at.Year())).Replace(t.day)
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
	for key, said := range c.Messages {
		m, err := said.message()
		if err == nil {
			err = build.Set(tag, key, m)
		}
		if err != nil {
			return nil, fmt.Errorf("message %q: %w", key, err)
		}
	}
	return &tongue{Tag: tag, day: c.Day, months: c.Months}, nil
}
