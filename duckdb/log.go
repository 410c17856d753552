package duckdb

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"entente"
)

// The engine's log is a head of eight bytes and then entries: the length of what
// follows, its sum, eight bytes each, and so many bytes. An entry that is always the
// same ends a transaction, and what ends with it is written through before it is
// acknowledged; one transaction is written at a time. So after a power cut all is whole
// but what belongs to a transaction at the end that nobody was told of. The engine skips
// one that is cut short, and refuses the whole store for one whose bytes are wrong.
var (
	logHead   = []byte{0x64, 0, 0x62, 0x65, 0, 2, 0xff, 0xff} // of version 2
	commitEnd = []byte{5, 0, 0, 0, 0, 0, 0, 0, 0xe7, 0xfe, 0x7d, 0x72, 0x2f, 0xed, 0x3d, 0x5e, 0x64, 0, 0x64, 0xff, 0xff}
)

// entryHead is the length and the sum before an entry.
const entryHead = 16

var tornEntry = regexp.MustCompile(`Corrupt WAL file: entry at byte position (\d+) `)

// tornAt is where the entry begins for which the engine refuses a log, -1 if that is not
// what is wrong.
func tornAt(err error) int {
	if err == nil {
		return -1
	}
	m := tornEntry.FindStringSubmatch(err.Error())
	if m == nil {
		return -1
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return -1
	}
	return n - entryHead // the engine tells where its bytes begin
}

// wholeLog says how many bytes of a log lead to the end of the last transaction before a
// wrong entry. It is an error if transactions lie after the one with that entry: they
// were written through later, so this is no power cut.
func wholeLog(log []byte, wrong int) (int, error) {
	if !bytes.HasPrefix(log, logHead) || wrong < len(logHead) || wrong > len(log) {
		return 0, errors.New("its log is of a kind that is not known")
	}
	whole := len(logHead)
	for at := whole; at < wrong; {
		if wrong-at < entryHead {
			return 0, errors.New("its log is not what it was")
		}
		size := binary.LittleEndian.Uint64(log[at:])
		if size > uint64(wrong-at-entryHead) {
			return 0, errors.New("its log is not what it was")
		}
		next := at + entryHead + int(size)
		if bytes.Equal(log[at:next], commitEnd) {
			whole = next
		}
		at = next
	}
	if end := bytes.Index(log[wrong:], commitEnd); end >= 0 && wrong+end+len(commitEnd) < len(log) {
		return 0, fmt.Errorf("its log is damaged at byte %d, and more was kept after that", wrong)
	}
	return whole, nil
}

// checkLog finds in a log what the engine would pass over in silence: an entry whose
// length is wrong, after which it takes nothing more, though more was kept.
func checkLog(path string) error {
	log, err := os.ReadFile(path + logSuffix)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	at := 0
	switch {
	case bytes.HasPrefix(log, logHead):
		at = endOfEntries(log)
	case bytes.HasPrefix(log, logHead[:5]): // of another version
		return nil
	}
	if end := bytes.Index(log[at:], commitEnd); end >= 0 && at+end+len(commitEnd) < len(log) {
		return fmt.Errorf("%w: its log is damaged at byte %d, and more was kept after that", entente.ErrDamaged, at)
	}
	return nil
}

// checkLogAlone is [checkLog], and again where something seems wrong that another process
// may just be writing.
func checkLogAlone(path string) error {
	err := checkLog(path)
	if err == nil {
		return nil
	}
	release, busy := lockFile(path)
	switch {
	case errors.Is(busy, entente.ErrStoreBusy):
		return busy
	case busy != nil:
		return err
	}
	defer release()
	return checkLog(path)
}

// endOfEntries walks from entry to entry and gives the place where no whole one begins.
func endOfEntries(log []byte) int {
	at := len(logHead)
	for len(log)-at >= entryHead {
		size := binary.LittleEndian.Uint64(log[at:])
		if size == 0 || size > uint64(len(log)-at-entryHead) {
			break
		}
		at += entryHead + int(size)
	}
	return at
}

// mendLog takes from the end of a store's log what a power cut left of a transaction that
// was never acknowledged, and keeps the log as it was under another name.
func mendLog(path string, wrong int, tell func(string)) error {
	release, err := lockFile(path)
	if err != nil {
		return err
	}
	defer release()
	log, err := os.ReadFile(path + logSuffix)
	if err != nil {
		return err
	}
	whole, err := wholeLog(log, wrong)
	if err != nil {
		return fmt.Errorf("%w: %w", entente.ErrDamaged, err)
	}
	dir, err := Workplace(path)
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	made := filepath.Join(dir, "log")
	if err := writeThrough(made, log[:whole]); err != nil {
		return err
	}
	kept, err := keepTorn(path)
	if err != nil {
		return err
	}
	if err := errors.Join(os.Rename(made, path+logSuffix), syncFolder(path)); err != nil {
		return err
	}
	if tell != nil {
		tell(fmt.Sprintf("the last run was broken off, as by a power cut: %d bytes of what it wrote and had not acknowledged are left out; the log as it was is kept in %s", len(log)-whole, kept))
	}
	return nil
}

// keepTorn gives a log another name beside its own.
func keepTorn(path string) (string, error) {
	for n := 1; ; n++ {
		name := path + ".torn"
		if n > 1 {
			name += "-" + strconv.Itoa(n)
		}
		err := os.Link(path+logSuffix, name)
		if err == nil || !errors.Is(err, fs.ErrExist) {
			return name, err
		}
	}
}

// writeThrough writes a file so that a power cut does not undo it.
func writeThrough(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}
