package warc_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"entente/crawltest"
	"entente/warc"
)

// seen is a record without its block, with what that held.
type seen struct {
	warc.Record
	block string
	err   error
}

// all reads an archive to its end.
func all(t testing.TB, r io.Reader, from warc.Place) (records []seen, damage []*warc.Damage) {
	t.Helper()
	for rec, err := range warc.Records(r, from) {
		var d *warc.Damage
		if errors.As(err, &d) {
			damage = append(damage, d)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		block, err := io.ReadAll(rec.Block)
		rec.Block = nil
		records = append(records, seen{rec, string(block), err})
	}
	return records, damage
}

func archive(t testing.TB, opt crawltest.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := crawltest.Write(&b, opt); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestRecords: the records are the same however the archive is packed, and each can be
// begun with at the place it gives.
func TestRecords(t *testing.T) {
	var first []seen
	for name, coding := range map[string]crawltest.Coding{"plain": crawltest.Plain, "by record": crawltest.ByRecord, "as one": crawltest.AsOne} {
		raw := archive(t, crawltest.Options{Pages: 12, Wild: true, Coding: coding})
		records, damage := all(t, bytes.NewReader(raw), warc.Place{})
		if len(damage) > 0 || len(records) != 1+3*12+3 {
			t.Fatalf("%s: %d records, damage %v", name, len(records), damage)
		}
		if first == nil {
			first = records
		}
		for i, r := range records {
			if r.Type != first[i].Type || r.block != first[i].block || r.ID != first[i].ID || r.err != nil || int(r.Length) != len(r.block) {
				t.Fatalf("%s: record %d is %+v", name, i, r.Record)
			}
			if coding != crawltest.AsOne && r.At.Skip > 0 {
				t.Errorf("%s: record %d lies at %+v", name, i, r.At)
			}
			if i%7 != 0 {
				continue
			}
			again, _ := all(t, bytes.NewReader(raw[r.At.Offset:]), r.At)
			if len(again) != len(records)-i || again[0].ID != r.ID || again[0].At != r.At {
				t.Errorf("%s: from record %d on there are %d", name, i, len(again))
			}
		}
	}
	r := first[2]
	if r.Type != "response" || r.URI != crawltest.Address(0) || r.Date.Year() != 2022 || r.Media != "application/http; msgtype=response" || !strings.HasPrefix(r.block, "HTTP/1.1 200 OK") {
		t.Errorf("%+v", r.Record)
	}
}

// onlyReader hides that a reader can seek.
type onlyReader struct{ io.Reader }

// TestDamage: a damage is told, and costs the record it is in, whether or not the
// reader can go back.
func TestDamage(t *testing.T) {
	opt := crawltest.Options{Pages: 20, Size: 8 << 10}
	packed := archive(t, opt)
	whole, _ := all(t, bytes.NewReader(packed), warc.Place{})
	opt.Coding = crawltest.Plain
	plain := archive(t, opt)
	inPlain, _ := all(t, bytes.NewReader(plain), warc.Place{})
	at := func(records []seen, i int) int { return int(records[i].At.Offset) }
	cut := func(raw []byte, from, to int, with string) []byte {
		return bytes.Join([][]byte{raw[:from], []byte(with), raw[to:]}, nil)
	}
	const victim = 11 // a response
	for name, c := range map[string]struct {
		raw  []byte
		lost int
		says string
	}{
		"a header of gzip":        {cut(packed, at(whole, victim), at(whole, victim)+3, "xyz"), 1, "reading goes on at byte"},
		"a byte in a member":      {cut(packed, at(whole, victim)+900, at(whole, victim)+910, "\x00\xff\x00\xff\x00\xff\x00\xff\x00\xff"), 1, "cannot be unpacked"},
		"a hole in a member":      {cut(packed, at(whole, victim)+900, at(whole, victim)+1200, ""), 1, "cannot be unpacked"},
		"a hole over two":         {cut(packed, at(whole, victim)+900, at(whole, victim+1)+50, ""), 2, "cannot be unpacked"},
		"words between":           {cut(packed, at(whole, victim), at(whole, victim), "nothing that is a record\n"), 0, "no record begins here; reading goes on"},
		"cut off":                 {packed[:at(whole, len(whole)-2)+700], 2, "bytes of a record's block are not there"},
		"cut off in a header":     {packed[:at(whole, len(whole)-1)+5], 1, "cut off in the midst of a record's header"},
		"plain: a wrong length":   {bytes.Replace(plain, []byte(fmt.Sprintf("Content-Length: %d\r", inPlain[victim].Length)), []byte(fmt.Sprintf("Content-Length: %d\r", inPlain[victim].Length-500)), 1), 0, "longer than its header says; reading goes on"},
		"plain: no length":        {bytes.Replace(plain, []byte("Content-Length:"), []byte("Content-Breadth:"), 1), 1, "does not say how long it is; reading goes on"},
		"plain: a hole":           {cut(plain, at(inPlain, victim)+900, at(inPlain, victim)+1500, ""), 1, "reading goes on"},
		"plain: cut off":          {plain[:at(inPlain, len(whole)-2)+1500], 2, "cut off"},
		"plain: cut off in heads": {plain[:at(inPlain, len(whole)-1)+50], 1, "cut off in the midst of a record's header"},
		"plain: an endless head":  {cut(plain, at(inPlain, victim)+30, at(inPlain, victim)+30, strings.Repeat("x", 100<<10)), 1, "more than 65536 bytes"},
	} {
		for i, r := range []io.Reader{bytes.NewReader(c.raw), onlyReader{bytes.NewReader(c.raw)}} {
			if i == 1 && name == "plain: a hole" {
				c.lost = 3 // without going back, those that the wrong length swallowed are lost
			}
			records, damage := all(t, r, warc.Place{})
			good, told := 0, ""
			for _, r := range records {
				if r.err == nil {
					good++
				} else {
					told += r.err.Error() + "\n"
				}
			}
			for _, d := range damage {
				told += d.Error() + "\n"
			}
			if good < len(whole)-c.lost || good > len(whole)-c.lost+1 {
				t.Errorf("%s: %d of %d records are whole, want %d less\n%s", name, good, len(whole), c.lost, told)
			}
			if !strings.Contains(told, c.says) || strings.Count(told, "\n") > 2 {
				t.Errorf("%s: told %q, want %q", name, told, c.says)
			}
		}
	}
}

// TestBomb: a member that unpacks without end is left, and what follows is read.
func TestBomb(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: -short leaves out the bomb")
	}
	var b bytes.Buffer
	head := fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n", int64(600)<<20)
	pack(t, &b, io.MultiReader(strings.NewReader(head), io.LimitReader(zeros{}, 600<<20)))
	b.Write(archive(t, crawltest.Options{Pages: 1}))
	kinds, told := "", ""
	for rec, err := range warc.Records(bytes.NewReader(b.Bytes()), warc.Place{}) {
		if err != nil {
			told += err.Error()
			continue
		}
		kinds += rec.Type + " "
	}
	if kinds != "response warcinfo request response metadata " || !strings.Contains(told, "more than 200 times its size") {
		t.Errorf("%s; told %q", kinds, told)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// failing is a disk that fails.
type failing struct{ r io.Reader }

var errDisk = errors.New("the disk is gone")

func (f failing) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err == io.EOF {
		err = errDisk
	}
	return n, err
}

// TestReaderFails: an error of the reader is no damage, wherever it comes.
func TestReaderFails(t *testing.T) {
	for _, coding := range []crawltest.Coding{crawltest.Plain, crawltest.ByRecord, crawltest.AsOne} {
		raw := archive(t, crawltest.Options{Pages: 3, Coding: coding})
		for n := 0; n < len(raw); n += 97 {
			var last error
			for rec, err := range warc.Records(failing{bytes.NewReader(raw[:n])}, warc.Place{}) {
				if last != nil {
					t.Fatalf("after %v comes %v", last, err)
				}
				if n%2 == 0 && err == nil {
					if _, err := io.ReadAll(rec.Block); err != nil && !errors.Is(err, errDisk) {
						t.Fatalf("the block says %v", err)
					}
				}
				last = err
			}
			if !errors.Is(last, errDisk) {
				t.Fatalf("%d bytes: %v", n, last)
			}
		}
	}
}
