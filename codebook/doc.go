// Package codebook knows the field's codes: CAMEO's, PLOVER's, the way between
// the two, the intensity of each on each named scale, and the words and grades of
// analysts (ICD 203, Admiralty).
//
// A code goes in, its meaning comes out; nothing is read but two embedded tables,
// cameo.tsv and plover.tsv. Where the published tables contradict themselves or
// each other, the tables here say what was changed and [Notes] lists it.
//
// It does not find events in texts (coder does) and does not judge relations
// (dyad does).
package codebook
