package queue

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nkeys"
)

// The names under which a queue lies on its servers.
const (
	workStream   = "ENTENTE_WORK"  // stories that are not yet stored
	asideStream  = "ENTENTE_ASIDE" // stories that were set aside
	fleetBucket  = "ENTENTE_FLEET" // who publishes and works, and what was tried
	largeBucket  = "ENTENTE_LARGE" // stories too large for a message
	workSubject  = "entente.work."
	asideSubject = "entente.aside."
	coders       = "coders" // the one consumer that all workers share
)

// Format is the version of what is written into the queue. A queue and a story of a later
// one are refused.
const Format = 1

const formatKey = "entente.format"

// Login says where a queue is and who asks.
type Login struct {
	URL       string        // nats://host:port or tls://host:port, any number of them parted by commas
	Creds     string        // a file with the seed of a key as [NewUser] writes it, or of NATS credentials
	CA        string        // PEM: who signed the server's certificate, if not one the system trusts
	Cert, Key string        // PEM: a certificate of one's own, if the server asks for one
	Name      string        // what the server calls the connection
	Wait      time.Duration // for an answer, also while a cluster chooses its leader; 0 means 10 seconds
}

// Queue is an open queue. Its methods may be used from several goroutines.
type Queue struct {
	where string
	wait  time.Duration
	nc    *nats.Conn
	js    jetstream.JetStream
	work  jetstream.Stream
	fleet jetstream.KeyValue
	large jetstream.ObjectStore

	mu     sync.Mutex
	denied error // what the server last said may not be done
}

// Open connects to a queue that was made. The connection comes back by itself when a
// server is away. Errors are a [Fault]: BadURL, BadFile, Unreachable, NotLetIn,
// Certificate, Absent, Newer.
func Open(ctx context.Context, l Login) (*Queue, error) {
	q, err := connect(l)
	if err != nil {
		return nil, cmp.Or(ctx.Err(), err)
	}
	err = q.until(ctx, func(ctx context.Context) error { return q.find(ctx) })
	if err != nil {
		q.Close()
		return nil, explained(q.where, err)
	}
	return q, nil
}

// connect opens the connection alone.
func connect(l Login, more ...nats.Option) (*Queue, error) {
	where, err := checkURL(l.URL)
	if err != nil {
		return nil, err
	}
	q := &Queue{where: where, wait: l.Wait}
	if q.wait == 0 {
		q.wait = 10 * time.Second
	}
	options, err := l.options()
	if err != nil {
		return nil, err
	}
	options = append(options, nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
		if errors.Is(err, nats.ErrPermissionViolation) {
			q.mu.Lock()
			q.denied = err
			q.mu.Unlock()
		}
	}))
	return q, q.dial(l.URL, append(options, more...))
}

func (q *Queue) dial(at string, options []nats.Option) error {
	var err error
	if q.nc, err = nats.Connect(at, options...); err == nil {
		q.js, err = jetstream.New(q.nc, jetstream.WithPublishAsyncMaxPending(2*inFlight), jetstream.WithPublishAsyncTimeout(q.wait), jetstream.WithDefaultTimeout(q.wait/2))
	}
	if err != nil {
		q.Close()
		return explained(q.where, err)
	}
	return nil
}

// checkURL gives the address without secrets.
func checkURL(list string) (where string, err error) {
	if strings.TrimSpace(list) == "" {
		return "", fault(BadURL, nil, "no queue is named")
	}
	var shown []string
	for _, one := range strings.Split(list, ",") {
		one = strings.TrimSpace(one)
		u, err := url.Parse(one)
		if err != nil {
			return "", fault(BadURL, nil, "%q is no address of a queue", one)
		}
		port, portErr := strconv.Atoi(u.Port())
		switch {
		case u.Scheme != "nats" && u.Scheme != "tls":
			return "", fault(BadURL, nil, "%q is no address of a queue: it begins with nats:// or tls://", u.Redacted())
		case u.Hostname() == "" || u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "":
			return "", fault(BadURL, nil, "%q is no address of a queue: it is nats://HOST:PORT and nothing more", u.Redacted())
		case u.Port() != "" && (portErr != nil || port < 1 || port > 65535):
			return "", fault(BadURL, nil, "%q is no address of a queue: there is no such port", u.Redacted())
		}
		shown = append(shown, u.Redacted())
	}
	return strings.Join(shown, ","), nil
}

