package desk

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"iter"
	"slices"

	"entente"
)

// Archive is a store that gives all it keeps, also what no longer counts, and takes as
// much from another.
type Archive interface {
	Store
	// Histories gives stories with all their readings, in order of id.
	Histories(ctx context.Context) iter.Seq2[entente.History, error]
	// Transcribe takes stories as another store keeps them. One that is there with the same
	// readings changes nothing; with others it is an error.
	Transcribe(ctx context.Context, hs ...entente.History) error
	// Log takes decisions with their numbers, without reading anything again. One that is
	// there changes nothing.
	Log(ctx context.Context, ds ...entente.Decision) error
	// Imports gives imported events whole, in no order.
	Imports(ctx context.Context) iter.Seq2[entente.Imported, error]
	// EveryMention gives the mentions of all imported events, in no order.
	EveryMention(ctx context.Context) iter.Seq2[entente.Mention, error]
	// Resolutions gives all that was said of how forecasts came out, in its order.
	Resolutions(ctx context.Context) iter.Seq2[entente.Resolution, error]
}

// Copied says of a kind of record how much of it a store holds: Digest is a sha256 over
// all of it.
type Copied struct {
	Kind   string `json:"kind"`
	Count  int    `json:"count"`
	Digest string `json:"digest"`
}

// copiedAtOnce is how many records are copied at a time.
const copiedAtOnce = 500

// Copy brings all that one store keeps into another. What is there already is passed over,
// so that a copy that was broken off goes on. Tell hears of each kind how much was looked
// at.
func Copy(ctx context.Context, from, to Archive, tell func(kind string, n int)) error {
	for _, step := range []struct {
		kind string
		copy func(func(int)) error
	}{
		{"decisions", func(told func(int)) error {
			return chunks(from.Decisions(ctx, ""), copiedAtOnce, told, func(ds []entente.Decision) error { return to.Log(ctx, ds...) })
		}},
		{"stories", func(told func(int)) error {
			return chunks(from.Histories(ctx), copiedAtOnce, told, func(hs []entente.History) error { return to.Transcribe(ctx, hs...) })
		}},
		{"imported events", func(told func(int)) error {
			return chunks(from.Imports(ctx), 100*copiedAtOnce, told, func(es []entente.Imported) error { return bring(ctx, to, entente.Batch{Events: es}) })
		}},
		{"mentions", func(told func(int)) error {
			return chunks(from.EveryMention(ctx), 100*copiedAtOnce, told, func(ms []entente.Mention) error { return bring(ctx, to, entente.Batch{Mentions: ms}) })
		}},
		{"figures", func(told func(int)) error {
			return chunks(from.Measures(ctx, entente.MeasureFilter{}), 100*copiedAtOnce, told, func(ms []entente.Measure) error { return bring(ctx, to, entente.Batch{Measures: ms}) })
		}},
		{"problems", func(told func(int)) error {
			return chunks(from.Problems(ctx, ofNoStory), 10*copiedAtOnce, told, func(ps []entente.Problem) error { return bring(ctx, to, entente.Batch{Problems: ps}) })
		}},
		{"licences", func(func(int)) error { return copyLicences(ctx, from, to) }},
		{"forecasts", func(told func(int)) error {
			return chunks(from.Ledger(ctx, 0), copiedAtOnce, told, func(es []entente.Settled) error {
				entries := make([]entente.Entry, len(es))
				for i := range es {
					entries[i] = es[i].Entry
				}
				_, err := to.Record(ctx, entries...)
				return err
			})
		}},
		{"resolutions", func(told func(int)) error { return copyResolutions(ctx, from, to, told) }},
	} {
		if err := step.copy(func(n int) { tell(step.kind, n) }); err != nil {
			return fmt.Errorf("copying %s: %w", step.kind, err)
		}
	}
	return nil
}

// ofNoStory picks the problems that no story has.
var ofNoStory = entente.Filter{Stories: []string{""}}

func bring(ctx context.Context, to Store, b entente.Batch) error {
	_, err := to.Import(ctx, b)
	return err
}

// chunks gathers a sequence into batches. The next is read while one is kept.
func chunks[T any](all iter.Seq2[T, error], size int, told func(int), keep func([]T) error) error {
	batches, enough := make(chan []T), make(chan struct{})
	var failed error
	go func() {
		defer close(batches)
		failed = gathered(all, size, enough, func(some []T) {
			select {
			case batches <- some:
			case <-enough:
			}
		})
	}()
	n := 0
	for some := range batches {
		if err := keep(some); err != nil {
			close(enough)
			for range batches { // the reader is done with the store
			}
			return err
		}
		n += len(some)
		told(n)
	}
	return failed
}

