// Package duckdb is the embedded store: one file, or memory, holding what was read.
//
// It owns the file's schema (migrations, forward only) and the SQL that saves,
// picks and counts. Readings go in; events, assessments, problems, stories and
// tallies come out, each in a fixed order. Which reports make one event is for
// [entente.Cluster] to say: the store keeps its answer beside each report and asks
// again, for the act keys concerned, whenever their reports change, so that the order
// of reading makes no difference. What tallies mean is for dyad to judge.
//
// One process writes at a time; the engine locks the file against all others, which are
// told who has it. Within the process a Store may be used from several goroutines.
//
// A file is never in its place by half: stores are made, copied and compacted beside it
// (file.go). What a power cut leaves of the engine's log is mended when the store is
// opened (log.go). Nothing is deleted: what no longer counts says until when it did
// (history.go).
package duckdb
