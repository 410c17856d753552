package tile

import "golang.org/x/sys/cpu"

// fast says whether the machine has the instructions of the assembly kernels. That of
// whole numbers gives the same as its twin in Go, bit by bit; that of floats fuses its
// steps and rounds otherwise.
var fast = cpu.X86.HasAVX2 && cpu.X86.HasFMA

//go:noescape
func dot4x16(pairs int, a *int16, ars int, b *int16, c *int32, crs int)

//go:noescape
func madd4x16(k int, a *float32, ars, acs int, b, c *float32, crs int)
