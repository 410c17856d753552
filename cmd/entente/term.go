package main

import (
	"os"
	"strconv"

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
