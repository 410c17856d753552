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

// For puts the question to three actors. The texts use their names, or their codes
// where they have none.
func (q Question) For(a, b, c entente.Corner) entente.Matrix {
	words := strings.NewReplacer("$A", called(a), "$B", called(b), "$C", called(c))
	codes := map[entente.Code]entente.Code{"$A": a.Code, "$B": b.Code, "$C": c.Code}
	m := entente.Matrix{Question: words.Replace(q.matrix.Question)}
	for _, h := range q.matrix.Hypotheses {
		h.Text = words.Replace(h.Text)
		m.Hypotheses = append(m.Hypotheses, h)
	}
	for _, e := range q.matrix.Evidence {
		e.Text, e.Cluster = words.Replace(e.Text), words.Replace(e.Cluster)
		e.Query = put(e.Query, codes)
		e.Ratings = slices.Clone(e.Ratings)
		m.Evidence = append(m.Evidence, e)
	}
	return m
}

func called(c entente.Corner) string {
	if c.Name != "" {
		return c.Name
	}
	return string(c.Code)
}

// put gives the query with the actors in the place of their letters.
func put(q *entente.Query, codes map[entente.Code]entente.Code) *entente.Query {
	if q == nil {
		return nil
	}
	out := *q
	out.Pair = slices.Clone(q.Pair)
	for i, c := range out.Pair {
		if code, ok := codes[c]; ok {
			out.Pair[i] = code
		}
	}
	return &out
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
