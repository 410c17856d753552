package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"entente"
	"entente/codebook"
	"entente/coder"
	"entente/desk"
	"entente/lexica"
	"entente/lexicon"
	"entente/report"
)

// folder is the analyst's own folder of dictionaries, "" for those inside.
func folder() string { return os.Getenv("ENTENTE_LEXICA") }

// language gives the files of the language: those inside, or of the analyst's folder.
// A folder without weights is read with those inside, but for the judge's: it knows the
// dictionaries inside, and others go by their patterns alone.
func language(dir string) fs.FS {
	if dir != "" {
		return weighted{os.DirFS(dir)}
	}
	return lexica.English()
}

// weighted lends a folder the weights that it lacks.
type weighted struct{ fs.FS }

// Open opens a file of the folder, or the weights inside.
func (w weighted) Open(name string) (fs.File, error) {
	f, err := w.FS.Open(name)
	if slices.Contains(desk.WeightFiles, name) && errors.Is(err, fs.ErrNotExist) {
		return lexica.English().Open(name)
	}
	return f, err
}

var loadTools = sync.OnceValues(func() (coder.Tools, error) { return readTools(folder(), lexicaHint) })

// loadLexicon loads the dictionaries alone: all that phrases need.
var loadLexicon = sync.OnceValues(func() (coder.Tools, error) {
	lex, err := lexicon.Load(language(folder()))
	return toolsOr(folder(), lexicaHint, coder.Tools{Lexicon: lex}, err)
})

// readTools compiles the dictionaries of a folder, "" for those inside. The hint says
// where another folder is named.
func readTools(dir, hint string) (coder.Tools, error) {
	tools, err := desk.LoadTools(language(dir))
	return toolsOr(dir, hint, tools, err)
}

// toolsOr says of dictionaries that could not be loaded where they lie.
func toolsOr(dir, hint string, tools coder.Tools, err error) (coder.Tools, error) {
	var list lexicon.ErrorList
	switch {
	case dir == "":
		return tools, err
	case errors.As(err, &list):
		return tools, located(dir, list)
	case err != nil:
		return tools, codedError{exitOwnFiles, fmt.Errorf("read the lexicon in %s: %w", dir, cause(err)), hint}
	case len(tools.Lexicon.Patterns) == 0:
		return tools, codedError{exitOwnFiles, fmt.Errorf("%s holds no dictionaries with patterns", dir), hint}
	}
	return tools, nil
}

const lexicaHint = "ENTENTE_LEXICA names a folder such as lexica/en; unset it to use the dictionaries inside"

// located puts the folder before the files of a list of mistakes.
func located(dir string, list lexicon.ErrorList) lexicon.ErrorList {
	out := slices.Clone(list)
	for i := range out {
		out[i].File = filepath.Join(dir, out[i].File)
	}
	return out
}

// jsonTo writes JSON lines as they are, without escaping for HTML.
func jsonTo(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc
}

// layout gives how reports are printed on this console.
func (e *env) layout(lex *lexicon.Lexicon) report.Options {
	width, color := e.terminal()
	return report.Options{Width: width, Color: color, Names: lex.NameOf, Word: codebook.Word, Version: version()}
}

// isState reports whether a code is a state's.
func isState(lex *lexicon.Lexicon) func(entente.Code) bool {
	return func(c entente.Code) bool {
		p, ok := lex.Polity(c)
		return ok && p.Class == lexicon.State
	}
}
