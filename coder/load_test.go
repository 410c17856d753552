package coder_test

import (
	"io/fs"
	"sync"
	"testing"

	"entente/coder"
	"entente/lexica"
	"entente/lexicon"
	"entente/syntax"
)

var loaded = sync.OnceValues(func() (coder.Tools, error) {
	fsys := lexica.English()
	lex, err := lexicon.Load(fsys)
	if err != nil {
		return coder.Tools{}, err
	}
	weights, err := fs.ReadFile(fsys, "syntax.model")
	if err != nil {
		return coder.Tools{}, err
	}
	model, err := syntax.Load(weights)
	return coder.Tools{Lexicon: lex, Syntax: model}, err
})

// load gives the English tools, read once for all tests of the package.
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
