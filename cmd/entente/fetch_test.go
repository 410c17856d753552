package main

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"entente/gdelt"
)

// archive is a made-up GDELT with one file, that breaks off when told to.
type archive struct {
	mu     sync.Mutex
	data   []byte
	breaks int      // how many more answers break off midway
	ranges []string // that were asked for
	whole  bool     // ranges are not granted
}

func (a *archive) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !strings.HasSuffix(r.URL.Path, ".zip") {
		http.NotFound(w, r)
		return
	}
	a.ranges = append(a.ranges, r.Header.Get("Range"))
	if a.whole {
		r.Header.Del("Range")
	}
	if a.breaks > 0 {
		a.breaks--
		http.ServeContent(&halfway{ResponseWriter: w, left: len(a.data) / 3}, r, "", time.Time{}, bytes.NewReader(a.data))
		panic(http.ErrAbortHandler)
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.data))
}

// halfway lets so many bytes through.
type halfway struct {
	http.ResponseWriter
	left int
}

func (h *halfway) Write(p []byte) (int, error) {
	n := min(len(p), h.left)
	h.left -= n
	if n < len(p) {
		h.ResponseWriter.Write(p[:n])
		h.ResponseWriter.(http.Flusher).Flush()
		return n, errors.New("broken off")
	}
	return h.ResponseWriter.Write(p)
}

func newArchive(t *testing.T) (*archive, string) {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("x.CSV")
	if err != nil {
		t.Fatal(err)
	}
	noise := make([]byte, 600<<10)
	rand.New(rand.NewSource(1)).Read(noise)
	f.Write(noise)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	a := &archive{data: b.Bytes()}
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	return a, server.URL
}

func downloading(t *testing.T, base string) *download {
	t.Helper()
	c := fetchGDELTCmd{From: "2021-06-30", To: "2021-06-30", Edition: 1, Base: base, Out: t.TempDir(), outbound: outbound{Allow: []string{"127.0.0.1"}, Pause: 1}}
	at := world{sleep: func(context.Context, time.Duration) error { return nil }}
	d, err := c.download(&env{console: console{nil, io.Discard, io.Discard}, cli: &cli{}}, at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.client.Close)
	return d
}

// TestDownloadGoesOn: what broke off goes on where it stopped, in this run or the
// next, whether or not GDELT's lists tell the size, and even if the server knows no
// ranges.
func TestDownloadGoesOn(t *testing.T) {
	for _, listed := range []bool{true, false} {
		for _, whole := range []bool{true, false} {
			a, base := newArchive(t)
			a.breaks, a.whole = 2, whole
			d := downloading(t, base)
			f := gdelt.File{Name: "20210630.export.CSV.zip", Path: "events/20210630.export.CSV.zip", Size: -1}
			if listed {
				f.Size, f.MD5 = int64(len(a.data)), fmt.Sprintf("%x", md5.Sum(a.data))
			}
			got, err := d.file(t.Context(), f)
			if err != nil || got.State != "got" {
				t.Fatalf("listed %v, whole %v: %+v, %v", listed, whole, got, err)
			}
			data, err := os.ReadFile(filepath.Join(d.Out, f.Name))
			if err != nil || !bytes.Equal(data, a.data) {
				t.Errorf("listed %v, whole %v: %d bytes of %d, %v", listed, whole, len(data), len(a.data), err)
			}
			if len(a.ranges) != 3 || a.ranges[0] != "" || a.ranges[1] == "" || !whole && a.ranges[1] == a.ranges[2] {
				t.Errorf("listed %v, whole %v: asked for %q", listed, whole, a.ranges)
			}
		}
	}
}

// TestNextRunGoesOn: a part that an earlier run left is not got again.
func TestNextRunGoesOn(t *testing.T) {
	a, base := newArchive(t)
	d := downloading(t, base)
	part := filepath.Join(d.Out, "20210630.export.CSV.zip.part")
	for _, have := range []int{len(a.data) / 2, len(a.data)} {
		a.ranges = nil
		if err := os.WriteFile(part, a.data[:have], 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := d.file(t.Context(), gdelt.File{Name: "20210630.export.CSV.zip", Path: "events/20210630.export.CSV.zip", Size: -1})
		if err != nil || got.State != "got" || len(a.ranges) != 1 || a.ranges[0] != fmt.Sprintf("bytes=%d-", have) {
			t.Errorf("with %d bytes: %+v, %v, asked for %q", have, got, err, a.ranges)
		}
		os.Remove(filepath.Join(d.Out, "20210630.export.CSV.zip"))
	}
}

// TestDamagedPartIsThrownAway: a part that turns out wrong does not stand in the way.
func TestDamagedPartIsThrownAway(t *testing.T) {
	a, base := newArchive(t)
	d := downloading(t, base)
	part := filepath.Join(d.Out, "20210630.export.CSV.zip.part")
	f := gdelt.File{Name: "20210630.export.CSV.zip", Path: "events/20210630.export.CSV.zip", Size: int64(len(a.data)), MD5: fmt.Sprintf("%x", md5.Sum(a.data))}
	for _, wrong := range [][]byte{bytes.Repeat([]byte("x"), 1000), bytes.Repeat([]byte("x"), len(a.data)), bytes.Repeat([]byte("x"), 2*len(a.data))} {
		if err := os.WriteFile(part, wrong, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := d.file(t.Context(), f); err != nil || got.State != "got" || got.Checked != "md5" {
			t.Errorf("%d wrong bytes: %+v, %v", len(wrong), got, err)
		}
		os.Remove(filepath.Join(d.Out, f.Name))
	}
}

// TestDownloadIsInterrupted: what has come stays, and the error is the interruption.
func TestDownloadIsInterrupted(t *testing.T) {
	_, base := newArchive(t)
	d := downloading(t, base)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := d.run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// TestFolderThatCannotBeWritten is told as the disk's fault, not the network's.
func TestFolderThatCannotBeWritten(t *testing.T) {
	_, base := newArchive(t)
	d := downloading(t, base)
	d.Out = filepath.Join(d.Out, "file")
	if err := os.WriteFile(d.Out, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := d.run(t.Context())
	if code, _ := classify(err); code != exitStore {
		t.Errorf("exit code %d: %v", code, err)
	}
}
