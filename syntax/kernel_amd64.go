package syntax

import "golang.org/x/sys/cpu"

// fast says whether the machine has the instructions of the assembly kernels. All
// kernels of reading give the same numbers as their twins in Go, bit by bit; that of
// training, madd4x16, fuses its steps and rounds otherwise than its twin.
var fast = cpu.X86.HasAVX2 && cpu.X86.HasFMA

//go:noescape
func madd4x16(k int, a *float32, ars, acs int, b, c *float32, crs int)

//go:noescape
func affine8(n int, sums *int32, unit float32, scale, bias, out *float32)

//go:noescape
func squash8(n int, x *float32, ints *int16)

//go:noescape
func recur8(z, state, x *float32, y *int16)

//go:noescape
func addRow(out *int16, row *int8)
