package eventfile

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestSplitPlain: a line parts where strings.Split parts it, whatever its bytes.
func TestSplitPlain(t *testing.T) {
	c := rand.New(rand.NewPCG(1, 2))
	for _, delim := range []byte("\t,;|\x00\xff") {
		for range 5000 {
			line := make([]byte, c.IntN(70))
			for i := range line {
				line[i] = [...]byte{delim, delim ^ 1, delim ^ 0x80, delim + 1, byte(c.IntN(256)), 'a'}[c.IntN(6)]
			}
			if got, want := splitPlain(nil, line, delim), bytes.Split(line, []byte{delim}); !slices.EqualFunc(got, want, bytes.Equal) {
				t.Fatalf("%q at %q parts into %q, want %q", line, delim, got, want)
			}
		}
	}
}

func BenchmarkSplitPlain(b *testing.B) {
	line := []byte(strings.Repeat("881990832\t20181024\t\t\t\t\t\tAUS\tVICTORIA\t4\tVancouver, British Columbia, Canada\tCA", 5))
	var fields [][]byte
	b.SetBytes(int64(len(line)))
	for b.Loop() {
		fields = splitPlain(fields[:0], line, '\t')
	}
}
