package syntax

// Tagging is greedy from left to right: each word's class, a pair of UPOS and
// XPOS, is the best by the weights of its letters, its neighbours and the two
// classes before.

// view is the working memory of one sentence, reused from call to call.
type view struct {
	words    []word // two pads, the words, two pads
	tags     []uint8
	coarse   []uint8
	casing   uint64
	features []uint32
	buf      []byte
}

const pads = 2

var pad = word{form: 1, shape: 1, class: 1 << 20, cluster: 1 << 20}

// look reads the tokens' letters into v.
func (v *view) look(toks []Token, lex *lexicon) {
	n := len(toks)
	v.words = resize(v.words, n+2*pads)
	v.tags = resize(v.tags, n)
	v.coarse = resize(v.coarse, n)
	v.casing = casing(toks)
	for i := range pads {
		v.words[i], v.words[n+pads+i] = pad, pad
	}
	for i := range toks {
		v.buf = v.words[i+pads].look(toks[i].Text, v.buf, lex)
	}
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}

// tagFeatures gives the features of word i, whose forerunners are tagged.
func (v *view) tagFeatures(i int) []uint32 {
	w := v.words[i : i+5 : i+5] // two before, the word itself in the middle, two after
	var t1, t2 uint64 = 255, 255
	if i > 0 {
		t1 = uint64(v.tags[i-1])
	}
	if i > 1 {
		t2 = uint64(v.tags[i-2])
	}
	f := v.letterFeatures(i, v.features[:0])
	c := &w[2]
	f = append(f,
		mix2(20, c.form, t1),
		mix1(21, t1),
		mix2(22, t1, t2),
		mix3(23, c.form, t1, t2),
		mix2(24, t1, w[3].form),
		mix3(25, c.class, t1, w[3].class),
		mix2(26, c.suffix[2], t1),
		mix3(27, c.class, t1, t2),
		mix2(28, c.cluster, t1),
		mix3(29, c.cluster, t1, w[3].cluster),
		mix2(30, w[1].form, t2),
		mix1(31, w[1].form),
		mix1(32, w[0].form),
		mix1(33, w[3].form),
		mix1(34, w[4].form),
		mix2(35, c.form, w[1].form),
		mix2(36, c.form, w[3].form),
		mix2(37, c.class, w[3].class),
		mix3(38, c.class, w[3].class, w[4].class),
		mix2(39, c.class, w[1].form),
		mix2(40, c.class, w[3].form),
		mix1(41, w[1].suffix[2]),
		mix1(42, w[3].suffix[2]),
		mix2(43, w[1].form, w[3].form),
		mix1(44, w[1].cluster),
		mix1(45, w[3].cluster),
		mix2(46, c.cluster, w[3].cluster),
		mix2(47, c.cluster, w[1].cluster),
		mix2(48, c.class, w[4].form),
		mix2(49, c.shape, w[3].shape),
		mix2(50, c.shape, w[1].shape),
	)
	v.features = f
	return f
}

// letterFeatures gives those of word i by itself.
func (v *view) letterFeatures(i int, f []uint32) []uint32 {
	c := &v.words[i+pads]
	first := uint64(0)
	if i == 0 || (i == 1 && v.words[pads].shape == quoteShape) {
		first = 1
	}
	place := first<<4 | v.casing
	f = append(f,
		mix1(1, 0),
		mix1(2, c.form),
		mix2(3, c.shape, place),
		mix2(4, c.class, place),
		mix3(5, c.class, c.shape, place),
		mix2(6, c.form, c.shape),
		mix2(7, c.cluster, c.shape),
		mix1(8, c.cluster),
	)
	for k, s := range c.suffix {
		if s != 0 {
			f = append(f, mix1(10+uint64(k), s))
		}
	}
	for k, p := range c.prefix {
		if p != 0 {
			f = append(f, mix1(15+uint64(k), p))
		}
	}
	return append(f, mix3(19, c.suffix[2], c.shape, place), mix3(51, c.suffix[1], c.shape, v.casing))
}

var quoteShape = shapeOf("\"")
