package main

import (
	"bytes"
	"context"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"

	fuse "github.com/hanwen/go-fuse/v2/fs"
	kernel "github.com/hanwen/go-fuse/v2/fuse"
)

// A power cut leaves of a disk what was written through to it, and of the rest anything.
// drive is a file system that writes down all that is done to it, in order; from that
// what a cut at any moment may leave is made. By its rules a file's bytes last when the
// file was written through after they were written; of later ones each may or may not
// be there, and be torn at a sector; that a name was given, taken or moved lasts when a
// folder was written through after it, and later names are lost from the last on, as
// file systems with a journal have it.
type drive struct {
	dir   string // where it can be seen
	under string // where its files are
	mu    sync.Mutex
	ops   []op
	names map[string]int // files by path below
	last  int            // number of files so far
	first map[string]int // the names at the beginning
	base  map[int][]byte // what was there then
}

type opKind int

const (
	wrote opKind = iota
	cutTo
	synced
	gave
	took
	moved
	syncedFolder
	acked
)

// op is one thing done to the disk, or heard from who uses it.
type op struct {
	kind     opKind
	file     int
	at       int64
	data     []byte
	path, to string
	n        int // of what was acknowledged
}

const sector = 512

// plug makes a disk that holds a folder's files, and skips the test where that is not
// allowed.
func plug(t *testing.T, with string) *drive {
	t.Helper()
	d := &drive{dir: t.TempDir(), under: t.TempDir(), names: map[string]int{}, base: map[int][]byte{}}
	entries, err := os.ReadDir(with)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(with, e.Name()))
		if err == nil {
			err = os.WriteFile(filepath.Join(d.under, e.Name()), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		d.last++
		d.names[e.Name()], d.base[d.last] = d.last, data
	}
	d.first = maps.Clone(d.names)
	root := &fuse.LoopbackRoot{Path: d.under}
	node := d.wrap(&fuse.LoopbackNode{RootData: root})
	root.RootNode = node
	server, err := fuse.Mount(d.dir, node, &fuse.Options{MountOptions: kernel.MountOptions{DirectMountStrict: true, FsName: "powercut", DisableXAttrs: true}})
	if err != nil {
		t.Skipf("no disk whose power can be cut: %v", err)
	}
	t.Cleanup(func() { _ = server.Unmount() })
	return d
}

func (d *drive) note(o op) { d.ops = append(d.ops, o) }

// hear notes that something was acknowledged.
func (d *drive) hear(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.note(op{kind: acked, n: n})
}

// moments are those at which a cut is likelier to do harm: beside what is written
// through, gave or acknowledged.
func (d *drive) moments() (out []int) {
	for i, o := range d.ops {
		if o.kind != wrote {
			out = append(out, i)
		}
	}
	return out
}

