package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/bmatcuk/doublestar/v4"

	"entente"
	"entente/desk"
	"entente/news"
)

// stories yields the stories of files, folders, patterns and standard input ("-" or
// nothing) in the order given. A file that cannot be used is a problem where others
// stand beside it; if none holds a story, the sequence ends with an error.
func (e *env) stories(ctx context.Context, paths []string, opt news.Options) iter.Seq2[news.Item, error] {
	return func(yield func(news.Item, error) bool) {
		files, err := expand(paths)
		if err != nil {
			yield(news.Item{}, badInput(err))
			return
		}
		in := intake{files: files, opt: opt}
		for item, err := range in.stories(ctx, e.in) {
			if !yield(item, err) || err != nil {
				return
			}
		}
		e.leftOut(in.left)
	}
}

// leftOut says what of archives was no story, which is no fault of theirs.
func (e *env) leftOut(left news.Left) {
	if len(left) == 0 || e.Quiet {
		return
	}
	fmt.Fprintf(e.err, "entente: left out of archives: %s\n", worded(left))
}

// worded words counts, the largest first.
func worded(left news.Left) string {
	kinds := make([]string, 0, len(left))
	for what := range left {
		kinds = append(kinds, what)
	}
	slices.SortFunc(kinds, func(a, b string) int {
		if n := left[b] - left[a]; n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	for i, what := range kinds {
		kinds[i] = fmt.Sprintf("%d %s", left[what], flat(what))
	}
	return strings.Join(kinds, ", ")
}

// intake is how files come into a run.
type intake struct {
	files []string
	opt   news.Options
	book  book         // which files are taken, and who hears of their pieces; may be nil
	bytes atomic.Int64 // of files that were read
	left  news.Left
}

// book says whether a file is to be read, and from where on, and hears of each piece on
// its way.
type book interface {
	begin(ctx context.Context, n int, path string, f *storyFile) (from news.Mark, wanted bool, err error)
	piece(n int, at news.Mark) // n is -1 for one that stands in the place of a file
	end(n int)
	known() int // stories of files that were not wanted
}

// stories yields the stories of the intake. Each piece of its files gives one item.
func (in *intake) stories(ctx context.Context, stdin io.Reader) iter.Seq2[news.Item, error] {
	return func(yield func(news.Item, error) bool) {
		good := 0
		for item, err := range desk.Stories(ctx, in.pieces(ctx, stdin)) {
			if err != nil && in.tolerates(err) {
				item.Problems, err = append(item.Problems, unusable(item.File, err)), nil
			} else if err != nil {
				err = in.refused(err)
			}
			if item.Story.Text != "" {
				good++
			}
			in.left = in.left.Plus(item.Left)
			if !yield(item, err) || err != nil {
				return
			}
		}
		if err := in.empty(good); err != nil {
			yield(news.Item{}, err)
		}
	}
}

// tolerates reports whether an error is that of one file beside others.
func (in *intake) tolerates(err error) bool {
	return len(in.files) > 1 && errors.Is(err, news.ErrUnusable)
}

// refused gives an error of the input its exit code; that of an interruption has its own.
func (in *intake) refused(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return badInput(err)
}

// empty is the error of an input without a story.
func (in *intake) empty(good int) error {
	if in.book != nil {
		good += in.book.known()
	}
	switch {
	case good > 0:
		return nil
	case len(in.files) == 1:
		return badInput(fmt.Errorf("%s: %w", in.files[0], news.ErrUnusable))
	}
	return badInput(fmt.Errorf("none of the %d files holds a story", len(in.files)))
}

// pieces yields the pieces of all files.
func (in *intake) pieces(ctx context.Context, stdin io.Reader) iter.Seq2[news.Piece, error] {
	return func(yield func(news.Piece, error) bool) {
		names := namesakes{}
		for n, path := range in.files {
			opt := in.opt
			give := func(p news.Piece, err error) bool {
				if err == nil && in.book != nil {
					in.book.piece(n, p.At)
				}
				return yield(p, err)
			}
			if whole := names.whole(path); whole != "" {
				opt.ID = whole
				give = noted(whole, give)
			}
			if err := in.file(ctx, n, path, stdin, opt, give); err != nil && (errors.Is(err, errEnough) || !in.lose(path, err, yield)) {
				return
			}
		}
	}
}

// noted tells with the first piece of a file that its stories are called by its whole
// path, if they are.
func noted(whole string, give func(news.Piece, error) bool) func(news.Piece, error) bool {
	first := true
	return func(p news.Piece, err error) bool {
		if err == nil && first {
			first = false
			p = p.Then(func(item news.Item) news.Item {
				if strings.HasPrefix(item.Story.ID, whole) {
					item.Problems = append(item.Problems, entente.Problem{Stage: "news", Subject: item.Story.ID, Offset: -1,
						Message: fmt.Sprintf("another file is called %s: this story's id is its whole path", filepath.Base(whole))})
				}
				return item
			})
		}
		return give(p, err)
	}
}

// errEnough ends a sequence of which the caller wants no more.
var errEnough = errors.New("enough")

// file yields the pieces of one file.
func (in *intake) file(ctx context.Context, n int, path string, stdin io.Reader, opt news.Options, give func(news.Piece, error) bool) error {
	if path == "-" {
		return in.through(n, "stdin", stdin, opt, give)
	}
	f, err := openStories(ctx, path, &in.bytes)
	if err != nil {
		return named(path, err)
	}
	defer f.Close()
	if in.book != nil {
		from, wanted, err := in.book.begin(ctx, n, path, f)
		if err != nil || !wanted {
			return named(path, err)
		}
		opt.From = from
	}
	return in.through(n, path, f, opt, give)
}

func (in *intake) through(n int, name string, r io.Reader, opt news.Options, give func(news.Piece, error) bool) error {
	for p, err := range news.Pieces(name, r, opt) {
		if err != nil {
			return err
		}
		if !give(p, nil) {
			return errEnough
		}
	}
	if in.book != nil {
		in.book.end(n)
	}
	return nil
}

// lose hands on what makes a file unusable: a problem, if others stand beside it. The
// problem is a piece of no file: where that is to be taken up does not change.
func (in *intake) lose(path string, err error, yield func(news.Piece, error) bool) bool {
	if len(in.files) > 1 && !errors.Is(err, context.Canceled) {
		if in.book != nil {
			in.book.piece(-1, news.Mark{})
		}
		return yield(news.Trouble(unusable(path, err)), nil)
	}
	yield(news.Piece{}, err)
	return false
}

// unusable is the problem of a file that cannot be used.
func unusable(path string, err error) entente.Problem {
	path = strings.ToValidUTF8(path, "\uFFFD")
	text := strings.TrimPrefix(named(path, err).Error(), path+": ")
	return entente.Problem{Stage: "news", Subject: path, Offset: -1, Message: strings.ToValidUTF8(text, "\uFFFD")}
}

// expand turns folders into the story files below them and patterns into the files that
// they match, in order of name. A file that is named twice is read once.
func expand(paths []string) ([]string, error) {
	if len(paths) == 0 {
		return []string{"-"}, nil
	}
	return expandBy(paths, storyFiles)
}

// expandBy does so with what counts below a folder.
func expandBy(paths []string, filesBelow func(dir string) ([]string, error)) ([]string, error) {
	var out []string
	seen := map[string]bool{}
	add := func(files ...string) {
		for _, f := range files {
			if f == "-" || !seen[filepath.Clean(f)] {
				seen[filepath.Clean(f)] = true
				out = append(out, f)
			}
		}
	}
	for _, p := range paths {
		info, err := os.Stat(p)
		switch {
		case p == "-" || err == nil && !info.IsDir():
			add(p)
		case err == nil:
			below, err := filesBelow(p)
			if err != nil {
				return nil, err
			}
			add(below...)
		case strings.ContainsAny(p, "*?[{"):
			matched, err := matching(p, filesBelow)
			if err != nil {
				return nil, err
			}
			add(matched...)
		default:
			return nil, named(p, err)
		}
	}
	return out, nil
}

// matching gives the files of a pattern, in which ** stands for any folders. A folder
// that matches gives the files below it that count.
func matching(pattern string, filesBelow func(dir string) ([]string, error)) ([]string, error) {
	found, err := doublestar.FilepathGlob(pattern)
	if err != nil {
		return nil, fmt.Errorf("%s: no pattern of file names: %w", pattern, err)
	}
	slices.Sort(found)
	var out []string
	for _, f := range found {
		if info, err := os.Stat(f); err != nil || !info.IsDir() {
			out = append(out, f)
			continue
		}
		if strings.HasSuffix(pattern, "**") {
			continue // what is below matches by itself
		}
		below, err := filesBelow(f)
		if err != nil {
			return nil, err
		}
		out = append(out, below...)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s matches no file", pattern)
	}
	return out, nil
}

func storyFiles(dir string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && news.IsStoryFile(filepath.Base(path)) {
			out = append(out, path)
		}
		return err
	})
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("%s holds no file of stories (.txt, .html, .jsonl, .rss, .warc, .zip and the like)", dir)
	}
	return out, err
}

