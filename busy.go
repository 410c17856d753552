package entente

import (
	"fmt"
	"strings"
	"time"
)

// BusyError tells who has a store open; errors.Is finds [ErrStoreBusy] in it. What is
// not known is zero.
type BusyError struct {
	PID     int
	Command string
	Since   time.Time // when it opened the store, or began
	Address string    // where it answers questions, if it does
}

// longCommand is the length of a command line, in bytes, from which on it is cut.
const longCommand = 160

// Error says it in one line.
func (e *BusyError) Error() string {
	var b strings.Builder
	b.WriteString(ErrStoreBusy.Error())
	if e.PID != 0 {
		fmt.Fprintf(&b, " by process %d", e.PID)
	}
	if c := e.Command; c != "" {
		if len(c) > longCommand {
			c = strings.ToValidUTF8(c[:longCommand], "") + " …"
		}
		fmt.Fprintf(&b, " (%s)", c)
	}
	if !e.Since.IsZero() {
		fmt.Fprintf(&b, ", since %s", e.Since.UTC().Format("2 January 2006 15:04:05 UTC"))
	}
	return b.String()
}

// Is makes it the sentinel.
func (e *BusyError) Is(target error) bool { return target == ErrStoreBusy }
