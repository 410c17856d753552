package syntax

// Features are known by 32-bit hashes alone. A hash is the upper half of a sum of
// products with odd 64-bit constants (multilinear hashing: Lemire and Kaser, 2014).
const (
	k0 = 0x9e3779b97f4a7c15
	k1 = 0xbf58476d1ce4e5b9
	k2 = 0x94d049bb133111eb
)

// mix2 makes one hash of two, for the purpose t.
func mix2(t, a, b uint64) uint32 { return uint32((t*k0 + a*k1 + b*k2) >> 32) }

// hash is FNV-1a with a last mixing, so that short strings spread.
func hash[T ~string | ~[]byte](s T) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	h ^= h >> 29
	return (h * k1) >> 32
}

// random is a small generator (xorshift64*; Vigna 2016): training is the same for
// the same seed on every machine.
type random uint64

func newRandom(seed uint64) *random {
	r := random(seed*k0 | 1)
	return &r
}

func (r *random) next() uint64 {
	x := uint64(*r)
	x ^= x >> 12
	x ^= x << 25
	x ^= x >> 27
	*r = random(x)
	return x * 0x2545f4914f6cdd1d
}

// below gives a number from 0 to n-1.
func (r *random) below(n int) int { return int((r.next() >> 33) % uint64(n)) }

func (r *random) shuffle(n int, swap func(i, j int)) {
	for i := n - 1; i > 0; i-- {
		swap(i, r.below(i+1))
	}
}
