// Package boost learns to rank from numbers: trees of decisions, each mending what those
// before it got wrong.
//
// Rows of features in groups go in, one group for each question, with the rows that were
// right; a [Model] comes out that gives a row a number, the higher the likelier, and
// tells what each column has done for it. Columns are read in at most 64 steps ([Cuts]).
//
// It knows nothing of what the numbers mean. Same rows, same options, same trees.
package boost