// storyFile is an opened file whose reading a cancelled context ends, and is counted.
type storyFile struct {
	*os.File
	ctx  context.Context
	read *atomic.Int64
}

func openStories(ctx context.Context, path string, read *atomic.Int64) (*storyFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &storyFile{f, ctx, read}, nil
}

// Read reads on.
func (f *storyFile) Read(p []byte) (int, error) {
	if f.ctx.Err() != nil {
		return 0, context.Cause(f.ctx)
	}
	n, err := f.File.Read(p)
	f.read.Add(int64(n))
	return n, err
}

// ReadAt reads at a place.
func (f *storyFile) ReadAt(p []byte, off int64) (int, error) {
	if f.ctx.Err() != nil {
		return 0, context.Cause(f.ctx)
	}
	n, err := f.File.ReadAt(p, off)
	f.read.Add(int64(n))
	return n, err
}

// dated is the flag for pages that give no date.
type dated struct {
	Published string `help:"Date of publication of stories that give none; of web archives also \"captured\", the day of capture." placeholder:"DATE"`
}

func (d dated) options() (news.Options, error) {
	if d.Published == "captured" {
		return news.Options{Captured: true}, nil
	}
	day, err := entente.ParseDay(d.Published)
	if err != nil {
		return news.Options{}, usage("--published: %w", err)
	}
	return news.Options{Published: day}, nil
}

// namesakes knows the names that files of a run have.
type namesakes map[string]bool

// whole gives the whole path, without its ending, of a file that is called like one
// before it, "" for others: else its stories would take the place of the other's.
func (n namesakes) whole(path string) string {
	if path == "-" {
		return ""
	}
	whole := filepath.ToSlash(strings.ToValidUTF8(path, "\uFFFD"))
	if ext := filepath.Ext(whole); strings.EqualFold(ext, ".gz") {
		whole = strings.TrimSuffix(whole, ext)
	}
	whole = strings.TrimSuffix(whole, filepath.Ext(whole))
	base := filepath.Base(whole)
	if !n[base] {
		n[base] = true
		return ""
	}
	if whole == base {
		return ""
	}
	return whole
}
