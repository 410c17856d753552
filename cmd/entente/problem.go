package main

import (
	"fmt"
	"iter"
	"maps"
	"regexp"
	"slices"

	"entente"
	"entente/desk"
)

// alike is how many problems of one kind are told one by one.
const alike = 5

// tally counts problems by kind, so that ten thousand pages without a date do not
// hide the one that is binary.
type tally struct {
	total int
	kinds map[string]int
}

var figures = regexp.MustCompile(`[0-9]+`)

// problems prints what was found wrong, each on a line, the first of each kind.
func (e *env) problems(ps []entente.Problem) {
	if e.found.kinds == nil {
		e.found.kinds = map[string]int{}
	}
	for _, p := range ps {
		e.found.total++
		kind := p.Stage + ": " + figures.ReplaceAllString(p.Message, "…")
		e.found.kinds[kind]++
		if e.found.kinds[kind] <= alike && !e.Quiet {
			fmt.Fprintf(e.err, "entente: problem: %s: %s: %s\n", p.Stage, flat(p.Subject), flat(p.Message))
		}
	}
}

// endProblems says how many problems were not told one by one.
func (e *env) endProblems() {
	for _, kind := range slices.Sorted(maps.Keys(e.found.kinds)) {
		if more := e.found.kinds[kind] - alike; more > 0 && !e.Quiet {
			fmt.Fprintf(e.err, "entente: problem: %d more like this: %s\n", more, kind)
		}
	}
}

// telling passes coded stories on and prints their problems as they come.
func (e *env) telling(stories iter.Seq2[desk.Coded, error]) iter.Seq2[desk.Coded, error] {
	return func(yield func(desk.Coded, error) bool) {
		for c, err := range stories {
			e.problems(c.Problems)
			if !yield(c, err) {
				return
			}
		}
	}
}

// strict gives the error that problems are under --strict.
func (e *env) strict() error {
	if e.found.total == 0 || !e.Strict {
		return nil
	}
	return badInput(fmt.Errorf("%s found", counted(e.found.total, "problem was", "problems were")))
}

// counted puts a number before a word.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
