package syntax

import "entente/tile"

// Products of training: c += a · b in float32, in tiles like those of reading.

// addProduct adds a · b to c; a is m by k, b is k by n, and both are read by the
// strides of their rows and columns, so that a factor may lie on its side. b is packed
// in panels of tile.Cols columns, with zeros beyond the last.
func (s *shard) addProduct(c []float32, crs int, a []float32, ars, acs int, b []float32, brs, bcs int, m, k, n int) {
	s.packs = resize(s.packs, tile.Panels(n)*k*tile.Cols)
	for p := range tile.Panels(n) {
		panel := s.packs[p*k*tile.Cols:][:k*tile.Cols]
		for i := range k {
			out := panel[i*tile.Cols:][:tile.Cols]
			at := i*brs + p*tile.Cols*bcs
			// a row of a panel lies in a row if b does not lie on its side
			if left := n - p*tile.Cols; left >= tile.Cols && bcs == 1 {
				copy(out, b[at:])
			} else {
				for j := range tile.Cols {
					if out[j] = 0; j < left {
						out[j] = b[at+j*bcs]
					}
				}
			}
		}
	}
	const chunk = 64 // rows of a, which stay at hand while all panels pass
	for from := 0; from < m; from += chunk {
		to := min(m, from+chunk)
		for p := range tile.Panels(n) {
			panel := s.packs[p*k*tile.Cols:][:k*tile.Cols]
			for i := from; i < to; i += tile.Rows {
				maddTile(c[i*crs+p*tile.Cols:], crs, a[i*ars:], ars, acs, panel, k, min(tile.Rows, to-i), min(tile.Cols, n-p*tile.Cols))
			}
		}
	}
}

// maddTile adds to a tile of c; what lies outside of c is counted aside.
func maddTile(c []float32, crs int, a []float32, ars, acs int, panel []float32, k, rows, cols int) {
	if fast && rows == tile.Rows {
		_, _ = a[(tile.Rows-1)*ars+(k-1)*acs], panel[k*tile.Cols-1] // the assembly checks no bounds
	}
	if fast && rows == tile.Rows && cols == tile.Cols {
		_ = c[(tile.Rows-1)*crs+tile.Cols-1]
		madd4x16(k, &a[0], ars*4, acs*4, &panel[0], &c[0], crs*4)
		return
	}
	var aside [tile.Rows * tile.Cols]float32
	if fast && rows == tile.Rows {
		madd4x16(k, &a[0], ars*4, acs*4, &panel[0], &aside[0], tile.Cols*4)
	} else {
		for r := range rows {
			for i := range k {
				x := a[r*ars+i*acs]
				for j, y := range panel[i*tile.Cols:][:tile.Cols] {
					aside[r*tile.Cols+j] += x * y
				}
			}
		}
	}
	for r := range rows {
		addTo(c[r*crs:][:cols], aside[r*tile.Cols:])
	}
}

func addTo(a, b []float32) {
	b = b[:len(a)]
	for i := range a {
		a[i] += b[i]
	}
}
