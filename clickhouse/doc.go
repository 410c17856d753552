// Package clickhouse keeps what was read in a store on several machines: tables of
// ClickHouse, sharded by a hash, with a Distributed table over each. It takes readings,
// batches of imports and filters, and gives events, assessments, tallies and figures in a
// fixed order, as the embedded store does, to the byte.
//
// The engine has no transactions, so nothing here rests on one. What a reading found is
// written first, under a number that is a hash of all of it; then one row in the log of the
// story's steps says that it was read. A story is what its steps make of it, and events are
// what the reports that count make of them: both are worked out when they are asked for and
// kept nowhere. A write that is broken off leaves rows that no step names, and the next try
// writes the same rows again. Rows that are there twice are one, before the engine has
// merged them and after.
//
// It does not code or interpret, and it sets up no servers: the cluster is named in their
// own configuration.
package clickhouse
