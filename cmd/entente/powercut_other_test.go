//go:build !linux

package main

import (
	"math/rand/v2"
	"testing"
)

type drive struct{}

func (*drive) cut(*testing.T, *rand.Rand, string) int { return 0 }

// record is for Linux.
func (w *work) record(t *testing.T) *drive {
	t.Skip("no disk whose power can be cut")
	return nil
}
