package main

import (
	"archive/zip"
	"context"
	"crypto/md5" // GDELT lists no other sum; it tells damage, not forgery
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"entente"
	"entente/fetch"
	"entente/gdelt"
)

type fetchCmd struct {
	GDELT fetchGDELTCmd `cmd:"" name:"gdelt" help:"Get GDELT's event files of a span of days into a folder."`
}

type fetchGDELTCmd struct {
	outbound
	From     string `required:"" help:"First day." placeholder:"DAY"`
	To       string `required:"" help:"Last day." placeholder:"DAY"`
	Edition  int    `help:"1 has one file a day, 2 one every quarter of an hour." enum:"1,2" default:"1"`
	Mentions bool   `help:"The tables of mentions too (edition 2)."`
	Base     string `help:"Where the files lie." default:"https://data.gdeltproject.org"`
	Out      string `required:"" help:"The folder they are put into." placeholder:"DIR"`
	JSON     bool   `help:"What was done, as JSON lines." name:"json"`
}

func (c *fetchGDELTCmd) Run(ctx context.Context, e *env) error {
	d, err := c.download(e, world{})
	if err != nil {
		return err
	}
	defer d.client.Close()
	return d.run(ctx)
}

// download is a run of fetch gdelt.
type download struct {
	*env
	fetchGDELTCmd
	from, to entente.Day
	client   *fetch.Client
	sleep    func(context.Context, time.Duration) error
}

// fetched is what became of a file: a line of what fetch prints.
type fetched struct {
	File    string `json:"file"`
	State   string `json:"state"` // got, kept (it was there), missing (GDELT has it not), failed
	Bytes   int64  `json:"bytes"`
	Checked string `json:"checked,omitempty"` // by what it is known to be whole: md5, size, zip
	Error   string `json:"error,omitempty"`
}

// Bounds of what GDELT's files and lists may be: the largest year packed has some
// hundred megabytes, the list of 2.0 more than a hundred.
const (
	gdeltFile = 4 << 30
	gdeltList = 1 << 30
	gdeltTime = 2 * time.Hour
)

func (c *fetchGDELTCmd) download(e *env, at world) (*download, error) {
	d := &download{env: e, fetchGDELTCmd: *c, sleep: at.sleep}
	var err error
	if d.from, err = entente.ParseDay(c.From); err != nil || !d.from.Known() {
		return nil, usage("--from: %q is not a date such as 2021-06-16", c.From)
	}
	if d.to, err = entente.ParseDay(c.To); err != nil || !d.to.Known() {
		return nil, usage("--to: %q is not a date such as 2021-06-16", c.To)
	}
	if d.from > d.to {
		return nil, usage("--from %s lies after --to %s", d.from, d.to)
	}
	if c.Mentions && c.Edition == 1 {
		return nil, usage("--mentions: there are none in edition 1; take --edition 2")
	}
	if u, err := url.Parse(c.Base); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" {
		return nil, usage("--base: %q is no address of the web", c.Base)
	}
	d.Base = strings.TrimRight(c.Base, "/")
	at.fetch.Limits = fetch.Limits{Total: gdeltTime, Body: gdeltFile}
	if d.client, err = c.client(at.fetch); err != nil {
		return nil, err
	}
	if d.sleep == nil {
		d.sleep = fetch.Sleep
	}
	return d, nil
}

func (d *download) run(ctx context.Context) error {
	if err := os.MkdirAll(d.Out, 0o755); err != nil {
		return badStore(err)
	}
	files, err := d.list(ctx)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return badNetwork(err, networkHint(err))
	}
	if len(files) == 0 {
		return codedError{exitNo, fmt.Errorf("GDELT lists no file from %s to %s", d.from, d.to), ""}
	}
	count := map[string]int{}
	var bytes int64
	for _, f := range files {
		got, err := d.file(ctx, f)
		if err != nil {
			return err
		}
		count[got.State]++
		if got.State == "got" {
			bytes += got.Bytes
		}
		if err := d.told(got); err != nil {
			return err
		}
	}
	if !d.Quiet {
		fmt.Fprintf(d.err, "entente: got %s (%s), %d were there, %d are missing\n", counted(count["got"], "file", "files"), megabytes(bytes), count["kept"], count["missing"])
	}
	if n := count["failed"]; n > 0 {
		return badNetwork(fmt.Errorf("%d of %s could not be got", n, counted(len(files), "file", "files")), "run it again: what is there is not got again")
	}
	return nil
}

// list names the files, with sizes and sums as far as GDELT's lists tell them.
func (d *download) list(ctx context.Context) ([]gdelt.File, error) {
	if d.Edition == 2 {
		return d.listMaster(ctx)
	}
	sums, sizes := map[string]string{}, map[string]int64{}
	err := errors.Join(
		d.optional(ctx, gdelt.Sums, func(r io.Reader) (err error) { sums, err = gdelt.ReadSums(r); return err }),
		d.optional(ctx, gdelt.Sizes, func(r io.Reader) (err error) { sizes, err = gdelt.ReadSizes(r); return err }))
	if err != nil {
		return nil, err
	}
	files := gdelt.Daily(d.from, d.to)
	for i, f := range files {
		files[i].MD5 = sums[f.Name]
		if n, ok := sizes[f.Name]; ok {
			files[i].Size = n
		}
	}
	return files, nil
}

