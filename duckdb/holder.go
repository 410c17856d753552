package duckdb

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"entente"
)

// note is what a writer leaves beside its store, so that others can be told who has it
// open. The engine's lock decides; a note that a crash left behind says nothing.
type note struct {
	PID     int       `json:"pid"`
	Command string    `json:"command"`
	Since   time.Time `json:"since"`
	Address string    `json:"address,omitempty"` // where it answers
}

func notePath(store string) string { return store + ".open" }

// leaveNote says who has a store open. Where it cannot, others are told the process alone.
func leaveNote(path, address string) (remove func()) {
	n := note{PID: os.Getpid(), Command: strings.Join(os.Args, " "), Since: time.Now().UTC().Truncate(time.Second), Address: address}
	data, err := json.Marshal(n)
	if err == nil {
		err = os.WriteFile(notePath(path), data, 0o644)
	}
	if err != nil {
		os.Remove(notePath(path)) // half a note
		return func() {}
	}
	return func() { os.Remove(notePath(path)) }
}

// holderOf says what is known of the process that has a store open.
func holderOf(path string, pid int) *entente.BusyError {
	var n note
	data, err := os.ReadFile(notePath(path))
	if err == nil && json.Unmarshal(data, &n) == nil && n.PID == pid {
		return &entente.BusyError{PID: pid, Command: n.Command, Since: n.Since, Address: n.Address}
	}
	command, since := process(pid)
	return &entente.BusyError{PID: pid, Command: command, Since: since}
}

// clockTick is the unit in which Linux tells when a process began.
const clockTick = 10 * time.Millisecond

// process looks a process up where the system lists them as files.
func process(pid int) (command string, since time.Time) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil {
		return "", time.Time{}
	}
	command = strings.TrimSpace(strings.ReplaceAll(string(data), "\x00", " "))
	return command, begun(pid)
}

// begun is when a process began: ticks after the machine did.
func begun(pid int) time.Time {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return time.Time{}
	}
	_, rest, ok := strings.Cut(string(stat), ") ") // a name may hold spaces
	fields := strings.Fields(rest)
	if !ok || len(fields) < 20 {
		return time.Time{}
	}
	var ticks, boot int64
	if _, err := fmt.Sscan(fields[19], &ticks); err != nil {
		return time.Time{}
	}
	all, err := os.ReadFile("/proc/stat")
	if err != nil {
		return time.Time{}
	}
	for line := range strings.Lines(string(all)) {
		if n, _ := fmt.Sscanf(line, "btime %d", &boot); n == 1 {
			return time.Unix(boot, 0).Add(time.Duration(ticks) * clockTick).UTC().Truncate(time.Second)
		}
	}
	return time.Time{}
}
