package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"entente/desk"
	"entente/news"
)

// manifest is what is known of the files that a store was read from: a file beside it,
// one line of JSON a file, added to as reading goes on. It saves work and decides
// nothing: what it says is held against the store, and a story that is read again though
// it was known changes nothing there.
type manifest struct {
	path    string
	reading reading
	byPath  map[string]*bookmark
	byHash  map[string]*bookmark
	n       int  // bookmarks taken
	lines   int  // in the file
	torn    bool // its last line has no end
	out     *os.File
}

// reading is what of a run makes other stories of the same bytes.
type reading struct {
	Lexicon   string `json:"lexicon"`
	Program   string `json:"program"`
	Published string `json:"published,omitempty"` // --published
	Queue     string `json:"queue,omitempty"`     // to which the stories went, if not into a store
}

// bookmark is what is known of a file: a line of the manifest.
type bookmark struct {
	File     string     `json:"file"`
	Size     int64      `json:"size"`
	Modified time.Time  `json:"modified"`
	Looked   time.Time  `json:"looked"` // when its bytes were summed
	SHA256   string     `json:"sha256"`
	Reading  reading    `json:"reading"`
	Stories  int        `json:"stories"`            // kept of it
	Left     news.Left  `json:"left_out,omitempty"` // records that are no stories
	Last     lastStory  `json:"last"`
	At       *news.Mark `json:"at,omitempty"` // where reading goes on, absent if all was read
	n        int        // the later, the larger
}

// lastStory is the last story kept of a file, by which a store can be asked whether it is
// the one that the file was read into.
type lastStory struct {
	ID   string `json:"id"`
	Hash string `json:"hash"`
}

// openManifest reads the manifest of earlier runs, if there is one. A line that is none is
// passed over: a crash may have torn it.
func openManifest(path string, r reading) (*manifest, error) {
	m := &manifest{path: path, reading: r, byPath: map[string]*bookmark{}, byHash: map[string]*bookmark{}}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return nil, badStore(named(path, err))
	}
	defer f.Close()
	in := bufio.NewReader(f)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return nil, badStore(named(path, err))
		}
		var b bookmark
		if len(bytes.TrimSpace(line)) > 0 {
			m.lines++
			m.torn = !bytes.HasSuffix(line, []byte("\n"))
			if json.Unmarshal(line, &b) == nil && b.File != "" && b.SHA256 != "" {
				m.take(&b)
			}
		}
		if err == io.EOF {
			break
		}
	}
	if m.lines > 0 && len(m.byPath) == 0 {
		return nil, codedError{exitStore, fmt.Errorf("%s holds no manifest of what was read", path), "remove it, or name another with --manifest FILE"}
	}
	return m, nil
}

// take makes a bookmark the one that counts for its file.
func (m *manifest) take(b *bookmark) {
	if old := m.byPath[b.File]; old != nil && m.byHash[old.SHA256] == old {
		delete(m.byHash, old.SHA256)
	}
	m.n++
	b.n = m.n
	m.byPath[b.File] = b
	if other := m.byHash[b.SHA256]; other == nil || other.At != nil || other.Reading != m.reading {
		m.byHash[b.SHA256] = b
	}
}

// fit drops what the store does not bear out: it may be another than the manifest was
// written for, or an older state of it. If the file read last is borne out, all are taken
// to be. It gives how many were dropped.
func (m *manifest) fit(ctx context.Context, s desk.Store) (dropped int, err error) {
	var last *bookmark
	for _, b := range m.byPath {
		if last == nil || b.n > last.n {
			last = b
		}
	}
	if last == nil {
		return 0, nil
	}
	if ok, err := m.borneOut(ctx, s, last); ok || err != nil {
		return 0, err
	}
	all := m.inOrder()
	m.byPath, m.byHash = map[string]*bookmark{}, map[string]*bookmark{}
	for _, b := range all {
		ok, err := m.borneOut(ctx, s, b)
		if err != nil {
			return dropped, err
		}
		if ok {
			m.take(b)
		} else {
			dropped++
		}
	}
	return dropped, m.rewrite()
}

