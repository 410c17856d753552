package syntax

import (
	"testing"

	"entente/tile"
)

// TestKernelsAgree compares the assembly with its twins in Go, number by number.
func TestKernelsAgree(t *testing.T) {
	if !fast {
		t.Skip("the machine lacks AVX2 or FMA")
	}
	r := newRandom(3)
	const rows, cols, n = 96, 50, 8
	values, scale := make([]int16, rows*cols), make([]float32, tile.Panels(cols)*tile.Cols)
	for i := range values {
		values[i] = int16(r.below(2*one12) - one12)
	}
	for i := range scale {
		scale[i] = r.even()
	}
	d := dense{tile.Pack(rows, cols, values, scale), scale}
	a := make([]int16, (n+spare)*rows)
	for i := range a {
		a[i] = int16(r.below(2*one12) - one12)
	}
	z := make([]float32, gates*half)
	for i := range z {
		z[i] = 5 * r.even()
	}
	run := func() (sums []int32, out, x, state []float32, y, e []int16) {
		sums, out = make([]int32, (n+spare)*tile.Panels(cols)*tile.Cols), make([]float32, cols)
		d.Product(sums, a, rows, n)
		d.values(sums, 3, fraction, out)
		x, state, y = make([]float32, half), make([]float32, half), make([]int16, half)
		for i := range x {
			x[i], state[i] = z[i]/5, z[half+i]/5
		}
		advance(z, state, x, y)
		e = make([]int16, embedWidth)
		row := make([]int8, embedWidth)
		for i := range row {
			row[i] = int8(i*7 - 100)
		}
		addBytes(e, row)
		squashed := append([]float32(nil), z[:100]...)
		ints := make([]int16, 100)
		squashAll(squashed, ints)
		return sums[:n*tile.Panels(cols)*tile.Cols], out, append(x, squashed...), state, append(y, ints...), e
	}
	s1, o1, x1, c1, y1, e1 := run()
	fast = false
	defer func() { fast = true }()
	s2, o2, x2, c2, y2, e2 := run()
	same(t, "products", s1, s2)
	same(t, "values", o1, o2)
	same(t, "outputs", x1, x2)
	same(t, "states", c1, c2)
	same(t, "integers", y1, y2)
	same(t, "rows", e1, e2)
}

func same[T comparable](t *testing.T, what string, a, b []T) {
	t.Helper()
	for i := range a {
		if a[i] != b[i] {
			t.Errorf("%s: at %d assembly gives %v, Go %v", what, i, a[i], b[i])
			return
		}
	}
}

// TestKernelsReadAlike compares whole readings with and without assembly; lengths go
// through all that a tile's rows can leave over.
func TestKernelsReadAlike(t *testing.T) {
	if !fast {
		t.Skip("the machine lacks AVX2 or FMA")
	}
	m, err := Load(lesson20())
	if err != nil {
		t.Fatal(err)
	}
	sentences := Split(article)
	for n := 1; n <= 5; n++ {
		sentences = append(sentences, Sentence{Tokens: sentences[0].Tokens[:n]})
	}
	read := func() (out []Sentence) {
		for _, s := range sentences {
			s.Tokens = append([]Token(nil), s.Tokens...)
			m.Parse(&s)
			out = append(out, s)
		}
		return out
	}
	with := read()
	fast = false
	defer func() { fast = true }()
	for i, s := range read() {
		same(t, words(s.Tokens), with[i].Tokens, s.Tokens)
	}
}

// TestTrainingKernel compares the products of training with their twin in Go, which
// rounds each step.
func TestTrainingKernel(t *testing.T) {
	if !fast {
		t.Skip("the machine lacks AVX2 or FMA")
	}
	r := newRandom(9)
	for _, size := range [][3]int{{1, 1, 1}, {4, 7, 16}, {5, 33, 17}, {70, 20, 50}} {
		rows, inner, cols := size[0], size[1], size[2]
		a, b := make([]float32, rows*inner), make([]float32, inner*cols)
		for _, list := range [][]float32{a, b} {
			for i := range list {
				list[i] = r.even()
			}
		}
		product := func() []float32 {
			c := make([]float32, rows*cols)
			(&shard{}).addProduct(c, cols, a, inner, 1, b, cols, 1, rows, inner, cols)
			return c
		}
		with := product()
		fast = false
		for i, want := range product() {
			if d := with[i] - want; d > 1e-4 || d < -1e-4 {
				t.Errorf("%v: at %d assembly gives %g, Go %g", size, i, with[i], want)
			}
		}
		fast = true
	}
}
