package queue

import (
	"crypto/x509"
	"errors"
	"fmt"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Kind is the kind of a [Fault].
type Kind string

// The kinds of fault.
const (
	BadURL      Kind = "url"         // the address of a queue is none
	BadFile     Kind = "file"        // a file of credentials, certificates or users cannot be used
	Unreachable Kind = "unreachable" // nobody answers
	NotLetIn    Kind = "login"       // the credentials are missing, wrong, or do not allow it
	Certificate Kind = "certificate" // expired, of another name, or of nobody who is trusted
	Absent      Kind = "absent"      // a server answers, and holds no queue of ours
	Newer       Kind = "newer"       // a newer version of the program made the queue or published the story
	Other       Kind = "other"       // the stories were published for other dictionaries, weights or another version
	TooLarge    Kind = "large"       // a story is larger than the queue takes
	NotStored   Kind = "store"       // the store took nothing for as long as the worker was to wait
)

// Fault is an error of a queue whose kind matters.
type Fault struct {
	Kind Kind
	Says string
	Err  error // what lies behind it, if anything
}

// Error says what is wrong.
func (f *Fault) Error() string {
	if f.Err == nil {
		return f.Says
	}
	return f.Says + ": " + f.Err.Error()
}

// Unwrap gives what lies behind.
func (f *Fault) Unwrap() error { return f.Err }

// KindOf gives the kind of an error's fault, "" if it is none.
func KindOf(err error) Kind {
	var f *Fault
	if errors.As(err, &f) {
		return f.Kind
	}
	return ""
}

func fault(k Kind, err error, format string, args ...any) *Fault {
	return &Fault{Kind: k, Says: fmt.Sprintf(format, args...), Err: err}
}

// explained gives an error of the client or the server its kind.
func explained(where string, err error) error {
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	var named x509.HostnameError
	switch {
	case err == nil || KindOf(err) != "":
		return err
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return fault(Certificate, nil, "the certificate of the queue at %s does not hold today: it is from %s to %s", where,
			invalid.Cert.NotBefore.Format("2006-01-02 15:04"), invalid.Cert.NotAfter.Format("2006-01-02 15:04"))
	case errors.As(err, &unknown):
		return fault(Certificate, nil, "the certificate of the queue at %s is of nobody who is trusted", where)
	case errors.As(err, &named), errors.As(err, &invalid), strings.Contains(err.Error(), "tls: "), strings.Contains(err.Error(), "x509: "):
		return fault(Certificate, err, "no safe connection to the queue at %s", where)
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired), errors.Is(err, nats.ErrAuthRevoked), errors.Is(err, nats.ErrNkeysNotSupported):
		return fault(NotLetIn, nil, "the queue at %s does not know these credentials", where)
	case errors.Is(err, nats.ErrPermissionViolation):
		return fault(NotLetIn, err, "the queue at %s does not let these credentials do that", where)
	case errors.Is(err, nats.ErrSecureConnWanted), errors.Is(err, nats.ErrSecureConnRequired):
		return fault(Certificate, err, "no safe connection to the queue at %s", where)
	case errors.Is(err, jetstream.ErrStreamNotFound), errors.Is(err, jetstream.ErrBucketNotFound), errors.Is(err, jetstream.ErrJetStreamNotEnabled), errors.Is(err, jetstream.ErrJetStreamNotEnabledForAccount):
		return fault(Absent, err, "the server at %s holds no queue of entente", where)
	case passing(err), errors.Is(err, nats.ErrNoServers):
		return fault(Unreachable, err, "the queue at %s does not answer", where)
	}
	return err
}

// passing reports whether an error may be over in a moment: a server that is away, or a
// cluster that chooses its leader.
func passing(err error) bool {
	var api *jetstream.APIError
	if errors.As(err, &api) {
		return api.Code == 503
	}
	for _, e := range []error{nats.ErrTimeout, nats.ErrNoResponders, jetstream.ErrNoStreamResponse, nats.ErrConnectionClosed, nats.ErrDisconnected, nats.ErrConnectionReconnecting,
		nats.ErrNoServers, nats.ErrStaleConnection, jetstream.ErrNoHeartbeat, jetstream.ErrAsyncPublishTimeout, errTimeout} {
		if errors.Is(err, e) {
			return true
		}
	}
	return strings.Contains(err.Error(), "connection refused") || strings.Contains(err.Error(), "i/o timeout") || strings.Contains(err.Error(), "no such host")
}

// errTimeout is the end of a wait of our own.
var errTimeout = errors.New("no answer in time")
