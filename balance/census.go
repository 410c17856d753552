package balance

import "entente"

// census counts the triads of the actors with a tie, and gives the degrees of balance
// that follow from them: by camps of two (Cartwright and Harary 1956) or of any number
// (Davis 1967).
func (w *whole) census(b *entente.Balance) {
	n := len(w.codes)
	by := w.triangles()
	t := entente.Triads{PPP: by[3], PPM: by[2], PMM: by[1], MMM: by[0]}
	// Pairs of ties that meet, and ties, are counted at each actor and each tie; those
	// that are part of more are taken off.
	var pp, pm, mm int
	for v := range w.adj {
		p, m := w.degrees(int32(v))
		pp, pm, mm = pp+p*(p-1)/2, pm+p*m, mm+m*(m-1)/2
	}
	t.PP = pp - 3*t.PPP - t.PPM
	t.PM = pm - 2*t.PPM - 2*t.PMM
	t.MM = mm - 3*t.MMM - t.PMM
	plus, minus := len(w.ends)-b.Negative, b.Negative
	t.P = plus*(n-2) - 2*t.PP - t.PM - 3*t.PPP - 2*t.PPM - t.PMM
	t.M = minus*(n-2) - 2*t.MM - t.PM - 3*t.MMM - 2*t.PMM - t.PPM
	t.None = n*(n-1)*(n-2)/6 - t.P - t.M - t.PP - t.PM - t.MM - t.Triangles()
	if n < 3 {
		t = entente.Triads{}
	}
	b.Triads = t
	if all := t.Triangles(); all > 0 {
		b.Triangle = share(t.PPP+t.PMM, all)
		b.Clustered = share(t.PPP+t.PMM+t.MMM, all)
	}
}

// triangles counts them by their number of positive ties, each at its first tie.
func (w *whole) triangles() (by [4]int) {
	for i, e := range w.ends {
		w.third(e, func(v int32, s, t int8) {
			if v > e[0] && v > e[1] {
				by[positive(int8(w.Ties[i].Sign), s, t)]++
			}
		})
	}
	return by
}

// third calls do for every actor tied to both ends, with the signs of its two ties.
func (w *whole) third(e [2]int32, do func(v int32, s, t int8)) {
	u, v := e[0], e[1]
	if len(w.adj[v]) < len(w.adj[u]) {
		u, v = v, u
	}
	for x, s := range w.adj[u] {
		if t, ok := w.adj[v][x]; ok {
			do(x, s, t)
		}
	}
}

func positive(signs ...int8) int {
	n := 0
	for _, s := range signs {
		n += int(s+1) / 2
	}
	return n
}

// degrees counts an actor's positive and negative ties.
func (w *whole) degrees(v int32) (plus, minus int) {
	for _, s := range w.adj[v] {
		if s > 0 {
			plus++
		} else {
			minus++
		}
	}
	return plus, minus
}

func share(part, all int) *float64 {
	x := float64(part) / float64(all)
	return &x
}
