package main

import (
	"fmt"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// watched gives the terminal on which a person watches, nil if nobody does.
func (e *env) watched() *os.File {
	f, ok := e.err.(*os.File)
	if e.Quiet || !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	return f
}

// readingProgress shows, if a person watches, how many stories were kept and how many
// that is a second, how much of the files was read and how long the rest will take. The
// first function is told the stories kept so far, the second ends the display.
func (e *env) readingProgress(in *intake) (advance func(stories int), end func()) {
	f := e.watched()
	if f == nil {
		return func(int) {}, func() {}
	}
	began := time.Now()
	bar := progressbar.NewOptions64(sizeOf(in.files), progressbar.OptionSetWriter(f), progressbar.OptionSetWidth(20), progressbar.OptionSetDescription("reading"),
		progressbar.OptionShowBytes(true), progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true), progressbar.OptionSetElapsedTime(false),
		progressbar.OptionThrottle(200*time.Millisecond), progressbar.OptionClearOnFinish())
	show := func(stories int) {
		rate := float64(stories) / max(time.Since(began).Seconds(), .001)
		bar.Describe(fmt.Sprintf("reading: %s, %.0f a second", counted(stories, "story", "stories"), rate))
		_ = bar.Set64(min(in.bytes.Load(), max(0, bar.GetMax64()-1))) // it is not over before the last story is kept
	}
	show(0)
	return show, func() { _ = bar.Finish(); fmt.Fprint(f, "\r") }
}

// sizeOf gives the bytes of files, -1 where one has no size that is known before.
func sizeOf(files []string) int64 {
	var sum int64
	for _, path := range files {
		info, err := os.Stat(path)
		if path == "-" || err == nil && !info.Mode().IsRegular() {
			return -1
		}
		if err == nil {
			sum += info.Size()
		}
	}
	return max(sum, 1)
}

// progress gives a function that shows how many stories were read, if a person
// watches, and one that ends the display.
func (e *env) progress() (advance func(stories int), end func()) {
	f := e.watched()
	if f == nil {
		return nil, func() {}
	}
	bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(f), progressbar.OptionSetDescription("reading"),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("stories"), progressbar.OptionClearOnFinish())
	return func(n int) { _ = bar.Set(n) }, func() { _ = bar.Finish(); fmt.Fprint(f, "\r") }
}
