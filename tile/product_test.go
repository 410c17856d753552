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
	twin := make([]int32, Rows*Cols)
	dotTile(twin, Cols, a, rows, w.Panels[:rows*Cols])
	for r := range Rows {
		if got := c[r*Panels(cols)*Cols:][:Cols]; !slices.Equal(got, twin[r*Cols:][:Cols]) {
			t.Errorf("row %d: %v, its twin in Go %v", r, got, twin[r*Cols:][:Cols])
		}
	}
}
