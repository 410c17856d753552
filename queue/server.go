package queue

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"
)

// Serving says how an embedded server runs.
type Serving struct {
	Name    string // of the server, its own in a cluster; the queue knows it again by that
	Data    string // folder; made if it is not there
	Listen  string // host:port for publishers and workers; port 0 takes any
	Users   string // file of users, as of [ReadUsers]; empty lets everybody in, on loopback alone
	Cert    string // PEM, for TLS
	Key     string
	CA      string   // PEM: who signed the certificates of the cluster's servers
	Cluster string   // host:port for the other servers of a cluster
	Peers   []string // host:port of the others, as they name them with Cluster
	Secret  string   // file with what the servers of a cluster know one another by
	Shape   Shape    // Replicas 0 means 3 in a cluster, 1 alone
	Sync    bool     // each story is written through to the disk before it is acknowledged

	Version string               // of the program
	CPU     func() time.Duration // that the process has used so far; may be nil
	Tell    func(string)         // hears what is out of the ordinary; may be nil
}

// Host is an embedded server that runs.
type Host struct {
	o     Serving
	ns    *server.Server
	q     *Queue
	began time.Time
	stop  context.CancelFunc
	tend  sync.WaitGroup
	made  chan struct{} // closed when the queue is made
}

// Start starts a server. Off loopback it is refused without users and TLS. A server that
// stands alone has its queue made when Start returns; one of a cluster makes it when enough
// of them have come, see Made. Errors: [BadFile], [Certificate], [BadURL] for an address
// that is none, [Unreachable] for one that cannot be had.
func Start(ctx context.Context, o Serving) (*Host, error) {
	if o.Tell == nil {
		o.Tell = func(string) {}
	}
	if o.CPU == nil {
		o.CPU = func() time.Duration { return 0 }
	}
	self, err := nkeys.CreateUser()
	if err != nil {
		return nil, err
	}
	opts, err := o.options(self)
	if err != nil {
		return nil, err
	}
	ns, err := server.NewServer(opts)
	if err != nil {
		return nil, fmt.Errorf("start the server: %w", err)
	}
	ns.SetLoggerV2(logger{o.Tell}, false, false, false)
	ns.Start()
	h := &Host{o: o, ns: ns, began: time.Now().UTC(), made: make(chan struct{})}
	if !ns.ReadyForConnections(20 * time.Second) {
		ns.Shutdown()
		return nil, fault(Unreachable, nil, "the server does not come up at %s, with its data in %s", o.Listen, o.Data)
	}
	if err := h.call(self, o.Users != ""); err != nil {
		h.Stop()
		return nil, err
	}
	tending, stop := context.WithCancel(context.WithoutCancel(ctx))
	h.stop = stop
	if o.Cluster == "" {
		if err := h.q.make(ctx, o.shape()); err != nil {
			h.Stop()
			return nil, err
		}
		close(h.made)
	} else {
		h.tend.Go(func() { h.makeTogether(tending) })
	}
	h.tend.Go(func() { h.showUp(tending) })
	return h, nil
}

// call connects to the server from within.
func (h *Host) call(self nkeys.KeyPair, known bool) (err error) {
	inside := []nats.Option{nats.InProcessServer(h.ns)}
	if known {
		public, err := self.PublicKey()
		if err != nil {
			return err
		}
		inside = append(inside, nats.Nkey(public, self.Sign))
	}
	h.q, err = connect(Login{URL: "nats://" + h.ns.Addr().String(), Name: "server " + h.o.Name, Wait: 20 * time.Second}, inside...)
	return err
}

// shape fills in how often stories are kept.
func (o *Serving) shape() Shape {
	s := o.Shape
	if s.Replicas == 0 && o.Cluster != "" {
		s.Replicas = 3
	}
	return s
}

// makeTogether makes the queue as soon as the cluster can.
func (h *Host) makeTogether(ctx context.Context) {
	for told := false; ctx.Err() == nil; told = true {
		err := h.q.make(ctx, h.o.shape())
		if err == nil {
			close(h.made)
			return
		}
		if !told && ctx.Err() == nil {
			h.o.Tell(fmt.Sprintf("the queue is not made yet, as servers of the cluster are missing: %v", err))
		}
		_ = pause(ctx, time.Second)
	}
}

// Made is closed when the queue can be used.
func (h *Host) Made() <-chan struct{} { return h.made }

// URL is where publishers and workers find the server.
func (h *Host) URL() string {
	scheme := "nats://"
	if h.o.Cert != "" {
		scheme = "tls://"
	}
	return scheme + h.ns.Addr().String()
}

// showUp tells that the server is there, until the context ends.
func (h *Host) showUp(ctx context.Context) {
	select {
	case <-h.made:
	case <-ctx.Done():
		return
	}
	if h.q.find(ctx) != nil {
		return
	}
	h.q.forget(ctx)
	for {
		h.q.tell(ctx, serverKey+unfit.ReplaceAllString(h.o.Name, "-"), Server{Name: h.o.Name, Version: h.o.Version, Began: h.began, At: time.Now().UTC(), CPU: h.o.CPU().Seconds()})
		if pause(ctx, beat) != nil {
			return
		}
	}
}

// Stop ends the server in order: one of a cluster hands over what it leads first.
func (h *Host) Stop() {
	if h.stop != nil {
		h.stop()
	}
	h.tend.Wait()
	if h.q != nil {
		h.q.Close()
	}
	if h.o.Cluster != "" {
		h.ns.LameDuckShutdown()
	} else {
		h.ns.Shutdown()
	}
	h.ns.WaitForShutdown()
}

