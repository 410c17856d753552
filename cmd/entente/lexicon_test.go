package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// endless is a corpus without an end, in the midst of which the run is interrupted.
type endless struct {
	stop  func()
	reads int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.reads++; e.reads == 20 {
		e.stop()
	}
	return copy(p, `{"published":"2021-06-17","text":"Biden met Putin in Geneva. Brandon Quillfeather accused Russia."}`+"\n"), nil
}

// TestInterruptedCorpus: what goes through a corpus stops when it is told to, and says
// nothing by half.
func TestInterruptedCorpus(t *testing.T) {
	const world = "testdata/lexica"
	t.Setenv("ENTENTE_LEXICA", world)
	for _, command := range []string{"lexicon suggest -", "lexicon suggest --json -", "lexicon diff " + world + " embedded -", "lexicon diff --json embedded " + world + " -"} {
		ctx, stop := context.WithCancel(context.Background())
		var out, says bytes.Buffer
		code := run(ctx, strings.Fields(command), console{&endless{stop: stop}, &out, &says})
		stop()
		if code != exitInterrupted || !strings.Contains(says.String(), "entente: interrupted") || out.Len() > 0 {
			t.Errorf("%s: exit code %d, says %q, prints %q", command, code, says.String(), out.String())
		}
	}
}
