package triangle

import (
	"cmp"
	_ "embed"
	"strings"

	"entente"
)

// phraseTable lists phrases that speak for one reading, each with that reading.
//
//go:embed statements.tsv
var phraseTable string

// phrase is some words, in small letters, and the reading they speak for.
type phrase struct{ reading, words string }

var phrases = readPhrases(phraseTable)

func readPhrases(table string) []phrase {
	var out []phrase
	for line := range strings.Lines(table) {
		if reading, words, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			out = append(out, phrase{reading, words})
		}
	}
	return out
}

// Statements finds the sentences that could tell a wedge that d drives between t and r from
// stabilisation of d and t, by a phrase of the table: reports of what d does to either
// (stabilisation: to t), assessments of t and r or by d itself (stabilisation: of d and t);
// and assessments by d of how t and r stand, which speak for a wedge where they see the two
// apart or drifting. Reports come first, then assessments, both in the order given; a
// sentence is told once.
func Statements(d, t, r entente.Code, reports []entente.Report, views []entente.Assessment) []entente.Statement {
	l := statements{seen: map[place]bool{}, out: []entente.Statement{}}
	for i := range reports {
		p := &reports[i]
		reading, words := spoken(p.Citation.Quote)
		if did(p, d, t) || reading == WordWedge && did(p, d, r) {
			l.add(p.Story, p.Citation, entente.Statement{Cite: p.Report, For: reading, Phrase: words, By: voice(p.Attribution)})
		}
	}
	for i := range views {
		v := &views[i]
		reading, words := spoken(v.Citation.Quote)
		by := cmp.Or(string(v.Holder.Code), v.Holder.By)
		own := by == string(d)
		switch {
		case own && of(v, t, r) && apart(v):
			reading, words = WordWedge, cmp.Or(words, "speaks of "+string(t)+" and "+string(r)+" as apart")
		case reading == WordWedge && (of(v, t, r) || own && (of(v, d, t) || of(v, d, r))):
		case reading == WordStability && of(v, d, t):
		default:
			continue
		}
		l.add(v.Story, v.Citation, entente.Statement{Cite: v.ID, For: reading, Phrase: words, By: by})
	}
	return l.out
}

// place is where a sentence stands.
type place struct {
	story      string
	start, end int
}

// statements gathers sentences, each once.
type statements struct {
	seen map[place]bool
	out  []entente.Statement
}

func (l *statements) add(story string, c entente.Citation, s entente.Statement) {
	at := place{story, c.Start, c.End}
	if s.For == "" || l.seen[at] {
		return
	}
	l.seen[at] = true
	l.out = append(l.out, s)
}

// did reports whether a report is of what one actor does to another.
func did(r *entente.Report, by, to entente.Code) bool {
	return r.Source.Code == by && r.Target.Code == to || r.Reciprocal && r.Source.Code == to && r.Target.Code == by
}

// of reports whether an assessment is of two actors.
func of(v *entente.Assessment, a, b entente.Code) bool {
	return v.A.Code == a && v.B.Code == b || v.A.Code == b && v.B.Code == a
}

// voice names whose words a report is.
func voice(a *entente.Attribution) string {
	switch {
	case a == nil:
		return "author"
	case a.Code != "":
		return string(a.Code)
	}
	return a.Kind
}

// apart reports whether an assessment sees its two actors at odds or drifting.
func apart(v *entente.Assessment) bool {
	return !v.Negated && v.Hedge != entente.Unlikely && (v.Level != nil && *v.Level < 0 || v.Trend != nil && *v.Trend < 0)
}

// spoken gives the reading that a sentence speaks for by its first phrase of the table, and
// the phrase.
func spoken(quote string) (reading, words string) {
	low := " " + strings.ToLower(strings.Join(strings.FieldsFunc(quote, mark), " ")) + " "
	for _, p := range phrases {
		if strings.Contains(low, " "+p.words+" ") {
			return p.reading, p.words
		}
	}
	return "", ""
}

// mark reports whether a rune parts words.
func mark(r rune) bool {
	return !(r == '-' || r == '\'' || r == '’' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 127)
}
