// Package tile multiplies matrices of small integers, with the same sums on every
// machine: in assembly where the machine has AVX2 or the integer products of AVX-512, in
// Go elsewhere.
//
// Products are counted in tiles of four rows and sixteen columns. The
// right factor is packed beforehand in panels of sixteen columns, so that a tile
// reads it in order.
package tile

// The shape of a tile.
const (
	Rows = 4
	Cols = 16
)

// Panels is the number of panels that so many columns take.
func Panels(cols int) int { return (cols + Cols - 1) / Cols }

// Matrix is a matrix of small integers with a scale for each column, in panels:
// by panel, by pair of rows, by column, the two rows.
type Matrix struct {
	Rows, Cols int // Rows is even
	Panels     []int16
	Scale      []float32 // worth of one unit, by column
}

// Product counts c = a · w for n rows. The rows of a are stride apart, and a may be
// read for up to three rows more. No sum may pass 32 bits; c has Panels(cols)·16 columns and as many rows.
func (w *Matrix) Product(c []int32, a []int16, stride, n int) {
	cols := Panels(w.Cols) * Cols
	size := w.Rows * Cols
	for i := 0; i < n; i += Rows {
		for p := 0; p < cols; p += Cols {
			panel := w.Panels[p/Cols*size:][:size]
			out := c[i*cols+p:]
			if !fast {
				dotTile(out, cols, a[i*stride:], stride, panel)
				continue
			}
			_, _ = a[i*stride+3*stride+w.Rows-1], out[3*cols+Cols-1]
			if wide {
				wide4x16(w.Rows/2, &a[i*stride], stride*2, &panel[0], &out[0], cols*4)
			} else {
				dot4x16(w.Rows/2, &a[i*stride], stride*2, &panel[0], &out[0], cols*4)
			}
		}
	}
}

// dotTile is the kernel dot4x16 in Go.
func dotTile(c []int32, crs int, a []int16, ars int, panel []int16) {
	for r := range Rows {
		var sums [Cols]int32
		for k := 0; k < len(panel)/Cols; k += 2 {
			x, y := int32(a[r*ars+k]), int32(a[r*ars+k+1])
			b := panel[k*Cols:][:2*Cols]
			for j := range Cols {
				sums[j] += x*int32(b[2*j]) + y*int32(b[2*j+1])
			}
		}
		copy(c[r*crs:], sums[:])
	}
}

// Pack lays out a matrix of integers that is given row by row.
func Pack(rows, cols int, values []int16, scale []float32) Matrix {
	w := Matrix{Rows: rows + rows&1, Cols: cols, Scale: scale}
	w.Panels = make([]int16, Panels(cols)*w.Rows*Cols)
	for i := range rows {
		for j := range cols {
			at := j/Cols*w.Rows*Cols + i/2*2*Cols + j%Cols*2 + i%2
			w.Panels[at] = values[i*cols+j]
		}
	}
	return w
}
