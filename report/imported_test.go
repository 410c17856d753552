package report

import (
	"bytes"
	"strings"
	"testing"

	"entente"
)

// TestImportedSources: imported events name their coding as their source, and none is said
// to be from another's address.
func TestImportedSources(t *testing.T) {
	var b entente.Brief
	for _, e := range []entente.Imported{
		{Provenance: entente.Provenance{Source: "own", ID: "1", File: "own.csv", Line: 2}, URL: "https://paper.example/a"},
		{Provenance: entente.Provenance{Source: "own", ID: "2", File: "own.csv", Line: 3}},
		{Provenance: entente.Provenance{Source: "icews", ID: "3", File: "i.tsv", Line: 4}},
	} {
		b.Reports = append(b.Reports, e.Report())
	}
	var out bytes.Buffer
	if err := Events(&out, b, Options{Width: 80}); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	if strings.Count(text, "S1 own (imported events)") != 2 || strings.Count(text, "S2 icews (imported events)") != 1 || strings.Contains(text, "source not named") {
		t.Errorf("sources are told as\n%s", text)
	}
	l := newLedger(b)
	if q := l.quote(l.byID["own:2"], Options{}.filled()); q.URL != "" {
		t.Errorf("an event without an address has %s", q.URL)
	}
	if q := l.quote(l.byID["own:1"], Options{}.filled()); q.URL != "https://paper.example/a" {
		t.Errorf("an event's address is %q", q.URL)
	}
}
