package dyad

import "golang.org/x/sys/cpu"

var fast = cpu.X86.HasAVX2

//go:noescape
func weigh24(of, like, manner *float64, rows int, scale float64)

// weigh gives the same numbers as plainWeigh, bit by bit.
func weigh(of, like, manner []float64, scale float64) {
	if !fast || len(manner) != 24 || len(of) == 0 || len(like) < len(of) {
		plainWeigh(of, like, manner, scale)
		return
	}
	weigh24(&of[0], &like[0], &manner[0], len(of)/24, scale)
}
