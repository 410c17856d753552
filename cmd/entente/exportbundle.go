package main

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"entente/export"
)

// bundle writes the tables of a plan with all that belongs to them, beside the place
// that was named, and moves it there when it is whole.
func (p *plan) bundle(ctx context.Context) error {
	path := p.written.Bundle
	write := func(create func(string) (io.Writer, error)) error { return p.files(ctx, export.NewFiles(create)) }
	var err error
	if strings.EqualFold(filepath.Ext(path), ".zip") {
		err = output(path, func(w io.Writer) error { return zipped(w, write) })
	} else {
		err = folded(path, write)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// files writes the data, then what explains them.
func (p *plan) files(ctx context.Context, out *export.Files) error {
	held, err := p.store.Holdings(ctx)
	if err != nil {
		return badStore(err)
	}
	p.origins.Terms = map[string]string{}
	for _, h := range held {
		p.origins.Terms[h.Source] = h.Licence
	}
	var parts []export.Part
	for _, t := range p.tables {
		format, rows := p.format, 0
		if len(parts) > 0 {
			format = p.plainFormat()
		}
		name := "data/" + t.name + "." + extension(format)
		size, sum, err := out.Write(name, func(w io.Writer) (err error) {
			rows, err = t.write(ctx, w)
			return err
		})
		if err != nil {
			return err
		}
		part := t.part(name, rows)
		part.Bytes, part.Sum = size, sum
		parts = append(parts, part)
	}
	b, err := p.about(ctx, parts)
	if err == nil {
		err = out.End(b)
	}
	if err == nil {
		p.tell(parts[0].Rows)
	}
	return err
}

func extension(f export.Format) string {
	if f == export.GDELT1 || f == export.GDELT2 {
		return "tsv"
	}
	return string(f)
}

// about says what the data of a bundle are.
func (p *plan) about(ctx context.Context, parts []export.Part) (export.Bundle, error) {
	maker, err := p.env.maker(p.tools)
	if err != nil {
		return export.Bundle{}, err
	}
	counts, err := p.store.Counts(ctx, p.filter)
	if err != nil {
		return export.Bundle{}, badStore(err)
	}
	delete(p.actors, "")
	return export.Bundle{
		Title: p.title(), Authors: p.written.Author, Licence: p.written.Licence, Command: p.line(), Maker: maker, Parts: parts, Origins: &p.origins,
		Actors: slices.Sorted(maps.Keys(p.actors)), Names: p.tools.Lexicon.NameOf, Lexica: language(folder()),
		Config: export.Config{
			Version: version(), Schema: export.Schema, Table: p.tables[0].name, Format: p.format, Filter: p.filter, Panel: p.panel, Quotes: p.quotes,
			Scale: scale, Lexicon: maker.Lexicon, Weights: maker.Weights, Coded: p.origins.Lexica(), Store: counts,
		},
	}, nil
}

// title is that of the bundle: as asked, else what is in it.
func (p *plan) title() string {
	if p.written.Title != "" {
		return p.written.Title
	}
	title := "Political " + strings.ReplaceAll(p.command[0], "-", " ")
	var names []string
	for _, c := range append(slices.Clone(p.filter.Pair), p.filter.Among...) {
		names = append(names, p.tools.Lexicon.NameOf(c))
	}
	if len(names) > 0 {
		title += " of " + strings.Join(names, ", ")
	}
	if p.filter.From.Known() {
		title += " from " + p.filter.From.String()
	}
	if p.filter.To.Known() {
		title += " to " + p.filter.To.String()
	}
	return title
}

// bundleName is where the command of a bundle writes it anew: always the same, so that
// a bundle does not depend on where it lies.
const bundleName = "bundle"

// line is the command that makes the bundle again, in the folder of the store: actors
// as codes, sources by name, flags in one order.
func (p *plan) line() string {
	args := []string{"entente", "--store", filepath.Base(p.env.Store), "export"}
	args = append(args, p.command...)
	args = append(args, flags(p.filter)...)
	args = append(args, "--format", string(p.format))
	if !p.quotes {
		args = append(args, "--no-quotes")
	}
	w := p.written
	for _, f := range []struct {
		flag   string
		values []string
	}{{"--title", []string{w.Title}}, {"--author", w.Author}, {"--licence", []string{w.Licence}}} {
		for _, v := range f.values {
			if v != "" {
				args = append(args, f.flag, v)
			}
		}
	}
	name := bundleName
	if strings.EqualFold(filepath.Ext(w.Bundle), ".zip") {
		name += ".zip"
	}
	args = append(args, "--bundle", name)
	for i, a := range args {
		args[i] = shell(a)
	}
	return strings.Join(args, " ")
}

// shell quotes a word for a shell where it must be.
func shell(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:,+", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// zipped writes files into a zip, without the times that would make each another.
func zipped(w io.Writer, write func(func(string) (io.Writer, error)) error) error {
	z := zip.NewWriter(w)
	err := write(func(name string) (io.Writer, error) {
		return z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	})
	if err != nil {
		return err
	}
	return z.Close()
}

// folded writes files into a new folder beside the one named, and puts it in the place
// of that, which must be empty or an older bundle.
func folded(path string, write func(func(string) (io.Writer, error)) error) error {
	if err := replaceable(path); err != nil {
		return badStore(fmt.Errorf("write %s: %w", path, err))
	}
	path = filepath.Clean(path)
	dir, err := os.MkdirTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return badStore(fmt.Errorf("write %s: %w", path, cause(err)))
	}
	defer os.RemoveAll(dir)
	if err := writeFolder(dir, write); err != nil {
		return err
	}
	if err := exchange(dir, path); err != nil {
		return badStore(fmt.Errorf("write %s: %w", path, cause(err)))
	}
	return nil
}

// replaceable refuses a folder that holds something else than a bundle.
func replaceable(path string) error {
	entries, err := os.ReadDir(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return cause(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if len(names) > 0 && !export.IsBundle(names) {
		return errors.New("the folder holds other files than those of a bundle")
	}
	return nil
}

func writeFolder(dir string, write func(func(string) (io.Writer, error)) error) error {
	var last *os.File
	closeLast := func() error {
		if last == nil {
			return nil
		}
		err := last.Close()
		last = nil
		return err
	}
	err := write(func(name string) (io.Writer, error) {
		if err := closeLast(); err != nil {
			return nil, err
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return nil, err
		}
		var err error
		last, err = os.Create(file)
		return last, err
	})
	return errors.Join(err, closeLast(), os.Chmod(dir, 0o755))
}

// exchange puts a folder in the place of another, which goes.
func exchange(dir, path string) error {
	old := dir + "-old"
	err := os.Rename(path, old)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(dir, path); err != nil {
		return errors.Join(err, os.Rename(old, path))
	}
	return os.RemoveAll(old)
}
