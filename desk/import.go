package desk

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"entente"
	"entente/coder"
	"entente/eventfile"
)

// importBatch is how many events are kept in one transaction: a third of a row group of the
// embedded store. Two batches are held, one filling while one is kept.
const importBatch = 40_960

// ImportOptions says what is done with what an import finds.
type ImportOptions struct {
	Licence  string // of figures
	Progress func(rows int)
	Reject   func(f *eventfile.File, fault eventfile.Fault) error // told of each line that could not be used, in order
}

// Imported counts what an import read.
type Imported struct {
	Rows int `json:"rows"` // lines that hold something, sound or not
	Bad  int `json:"bad"`  // of them those that could not be used
	entente.Taken
}

// Plus adds two of them.
func (i Imported) Plus(j Imported) Imported {
	return Imported{i.Rows + j.Rows, i.Bad + j.Bad, i.Taken.Plus(j.Taken)}
}

// Import brings an event file, or a table of figures, into a store, a batch at a time:
// what was acknowledged is kept even if the run is broken off, and importing again adds
// what is missing and nothing else. Lines that cannot be used are problems and end
// nothing, and so is a file that breaks off. Parsing and resolving run on all cores,
// while the batch before is being kept; the order of lines is kept.
func Import(ctx context.Context, store Store, tools coder.Tools, f *eventfile.File, opt ImportOptions) (Imported, error) {
	in := importer{ctx: ctx, store: store, file: f, opt: opt, repeats: map[uint64]int{}}
	for part, err := range resolved(ctx, tools, f, opt.Licence) {
		if err == nil {
			err = in.take(part)
		}
		if err != nil {
			return in.total, errors.Join(err, in.wait())
		}
	}
	err := in.flush()
	return in.total, errors.Join(err, in.wait())
}

// importer gathers resolved parts into batches.
type importer struct {
	ctx     context.Context
	store   Store
	file    *eventfile.File
	opt     ImportOptions
	batch   entente.Batch
	rows    int // in the batch
	bad     int // of them
	total   Imported
	under   chan kept      // a batch is being kept, and tells when it is
	spare   entente.Batch  // the one kept before, to be filled again
	repeats map[uint64]int // how often a line without an id came
}

// kept is what came of keeping a batch.
type kept struct {
	batch entente.Batch
	rows  int
	bad   int
	taken entente.Taken
	err   error
}

// part is a chunk after parsing and resolving.
type part struct {
	events   []entente.Imported
	sums     []uint64 // of the lines whose event has no id of its own, else 0
	mentions []entente.Mention
	measures []entente.Measure
	faults   []eventfile.Fault
	rows     int
	broken   error // the file ended here
}

func (in *importer) take(p *part) error {
	for i := range p.events {
		if sum := p.sums[i]; sum != 0 {
			if len(in.repeats) >= rememberedLines {
				clear(in.repeats)
			}
			p.events[i].Provenance.ID = madeID(sum, in.repeats[sum])
			in.repeats[sum]++
		}
	}
	if n := len(in.batch.Events) + len(p.events); n > cap(in.batch.Events) && n > importBatch/16 {
		in.batch.Events = slices.Grow(in.batch.Events, importBatch+importBatch/16-len(in.batch.Events)) // once, not by doubling
	}
	in.batch.Events = append(in.batch.Events, p.events...)
	in.batch.Mentions = append(in.batch.Mentions, p.mentions...)
	in.batch.Measures = append(in.batch.Measures, p.measures...)
	for _, f := range p.faults {
		if err := in.fault(f); err != nil {
			return err
		}
	}
	if p.broken != nil {
		in.problem(-1, "it breaks off: "+p.broken.Error())
	}
	in.rows += p.rows
	in.bad += len(p.faults)
	if in.rows >= importBatch {
		return in.flush()
	}
	return nil
}

// rememberedLines bounds the lines without an id of which it is known how often they
// came; lines alike that lie further apart are one event.
const rememberedLines = 2 << 20

// madeID names an event whose file gives it no id: by a hash of its line, and, where
// the file has the same line several times, which of them it is.
func madeID(sum uint64, before int) string {
	id := "x" + strconv.FormatUint(sum, 16)
	if before > 0 {
		id += "." + strconv.Itoa(before+1)
	}
	return id
}

