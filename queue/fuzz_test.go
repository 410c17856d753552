package queue

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/nats-io/nats.go"
)

// FuzzJob: whatever a message holds, a job is read whose words are those that were
// published, or there is an error.
func FuzzJob(f *testing.F) {
	j := story("s", "words")
	m, err := j.message(program)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(m.Data, m.Header.Get(storyHeader), m.Header.Get(hashHeader), "1")
	f.Add([]byte(`{"story":null}`), `""`, "", "1")
	f.Add([]byte(`{"story":{"id":"x","published":"2021-13-45"}}`), `"x"`, "", "x")
	f.Fuzz(func(t *testing.T, data []byte, id, hash, format string) {
		head := nats.Header{}
		head.Set(formatHeader, format)
		head.Set(storyHeader, id)
		head.Set(hashHeader, hash)
		got, err := new(Queue).job(t.Context(), head, data)
		if err == nil && (!got.sound() || got.Story.Hash != hash) {
			t.Errorf("%q passes for %q", data, hash)
		}
	})
}

// FuzzUsers: whatever a file of users holds, each of those read is one that can be
// written and read again.
func FuzzUsers(f *testing.F) {
	u, _, err := NewUser("one", Publish)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte("# who\n" + u.String() + "\n"))
	f.Add([]byte("one publish\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "users")
		write(t, path, data)
		all, err := ReadUsers(path)
		if err != nil {
			if KindOf(err) != BadFile {
				t.Errorf("%v", err)
			}
			return
		}
		var lines []byte
		for _, u := range all {
			lines = append(lines, u.String()+"\n"...)
		}
		if err := os.WriteFile(path, lines, 0o600); err != nil {
			t.Fatal(err)
		}
		again, err := ReadUsers(path)
		if err != nil || len(again) != len(all) {
			t.Errorf("%q is read as %v, and that as %v, %v", data, all, again, err)
		}
	})
}
