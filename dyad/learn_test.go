package dyad

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"golang.org/x/sys/cpu"
)

// What the machine's own instructions give is what plain Go gives, bit by bit.
func TestWeighIsThePlainOne(t *testing.T) {
	if runtime.GOARCH != "amd64" || !cpu.X86.HasAVX2 {
		t.Skip("this machine has no instructions of its own for it")
	}
	r := rand.New(rand.NewPCG(1, 2))
	for rows := range 30 {
		of, like := make([]float64, rows*manners), make([]float64, rows*manners)
		for i := range of {
			of[i], like[i] = r.Float64(), r.ExpFloat64()*1e-9
		}
		own, plain := slices.Clone(of), slices.Clone(of)
		sums, plainSums := make([]float64, manners), make([]float64, manners)
		sums[0] = 7 // what was there before counts no more
		weigh(own, like, sums, 3.7)
		plainWeigh(plain, like, plainSums, 3.7)
		if !slices.Equal(own, plain) || !slices.Equal(sums, plainSums) {
			t.Fatalf("%d rows: %v and %v, plain %v and %v", rows, own, sums, plain, plainSums)
		}
	}
}
