package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// terminal gives the width of the console and whether it shows colour: only if a
// person watches and NO_COLOR is not set.
func (e *env) terminal() (width int, color bool) {
	width = 80
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n >= 40 {
		width = n
	}
	f, ok := e.out.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return width, false
	}
	if w, _, err := term.GetSize(int(f.Fd())); err == nil && w >= 40 {
		width = min(w, 110)
	}
	return width, os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// progress gives a function that shows how many stories were read, if a person
// watches, and one that ends the display.
func (e *env) progress() (advance func(stories int), end func()) {
	f, ok := e.err.(*os.File)
	if e.Quiet || !ok || !term.IsTerminal(int(f.Fd())) {
		return nil, func() {}
	}
	bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(f), progressbar.OptionSetDescription("reading"),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("stories"), progressbar.OptionClearOnFinish())
	return func(n int) { _ = bar.Set(n) }, func() { _ = bar.Finish(); fmt.Fprint(f, "\r") }
}
