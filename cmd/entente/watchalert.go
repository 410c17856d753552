package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"entente"
	"entente/alert"
	"entente/coder"
	"entente/desk"
)

// alert sees what in the stories read since the last time is worth an alert, and
// delivers what is owed.
func (w *watcher) alert(ctx context.Context) error {
	if w.Alerts == "" {
		w.state.New = nil
		return w.save()
	}
	raised, err := w.raise(ctx)
	if w.passes(err) {
		w.problems([]entente.Problem{{Stage: "watch", Subject: w.Store, Offset: -1, Message: fmt.Sprintf("%v; alerts wait for the next visit", err)}})
		return nil
	}
	if err != nil {
		return err
	}
	messages, tally := w.state.Alerts.Take(w.rules, w.today(), raised)
	for _, m := range messages {
		body, err := json.Marshal(m.Body())
		if err != nil {
			return err
		}
		w.state.Owed = append(w.state.Owed, owed{To: m.To, ID: m.ID(), Body: body})
	}
	if len(w.state.New) > 0 { // else nothing was looked at
		w.state.New, w.state.Looked = nil, w.today()
	}
	if err := w.save(); err != nil { // what is owed is owed, whatever becomes of this run
		return err
	}
	if err := w.toldAlerts(raised, messages, tally); err != nil {
		return err
	}
	if err := w.deliver(ctx); err != nil {
		return err
	}
	return w.save()
}

// raise holds what new stories changed to the rules.
func (w *watcher) raise(ctx context.Context) ([]alert.Alert, error) {
	if len(w.state.New) == 0 {
		return nil, nil
	}
	s, err := w.openStore(ctx, false)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	ledger, err := desk.OpenLedger(ctx, s)
	if err != nil {
		return nil, badStore(err)
	}
	before := w.state.Looked
	if !before.Known() {
		before = w.today()
	}
	fresh := map[string]bool{}
	for _, story := range w.state.New {
		fresh[story] = true
	}
	change := ledger.Change(w.rules, before, w.today(), func(story string) bool { return fresh[story] }, nil)
	return alert.Raise(w.rules, change, w.tools.Lexicon.NameOf), nil
}

// toldAlerts prints the alerts that go out.
func (w *watcher) toldAlerts(raised []alert.Alert, messages []alert.Message, tally alert.Tally) error {
	if err := w.env.messages(w.JSON, messages); err != nil {
		return err
	}
	if len(raised) > tally.Sent {
		w.say("of %s: %d sent, %d held back, %d muted, %d known", counted(len(raised), "alert", "alerts"), tally.Sent, tally.Held, tally.Muted, tally.Known)
	}
	return nil
}

// addressed is a message with all its targets: what is printed of it.
type addressed struct {
	To     []string      `json:"to"`
	Alert  *alert.Alert  `json:"alert,omitempty"`
	Digest *alert.Digest `json:"digest,omitempty"`
}

// messages prints messages, an alert once for all its targets.
func (e *env) messages(asJSON bool, messages []alert.Message) error {
	var out []addressed
	for _, m := range messages {
		if n := len(out); n > 0 && m.Alert != nil && out[n-1].Alert != nil && out[n-1].Alert.ID == m.Alert.ID {
			out[n-1].To = append(out[n-1].To, m.To)
			continue
		}
		out = append(out, addressed{[]string{m.To}, m.Alert, m.Digest})
	}
	for _, a := range out {
		if err := e.message(asJSON, a); err != nil {
			return err
		}
	}
	return nil
}

func (e *env) message(asJSON bool, a addressed) error {
	if asJSON {
		return jsonTo(e.out).Encode(a)
	}
	if e.Quiet {
		return nil
	}
	var err error
	if a.Digest != nil {
		_, err = fmt.Fprintf(e.out, "digest to %s: %s\n", strings.Join(a.To, ", "), flat(a.Digest.Text))
		return err
	}
	_, err = fmt.Fprintf(e.out, "%s alert %s to %s: %s\n", a.Alert.Day, a.Alert.Rule, strings.Join(a.To, ", "), flat(a.Alert.Text))
	if err == nil && len(a.Alert.Cites) > 0 {
		c := a.Alert.Cites[0]
		_, err = fmt.Fprintf(e.out, "  “%s” %s\n", flat(c.Quote), flat(c.URL))
	}
	return err
}

