package tile

import "golang.org/x/sys/cpu"

// fast says whether the machine has the instructions of the assembly kernels, wide
// whether it has those of AVX-512 that multiply whole numbers. Both kernels of whole
// numbers give the same as their twin in Go, bit by bit; that of floats fuses its steps
// and rounds otherwise.
var (
	fast = cpu.X86.HasAVX2 && cpu.X86.HasFMA
	wide = fast && cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VNNI
)

//go:noescape
func dot4x16(pairs int, a *int16, ars int, b *int16, c *int32, crs int)

//go:noescape
func wide4x16(pairs int, a *int16, ars int, b *int16, c *int32, crs int)

//go:noescape
func madd4x16(k int, a *float32, ars, acs int, b, c *float32, crs int)
