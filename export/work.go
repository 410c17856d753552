package export

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"entente"
	"entente/codebook"
)

// Kind is what kind of work is cited.
type Kind string

// The kinds.
const (
	Software Kind = "software"
	Dataset  Kind = "dataset"
	Article  Kind = "article-newspaper"
)

// Work is what a bibliography says of one work. It holds no day of access: the same
// work is cited in the same words for ever.
type Work struct {
	Key       string // unique among works
	Kind      Kind
	Authors   []string // persons and bodies as they are written
	Title     string
	Container string // the paper an article stands in
	Publisher string
	Version   string
	Issued    entente.Day
	URL       string
	Licence   string // SPDX
	Note      string
}

// Maker is the program and the dictionaries with which something was coded.
type Maker struct {
	Version string
	Lexicon string            // "sha256:…"
	Weights map[string]string // by name: syntax, judge …
}

// authors is who the program is by.
var authors = []string{"The entente authors"}

// weightsOrder is the order in which weights are named.
var weightsOrder = []string{"syntax", "judge", "encoder", "head"}

// Program is the program as a work.
func (m Maker) Program() Work {
	note := "Dictionaries " + m.Lexicon
	for _, name := range weightsOrder {
		if s := m.Weights[name]; s != "" {
			note += "; " + name + " weights " + s
		}
	}
	return Work{Key: "entente", Kind: Software, Authors: authors, Title: "entente: coded political events from news, with the sentence behind every number",
		Version: m.Version, Licence: "Apache-2.0", Note: note + "."}
}

// StoryWork is a story as a work.
func StoryWork(o entente.Outlet) Work {
	w := Work{Key: o.Story, Kind: Article, Title: cmp.Or(o.Title, "Story "+o.Story), Container: o.Publisher, Issued: o.Published, URL: o.URL,
		Note: "Story " + o.Story}
	if o.Author != "" {
		w.Authors = []string{o.Author}
	}
	if o.Hash != "" {
		w.Note += ", text " + o.Hash
	}
	w.Note += "."
	return w
}

// EventWork is an event as a work: what it is, who coded it with what, and the sentence
// that it rests on.
func EventWork(a *Act, m Maker, names func(entente.Code) string) Work {
	r := a.Lead
	w := act(r, a.Window().From, names)
	w.Key = a.ID
	if r.Provenance != nil {
		w.Note = fmt.Sprintf("Event %s. Coded by %s, not by entente: %s, line %d.", a.ID, r.Provenance.Source, r.Provenance.File, r.Provenance.Line)
		w.Authors = []string{sourceOf(r.Provenance.Source).Author}
		w.URL = r.Citation.URL
		return w
	}
	w.Note = fmt.Sprintf("Event %s, %s in %s. %s %s", a.ID, counted(len(a.Reports), "report", "reports"), counted(a.stories(), "story", "stories"), coder(r, m), witness(a, r))
	w.Authors, w.Version, w.URL = authors, m.Version, r.Citation.URL
	return w
}

// ReportWork is one report of an event as a work.
func ReportWork(a *Act, r *entente.Report, m Maker, names func(entente.Code) string) Work {
	if r.Provenance != nil {
		return EventWork(a, m, names)
	}
	w := act(r, r.DateFrom, names)
	w.Key, w.Authors, w.Version, w.URL = r.Report, authors, m.Version, r.Citation.URL
	w.Note = fmt.Sprintf("Report %s of event %s. %s %s", r.Report, a.ID, coder(r, m), witness(a, r))
	return w
}

// act says what was done, by whom to whom.
func act(r *entente.Report, day entente.Day, names func(entente.Code) string) Work {
	arrow := " → "
	if r.Reciprocal {
		arrow = " ↔ "
	}
	title := who(&r.Source, names)
	if to := who(&r.Target, names); to != "" {
		title += arrow + to
	}
	title += ": " + cmp.Or(string(r.Plover.Event), "public statement")
	if r.Cameo != "" {
		title += " (CAMEO " + r.Cameo
		if c, ok := codebook.Cameo(r.Cameo); ok {
			title += ", " + c.Name
		}
		title += ")"
	}
	return Work{Kind: Dataset, Title: title + ", " + string(r.Status), Issued: day}
}

func who(a *entente.Actor, names func(entente.Code) string) string {
	if a.Code != "" {
		return names(a.Code)
	}
	return cmp.Or(a.Name, a.Raw)
}

func coder(r *entente.Report, m Maker) string {
	return "Coded by entente with dictionaries " + cmp.Or(r.FoundBy.Lexicon, m.Lexicon) + "."
}

// witness quotes the sentence that a report rests on.
func witness(a *Act, r *entente.Report) string {
	o := a.outlet(r)
	from := []string{}
	for _, s := range []string{o.Publisher, o.Title, date(o.Published)} {
		if s != "" {
			from = append(from, s)
		}
	}
	from = append(from, fmt.Sprintf("story %s, bytes %d–%d", r.Story, r.Citation.Start, r.Citation.End))
	if o.Hash != "" {
		from = append(from, "text "+o.Hash)
	}
	return "“" + strings.Join(strings.Fields(r.Citation.Quote), " ") + "” " + strings.Join(from, ", ") + "."
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", many)
}

func date(d entente.Day) string {
	if !d.Known() {
		return ""
	}
	return d.Time().Format("2 January 2006")
}

