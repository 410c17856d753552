package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"entente/coder"
	"entente/queue"
)

type queueCmd struct {
	Run    queueRunCmd    `cmd:"" default:"withargs" help:"Run a server that holds the queue; three of them form a cluster."`
	Status queueStatusCmd `cmd:"" help:"How the queue and its workers fare, and what was set aside."`
	Again  queueAgainCmd  `cmd:"" help:"Put back what was set aside."`
	Make   queueMakeCmd   `cmd:"" help:"Make the queue on a NATS server of your own."`
	User   queueUserCmd   `cmd:"" help:"Make a user of the queue: a line for the servers, a secret for a file."`
}

// queueLogin is how a queue is reached.
type queueLogin struct {
	Queue      string `help:"Address of the queue: nats://HOST:PORT or tls://HOST:PORT, of a cluster several parted by commas." placeholder:"URL"`
	QueueCreds string `help:"File with the secret of a user of the queue." env:"ENTENTE_QUEUE_CREDS" placeholder:"FILE"`
	QueueCA    string `name:"queue-ca" help:"PEM of who signed the queue's certificate, if the system does not trust it." env:"ENTENTE_QUEUE_CA" placeholder:"FILE"`
	QueueCert  string `help:"PEM of a certificate of one's own, if the queue asks for one." placeholder:"FILE"`
	QueueKey   string `help:"PEM of its key." placeholder:"FILE"`
}

func (l *queueLogin) login() queue.Login {
	return queue.Login{URL: l.Queue, Creds: l.QueueCreds, CA: l.QueueCA, Cert: l.QueueCert, Key: l.QueueKey, Name: "entente " + hostName()}
}

// open connects to the queue.
func (l *queueLogin) open(ctx context.Context) (*queue.Queue, error) {
	if l.Queue == "" {
		return nil, codedError{exitUsage, errors.New("no queue is named"), "name one with --queue nats://HOST:PORT; entente queue runs one"}
	}
	return queue.Open(ctx, l.login())
}

func hostName() string {
	if name, err := os.Hostname(); err == nil {
		return name
	}
	return "here"
}

// programOf says what coding depends on here.
func programOf(tools coder.Tools) queue.Program {
	p := queue.Program{Version: version(), Tools: tools.Name(), Lexicon: tools.Lexicon.Hash, Syntax: fmt.Sprintf("%08x", tools.Syntax.Sum())}
	if tools.Judge != nil {
		p.Judge = fmt.Sprintf("%08x", tools.Judge.Sum())
	}
	return p
}

// queueExit gives an error of a queue its exit code and hint.
func queueExit(kind queue.Kind) (code int, hint string) {
	switch kind {
	case queue.BadURL:
		return exitUsage, "it is nats://127.0.0.1:4222, say; of a cluster several parted by commas"
	case queue.BadFile:
		return exitOwnFiles, "docs/scale.md says what the files of a queue hold"
	case queue.Unreachable:
		return exitNetwork, "is it running? entente queue runs one; what was acknowledged is kept, the rest is published again by running this again"
	case queue.NotLetIn:
		return exitNetwork, "entente queue user makes one with a role; --queue-creds names the file with its secret, --users that of the servers"
	case queue.Certificate:
		return exitNetwork, "--queue-ca names the authority that signed it; an expired one must be made anew"
	case queue.Absent:
		return exitNetwork, "entente queue make --queue URL makes one on a NATS server of your own"
	case queue.Newer:
		return exitStore, "install the newer entente; nothing was changed"
	case queue.Other:
		return exitOwnFiles, "run the same entente with the same dictionaries on every machine (entente version tells); a queue that is empty takes others"
	case queue.TooLarge:
		return exitInput, "part the file; without --queue it is read as it is"
	}
	return exitStore, "nothing is lost: the stories are given to another worker, or to this one when it is started again"
}

type queueShape struct {
	Replicas  int           `help:"Servers that keep each story: 1, or 3 in a cluster. By default 3 in a cluster." placeholder:"N"`
	Most      int64         `help:"Stories that may wait; who publishes waits while the queue is full." default:"100000" placeholder:"N"`
	MostBytes int64         `help:"Bytes that they may take." default:"1073741824" placeholder:"N"`
	Silence   time.Duration `help:"How long nothing is heard of a worker before its stories are given to another." default:"30s" placeholder:"DURATION"`
}

func (s queueShape) shape() (queue.Shape, error) {
	if s.Replicas < 0 || s.Replicas > 5 || s.Most < 1 || s.MostBytes < 1<<20 || s.Silence < time.Second {
		return queue.Shape{}, usage("--replicas is at most 5, --most at least 1, --most-bytes at least a megabyte, --silence at least a second")
	}
	return queue.Shape{Replicas: s.Replicas, Stories: s.Most, Bytes: s.MostBytes, Silence: s.Silence}, nil
}

