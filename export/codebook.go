package export

import (
	"fmt"
	"strings"

	"entente"
	"entente/codebook"
)

// Part is a table as it lies in a bundle.
type Part struct {
	Name    string // events
	File    string // data/events.csv
	Format  Format
	About   string
	Row     string // what a row is
	Rows    int
	Sum     string // SHA-256 of the file, in hexadecimal
	Bytes   int64
	Columns []Column
}

// PartOf describes a table of which a file was written.
func PartOf[T any](t Table[T], f Format, file string, rows int) Part {
	return Part{Name: t.Name, File: file, Format: f, About: t.About, Row: t.Row, Rows: rows, Columns: t.Columns()}
}

// Codebook explains the columns of tables and the codes in them, as Markdown. The names
// are those by which actors are shown.
func Codebook(parts []Part, actors []entente.Code, names func(entente.Code) string) string {
	var b strings.Builder
	b.WriteString("# Codebook\n\nText is UTF-8. Days are of the Gregorian calendar, in UTC.\n")
	b.WriteString("In CSV what is not known is `NA`, true is 1 and false 0, lists are parted by semicolons, and a text that a spreadsheet would take for a formula, or that begins with an apostrophe, has an apostrophe before it. In JSON lines what is not known is null; lines of events, reports and assessments hold the columns as the nested fields of `entente events --json`, and more. In Parquet days and lists are such.\n")
	for _, p := range parts {
		fmt.Fprintf(&b, "\n## %s\n%s Each row is %s.\n\n| column | type | may be missing | is |\n|---|---|---|---|\n", p.File, p.About, p.Row)
		for _, c := range p.Columns {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", c.Name, c.Type, map[bool]string{true: "yes"}[c.Null], cell(c.About))
		}
	}
	b.WriteString("\n## PLOVER event types\n| root | class | modes |\n|---|---|---|\n")
	for _, r := range codebook.Roots() {
		t, _ := codebook.Plover(r)
		fmt.Fprintf(&b, "| %s | %d %s | %s |\n", r, t.Quad, t.Quad, strings.Join(t.Modes, ", "))
	}
	fmt.Fprintf(&b, "\nContexts: %s.\n\nSectors: %s.\n", strings.Join(codebook.Contexts(), ", "), strings.Join(texts(codebook.Sectors()), ", "))
	b.WriteString("\n## CAMEO codes\nGoldstein's values as ICEWS and as GDELT print them.\n\n| code | is | class | PLOVER | ICEWS | GDELT |\n|---|---|---|---|---|---|\n")
	for _, c := range codebook.Codes() {
		fmt.Fprintf(&b, "| %s | %s | %d | %s | %s | %s |\n", c.Code, cell(c.Name), c.Quad, strings.TrimSpace(string(c.Plover.Event)+" "+c.Plover.Mode),
			score(codebook.GoldsteinICEWS, c.Code), score(codebook.GoldsteinGDELT, c.Code))
	}
	b.WriteString("\n## Actors\n| code | is |\n|---|---|\n")
	for _, a := range actors {
		fmt.Fprintf(&b, "| %s | %s |\n", a, cell(names(a)))
	}
	return b.String()
}

// cell keeps a text within its cell of a table in Markdown.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

func score(scale, code string) string {
	v, ok := codebook.Intensity(scale, code, "", "")
	if !ok {
		return ""
	}
	return fmt.Sprint(v)
}