// cut chooses a moment and writes into a folder what a cut may leave. It gives what was
// acknowledged before.
func (d *drive) cut(t *testing.T, c *rand.Rand, to string) (heard int) {
	t.Helper()
	at := c.IntN(len(d.ops) + 1)
	if some := d.moments(); c.IntN(2) == 0 && len(some) > 0 {
		at = min(len(d.ops), some[c.IntN(len(some))]+c.IntN(3))
	}
	ops := d.ops[:at]
	for _, o := range ops {
		if o.kind == acked {
			heard = o.n
		}
	}
	for path, file := range d.namesLeft(ops, c) {
		path = filepath.Join(to, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, left(d.base[file], ops, file, c), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return heard
}

// namesLeft are the names that a cut leaves, with their files.
func (d *drive) namesLeft(ops []op, c *rand.Rand) map[string]int {
	lasting := 0
	for i, o := range ops {
		if o.kind == syncedFolder {
			lasting = i
		}
	}
	upTo := lasting + c.IntN(len(ops)-lasting+1)
	names := map[string]int{}
	maps.Copy(names, d.first)
	for _, o := range ops[:upTo] {
		switch o.kind {
		case gave:
			names[o.path] = o.file
		case took:
			delete(names, o.path)
		case moved:
			names[o.to] = names[o.path]
			delete(names, o.path)
		}
	}
	return names
}

// left is what a cut leaves of a file.
func left(base []byte, ops []op, file int, c *rand.Rand) []byte {
	data := slices.Clone(base)
	lasting := -1
	for i, o := range ops {
		if o.kind == synced && o.file == file {
			lasting = i
		}
	}
	inOrder := c.IntN(2) == 0 // either all up to some moment, or any of them
	until := len(ops)
	if inOrder {
		until = lasting + 1 + c.IntN(len(ops)-lasting)
	}
	for i, o := range ops {
		if o.file != file || o.kind != wrote && o.kind != cutTo {
			continue
		}
		if i > lasting && (inOrder && i >= until || !inOrder && c.IntN(2) == 0) {
			continue
		}
		data = apply(data, o, i > lasting && c.IntN(4) == 0, c)
	}
	return data
}

// apply does one thing to a file's bytes; what is torn keeps some sectors alone.
func apply(data []byte, o op, torn bool, c *rand.Rand) []byte {
	if o.kind == cutTo {
		if int(o.at) <= len(data) {
			return data[:o.at]
		}
		return append(data, make([]byte, int(o.at)-len(data))...)
	}
	if end := int(o.at) + len(o.data); end > len(data) {
		data = append(data, make([]byte, end-len(data))...)
	}
	for i := 0; i < len(o.data); i += sector {
		if !torn || c.IntN(2) == 0 {
			copy(data[int(o.at)+i:], o.data[i:min(len(o.data), i+sector)])
		}
	}
	return data
}

// diskNode is a file or folder of the disk.
type diskNode struct {
	*fuse.LoopbackNode
	drive *drive
}

func (d *drive) wrap(n *fuse.LoopbackNode) *diskNode { return &diskNode{LoopbackNode: n, drive: d} }

// WrapChild makes what lies below one of the disk too.
func (n *diskNode) WrapChild(_ context.Context, child fuse.InodeEmbedder) fuse.InodeEmbedder {
	return n.drive.wrap(child.(*fuse.LoopbackNode))
}

func (n *diskNode) below(name string) string { return filepath.Join(n.Path(n.Root()), name) }

// Create makes a file.
func (n *diskNode) Create(ctx context.Context, name string, flags, mode uint32, out *kernel.EntryOut) (*fuse.Inode, fuse.FileHandle, uint32, syscall.Errno) {
	d := n.drive
	d.mu.Lock()
	defer d.mu.Unlock()
	inode, fh, f, errno := n.LoopbackNode.Create(ctx, name, flags, mode, out)
	if errno != 0 {
		return inode, fh, f, errno
	}
	path := n.below(name)
	file, known := d.names[path]
	if !known {
		d.last++
		file = d.last
		d.names[path] = file
		d.note(op{kind: gave, file: file, path: path})
	}
	return inode, &diskFile{fh, d, file}, f, 0
}

// Open opens a file that is there.
func (n *diskNode) Open(ctx context.Context, flags uint32) (fuse.FileHandle, uint32, syscall.Errno) {
	d := n.drive
	d.mu.Lock()
	defer d.mu.Unlock()
	fh, f, errno := n.LoopbackNode.Open(ctx, flags)
	if errno != 0 {
		return fh, f, errno
	}
	file := d.names[n.below("")]
	if flags&syscall.O_TRUNC != 0 {
		d.note(op{kind: cutTo, file: file})
	}
	return &diskFile{fh, d, file}, f, 0
}

// Setattr may cut a file or make it longer.
func (n *diskNode) Setattr(ctx context.Context, fh fuse.FileHandle, in *kernel.SetAttrIn, out *kernel.AttrOut) syscall.Errno {
	d := n.drive
	d.mu.Lock()
	defer d.mu.Unlock()
	if f, ok := fh.(*diskFile); ok {
		fh = f.FileHandle
	}
	errno := n.LoopbackNode.Setattr(ctx, fh, in, out)
	if size, ok := in.GetSize(); ok && errno == 0 {
		d.note(op{kind: cutTo, file: d.names[n.below("")], at: int64(size)})
	}
	return errno
}

// Unlink takes a name away.
func (n *diskNode) Unlink(ctx context.Context, name string) syscall.Errno {
	return n.drive.changing(func() syscall.Errno { return n.LoopbackNode.Unlink(ctx, name) }, func(d *drive) {
		delete(d.names, n.below(name))
		d.note(op{kind: took, path: n.below(name)})
	})
}

// Link gives a file another name.
func (n *diskNode) Link(ctx context.Context, target fuse.InodeEmbedder, name string, out *kernel.EntryOut) (inode *fuse.Inode, errno syscall.Errno) {
	of := target.EmbeddedInode()
	from := of.Path(n.Root())
	errno = n.drive.changing(func() (errno syscall.Errno) {
		inode, errno = n.LoopbackNode.Link(ctx, target.(*diskNode).LoopbackNode, name, out)
		return errno
	}, func(d *drive) {
		d.names[n.below(name)] = d.names[from]
		d.note(op{kind: gave, file: d.names[from], path: n.below(name)})
	})
	return inode, errno
}

// Rename moves a file.
func (n *diskNode) Rename(ctx context.Context, name string, parent fuse.InodeEmbedder, newName string, flags uint32) syscall.Errno {
	to := parent.(*diskNode)
	return n.drive.changing(func() syscall.Errno { return n.LoopbackNode.Rename(ctx, name, parent, newName, flags) }, func(d *drive) {
		from, dest := n.below(name), to.below(newName)
		d.names[dest] = d.names[from]
		delete(d.names, from)
		d.note(op{kind: moved, path: from, to: dest})
	})
}

// changing does something and notes it.
func (d *drive) changing(do func() syscall.Errno, note func(*drive)) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	errno := do()
	if errno == 0 {
		note(d)
	}
	return errno
}

// CopyFileRange is not done: the copier then reads and writes.
func (n *diskNode) CopyFileRange(context.Context, fuse.FileHandle, uint64, *fuse.Inode, fuse.FileHandle, uint64, uint64, uint64) (uint32, syscall.Errno) {
	return 0, syscall.ENOSYS
}

// OpendirHandle opens a folder.
func (n *diskNode) OpendirHandle(ctx context.Context, flags uint32) (fuse.FileHandle, uint32, syscall.Errno) {
	fh, f, errno := n.LoopbackNode.OpendirHandle(ctx, flags)
	if errno != 0 {
		return fh, f, errno
	}
	return &diskFolder{fh.(openFolder), n.drive}, f, 0
}

type openFolder interface {
	fuse.FileHandle
	fuse.FileReaddirenter
	fuse.FileReleasedirer
	fuse.FileSeekdirer
}

// diskFolder is an open folder.
type diskFolder struct {
	openFolder
	drive *drive
}

// Fsyncdir makes names last.
func (f *diskFolder) Fsyncdir(context.Context, uint32) syscall.Errno {
	f.drive.mu.Lock()
	defer f.drive.mu.Unlock()
	f.drive.note(op{kind: syncedFolder})
	return 0
}

// diskFile is an open file.
type diskFile struct {
	fuse.FileHandle
	drive *drive
	file  int
}

// Read reads.
func (f *diskFile) Read(ctx context.Context, dest []byte, off int64) (kernel.ReadResult, syscall.Errno) {
	return f.FileHandle.(fuse.FileReader).Read(ctx, dest, off)
}

// Write writes.
func (f *diskFile) Write(ctx context.Context, data []byte, off int64) (uint32, syscall.Errno) {
	f.drive.mu.Lock()
	defer f.drive.mu.Unlock()
	n, errno := f.FileHandle.(fuse.FileWriter).Write(ctx, data, off)
	if errno == 0 {
		f.drive.note(op{kind: wrote, file: f.file, at: off, data: bytes.Clone(data[:n])})
	}
	return n, errno
}

// Flush is no writing through.
func (f *diskFile) Flush(context.Context) syscall.Errno { return 0 }

// Fsync makes a file's bytes last.
func (f *diskFile) Fsync(context.Context, uint32) syscall.Errno {
	f.drive.mu.Lock()
	defer f.drive.mu.Unlock()
	f.drive.note(op{kind: synced, file: f.file})
	return 0
}

// Release closes it.
func (f *diskFile) Release(ctx context.Context) syscall.Errno {
	return f.FileHandle.(fuse.FileReleaser).Release(ctx)
}

// recordings are of works done before: one serves several cuts.
var recordings = map[*work]struct {
	*drive
	left int
}{}

// cutsOfOne is how many cuts a recording serves.
const cutsOfOne = 6

// record does a work on a disk and keeps what was done to it.
func (w *work) record(t *testing.T) *drive {
	t.Helper()
	if r, ok := recordings[w]; ok && r.left > 0 {
		r.left--
		recordings[w] = r
		return r.drive
	}
	d := plug(t, w.begin)
	run := w.start(t, d.dir, w.input)
	run.heard = d.hear
	run.end(t)
	for _, kind := range []opKind{wrote, synced, syncedFolder, acked} { // else the cuts would test nothing
		if !slices.ContainsFunc(d.ops, func(o op) bool { return o.kind == kind }) {
			t.Fatalf("of %d things done to the disk none is of kind %d", len(d.ops), kind)
		}
	}
	recordings[w] = struct {
		*drive
		left int
	}{d, cutsOfOne - 1}
	return d
}
