package desk

import (
	"entente"
	"entente/hypothesis"
)

// weigh puts the matrices to what the brief holds; where none are given, the ready
// questions, cast with the triangle's corners.
func weigh(b *entente.Brief, q Question) []entente.Weighing {
	matrices := q.Matrices
	if len(matrices) == 0 {
		if len(b.Triangles) == 0 {
			return nil
		}
		x, y, z := hypothesis.Cast(b.Triangles[0])
		corner := func(c entente.Code) entente.Corner { return entente.Corner{Code: c, Name: q.Names(c)} }
		for _, ready := range hypothesis.Questions() {
			matrices = append(matrices, ready.For(corner(x), corner(y), corner(z)))
		}
	}
	var out []entente.Weighing
	for _, m := range matrices {
		out = append(out, hypothesis.Weigh(m, hypothesis.Bind(m, b.Reports, b.Assessments), hypothesis.Options{}))
	}
	return out
}
