package desk

import (
	"context"
	"errors"
	"fmt"
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
	Licence  string // of figures, or of the events of a mapping
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

// Import brings an event file, or a table of figures, into a store: an [Importer] of one
// file.
func Import(ctx context.Context, store Store, tools coder.Tools, f *eventfile.File, opt ImportOptions) (Imported, error) {
	in := NewImporter(ctx, store, tools, opt)
	in.Add(f, opt.Licence) // what is wrong is told by Close
	return in.Close()
}

// Importer brings event files, and tables of figures, into a store, a batch at a time:
// what was acknowledged is kept even if the run is broken off, and importing again adds
// what is missing and nothing else. Lines that cannot be used are problems and end
// nothing, and so is a file that breaks off. Parsing and resolving run on all cores, while
// the batch before is being kept; the order of files and lines is kept. A batch may hold
// the lines of many small files.
type Importer struct {
	store Store
	opt   ImportOptions
	ctx   context.Context
	stop  context.CancelCauseFunc
	todo  chan *job // to be parsed, by any worker
	order chan *job // the same, as they came
	work  sync.WaitGroup
	spare sync.Pool // parts
	ended chan error

	batch entente.Batch // from here on for the taker alone
	last  *source       // whose lines the batch ends with
	rows  int           // in the batch
	bad   int           // of them
	total Imported
	under chan kept     // a batch is being kept, and tells when it is
	empty entente.Batch // the one kept before, to be filled again
}

// source is a file that is imported.
type source struct {
	file    *eventfile.File
	licence string
	repeats map[uint64]int // how often a line without an id came
}

// job is a chunk that is to be parsed and resolved.
type job struct {
	from  *source
	chunk eventfile.Chunk
	err   error // the file ended here
	done  chan *part
}

// NewImporter makes an importer. It must be closed.
func NewImporter(ctx context.Context, store Store, tools coder.Tools, opt ImportOptions) *Importer {
	workers := runtime.GOMAXPROCS(0)
	in := &Importer{
		store: store, opt: opt, todo: make(chan *job, workers), order: make(chan *job, 2*workers),
		spare: sync.Pool{New: func() any { return new(part) }}, ended: make(chan error, 1),
	}
	in.ctx, in.stop = context.WithCancelCause(ctx)
	for range workers {
		in.work.Go(func() { in.parse(newResolver(tools)) })
	}
	go func() { in.ended <- in.take() }()
	return in
}

// Add reads a file to its end, or to that of the context; the licence is that of figures,
// or of events whose mapping names one.
// Its lines are kept when Close has returned, if not before. An error is that for which
// the run has ended.
func (in *Importer) Add(f *eventfile.File, licence string) error {
	from, read := &source{file: f, licence: licence, repeats: map[uint64]int{}}, make(chan struct{})
	go func() { // not waited for if the run ends: a pipe may never give what it is read for
		defer close(read)
		for chunk, err := range f.Chunks() {
			j := &job{from, chunk, err, make(chan *part, 1)}
			if !offer(in.ctx, in.order, j) || !offer(in.ctx, in.todo, j) {
				return
			}
		}
	}()
	select {
	case <-read:
	case <-in.ctx.Done():
	}
	return context.Cause(in.ctx)
}

// Close keeps what is left and says what was read and kept in all.
func (in *Importer) Close() (Imported, error) {
	if in.ctx.Err() == nil { // else a file may still be read
		close(in.order)
		close(in.todo)
	}
	err := <-in.ended
	in.stop(nil)
	in.work.Wait()
	return in.total, err
}

// parse parses and resolves chunks, whichever come.
func (in *Importer) parse(r *resolver) {
	for {
		j, ok := accept(in.ctx, in.todo)
		if !ok {
			return
		}
		p := in.spare.Get().(*part)
		p.reset()
		if p.broken = j.err; j.err == nil {
			r.use(j.from)
			r.resolve(j.chunk, p)
			j.chunk.Done()
		}
		j.done <- p
	}
}

// take gathers the parts in their order and has them kept. An error ends the run.
func (in *Importer) take() error {
	for {
		j, ok := accept(in.ctx, in.order)
		if !ok {
			break
		}
		p, ok := accept(in.ctx, j.done)
		if !ok {
			break
		}
		if errors.Is(p.broken, context.Canceled) {
			return in.end(p.broken)
		}
		if err := in.gather(j.from, p); err != nil {
			return in.end(err)
		}
		in.spare.Put(p)
	}
	if err := context.Cause(in.ctx); err != nil {
		return in.end(err)
	}
	if err := in.flush(); err != nil {
		return in.end(err)
	}
	return in.end(nil)
}

// end waits for the batch that is being kept, and has all else stop if anything went wrong.
func (in *Importer) end(err error) error {
	if kept := in.wait(); !errors.Is(err, kept) {
		err = errors.Join(err, kept)
	}
	if err != nil {
		in.stop(err)
	}
	return err
}

// kept is what came of keeping a batch.
type kept struct {
	batch entente.Batch
	last  *source
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

// gather adds a part to the batch, and has it kept if it is full.
func (in *Importer) gather(from *source, p *part) error {
	in.last = from
	for i := range p.events {
		if sum := p.sums[i]; sum != 0 {
			if len(from.repeats) >= rememberedLines {
				clear(from.repeats)
			}
			p.events[i].Provenance.ID = madeID(sum, from.repeats[sum])
			from.repeats[sum]++
		}
	}
	if n := len(in.batch.Events) + len(p.events); n > cap(in.batch.Events) && n > importBatch/16 {
		in.batch.Events = slices.Grow(in.batch.Events, importBatch+importBatch/16-len(in.batch.Events)) // once, not by doubling
	}
	in.batch.Events = append(in.batch.Events, p.events...)
	if from.licence != "" && len(p.events) > 0 {
		if in.batch.Licences == nil {
			in.batch.Licences = map[string]string{}
		}
		in.batch.Licences[from.file.Source] = from.licence
	}
	in.batch.Mentions = append(in.batch.Mentions, p.mentions...)
	in.batch.Measures = append(in.batch.Measures, p.measures...)
	for _, f := range p.faults {
		if err := in.fault(from.file, f); err != nil {
			return err
		}
	}
	if p.broken != nil {
		in.problem(from.file, -1, "it breaks off: "+p.broken.Error())
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

func (in *Importer) fault(of *eventfile.File, f eventfile.Fault) error {
	in.problem(of, f.Offset, fmt.Sprintf("line %d: %s", f.Line, f.Reason))
	if in.opt.Reject == nil {
		return nil
	}
	return in.opt.Reject(of, f)
}

// problem notes a finding; a place beyond two gigabytes is none, as the store counts.
func (in *Importer) problem(of *eventfile.File, offset int64, message string) {
	if offset > 1<<31-1 {
		offset = -1
	}
	in.batch.Problems = append(in.batch.Problems, entente.Problem{Stage: "eventfile", Subject: of.Name, Offset: int(offset), Message: message})
}

// flush gives the batch to be kept, while the next is filled. One is kept at a time.
func (in *Importer) flush() error {
	if err := in.wait(); err != nil {
		return err
	}
	done, k := make(chan kept, 1), kept{batch: in.batch, last: in.last, rows: in.rows, bad: in.bad}
	go func() {
		if b := &k.batch; len(b.Events)+len(b.Mentions)+len(b.Measures)+len(b.Problems) > 0 {
			k.taken, k.err = in.store.Import(in.ctx, *b)
		}
		done <- k
	}()
	in.under, in.batch, in.rows, in.bad = done, in.empty, 0, 0
	return nil
}

// wait waits for the batch that is being kept, if one is.
func (in *Importer) wait() error {
	if in.under == nil {
		return nil
	}
	k := <-in.under
	in.under = nil
	if k.err != nil {
		return fmt.Errorf("keep %d rows, the last of %s: %w", k.rows, k.last.file.Name, k.err)
	}
	in.total.Rows += k.rows
	in.total.Bad += k.bad
	in.total.Taken = in.total.Taken.Plus(k.taken)
	b := &k.batch
	clear(b.Mentions) // lest the chunks' texts be held; events have texts of their own
	in.empty = entente.Batch{Events: b.Events[:0], Mentions: b.Mentions[:0], Measures: b.Measures[:0]}
	if in.opt.Progress != nil {
		in.opt.Progress(in.total.Rows)
	}
	return context.Cause(in.ctx)
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
	*p = part{events: p.events[:0], sums: p.sums[:0], mentions: p.mentions[:0], measures: p.measures[:0], faults: p.faults[:0]}
}
