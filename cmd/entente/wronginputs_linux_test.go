package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	crand "crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"entente/clickhousetest"
	"entente/queue"
)

// wrongWorld is two shards, a queue with users and TLS, and what goes wrong with them.
type wrongWorld struct {
	*testing.T
	dir    string
	shards *clickhousetest.Cluster
	store  string // the address that is right
	queue  string
	safe   []string // flags of a login that is right
	ca     *signer
}

// wrongInput is a command that fails, and how it is right.
type wrongInput struct {
	name  string
	args  []string
	code  int
	says  []string
	right []string // works before and afterwards; nil where the store is read as it is
}

// TestWrongInputs: whatever is wrong with a server, an address, a right or a file is said
// with who is meant and what to do, by the exit code that is promised; and nothing is lost,
// for the same command works once it is mended, and in the end all is there once.
func TestWrongInputs(t *testing.T) {
	w := newWrongWorld(t)
	for _, c := range append(w.wrongStores(), w.wrongQueues()...) {
		t.Run(c.name, func(t *testing.T) { w.wrong(t, c) })
	}
	t.Run("a shard is away", w.shardAway)
	t.Run("a newer schema", w.newerSchema)
	t.Run("a full disk on a shard", w.fullDisk)
	t.Run("clocks that differ", w.skewed)
	t.Run("a large story", w.largeStory)
	w.whole(t, w.store, "in.jsonl")
}

// tries runs a command and holds it to a code and words.
func (w *wrongWorld) tries(t *testing.T, code int, args []string, says ...string) {
	t.Helper()
	out, told, got := answers(t, "", args...)
	if got != code {
		t.Errorf("%q: exit %d, want %d: %s%s", args, got, code, told, out)
	}
	for _, s := range says {
		if !strings.Contains(told+out, s) {
			t.Errorf("%q does not say %q: %s%s", args, s, told, out)
		}
	}
	if strings.Contains(told, clickhousetest.Password) || strings.Contains(told, "geheim") {
		t.Errorf("%q tells a secret: %s", args, told)
	}
}

func (w *wrongWorld) wrong(t *testing.T, c wrongInput) {
	t.Helper()
	w.tries(t, c.code, c.args, append(c.says, "entente: error: ")...)
	if c.right != nil {
		w.tries(t, exitDone, c.right)
	}
}

// whole holds what a store tells of events to what a file tells of the same stories.
func (w *wrongWorld) whole(t *testing.T, store, stories string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "one.duckdb")
	w.tries(t, exitDone, []string{"--store", file, "-q", "read", filepath.Join(w.dir, stories)})
	for _, what := range []string{"events", "reports", "assessments"} {
		want, _, _ := answers(t, file, "export", what, "--format", "jsonl")
		got, told, code := answers(t, store, "export", what, "--format", "jsonl")
		if code != 0 || got != want {
			t.Errorf("%s: exit %d, %s%s", what, code, told, wherePart(got, want))
		}
	}
}

func newWrongWorld(t *testing.T) *wrongWorld {
	t.Helper()
	if clickhousetest.Program() == "" {
		t.Skip("no clickhouse-server: make needs installs it where it can be")
	}
	world, err := filepath.Abs("testdata/lexica")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("ENTENTE_LEXICA", world)
	w := &wrongWorld{T: t, dir: t.TempDir(), ca: newSigner(t)}
	t.Setenv("XDG_CONFIG_HOME", w.dir)
	w.smallDisk(filepath.Join(w.dir, "shard2", "data"))
	if w.shards, err = clickhousetest.Start(w.dir, 2); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.shards.Stop() })
	w.store = w.shards.Store("news")
	w.some("in.jsonl", 15)
	cert, key := w.ca.pair(t, time.Now().Add(time.Hour))
	users, seed := w.user(queue.Tend)
	h, err := queue.Start(t.Context(), queue.Serving{Name: "q", Data: filepath.Join(w.dir, "q"), Listen: "127.0.0.1:0", Users: users, Cert: cert, Key: key, Version: version()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Stop)
	w.queue = h.URL()
	w.safe = []string{"--queue-ca", w.ca.path, "--queue-creds", seed}
	w.tries(t, exitDone, w.reads(w.store))
	return w
}

