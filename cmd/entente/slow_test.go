package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestSlow: who sends a head or a body for ever, or too large a head, is let go; others are
// answered meanwhile. The server's patience is a thousandth of what it is.
func TestSlow(t *testing.T) {
	srv := patient(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			http.Error(w, "too slow", http.StatusRequestTimeout)
		}
	}))
	for _, d := range []*time.Duration{&srv.ReadHeaderTimeout, &srv.ReadTimeout, &srv.WriteTimeout, &srv.IdleTimeout} {
		if *d <= 0 || *d > 5*time.Minute {
			t.Fatalf("it waits for %s", *d)
		}
		*d /= 100
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = srv.Serve(l) }()
	defer srv.Close()
	dial := func(words string) net.Conn {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(c, words)
		return c
	}
	slow := map[string]net.Conn{
		"a head without an end":  dial("GET / HTTP/1.1\r\nHost: localhost\r\nX: "),
		"nothing at all":         dial(""),
		"a body without an end":  dial("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx"),
		"a chunk without an end": dial("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\nx"),
		"a head of any size":     dial("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + strings.Repeat("x", 100<<10) + "\r\n\r\n"),
	}
	r, err := http.Get("http://" + l.Addr().String())
	if err != nil || r.StatusCode != 200 {
		t.Errorf("who is not slow: %v", err)
	}
	r.Body.Close()
	for name, c := range slow {
		answer, err := io.ReadAll(c) // to the end, which only the server makes
		if strings.HasPrefix(string(answer), "HTTP/1.1 200") {
			t.Errorf("%s: %v, %s", name, err, answer)
		}
		c.Close()
	}
}
