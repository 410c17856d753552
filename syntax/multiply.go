package syntax

// Products of training: c += a · b in float32, in tiles like those of reading.

// addProduct adds a · b to c; a is m by k, b is k by n, and both are read by the
// strides of their rows and columns, so that a factor may lie on its side. b is packed
// in panels of tileCols columns, with zeros beyond the last.
func (s *shard) addProduct(c []float32, crs int, a []float32, ars, acs int, b []float32, brs, bcs int, m, k, n int) {
	s.packs = resize(s.packs, panels(n)*k*tileCols)
	for p := range panels(n) {
		panel := s.packs[p*k*tileCols:][:k*tileCols]
		for i := range k {
			out := panel[i*tileCols:][:tileCols]
			at := i*brs + p*tileCols*bcs
			// a row of a panel lies in a row if b does not lie on its side
			if left := n - p*tileCols; left >= tileCols && bcs == 1 {
				copy(out, b[at:])
			} else {
				for j := range tileCols {
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
		for p := range panels(n) {
			panel := s.packs[p*k*tileCols:][:k*tileCols]
			for i := from; i < to; i += tileRows {
				maddTile(c[i*crs+p*tileCols:], crs, a[i*ars:], ars, acs, panel, k, min(tileRows, to-i), min(tileCols, n-p*tileCols))
			}
		}
	}
}

// maddTile adds to a tile of c; what lies outside of c is counted aside.
func maddTile(c []float32, crs int, a []float32, ars, acs int, panel []float32, k, rows, cols int) {
	if fast && rows == tileRows {
		_, _ = a[(tileRows-1)*ars+(k-1)*acs], panel[k*tileCols-1] // the assembly checks no bounds
	}
	if fast && rows == tileRows && cols == tileCols {
		_ = c[(tileRows-1)*crs+tileCols-1]
		madd4x16(k, &a[0], ars*4, acs*4, &panel[0], &c[0], crs*4)
		return
	}
	var aside [tileRows * tileCols]float32
	if fast && rows == tileRows {
		madd4x16(k, &a[0], ars*4, acs*4, &panel[0], &aside[0], tileCols*4)
	} else {
		for r := range rows {
			for i := range k {
				x := a[r*ars+i*acs]
				for j, y := range panel[i*tileCols:][:tileCols] {
					aside[r*tileCols+j] += x * y
				}
			}
		}
	}
	for r := range rows {
		addTo(c[r*crs:][:cols], aside[r*tileCols:])
	}
}

func addTo(a, b []float32) {
	b = b[:len(a)]
	for i := range a {
		a[i] += b[i]
	}
}
