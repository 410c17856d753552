package guard

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Scope is what a token allows.
type Scope string

// The scopes. None holds another: a token that may write but not read can feed the house
// and learns nothing of what it holds.
const (
	Read  Scope = "read"  // ask questions, look at pages, scrape metrics
	Write Scope = "write" // bring stories in
	Judge Scope = "judge" // decide in the queue
)

// Scopes lists them in the order in which they are printed.
var Scopes = []Scope{Read, Write, Judge}

// ParseScopes reads names parted by commas.
func ParseScopes(list string) ([]Scope, error) {
	var out []Scope
	for name := range strings.SplitSeq(list, ",") {
		s := Scope(strings.TrimSpace(name))
		if !slices.Contains(Scopes, s) {
			return nil, fmt.Errorf("%q is no scope: read, write or judge", name)
		}
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out, nil
}

// Token is what is kept of a token: never the words themselves.
type Token struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"` // whose it is
	Hash    string    `json:"hash"` // SHA-256 of the words, in hexadecimal
	Scopes  []Scope   `json:"scopes"`
	Made    time.Time `json:"made"`
	Expires time.Time `json:"expires"`
}

// Good reports whether the token holds at a time.
func (t *Token) Good(now time.Time) bool { return now.Before(t.Expires) }

// prefix begins the words of a token, so that one that leaked is known for what it is.
const prefix = "entente_"

// NewToken makes a token; its words are given this once. They are 256 random bits, so a
// plain hash is as good as a slow one.
func NewToken(name string, scopes []Scope, made, expires time.Time) (t Token, words string) {
	secret := make([]byte, 32)
	rand.Read(secret)
	words = prefix + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret))
	h := hashOf(words)
	return Token{ID: h[:8], Name: name, Hash: h, Scopes: scopes, Made: made.UTC().Truncate(time.Second), Expires: expires.UTC().Truncate(time.Second)}, words
}

func hashOf(words string) string {
	sum := sha256.Sum256([]byte(words))
	return hex.EncodeToString(sum[:])
}

// Keys are the tokens of a file. A change of the file is seen at the next question, so a
// token that was taken back opens nothing from then on.
type Keys struct {
	path string
	mu   sync.Mutex
	seen fs.FileInfo
	list []Token
}

// OpenKeys reads the tokens of a file, which need not be there yet.
func OpenKeys(path string) (*Keys, error) {
	k := &Keys{path: path}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k, k.refresh()
}

// refresh reads the file if it is another than was seen.
func (k *Keys) refresh() error {
	info, err := os.Stat(k.path)
	if errors.Is(err, fs.ErrNotExist) {
		k.seen, k.list = nil, nil
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading tokens: %w", err)
	}
	if k.seen != nil && os.SameFile(info, k.seen) && info.Size() == k.seen.Size() && info.ModTime().Equal(k.seen.ModTime()) {
		return nil
	}
	data, err := os.ReadFile(k.path)
	if err != nil {
		return fmt.Errorf("reading tokens: %w", err)
	}
	var list []Token
	if err := json.Unmarshal(data, &list); err != nil {
		return fmt.Errorf("reading tokens of %s: %w", k.path, err)
	}
	k.seen, k.list = info, list
	return nil
}

// List gives the tokens in the order in which they were made.
func (k *Keys) List() ([]Token, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	err := k.refresh()
	return slices.Clone(k.list), err
}

// Find gives the token of some words, if there is one that holds. A file that cannot be
// read lets nobody in. Hashes are looked up, not the words, so the time it takes tells
// nothing of them.
func (k *Keys) Find(words string, now time.Time) (Token, bool) {
	if !strings.HasPrefix(words, prefix) {
		return Token{}, false
	}
	h := hashOf(words)
	return k.pick(now, func(t *Token) bool { return t.Hash == h })
}

// ByID gives the token of an id, if it holds.
func (k *Keys) ByID(id string, now time.Time) (Token, bool) {
	return k.pick(now, func(t *Token) bool { return t.ID == id })
}

func (k *Keys) pick(now time.Time, is func(*Token) bool) (Token, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.refresh() != nil {
		return Token{}, false
	}
	for i := range k.list {
		if is(&k.list[i]) && k.list[i].Good(now) {
			return k.list[i], true
		}
	}
	return Token{}, false
}

// Add keeps a token.
func (k *Keys) Add(t Token) error {
	return k.change(func(list []Token) []Token { return append(list, t) })
}

// Revoke takes a token back; it is false if there is none of that id.
func (k *Keys) Revoke(id string) (bool, error) {
	found := false
	err := k.change(func(list []Token) []Token {
		return slices.DeleteFunc(list, func(t Token) bool {
			found = found || t.ID == id
			return t.ID == id
		})
	})
	return found, err
}

// change writes the file anew, whole or not at all, for its owner alone to read.
func (k *Keys) change(how func([]Token) []Token) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.refresh(); err != nil {
		return err
	}
	data, err := json.MarshalIndent(how(slices.Clone(k.list)), "", "  ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(k.path), ".tokens-*")
	if err != nil {
		return fmt.Errorf("writing tokens: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(append(data, '\n'))
	if err := errors.Join(err, f.Chmod(0o600), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("writing tokens: %w", err)
	}
	if err := os.Rename(f.Name(), k.path); err != nil {
		return fmt.Errorf("writing tokens: %w", err)
	}
	k.seen = nil
	return k.refresh()
}