const mostDeliveries = 8 // tries of a message, the pause doubling from a minute on

// deliver sends what is owed. What fails is tried again in a later round; in the end
// it is given up, and said so.
func (w *watcher) deliver(ctx context.Context) error {
	var left []owed
	for i, o := range w.state.Owed {
		if w.now().Before(o.Next) {
			left = append(left, o)
			continue
		}
		err := w.send(ctx, o)
		if ctx.Err() != nil {
			w.state.Owed = append(left, w.state.Owed[i:]...)
			return errors.Join(ctx.Err(), w.save())
		}
		if err == nil {
			continue
		}
		o.Tries++
		o.Next = w.now().Add(time.Minute << o.Tries)
		if until := untilOf(err); until.After(o.Next) {
			o.Next = until
		}
		message := fmt.Sprintf("%s was not delivered: %v", o.ID, err)
		if o.Tries < mostDeliveries {
			left = append(left, o)
		} else {
			message += "; it is given up"
		}
		w.problems([]entente.Problem{{Stage: "alert", Subject: o.To, Offset: -1, Message: flat(message)}})
	}
	w.state.Owed = left
	return nil
}

// send delivers one message to its target.
func (w *watcher) send(ctx context.Context, o owed) error {
	t, ok := w.rules.Target(o.To)
	if !ok {
		return errors.New("the rules name no such target any more")
	}
	var body bytes.Buffer
	if err := json.Compact(&body, o.Body); err != nil { // the state lays it out over lines
		return err
	}
	switch {
	case t.Webhook != "":
		_, err := w.client.Post(ctx, t.Webhook, "application/json", body.Bytes())
		return err
	case t.File != "":
		return appendLine(t.File, body.Bytes())
	}
	return runWith(ctx, t.Command, body.Bytes())
}

// appendLine adds a line to a file.
func appendLine(path string, line []byte) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(slices.Clip(line), '\n'))
	return errors.Join(err, f.Close())
}

// commandTime is how long a command may take over an alert.
const commandTime = 30 * time.Second

// runWith runs a command with a message on its standard input. There is no shell: the
// arguments are those of the rules, and no word of the news is among them.
func runWith(ctx context.Context, command []string, message []byte) error {
	ctx, stop := context.WithTimeout(ctx, commandTime)
	defer stop()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdin = bytes.NewReader(append(slices.Clip(message), '\n'))
	var said tail
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.WaitDelay = time.Second
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", command[0], err, strings.TrimSpace(string(said)))
	}
	return nil
}

// tail keeps the last bytes written to it.
type tail []byte

func (t *tail) Write(p []byte) (int, error) {
	*t = append(*t, p...)
	if over := len(*t) - 500; over > 0 {
		*t = (*t)[over:]
	}
	return len(p), nil
}

// replay prints the alerts that the store's history would have raised, day by day, and
// sends nothing.
func (c *watchCmd) replay(ctx context.Context, e *env, tools coder.Tools, rules alert.Rules) error {
	since, err := entente.ParseDay(c.Since)
	if err != nil {
		return usage("--since: %w", err)
	}
	s, err := e.store(ctx, false)
	if err != nil {
		return err
	}
	defer s.Close()
	ledger, err := desk.OpenLedger(ctx, s)
	if err != nil {
		return badStore(err)
	}
	var memory alert.Memory
	var sum alert.Tally
	ledger.Replay(rules, since, func(change alert.Change) bool {
		messages, tally := memory.Take(rules, change.Day, alert.Raise(rules, change, tools.Lexicon.NameOf))
		sum = alert.Tally{Sent: sum.Sent + tally.Sent, Held: sum.Held + tally.Held, Muted: sum.Muted + tally.Muted, Known: sum.Known + tally.Known}
		err = errors.Join(ctx.Err(), e.messages(c.JSON, messages))
		return err == nil
	})
	if err != nil {
		return err
	}
	last, _ := memory.Take(rules, memory.Day+1, nil) // the digest of the last day
	if err := e.messages(c.JSON, last); err != nil {
		return err
	}
	if !e.Quiet {
		fmt.Fprintf(e.err, "entente: %s would have been sent, %d held back, %d muted\n", counted(sum.Sent, "alert", "alerts"), sum.Held, sum.Muted)
	}
	return nil
}
