package fetch

import (
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"time"
	"unicode"
)

// Kind says in which way an exchange went wrong.
type Kind string

// The kinds of error.
const (
	Refused     Kind = "refused"     // by the rules of this package: scheme, port, an address that is not public
	Disallowed  Kind = "disallowed"  // by the host's robots.txt
	Early       Kind = "early"       // the host asked to be left alone until a time
	Unreachable Kind = "unreachable" // look-up, connection, TLS, or no HTTP
	Slow        Kind = "slow"        // over a limit of time
	Large       Kind = "large"       // over a limit of size
	Unsuited    Kind = "unsuited"    // a content type or encoding that was not asked for, an answer that makes no sense
	Lost        Kind = "lost"        // an HTTP status from 400 on
)

// Error is an exchange that went wrong.
type Error struct {
	Kind   Kind
	URL    string    // what was asked for; of a message only its host, since such addresses hold secrets
	Status int       // HTTP status, 0 if none came
	Until  time.Time // before which the host is not to be asked again; zero if it named no time
	Err    error
}

// Error says what was asked for and what was wrong, in one line: the other side's words
// in it (a name in a certificate, say) act on no terminal.
func (e *Error) Error() string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, fmt.Sprintf("get %s: %v", e.URL, e.Err))
}

// Unwrap gives what was wrong.
func (e *Error) Unwrap() error { return e.Err }

// KindOf gives the kind of an error of this package, "" for others.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

func refuse(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Err: fmt.Errorf(format, args...)}
}

// judged makes an Error of whatever ended an exchange, for the address as it may be
// shown. An end that the caller himself asked for stays what it is.
func judged(ctx context.Context, shown string, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var own readerError
	if errors.As(err, &own) {
		return own.err
	}
	var e *Error
	if errors.As(err, &e) {
		if e.URL == "" {
			e.URL = shown
		}
		return e
	}
	return &Error{Kind: kindOfCause(err), URL: shown, Err: plainly(err)}
}

// kindOfCause tells by an error of the standard library in which way things went wrong.
func kindOfCause(err error) Kind {
	var late interface{ Timeout() bool }
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded), errors.As(err, &late) && late.Timeout():
		return Slow
	case strings.Contains(err.Error(), "response headers exceeded"): // the standard library has no name for it
		return Large
	case errors.As(err, new(flate.CorruptInputError)), errors.Is(err, gzip.ErrChecksum), errors.Is(err, zlib.ErrChecksum), errors.Is(err, gzip.ErrHeader):
		return Unsuited
	}
	return Unreachable
}

// readerError is what the reader of a body ran into by itself, a full disk say: no
// matter of the network.
type readerError struct{ err error }

func (e readerError) Error() string { return e.err.Error() }

// plainly says a limit of time in words.
func plainly(err error) error {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("it took too long in all: %w", err)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("the other side kept silent too long: %w", err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("it broke off before its end: %w", err)
	}
	return err
}

// shown is an address as messages may show it.
func shown(u *url.URL, secret bool) string {
	if secret {
		return u.Scheme + "://" + u.Host + "/…"
	}
	bare := *u
	bare.User, bare.Fragment, bare.RawFragment = nil, "", ""
	return bare.String()
}
