package codebook_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"entente"
	"entente/codebook"
)

// published gives a published table's text. The tables are not part of the
// project: ENTENTE_DATA names the folder that holds coding/codes.
func published(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("ENTENTE_DATA")
	if dir == "" {
		t.Skip("ENTENTE_DATA is not set: the published tables are not compared")
	}
	b, err := os.ReadFile(filepath.Join(dir, "coding", "codes", name))
	if err != nil {
		t.Skipf("no published table: %v", err)
	}
	return string(b)
}

func TestGoldsteinAgreesWithPublished(t *testing.T) {
	icews, err := csv.NewReader(strings.NewReader(published(t, "icews_goldstein_mappings.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range icews[1:] {
		compare(t, codebook.GoldsteinICEWS, row[0], "", "", row[2])
	}
	for line := range strings.Lines(published(t, "gdelt_CAMEO.goldsteinscale.txt")) {
		if f := strings.Fields(line); len(f) == 2 && f[0] != "CAMEOEVENTCODE" {
			compare(t, codebook.GoldsteinGDELT, f[0], "", "", f[1])
		}
	}
}

func TestPloverAgreesWithPublished(t *testing.T) {
	table, err := csv.NewReader(strings.NewReader(published(t, "plover_0.8_event_mode_scores.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range table[1:] {
		if row[0] == "ACCUSE" && row[1] == "" {
			continue // the printed sign is a slip
		}
		compare(t, codebook.PloverScale, "", entente.Root(row[0]), row[1], row[2])
		if q := codebook.Quad(entente.Root(row[0])); row[0] != "SANCTION" && strconv.Itoa(int(q)) != row[3] {
			t.Errorf("%s has quad %d, published %s", row[0], q, row[3])
		}
	}
}

func compare(t *testing.T, scale, code string, root entente.Root, mode, want string) {
	t.Helper()
	v, ok := codebook.Intensity(scale, code, root, mode)
	if w, err := strconv.ParseFloat(want, 64); err != nil || !ok || v != w {
		t.Errorf("%s of %s%s/%s is %v (%v), published %s", scale, code, root, mode, v, ok, want)
	}
}

var conversion = regexp.MustCompile(`^(\d{3,4}): *([A-Z]+) *,([^,#]*),?([^#]*)`)

// Every line of the conversion table is followed, or its code carries a note.
func TestConversionAgreesWithPublished(t *testing.T) {
	seen := 0
	for line := range strings.Lines(published(t, "CAMEO2PLOVER-2021.txt")) {
		m := conversion.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		c, ok := codebook.Cameo(m[1])
		if !ok { // the table has codes that CAMEO's lists have not: 1214
			t.Logf("no code %s", m[1])
			continue
		}
		seen++
		contexts := strings.ReplaceAll(strings.TrimSpace(m[4]), "; ", ";")
		if string(c.Plover.Event) != m[2] {
			t.Errorf("%s leads to %s, published %s", m[1], c.Plover.Event, m[2])
		}
		same := c.Plover.Mode == strings.TrimSpace(m[3]) && strings.Join(c.Plover.Contexts, ";") == contexts
		if !same && c.Note == "" {
			t.Errorf("%s leads to %v, published %q, and no note says why", m[1], c.Plover, strings.TrimSpace(line))
		}
	}
	if seen < 240 {
		t.Errorf("only %d lines of the conversion table were read", seen)
	}
}
