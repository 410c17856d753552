package lexicon

import (
	"cmp"
	"slices"
	"strings"
)

// Near gives the words nearest to one that is not known, as the end of a message:
// ` (near: "CONSULT")`, or "" where nothing is near.
func Near(word string, known []string) string {
	type miss struct {
		word string
		dist int
	}
	var near []miss
	limit := max(1, len(word)/3)
	for _, k := range known {
		if long := len(word) - len(k); long > max(limit, 8) {
			continue // lest a word of a whole file's length be compared with all
		}
		d := distance(strings.ToLower(word), strings.ToLower(k))
		if len(k) >= 3 && len(word) >= 3 && (strings.HasPrefix(word, k) || strings.HasPrefix(k, word)) {
			d = min(d, limit) // subject for subj
		}
		if d <= limit {
			near = append(near, miss{k, d})
		}
	}
	if len(near) == 0 {
		return ""
	}
	slices.SortStableFunc(near, func(a, b miss) int {
		return cmp.Or(cmp.Compare(a.dist, b.dist), cmp.Compare(a.word, b.word))
	})
	quoted := make([]string, 0, 3)
	for _, m := range near[:min(3, len(near))] {
		quoted = append(quoted, quote(m.word))
	}
	return " (near: " + strings.Join(quoted, ", ") + ")"
}

// distance is Levenshtein's (1966): insertions, deletions and substitutions of bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		prev := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := prev
			if a[i] != b[j] {
				cost++
			}
			prev = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
