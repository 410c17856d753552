//go:build !unix

package main

// holdFile does nothing where files cannot be locked as on Unix.
func holdFile(string) (release func(), err error) { return func() {}, nil }
