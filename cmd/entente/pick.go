package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"entente"
	"entente/codebook"
	"entente/coder"
)

// pick is which events a command takes: the flags of a filter.
type pick struct {
	asOf
	Actors     string   `help:"Events of one actor, between two, or among several." placeholder:"A[,B…]"`
	Directed   bool     `help:"Of one or two actors, only what the first does (to the second)."`
	From       string   `help:"First day." placeholder:"DATE"`
	To         string   `help:"Last day." placeholder:"DATE"`
	Root       []string `help:"PLOVER event types: AGREE, CONSULT …" placeholder:"ROOT"`
	Quad       []int    `help:"Classes: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict." placeholder:"N"`
	Status     []string `help:"fact, reported, intended, hypothetical, negated, historical." placeholder:"STATUS"`
	Issue      []string `help:"Issue areas: PLOVER's contexts, such as military, economic, cyber." placeholder:"CONTEXT"`
	Word       []string `help:"Any of these words in the quotation; any number of times." placeholder:"WORD" sep:"none"`
	Stream     []string `help:"Parts of the page: headline, standfirst, body, caption." placeholder:"STREAM"`
	Confidence float64  `help:"Only events at least so sure, 0 to 1; imported events have no confidence and are left out." placeholder:"P"`
}

// filter gives what the flags pick; it does not know which sources the store has.
func (p pick) filter(tools coder.Tools) (entente.Filter, error) {
	f, err := p.asOf.filter()
	if err != nil {
		return f, err
	}
	if f.From, err = entente.ParseDay(p.From); err != nil {
		return f, usage("--from: %w", err)
	}
	if f.To, err = entente.ParseDay(p.To); err != nil {
		return f, usage("--to: %w", err)
	}
	if err := among("--quad", p.Quad, []int{1, 2, 3, 4}); err != nil {
		return f, err
	}
	for _, q := range p.Quad {
		f.Quads = append(f.Quads, entente.Quad(q))
	}
	f.Contexts, f.Words, f.Surely, f.Directed = p.Issue, p.Word, p.Confidence, p.Directed
	f.Roots, f.Status, f.Streams = typed[entente.Root](p.Root), typed[entente.Status](p.Status), typed[entente.Stream](p.Stream)
	if err := known(f); err != nil {
		return f, err
	}
	of, err := actors(tools, parts(p.Actors), f.AsOf)
	if err != nil {
		return f, err
	}
	if !f.Directed {
		slices.Sort(of) // who is named first makes no difference
	}
	if len(of) > 2 {
		f.Among = of
	} else {
		f.Pair = of
	}
	if f.Directed && len(f.Pair) == 0 {
		return f, usage("--directed goes with --actors of one or two")
	}
	return f, nil
}

func typed[T ~string](names []string) []T {
	var out []T
	for _, n := range names {
		out = append(out, T(n))
	}
	return out
}

// known refuses words that no event could have.
func known(f entente.Filter) error {
	streams := []entente.Stream{entente.Headline, entente.Standfirst, entente.Body, entente.Caption}
	switch {
	case f.From.Known() && f.To.Known() && f.To < f.From:
		return usage("--to %s lies before --from %s", f.To, f.From)
	case f.Surely < 0 || f.Surely > 1:
		return usage("--confidence is a number from 0 to 1, not %v", f.Surely)
	}
	for _, err := range []error{
		among("--root", f.Roots, codebook.Roots()),
		among("--status", f.Status, []entente.Status{entente.Fact, entente.Reported, entente.Intended, entente.Hypothetical, entente.Negated, entente.Historical}),
		among("--issue", f.Contexts, codebook.Contexts()), among("--stream", f.Streams, streams),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// among refuses a value that is none of those there are.
func among[T comparable](flag string, values, all []T) error {
	for _, v := range values {
		if !slices.Contains(all, v) {
			return usage("%s %v is none of %s", flag, v, strings.Trim(strings.Join(strings.Fields(fmt.Sprint(all)), ", "), "[]"))
		}
	}
	return nil
}

// flags gives a filter as the flags that make it, in one order.
func flags(f entente.Filter) []string {
	var out []string
	add := func(flag string, values ...string) {
		for _, v := range values {
			if v != "" {
				out = append(out, flag, v)
			}
		}
	}
	add("--as-of", f.AsOf.String())
	add("--source", f.Sources...)
	add("--actors", strings.Join(append(plainly(f.Pair), plainly(f.Among)...), ","))
	if f.Directed {
		out = append(out, "--directed")
	}
	add("--from", f.From.String())
	add("--to", f.To.String())
	add("--root", strings.Join(plainly(f.Roots), ","))
	for _, q := range f.Quads {
		add("--quad", strconv.Itoa(int(q)))
	}
	add("--status", strings.Join(plainly(f.Status), ","))
	add("--issue", strings.Join(f.Contexts, ","))
	add("--word", f.Words...)
	add("--stream", strings.Join(plainly(f.Streams), ","))
	if f.Surely > 0 {
		add("--confidence", strconv.FormatFloat(f.Surely, 'g', -1, 64))
	}
	return out
}

func plainly[T ~string](values []T) []string {
	var out []string
	for _, v := range values {
		out = append(out, string(v))
	}
	return out
}
