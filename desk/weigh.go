package desk

import (
	"entente"
	"entente/hypothesis"
)

// lately is the days before the last of what happened to which the ready questions
// look: what an actor wants now is not told by what it did two years ago.
const lately = 182

// weigh puts the matrices to what the brief holds; where none are given, those of the
// ready questions that arise, cast with the triangle's corners.
func weigh(b *entente.Brief, q Question) []entente.Weighing {
	matrices := q.Matrices
	if len(matrices) == 0 && len(b.Triangles) > 0 {
		matrices = ready(b, q)
	}
	var out []entente.Weighing
	for _, m := range matrices {
		out = append(out, hypothesis.Weigh(m, hypothesis.Bind(m, b.Reports, b.Assessments), hypothesis.Options{}))
	}
	return out
}

// ready gives the matrices of the ready questions that arise in the triangle.
func ready(b *entente.Brief, q Question) []entente.Matrix {
	corner := func(c entente.Code) entente.Corner { return entente.Corner{Code: c, Name: q.Names(c)} }
	var out []entente.Matrix
	for _, question := range hypothesis.Questions() {
		x, y, z, arises := question.Cast(b.Triangles[0])
		if !arises {
			continue
		}
		m := question.For(corner(x), corner(y), corner(z))
		if looksBack(b) {
			m = hypothesis.Since(m, b.To-lately)
		}
		out = append(out, m)
	}
	return out
}

// looksBack reports whether the evidence reaches further back than the ready
// questions look.
func looksBack(b *entente.Brief) bool { return b.From.Known() && b.To-b.From > lately }