// listMaster reads the list of edition 2 as it comes; of a list that breaks off nothing
// is taken, for it would look whole.
func (d *download) listMaster(ctx context.Context) ([]gdelt.File, error) {
	tables := []string{"export"}
	if d.Mentions {
		tables = append(tables, "mentions")
	}
	var files []gdelt.File
	err := d.patiently(ctx, func() error {
		_, err := d.client.Stream(ctx, fetch.Request{URL: d.Base + "/" + gdelt.Master, Most: gdeltList}, func(_ fetch.Response, r io.Reader) (err error) {
			files, err = gdelt.ReadMaster(r, d.from, d.to, tables...)
			return err
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read GDELT's list: %w", err)
	}
	return files, nil
}

// optional reads a list that may be missing: then files are held to be whole if they
// can be unpacked.
func (d *download) optional(ctx context.Context, list string, read func(io.Reader) error) error {
	err := d.patiently(ctx, func() error {
		_, err := d.client.Stream(ctx, fetch.Request{URL: d.Base + "/" + list, Most: gdeltList}, func(_ fetch.Response, r io.Reader) error { return read(r) })
		return err
	})
	if isMissing(err) {
		d.problems([]entente.Problem{unfetched(d.Base+"/"+list, err)})
		return nil
	}
	if err != nil {
		return fmt.Errorf("read GDELT's list: %w", err)
	}
	return nil
}

func isMissing(err error) bool {
	var e *fetch.Error
	return errors.As(err, &e) && (e.Status == http.StatusNotFound || e.Status == http.StatusGone)
}

// tries of what may be had a moment later.
const tries = 4

// patiently tries again what failed for a reason that may pass.
func (d *download) patiently(ctx context.Context, try func() error) error {
	for i := 1; ; i++ {
		err := try()
		var e *fetch.Error
		if err == nil || i == tries || !errors.As(err, &e) || !(e.Kind == fetch.Slow || e.Kind == fetch.Unreachable || e.Kind == fetch.Lost && e.Status >= 500) {
			return err
		}
		if err := d.sleep(ctx, time.Duration(1<<i)*time.Second); err != nil {
			return err
		}
	}
}

// file gets one file, unless it is there whole. An error is one of the disk or an
// interruption; what the network fails at is told and leaves the other files alone.
func (d *download) file(ctx context.Context, f gdelt.File) (fetched, error) {
	path := filepath.Join(d.Out, f.Name)
	out := fetched{File: path, State: "kept"}
	if by, n, err := whole(path, f); err == nil {
		out.Checked, out.Bytes = by, n
		return out, nil
	}
	out.State = "got"
	var err error
	for range 2 { // what came damaged is got once more, from its beginning
		if err = d.patiently(ctx, func() error { return d.part(ctx, path+".part", f) }); err != nil {
			break
		}
		if out.Checked, out.Bytes, err = whole(path+".part", f); err == nil {
			err = os.Rename(path+".part", path)
			break
		}
		if bad := os.Remove(path + ".part"); bad != nil {
			return out, badStore(bad)
		}
	}
	switch {
	case err == nil:
		return out, nil
	case ctx.Err() != nil:
		return out, ctx.Err()
	case isMissing(err):
		out.State, out.Error = "missing", "GDELT has it not"
	case fetch.KindOf(err) != "", errors.Is(err, errDamaged):
		out.State, out.Error = "failed", flat(err.Error())
	default:
		return out, badStore(err)
	}
	d.problems([]entente.Problem{unfetched(d.Base+"/"+f.Path, err)})
	return out, nil
}

// part goes on with a file from where it broke off, or begins it.
func (d *download) part(ctx context.Context, path string, f gdelt.File) error {
	var have int64
	if info, err := os.Stat(path); err == nil {
		have = info.Size()
	}
	if f.Size >= 0 && have == f.Size {
		return nil // it is whole, or will be found damaged
	}
	if f.Size >= 0 && have > f.Size {
		have = 0
	}
	_, err := d.client.Stream(ctx, fetch.Request{URL: d.Base + "/" + f.Path, From: have}, func(r fetch.Response, body io.Reader) error {
		flags := os.O_CREATE | os.O_WRONLY | os.O_TRUNC
		if r.From > 0 {
			flags = os.O_WRONLY | os.O_APPEND
		}
		file, err := os.OpenFile(path, flags, 0o644)
		if err != nil {
			return err
		}
		_, err = io.Copy(file, body)
		return errors.Join(err, file.Close())
	})
	var e *fetch.Error
	if have > 0 && errors.As(err, &e) && e.Status == http.StatusRequestedRangeNotSatisfiable { // there is no more of it
		return nil
	}
	return err
}

var errDamaged = errors.New("it came damaged twice")

// whole reports by what a file is known to be whole, and its size. Without a sum or a
// size in GDELT's lists it must be a zip that can be opened.
func whole(path string, f gdelt.File) (by string, size int64, err error) {
	info, err := os.Stat(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return "", 0, errDamaged
		}
		return "", 0, err
	}
	size = info.Size()
	if f.Size >= 0 && size != f.Size {
		return "", size, errDamaged
	}
	if f.MD5 != "" {
		sum, err := sumOf(path)
		if err == nil && sum != f.MD5 {
			err = errDamaged
		}
		return "md5", size, err
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		return "", size, errDamaged
	}
	by = "zip"
	if f.Size >= 0 {
		by = "size"
	}
	return by, size, z.Close()
}

func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := md5.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// told prints what became of a file.
func (d *download) told(f fetched) error {
	if d.JSON {
		return encoder(d.out).Encode(f)
	}
	if d.Quiet {
		return nil
	}
	if f.Error != "" {
		_, err := fmt.Fprintf(d.out, "%-7s %s: %s\n", f.State, f.File, f.Error)
		return err
	}
	_, err := fmt.Fprintf(d.out, "%-7s %s %s, %s\n", f.State, f.File, megabytes(f.Bytes), f.Checked)
	return err
}