func (in *importer) fault(f eventfile.Fault) error {
	in.problem(f.Offset, fmt.Sprintf("line %d: %s", f.Line, f.Reason))
	if in.opt.Reject == nil {
		return nil
	}
	return in.opt.Reject(in.file, f)
}

// problem notes a finding; a place beyond two gigabytes is none, as the store counts.
func (in *importer) problem(offset int64, message string) {
	if offset > 1<<31-1 {
		offset = -1
	}
	in.batch.Problems = append(in.batch.Problems, entente.Problem{Stage: "eventfile", Subject: in.file.Name, Offset: int(offset), Message: message})
}

// flush gives the batch to be kept, while the next is filled. One is kept at a time.
func (in *importer) flush() error {
	if err := in.wait(); err != nil {
		return err
	}
	done, k := make(chan kept, 1), kept{batch: in.batch, rows: in.rows, bad: in.bad}
	go func() {
		if b := &k.batch; len(b.Events)+len(b.Mentions)+len(b.Measures)+len(b.Problems) > 0 {
			k.taken, k.err = in.store.Import(in.ctx, *b)
		}
		done <- k
	}()
	in.under, in.batch, in.rows, in.bad = done, in.spare, 0, 0
	return nil
}

// wait waits for the batch that is being kept, if one is.
func (in *importer) wait() error {
	if in.under == nil {
		return nil
	}
	k := <-in.under
	in.under = nil
	if k.err != nil {
		return fmt.Errorf("keep %d rows of %s: %w", k.rows, in.file.Name, k.err)
	}
	in.total.Rows += k.rows
	in.total.Bad += k.bad
	in.total.Taken = in.total.Taken.Plus(k.taken)
	b := &k.batch
	clear(b.Events) // lest the chunks' texts be held
	clear(b.Mentions)
	in.spare = entente.Batch{Events: b.Events[:0], Mentions: b.Mentions[:0], Measures: b.Measures[:0]}
	if in.opt.Progress != nil {
		in.opt.Progress(in.total.Rows)
	}
	return in.ctx.Err()
}

// resolved parses and resolves chunks on all cores and gives them in their order. The
// part is good until the next is asked for.
func resolved(ctx context.Context, tools coder.Tools, f *eventfile.File, licence string) iter.Seq2[*part, error] {
	type job struct {
		chunk eventfile.Chunk
		err   error
		done  chan *part
	}
	return func(yield func(*part, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		workers := runtime.GOMAXPROCS(0)
		todo, order := make(chan *job, workers), make(chan *job, 2*workers)
		spare := sync.Pool{New: func() any { return new(part) }}
		var wg sync.WaitGroup
		defer wg.Wait()
		defer stop()
		go func() { // not waited for: a pipe may never give what it is read for
			defer close(order)
			defer close(todo)
			for chunk, err := range f.Chunks() {
				j := &job{chunk, err, make(chan *part, 1)}
				if !offer(ctx, order, j) || !offer(ctx, todo, j) {
					return
				}
			}
		}()
		for range workers {
			wg.Go(func() {
				r := newResolver(tools, f, licence)
				for {
					j, ok := accept(ctx, todo)
					if !ok {
						return
					}
					p := spare.Get().(*part)
					p.reset()
					if p.broken = j.err; j.err == nil {
						r.resolve(j.chunk, p)
					}
					j.done <- p
				}
			})
		}
		for {
			j, ok := accept(ctx, order)
			if !ok {
				break
			}
			select {
			case p := <-j.done:
				if errors.Is(p.broken, context.Canceled) {
					yield(nil, p.broken)
					return
				}
				if !yield(p, nil) {
					return
				}
				spare.Put(p)
			case <-ctx.Done():
				yield(nil, context.Cause(ctx))
				return
			}
		}
		if err := context.Cause(ctx); err != nil {
			yield(nil, err)
		}
	}
}

// accept receives unless the context ends first or there is no more.
func accept[T any](ctx context.Context, c <-chan T) (v T, ok bool) {
	select {
	case v, ok = <-c:
		return v, ok
	case <-ctx.Done():
		return v, false
	}
}

func (p *part) reset() {
	clear(p.events)
	*p = part{events: p.events[:0], sums: p.sums[:0], mentions: p.mentions[:0], measures: p.measures[:0], faults: p.faults[:0]}
}
