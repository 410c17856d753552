package entente

import (
	"cmp"
	"slices"
	"strings"
)

// Nearest gives up to three of the names that a reader may have meant by word,
// nearest first: those within a third of its length in edits (insertions,
// deletions, substitutions), or that it begins. Capitals do not count. It serves
// error messages.
func Nearest(word string, names []string) []string {
	type near struct {
		name string
		cost int
	}
	var found []near
	low := strings.ToLower(word)
	for _, name := range names {
		n := strings.ToLower(name)
		cost := edits(low, n)
		if cost > max(1, len([]rune(word))/3) && (len(low) < 3 || !strings.HasPrefix(n, low)) {
			continue
		}
		found = append(found, near{name, cost})
	}
	slices.SortStableFunc(found, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.name, b.name))
	})
	var out []string
	for _, f := range found[:min(3, len(found))] {
		out = append(out, f.name)
	}
	return out
}

// edits is the Levenshtein distance of two words, in runes.
func edits(a, b string) int {
	s, t := []rune(a), []rune(b)
	row := make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range s {
		diagonal := row[0]
		row[0] = i + 1
		for j, q := range t {
			cost := diagonal
			if r != q {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(t)]
}
