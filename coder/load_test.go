package coder_test

import (
	"sync"
	"testing"

	"entente/coder"
	"entente/desk"
	"entente/lexica"
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
