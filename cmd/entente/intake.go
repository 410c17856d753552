package main

import (
	"context"
	"io"
	"io/fs"
	"iter"
	"sync"

	"entente"
	"entente/news"
)

// journal keeps a manifest in step with what a store has kept. Pieces of files go
// through a run in order; the store says how many of them it has kept; what lies before
// that is written down, and nothing that lies behind it.
type journal struct {
	manifest *manifest
	again    bool // read all, whatever is known

	mu      sync.Mutex
	way     []waypoint // pieces on their way, in order
	came    []outcome  // of the first of them
	files   map[int]*bookmark
	begun   map[string]bool // sums of files of this run
	kept    int             // pieces that the store has kept
	skipped int             // stories of files that were known
	whole   int             // files that were known
	resumed int             // files that go on where they were
	err     error
}

// waypoint is a piece on its way: of which file, and where it is. The end of a file is a
// waypoint of its own, which is no piece.
type waypoint struct {
	file int
	at   news.Mark
	ends bool
}

// outcome is what came of a piece.
type outcome struct {
	story lastStory
	left  news.Left
}

func newJournal(m *manifest, again bool) *journal {
	return &journal{manifest: m, again: again, files: map[int]*bookmark{}, begun: map[string]bool{}}
}

// begin looks a file up. One that was read, under whatever name, is not read again; one
// whose reading was broken off goes on. A file that is no plain one is not remembered.
func (j *journal) begin(_ context.Context, n int, path string, f *storyFile) (from news.Mark, wanted bool, err error) {
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return news.Mark{}, true, err
	}
	known, mark, err := j.look(nameInManifest(path), f, info)
	if err != nil {
		return from, false, err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case j.begun[mark.SHA256]: // a copy of a file of this run
		j.whole++
		return from, false, nil
	case j.again:
		known = nil
	}
	j.begun[mark.SHA256] = true
	if known != nil {
		mark.Stories, mark.Left, mark.Last = known.Stories, known.Left, known.Last
		if known.At == nil {
			j.whole++
			j.skipped += known.Stories
			if known.File != mark.File || !known.Modified.Equal(mark.Modified) || !known.quiet() {
				j.note(j.manifest.write([]*bookmark{&mark}))
			}
			return from, false, nil
		}
		from = *known.At
		j.resumed++
		j.skipped += known.Stories
	}
	j.files[n] = &mark
	if from.Offset > 0 {
		_, err = f.Seek(from.Offset, io.SeekStart)
	}
	return from, true, err
}

// look gives what is known of a file, and its bookmark before anything is read of it. The
// file is summed if need be, while what the store has kept is written down.
func (j *journal) look(name string, f *storyFile, info fs.FileInfo) (known *bookmark, mark bookmark, err error) {
	j.mu.Lock()
	mark = j.manifest.fresh(name, info)
	known = j.manifest.unchanged(mark)
	j.mu.Unlock()
	if known != nil {
		mark.SHA256, mark.Looked = known.SHA256, known.Looked
		return known, mark, nil
	}
	if mark.SHA256, err = hashOf(f); err != nil {
		return nil, mark, err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.manifest.known(mark), mark, nil
}

// piece hears of a piece on its way.
func (j *journal) piece(n int, at news.Mark) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.way = append(j.way, waypoint{file: n, at: at})
}

// end hears that all pieces of a file are on their way.
func (j *journal) end(n int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.way = append(j.way, waypoint{file: n, ends: true})
}

func (j *journal) known() int { return j.skipped }

// hear hears what comes of the pieces, which it passes on.
func (j *journal) hear(items iter.Seq2[news.Item, error]) iter.Seq2[news.Item, error] {
	return func(yield func(news.Item, error) bool) {
		for item, err := range items {
			if err == nil {
				j.mu.Lock()
				j.came = append(j.came, outcome{lastStory{item.Story.ID, item.Story.Hash}, item.Left})
				j.mu.Unlock()
			}
			if !yield(item, err) {
				return
			}
		}
	}
}

// keep notes that the store has kept so many pieces of this run, and writes down what
// that means for their files.
func (j *journal) keep(pieces int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	changed := map[int]bool{}
	var order []int
	for len(j.way) > 0 && (j.kept < pieces || j.way[0].ends) {
		w := j.way[0]
		j.way = j.way[1:]
		var came outcome
		if !w.ends {
			came, j.came = j.came[0], j.came[1:]
			j.kept++
		}
		b := j.files[w.file]
		if b == nil {
			continue
		}
		if !changed[w.file] {
			changed[w.file] = true
			order = append(order, w.file)
		}
		b.pass(w, came)
	}
	var marks []*bookmark
	for _, n := range order {
		if b := j.files[n]; b.Stories > 0 { // what holds no story is looked at again
			copied := *b
			marks = append(marks, &copied)
		}
	}
	j.note(j.manifest.write(marks))
}

// pass moves a bookmark behind a waypoint.
func (b *bookmark) pass(w waypoint, came outcome) {
	b.Left = b.Left.Plus(came.left)
	if w.ends {
		b.At = nil
		return
	}
	after := w.at.After()
	b.At = &after
	if came.story.ID != "" {
		b.Stories++
		b.Last = came.story
	}
}

func (j *journal) note(err error) {
	if j.err == nil {
		j.err = err
	}
}

// close ends the manifest, and gives the first error of its writing.
func (j *journal) close() error {
	j.note(j.manifest.close())
	return j.err
}

// taken is what a run of read took in.
type taken struct {
	entente.Receipt
	Files     int       `json:"files"`              // that were read, whole or in part
	Unchanged int       `json:"files_known"`        // that were known already
	Resumed   int       `json:"files_resumed"`      // that went on where they were broken off
	LeftOut   news.Left `json:"left_out,omitempty"` // records of archives that are no stories
}
