package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"syscall"

	"entente"
	"entente/fetch"
	"entente/form"
	"entente/lexicon"
	"entente/news"
	"entente/queue"
)

// Exit codes.
const (
	exitDone        = 0
	exitNo          = 1
	exitUsage       = 2
	exitOwnFiles    = 3
	exitInput       = 4
	exitStore       = 5
	exitNetwork     = 6
	exitInterrupted = 130
)

// errNo means that the answer is no: a check failed, a floor was missed.
var errNo = errors.New("no")

// codedError is an error whose exit code its maker knows, with a way out if any.
type codedError struct {
	code int
	err  error
	hint string
}

func (e codedError) Error() string { return e.err.Error() }
func (e codedError) Unwrap() error { return e.err }

func usage(format string, args ...any) error {
	return codedError{exitUsage, fmt.Errorf(format, args...), ""}
}

func ownFile(path string, err error) error { return codedError{exitOwnFiles, named(path, err), ""} }

func badInput(err error) error { return codedError{exitInput, err, ""} }

func badStore(err error) error {
	if err == nil {
		return nil
	}
	return codedError{exitStore, err, ""}
}

// fail prints an error and its hint, and gives the exit code.
func fail(w io.Writer, err error) int {
	if err == nil {
		return exitDone
	}
	if errors.Is(err, errNo) {
		return exitNo
	}
	code, hint := classify(err)
	if code == exitInterrupted {
		fmt.Fprintln(w, "entente: interrupted")
		return code
	}
	fmt.Fprintf(w, "entente: error: %s\n", told(w, err))
	if hint != "" {
		fmt.Fprintf(w, "entente: hint: %s\n", hint)
	}
	return code
}

// told gives the words of an error. Of a list of mistakes in the analyst's own files
// each is printed on a line of its own first, as file:line:col: message.
func told(w io.Writer, err error) string {
	var list lexicon.ErrorList
	var faults form.Errors
	switch {
	case errors.As(err, &list):
		for _, m := range list {
			fmt.Fprintln(w, m.Error())
		}
		return counted(len(list), "mistake", "mistakes") + " in the lexicon"
	case errors.As(err, &faults):
		for _, m := range faults {
			fmt.Fprintln(w, m.Error())
		}
		return counted(len(faults), "mistake", "mistakes") + " in " + faults[0].File
	}
	return err.Error()
}

// classify gives an error's exit code and, where a way out is known, the hint.
func classify(err error) (code int, hint string) {
	var coded codedError
	var list lexicon.ErrorList
	switch {
	case errors.Is(err, context.Canceled):
		return exitInterrupted, ""
	case errors.Is(err, entente.ErrNewerStore):
		return exitStore, "install the newer entente, or name another store with --store"
	case errors.Is(err, entente.ErrOlderStore):
		return exitStore, "entente --store FILE migrate brings it to this version and keeps a copy of it as it was"
	case errors.Is(err, entente.ErrStoreBusy):
		return exitStore, busyHint(err)
	case errors.Is(err, entente.ErrDamaged):
		return exitStore, "entente restore --replace BACKUP puts a backup in its place, and keeps this one beside it"
	case errors.Is(err, entente.ErrNoRoom):
		return exitStore, "make room or move the store; nothing was changed"
	case errors.Is(err, entente.ErrAway):
		return exitStore, "see that every server that the address names runs and is reached from here; nothing that was stored is lost, and the same again goes on"
	case errors.Is(err, entente.ErrNoStore):
		return exitStore, "entente --store FILE read STORIES makes one"
	case errors.Is(err, entente.ErrNotStore), errors.Is(err, entente.ErrReadOnly):
		return exitStore, "--store names another file"
	case errors.Is(err, entente.ErrNotFound):
		errors.As(err, &coded)
		return exitNo, coded.hint
	case errors.Is(err, syscall.ENOSPC), strings.Contains(err.Error(), "No space left on device"): // the engine's words
		return exitStore, "the disk is full: make room, or write elsewhere; what was there before is kept"
	case errors.As(err, &list):
		return exitOwnFiles, "docs/lexicon.md describes the language of the dictionaries"
	case errors.As(err, &coded):
		return coded.code, coded.hint
	case queue.KindOf(err) != "":
		return queueExit(queue.KindOf(err))
	case fetch.KindOf(err) != "":
		return exitNetwork, networkHint(err)
	case errors.Is(err, news.ErrUnusable):
		return exitInput, ""
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return exitInput, ""
	}
	return exitStore, ""
}

// busyHint says how to come by an answer though another process has the store open: if that
// is a server, through it.
func busyHint(err error) string {
	var busy *entente.BusyError
	errors.As(err, &busy)
	switch {
	case busy != nil && serves(busy.Command) && busy.Address != "":
		return "it is the server entente serve: ask it, with a browser or by its API, at " + busy.Address
	case busy != nil && busy.Address != "":
		return "ask it: it answers at " + busy.Address
	case busy != nil && serves(busy.Command):
		return "it is the server entente serve: ask it, with a browser or by its API, at the address that it printed when it began; who writes waits for it to end"
	}
	return "wait for the other process to end, or name another store with --store; whoever writes has it to itself; entente serve holds it for all who ask and takes stories over HTTP meanwhile"
}

// serves reports whether a command line is that of the subcommand serve.
func serves(command string) bool {
	words := strings.Fields(command)
	for i := 1; i < len(words); i++ {
		switch w := words[i]; {
		case w == "--store":
			i++ // its value
		case !strings.HasPrefix(w, "-"):
			return w == "serve"
		}
	}
	return false
}
