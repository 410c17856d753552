package main

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"entente/syntax"
)

// Word classes are made by the company that words keep: each frequent form has a
// vector of its left and right neighbours (positive pointwise mutual information
// with frequent words), folded into few dimensions by random signs, and spherical
// k-means parts the vectors, first into broad, then into narrow classes.
const (
	leastCount = 25   // of a form that gets a class
	neighbours = 3000 // frequent forms that count as neighbours
	dimensions = 160  // of each side
	broad      = 32
	narrow     = 16 // in each broad class
	rounds     = 12
)

// counts are forms by frequency and their neighbours.
type counts struct {
	form  []string
	count []float64
	id    map[string]int32
	pairs [2]map[uint64]float32 // left and right: form and neighbour
}

// clusters reads the texts of a folder of gzipped JSON lines twice: for the
// vocabulary, then for neighbours.
func clusters(dir string) (map[string]uint16, error) {
	freq := map[string]int{}
	if err := eachForms(dir, func(forms []string) {
		for _, f := range forms {
			freq[f]++
		}
	}); err != nil {
		return nil, err
	}
	c := vocabulary(freq)
	if err := eachForms(dir, c.add); err != nil {
		return nil, err
	}
	return c.partition(), nil
}

// eachForms gives the forms of each sentence of every text.
func eachForms(dir string, do func([]string)) error {
	var forms []string
	return eachSentence(dir, func(s syntax.Sentence) {
		forms = forms[:0]
		for i := range s.Tokens {
			forms = append(forms, syntax.Form(s.Tokens[i].Text))
		}
		do(forms)
	})
}

// eachSentence gives the sentences of the gzipped JSON lines of a folder, file by
// file in order of name.
func eachSentence(dir string, do func(syntax.Sentence)) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl.gz"))
	if err != nil {
		return fmt.Errorf("listing texts: %w", err)
	}
	slices.Sort(files)
	for _, name := range files {
		if err := sentencesOf(name, do); err != nil {
			return fmt.Errorf("reading %s: %w", name, err)
		}
	}
	return nil
}

func sentencesOf(name string, do func(syntax.Sentence)) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	sc := bufio.NewScanner(z)
	sc.Buffer(nil, 1<<26)
	var doc struct{ Text string }
	for sc.Scan() {
		if err := json.Unmarshal(sc.Bytes(), &doc); err != nil {
			return err
		}
		for _, s := range syntax.Split(doc.Text) {
			do(s)
		}
	}
	return sc.Err()
}

func vocabulary(freq map[string]int) *counts {
	c := &counts{id: map[string]int32{}, pairs: [2]map[uint64]float32{{}, {}}}
	for f, n := range freq {
		if n >= leastCount {
			c.form = append(c.form, f)
		}
	}
	slices.SortFunc(c.form, func(a, b string) int {
		return cmp.Or(cmp.Compare(freq[b], freq[a]), strings.Compare(a, b))
	})
	for i, f := range c.form {
		c.id[f] = int32(i)
		c.count = append(c.count, float64(freq[f]))
	}
	return c
}

// add counts the neighbours in a sentence; its ends count as neighbour 0.
func (c *counts) add(forms []string) {
	last := int32(-1)
	for i, f := range forms {
		id, ok := c.id[f]
		if !ok {
			id = -1
		}
		if i == 0 {
			last = 0
		}
		c.pair(0, id, last)
		c.pair(1, last, id)
		last = id
	}
	c.pair(1, last, 0)
}

func (c *counts) pair(side int, w, neighbour int32) {
	if w >= 0 && neighbour >= 0 && neighbour < neighbours {
		c.pairs[side][uint64(w)<<32|uint64(neighbour)]++
	}
}

// vectors folds the mutual information of each form into dimensions.
func (c *counts) vectors() [][]float32 {
	out := make([][]float32, len(c.form))
	for i := range out {
		out[i] = make([]float32, 2*dimensions)
	}
	total := 0.0
	for _, n := range c.count {
		total += n
	}
	for side, pairs := range c.pairs {
		keys := make([]uint64, 0, len(pairs))
		for k := range pairs {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			w, n := k>>32, k&0xffffffff
			info := math.Log(float64(pairs[k]) * total / (c.count[w] * c.count[n]))
			if info > 0 {
				fold(out[w][side*dimensions:(side+1)*dimensions], n*2+uint64(side), float32(info*math.Sqrt(min(float64(pairs[k]), 10))))
			}
		}
	}
	for _, v := range out {
		normalise(v)
	}
	return out
}

// fold adds x along a direction of random signs that belongs to key.
func fold(v []float32, key uint64, x float32) {
	h := key*0x9e3779b97f4a7c15 + 1
	for i := range v {
		h ^= h >> 12
		h ^= h << 25
		h ^= h >> 27
		if (h*0x2545f4914f6cdd1d)>>63 == 0 {
			v[i] += x
		} else {
			v[i] -= x
		}
	}
}

func normalise(v []float32) {
	sum := float32(1e-12)
	for _, x := range v {
		sum += x * x
	}
	s := 1 / float32(math.Sqrt(float64(sum)))
	for i := range v {
		v[i] *= s
	}
}

// partition gives each form a class: 1 + broad class * narrow + narrow class.
func (c *counts) partition() map[string]uint16 {
	v := c.vectors()
	all := make([]int, len(v))
	for i := range all {
		all[i] = i
	}
	out := map[string]uint16{}
	for b, members := range means(v, all, broad) {
		for n, part := range means(v, members, narrow) {
			for _, w := range part {
				out[c.form[w]] = uint16(1 + b*narrow + n)
			}
		}
	}
	return out
}

// means parts members into k classes, begun from the most frequent members.
func means(v [][]float32, members []int, k int) [][]int {
	k = min(k, len(members))
	centres := make([][]float32, k)
	for i := range centres {
		centres[i] = slices.Clone(v[members[i*max(1, min(len(members), 40*k)/k)]])
	}
	var parts [][]int
	for range rounds {
		parts = make([][]int, k)
		for _, m := range members {
			b := nearest(centres, v[m])
			parts[b] = append(parts[b], m)
		}
		for i, part := range parts {
			clear(centres[i])
			for _, m := range part {
				for j, x := range v[m] {
					centres[i][j] += x
				}
			}
			normalise(centres[i])
		}
	}
	return parts
}

func nearest(centres [][]float32, x []float32) (b int) {
	most := float32(-2)
	for i, c := range centres {
		var sum float32
		for j := range x {
			sum += x[j] * c[j]
		}
		if sum > most {
			b, most = i, sum
		}
	}
	return b
}
