package tile

import "golang.org/x/sys/cpu"

// fast says whether the machine has the instructions of the assembly kernel, which
// gives the same numbers as its twin in Go, bit by bit.
var fast = cpu.X86.HasAVX2

//go:noescape
func dot4x16(pairs int, a *int16, ars int, b *int16, c *int32, crs int)
