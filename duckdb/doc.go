// Package duckdb is the embedded store: one file, or memory, holding what was read.
//
// It owns the file's schema (migrations, forward only) and the SQL that saves,
// picks and counts. Readings go in; events, assessments, problems, stories and
// tallies come out, each in a fixed order. Which reports make one event is for
// [entente.Cluster] to say: the store keeps its answer beside each report and asks
// again, for the act keys concerned, whenever their reports change, so that the order
// of reading makes no difference. What tallies mean is for dyad to judge.
//
// One process writes at a time; the engine locks the file against all others. Within
// the process a Store may be used from several goroutines.
package duckdb
