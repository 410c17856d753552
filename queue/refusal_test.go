package queue

import (
	"crypto/tls"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"entente"
)

// TestRefusals: what is wrong with a queue, a login or a story is told in words and by its
// kind, and of what waits nothing is lost.
func TestRefusals(t *testing.T) {
	ca, other := newAuthority(t), newAuthority(t)
	cert, key := ca.pair(t, "127.0.0.1", time.Now().Add(time.Hour))
	file, seeds := users(t)
	_, strangers := users(t)
	lone := host(t, nil) // on loopback, without users
	guarded := host(t, func(o *Serving) { o.Name, o.Users, o.Cert, o.Key = "guarded", file, cert, key })
	safe := Login{URL: guarded.URL(), CA: ca.path, Creds: seeds[Tend]}
	with := func(change func(*Login)) Login {
		l := safe
		l.Wait = 2 * time.Second
		change(&l)
		return l
	}
	empty := filepath.Join(t.TempDir(), "empty")
	write(t, empty, []byte("nothing\n"))
	expired, expiredKey := ca.pair(t, "127.0.0.1", time.Now().Add(-time.Hour))
	elsewhere, elsewhereKey := ca.pair(t, "queue.example.org", time.Now().Add(time.Hour))
	stale, misnamed, without := bare(t, expired, expiredKey), bare(t, elsewhere, elsewhereKey), bare(t, "", "")
	put(t, open(t, safe), story("waits", "and is not lost"))
	for _, c := range []struct {
		name string
		at   Login
		kind Kind
		says string
	}{
		{"no address", Login{}, BadURL, "no queue is named"},
		{"an address of another kind", Login{URL: "http://127.0.0.1:4222"}, BadURL, "begins with nats:// or tls://"},
		{"an address with a path", Login{URL: "nats://127.0.0.1/work"}, BadURL, "nothing more"},
		{"no such port", Login{URL: "nats://127.0.0.1:99999"}, BadURL, "no address of a queue"},
		{"a secret in an address is not told", Login{URL: "nats://me:geheim@127.0.0.1:1", Wait: time.Second}, Unreachable, "nats://me:xxxxx@127.0.0.1:1"},
		{"nobody there", Login{URL: "nats://127.0.0.1:1", Wait: time.Second}, Unreachable, "does not answer"},
		{"a server without a queue", Login{URL: without, Wait: time.Second}, Absent, "holds no queue of entente"},
		{"no credentials", with(func(l *Login) { l.Creds = "" }), NotLetIn, "does not know these credentials"},
		{"credentials of another queue", with(func(l *Login) { l.Creds = strangers[Tend] }), NotLetIn, "does not know these credentials"},
		{"credentials that are none", with(func(l *Login) { l.Creds = empty }), BadFile, "holds no credentials"},
		{"credentials that are not there", with(func(l *Login) { l.Creds = empty + "x" }), BadFile, "no such file"},
		{"an authority that is none", with(func(l *Login) { l.CA = empty }), BadFile, "holds no certificate"},
		{"a certificate without its key", with(func(l *Login) { l.Cert = cert }), BadFile, "go together"},
		{"an unknown authority", with(func(l *Login) { l.CA = other.path }), Certificate, "of nobody who is trusted"},
		{"no authority", with(func(l *Login) { l.CA = "" }), Certificate, "of nobody who is trusted"},
		{"an expired certificate of a server", Login{URL: stale, CA: ca.path}, Certificate, "does not hold today"},
		{"a certificate of another name", Login{URL: misnamed, CA: ca.path}, Certificate, "no safe connection"},
		{"an expired certificate of one's own", with(func(l *Login) { l.Cert, l.Key = expired, expiredKey }), Certificate, "does not hold today"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, err := Open(t.Context(), c.at)
			if err == nil {
				q.Close()
				t.Fatal("it is let in")
			}
			if KindOf(err) != c.kind || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "geheim") {
				t.Errorf("%s: %v", KindOf(err), err)
			}
		})
	}
	for _, c := range []struct {
		name string
		with func(*Serving)
		kind Kind
		says string
	}{
		{"off loopback without users", func(o *Serving) { o.Listen = "0.0.0.0:0" }, NotLetIn, "no users are named"},
		{"off loopback without TLS", func(o *Serving) { o.Listen, o.Users = "0.0.0.0:0", file }, Certificate, "without TLS"},
		{"a cluster off loopback without a secret", func(o *Serving) { o.Cluster = "0.0.0.0:0" }, NotLetIn, "need a secret"},
		{"a secret that is too short", func(o *Serving) { o.Cluster, o.Secret = "127.0.0.1:0", empty }, BadFile, "at least 16 letters"},
		{"peers without a cluster", func(o *Serving) { o.Peers = []string{"127.0.0.1:1"} }, BadURL, "peers are named"},
		{"no address to listen on", func(o *Serving) { o.Listen = "4222" }, BadURL, "HOST:PORT"},
		{"an expired certificate", func(o *Serving) { o.Cert, o.Key = expired, expiredKey }, Certificate, "does not hold today"},
		{"users that are none", func(o *Serving) { o.Users = empty }, BadFile, ":1: a user is"},
		{"a folder that is a file", func(o *Serving) { o.Data = filepath.Join(empty, "x") }, BadFile, "folder of the queue"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := Serving{Name: "x", Data: t.TempDir(), Listen: "127.0.0.1:0"}
			c.with(&o)
			h, err := Start(t.Context(), o)
			if err == nil {
				h.Stop()
				t.Fatal("it starts")
			}
			if KindOf(err) != c.kind || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v", KindOf(err), err)
			}
		})
	}
	t.Run("a message that was tampered with", func(t *testing.T) { tampered(t, open(t, Login{URL: lone.URL()})) })
	var s shelf
	do(t, open(t, safe), s.work("w"))
	if len(s.has("waits")) != 1 {
		t.Error("the story that waited is lost")
	}
}

