package coder_test

import (
	"strings"
	"sync"
	"testing"

	"entente/coder"
	"entente/desk"
	"entente/lexica"
	"entente/lexicon"
)

var loaded = sync.OnceValues(func() (coder.Tools, error) { return desk.LoadTools(lexica.English()) })

// load gives the English tools as they ship, the judge among them, read once for all tests of the package.
func load(t testing.TB) coder.Tools {
	t.Helper()
	tools, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return tools
}

// TestLexicon runs every yes: and no: sentence of the dictionaries.
func TestLexicon(t *testing.T) {
	for _, e := range coder.Check(load(t)) {
		t.Error(e)
	}
}

// Other dictionaries, weights or a judge more make another name.
func TestToolsHaveNames(t *testing.T) {
	tools := load(t)
	names := map[string]bool{tools.Name(): true}
	if !names[tools.Name()] || !strings.HasPrefix(tools.Name(), "sha256:") {
		t.Errorf("the name is %s", tools.Name())
	}
	bare := tools
	bare.Judge = nil
	names[bare.Name()] = true
	bare.Syntax = nil
	names[bare.Name()] = true
	bare.Lexicon = &lexicon.Lexicon{Hash: "sha256:other"}
	names[bare.Name()] = true
	if len(names) != 4 {
		t.Errorf("four sets of tools have the names %v", names)
	}
}
