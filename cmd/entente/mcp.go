package main

import (
	"context"
	"errors"
	"io"
	"net/http"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"entente/ask"
	"entente/duckdb"
	"entente/guard"
	"entente/mcp"
)

type mcpCmd struct {
	Demo bool `help:"Answer from the demonstration stories inside in place of a store."`
}

// Run answers a program over standard input and output until it closes them. The store is
// opened to read, so that others may read it beside.
func (c *mcpCmd) Run(ctx context.Context, e *env) error {
	tools, err := loadTools()
	if err != nil {
		return err
	}
	var s *duckdb.Store
	if c.Demo {
		s, err = demoStore(ctx, tools, duckdb.Options{})
	} else if e.Store == "" {
		return codedError{exitUsage, errors.New("no store is named"), "name a store with --store FILE or ENTENTE_STORE, or ask of --demo; entente serve answers over HTTP at /mcp"}
	} else {
		s, err = duckdb.Open(ctx, e.Store, e.storeOptions(false))
		err = badStore(err)
	}
	if err != nil {
		return err
	}
	defer s.Close()
	err = mcp.New(newClerk(s, tools), version()).Run(ctx, &sdk.IOTransport{Reader: io.NopCloser(e.in), Writer: unclosed{e.out}})
	if errors.Is(err, io.EOF) || ctx.Err() != nil {
		e.ended = true
		return nil
	}
	return err
}

// unclosed is a writer that is not to be closed.
type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }

// mounted are the answers for language models, beside the pages.
func mounted(c *ask.Clerk) map[string]http.Handler {
	return map[string]http.Handler{"/mcp": guard.Need(guard.Read, mcp.Handler(mcp.New(c, version())))}
}