// smallDisk has a folder lie on a small disk in memory, where that is allowed.
func (w *wrongWorld) smallDisk(dir string) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		w.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=96m"); err != nil {
		return
	}
	w.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
}

// some writes the first stories of the demonstration; under another name they are other
// messages of a queue.
func (w *wrongWorld) some(name string, n int) {
	w.Helper()
	(&fleet{t: w.T, dir: w.dir}).stories(1)
	text, err := os.ReadFile(filepath.Join(w.dir, "in.jsonl"))
	if err != nil {
		w.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	w.file(filepath.Join(w.dir, "in.jsonl"), strings.Join(lines[:15], ""), 0o600)
	w.file(filepath.Join(w.dir, name), strings.Join(lines[:n], ""), 0o600)
}

// user makes a user of a queue and gives the files of the servers and of the user.
func (w *wrongWorld) user(r queue.Role) (users, seed string) {
	w.Helper()
	dir := w.TempDir()
	users, seed = filepath.Join(dir, "users"), filepath.Join(dir, "seed")
	line, told, code := answers(w.T, "", "queue", "user", "--role", string(r), "--secret", seed, "someone")
	if code != 0 {
		w.Fatal(told)
	}
	w.file(users, line, 0o600)
	return users, seed
}

func (w *wrongWorld) file(path, text string, mode os.FileMode) string {
	w.Helper()
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		w.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		w.Fatal(err)
	}
	return path
}

func (w *wrongWorld) reads(store string) []string {
	return []string{"--store", store, "-q", "read", filepath.Join(w.dir, "in.jsonl")}
}

func (w *wrongWorld) publishes(at string, more ...string) []string {
	return append([]string{"-q", "read", "--queue", at, filepath.Join(w.dir, "in.jsonl")}, more...)
}

// publishesAnew publishes the same stories as other messages.
func (w *wrongWorld) publishesAnew(name string) []string {
	w.some(name, 15)
	args := w.publishes(w.queue, w.safe...)
	args[4] = filepath.Join(w.dir, name)
	return args
}

func (w *wrongWorld) works(store string, more ...string) []string {
	return append(append([]string{"-q", "--store", store, "work", "--queue", w.queue, "--until-empty", "--patience", "1s"}, w.safe...), more...)
}

