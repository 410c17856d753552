package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"
)

// TestConversationWaits: the end of the input comes only when each question is answered, and
// what asks for no answer is not waited for.
func TestConversationWaits(t *testing.T) {
	var out bytes.Buffer
	x := newConversation(strings.NewReader("{\"id\":1,\"method\":\"a\"}\n{\"method\":\"told\"}\nno JSON\n{\"id\":2,\"method\":\"b\"}"), &out)
	ended := make(chan string)
	go func() {
		all, err := io.ReadAll(x)
		if err != nil {
			t.Error(err)
		}
		ended <- string(all)
	}()
	for _, answer := range []string{"{\"id\":1,\"result\":{}}\n", "{\"id\":2,\"error\":{}}\n"} {
		select {
		case all := <-ended:
			t.Fatalf("it ended before all was answered: %q", all)
		case <-time.After(20 * time.Millisecond):
		}
		if _, err := x.Write([]byte(answer)); err != nil {
			t.Fatal(err)
		}
	}
	if all := <-ended; strings.Count(all, "\n") != 3 || !strings.HasSuffix(all, "}") {
		t.Errorf("it passed on %q", all)
	}
}
