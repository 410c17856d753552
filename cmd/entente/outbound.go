package main

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"entente"
	"entente/fetch"
)

// outbound are the flags of commands that use the network.
type outbound struct {
	Allow   []string      `help:"A host, host:port, address or net of your own that may be asked though it is not public; any number of times." placeholder:"HOST" sep:"none"`
	Contact string        `help:"An address for those whose pages are got, sent with the program's name." placeholder:"URL"`
	Pause   time.Duration `help:"Between two requests to one host; less than a second for your own hosts only." default:"1s"`
}

// client makes the door to the network. What it may be told of the world is a test's
// business.
func (o outbound) client(world fetch.Options) (*fetch.Client, error) {
	allow, err := fetch.ParseAllow(o.Allow...)
	if err != nil {
		return nil, usage("--allow: %w", err)
	}
	if strings.ContainsFunc(o.Contact, func(r rune) bool { return r < ' ' || r > '~' }) {
		return nil, usage("--contact: %q is not plain ASCII", o.Contact)
	}
	if o.Pause < 0 {
		return nil, usage("--pause: %s is less than nothing", o.Pause)
	}
	world.Agent, world.Contact, world.Allow, world.Pause = "entente/"+release, o.Contact, allow, max(o.Pause, 1)
	return fetch.New(world), nil
}

// badNetwork is an error of the network.
func badNetwork(err error, hint string) error { return codedError{exitNetwork, err, hint} }

// networkHint says what may be done about an error of the network.
func networkHint(err error) string {
	if fetch.KindOf(err) == fetch.Refused {
		return "--allow HOST lets through a host of your own"
	}
	return ""
}

// unfetched is the problem of an address that could not be got.
func unfetched(address string, err error) entente.Problem {
	var e *fetch.Error
	if errors.As(err, &e) && e.URL == address {
		err = e.Err
	}
	return entente.Problem{Stage: "fetch", Subject: flat(address), Offset: -1, Message: flat(err.Error())}
}

// flat makes text from outside harmless on a terminal: without control characters and
// those that turn the direction of a line.
func flat(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// moment prints a time as messages do.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// megabytes prints a size.
func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
