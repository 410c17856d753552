// Package balance measures signed networks: how far the friends of friends are friends.
//
// Ties with a sign come in; what goes out is a census of triads, the degree of balance
// by triangles and by walks, algebraic conflict, the exact frustration index with its
// two camps and the ties that run against them ([Measure]), the part of a network that
// lies in one region ([Within]), and, beside it, how alike two states vote ([Agree]).
// [Parse] reads lists of ties.
//
// The frustration index is NP-hard. It is found by reducing the network, bounding it by
// packings of negative cycles, and branching (solve.go); the answer says whether it is
// proven, and gives both bounds if the caller's context ended first.
//
// It does not judge ties (dyad does), and knows no store. Formulae and sources are in
// docs/methods.md.
package balance
