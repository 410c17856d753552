package main

import (
	"context"
	"fmt"
	"sync"

	"entente/clickhouse"
	"entente/desk"
	"entente/duckdb"
)

type copyCmd struct {
	From   string `arg:"" help:"The store that is read: a file, or clickhouse://HOST:PORT/DATABASE."`
	To     string `arg:"" help:"The store that takes all of it; made if it is not there."`
	Verify bool   `help:"Copy nothing: hold the two against each other."`
	JSON   bool   `help:"What the two hold, as JSON lines." name:"json"`
}

// sameKind is a kind of record in both stores.
type sameKind struct {
	Kind   string `json:"kind"`
	From   int    `json:"from"`
	To     int    `json:"to"`
	Same   bool   `json:"same"`
	Digest string `json:"digest"` // of what is copied
}

// Run copies all that a store keeps into another and holds the two against each other. The
// same again goes on where a copy was broken off.
func (c *copyCmd) Run(ctx context.Context, e *env) error {
	if clickhouse.Plain(c.From) == clickhouse.Plain(c.To) {
		return usage("both are %s", c.From)
	}
	from, err := openAny(ctx, c.From, duckdb.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := openAny(ctx, c.To, duckdb.Options{ReadOnly: c.Verify, Tell: func(m string) { e.say("%s", m) }})
	if err != nil {
		return err
	}
	defer to.Close()
	if !c.Verify {
		if err := c.copy(ctx, e, from, to); err != nil {
			return badStore(err)
		}
	}
	return c.verify(ctx, e, from, to)
}

func (c *copyCmd) copy(ctx context.Context, e *env, from, to desk.Archive) error {
	advance, end := e.rowProgress("copying")
	defer end()
	kind, before, last := "", 0, 0
	return desk.Copy(ctx, from, to, func(what string, n int) {
		if what != kind {
			kind, before = what, before+last
		}
		last = n
		advance(before + n)
	})
}

// verify holds the stores against each other, kind by kind.
func (c *copyCmd) verify(ctx context.Context, e *env, from, to desk.Archive) error {
	var a, b []desk.Copied
	either, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	var both sync.WaitGroup
	sum := func(s desk.Archive, to *[]desk.Copied) {
		var err error
		if *to, err = desk.Digests(either, s); err != nil {
			fail(err) // nobody waits for the other, then
		}
	}
	both.Go(func() { sum(from, &a) })
	both.Go(func() { sum(to, &b) })
	both.Wait()
	if err := context.Cause(either); err != nil {
		return badStore(err)
	}
	return c.told(e, a, b)
}

// told says of each kind whether the two stores hold the same of it.
func (c *copyCmd) told(e *env, a, b []desk.Copied) error {
	differ := 0
	for i := range a {
		k := sameKind{a[i].Kind, a[i].Count, b[i].Count, a[i].Digest == b[i].Digest, a[i].Digest}
		if !k.Same {
			differ++
		}
		var err error
		if c.JSON {
			err = jsonTo(e.out).Encode(k)
		} else {
			_, err = fmt.Fprintf(e.out, "%-9s %9d %9d  %s\n", map[bool]string{true: "the same", false: "differ"}[k.Same], k.From, k.To, k.Kind)
		}
		if err != nil {
			return err
		}
	}
	if differ > 0 {
		return badStore(fmt.Errorf("%s differ between the two stores", counted(differ, "kind", "kinds")))
	}
	return nil
}
