//go:build !unix

package main

import "os"

// holdFile does nothing where files cannot be locked as on Unix.
func holdFile(string) (release func(), err error) { return func() {}, nil }

// hold does nothing there either.
func hold(*os.File) {}

// removeAbandoned leaves a file be: whether somebody writes it cannot be told.
func removeAbandoned(string) {}
