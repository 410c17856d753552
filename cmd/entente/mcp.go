package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

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
	e.lasts = true
	tools, err := loadTools()
	if err != nil {
		return err
	}
	var s anyStore
	if c.Demo {
		s, err = demoStore(ctx, tools, duckdb.Options{})
	} else if e.Store == "" {
		return codedError{exitUsage, errors.New("no store is named"), "name a store with --store FILE or ENTENTE_STORE, or ask of --demo; entente serve answers over HTTP at /mcp"}
	} else {
		s, err = openAny(ctx, e.Store, e.storeOptions(false))
	}
	if err != nil {
		return err
	}
	defer s.Close()
	x := newConversation(e.in, e.out)
	err = mcp.New(newClerk(s, tools), version()).Run(ctx, &sdk.IOTransport{Reader: x, Writer: x})
	if errors.Is(err, io.EOF) || ctx.Err() != nil {
		e.ended = true
		return nil
	}
	return err
}

// conversation holds back the end of the input until all that was asked is answered: a script
// that writes its questions and closes would else be answered only if it is lucky.
type conversation struct {
	in   *bufio.Reader
	out  io.Writer
	rest []byte // of a line that was read

	mu       sync.Mutex
	open     int           // questions without an answer
	answered chan struct{} // told after each answer
}

func newConversation(in io.Reader, out io.Writer) *conversation {
	return &conversation{in: bufio.NewReader(in), out: out, answered: make(chan struct{}, 1)}
}

// message is as much of a line as tells questions, which have a method and an id, from
// answers, which have an id alone.
type message struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
}

func (x *conversation) Read(p []byte) (int, error) {
	if len(x.rest) == 0 {
		line, err := x.in.ReadBytes('\n')
		if len(line) == 0 {
			x.settle()
			return 0, err
		}
		var m message
		if json.Unmarshal(line, &m) == nil && m.Method != "" && len(m.ID) > 0 {
			x.count(1)
		}
		x.rest = line
	}
	n := copy(p, x.rest)
	x.rest = x.rest[n:]
	return n, nil
}

func (x *conversation) Write(p []byte) (int, error) {
	n, err := x.out.Write(p)
	var m message
	if json.Unmarshal(p, &m) == nil && m.Method == "" && len(m.ID) > 0 {
		x.count(-1)
		select {
		case x.answered <- struct{}{}:
		default:
		}
	}
	return n, err
}

// Close leaves standard input and output to the program.
func (x *conversation) Close() error { return nil }

func (x *conversation) count(by int) int {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.open += by
	return x.open
}

// longestAnswer bounds the wait for an answer that never comes, as to a question that was
// taken back.
const longestAnswer = time.Minute

// settle waits until all is answered.
func (x *conversation) settle() {
	late := time.After(longestAnswer)
	for x.count(0) > 0 {
		select {
		case <-x.answered:
		case <-late:
			return
		}
	}
}

// mounted are the answers for language models, beside the pages.
func mounted(c *ask.Clerk) map[string]http.Handler {
	return map[string]http.Handler{"/mcp": guard.Need(guard.Read, mcp.Handler(mcp.New(c, version())))}
}