// Text gives a work as a line of a bibliography.
func (w Work) Text() string {
	var b strings.Builder
	if len(w.Authors) > 0 {
		b.WriteString(strings.Join(w.Authors, "; ") + ". ")
	}
	b.WriteString(strings.TrimSuffix(w.Title, "."))
	if w.Version != "" && w.Kind != Article {
		b.WriteString(". Version " + w.Version)
	}
	b.WriteString(map[Kind]string{Software: " [computer program]", Dataset: " [data]"}[w.Kind] + ".")
	for _, s := range []string{w.Container, w.Publisher, date(w.Issued), w.URL} {
		if s != "" {
			b.WriteString(" " + s + ".")
		}
	}
	if w.Note != "" {
		b.WriteString(" " + w.Note)
	}
	return b.String()
}

// BibTeX gives a work as an entry of BibTeX.
func (w Work) BibTeX() string {
	kind := map[Kind]string{Software: "software", Dataset: "dataset", Article: "article"}[w.Kind]
	var b strings.Builder
	fmt.Fprintf(&b, "@%s{%s", kind, bibKey(w.Key))
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, ",\n  %-8s = {%s}", name, value)
		}
	}
	var names []string
	for _, a := range w.Authors {
		names = append(names, "{"+tex(a)+"}") // a name as it is: not to be taken apart
	}
	field("author", strings.Join(names, " and "))
	field("title", "{"+tex(w.Title)+"}")
	field("journal", tex(w.Container))
	field("publisher", tex(w.Publisher))
	field("version", tex(w.Version))
	if w.Issued.Known() {
		field("date", w.Issued.String())
		field("year", w.Issued.Time().Format("2006"))
	}
	field("url", strings.NewReplacer("{", "%7B", "}", "%7D", "\\", "%5C", " ", "%20").Replace(w.URL))
	field("note", tex(w.Note))
	return b.String() + "\n}\n"
}

// bibKey makes a key of letters, digits and marks that BibTeX takes.
func bibKey(s string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(":_.-/+", r)) {
			return r
		}
		return '-'
	}, s)
}

// tex writes text so that TeX takes it for text.
func tex(s string) string {
	return strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "&", `\&`, "%", `\%`, "$", `\$`, "#", `\#`, "_", `\_`,
		"~", `\textasciitilde{}`, "^", `\textasciicircum{}`, "→", `$\rightarrow$`, "↔", `$\leftrightarrow$`).Replace(s)
}

// cslItem is a work as CSL-JSON has it.
type cslItem struct {
	ID        string    `json:"id"`
	Type      Kind      `json:"type"`
	Author    []cslName `json:"author,omitempty"`
	Title     string    `json:"title"`
	Container string    `json:"container-title,omitempty"`
	Publisher string    `json:"publisher,omitempty"`
	Version   string    `json:"version,omitempty"`
	Issued    *cslDate  `json:"issued,omitempty"`
	URL       string    `json:"URL,omitempty"`
	Note      string    `json:"note,omitempty"`
}

type cslName struct {
	Literal string `json:"literal"`
}

type cslDate struct {
	Parts [][3]int `json:"date-parts"`
}

// MarshalJSON gives a work as an item of CSL-JSON.
func (w Work) MarshalJSON() ([]byte, error) {
	item := cslItem{ID: w.Key, Type: w.Kind, Title: w.Title, Container: w.Container, Publisher: w.Publisher, Version: w.Version, URL: w.URL, Note: w.Note}
	for _, a := range w.Authors {
		item.Author = append(item.Author, cslName{a})
	}
	if w.Issued.Known() {
		y, m, d := w.Issued.Time().Date()
		item.Issued = &cslDate{[][3]int{{y, int(m), d}}}
	}
	return json.Marshal(item)
}

// CFF gives a work as a CITATION.cff (Citation File Format 1.2.0), with the works that
// it rests on.
func (w Work) CFF(references ...Work) string {
	var b strings.Builder
	b.WriteString("cff-version: 1.2.0\nmessage: " + quoted("If you use this, please cite it as below.") + "\n")
	w.cff(&b, "", map[Kind]string{Software: "software", Dataset: "dataset"}[w.Kind])
	if len(references) > 0 {
		b.WriteString("references:\n")
	}
	for _, r := range references {
		var one strings.Builder
		r.cff(&one, "    ", map[Kind]string{Software: "software", Dataset: "data", Article: "newspaper-article"}[r.Kind])
		b.WriteString("  - " + strings.TrimPrefix(one.String(), "    "))
	}
	return b.String()
}

func (w Work) cff(b *strings.Builder, indent, kind string) {
	fmt.Fprintf(b, "%stype: %s\n%stitle: %s\n%sauthors:\n", indent, kind, indent, quoted(w.Title), indent)
	for _, a := range w.Authors {
		fmt.Fprintf(b, "%s  - name: %s\n", indent, quoted(a))
	}
	for _, f := range [][2]string{{"version", w.Version}, {"license", w.Licence}, {"url", w.URL}, {map[bool]string{true: "abstract", false: "notes"}[indent == ""], w.Note}} {
		if f[1] != "" {
			fmt.Fprintf(b, "%s%s: %s\n", indent, f[0], quoted(f[1]))
		}
	}
}

// quoted writes a scalar of YAML in double quotes, whose escapes are those of JSON.
func quoted(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string does not fail
	return strings.TrimSuffix(b.String(), "\n")
}
