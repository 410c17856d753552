//go:build !unix

package duckdb

// lockFile does nothing: elsewhere a file that is open cannot be moved.
func lockFile(string) (release func(), err error) { return func() {}, nil }

// freeRoom is not known.
func freeRoom(string) int64 { return -1 }
