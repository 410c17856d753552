package tile

// Products of training: c += a · b in float32, in tiles like those of reading.

// AddProduct adds a · b to c; a is m by k, b is k by n, and both are read by the
// strides of their rows and columns, so that a factor may lie on its side. b is packed
// in panels of Cols columns, with zeros beyond the last.
func AddProduct(memory *[]float32, c []float32, crs int, a []float32, ars, acs int, b []float32, brs, bcs int, m, k, n int) {
	if need := Panels(n) * k * Cols; cap(*memory) < need {
		*memory = make([]float32, need)
	}
	packs := (*memory)[:cap(*memory)]
	for p := range Panels(n) {
		panel := packs[p*k*Cols:][:k*Cols]
		for i := range k {
			out := panel[i*Cols:][:Cols]
			at := i*brs + p*Cols*bcs
			// a row of a panel lies in a row if b does not lie on its side
			if left := n - p*Cols; left >= Cols && bcs == 1 {
				copy(out, b[at:])
			} else {
				for j := range Cols {
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
		for p := range Panels(n) {
			panel := packs[p*k*Cols:][:k*Cols]
			for i := from; i < to; i += Rows {
				maddTile(c[i*crs+p*Cols:], crs, a[i*ars:], ars, acs, panel, k, min(Rows, to-i), min(Cols, n-p*Cols))
			}
		}
	}
}

// maddTile adds to a tile of c; what lies outside of c is counted aside.
func maddTile(c []float32, crs int, a []float32, ars, acs int, panel []float32, k, rows, cols int) {
	if fast && rows == Rows {
		_, _ = a[(Rows-1)*ars+(k-1)*acs], panel[k*Cols-1] // the assembly checks no bounds
	}
	if fast && rows == Rows && cols == Cols {
		_ = c[(Rows-1)*crs+Cols-1]
		madd4x16(k, &a[0], ars*4, acs*4, &panel[0], &c[0], crs*4)
		return
	}
	var aside [Rows * Cols]float32
	if fast && rows == Rows {
		madd4x16(k, &a[0], ars*4, acs*4, &panel[0], &aside[0], Cols*4)
	} else {
		for r := range rows {
			for i := range k {
				x := a[r*ars+i*acs]
				for j, y := range panel[i*Cols:][:Cols] {
					aside[r*Cols+j] += x * y
				}
			}
		}
	}
	for r := range rows {
		addTo(c[r*crs:][:cols], aside[r*Cols:])
	}
}

func addTo(a, b []float32) {
	b = b[:len(a)]
	for i := range a {
		a[i] += b[i]
	}
}