// wrongStores are addresses of stores, and servers of them, with which something is wrong.
func (w *wrongWorld) wrongStores() []wrongInput {
	t := w.T
	with := func(user, rest string) string {
		return "clickhouse://" + user + w.shards.Hosts() + "/" + rest
	}
	right := "?password_file=" + w.shards.PasswordFile()
	wrong := w.file(filepath.Join(w.dir, "wrong"), "geheim\n", 0o600)
	open := w.file(filepath.Join(w.dir, "open"), "geheim\n", 0o604)
	stale, _ := w.front(time.Now().Add(-time.Minute))
	fresh, _ := w.front(time.Now().Add(time.Hour))
	tlsStore := func(host, ca string) string {
		return "clickhouse://entente@" + host + "," + w.shards.Host(1) + "/news" + right + ca
	}
	web := &http.Server{ReadHeaderTimeout: time.Second}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = web.Serve(l) }()
	t.Cleanup(func() { _ = web.Close() })
	bare, _ := w.bare(nil)
	var all []wrongInput
	add := func(name, store string, says ...string) {
		all = append(all, wrongInput{name, w.reads(store), exitStore, says, w.reads(w.store)})
	}
	add("a store without a host", "clickhouse:///news", "is no HOST:PORT", "9000")
	add("a store without a port", "clickhouse://localhost/news", `"localhost" is no HOST:PORT`, "9000")
	add("a database that is no name", with("entente@", "news;drop"+right), "is no name of a database", "letters, digits and underscores")
	add("an unknown parameter", w.store+"&color=red", `there is no parameter "color"`, "password_file")
	add("a password in the address", with("entente:geheim@", "news"), "may hold no password", "password_file=FILE")
	add("a wrong password", with("entente@", "news?password_file="+wrong), w.shards.Host(0), `does not let the user "entente" in`, "password_file=FILE")
	add("an unknown user of the store", with("nobody@", "news"+right), w.shards.Host(0), `does not let the user "nobody" in`, "USER@")
	add("no password", with("entente@", "news"), w.shards.Host(0), "does not let the user", "password_file=FILE")
	add("a password file that is not there", with("entente@", "news?password_file="+wrong+"x"), "its password", "no such file")
	add("a password file that all may read", with("entente@", "news?password_file="+open), "everybody may read", "chmod 600")
	add("no server of the store", "clickhouse://entente@127.0.0.1:1/news"+right, "127.0.0.1:1", "no server answers", "hint: see that every server")
	add("a web server in place of the store", "clickhouse://entente@"+l.Addr().String()+"/news"+right, l.Addr().String(), "native protocol", "9000")
	add("a queue in place of the store", "clickhouse://entente@"+strings.TrimPrefix(bare, "nats://")+"/news"+right, bare[len("nats://"):], "native protocol", "9000")
	add("one shard of two", strings.Replace(w.store, ","+w.shards.Host(1), "", 1), "names 1 shards", `cluster "entente"`)
	add("a shard named twice", strings.Replace(w.store, w.shards.Host(1), w.shards.Host(0), 1), w.shards.Host(0)+" is named twice")
	add("an unknown cluster", strings.Replace(w.store, "/news?", "/others?cluster=abroad&", 1), `no cluster "abroad"`, "remote_servers")
	add("an expired certificate of the store", tlsStore(stale, "&ca="+w.ca.path), stale, "has expired, or the clocks differ")
	add("a certificate of nobody who is trusted", tlsStore(fresh, "&secure=true"), fresh, "not to be trusted", "ca=FILE")
	add("TLS where none is spoken", w.store+"&secure=true", w.shards.Host(0), "TLS")
	add("no TLS where it is spoken", tlsStore(fresh, ""), fresh, "TLS")
	add("an authority that is none", w.store+"&ca="+wrong, wrong+" holds no certificate")
	add("a user who may not write", with(clickhousetest.Reader+"@", "other"+right), w.shards.Host(0), `do not let the user "reader" do that`, "docs/servers.md")
	add("a user kept from the database", with(clickhousetest.Confined+"@", "news"+right), w.shards.Host(0), `the user "confined"`)
	return append(all, wrongInput{"a database that is not there", []string{"--store", with("entente@", "nowhere"+right), "events"}, exitStore, []string{w.shards.Host(0), "there is no store here", "hint: "}, nil})
}

// wrongQueues are addresses of queues, logins and servers with which something is wrong.
func (w *wrongWorld) wrongQueues() []wrongInput {
	_, strange := w.user(queue.Tend)
	plain, _ := w.bare(nil)
	cert, key := w.ca.pair(w.T, time.Now().Add(-time.Minute))
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		w.Fatal(err)
	}
	stale, _ := w.bare(&tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12})
	creds, ca := w.safe[2:], w.safe[:2]
	none := []string{"--queue-creds", filepath.Join(w.dir, "missing")}
	var all []wrongInput
	add := func(name string, code int, args []string, says ...string) {
		all = append(all, wrongInput{name, args, code, says, w.publishes(w.queue, w.safe...)})
	}
	add("a queue of another kind of address", exitUsage, w.publishes("http://127.0.0.1:4222"), "nats://", "hint: it is nats://127.0.0.1:4222")
	add("no server of the queue", exitNetwork, w.publishes("nats://127.0.0.1:1"), "nats://127.0.0.1:1 does not answer", "hint: is it running?")
	add("a server without a queue", exitNetwork, w.publishes(plain), plain, "holds no queue of entente", "entente queue make")
	add("a store in place of the queue", exitNetwork, w.publishes("nats://"+w.shards.Host(0)), w.shards.Host(0), "hint: ")
	add("no credentials", exitNetwork, w.publishes(w.queue, ca...), w.queue, "does not know these credentials", "--queue-creds")
	add("credentials of another queue", exitNetwork, w.publishes(w.queue, append(ca[:2:2], "--queue-creds", strange)...), w.queue, "does not know these credentials", "entente queue user")
	add("credentials that are not there", exitOwnFiles, w.publishes(w.queue, append(ca[:2:2], none...)...), "missing", "hint: docs/scale.md")
	add("an expired certificate of the queue", exitNetwork, w.publishes(stale, ca...), stale, "does not hold today", "an expired one must be made anew")
	add("an authority that is not named", exitNetwork, w.publishes(w.queue, creds...), w.queue, "nobody who is trusted", "--queue-ca")
	return all
}

