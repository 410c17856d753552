package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// browsers are the names under which a Chromium is found, and the places where it lies
// where no name leads to it.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "chrome-headless-shell", "microsoft-edge", "msedge",
	"/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"}

// browser finds a Chromium of this machine.
func browser() (string, error) {
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", codedError{exitStore, errors.New("--pdf: no Chromium or Chrome is found on this machine"),
		"install one (Debian and Ubuntu: apt install chromium; Fedora: dnf install chromium; macOS: brew install --cask chromium), or write the page with --out and print it from any browser"}
}

// printTime is how long a page may take to be printed.
const printTime = 2 * time.Minute

// printed prints a page to a file, as PDF, with a local Chromium: in a profile of its own
// that is thrown away, from a file, with every name of the network unknown to it.
func printed(ctx context.Context, path string, page func(io.Writer) error) error {
	program, err := browser()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "entente-print-")
	if err != nil {
		return badStore(err)
	}
	defer os.RemoveAll(dir)
	html, pdf := filepath.Join(dir, "report.html"), filepath.Join(dir, "report.pdf")
	if err := output(html, page); err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, printTime)
	defer stop()
	args := []string{"--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + filepath.Join(dir, "profile"), "--no-pdf-header-footer", "--print-to-pdf=" + pdf}
	if os.Geteuid() == 0 { // it does not start with its sandbox as root
		args = append(args, "--no-sandbox")
	}
	cmd := exec.CommandContext(ctx, program, append(args, (&url.URL{Scheme: "file", Path: filepath.ToSlash(html)}).String())...)
	var said tail
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.WaitDelay = time.Second
	err = cmd.Run()
	if ctx.Err() != nil && errors.Is(context.Cause(ctx), context.Canceled) {
		return ctx.Err()
	}
	data, missing := os.ReadFile(pdf)
	if err != nil || missing != nil || !bytes.HasPrefix(data, []byte("%PDF-")) {
		return codedError{exitStore, fmt.Errorf("--pdf: %s did not print the page: %w: %s", program, errors.Join(err, missing), lastLine(said)), "write the page with --out and print it from a browser"}
	}
	return output(path, func(w io.Writer) error {
		_, err := w.Write(undated(data))
		return err
	})
}

// lastLine is the last line of what a program said.
func lastLine(said tail) string {
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	return flat(lines[len(lines)-1])
}

// pdfDate is a day of making in a PDF.
var pdfDate = regexp.MustCompile(`/(CreationDate|ModDate) \(D:\d{14}`)

// undated takes the hour of printing out of a PDF, so that the same report is the same
// file. The places of its parts stay as they are: what is put there is as long.
func undated(pdf []byte) []byte {
	return pdfDate.ReplaceAllFunc(pdf, func(m []byte) []byte {
		at := bytes.IndexByte(m, ':')
		return append(append([]byte(nil), m[:at+1]...), "20000101000000"...)
	})
}
