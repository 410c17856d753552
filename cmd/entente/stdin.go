package main

import (
	"context"
	"io"
)

// interruptible is a reader that a cancelled context ends, though the bytes it
// waits for may never come.
type interruptible struct {
	ctx   context.Context
	r     io.Reader
	ready chan chunk
	rest  chunk
}

// chunk is what one reading gave.
type chunk struct {
	data []byte
	err  error
}

func (i *interruptible) Read(p []byte) (int, error) {
	if i.ready == nil {
		i.ready = make(chan chunk)
		go i.fill()
	}
	if len(i.rest.data) == 0 && i.rest.err == nil {
		select {
		case i.rest = <-i.ready:
		case <-i.ctx.Done():
			return 0, context.Cause(i.ctx)
		}
	}
	n := copy(p, i.rest.data)
	i.rest.data = i.rest.data[n:]
	if len(i.rest.data) > 0 {
		return n, nil
	}
	return n, i.rest.err
}

func (i *interruptible) fill() {
	for {
		buf := make([]byte, 64<<10)
		n, err := i.r.Read(buf)
		select {
		case i.ready <- chunk{buf[:n], err}:
		case <-i.ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}
