package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"

	"entente/syntax"
)

// readTrees reads the trees of a file in CoNLL-U, which may be packed with gzip. A
// file without any is an error, as is one that cannot be read; the error names it.
func readTrees(path string) ([]syntax.Tree, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, ownFile(path, err)
	}
	defer f.Close()
	r, err := unpacked(f)
	if err != nil {
		return nil, ownFile(path, fmt.Errorf("%s: %w", path, cause(err)))
	}
	trees, err := syntax.ReadCoNLLU(r)
	if err == nil && len(trees) == 0 {
		err = errors.New("no sentences in CoNLL-U are in it")
	}
	if err != nil {
		return nil, ownFile(path, fmt.Errorf("%s: %w", path, cause(err)))
	}
	return trees, nil
}

// unpacked gives what a file holds, whether packed or not.
func unpacked(f io.Reader) (io.Reader, error) {
	r := bufio.NewReader(f)
	if head, _ := r.Peek(2); bytes.Equal(head, []byte{0x1f, 0x8b}) { // what cannot be read is told when it is read
		return gzip.NewReader(r)
	}
	return r, nil
}
