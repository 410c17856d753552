package entente

import "strings"

var withArticle = map[string]bool{"Netherlands": true, "Philippines": true, "Maldives": true, "Bahamas": true,
	"Gambia": true, "Comoros": true, "Seychelles": true, "West": true, "Vatican": true, "African Union": true}

// InProse sets "the" before the names that take it inside an English sentence: "the
// United States", "the Democratic Republic of the Congo", but "Russia" and "NATO".
func InProse(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 || strings.HasPrefix(strings.ToLower(name), "the ") {
		return name
	}
	last := words[len(words)-1]
	switch {
	case withArticle[name], words[0] == "United" && len(words) > 1, strings.Contains(name, "Republic"),
		last == "Union", last == "Islands", last == "Emirates", last == "Nations":
		return "the " + name
	}
	return name
}