// shardAway: with one shard killed nobody reads half of a store, and nobody who writes says
// it is done; back again, the same commands work.
func (w *wrongWorld) shardAway(t *testing.T) {
	store := w.shards.Store("away")
	w.tries(t, exitDone, w.reads(store))
	w.tries(t, exitDone, w.publishesAnew("away.jsonl"))
	if err := w.shards.Kill(1); err != nil {
		t.Fatal(err)
	}
	hint := "hint: see that every server"
	w.tries(t, exitStore, []string{"--store", store, "events"}, w.shards.Host(1), "the store does not answer", hint)
	w.tries(t, exitStore, w.reads(store), w.shards.Host(1), "the store does not answer", hint)
	w.tries(t, exitStore, w.works(w.shards.Store("worked")), w.shards.Host(1), "the store does not answer", hint)
	if err := w.shards.Begin(1); err != nil {
		t.Fatal(err)
	}
	w.tries(t, exitDone, w.reads(store))
	w.tries(t, exitDone, w.works(w.shards.Store("worked")))
	w.whole(t, store, "in.jsonl")
	w.whole(t, w.shards.Store("worked"), "in.jsonl")
}

// newerSchema: a store of a later version is neither read nor written.
func (w *wrongWorld) newerSchema(t *testing.T) {
	store := w.shards.Store("newer")
	w.tries(t, exitDone, w.reads(store))
	if err := w.shards.Do(t.Context(), 0, "INSERT INTO newer.meta SELECT toInt32(999)"); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{w.reads(store), {"--store", store, "events"}, w.works(store)} {
		w.tries(t, exitStore, args, w.shards.Host(0), "its schema is 999, and this program knows", "newer version of entente", "hint: install the newer entente")
	}
	err := w.shards.Do(t.Context(), 0, "CREATE TABLE newer.kept (version Int32) ENGINE = ReplacingMergeTree ORDER BY version",
		"INSERT INTO newer.kept SELECT version FROM newer.meta WHERE version < 999", "DROP TABLE newer.meta", "RENAME TABLE newer.kept TO newer.meta")
	if err != nil {
		t.Fatal(err)
	}
	w.tries(t, exitDone, w.reads(store))
	w.whole(t, store, "in.jsonl")
}

