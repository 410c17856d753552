package clickhouse

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"time"

	"entente"

	engine "github.com/ClickHouse/clickhouse-go/v2"
)

// waiting is how long a server may take for one answer.
const waiting = 10 * time.Minute

// Numbers of the engine's errors that are told apart.
const (
	unknownDatabase = 81
	readOnlyUser    = 164
	noAccess        = 291
	unknownUser     = 192
	wrongPassword   = 193
	noPassword      = 194
	endOfData       = 32
	allOfData       = 33
	tooSlow         = 159
	socketTimeout   = 209
	networkError    = 210
	noShard         = 279
	noSpace         = 243
	noTable         = 60
	tooManyParts    = 252
	authentication  = 516
)

// code gives the engine's number of an error, 0 for one that is not the engine's.
func code(err error) int32 {
	var e *engine.Exception
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

// explain puts an error of the world into words of the house.
func explain(ctx context.Context, at *address, err error) error {
	if ctx.Err() != nil && !errors.Is(err, ctx.Err()) {
		return fmt.Errorf("%w (%w)", ctx.Err(), err)
	}
	switch code(err) {
	case wrongPassword, noPassword, unknownUser, authentication:
		return fmt.Errorf("the server does not let the user %q in with this password; name both with USER@ and password_file=FILE (%w)", at.user, err)
	case noAccess, readOnlyUser:
		return fmt.Errorf("the servers do not let the user %q do that; USER@ and password_file=FILE name another, docs/servers.md says what who needs: %w (%w)", at.user, entente.ErrReadOnly, err)
	case unknownDatabase, noTable:
		return fmt.Errorf("%w: a shard has not all of it (%w)", entente.ErrNoStore, err)
	case networkError, noShard, socketTimeout, tooSlow, endOfData, allOfData:
		return fmt.Errorf("a shard does not answer another; what was written is whole on those that do, and the same again completes it: %w (%w)", entente.ErrAway, err)
	case noSpace:
		return fmt.Errorf("a shard's disk is full: %w (%w)", entente.ErrNoRoom, err)
	case tooManyParts:
		return fmt.Errorf("a shard has more small parts than it can merge; write more at a time: %w (%w)", entente.ErrAway, err)
	}
	if text := err.Error(); strings.Contains(text, "No space left") || strings.Contains(text, "errno: 28") {
		return fmt.Errorf("a shard's disk is full: %w (%w)", entente.ErrNoRoom, err)
	}
	return unreached(err)
}

// unreached tells apart in which way no server was reached.
func unreached(err error) error {
	var cert *tls.CertificateVerificationError
	var wrong x509.CertificateInvalidError
	var record tls.RecordHeaderError
	var dial *net.OpError
	switch {
	case errors.As(err, &wrong) && wrong.Reason == x509.Expired:
		return fmt.Errorf("the server's certificate has expired, or the clocks differ (%w)", err)
	case errors.As(err, &cert):
		return fmt.Errorf("the server's certificate is not to be trusted; ca=FILE names who signed it, server_name=NAME the name in it (%w)", err)
	case errors.As(err, &record):
		return fmt.Errorf("the server speaks no TLS at this port (%w)", err)
	case errors.As(err, &dial):
		return fmt.Errorf("no server answers: %w (%w)", entente.ErrAway, err)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("the server ended the conversation; the native protocol is spoken here, not HTTP, and with TLS only where the address says so: %w (%w)", entente.ErrAway, err)
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, engine.ErrConnectionClosed), errors.Is(err, engine.ErrAcquireConnTimeout), errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("the connection to a server broke: %w (%w)", entente.ErrAway, err)
	}
	if strings.Contains(err.Error(), "[handshake] unexpected packet") {
		return fmt.Errorf("another program than ClickHouse answers there, or another of its ports: the native protocol is usually at port 9000, with TLS at 9440 (%w)", err)
	}
	return err
}