// options turns what was said into the server's own options.
func (o *Serving) options(self nkeys.KeyPair) (*server.Options, error) {
	host, port, err := address(o.Listen)
	if err != nil {
		return nil, err
	}
	away := !loopback(host)
	switch {
	case away && o.Users == "":
		return nil, fault(NotLetIn, nil, "%s is reached from elsewhere, and no users are named", o.Listen)
	case away && o.Cert == "":
		return nil, fault(Certificate, nil, "%s is reached from elsewhere, and without TLS anybody on the way reads and changes what is said", o.Listen)
	}
	if err := os.MkdirAll(o.Data, 0o700); err != nil {
		return nil, fault(BadFile, err, "make the folder of the queue")
	}
	opts := &server.Options{ServerName: o.Name, Host: host, Port: port, JetStream: true, StoreDir: o.Data, NoSigs: true, DisableJetStreamBanner: true,
		SyncAlways: o.Sync, SyncInterval: 10 * time.Second, LameDuckDuration: 2 * time.Second, LameDuckGracePeriod: time.Second, WriteDeadline: 10 * time.Second, MaxPending: 64 << 20,
		ConnectErrorReports: 60, ReconnectErrorReports: 60} // of an attempt a second
	if port == 0 {
		opts.Port = server.RANDOM_PORT
	}
	if o.Users != "" {
		users, err := ReadUsers(o.Users)
		if err != nil {
			return nil, err
		}
		public, err := self.PublicKey()
		if err != nil {
			return nil, err
		}
		opts.Nkeys = append(known(users), &server.NkeyUser{Nkey: public})
	}
	if opts.TLSConfig, err = o.tls(); err != nil {
		return nil, err
	}
	opts.TLS, opts.TLSTimeout = opts.TLSConfig != nil, 5
	return opts, o.join(opts)
}

// tls is what clients are met with.
func (o *Serving) tls() (*tls.Config, error) {
	if (o.Cert == "") != (o.Key == "") {
		return nil, fault(BadFile, nil, "a certificate and its key go together")
	}
	if o.Cert == "" {
		return nil, nil
	}
	pair, err := certificate(o.Cert, o.Key)
	if err != nil {
		return nil, err
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}}, nil
}

// join sets how the servers of a cluster meet: over TLS in which both show a certificate,
// and with a secret; on loopback without, if none is named.
func (o *Serving) join(opts *server.Options) error {
	if o.Cluster == "" {
		if len(o.Peers) > 0 {
			return fault(BadURL, nil, "peers are named, and no address at which they find this server")
		}
		return nil
	}
	host, port, err := address(o.Cluster)
	if err != nil {
		return err
	}
	away := !loopback(host)
	if away && (o.Secret == "" || o.Cert == "" || o.CA == "") {
		return fault(NotLetIn, nil, "%s is reached from elsewhere: the servers of a cluster need a secret, a certificate and the authority that signed it", o.Cluster)
	}
	opts.Cluster = server.ClusterOpts{Name: "entente", Host: host, Port: port, ConnectRetries: 1 << 30, PoolSize: -1}
	var user *url.Userinfo
	if o.Secret != "" {
		text, err := os.ReadFile(o.Secret)
		if err != nil {
			return fault(BadFile, err, "read the secret of the cluster")
		}
		secret := strings.TrimSpace(string(text))
		if len(secret) < 16 {
			return fault(BadFile, nil, "%s holds no secret of at least 16 letters", o.Secret)
		}
		opts.Cluster.Username, opts.Cluster.Password = "entente", secret
		user = url.UserPassword("entente", secret)
	}
	if o.CA != "" && opts.TLSConfig != nil {
		var pool *x509.CertPool
		if pool, err = authorities(o.CA); err != nil {
			return err
		}
		conf := opts.TLSConfig.Clone()
		conf.RootCAs, conf.ClientCAs, conf.ClientAuth = pool, pool, tls.RequireAndVerifyClientCert
		opts.Cluster.TLSConfig, opts.Cluster.TLSTimeout = conf, 5
	}
	for _, p := range o.Peers {
		if _, _, err := address(p); err != nil {
			return err
		}
		opts.Routes = append(opts.Routes, &url.URL{Scheme: "nats-route", User: user, Host: p})
	}
	return nil
}

// address parts host and port.
func address(s string) (host string, port int, err error) {
	host, p, err := net.SplitHostPort(s)
	if err == nil {
		port, err = strconv.Atoi(p)
	}
	if err != nil || host == "" || port < 0 || port > 65535 {
		return "", 0, fault(BadURL, nil, "%q is no address to listen on: it is HOST:PORT", s)
	}
	return host, port, nil
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// logger passes on what the server warns of.
type logger struct{ tell func(string) }

func (logger) Noticef(string, ...any)           {}
func (logger) Debugf(string, ...any)            {}
func (logger) Tracef(string, ...any)            {}
func (l logger) Warnf(format string, v ...any)  { l.tell("server: " + fmt.Sprintf(format, v...)) }
func (l logger) Errorf(format string, v ...any) { l.tell("server: " + fmt.Sprintf(format, v...)) }
func (l logger) Fatalf(format string, v ...any) { l.tell("server: " + fmt.Sprintf(format, v...)) }
