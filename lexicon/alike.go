package lexicon

import "entente"

// Alike gives up to three names of states, collectives and organisations that a
// reader may have meant by word; it serves error messages.
func (l *Lexicon) Alike(word string) []string {
	names := make([]string, 0, 2*len(l.polities))
	for code, p := range l.polities {
		names = append(names, p.Name, string(code))
	}
	return entente.Nearest(word, names)
}
