// Package graph keeps events as dated links between actors: who did what to whom on
// which day, millions of them in memory, found by pair, by actor and relation, and by
// relation.
//
// A [Graph] is filled day by day with [Graph.Add] and knows nothing but what it was
// given: whoever asks it before adding a day cannot see that day. Facts go in; out come
// links with their days, counts that fade with time, the neighbours of an actor. A
// [Benchmark] reads the field's folders of facts, split into train, valid and test.
//
// It does not forecast, and knows neither stories nor stores.
package graph