type queueRunCmd struct {
	queueShape
	Data    string   `help:"Folder in which the queue is kept." default:"queue" placeholder:"DIR"`
	Listen  string   `help:"Address for publishers and workers. Off loopback --users, --cert and --cert-key must be named." default:"127.0.0.1:4222" placeholder:"ADDR"`
	Name    string   `help:"Name of the server, its own in a cluster; by default the machine's." placeholder:"NAME"`
	Users   string   `help:"File of users, a line each, as entente queue user makes them." placeholder:"FILE"`
	Cert    string   `help:"Certificate for TLS, as PEM." placeholder:"FILE"`
	CertKey string   `help:"Its key, as PEM." placeholder:"FILE"`
	CA      string   `name:"ca" help:"Who signed the certificates of the cluster's servers, as PEM." placeholder:"FILE"`
	Cluster string   `help:"Address for the other servers of a cluster. Off loopback --secret, --cert and --ca must be named." placeholder:"ADDR"`
	Peer    []string `help:"Address of another server of the cluster; any number of times." placeholder:"ADDR" sep:"none"`
	Secret  string   `help:"File with a secret by which the servers of a cluster know one another." placeholder:"FILE"`
	Sync    string   `help:"Write each story through to the disk before it is acknowledged: always, or often (every ten seconds, the other servers having it too). By default always for a server alone." enum:"auto,always,often" default:"auto"`
}

func (c *queueRunCmd) Run(ctx context.Context, e *env) error {
	e.lasts = true
	shape, err := c.shape()
	if err != nil {
		return err
	}
	name := c.Name
	if name == "" {
		name = hostName()
	}
	h, err := queue.Start(ctx, queue.Serving{Name: name, Data: c.Data, Listen: c.Listen, Users: c.Users, Cert: c.Cert, Key: c.CertKey, CA: c.CA,
		Cluster: c.Cluster, Peers: c.Peer, Secret: c.Secret, Shape: shape, Sync: c.Sync == "always" || c.Sync == "auto" && c.Cluster == "",
		Version: version(), CPU: cpuTime, Tell: func(s string) { e.say("%s", s) }})
	if err != nil {
		if queue.KindOf(err) == "" {
			return codedError{exitNetwork, err, "--listen and --data name another address and folder"}
		}
		return err
	}
	defer h.Stop()
	e.say("the queue's server %s is at %s; Ctrl-C ends it", name, h.URL())
	select {
	case <-h.Made():
		e.say("the queue is ready")
		<-ctx.Done()
	case <-ctx.Done():
	}
	return nil
}

type queueMakeCmd struct {
	queueLogin
	queueShape
}

func (c *queueMakeCmd) Run(ctx context.Context, e *env) error {
	shape, err := c.shape()
	if err != nil {
		return err
	}
	if err := queue.Make(ctx, c.login(), shape); err != nil {
		return err
	}
	e.say("the queue is made")
	return nil
}

type queueUserCmd struct {
	Role   string `help:"What it may: publish stories, work on them, watch how the queue fares, or tend it, which is all." enum:"publish,work,watch,tend" required:"" placeholder:"ROLE"`
	Secret string `help:"File for the secret; it may not be there yet." required:"" placeholder:"FILE"`
	Name   string `arg:"" help:"Whose it is."`
}

// Run writes the secret into a file that its owner alone reads, and prints the line for
// the servers' file of users.
func (c *queueUserCmd) Run(e *env) error {
	u, seed, err := queue.NewUser(c.Name, queue.Role(c.Role))
	if err != nil {
		return err
	}
	f, err := os.OpenFile(c.Secret, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		_, err = fmt.Fprintln(f, seed)
		err = errors.Join(err, f.Sync(), f.Close())
	}
	if err != nil {
		return badStore(named(c.Secret, err))
	}
	e.say("add this line to the servers' --users and start them again; %s is the secret of %s", c.Secret, u.Name)
	_, err = fmt.Fprintln(e.out, u)
	return err
}

type queueAgainCmd struct {
	queueLogin
	Number []uint64 `arg:"" optional:"" help:"Numbers as entente queue status prints them; none means all."`
}

func (c *queueAgainCmd) Run(ctx context.Context, e *env) error {
	q, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer q.Close()
	n, err := q.Again(ctx, c.Number...)
	e.say("put back %s", counted(n, "story", "stories"))
	if err == nil && n < len(c.Number) {
		return codedError{exitNo, errors.New("not all of these numbers are set aside"), "entente queue status lists them"}
	}
	return err
}

type queueStatusCmd struct {
	queueLogin
	JSON bool `help:"As JSON." name:"json"`
	Wait bool `help:"Show how it goes on, until no story is left."`
}

