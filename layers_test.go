package entente_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// law says for each room which other rooms it may import; the root may be imported
// by all. Do not change it to mend a build: move the code.
var law = map[string][]string{
	".":              {},
	"tile":           {},               // numbers alone
	"seal":           {"tile"},         // files of numbers
	"syntax":         {"tile", "seal"}, // reads text alone; not even the nouns
	"codebook":       {"."},
	"lexica":         {},
	"corpus":         {},
	"lexicon":        {".", "codebook", "syntax"},
	"judge":          {".", "tile", "seal"}, // numbers in, likelihoods out
	"coder":          {".", "codebook", "syntax", "lexicon", "judge"},
	"encoder":        {".", "tile", "seal"}, // a second reader; knows neither words nor trees of the first
	"news":           {".", "feed", "warc"},
	"feed":           {},            // how feeds are read, shared by those who read some
	"warc":           {},            // records alone; what is in them is for news to say
	"eventfile":      {".", "form"}, // rows as their file has them; desk asks codebook and lexicon what they mean
	"dyad":           {"."},
	"triangle":       {"."},
	"form":           {"."}, // how an analyst's YAML is read, shared by those who read some
	"hypothesis":     {".", "form"},
	"balance":        {".", "form"},           // signed networks; form tells the faults of a list of ties
	"forecast":       {".", "form"},           // form tells the faults of what is to be supposed
	"graph":          {"."},                   // facts by day
	"boost":          {},                      // numbers alone
	"link":           {".", "graph", "boost"}, // who comes next, from a graph that ends before
	"score":          {".", "syntax", "forecast", "link"},
	"chart":          {"."},             // places of marks, shared by those who draw
	"report":         {".", "chart"},    // the words about the drawings are its own
	"export":         {".", "codebook"}, // it writes the codes of others and explains ours
	"watch":          {".", "form", "feed"},
	"gdelt":          {"."},
	"alert":          {".", "form"},
	"desk":           {".", "codebook", "syntax", "lexicon", "encoder", "judge", "coder", "news", "eventfile", "dyad", "triangle", "balance", "hypothesis", "forecast", "alert", "export"},
	"ask":            {".", "codebook", "lexicon", "coder", "news", "balance", "hypothesis", "forecast", "score", "export", "desk"},  // a client's words to a question of the desk, and back; score tells how forecasts on record fared, and how far people agree
	"guard":          {},                                                                                                             // who may come in; it knows HTTP alone
	"web":            {".", "codebook", "coder", "hypothesis", "news", "score", "export", "chart", "report", "desk", "ask", "guard"}, // report has the words, ask the answers
	"mcp":            {".", "coder", "export", "report", "ask"},
	"duckdb":         {"."},
	"clickhouse":     {"."}, // a store like duckdb; what it means is decided elsewhere
	"clickhousetest": {},    // servers for tests; no part of the program
	"queue":          {"."}, // an edge like the stores: stories on their way; how they are coded and where they are kept it is told
	"fetch":          {},    // an edge like the stores: it brings bytes and knows not what they are
	"storetest":      {".", "desk"},
	"crawltest":      {"corpus"},
	"chance":         {}, // numbers drawn for measurements and tests; no answer has any
	// invented files, and the command that writes them: no part of the program
	"clickhousetest/serve": {"clickhousetest"},
	"eventfiletest":        {},
	"eventfiletest/write":  {"eventfiletest"},
	"cmd/entente":          {"*"},
}

// stages reach no disk, network, process, log, clock or hidden chance.
var stages = []string{".", "codebook", "news", "feed", "warc", "eventfile", "tile", "seal", "syntax", "lexicon", "encoder", "judge", "coder", "dyad", "triangle", "balance", "form", "hypothesis", "forecast", "graph", "boost", "link", "score", "chart", "report", "export", "watch", "alert", "gdelt"}

// worldly names what a stage may not import.
func worldly(imported string) bool {
	if imported == "os" || strings.HasPrefix(imported, "os/") || imported == "net" || imported == "net/http" {
		return true
	}
	return slices.Contains([]string{"log", "log/slog", "database/sql", "math/rand", "math/rand/v2", "crypto/rand", "io/ioutil", "syscall", "unsafe"}, imported)
}

// source is a file with what it imports and the text of its code.
type source struct {
	room, file string
	imports    []string
	clock      bool
}

func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); file != "." && (strings.HasPrefix(name, ".") || name == "testdata" || name == "training" || name == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") {
			out = append(out, parse(t, file))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func parse(t *testing.T, file string) source {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	s := source{room: path.Dir(filepath.ToSlash(file)), file: file}
	for _, imp := range tree.Imports {
		p, err := strconv.Unquote(imp.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		s.imports = append(s.imports, p)
	}
	s.clock = slices.Contains(s.imports, "time") && usesClock(t, file)
	return s
}

// TestLawOfArrows holds every import of one room by another against the law.
func TestLawOfArrows(t *testing.T) {
	for _, s := range sources(t) {
		allowed, ok := law[s.room]
		if !ok {
			t.Errorf("%s: the room %s stands in no law; say in layers_test.go what it may import", s.file, s.room)
			continue
		}
		for _, imp := range s.imports {
			room, ours := roomOf(imp)
			if ours && !slices.Contains(allowed, "*") && !slices.Contains(allowed, room) {
				t.Errorf("%s: %s may not import %s", s.file, s.room, room)
			}
		}
	}
}

func roomOf(imported string) (room string, ours bool) {
	if imported == "entente" {
		return ".", true
	}
	return strings.CutPrefix(imported, "entente/")
}

// TestStagesDoNotTouchTheWorld holds the stages to values alone.
func TestStagesDoNotTouchTheWorld(t *testing.T) {
	for _, s := range sources(t) {
		if !slices.Contains(stages, s.room) {
			continue
		}
		for _, imp := range s.imports {
			if worldly(imp) {
				t.Errorf("%s: the stage %s may not import %s", s.file, s.room, imp)
			}
		}
		if s.clock {
			t.Errorf("%s: the stage %s reads the clock", s.file, s.room)
		}
	}
}

// TestLawNamesRooms catches a law for a room that is gone.
func TestLawNamesRooms(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range sources(t) {
		seen[s.room] = true
	}
	for room := range law {
		if !seen[room] {
			t.Errorf("the law names %s, where there is no code", room)
		}
	}
}

// usesClock reports whether a file calls time.Now, Since or Until.
func usesClock(t *testing.T, file string) bool {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	ast.Inspect(tree, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if id, ok := sel.X.(*ast.Ident); ok && id.Name == "time" {
			found = found || slices.Contains([]string{"Now", "Since", "Until", "After", "Tick", "Sleep"}, sel.Sel.Name)
		}
		return true
	})
	return found
}