// options turns the files of a login into what the client knows them by.
func (l Login) options() ([]nats.Option, error) {
	o := []nats.Option{nats.Name(l.Name), nats.MaxReconnects(-1), nats.ReconnectWait(250 * time.Millisecond), nats.ReconnectJitter(250*time.Millisecond, 250*time.Millisecond),
		nats.Timeout(5 * time.Second), nats.PingInterval(10 * time.Second), nats.MaxPingsOutstanding(2)}
	if l.Creds != "" {
		creds, err := credentials(l.Creds)
		if err != nil {
			return nil, err
		}
		o = append(o, creds...)
	}
	if (l.Cert == "") != (l.Key == "") {
		return nil, fault(BadFile, nil, "a certificate and its key go together")
	}
	conf, err := l.tls()
	if conf != nil {
		o = append(o, nats.Secure(conf))
	}
	return o, err
}

func (l Login) tls() (*tls.Config, error) {
	if l.CA == "" && l.Cert == "" {
		return nil, nil
	}
	conf := &tls.Config{MinVersion: tls.VersionTLS12}
	if l.CA != "" {
		pool, err := authorities(l.CA)
		if err != nil {
			return nil, err
		}
		conf.RootCAs = pool
	}
	if l.Cert != "" {
		pair, err := certificate(l.Cert, l.Key)
		if err != nil {
			return nil, err
		}
		conf.Certificates = []tls.Certificate{pair}
	}
	return conf, nil
}

func authorities(path string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(path)
	if err != nil {
		return nil, fault(BadFile, err, "read the authorities")
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fault(BadFile, nil, "%s holds no certificate", path)
	}
	return pool, nil
}

// certificate reads a certificate with its key and refuses one that is not valid now.
func certificate(cert, key string) (tls.Certificate, error) {
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return pair, fault(BadFile, err, "read the certificate %s with the key %s", cert, key)
	}
	now := time.Now()
	if leaf := pair.Leaf; now.After(leaf.NotAfter) || now.Before(leaf.NotBefore) {
		return pair, fault(Certificate, nil, "the certificate %s does not hold today: it is from %s to %s", cert, leaf.NotBefore.Format("2006-01-02 15:04"), leaf.NotAfter.Format("2006-01-02 15:04"))
	}
	return pair, nil
}

// credentials reads a file with a seed, or with NATS credentials. Whoever has a seed hears
// answers to itself alone.
func credentials(path string) ([]nats.Option, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fault(BadFile, err, "read the credentials")
	}
	if strings.Contains(string(text), "BEGIN NATS USER JWT") {
		return []nats.Option{nats.UserCredentials(path)}, nil
	}
	seed := strings.TrimSpace(string(text))
	pair, err := nkeys.FromSeed([]byte(seed))
	if err != nil || !strings.HasPrefix(seed, "SU") {
		return nil, fault(BadFile, nil, "%s holds no credentials of a user of a queue", path)
	}
	public, err := pair.PublicKey()
	if err != nil {
		return nil, fault(BadFile, err, "read the credentials %s", path)
	}
	return []nats.Option{nats.Nkey(public, pair.Sign), nats.CustomInboxPrefix("_INBOX." + public)}, nil
}

// until tries again what may be over in a moment, as long as the login said.
func (q *Queue) until(ctx context.Context, try func(context.Context) error) error {
	end := time.Now().Add(q.wait)
	for {
		each, stop := context.WithTimeout(ctx, q.wait/2)
		err := try(each)
		if each.Err() != nil && ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
			err = errTimeout
		}
		stop()
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil:
			return nil
		case q.refused() != nil:
			return q.refused()
		case !passing(err) || time.Now().After(end):
			return err
		}
		if err := pause(ctx, 200*time.Millisecond); err != nil {
			return err
		}
	}
}

