package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// output writes the file that a flag names. A file is written beside its place and
// moved there when it is whole, so that what was there before stays if writing
// fails; a device or a pipe is written as it is.
func output(path string, write func(io.Writer) error) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return badStore(fmt.Errorf("write %s: it is a folder", path))
	case err == nil && !info.Mode().IsRegular():
		err = writeInto(path, write)
	case err == nil, errors.Is(err, fs.ErrNotExist):
		err = replace(path, write)
	}
	if err != nil {
		return badStore(fmt.Errorf("write %s: %w", path, cause(err)))
	}
	return nil
}

func writeInto(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

func replace(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	err = errors.Join(write(f), f.Chmod(0o644), f.Sync(), f.Close()) // written through, lest a power cut leave the name and not the bytes
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// cause strips the name of a file from what is wrong with it, where the message
// names the file already.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// named says of an error with a file which file it is, in the words of the user.
func named(path string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return fmt.Errorf("%s: %w", path, p.Err)
	}
	return err
}
