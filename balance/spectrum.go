package balance

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"entente"
)

// dense is how many actors a component may have for its eigenvalues to be found: the
// time grows with the third power.
const dense = 1500

// lengths are those of the closed walks that are told apart.
var lengths = [...]int{3, 4, 5, 6}

// spectra gives the measures that follow from eigenvalues. The share of balanced walks
// of length k is that of the trace of the k-th powers of the signed matrix and of the
// unsigned; the walk index is the ratio of the traces of the exponentials (Estrada and
// Benzi 2014), in which a walk of length k weighs 1/k!. Algebraic conflict is the
// smallest eigenvalue of the signed Laplacian (Kunegis and others 2010).
func (w *whole) spectra(b *entente.Balance) {
	var signed, plain []float64
	left := 0
	for _, p := range w.parts {
		c := entente.Component{Actors: len(p.nodes), Ties: len(p.ties)}
		if len(p.nodes) <= dense {
			a, m, l := w.matrices(p)
			low := math.Max(0, eigenvalues(l)[0])
			if low < 1e-9 { // the rounding of a zero
				low = 0
			}
			c.Conflict = &low
			if b.Conflict == nil || low < *b.Conflict {
				b.Conflict = &low
			}
			signed, plain = append(signed, eigenvalues(a)...), append(plain, eigenvalues(m)...)
		} else {
			left += len(p.nodes)
		}
		b.Components = append(b.Components, c)
	}
	if left > 0 {
		b.Conflict = nil
		b.Notes = append(b.Notes, fmt.Sprintf("walks and algebraic conflict are not found for components of more than %d actors", dense))
		return
	}
	b.Walks = []entente.Walk{}
	if len(plain) == 0 {
		return
	}
	for _, k := range lengths {
		if x, any := walks(signed, plain, k); any {
			b.Walks = append(b.Walks, entente.Walk{Length: k, Balanced: x})
		}
	}
	x := exponentials(signed, plain)
	b.Walk = &x
}

// matrices gives a component's signed and unsigned adjacency and its signed Laplacian.
func (w *whole) matrices(p part) (signed, plain, laplacian *mat.SymDense) {
	n := len(p.nodes)
	at := make(map[int32]int, n)
	for i, v := range p.nodes {
		at[v] = i
	}
	signed, plain, laplacian = mat.NewSymDense(n, nil), mat.NewSymDense(n, nil), mat.NewSymDense(n, nil)
	for _, t := range p.ties {
		i, j, s := at[w.ends[t][0]], at[w.ends[t][1]], float64(w.Ties[t].Sign)
		signed.SetSym(i, j, s)
		plain.SetSym(i, j, 1)
		laplacian.SetSym(i, j, -s)
		laplacian.SetSym(i, i, laplacian.At(i, i)+1)
		laplacian.SetSym(j, j, laplacian.At(j, j)+1)
	}
	return signed, plain, laplacian
}

// eigenvalues gives them in ascending order.
func eigenvalues(m *mat.SymDense) []float64 {
	var e mat.EigenSym
	if !e.Factorize(m, false) { // does not happen with finite numbers
		return make([]float64, m.SymmetricDim())
	}
	return e.Values(nil)
}

// walks gives the share of balanced closed walks of a length, false if there are none.
func walks(signed, plain []float64, k int) (float64, bool) {
	var s, p float64
	for i := range plain {
		s += math.Pow(signed[i], float64(k))
		p += math.Pow(plain[i], float64(k))
	}
	if p < .5 { // a whole number but for rounding
		return 0, false
	}
	return math.Min(1, math.Max(0, (p+s)/(2*p))), true
}

// exponentials divides the sums of exponentials, each by the largest, so that none is
// too large for a number.
func exponentials(signed, plain []float64) float64 {
	top := 0.
	for _, x := range plain {
		top = math.Max(top, x)
	}
	var s, p float64
	for i := range plain {
		s += math.Exp(signed[i] - top)
		p += math.Exp(plain[i] - top)
	}
	return s / p
}
