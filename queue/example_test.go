package queue_test

import (
	"context"
	"fmt"
	"os"

	"entente"
	"entente/queue"
)

// Stories are published to a server that runs in the same process, and coded by a worker
// that keeps them in a map.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "queue")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	h, err := queue.Start(ctx, queue.Serving{Name: "here", Data: dir, Listen: "127.0.0.1:0"})
	if err != nil {
		panic(err)
	}
	defer h.Stop()
	q, err := queue.Open(ctx, queue.Login{URL: h.URL()})
	if err != nil {
		panic(err)
	}
	defer q.Close()
	program := queue.Program{Version: "1", Tools: "sha256:…"}
	p, err := q.Publisher(ctx, program, "here", nil)
	if err != nil {
		panic(err)
	}
	for _, id := range []string{"a", "b"} {
		if err := p.Put(ctx, queue.Job{Story: entente.Story{ID: id, Text: "Words of " + id + "."}}); err != nil {
			panic(err)
		}
	}
	if err := p.Flush(ctx); err != nil {
		panic(err)
	}
	kept := map[string]string{}
	did, err := q.Work(ctx, queue.Work{Program: program, Name: "w", Empty: true,
		Code:  func(j queue.Job) entente.Reading { return entente.Reading{Story: j.Story} },
		Known: func(context.Context, string, string) (bool, error) { return false, nil },
		Save: func(_ context.Context, rs ...entente.Reading) (entente.Receipt, error) {
			for _, r := range rs {
				kept[r.Story.ID] = r.Story.Text
			}
			return entente.Receipt{Read: len(rs)}, nil
		}})
	fmt.Println(did.Stories, kept["a"], kept["b"], err)
	// Output: 2 Words of a. Words of b. <nil>
}
