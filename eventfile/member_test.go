package eventfile_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"testing"

	"entente/eventfile"
)

// archives gives a gzip, a gzip of two parts, and zips of two files and a folder, with
// the sizes before the data and after it, packed and not.
func archives(tb testing.TB) map[string][]byte {
	tb.Helper()
	out := map[string][]byte{"two parts": append(packed(tb, "one\n"), packed(tb, "two\n")...)}
	for name, method := range map[string]uint16{"packed": zip.Deflate, "as it is": zip.Store} {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		if _, err := w.Create("folder/"); err != nil {
			tb.Fatal(err)
		}
		for i, text := range []string{"one\n", "two\n"} {
			h := &zip.FileHeader{Name: fmt.Sprint("folder/", i, ".csv"), Method: method}
			var f io.Writer
			var err error
			if method == zip.Store {
				h.CRC32, h.CompressedSize64, h.UncompressedSize64 = sumOf(text), uint64(len(text)), uint64(len(text))
				f, err = w.CreateRaw(h)
			} else {
				f, err = w.CreateHeader(h)
			}
			if err == nil {
				_, err = io.WriteString(f, text)
			}
			if err != nil {
				tb.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			tb.Fatal(err)
		}
		out[name] = b.Bytes()
	}
	return out
}

func sumOf(text string) uint32 {
	h := crc32.NewIEEE()
	io.WriteString(h, text)
	return h.Sum32()
}

func packed(tb testing.TB, text string) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// contents reads all members.
func contents(data []byte) (string, error) {
	var b strings.Builder
	for m, err := range eventfile.Members("a", bytes.NewReader(data)) {
		if err != nil {
			return b.String(), err
		}
		text, err := io.ReadAll(m.R)
		fmt.Fprintf(&b, "%s=%s;", m.Name, text)
		if err != nil {
			return b.String(), err
		}
	}
	return b.String(), nil
}

func TestMembers(t *testing.T) {
	as := archives(t)
	for name, want := range map[string]string{
		"two parts": "a=one\ntwo\n;", "packed": "a:folder/0.csv=one\n;a:folder/1.csv=two\n;", "as it is": "a:folder/0.csv=one\n;a:folder/1.csv=two\n;",
	} {
		if got, err := contents(as[name]); got != want || err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if got, err := contents([]byte("plain\n")); got != "a=plain\n;" || err != nil {
		t.Errorf("plain: %q, %v", got, err)
	}
	if got, err := contents(nil); got != "a=;" || err != nil {
		t.Errorf("nothing: %q, %v", got, err)
	}
	if _, err := contents([]byte("PAR1....")); !errors.Is(err, eventfile.ErrParquet) {
		t.Errorf("Parquet: %v", err)
	}
}

// TestMembersLeftUnread: a member that is not read to its end does not spoil the next.
func TestMembersLeftUnread(t *testing.T) {
	var names []string
	for m, err := range eventfile.Members("a", bytes.NewReader(archives(t)["packed"])) {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, m.Name)
	}
	if fmt.Sprint(names) != "[a:folder/0.csv a:folder/1.csv]" {
		t.Errorf("members are %v", names)
	}
}

// TestDamagedArchives: what is torn off, encrypted or changed is told.
func TestDamagedArchives(t *testing.T) {
	as := archives(t)
	for name, data := range as {
		for cut := 1; cut < len(data); cut++ {
			got, err := contents(data[:cut])
			whole, _ := contents(data)
			if err == nil && got != whole && strings.HasPrefix(string(data), "PK\x03\x04") && cut > 3 {
				t.Fatalf("%s cut at %d gives %q without an error", name, cut, got)
			}
		}
	}
	changed := bytes.Replace(as["as it is"], []byte("one\n"), []byte("One\n"), 1)
	if _, err := contents(changed); err == nil || !strings.Contains(err.Error(), "its sum is not") {
		t.Errorf("a changed file: %v", err)
	}
	spoilt := bytes.Clone(as["packed"])
	spoilt[bytes.Index(spoilt, []byte("PK\x07\x08"))+4] ^= 1 // the sum that stands behind the data
	if _, err := contents(spoilt); err == nil || !strings.Contains(err.Error(), "its sum is not") {
		t.Errorf("a file whose sum stands behind it: %v", err)
	}
	locked := bytes.Clone(as["packed"])
	second := bytes.Index(locked[4:], []byte("PK\x03\x04")) + 4
	locked[second+6] |= 1
	if _, err := contents(locked); err == nil || !strings.Contains(err.Error(), "encrypted") {
		t.Errorf("an encrypted file: %v", err)
	}
}
