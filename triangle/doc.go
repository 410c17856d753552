// Package triangle tells what type of strategic triangle three ties make.
//
// Three ties come in; a triangle with the probability of each type, its roles and
// the smallest change that would alter it goes out ([Classify]), and what each
// actor gets of it ([Utility]).
//
// It does not judge ties (dyad does) and forces no type: where a tie has no sign
// the triangle is incomplete.
package triangle
