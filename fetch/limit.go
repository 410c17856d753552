package fetch

import "time"

// Limits bound one exchange. A field that is zero has its default.
type Limits struct {
	Redirects int           // steps after the first; 5
	Header    int64         // bytes of an answer's header; 64 KiB
	Body      int64         // bytes of a body as it comes; 8 MiB
	Unpacked  int64         // bytes of a body once unpacked; 32 MiB
	Total     time.Duration // for the whole exchange, waiting for its turn left out; 60 s
	Step      time.Duration // for each connection, and each read and write; 15 s
}

func (l Limits) filled() Limits {
	if l.Redirects == 0 {
		l.Redirects = 5
	}
	fill(&l.Header, 64<<10)
	fill(&l.Body, 8<<20)
	fill(&l.Unpacked, 32<<20)
	fill(&l.Total, 60*time.Second)
	fill(&l.Step, 15*time.Second)
	return l
}

func fill[T ~int64](v *T, otherwise T) {
	if *v <= 0 {
		*v = otherwise
	}
}