func (m *manifest) borneOut(ctx context.Context, s desk.Store, b *bookmark) (bool, error) {
	ok, err := s.HasRead(ctx, b.Last.ID, b.Last.Hash, b.Reading.Lexicon)
	return ok, badStore(err)
}

// fresh is the bookmark of a file before anything is read of it.
func (m *manifest) fresh(path string, info fs.FileInfo) bookmark {
	return bookmark{File: path, Size: info.Size(), Modified: info.ModTime().UTC(), Looked: time.Now().UTC(), Reading: m.reading}
}

// unchanged gives what is known of a file that is as it was when it was summed, nil if
// that cannot be told without summing it again.
func (m *manifest) unchanged(fresh bookmark) *bookmark {
	b := m.byPath[fresh.File]
	if b != nil && b.Reading == m.reading && b.Size == fresh.Size && b.Modified.Equal(fresh.Modified) && b.quiet() {
		return b
	}
	return nil
}

// known gives the bookmark of a file's bytes, nil if they were never read like this.
func (m *manifest) known(fresh bookmark) *bookmark {
	for _, b := range []*bookmark{m.byPath[fresh.File], m.byHash[fresh.SHA256]} {
		if b != nil && b.SHA256 == fresh.SHA256 && b.Reading == m.reading {
			return b
		}
	}
	return nil
}

// settled is how long a file must have been left alone for its time to tell that it is
// unchanged: some file systems count time in seconds.
const settled = 3 * time.Second

func (b *bookmark) quiet() bool { return b.Looked.Sub(b.Modified) > settled }

// hashOf gives the sum of a file, which then stands at its beginning.
func hashOf(f *storyFile) (string, error) {
	sum := sha256.New()
	before := f.read.Load()
	if _, err := io.Copy(sum, struct{ io.Reader }{f}); err != nil {
		return "", err
	}
	f.read.Store(before) // summing is no reading
	_, err := f.Seek(0, io.SeekStart)
	return hex.EncodeToString(sum.Sum(nil)), err
}

// write adds bookmarks to the manifest.
func (m *manifest) write(marks []*bookmark) error {
	if len(marks) == 0 {
		return nil
	}
	var b bytes.Buffer
	if m.torn {
		b.WriteByte('\n')
	}
	enc := jsonTo(&b)
	for _, mark := range marks {
		if err := enc.Encode(mark); err != nil {
			return err
		}
		m.take(mark)
	}
	var err error
	if m.out == nil {
		m.out, err = os.OpenFile(m.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	}
	if err == nil {
		_, err = m.out.Write(b.Bytes())
	}
	if err != nil {
		return badStore(fmt.Errorf("write the manifest %s: %w", m.path, cause(err)))
	}
	m.torn = false
	m.lines += len(marks)
	return nil
}

// close ends the writing, and leaves out of the file what later lines have replaced, if
// that is most of it.
func (m *manifest) close() error {
	if m.out == nil {
		return nil
	}
	err := m.out.Close()
	m.out = nil
	if err == nil && m.lines > 100+2*len(m.byPath) {
		return m.rewrite()
	}
	return badStore(err)
}

// inOrder gives the bookmarks that count, in the order in which they were taken.
func (m *manifest) inOrder() []*bookmark {
	return slices.SortedFunc(maps.Values(m.byPath), func(a, b *bookmark) int { return a.n - b.n })
}

// rewrite writes what counts.
func (m *manifest) rewrite() error {
	err := output(m.path, func(w io.Writer) error {
		out := bufio.NewWriter(w)
		enc := jsonTo(out)
		for _, b := range m.inOrder() {
			if err := enc.Encode(b); err != nil {
				return err
			}
		}
		return out.Flush()
	})
	m.lines, m.torn = len(m.byPath), false
	return err
}

// manifestPath is where the manifest of a store lies unless another place is named.
func manifestPath(store string) string { return besideStore(store, ".manifest") }

// nameInManifest is a file's name as the manifest has it: from the root on, so that it is
// the same from whatever folder the program is run.
func nameInManifest(path string) string {
	if whole, err := filepath.Abs(path); err == nil {
		path = whole
	}
	return strings.ToValidUTF8(filepath.ToSlash(path), "\uFFFD")
}