// refused gives what the server does not let these credentials do, if it said so.
func (q *Queue) refused() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.denied == nil {
		return nil
	}
	return explained(q.where, q.denied)
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// find finds the streams of a queue and holds them to the version of this program.
func (q *Queue) find(ctx context.Context) (err error) {
	if q.work, err = q.js.Stream(ctx, workStream); err != nil {
		return err
	}
	format, err := strconv.Atoi(q.work.CachedInfo().Config.Metadata[formatKey])
	if err != nil {
		return fault(Absent, nil, "the server at %s has a stream %s that is no queue of entente", q.where, workStream)
	}
	if format > Format {
		return fault(Newer, nil, "the queue at %s was made by a newer version of entente: its format is %d, this program knows %d", q.where, format, Format)
	}
	if q.fleet, err = q.js.KeyValue(ctx, fleetBucket); err != nil {
		return err
	}
	q.large, err = q.js.ObjectStore(ctx, largeBucket)
	return err
}

// Where gives the address of the queue, without secrets.
func (q *Queue) Where() string { return q.where }

// Close lets go of the connection, after what was said has gone out.
func (q *Queue) Close() {
	if q.nc == nil || q.nc.IsClosed() {
		return
	}
	_ = q.nc.FlushTimeout(2 * time.Second)
	q.nc.Close()
}

// Shape says how large a queue may grow and how often it is kept.
type Shape struct {
	Replicas int   // servers that keep each story: 1 or 3; 0 means 1
	Stories  int64 // that may wait; publishers wait while it is full; 0 means 100,000
	Bytes    int64 // that they may take; 0 means 1 GiB

	Silence time.Duration // after which the stories of a worker are given to others; 0 means 30 seconds
}

// Make makes a queue, or gives one that is there another shape.
func Make(ctx context.Context, l Login, s Shape) error {
	q, err := connect(l)
	if err != nil {
		return err
	}
	defer q.Close()
	return q.make(ctx, s)
}

func (q *Queue) make(ctx context.Context, s Shape) error {
	if s.Replicas == 0 {
		s.Replicas = 1
	}
	if s.Stories == 0 {
		s.Stories = 100_000
	}
	if s.Bytes == 0 {
		s.Bytes = 1 << 30
	}
	if s.Silence == 0 {
		s.Silence = 30 * time.Second
	}
	err := q.until(ctx, func(ctx context.Context) error {
		if err := q.find(ctx); KindOf(err) == Newer {
			return err
		}
		return q.lay(ctx, s)
	})
	if err != nil {
		return explained(q.where, fmt.Errorf("make the queue: %w", err))
	}
	return nil
}

// lay makes the parts of a queue.
func (q *Queue) lay(ctx context.Context, s Shape) error {
	about := map[string]string{formatKey: strconv.Itoa(Format)}
	for _, c := range []jetstream.StreamConfig{
		{Name: workStream, Description: "stories to be coded", Subjects: []string{workSubject + "*"}, Retention: jetstream.WorkQueuePolicy, Discard: jetstream.DiscardNew,
			MaxMsgs: s.Stories, MaxBytes: s.Bytes, Duplicates: 10 * time.Minute, Replicas: s.Replicas, AllowDirect: true, Metadata: about},
		{Name: asideStream, Description: "stories that were set aside", Subjects: []string{asideSubject + "*"}, Retention: jetstream.LimitsPolicy, Discard: jetstream.DiscardNew,
			Duplicates: 10 * time.Minute, Replicas: s.Replicas, AllowDirect: true, Metadata: about},
	} {
		if _, err := q.js.CreateOrUpdateStream(ctx, c); err != nil {
			return err
		}
	}
	c := jetstream.ConsumerConfig{Durable: coders, Description: "who codes", AckPolicy: jetstream.AckExplicitPolicy, AckWait: s.Silence, MaxDeliver: -1, MaxAckPending: 20_000}
	if _, err := q.js.CreateOrUpdateConsumer(ctx, workStream, c); err != nil {
		return err
	}
	if _, err := q.js.CreateOrUpdateKeyValue(ctx, jetstream.KeyValueConfig{Bucket: fleetBucket, Description: "who publishes and works", Replicas: s.Replicas}); err != nil {
		return err
	}
	_, err := q.js.CreateOrUpdateObjectStore(ctx, jetstream.ObjectStoreConfig{Bucket: largeBucket, Description: "stories too large for a message", Replicas: s.Replicas})
	return err
}
