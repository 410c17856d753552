package lexicon_test

import (
	"sync"
	"testing"

	"entente/lexica"
	"entente/lexicon"
)

var loaded = sync.OnceValues(func() (*lexicon.Lexicon, error) { return lexicon.Load(lexica.English()) })

// english gives the English dictionaries, read once for all tests.
func english(t testing.TB) *lexicon.Lexicon {
	t.Helper()
	lex, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return lex
}

// TestEnglish: what is shipped loads, and no name stands twice.
func TestEnglish(t *testing.T) {
	for _, e := range english(t).Doubts() {
		t.Error(e)
	}
}