// fullDisk: who writes to a shard without room says so, and once there is room the same
// command completes it.
func (w *wrongWorld) fullDisk(t *testing.T) {
	data := filepath.Join(w.shards.Folder(1), "data")
	var disk syscall.Statfs_t
	if err := syscall.Statfs(data, &disk); err != nil || disk.Blocks*uint64(disk.Bsize) > 200<<20 {
		t.Skip("no small disk to fill: mounting one is not allowed")
	}
	full, worked := w.shards.Store("full"), w.shards.Store("fullwork")
	w.tries(t, exitDone, w.publishesAnew("full.jsonl"))
	w.some("one.jsonl", 1)
	for _, store := range []string{full, worked} { // made while there is room
		w.tries(t, exitDone, []string{"--store", store, "-q", "read", filepath.Join(w.dir, "one.jsonl")})
	}
	filler, err := os.Create(filepath.Join(data, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = filler.Write(make([]byte, 64<<10))
	}
	filler.Close()
	w.tries(t, exitStore, w.reads(full), w.shards.Host(1), "a shard's disk is full", "hint: make room")
	w.tries(t, exitStore, w.works(worked), "a shard's disk is full", w.shards.Host(1))
	if err := os.Remove(filler.Name()); err != nil {
		t.Fatal(err)
	}
	w.tries(t, exitDone, w.reads(full))
	w.tries(t, exitDone, w.works(worked))
	w.whole(t, full, "in.jsonl")
	w.whole(t, worked, "in.jsonl")
}

// skewed: a worker whose clock is an hour ahead is named by doctor.
func (w *wrongWorld) skewed(t *testing.T) {
	at, nc := w.bare(nil)
	w.tries(t, exitDone, []string{"queue", "make", "--queue", at})
	doctor := []string{"doctor", "--queue", at}
	w.tries(t, exitDone, doctor, "ok    clocks")
	said := fmt.Sprintf(`{"name":"early","at":%q}`, time.Now().Add(time.Hour).UTC().Format(time.RFC3339Nano))
	if err := nc.Publish("$KV.ENTENTE_FLEET.worker.early-1", []byte(said)); err != nil {
		t.Fatal(err)
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	w.tries(t, exitNo, doctor, "that of the worker early is off by 1h0m0s", "set them by a time server")
}

// largeStory: a story that is too large for one message, and for one that the server takes,
// goes beside the messages.
func (w *wrongWorld) largeStory(t *testing.T) {
	large := filepath.Join(w.dir, "large.jsonl")
	words := "Russia accused the United States of lying on Monday. " + strings.Repeat(strings.Repeat("a", 999)+". ", 1200)
	w.file(large, fmt.Sprintf(`{"id":"large","published":"2021-06-01","text":%q}`+"\n", words), 0o600)
	args := w.publishes(w.queue, w.safe...)
	args[4] = large
	w.tries(t, exitDone, args)
	w.tries(t, exitDone, w.works(w.shards.Store("large"), "--patience", "1m"))
	out, _, _ := answers(t, w.shards.Store("large"), "export", "reports", "--format", "jsonl")
	if !strings.Contains(out, `"large"`) {
		t.Errorf("the large story is not there: %.300s", out)
	}
}

// front speaks TLS before the first shard, with a certificate until some time.
func (w *wrongWorld) front(until time.Time) (addr string, l net.Listener) {
	t := w.T
	cert, key := w.ca.pair(t, until)
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	l, err = tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				if c.(*tls.Conn).Handshake() != nil {
					return
				}
				to, err := net.Dial("tcp", w.shards.Host(0))
				if err != nil {
					return
				}
				defer to.Close()
				go func() { _, _ = io.Copy(to, c) }()
				_, _ = io.Copy(c, to)
			}()
		}
	}()
	return l.Addr().String(), l
}

// bare is a NATS server that entente did not make, and a connection to it if it has no TLS.
func (w *wrongWorld) bare(c *tls.Config) (at string, nc *nats.Conn) {
	t := w.T
	opts := &server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true}
	if c != nil {
		opts.TLS, opts.TLSTimeout, opts.TLSConfig = true, 5, c
	}
	ns, err := server.NewServer(opts)
	if err != nil {
		t.Fatal(err)
	}
	ns.Start()
	t.Cleanup(func() { ns.Shutdown(); ns.WaitForShutdown() })
	if !ns.ReadyForConnections(20 * time.Second) {
		t.Fatal("the server does not come up")
	}
	at = "nats://" + ns.Addr().String()
	if c != nil {
		return at, nil
	}
	if nc, err = nats.Connect(at); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	return at, nc
}

// signer is an authority for certificates of 127.0.0.1.
type signer struct {
	path string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newSigner(t *testing.T) *signer {
	t.Helper()
	s := &signer{path: filepath.Join(t.TempDir(), "ca.pem")}
	s.sign(t, s.path, "", &x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign, NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: time.Now().Add(time.Hour)})
	return s
}

// pair makes a certificate that holds until some time, with its key.
func (s *signer) pair(t *testing.T, until time.Time) (cert, key string) {
	t.Helper()
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	s.sign(t, cert, key, &x509.Certificate{NotBefore: until.Add(-time.Hour), NotAfter: until, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}, KeyUsage: x509.KeyUsageDigitalSignature})
	return cert, key
}

func (s *signer) sign(t *testing.T, certPath, keyPath string, c *x509.Certificate) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), crand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c.SerialNumber = big.NewInt(time.Now().UnixNano())
	parent, by := s.cert, s.key
	if parent == nil {
		parent, by = c, key
	}
	der, err := x509.CreateCertificate(crand.Reader, c, parent, &key.PublicKey, by)
	if err != nil {
		t.Fatal(err)
	}
	if s.cert == nil {
		s.key = key
		if s.cert, err = x509.ParseCertificate(der); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for path, block := range map[string]*pem.Block{certPath: {Type: "CERTIFICATE", Bytes: der}, keyPath: {Type: "PRIVATE KEY", Bytes: raw}} {
		if path == "" {
			continue
		}
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
