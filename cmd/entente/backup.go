package main

import (
	"archive/zip"
	"compress/flate"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"entente"
	"entente/duckdb"
)

// A backup is a zip of a whole store, of what watch remembers, if there is that, and of
// a manifest with their sums, which comes last.
const (
	backupStore    = "store.duckdb"
	backupWatch    = "watch.json"
	backupManifest = "manifest.json"
	backupFormat   = 1
)

// contents says what a backup holds.
type contents struct {
	Format  int              `json:"format"`
	Made    time.Time        `json:"made"`
	Program string           `json:"program"`
	Schema  int              `json:"schema"`
	Files   []backupFile     `json:"files"`
	Rows    map[string]int64 `json:"rows"` // by table
}

// backupFile is a file of a backup as it was before it was packed.
type backupFile struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

type backupCmd struct {
	JSON bool   `help:"What was kept, as JSON." name:"json"`
	File string `arg:"" help:"The backup to be made; it must not be there yet."`
}

func (c *backupCmd) Run(ctx context.Context, e *env) error {
	if _, err := os.Lstat(c.File); !errors.Is(err, fs.ErrNotExist) {
		return codedError{exitStore, fmt.Errorf("%s is there already", c.File), "name another file: a backup takes the place of nothing"}
	}
	if err := e.notOnServers("backup", "entente copy FROM TO keeps it in a file, and backup that"); err != nil {
		return err
	}
	s, err := e.openStore(ctx, false)
	if err != nil {
		return err
	}
	defer s.Close()
	dir, err := duckdb.Workplace(c.File)
	if err != nil {
		return badStore(named(c.File, err))
	}
	defer os.RemoveAll(dir)
	m := contents{Format: backupFormat, Made: time.Now().UTC().Truncate(time.Second), Program: version()}
	store := filepath.Join(dir, backupStore)
	if err := s.CopyTo(ctx, store); err != nil {
		return badStore(err)
	}
	about, err := copyAbout(ctx, store)
	if err != nil {
		return badStore(err)
	}
	m.Schema, m.Rows = about.Schema, about.Rows
	packed := filepath.Join(dir, "packed")
	if err := packBackup(packed, store, e.Store+watchSuffix, &m); err != nil {
		return badStore(fmt.Errorf("write %s: %w", c.File, err))
	}
	if err := os.Link(packed, c.File); err != nil { // unlike a move it takes no other's place
		if errors.Is(err, fs.ErrExist) {
			return badStore(fmt.Errorf("%s is there already", c.File))
		}
		if err := os.Rename(packed, c.File); err != nil {
			return badStore(named(c.File, err))
		}
	}
	info, err := os.Stat(c.File)
	if err != nil {
		return badStore(err)
	}
	if c.JSON {
		return jsonTo(e.out).Encode(m)
	}
	e.say("kept %s in %s: %.1f MB, packed to %.1f", e.Store, c.File, float64(m.Files[0].Size)/1e6, float64(info.Size())/1e6)
	return nil
}

// copyAbout says what a copy holds, as it is read from the disk.
func copyAbout(ctx context.Context, path string) (duckdb.About, error) {
	s, err := duckdb.Open(ctx, path, duckdb.Options{ReadOnly: true})
	if err != nil {
		return duckdb.About{}, err
	}
	defer s.Close()
	return s.About(ctx)
}

// packBackup writes the zip and puts the sums into the manifest.
func packBackup(path, store, watch string, m *contents) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	z := zip.NewWriter(f)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for _, member := range []struct{ name, from string }{{backupStore, store}, {backupWatch, watch}} {
		packed, err := packFile(z, member.name, member.from, m.Made)
		if errors.Is(err, fs.ErrNotExist) && member.name == backupWatch {
			continue
		}
		if err != nil {
			return err
		}
		m.Files = append(m.Files, packed)
	}
	w, err := z.CreateHeader(&zip.FileHeader{Name: backupManifest, Method: zip.Deflate, Modified: m.Made})
	if err != nil {
		return err
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	if err := enc.Encode(m); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return f.Sync()
}

func packFile(z *zip.Writer, name, from string, made time.Time) (backupFile, error) {
	in, err := os.Open(from)
	if err != nil {
		return backupFile{}, err
	}
	defer in.Close()
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: made})
	if err != nil {
		return backupFile{}, err
	}
	return summed(w, in, name)
}

// summed copies and says what was copied.
func summed(w io.Writer, r io.Reader, name string) (backupFile, error) {
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, h), r)
	return backupFile{Name: name, Size: n, SHA256: sumText(h)}, err
}

func sumText(h hash.Hash) string { return fmt.Sprintf("sha256:%x", h.Sum(nil)) }

type restoreCmd struct {
	Verify  bool   `help:"Only look whether the backup is whole; nothing is changed."`
	Replace bool   `help:"Put it in the place of the store that is there, which is kept beside it under another name."`
	JSON    bool   `help:"What the backup holds, as JSON." name:"json"`
	File    string `arg:"" help:"The backup."`
}

