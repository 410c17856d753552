package entente_test

import (
	"testing"

	"entente"
)

func TestInProse(t *testing.T) {
	for name, want := range map[string]string{"United States": "the United States", "Russia": "Russia", "Czech Republic": "the Czech Republic",
		"the West": "the West", "European Union": "the European Union", "Philippines": "the Philippines", "NATO": "NATO", "": "",
		"Democratic Republic of the Congo": "the Democratic Republic of the Congo", "Republic of the Congo": "the Republic of the Congo"} {
		if got := entente.InProse(name); got != want {
			t.Errorf("InProse(%q) = %q, want %q", name, got, want)
		}
	}
}
