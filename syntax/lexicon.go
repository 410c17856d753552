package syntax

import (
	"cmp"
	"slices"
	"strings"
)

// lexicon is what training knew of single words by their normal form.
type lexicon struct {
	place   map[string]int32
	entries []entry
	classes []string // sets of tags, most frequent first, as text; class i+1 is classes[i]
}

type entry struct {
	form    string
	class   uint16 // 1 + place in classes; 0 none
	cluster uint16 // 0 none
}

func (l *lexicon) index() {
	l.place = make(map[string]int32, len(l.entries))
	for i := range l.entries {
		l.place[l.entries[i].form] = int32(i)
	}
}

// newLexicon counts the tags of forms seen at least twice: a form seen once stays
// unknown, so that training meets unknown words.
func newLexicon(trees []Tree, clusters map[string]uint16) *lexicon {
	counts := map[string]map[string]int{}
	var buf []byte
	for i := range trees {
		for _, t := range trees[i].Tokens {
			buf = normal(buf[:0], t.Text)
			m := counts[string(buf)]
			if m == nil {
				m = map[string]int{}
				counts[string(buf)] = m
			}
			m[t.UPOS+" "+t.XPOS]++
		}
	}
	l := &lexicon{}
	ids := map[string]uint16{}
	for _, form := range sortedKeys(counts) {
		if class := tagSet(counts[form]); class != "" {
			if ids[class] == 0 {
				l.classes = append(l.classes, class)
				ids[class] = uint16(len(l.classes))
			}
			l.entries = append(l.entries, entry{form, ids[class], clusters[form]})
		}
	}
	for _, form := range sortedKeys(clusters) {
		if m := counts[form]; tagSet(m) == "" {
			l.entries = append(l.entries, entry{form, 0, clusters[form]})
		}
	}
	l.index()
	return l
}

// tagSet names the tags that have at least one use in fifty, "" for a form seen once.
func tagSet(m map[string]int) string {
	var sum int
	for _, n := range m {
		sum += n
	}
	if sum < 2 {
		return ""
	}
	tags := sortedKeys(m)
	slices.SortStableFunc(tags, func(a, b string) int { return cmp.Compare(m[b], m[a]) })
	tags = slices.DeleteFunc(tags, func(t string) bool { return m[t]*50 < sum })
	return strings.Join(tags[:min(len(tags), 4)], ",")
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
