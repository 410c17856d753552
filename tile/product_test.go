package tile

import (
	"slices"
	"testing"
)

// TestProduct holds the kernel against the plain triple loop, with both kernels.
func TestProduct(t *testing.T) {
	const rows, cols, n = 96, 50, 9
	values := make([]int16, rows*cols)
	for i := range values {
		values[i] = int16(i*7919%4001 - 2000)
	}
	a := make([]int16, (n+Rows-1)*rows)
	for i := range a {
		a[i] = int16(i*104729%4001 - 2000)
	}
	w := Pack(rows, cols, values, nil)
	c := make([]int32, (n+Rows-1)*Panels(cols)*Cols)
	w.Product(c, a, rows, n)
	for i := range n {
		for j := range cols {
			want := int32(0)
			for k := range rows {
				want += int32(a[i*rows+k]) * int32(values[k*cols+j])
			}
			if got := c[i*Panels(cols)*Cols+j]; got != want {
				t.Fatalf("%d, %d: %d, not %d", i, j, got, want)
			}
		}
	}
	for pairs := range rows/2 + 1 {
		panel := w.Panels[:2*pairs*Cols]
		twin := make([]int32, Rows*Cols)
		dotTile(twin, Cols, a, rows, panel)
		for name, kernel := range kernels() {
			got := make([]int32, Rows*Cols)
			kernel(pairs, &a[0], 2*rows, &w.Panels[0], &got[0], 4*Cols)
			if !slices.Equal(got, twin) {
				t.Errorf("%s, %d pairs: %v, its twin in Go %v", name, pairs, got, twin)
			}
		}
	}
}

// kernels gives those that the machine can run.
func kernels() map[string]func(int, *int16, int, *int16, *int32, int) {
	out := map[string]func(int, *int16, int, *int16, *int32, int){}
	if fast {
		out["of AVX2"] = dot4x16
	}
	if wide {
		out["of AVX-512"] = wide4x16
	}
	return out
}

// BenchmarkProduct multiplies 32 rows of 384 by 384 columns.
func BenchmarkProduct(b *testing.B) {
	const n, rows, cols = 32, 384, 384
	w := Pack(rows, cols, make([]int16, rows*cols), nil)
	a, c := make([]int16, n*rows), make([]int32, n*cols)
	for b.Loop() {
		w.Product(c, a, rows, n)
	}
	b.ReportMetric(float64(n*rows*cols)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "products/ns")
}

// TestAddProduct holds the product of floats against the plain triple loop, with the
// right factor upright and on its side.
func TestAddProduct(t *testing.T) {
	for _, size := range [][3]int{{1, 1, 1}, {4, 7, 16}, {5, 33, 17}, {70, 20, 50}} {
		m, k, n := size[0], size[1], size[2]
		a, b, side := make([]float32, m*k), make([]float32, k*n), make([]float32, k*n)
		for i := range a {
			a[i] = float32(i*7919%200)/100 - 1
		}
		for i := range b {
			b[i] = float32(i*104729%200)/100 - 1
			side[i%n*k+i/n] = b[i]
		}
		var memory []float32
		up, lying := make([]float32, m*n), make([]float32, m*n)
		AddProduct(&memory, up, n, a, k, 1, b, n, 1, m, k, n)
		AddProduct(&memory, lying, n, a, k, 1, side, 1, k, m, k, n)
		for i := range m {
			for j := range n {
				want := float32(0)
				for x := range k {
					want += a[i*k+x] * b[x*n+j]
				}
				for _, got := range []float32{up[i*n+j], lying[i*n+j]} {
					if d := got - want; d > 1e-4 || d < -1e-4 {
						t.Fatalf("%v: at %d, %d %g, not %g", size, i, j, got, want)
					}
				}
			}
		}
	}
}