// gathered gives the records of a sequence so many at a time, until there are enough.
func gathered[T any](all iter.Seq2[T, error], size int, enough <-chan struct{}, take func([]T)) error {
	var some []T
	for v, err := range all {
		select {
		case <-enough:
			return nil
		default:
		}
		if err != nil {
			return err
		}
		if some = append(some, v); len(some) == size {
			take(some)
			some = make([]T, 0, size)
		}
	}
	if len(some) > 0 {
		take(some)
	}
	return nil
}

func copyLicences(ctx context.Context, from, to Archive) error {
	held, err := from.Holdings(ctx)
	if err != nil {
		return err
	}
	b := entente.Batch{Licences: map[string]string{}}
	for _, h := range held {
		if h.Licence != "" {
			b.Licences[h.Source] = h.Licence
		}
	}
	if len(b.Licences) == 0 {
		return nil
	}
	return bring(ctx, to, b)
}

// copyResolutions brings those that are not there: as many as are there already were
// brought by an earlier run, in the same order.
func copyResolutions(ctx context.Context, from, to Archive, told func(int)) error {
	have := 0
	for _, err := range to.Resolutions(ctx) {
		if err != nil {
			return err
		}
		have++
	}
	return chunks(from.Resolutions(ctx), copiedAtOnce, told, func(rs []entente.Resolution) error {
		known := min(have, len(rs))
		have -= known
		return to.Resolve(ctx, rs[known:]...)
	})
}

// Digests counts and sums up all that a store keeps, kind by kind, so that two stores can be
// held against each other.
func Digests(ctx context.Context, s Archive) ([]Copied, error) {
	var out []Copied
	for _, k := range []struct {
		kind  string
		write func(*summer) error
	}{
		{"stories with their readings", func(d *summer) error { return sumUp(d, s.Histories(ctx)) }},
		{"withdrawals", func(d *summer) error { return sumUp(d, s.Withdrawals(ctx)) }},
		{"decisions", func(d *summer) error { return sumUp(d, s.Decisions(ctx, "")) }},
		{"events", func(d *summer) error {
			return sumUp(d, s.Events(ctx, entente.Filter{Sources: []string{entente.CodedHere}}))
		}},
		{"assessments", func(d *summer) error { return sumUp(d, s.Assessments(ctx, entente.Filter{})) }},
		{"problems", func(d *summer) error { return sumUp(d, s.Problems(ctx, entente.Filter{})) }},
		{"imported events", func(d *summer) error { return sumUpSet(d, s.Imports(ctx)) }},
		{"mentions", func(d *summer) error { return sumUpSet(d, s.EveryMention(ctx)) }},
		{"figures", func(d *summer) error { return sumUp(d, s.Measures(ctx, entente.MeasureFilter{})) }},
		{"sources", func(d *summer) error {
			held, err := s.Holdings(ctx)
			for _, h := range held {
				err = cmp.Or(err, d.add(h))
			}
			return err
		}},
		{"forecasts on record", func(d *summer) error { return sumUp(d, s.Ledger(ctx, 0)) }},
		{"resolutions", func(d *summer) error { return sumUp(d, s.Resolutions(ctx)) }},
	} {
		d := &summer{Hash: sha256.New()}
		if err := k.write(d); err != nil {
			return nil, fmt.Errorf("summing up %s: %w", k.kind, err)
		}
		out = append(out, Copied{k.kind, d.n, "sha256:" + hex.EncodeToString(d.Sum(nil))})
	}
	return out, nil
}

// summer sums up records.
type summer struct {
	hash.Hash
	n int
}

func (d *summer) add(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	d.n++
	d.Write(append(text, '\n'))
	return nil
}

func sumUp[T any](d *summer, all iter.Seq2[T, error]) error {
	for v, err := range all {
		if err != nil {
			return err
		}
		if err := d.add(v); err != nil {
			return err
		}
	}
	return nil
}

// sumUpSet sums up records that come in no order.
func sumUpSet[T any](d *summer, all iter.Seq2[T, error]) error {
	var sums [][8]byte
	for v, err := range all {
		if err != nil {
			return err
		}
		text, err := json.Marshal(v)
		if err != nil {
			return err
		}
		whole := sha256.Sum256(text)
		sums = append(sums, [8]byte(whole[:8]))
	}
	slices.SortFunc(sums, func(a, b [8]byte) int { return slices.Compare(a[:], b[:]) })
	d.n = len(sums)
	for _, s := range sums {
		d.Write(s[:])
	}
	return nil
}
