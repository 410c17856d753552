// Package judge says how likely it is that one actor does something to another, and
// what, from numbers that describe how the two and a word stand in a sentence.
//
// It is a network of one hidden layer with a way past it (a linear classifier and a
// perceptron in sum), read in whole numbers, so that every machine finds the same. What
// the numbers mean is the coder's business: it makes them for training and for use. The
// package reaches nothing outside.
package judge
