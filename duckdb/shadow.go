package duckdb

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// A checkpoint of the engine writes what is new to free places and then, through to the
// disk, a head that says where all lies: until then the old head holds, and after a power
// cut the old store. But the blocks of its table of contents are written to their own
// places, with pieces of the old table and of the new in one block and one sum over both;
// one that a cut tears makes the whole store unreadable. So these blocks are copied
// beside the store before a checkpoint (as the doublewrite buffer of InnoDB does), and put
// back when a store is opened whose heads are those of before. Checkpoints are therefore
// ours to begin: the engine begins none by itself.

// Where things lie in a store's file, in bytes.
const (
	headsAt  = 4096 // two heads, of which the later holds
	headsLen = 2 * 4096
	blocksAt = headsAt + headsLen
)

// shadowSuffix ends the name of the file with what a checkpoint writes over.
const shadowSuffix = ".before"

// shadow is what a store held before a checkpoint where that writes over it.
type shadow struct {
	heads  []byte // both
	blocks map[int64][]byte
}

// checkpoint brings into the store what its log holds. It is put off while another
// transaction writes.
func (s *Store) checkpoint(ctx context.Context) error {
	kept, err := s.shade(ctx)
	if err != nil {
		return fmt.Errorf("keeping what a checkpoint writes over: %w", err)
	}
	_, err = s.db.ExecContext(ctx, `CHECKPOINT`)
	if err != nil && !strings.Contains(err.Error(), "Cannot CHECKPOINT") {
		return err // the copy stays: who opens the store next looks whether it is wanted
	}
	if kept {
		return os.Remove(s.path + shadowSuffix)
	}
	return nil
}

// checkpointIfDue begins one when the log has grown to the bound.
func (s *Store) checkpointIfDue(ctx context.Context) error {
	if log, err := os.Stat(s.path + logSuffix); err != nil || log.Size() < s.logBound {
		return nil
	}
	return s.checkpoint(ctx)
}

// shade writes a store's heads and the blocks of its table of contents through to a file
// beside it, and reports whether there were any.
func (s *Store) shade(ctx context.Context) (bool, error) {
	if s.raw == nil {
		return false, nil
	}
	var size int64
	if err := s.db.QueryRowContext(ctx, `SELECT block_size FROM pragma_database_size() WHERE database_name = current_database()`).Scan(&size); err != nil {
		return false, err
	}
	ids, err := metadataBlocks(ctx, s.db)
	if err != nil || len(ids) == 0 {
		return false, err
	}
	made := shadow{heads: make([]byte, headsLen), blocks: map[int64][]byte{}}
	if _, err := s.raw.ReadAt(made.heads, headsAt); err != nil {
		return false, err
	}
	for _, id := range ids {
		block := make([]byte, size)
		n, err := s.raw.ReadAt(block, blocksAt+id*size)
		switch {
		case errors.Is(err, io.EOF) && n < len(block): // new, and never written
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return false, err
		}
		made.blocks[blocksAt+id*size] = block
	}
	return true, errors.Join(writeThrough(s.path+shadowSuffix, made.marshal()), syncFolder(s.path))
}

// metadataBlocks lists the blocks of the table of contents.
func metadataBlocks(ctx context.Context, db *sql.DB) (ids []int64, err error) {
	rows, err := db.QueryContext(ctx, `SELECT block_id FROM pragma_metadata_info() ORDER BY block_id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// marshal gives a sum, the heads, and of each block its place, its length and its bytes.
func (s shadow) marshal() []byte {
	body := slices.Clone(s.heads)
	for _, at := range sorted(s.blocks) {
		body = binary.LittleEndian.AppendUint64(body, uint64(at))
		body = binary.LittleEndian.AppendUint64(body, uint64(len(s.blocks[at])))
		body = append(body, s.blocks[at]...)
	}
	sum := sha256.Sum256(body)
	return append(sum[:], body...)
}

// unmarshalShadow reads what marshal gave; nothing that is not whole is one: then the
// checkpoint had not begun.
func unmarshalShadow(data []byte) (s shadow, ok bool) {
	if len(data) < sha256.Size+headsLen || sha256.Sum256(data[sha256.Size:]) != [sha256.Size]byte(data) {
		return s, false
	}
	rest := data[sha256.Size:]
	s.heads, rest = rest[:headsLen], rest[headsLen:]
	s.blocks = map[int64][]byte{}
	for len(rest) >= 16 {
		at, n := binary.LittleEndian.Uint64(rest), binary.LittleEndian.Uint64(rest[8:])
		if rest = rest[16:]; n > uint64(len(rest)) {
			return s, false
		}
		s.blocks[int64(at)], rest = rest[:n], rest[n:]
	}
	return s, len(rest) == 0
}

func sorted(blocks map[int64][]byte) (places []int64) {
	for at := range blocks {
		places = append(places, at)
	}
	slices.Sort(places)
	return places
}

// mendBlocks puts back what a checkpoint that a power cut ended has written over. It does
// nothing where no checkpoint was under way, or where it came to its end.
func mendBlocks(path string) error {
	if _, err := os.Lstat(path + shadowSuffix); err != nil {
		return nil
	}
	leave, err := hold(path, false)
	if err != nil {
		return err
	}
	defer leave()
	release, err := lockFile(path)
	if err != nil {
		return err
	}
	defer release()
	data, err := os.ReadFile(path + shadowSuffix)
	if errors.Is(err, fs.ErrNotExist) { // another process was faster
		return nil
	}
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close() // last, since the lock is let go of with it
	if s, ok := unmarshalShadow(data); ok {
		if err := s.putBack(f); err != nil {
			return fmt.Errorf("putting back what a checkpoint wrote over: %w", err)
		}
	}
	return errors.Join(os.Remove(path+shadowSuffix), syncFolder(path))
}

// putBack writes the blocks to a store whose heads are still those of before.
func (s shadow) putBack(f *os.File) error {
	now := make([]byte, headsLen)
	if _, err := f.ReadAt(now, headsAt); err != nil || !bytes.Equal(now, s.heads) {
		return nil // the checkpoint is whole, or this is another store
	}
	for _, at := range sorted(s.blocks) {
		if _, err := f.WriteAt(s.blocks[at], at); err != nil {
			return err
		}
	}
	return f.Sync()
}
