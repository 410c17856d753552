package codebook

import (
	_ "embed" // the tables are files
	"slices"
	"sync"

	"entente"
)

// Type is a PLOVER event type: a root with its modes.
type Type struct {
	Root  entente.Root
	Quad  entente.Quad
	Modes []string // in the order of PLOVER 0.8's score table, "" left out
}

// entry is a line of plover.tsv.
type entry struct {
	score float64
	cameo string
	note  string
}

type place struct {
	root entente.Root
	mode string
}

//go:embed plover.tsv
var ploverTable string

type ploverBook struct {
	entries map[place]entry
	types   map[entente.Root]Type
}

var plover = sync.OnceValue(func() ploverBook {
	book := ploverBook{map[place]entry{}, map[entente.Root]Type{}}
	for _, row := range rows(ploverTable) {
		root := entente.Root(row[0])
		book.entries[place{root, row[1]}] = entry{parseScore(row[2]).value, row[3], row[4]}
		t := book.types[root]
		t.Root, t.Quad = root, root.Quad()
		if row[1] != "" {
			t.Modes = append(t.Modes, row[1])
		}
		book.types[root] = t
	}
	return book
})

// Plover gives a PLOVER root with its modes, false for a name that is no root.
func Plover(root entente.Root) (Type, bool) {
	t, ok := plover().types[root]
	t.Modes = slices.Clone(t.Modes)
	return t, ok
}

// Roots gives the sixteen PLOVER roots in the order of their quads.
func Roots() []entente.Root { return slices.Clone(entente.Roots[:]) }

// Quad gives the class of a PLOVER root, 0 for a name that is no root.
func Quad(root entente.Root) entente.Quad { return root.Quad() }

// Default gives the CAMEO code that stands for a root and mode where only these
// are known. An unknown mode falls back to its root; "" stands for no root.
func Default(root entente.Root, mode string) string {
	e, ok := plover().entries[place{root, mode}]
	if !ok {
		e = plover().entries[place{root, ""}]
	}
	return e.cameo
}

// Contexts gives PLOVER 0.8's contexts in its order.
func Contexts() []string { return slices.Clone(contexts) }

// Sectors gives PLOVER 0.8's sectors in its order, then NGO and IGO of our own.
// MED is medical, JRN the press.
func Sectors() []entente.Sector { return slices.Clone(sectors) }

// Auxiliaries gives PLOVER's auxiliary modes and the status each is coded as here.
func Auxiliaries() map[string]entente.Status {
	return map[string]entente.Status{
		"historical":   entente.Historical,
		"future":       entente.Intended,
		"hypothetical": entente.Hypothetical,
		"negation":     entente.Negated,
	}
}

var contexts = []string{
	"military", "intelligence", "executive", "legislative", "election",
	"political_institutions", "pro_democracy", "pro_autocracy", "economic", "legal",
	"reparations", "human_rights", "rights_freedoms", "repression", "human_security",
	"gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory",
	"peacekeeping", "health", "asylum", "migration", "disasters", "natural_resource",
	"environment", "technology", "terrorism", "cbrn", "cyber", "misinformation",
	"crime", "corruption", "illegal_drugs", "trafficking",
}

var sectors = []entente.Sector{
	"COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK",
	"AGR", "BUS", "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP",
	"PRE", "REL", "SOC", "NGO", "IGO",
}