// queueStatus is the answer as JSON.
type queueStatus struct {
	*queue.Status
	Set []queue.Aside `json:"set_aside"`
}

func (c *queueStatusCmd) Run(ctx context.Context, e *env) error {
	q, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer q.Close()
	if c.Wait {
		if err := e.waitForQueue(ctx, q); err != nil {
			return err
		}
	}
	st, err := q.Status(ctx)
	if err != nil {
		return err
	}
	answer := queueStatus{st, []queue.Aside{}}
	for a, err := range q.Aside(ctx) {
		if err != nil {
			return err
		}
		answer.Set = append(answer.Set, a)
	}
	if c.JSON {
		return jsonTo(e.out).Encode(answer)
	}
	return printQueue(e.out, answer)
}

// waitForQueue shows what is done until no story is left.
func (e *env) waitForQueue(ctx context.Context, q *queue.Queue) error {
	show := func(*queue.Status) {}
	if f := e.watched(); f != nil {
		bar := progressbar.NewOptions64(1, progressbar.OptionSetWriter(f), progressbar.OptionSetWidth(20), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
		show = func(st *queue.Status) {
			bar.ChangeMax64(int64(max(st.Published, 1)))
			bar.Describe(fmt.Sprintf("coding: %.0f stories a second", st.Rate))
			_ = bar.Set64(int64(st.Done))
		}
		defer func() { _ = bar.Finish(); fmt.Fprint(f, "\r") }()
	}
	for {
		st, err := q.Status(ctx)
		if err != nil {
			return err
		}
		show(st)
		if st.Waiting+st.InWork == 0 {
			return nil
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// printQueue prints how a queue fares.
func printQueue(w io.Writer, st queueStatus) error {
	var b strings.Builder
	fmt.Fprintf(&b, "queue      %s\n", st.Where)
	if st.Publication != nil {
		p := st.Publication
		fmt.Fprintf(&b, "published  for entente %s, lexicon %s, since %s by %s\n", p.Program.Version, p.Program.Lexicon, p.Since.Format(time.DateTime), flat(p.By))
	}
	fmt.Fprintf(&b, "stories    %d published, %d done, %d in work, %d waiting (%.1f MB; room for %d), %d set aside\n", st.Published, st.Done, st.InWork, st.Waiting, float64(st.Bytes)/1e6, st.Most, st.Aside)
	if st.Left >= 0 {
		fmt.Fprintf(&b, "rate       %.1f stories a second, %v left\n", st.Rate, time.Duration(st.Left*float64(time.Second)).Round(time.Second))
	}
	fmt.Fprintf(&b, "kept       %s\n", keptBy(st.Status))
	for _, s := range st.Servers {
		fmt.Fprintf(&b, "server     %s  %s, %.0f s of processor time%s\n", s.Name, s.Version, s.CPU, mute(s.Lost(), s.Mute))
	}
	for i := range st.Workers {
		fmt.Fprintf(&b, "worker     %s\n", workerLine(&st.Workers[i]))
	}
	for _, a := range st.Set {
		fmt.Fprintf(&b, "set aside  %d  %s, after %s: %s\n", a.Number, flat(a.Story), counted(a.Tries, "try", "tries"), flat(a.Why))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// keptBy says how often stories are kept, and which servers are not up to it.
func keptBy(st *queue.Status) string {
	says := "once"
	if st.Replicas > 1 {
		says = fmt.Sprintf("%d times, led by %s", st.Replicas, st.Leader)
	}
	if len(st.Away) > 0 {
		says += "; away: " + strings.Join(st.Away, ", ")
	}
	if len(st.Behind) > 0 {
		says += "; behind: " + strings.Join(st.Behind, ", ")
	}
	return says
}

func workerLine(w *queue.Worker) string {
	says := fmt.Sprintf("%s (%d)  %s stored", flat(w.Name), w.PID, counted(w.Did.Stories, "story", "stories"))
	if w.Refused != "" {
		return fmt.Sprintf("%s (%d)  refused: %s", flat(w.Name), w.PID, flat(w.Refused))
	}
	if w.Did.Aside > 0 {
		says += fmt.Sprintf(", %d set aside", w.Did.Aside)
	}
	if w.Ended {
		return says + fmt.Sprintf(", %.0f s of processor time, ended", w.Did.CPU)
	}
	return says + fmt.Sprintf(", %.1f a second, %d in hand, %.0f s of processor time%s", w.Rate, w.Holding, w.Did.CPU, mute(w.Lost(), w.Mute))
}

func mute(lost bool, d time.Duration) string {
	if !lost {
		return ""
	}
	return fmt.Sprintf(", not heard of for %v", d.Round(time.Second))
}
