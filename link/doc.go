// Package link forecasts links: who will be the one to whom an actor does something on a
// day, told from what came before that day.
//
// A [Question] goes in, with a graph that ends before its day; ranked actors come out, and
// for each the past cases that speak for it. Several methods answer alike ([Method]):
// plain ones that count, learned ones, and a ranker that weighs all of them and is fitted
// in the order of time ([Ranker]). A [Course] leads them through a benchmark day by day.
//
// It does not read files, and no method sees a day before it has answered for it.
package link
