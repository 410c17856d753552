package main

import (
	"strings"
	"testing"
	"time"

	"entente/queue"
)

// TestFleetChecks: what is wrong with a fleet is said, and what ended in order is not.
func TestFleetChecks(t *testing.T) {
	tools, err := smallWorld()
	if err != nil {
		t.Fatal(err)
	}
	here := programOf(tools)
	other := here
	other.Lexicon, other.Tools = "sha256:another", "sha256:another"
	sound := queue.Status{Replicas: 3, Leader: "q0", Publication: &queue.Publication{Program: here}, Waiting: 5,
		Servers: []queue.Server{{Name: "q0", Version: here.Version}, {Name: "q1", Version: here.Version}, {Name: "q2", Version: here.Version}},
		Workers: []queue.Worker{{Name: "w0", Program: here, Rate: 3}, {Name: "old", Program: other, Ended: true, Skew: time.Hour}}}
	type look func(*queue.Status) check
	for _, c := range []struct {
		name   string
		change func(*queue.Status)
		look   look
		ok     bool
		says   string
	}{
		{"clocks agree", func(*queue.Status) {}, checkClocks, true, "5 clocks agree"},
		{"a worker's clock", func(s *queue.Status) { s.Workers[0].Skew = -3 * time.Second }, checkClocks, false, "that of the worker w0 is off by -3s"},
		{"a server's clock", func(s *queue.Status) { s.Servers[1].Skew = time.Minute }, checkClocks, false, "that of the server q1 is off by 1m0s"},
		{"this machine's clock", func(s *queue.Status) { s.Skew = time.Hour }, checkClocks, false, "that of this machine is off by 1h0m0s"},
		{"servers", func(*queue.Status) {}, checkServers, true, "kept 3 times, led by q0"},
		{"a server is away", func(s *queue.Status) { s.Away = []string{"q1"} }, checkServers, false, "away: q1"},
		{"a server is behind", func(s *queue.Status) { s.Behind = []string{"q2"} }, checkServers, false, "behind: q2"},
		{"a server is silent", func(s *queue.Status) { s.Servers[2].Mute = time.Minute }, checkServers, false, "q2 was not heard of for 1m0s"},
		{"three servers keep once", func(s *queue.Status) { s.Replicas = 1 }, checkServers, false, "--replicas 3"},
		{"workers", func(*queue.Status) {}, checkWorkers, true, "1 worker at work, "},
		{"a worker went without a word", func(s *queue.Status) { s.Workers[0].Mute = time.Minute }, checkWorkers, false, "and stories wait; w0 was not heard of for 1m0s"},
		{"nothing aside", func(*queue.Status) {}, checkAside, true, "nothing"},
		{"something aside", func(s *queue.Status) { s.Aside = 2 }, checkAside, false, "2 stories; "},
	} {
		st := sound
		st.Servers, st.Workers = append([]queue.Server(nil), sound.Servers...), append([]queue.Worker(nil), sound.Workers...)
		c.change(&st)
		if got := c.look(&st); got.OK != c.ok || !strings.Contains(got.Says, c.says) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	for _, c := range []struct {
		name   string
		change func(*queue.Status)
		ok     bool
		says   string
	}{
		{"all alike", func(*queue.Status) {}, true, "and the same weights, 2 times"},
		{"another lexicon", func(s *queue.Status) { s.Workers[0].Program = other }, false, "the worker w0 has dictionaries sha256:another and not sha256:"},
		{"one that was refused", func(s *queue.Status) { s.Workers[1].Refused = "another" }, false, "the worker old has dictionaries"},
		{"another version", func(s *queue.Status) { s.Servers[0].Version = "9" }, false, "the server q0 has version 9 and not "},
		{"here", func(s *queue.Status) { s.Publication = &queue.Publication{Program: other} }, false, "this machine has dictionaries "},
	} {
		st := sound
		st.Servers, st.Workers = append([]queue.Server(nil), sound.Servers...), append([]queue.Worker(nil), sound.Workers...)
		c.change(&st)
		if got := holdPrograms(&st, here); got.OK != c.ok || !strings.Contains(got.Says, c.says) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}
