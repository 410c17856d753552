package hypothesis

import (
	"cmp"
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"

	"entente"
)

//go:embed questions/*.yaml
var files embed.FS

// Question is a ready matrix with $A, $B and $C in the place of three actors.
type Question struct {
	Name   string // of its file
	matrix entente.Matrix
}

// Questions gives the ready questions, in order of name.
func Questions() []Question {
	names, _ := fs.Glob(files, "questions/*.yaml") // the pattern is constant
	var out []Question
	for _, name := range names {
		data, _ := fs.ReadFile(files, name) // it was just listed
		qs, err := Templates(path.Base(name), data)
		if err != nil { // only a fault in the embedded files, which a test reads
			panic(err)
		}
		out = append(out, qs...)
	}
	return out
}

// Templates reads questions in which $A, $B and $C stand for actors, in the texts
// and in the pairs of queries; else like [Parse].
func Templates(name string, data []byte) ([]Question, error) {
	matrices, err := parse(name, data, true)
	if err != nil {
		return nil, err
	}
	var out []Question
	for _, m := range matrices {
		out = append(out, Question{strings.TrimSuffix(name, path.Ext(name)), m})
	}
	return out, nil
}

// For puts the question to three actors. The texts use their names with the article
// that English gives them, or their codes where they have none.
func (q Question) For(a, b, c entente.Corner) entente.Matrix {
	names := strings.NewReplacer("$A", called(a), "$B", called(b), "$C", called(c))
	words := func(s string) string { return begun(s, names.Replace(s)) }
	codes := map[entente.Code]entente.Code{"$A": a.Code, "$B": b.Code, "$C": c.Code}
	m := q.matrix
	m.Question = words(m.Question)
	m.Hypotheses, m.Evidence, m.Assumptions = slices.Clone(m.Hypotheses), slices.Clone(m.Evidence), slices.Clone(m.Assumptions)
	for i := range m.Hypotheses {
		h := &m.Hypotheses[i]
		h.Text, h.Claims = words(h.Text), putAll(h.Claims, codes)
	}
	for i := range m.Assumptions {
		m.Assumptions[i].Text = words(m.Assumptions[i].Text)
	}
	for i := range m.Evidence {
		e := &m.Evidence[i]
		e.Text, e.Cluster, e.Document = words(e.Text), names.Replace(e.Cluster), names.Replace(e.Document)
		e.Or, e.Ratings, e.Likelihoods = putAll(e.Or, codes), slices.Clone(e.Ratings), slices.Clone(e.Likelihoods)
		if e.Query != nil {
			one := put(*e.Query, codes)
			e.Query = &one
		}
	}
	return m
}

// Since gives the matrix with rows that look at nothing before a day, but where a
// row's own query says from when.
func Since(m entente.Matrix, from entente.Day) entente.Matrix {
	rows := slices.Clone(m.Evidence)
	for i := range rows {
		e := &rows[i]
		if e.Query != nil {
			one := since(*e.Query, from)
			e.Query = &one
		}
		e.Or = slices.Clone(e.Or)
		for k := range e.Or {
			e.Or[k] = since(e.Or[k], from)
		}
	}
	m.Evidence = rows
	return m
}

func since(q entente.Query, from entente.Day) entente.Query {
	if !q.From.Known() {
		q.From = from
	}
	return q
}

// Cast gives the actors to whom the question is put in a triangle, or false where
// it does not arise: who leads of two friends, whether they are drifting towards an
// alliance and who would part them is asked where the third is at odds with either;
// where rivals are heading, and whether they will come to blows, where there are
// rivals. See [Cast]; if A and B are no adversaries, the last two are asked of the two
// who are most. A question of the analyst's own always arises.
func (q Question) Cast(t entente.Triangle) (a, b, c entente.Code, ok bool) {
	a, b, c = Cast(t)
	switch q.Name {
	case "junior-partner", "wedge", "alliance-drift":
		atOdds := stands(between(t.Ties, a, b), -1) || stands(between(t.Ties, a, c), -1)
		return a, b, c, stands(between(t.Ties, b, c), 1) && atOdds
	case "reconciliation", "war-risk":
		if !stands(between(t.Ties, a, b), -1) {
			worst := slices.MinFunc(t.Ties[:], func(x, y entente.Tie) int { return cmp.Compare(x.Mean, y.Mean) })
			a, b, c = worst.A, worst.B, ""
		}
		return a, b, c, stands(between(t.Ties, a, b), -1)
	}
	return a, b, c, true
}

// stands reports whether a tie is known to be of a level.
func stands(t entente.Tie, level int) bool { return t.Level != nil && *t.Level == level }

func called(c entente.Corner) string {
	if c.Name != "" {
		return entente.InProse(c.Name)
	}
	return string(c.Code)
}

// begun gives a text that opens with an actor its capital: "The United States means to …".
func begun(template, text string) string {
	if strings.HasPrefix(template, "$") && strings.HasPrefix(text, "the ") {
		return "T" + text[1:]
	}
	return text
}

// put gives the query with the actors in the place of their letters.
func put(q entente.Query, codes map[entente.Code]entente.Code) entente.Query {
	q.Pair = slices.Clone(q.Pair)
	for i, c := range q.Pair {
		if code, ok := codes[c]; ok {
			q.Pair[i] = code
		}
	}
	return q
}

func putAll(qs []entente.Query, codes map[entente.Code]entente.Code) []entente.Query {
	out := slices.Clone(qs)
	for i := range out {
		out[i] = put(out[i], codes)
	}
	return out
}

// Cast chooses who plays $A, $B and $C in a triangle: B and C are the two who stand
// closest, by the means of the ties, and A is the third; of the two, B is the one
// whom A courts: whose tie with A has the better trend, then the more cooperation,
// then the better level. With the United States as the outcast of a stable
// marriage, A is the one that may be wooing B away from C. Of equals the first in
// order of code is taken.
func Cast(t entente.Triangle) (a, b, c entente.Code) {
	closest := 0
	for i := range t.Ties {
		if t.Ties[i].Mean > t.Ties[closest].Mean {
			closest = i
		}
	}
	a = t.Corners[2-closest] // ties lie 0-1, 0-2, 1-2: the corner outside tie i is 2-i
	b, c = t.Ties[closest].A, t.Ties[closest].B
	if courting(between(t.Ties, a, b), between(t.Ties, a, c)) > 0 {
		b, c = c, b
	}
	return a, b, c
}

// courting orders two ties, the one with the more courtship first.
func courting(x, y entente.Tie) int {
	trend := func(t entente.Tie) int {
		if t.Trend == nil {
			return 0
		}
		return *t.Trend
	}
	return cmp.Or(
		cmp.Compare(trend(y), trend(x)),
		cmp.Compare(y.Acts.CoopAB+y.Acts.CoopBA, x.Acts.CoopAB+x.Acts.CoopBA),
		cmp.Compare(y.Mean, x.Mean))
}

func between(ties [3]entente.Tie, a, b entente.Code) entente.Tie {
	for _, t := range ties {
		if t.A == a && t.B == b || t.A == b && t.B == a {
			return t
		}
	}
	return entente.Tie{}
}