func (c *restoreCmd) Run(ctx context.Context, e *env) error {
	there := false
	if !c.Verify {
		if e.Store == "" {
			return codedError{exitUsage, errors.New("no store is named"), "name the store to be made with --store FILE, or only look with --verify"}
		}
		if err := e.notOnServers("restore", "restore into a file, and entente copy FROM TO brings it there"); err != nil {
			return err
		}
		_, err := os.Lstat(e.Store)
		if there = err == nil; there && !c.Replace {
			return codedError{exitStore, fmt.Errorf("%s is there already", e.Store), "--replace keeps it beside under another name; or name another store"}
		}
	}
	near := e.Store
	if c.Verify {
		near = filepath.Join(os.TempDir(), backupStore)
	}
	dir, err := duckdb.Workplace(near)
	if err != nil {
		return badStore(err)
	}
	defer os.RemoveAll(dir)
	m, err := unpackBackup(ctx, c.File, dir)
	var ill *illBackup
	switch {
	case errors.As(err, &ill):
		code := exitStore
		if c.Verify {
			code = exitNo
		}
		return codedError{code, fmt.Errorf("the backup %s is damaged: %w", c.File, ill.err), "nothing was changed"}
	case err != nil:
		return err
	}
	if !c.Verify {
		if err := c.put(e, dir, there); err != nil {
			return err
		}
	}
	if c.JSON {
		return jsonTo(e.out).Encode(m)
	}
	e.say("the backup %s is whole: %s, %s, version %d, made %s by entente %s", c.File, counted(int(m.Rows["stories"]), "reading", "readings"),
		counted(int(m.Rows["imports"]), "imported event", "imported events"), m.Schema, m.Made.Format(time.RFC3339), m.Program)
	return nil
}

// put moves what was unpacked into place.
func (c *restoreCmd) put(e *env, dir string, there bool) error {
	aside := ""
	if there {
		aside = duckdb.Beside(e.Store, "before-restore")
	}
	if err := duckdb.Replace(e.Store, filepath.Join(dir, backupStore), aside); err != nil {
		return badStore(err)
	}
	if there {
		e.say("what was there is kept in %s", aside)
	}
	state := e.Store + watchSuffix
	if _, err := os.Lstat(state); err == nil {
		if err := os.Rename(state, duckdb.Beside(state, "before-restore")); err != nil {
			return badStore(err)
		}
	}
	err := os.Rename(filepath.Join(dir, backupWatch), state)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return badStore(err)
	}
	e.say("restored %s", e.Store)
	return nil
}

// illBackup is what is wrong with a backup.
type illBackup struct{ err error }

func (e *illBackup) Error() string { return e.err.Error() }

// unpackBackup unpacks a backup into a folder and holds it to its manifest: sums, the
// rows of each table, and all that a sound store keeps.
func unpackBackup(ctx context.Context, path, dir string) (contents, error) {
	var m contents
	z, err := zip.OpenReader(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return m, badInput(named(path, err))
	case err != nil:
		return m, &illBackup{err}
	}
	defer z.Close()
	if err := readManifest(&z.Reader, &m); err != nil {
		return m, err
	}
	for _, want := range m.Files {
		if err := unpackFile(ctx, &z.Reader, dir, want); err != nil {
			return m, err
		}
	}
	return m, checkBackup(ctx, filepath.Join(dir, backupStore), &m)
}

func readManifest(z *zip.Reader, m *contents) error {
	f, err := z.Open(backupManifest)
	if err != nil {
		return &illBackup{fmt.Errorf("it has no manifest: %w", err)}
	}
	defer f.Close()
	if err := json.NewDecoder(io.LimitReader(f, 1<<20)).Decode(m); err != nil {
		return &illBackup{fmt.Errorf("its manifest: %w", err)}
	}
	if m.Format > backupFormat {
		return badStore(fmt.Errorf("the backup is of format %d, this program knows %d: %w", m.Format, backupFormat, entente.ErrNewerStore))
	}
	for _, f := range m.Files {
		if f.Name != backupStore && f.Name != backupWatch { // a name from outside leads nowhere
			return &illBackup{fmt.Errorf("its manifest names %q", f.Name)}
		}
	}
	return nil
}

func unpackFile(ctx context.Context, z *zip.Reader, dir string, want backupFile) error {
	in, err := z.Open(want.Name)
	if err != nil {
		return &illBackup{err}
	}
	defer in.Close()
	out, err := os.Create(filepath.Join(dir, want.Name))
	if err != nil {
		return badStore(err)
	}
	defer out.Close()
	from := &source{ctx: ctx, r: io.LimitReader(in, want.Size+1)}
	got, err := summed(out, from, want.Name)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case from.err != nil:
		return &illBackup{fmt.Errorf("%s: %w", want.Name, from.err)}
	case err != nil:
		return badStore(err)
	case got != want:
		return &illBackup{fmt.Errorf("%s is not what the manifest says", want.Name)}
	}
	return badStore(out.Sync())
}

// source tells an error of reading from one of writing, and stops when it is to.
type source struct {
	ctx context.Context
	r   io.Reader
	err error
}

// Read reads on.
func (s *source) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// checkBackup reads the store that was unpacked whole. One of an older version is told
// by its sum alone.
func checkBackup(ctx context.Context, path string, m *contents) error {
	s, err := duckdb.Open(ctx, path, duckdb.Options{ReadOnly: true})
	switch {
	case errors.Is(err, entente.ErrOlderStore):
		return nil
	case errors.Is(err, entente.ErrNewerStore):
		return badStore(err)
	case err != nil:
		return &illBackup{err}
	}
	defer s.Close()
	about, err := s.About(ctx)
	if err != nil {
		return badStore(err)
	}
	for table, n := range m.Rows {
		if about.Rows[table] != n {
			return &illBackup{fmt.Errorf("%d rows of %s, not %d", about.Rows[table], table, n)}
		}
	}
	faults, err := s.Check(ctx, false)
	if err != nil {
		return badStore(err)
	}
	if len(faults) > 0 {
		return &illBackup{fmt.Errorf("its store is not sound: %s", faults[0])}
	}
	return nil
}
