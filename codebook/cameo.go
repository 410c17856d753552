package codebook

import (
	_ "embed" // the tables are files
	"strconv"
	"strings"
	"sync"

	"entente"
)

// Code is a CAMEO code of two to four digits.
type Code struct {
	Code    string
	Name    string
	Quad    entente.Quad   // CAMEO's own class, by its first two digits
	Plover  entente.Plover // the way to PLOVER; Event is "" for 01, public statements
	Note    string         // what we changed of the published tables, or must warn of
	scores  [2]score       // Goldstein as ICEWS prints it, as GDELT does
	ordinal int            // place in the table
}

// score is a value that a table may lack.
type score struct {
	value float64
	known bool
}

//go:embed cameo.tsv
var cameoTable string

var cameo = sync.OnceValue(func() map[string]Code {
	codes := map[string]Code{}
	for i, row := range rows(cameoTable) {
		codes[row[0]] = Code{
			Code:    row[0],
			Name:    row[1],
			Quad:    cameoQuad(row[0]),
			Plover:  entente.Plover{Event: entente.Root(row[2]), Mode: row[3], Contexts: split(row[4])},
			scores:  [2]score{parseScore(row[5]), parseScore(row[6])},
			Note:    row[7],
			ordinal: i,
		}
	}
	return codes
})

// Cameo gives the CAMEO code of two to four digits, false for one that is none.
func Cameo(code string) (Code, bool) {
	c, ok := cameo()[code]
	return c, ok
}

// Codes gives all CAMEO codes in the order of the scheme: "01", "010", "011" …
func Codes() []Code {
	out := make([]Code, len(cameo()))
	for _, c := range cameo() {
		out[c.ordinal] = c
	}
	return out
}

// Parent gives the code one step up ("0312" to "031" to "03"), "" at the top.
func (c Code) Parent() string {
	if len(c.Code) < 3 {
		return ""
	}
	return c.Code[:len(c.Code)-1]
}

// FromCameo gives the PLOVER event of a CAMEO code, after the conversion table of
// PLOVER 0.8 (17 September 2021). It is false for unknown codes and for 01, public
// statements, which have no root. Appeals (02), which the table leaves out, become
// the REQUEST that the demand of the same content becomes.
func FromCameo(code string) (entente.Plover, bool) {
	c, ok := cameo()[code]
	if !ok || c.Plover.Event == "" {
		return entente.Plover{}, false
	}
	p := c.Plover
	p.Contexts = append([]string{}, p.Contexts...) // the table must not be changed through it
	return p, true
}

// cameoQuad gives the class that CAMEO's users (GDELT, ICEWS) give to a code.
func cameoQuad(code string) entente.Quad {
	switch top := code[:2]; {
	case top <= "05":
		return entente.VerbalCooperation
	case top <= "08":
		return entente.MaterialCooperation
	case top <= "13":
		return entente.VerbalConflict
	}
	return entente.MaterialConflict
}

// rows gives the fields of a table's lines, without comments and the heading.
func rows(table string) [][]string {
	var out [][]string
	for line := range strings.Lines(table) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && line[0] != '#' {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out[1:]
}

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ";")
}

func parseScore(field string) score {
	v, err := strconv.ParseFloat(field, 64)
	return score{v, err == nil}
}
