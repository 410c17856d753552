// Command write writes invented event files, to measure imports with.
//
//	go run ./eventfiletest/write -rows 5000000 -export five.csv -mentions five.mentions.csv
//	go run ./eventfiletest/write -rows 200000 -slices folder
//
// The first form writes one file of each kind; the second the zips of a quarter of an
// hour, named as GDELT names them. Last it prints what they hold as JSON.
package main

import (
	"archive/zip"
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"entente/eventfiletest"
)

func main() {
	rows := flag.Int("rows", 1_000_000, "lines of the exports")
	seed := flag.Uint64("seed", 1, "of what is invented")
	days := flag.Int("days", 0, "over which the slices are spread; 0 means five years")
	export := flag.String("export", "", "file of the exports")
	mentions := flag.String("mentions", "", "file of the mentions")
	slices := flag.String("slices", "", "folder of zips, one of each kind a slice")
	flag.Parse()
	o := eventfiletest.Usual(*rows)
	o.Seed, o.Days, o.Mentions = *seed, *days, *mentions != "" || *slices != ""
	made, err := write(o, *export, *mentions, *slices)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(made)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "write: error:", err)
		os.Exit(1)
	}
}

func write(o eventfiletest.Options, export, mentions, folder string) (made eventfiletest.Made, err error) {
	var to [2]*file
	for i, name := range []string{export, mentions} {
		if to[i], err = create(name); err != nil {
			return made, err
		}
	}
	for s := range eventfiletest.Slices(o) {
		made = s.Made
		to[0].Write(s.Export)
		to[1].Write(s.Mentions)
		if folder == "" {
			continue
		}
		if err := errors.Join(pack(folder, s.Stamp+".export.CSV", s.Export), pack(folder, s.Stamp+".mentions.CSV", s.Mentions)); err != nil {
			return made, err
		}
	}
	return made, errors.Join(to[0].close(), to[1].close())
}

// file is written through a buffer; without a name it takes what it is given and keeps
// nothing.
type file struct {
	*bufio.Writer
	f *os.File
}

func create(name string) (*file, error) {
	if name == "" {
		return &file{bufio.NewWriter(io.Discard), nil}, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &file{bufio.NewWriterSize(f, 1<<20), f}, nil
}

// close tells what went wrong while writing.
func (f *file) close() error {
	if f.f == nil {
		return nil
	}
	return errors.Join(f.Flush(), f.f.Close())
}

func pack(folder, name string, data []byte) error {
	f, err := os.Create(filepath.Join(folder, name+".zip"))
	if err != nil {
		return err
	}
	z := zip.NewWriter(f)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write(data)
	}
	return errors.Join(err, z.Close(), f.Close())
}
