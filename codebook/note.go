package codebook

import "entente"

// Note is a remark on a line of the tables: a slip of the published tables that
// was corrected, or a difference that a reader must know.
type Note struct {
	Subject string // "016", "ACCUSE", "PROTEST/vandalize"
	Text    string
}

// Notes lists every remark, CAMEO's in the order of codes, then PLOVER's.
func Notes() []Note {
	var out []Note
	for _, c := range Codes() {
		if c.Note != "" {
			out = append(out, Note{c.Code, c.Note})
		}
	}
	for _, row := range rows(ploverTable) {
		if row[4] != "" {
			out = append(out, Note{subject(row[0], row[1]), row[4]})
		}
	}
	return out
}

func subject(root, mode string) string {
	if mode == "" {
		return root
	}
	return root + "/" + mode
}

// Nearest gives up to three roots that a reader may have meant by a name that is
// none, nearest first; for error messages.
func Nearest(name string) []string {
	names := make([]string, len(entente.Roots))
	for i, r := range entente.Roots {
		names[i] = string(r)
	}
	return entente.Nearest(name, names)
}
