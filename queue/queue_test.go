package queue

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"entente"
)

var program = Program{Version: "1", Tools: "sha256:tools", Lexicon: "sha256:lexicon", Syntax: "1a", Judge: "2b"}

// host starts a server of its own.
func host(t *testing.T, change func(*Serving)) *Host {
	t.Helper()
	o := Serving{Name: "alone", Data: t.TempDir(), Listen: "127.0.0.1:0", Shape: Shape{Silence: 3 * time.Second, Bytes: 200 << 20}, Version: "1"}
	if change != nil {
		change(&o)
	}
	h, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Stop)
	return h
}

func open(t *testing.T, l Login) *Queue {
	t.Helper()
	q, err := Open(t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(q.Close)
	return q
}

func story(id, text string) Job {
	sum := sha256.Sum256([]byte(text))
	return Job{Story: entente.Story{ID: id, Text: text, Hash: "sha256:" + hex.EncodeToString(sum[:]), Published: entente.MakeDay(2021, 6, 1)}, Seen: entente.MakeDay(2021, 7, 1), Place: id + text[:min(9, len(text))]}
}

// put publishes jobs.
func put(t *testing.T, q *Queue, jobs ...Job) Published {
	t.Helper()
	p, err := q.Publisher(t.Context(), program, "here", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range jobs {
		if err := p.Put(t.Context(), j); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return p.Done()
}

// shelf is a store: of each story the words that were kept, one after another.
type shelf struct {
	mu    sync.Mutex
	words map[string][]string
	saves int
	fail  func([]entente.Reading) error
}

func (s *shelf) save(_ context.Context, rs ...entente.Reading) (got entente.Receipt, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.saves++
	if s.fail != nil {
		if err := s.fail(rs); err != nil {
			return got, err
		}
	}
	for _, r := range rs {
		if s.words == nil {
			s.words = map[string][]string{}
		}
		w := s.words[r.Story.ID]
		if len(w) > 0 && w[len(w)-1] == r.Story.Text {
			got.Known++
			continue
		}
		got.Read++
		s.words[r.Story.ID] = append(w, r.Story.Text)
	}
	return got, nil
}

func (s *shelf) known(_ context.Context, id, hash string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.words[id]
	if len(w) == 0 {
		return false, nil
	}
	sum := sha256.Sum256([]byte(w[len(w)-1]))
	return hash == "sha256:"+hex.EncodeToString(sum[:]), nil
}

func (s *shelf) has(id string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.words[id])
}

func (s *shelf) work(name string) Work {
	return Work{Program: program, Name: name, Cores: 2, Batch: 16, Empty: true, Known: s.known, Save: s.save,
		Code: func(j Job) entente.Reading { return entente.Reading{Story: j.Story, Seen: j.Seen} }}
}

func do(t *testing.T, q *Queue, w Work) Did {
	t.Helper()
	did, err := q.Work(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	return did
}

func status(t *testing.T, q *Queue) *Status {
	t.Helper()
	st, err := q.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// TestEachStoryIsKept has two workers code what one publisher brings, twice over.
func TestEachStoryIsKept(t *testing.T) {
	h := host(t, nil)
	q := open(t, Login{URL: h.URL()})
	var jobs []Job
	for i := range 700 {
		jobs = append(jobs, story(fmt.Sprintf("s%d", i), fmt.Sprintf("words of %d", i)))
	}
	jobs = append(jobs, Job{Problems: []entente.Problem{{Stage: "news", Subject: "x", Message: "no story"}}, Place: "x"})
	put(t, q, jobs...)
	if done := put(t, q, jobs...); done.Known != len(jobs) {
		t.Errorf("published again: %+v", done)
	}
	var s shelf
	var wg sync.WaitGroup
	var did [2]Did
	for i := range did {
		wg.Go(func() { did[i] = do(t, open(t, Login{URL: h.URL()}), s.work(fmt.Sprint("w", i))) })
	}
	wg.Wait()
	for _, j := range jobs {
		if got := s.has(j.Story.ID); len(got) != 1 || got[0] != j.Story.Text {
			t.Fatalf("%s is kept as %q", j.Story.ID, got)
		}
	}
	if n := did[0].Stories + did[1].Stories; n != len(jobs) || did[0].Stories == 0 || did[1].Stories == 0 {
		t.Errorf("the workers did %+v", did)
	}
	st := status(t, q)
	if st.Published != uint64(len(jobs)) || st.Done != st.Published || st.Waiting+st.InWork+st.Aside != 0 || len(st.Workers) != 2 || !st.Workers[0].Ended {
		t.Errorf("status %+v", st)
	}
	if st.Publication == nil || st.Publication.Program != program {
		t.Errorf("publication %+v", st.Publication)
	}
}

// TestWordsKeepTheirOrder publishes the words of stories anew and anew; two workers, one of
// them slow, keep them in that order.
func TestWordsKeepTheirOrder(t *testing.T) {
	h := host(t, nil)
	q := open(t, Login{URL: h.URL()})
	var jobs []Job
	for i, words := range []string{"first", "second", "first", "third"} {
		for s := range 5 {
			j := story(fmt.Sprint("s", s), words)
			j.Place = fmt.Sprint(i, s)
			jobs = append(jobs, j)
		}
	}
	put(t, q, jobs...)
	var s shelf
	slow := s.work("slow")
	code := slow.Code
	slow.Code = func(j Job) entente.Reading { time.Sleep(300 * time.Millisecond); return code(j) }
	var wg sync.WaitGroup
	wg.Go(func() { do(t, open(t, Login{URL: h.URL()}), slow) })
	wg.Go(func() { do(t, open(t, Login{URL: h.URL()}), s.work("quick")) })
	wg.Wait()
	for i := range 5 {
		if got := s.has(fmt.Sprint("s", i)); !slices.Equal(got, []string{"first", "second", "first", "third"}) {
			t.Errorf("s%d was kept as %q", i, got)
		}
	}
}

// TestPoisonIsSetAside: a story that cannot be coded or kept is set aside with the reason,
// the others are stored, and it can be put back.
func TestPoisonIsSetAside(t *testing.T) {
	h := host(t, nil)
	q := open(t, Login{URL: h.URL()})
	jobs := []Job{story("good", "good"), story("panics", "bad"), story("odd\nid", "not text"), story("also good", "fine"), story("refused", "no")}
	put(t, q, jobs...)
	s := shelf{fail: func(rs []entente.Reading) error {
		for _, r := range rs {
			switch r.Story.ID {
			case "odd\nid":
				return fmt.Errorf("saving: %w", entente.ErrNotText)
			case "refused":
				return errors.New("the store has no room for it")
			}
		}
		return nil
	}}
	w := s.work("w")
	code := w.Code
	w.Code = func(j Job) entente.Reading {
		if j.Story.ID == "panics" {
			var none []int
			_ = none[len(j.Story.Text)]
		}
		return code(j)
	}
	w.Patience = time.Second
	var did Did
	for range 9 { // a store that takes nothing ends the worker; its host starts it again
		var err error
		if did, err = q.Work(t.Context(), w); err == nil {
			break
		} else if KindOf(err) != NotStored {
			t.Fatal(err)
		}
		put(t, q, story(fmt.Sprint("more", time.Now().UnixNano()), "more"))
	}
	for _, id := range []string{"good", "also good"} {
		if len(s.has(id)) != 1 {
			t.Errorf("%s is not stored", id)
		}
	}
	why := map[string]string{}
	for a, err := range q.Aside(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		why[a.Story] = a.Why
		if a.Tries != 3 || a.Worker != "w" || a.At.IsZero() {
			t.Errorf("%+v", a)
		}
	}
	for id, want := range map[string]string{"panics": "index out of range", "odd\nid": "not text", "refused": "no room for it"} {
		if !strings.Contains(why[id], want) {
			t.Errorf("%q was set aside as %q, want %q", id, why[id], want)
		}
	}
	if !strings.Contains(why["panics"], "queue.TestPoison") {
		t.Errorf("the reason does not say where it panics: %s", why["panics"])
	}
	if len(why) != 3 || did.Aside == 0 {
		t.Errorf("set aside: %q, %+v", why, did)
	}
	if n, err := q.Again(t.Context()); n != 3 || err != nil {
		t.Fatalf("put back %d: %v", n, err)
	}
	s.mu.Lock()
	s.fail = nil
	s.mu.Unlock()
	do(t, q, s.work("w"))
	for _, j := range jobs {
		if len(s.has(j.Story.ID)) != 1 {
			t.Errorf("%q is not stored after it was put back", j.Story.ID)
		}
	}
	if st := status(t, q); st.Aside != 0 || st.Waiting != 0 {
		t.Errorf("status %+v", st)
	}
}

// TestEndedWorkers: a story that ends whoever codes it is set aside in the end; one that
// was in the same hands is not.
func TestEndedWorkers(t *testing.T) {
	h := host(t, func(o *Serving) { o.Shape.Silence = time.Second })
	q := open(t, Login{URL: h.URL()})
	put(t, q, story("killer", "bad"), story("innocent", "good"))
	var s shelf
	for range 20 {
		// A worker that is killed stops saying anything; nothing it began is stored.
		dying, kill := context.WithCancel(t.Context())
		conn := open(t, Login{URL: h.URL()})
		w := s.work("w")
		w.Cores, w.Grace = 1, time.Millisecond
		code, killed := w.Code, false
		w.Code = func(j Job) entente.Reading {
			if j.Story.ID == "killer" {
				killed = true
				conn.nc.Close()
				kill()
				select {}
			}
			return code(j)
		}
		_, _ = conn.Work(dying, w)
		kill()
		if !killed {
			break
		}
	}
	var aside []Aside
	for a, err := range q.Aside(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		aside = append(aside, a)
	}
	if len(aside) != 1 || aside[0].Story != "killer" || !strings.Contains(aside[0].Why, "ended") {
		t.Errorf("set aside: %+v", aside)
	}
	if len(s.has("innocent")) != 1 {
		t.Error("the other story is not stored")
	}
}

// TestFullQueue: a publisher waits while the queue is full.
func TestFullQueue(t *testing.T) {
	h := host(t, func(o *Serving) { o.Shape.Stories = 20 })
	q := open(t, Login{URL: h.URL()})
	var jobs []Job
	for i := range 300 {
		jobs = append(jobs, story(fmt.Sprint("s", i), fmt.Sprint("words ", i)))
	}
	published := make(chan Published)
	go func() { published <- put(t, q, jobs...) }()
	for status(t, q).Waiting < 20 {
		time.Sleep(20 * time.Millisecond)
	}
	var s shelf
	w := s.work("w")
	w.Empty = false
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { _, err := open(t, Login{URL: h.URL()}).Work(ctx, w); ended <- err }()
	if done := <-published; done.Stories != 300 {
		t.Errorf("%+v", done)
	}
	for status(t, q).Done < 300 {
		time.Sleep(20 * time.Millisecond)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	for _, j := range jobs {
		if len(s.has(j.Story.ID)) != 1 {
			t.Fatalf("%s is kept as %q", j.Story.ID, s.has(j.Story.ID))
		}
	}
}

// TestLargeStory goes beside the messages and is deleted when it is stored.
func TestLargeStory(t *testing.T) {
	h := host(t, nil)
	q := open(t, Login{URL: h.URL()})
	text := strings.Repeat("A long story. ", 300_000)
	if done := put(t, q, story("small", "small"), story("large", text)); done.Large != 1 {
		t.Errorf("%+v", done)
	}
	var s shelf
	do(t, q, s.work("w"))
	if got := s.has("large"); len(got) != 1 || got[0] != text {
		t.Error("the large story is not kept as it was")
	}
	if list, err := q.large.List(t.Context()); !errors.Is(err, jetstream.ErrNoObjectsFound) {
		t.Errorf("beside the messages there is still %v, %v", list, err)
	}
	p, err := q.Publisher(t.Context(), program, "here", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Put(t.Context(), story("huge", strings.Repeat("x", mostStory+1))); KindOf(err) != TooLarge {
		t.Errorf("a story of more than %d bytes: %v", mostStory, err)
	}
}

// TestDrain: a worker that is told to end finishes what it began and gives back the rest.
func TestDrain(t *testing.T) {
	h := host(t, nil)
	q := open(t, Login{URL: h.URL()})
	var jobs []Job
	for i := range 100 {
		jobs = append(jobs, story(fmt.Sprint("s", i), fmt.Sprint("words ", i)))
	}
	put(t, q, jobs...)
	ctx, stop := context.WithCancel(t.Context())
	var s shelf
	w := s.work("w")
	code, n := w.Code, 0
	w.Cores = 1
	w.Code = func(j Job) entente.Reading {
		if n++; n == 5 {
			stop()
		}
		return code(j)
	}
	did, err := q.Work(ctx, w)
	if err != nil || did.Stories != 5 || did.Handed == 0 {
		t.Fatalf("%+v, %v", did, err)
	}
	if st := status(t, q); st.Waiting+st.InWork != 95 {
		t.Errorf("%d wait, %d are in work", st.Waiting, st.InWork)
	}
	do(t, q, s.work("another"))
	for _, j := range jobs {
		if len(s.has(j.Story.ID)) != 1 {
			t.Fatalf("%s is kept as %q", j.Story.ID, s.has(j.Story.ID))
		}
	}
}

// TestStoreOutage: a store that is away for a while is waited for, one that stays away ends
// the worker, and nothing is lost.
func TestStoreOutage(t *testing.T) {
	h := host(t, nil)
	q := open(t, Login{URL: h.URL()})
	put(t, q, story("a", "a"), story("b", "b"))
	away := errors.New("a shard is away")
	s := shelf{fail: func([]entente.Reading) error { return away }}
	w := s.work("w")
	w.Patience = 500 * time.Millisecond
	if _, err := q.Work(t.Context(), w); KindOf(err) != NotStored || !errors.Is(err, away) {
		t.Fatalf("the store is away: %v", err)
	}
	if st := status(t, q); st.Waiting+st.InWork != 2 {
		t.Errorf("status %+v", st)
	}
	end := time.Now().Add(time.Second)
	s.fail = func([]entente.Reading) error {
		if time.Now().Before(end) {
			return away
		}
		return nil
	}
	do(t, q, s.work("w"))
	if len(s.has("a")) != 1 || len(s.has("b")) != 1 {
		t.Error("not all is stored")
	}
}

// TestAwayIsNoFault: of a store of which one shard is away or full, stories that it does not
// take while it takes others are not to blame, however often.
func TestAwayIsNoFault(t *testing.T) {
	h := host(t, nil)
	for _, why := range []error{entente.ErrAway, entente.ErrNoRoom} {
		q := open(t, Login{URL: h.URL()})
		put(t, q, story("here "+why.Error(), "a"), story("there "+why.Error(), "b"))
		refused, silent := 0, 0
		s := shelf{fail: func(rs []entente.Reading) error {
			for _, r := range rs {
				if strings.HasPrefix(r.Story.ID, "there") && refused < 5 {
					refused++
					return why
				}
			}
			return nil
		}}
		w := s.work("w")
		w.Tries, w.Cores = 1, 1
		known := w.Known
		w.Known = func(ctx context.Context, story, hash string) (bool, error) {
			if silent++; silent < 4 {
				return false, why
			}
			return known(ctx, story, hash)
		}
		if did := do(t, q, w); did.Aside != 0 || did.Stories != 2 || refused < 5 || silent < 4 {
			t.Errorf("%v: %+v, refused %d times, silent %d", why, did, refused, silent)
		}
	}
}

// trio starts a cluster of three.
func trio(t *testing.T, shape Shape) []*Host {
	t.Helper()
	ports := make([]string, 3)
	for i := range ports {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ports[i] = l.Addr().String()
		l.Close()
	}
	hosts := make([]*Host, 3)
	for i := range hosts {
		h, err := Start(t.Context(), Serving{Name: fmt.Sprint("q", i), Data: t.TempDir(), Listen: "127.0.0.1:0", Cluster: ports[i],
			Peers: slices.Delete(slices.Clone(ports), i, i+1), Shape: shape, Version: "1"})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(h.Stop)
		hosts[i] = h
	}
	for _, h := range hosts {
		<-h.Made()
	}
	return hosts
}

// TestCluster: of three servers the one that leads goes away while stories are published
// and coded; none is lost.
func TestCluster(t *testing.T) {
	hosts := trio(t, Shape{Silence: 3 * time.Second, Bytes: 200 << 20})
	at := Login{URL: hosts[0].URL() + "," + hosts[1].URL() + "," + hosts[2].URL(), Wait: 20 * time.Second}
	q := open(t, at)
	if st := status(t, q); st.Replicas != 3 || st.Leader == "" {
		t.Fatalf("status %+v", st)
	}
	var jobs []Job
	for i := range 2000 {
		jobs = append(jobs, story(fmt.Sprint("s", i), fmt.Sprint("words ", i)))
	}
	var s shelf
	var wg sync.WaitGroup
	wg.Go(func() { put(t, open(t, at), jobs...) })
	ctx, stop := context.WithCancel(t.Context())
	for i := range 2 {
		w := s.work(fmt.Sprint("w", i))
		w.Empty = false
		code := w.Code
		w.Code = func(j Job) entente.Reading { time.Sleep(time.Millisecond); return code(j) }
		wg.Go(func() {
			if _, err := open(t, at).Work(ctx, w); err != nil {
				t.Error(err)
			}
		})
	}
	for status(t, q).Done < 200 {
		time.Sleep(10 * time.Millisecond)
	}
	leader := status(t, q).Leader
	for _, h := range hosts {
		if h.o.Name == leader {
			h.ns.Shutdown()
		}
	}
	for {
		st := status(t, q)
		if st.Published >= 2000 && st.Waiting+st.InWork == 0 {
			if len(st.Away) != 1 || st.Away[0] != leader {
				t.Errorf("away are %q, want %s", st.Away, leader)
			}
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	stop()
	wg.Wait()
	for _, j := range jobs {
		if got := s.has(j.Story.ID); len(got) != 1 {
			t.Fatalf("%s is kept as %q", j.Story.ID, got)
		}
	}
}

// authority signs certificates.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	path string
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{path: filepath.Join(t.TempDir(), "ca.pem")}
	a.cert, a.key = a.sign(t, a.path, "", &x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign, Subject: pkix.Name{CommonName: "our authority"}, NotAfter: time.Now().Add(time.Hour)})
	return a
}

func (a *authority) sign(t *testing.T, certPath, keyPath string, c *x509.Certificate) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c.SerialNumber = big.NewInt(time.Now().UnixNano())
	if c.NotBefore.IsZero() {
		c.NotBefore = time.Now().Add(-time.Hour)
	}
	parent, signer := a.cert, a.key
	if parent == nil {
		parent, signer = c, key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	write(t, certPath, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	if keyPath != "" {
		raw, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		write(t, keyPath, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}))
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return parsed, key
}

// pair makes a certificate for a name or address, with its key.
func (a *authority) pair(t *testing.T, name string, until time.Time) (cert, key string) {
	t.Helper()
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	c := &x509.Certificate{Subject: pkix.Name{CommonName: name}, NotAfter: until, NotBefore: until.Add(-time.Hour), ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}, KeyUsage: x509.KeyUsageDigitalSignature}
	if ip := net.ParseIP(name); ip != nil {
		c.IPAddresses = []net.IP{ip}
	} else {
		c.DNSNames = []string{name}
	}
	a.sign(t, cert, key, c)
	return cert, key
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// users writes a file of users, one of each role, and gives the files of their seeds.
func users(t *testing.T) (path string, seeds map[Role]string) {
	t.Helper()
	dir := t.TempDir()
	path, seeds = filepath.Join(dir, "users"), map[Role]string{}
	lines := "# who may what\n"
	for _, r := range Roles {
		u, seed, err := NewUser("one-"+string(r), r)
		if err != nil {
			t.Fatal(err)
		}
		lines += u.String() + "\n"
		seeds[r] = filepath.Join(dir, string(r)+".seed")
		write(t, seeds[r], []byte(seed+"\n"))
	}
	write(t, path, []byte(lines))
	return path, seeds
}