// tampered: a message whose words are not those that were published is set aside.
func tampered(t *testing.T, q *Queue) {
	j := story("changed", "these words")
	m, err := j.message(program)
	if err != nil {
		t.Fatal(err)
	}
	m.Data = []byte(strings.Replace(string(m.Data), "these", "those", 1))
	put(t, q) // binds the queue
	if _, err := q.js.PublishMsg(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	var s shelf
	if did := do(t, q, s.work("w")); did.Aside != 1 {
		t.Errorf("%+v", did)
	}
	for a, err := range q.Aside(t.Context()) {
		if err != nil || !strings.Contains(a.Why, "not those that were published") {
			t.Errorf("%+v, %v", a, err)
		}
	}
}

// TestOtherPrograms: neither a publisher nor a worker with other dictionaries, weights or
// another version comes to a queue with stories, and a story of another program that is
// there nevertheless ends the worker; all stay where they are.
func TestOtherPrograms(t *testing.T) {
	h := host(t, nil)
	q := open(t, Login{URL: h.URL()})
	put(t, q, story("s", "words"))
	for _, c := range []struct {
		says   string
		change func(*Program)
	}{
		{"version 2 and not 1", func(p *Program) { p.Version = "2" }},
		{"dictionaries sha256:mine and not sha256:lexicon", func(p *Program) { p.Lexicon, p.Tools = "sha256:mine", "sha256:x" }},
		{"weights of the parser ff and not 1a", func(p *Program) { p.Syntax, p.Tools = "ff", "sha256:y" }},
		{"weights of the judge none and not 2b", func(p *Program) { p.Judge, p.Tools = "", "sha256:z" }},
	} {
		var s shelf
		w := s.work("stranger " + c.says)
		c.change(&w.Program)
		if _, err := q.Work(t.Context(), w); KindOf(err) != Other || !strings.Contains(err.Error(), c.says) {
			t.Errorf("worker: %v, want %s", err, c.says)
		}
		if _, err := q.Publisher(t.Context(), w.Program, "there", nil); KindOf(err) != Other || !strings.Contains(err.Error(), "still holds 1 stories") {
			t.Errorf("publisher: %v", err)
		}
	}
	refused := 0
	for _, w := range status(t, q).Workers {
		if strings.Contains(w.Refused, "another program") {
			refused++
		}
	}
	if refused != 4 {
		t.Errorf("%d workers are told to be refused", refused)
	}
	odd := program
	odd.Tools = "sha256:odd"
	j := story("odd", "words")
	m, err := j.message(odd)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := q.js.PublishMsg(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	var s shelf
	if _, err := q.Work(t.Context(), s.work("w")); KindOf(err) != Other {
		t.Errorf("a story of another program: %v", err)
	}
	if st := status(t, q); st.Waiting+st.InWork != 1 || st.Done != 1 {
		t.Errorf("status %+v", st)
	}
	if err := q.work.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := q.Publisher(t.Context(), odd, "there", nil); err != nil {
		t.Errorf("an empty queue does not take another program: %v", err)
	}
}

// TestNewer: a queue and a story of a later version are refused and stay as they are.
func TestNewer(t *testing.T) {
	h := host(t, nil)
	q := open(t, Login{URL: h.URL()})
	put(t, q, story("old", "words"))
	j := story("new", "words")
	m, err := j.message(Program{Version: "9", Tools: "sha256:later"})
	if err != nil {
		t.Fatal(err)
	}
	m.Header.Set(formatHeader, fmt.Sprint(Format+1))
	if _, err := q.js.PublishMsg(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	var s shelf
	if _, err := q.Work(t.Context(), s.work("w")); KindOf(err) != Newer || !strings.Contains(err.Error(), "newer version of entente, 9") {
		t.Errorf("a newer story: %v", err)
	}
	if st := status(t, q); st.Published != 2 || st.Aside != 0 || st.Waiting+st.InWork == 0 {
		t.Errorf("status %+v", st)
	}
	c := q.work.CachedInfo().Config
	c.Metadata = map[string]string{formatKey: fmt.Sprint(Format + 1)}
	if _, err := q.js.UpdateStream(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Login{URL: h.URL()}); KindOf(err) != Newer {
		t.Errorf("a newer queue: %v", err)
	}
	if err := Make(t.Context(), Login{URL: h.URL()}, Shape{}); KindOf(err) != Newer {
		t.Errorf("making it: %v", err)
	}
}

// TestRoles: with TLS and users each may what its role says, and no more.
func TestRoles(t *testing.T) {
	ca := newAuthority(t)
	cert, key := ca.pair(t, "127.0.0.1", time.Now().Add(time.Hour))
	file, seeds := users(t)
	h := host(t, func(o *Serving) { o.Users, o.Cert, o.Key = file, cert, key })
	as := func(r Role) *Queue {
		return open(t, Login{URL: h.URL(), CA: ca.path, Creds: seeds[r], Wait: 3 * time.Second})
	}
	publisher, worker, watcher, tender := as(Publish), as(Code), as(Watch), as(Tend)
	put(t, publisher, story("small", "words"), story("large", strings.Repeat("long words ", 200_000)), story("bad", "bad"))
	put(t, publisher, story("small", "other words"))
	if st := status(t, watcher); st.Waiting != 4 {
		t.Errorf("status %+v", st)
	}
	var s shelf
	w := s.work("w")
	code := w.Code
	w.Code = func(j Job) entente.Reading {
		if j.Story.ID == "bad" {
			panic("bad")
		}
		return code(j)
	}
	if did := do(t, worker, w); did.Stories != 3 || did.Aside != 1 {
		t.Errorf("the worker did %+v", did)
	}
	if st := status(t, watcher); st.Done != 4 || st.Aside != 1 || len(st.Workers) != 1 || len(st.Servers) != 1 {
		t.Errorf("status %+v", st)
	}
	for a, err := range watcher.Aside(t.Context()) {
		if err != nil || a.Story != "bad" {
			t.Errorf("%+v, %v", a, err)
		}
	}
	for name, try := range map[string]func() error{
		"a watcher publishes":          func() error { _, err := watcher.js.Publish(t.Context(), workSubject+"x", nil); return err },
		"a worker publishes":           func() error { _, err := worker.js.Publish(t.Context(), workSubject+"x", nil); return err },
		"a publisher takes stories":    func() error { _, err := publisher.Work(t.Context(), s.work("p")); return err },
		"a worker deletes the queue":   func() error { return worker.js.DeleteStream(t.Context(), workStream) },
		"a watcher puts back":          func() error { _, err := watcher.Again(t.Context()); return err },
		"a publisher changes the rest": func() error { _, err := publisher.fleet.Put(t.Context(), workerKey+"x", nil); return err },
	} {
		if err := try(); err == nil {
			t.Errorf("%s", name)
		}
	}
	if n, err := tender.Again(t.Context()); n != 1 || err != nil {
		t.Errorf("put back %d, %v", n, err)
	}
	do(t, worker, s.work("w"))
	if len(s.has("bad")) != 1 || len(s.has("small")) != 2 || len(s.has("large")) != 1 {
		t.Error("not all is stored")
	}
}

// bare runs a server without a queue, with a certificate that the room's own server may
// refuse, and gives its address.
func bare(t *testing.T, cert, key string) string {
	t.Helper()
	opts := &server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true}
	if cert != "" {
		pair, err := tls.LoadX509KeyPair(cert, key)
		if err != nil {
			t.Fatal(err)
		}
		opts.TLS, opts.TLSTimeout, opts.TLSConfig = true, 5, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
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
	return "nats://" + ns.Addr().String()
}
