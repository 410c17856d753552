// Package dyad judges how two actors stand to one another.
//
// Tallies, reports and assessments come in; gapless series ([Fill]) and ties
// ([Judge], [JudgeTallies]) go out. An act is evidence of change, an assessment
// of level: assessments place a relation, acts move it, and the tie says in words
// by which rule the two were joined.
//
// It does not code events, does not count them (a store does) and knows nothing
// of triangles.
package dyad
