// Package entente holds the nouns of the house: what a story, an event, an
// assessment, a relation, a triangle, a hypothesis and a forecast are.
//
// It holds values and the few rules that belong to them (a code's meaning is in
// codebook, how an event is found is in coder). Beside each noun stands the room
// that makes it: news makes stories, coder makes reports and assessments, dyad
// makes series, triangle makes triangles, hypothesis makes standings and
// forecast makes forecasts.
//
// The package imports the standard library alone, reaches no disk, network or
// clock, and keeps no state.
package entente
