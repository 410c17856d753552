package tile

import (
	"math"
	"slices"
	"testing"
)

func TestSoftmax(t *testing.T) {
	for _, it := range []struct {
		in   []float32
		want []float64
	}{
		{[]float32{3}, []float64{1}},
		{[]float32{0, 0}, []float64{.5, .5}},
		{[]float32{0, float32(math.Log(3))}, []float64{.25, .75}},
		{[]float32{1000, 1000 + float32(math.Log(3))}, []float64{.25, .75}},
		{[]float32{-3e38, 3e38}, []float64{0, 1}},
	} {
		for i, p := range Softmax(it.in) {
			if math.Abs(p-it.want[i]) > 1e-4 {
				t.Errorf("%v: %v, not %v", it.in, Softmax(it.in), it.want)
			}
		}
	}
}

func TestWhole(t *testing.T) {
	const most = 8191
	v := make([]float32, 50)
	for i := range v {
		v[i] = float32(i*7919%1000)/100 - 3
	}
	to := make([]int16, len(v))
	unit := Whole(to, v, most)
	top := int16(0)
	for i, f := range v {
		top = max(top, to[i], -to[i])
		if d := math.Abs(float64(float32(to[i])*unit - f)); d > float64(unit)*.501 {
			t.Errorf("%g becomes %d of %g", f, to[i], unit)
		}
	}
	if top != most {
		t.Errorf("the greatest is %d", top)
	}
	to = []int16{5, 5, 5}
	if unit := Whole(to, []float32{0, 0, 0}, most); unit != 0 || !slices.Equal(to, []int16{0, 0, 0}) {
		t.Errorf("nothing becomes %v of %g", to, unit)
	}
	if Whole(to, []float32{-2, 1, 0}, most); !slices.Equal(to, []int16{-most, 4096, 0}) {
		t.Errorf("%v", to)
	}
}
