package main

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"

	"entente"
	"entente/codebook"
	"entente/coder"
	"entente/desk"
	"entente/lexica"
	"entente/lexicon"
	"entente/report"
)

// language gives the files of the language: those inside, or the analyst's folder
// named by ENTENTE_LEXICA.
func language() fs.FS {
	if dir := os.Getenv("ENTENTE_LEXICA"); dir != "" {
		return os.DirFS(dir)
	}
	return lexica.English()
}

var loadTools = sync.OnceValues(func() (coder.Tools, error) { return desk.LoadTools(language()) })

// encoder writes JSON lines as they are, without escaping for HTML.
func encoder(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc
}

// problems prints what was found wrong, each on a line; with --strict any of them
// is an error in the end.
func (e *env) problems(ps []entente.Problem) {
	if e.Quiet {
		return
	}
	for _, p := range ps {
		fmt.Fprintf(e.err, "entente: problem: %s: %s: %s\n", p.Stage, p.Subject, p.Message)
	}
}

// strict gives the error that problems are under --strict.
func (e *env) strict(n int) error {
	if n == 0 || !e.Strict {
		return nil
	}
	return badInput(fmt.Errorf("%d problems were found", n))
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
