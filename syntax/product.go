package syntax

// Products of matrices are counted in tiles of four rows and sixteen columns. The
// right factor is packed beforehand in panels of sixteen columns, so that a tile
// reads it in order.

const (
	tileRows = 4
	tileCols = 16
)

func panels(cols int) int { return (cols + tileCols - 1) / tileCols }

// packed is a matrix of small integers with a scale for each column, in panels:
// by panel, by pair of rows, by column, the two rows.
type packed struct {
	rows, cols int // rows is even
	panels     []int16
	scale      []float32 // worth of one unit, by column
}

// product counts c = a · w for n rows. The rows of a are stride apart, and a may be
// read for up to three rows more; c has panels(cols)·16 columns and as many rows.
func (w *packed) product(c []int32, a []int16, stride, n int) {
	cols := panels(w.cols) * tileCols
	size := w.rows * tileCols
	for i := 0; i < n; i += tileRows {
		for p := 0; p < cols; p += tileCols {
			panel := w.panels[p/tileCols*size:][:size]
			out := c[i*cols+p:]
			if fast {
				_, _ = a[i*stride+3*stride+w.rows-1], out[3*cols+tileCols-1]
				dot4x16(w.rows/2, &a[i*stride], stride*2, &panel[0], &out[0], cols*4)
				continue
			}
			dotTile(out, cols, a[i*stride:], stride, panel)
		}
	}
}

// dotTile is the kernel dot4x16 in Go.
func dotTile(c []int32, crs int, a []int16, ars int, panel []int16) {
	for r := range tileRows {
		var sums [tileCols]int32
		for k := 0; k < len(panel)/tileCols; k += 2 {
			x, y := int32(a[r*ars+k]), int32(a[r*ars+k+1])
			b := panel[k*tileCols:][:2*tileCols]
			for j := range tileCols {
				sums[j] += x*int32(b[2*j]) + y*int32(b[2*j+1])
			}
		}
		copy(c[r*crs:], sums[:])
	}
}

// pack lays out a matrix of integers that is given row by row.
func pack(rows, cols int, values []int16, scale []float32) packed {
	w := packed{rows: rows + rows&1, cols: cols, scale: scale}
	w.panels = make([]int16, panels(cols)*w.rows*tileCols)
	for i := range rows {
		for j := range cols {
			at := j/tileCols*w.rows*tileCols + i/2*2*tileCols + j%tileCols*2 + i%2
			w.panels[at] = values[i*cols+j]
		}
	}
	return w
}
