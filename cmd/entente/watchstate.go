package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"time"

	"entente"
	"entente/alert"
	"entente/watch"
)

// watchState is what watch remembers from one run to the next.
type watchState struct {
	Version int                      `json:"version"`
	Feeds   map[string]*watch.Record `json:"feeds"`
	New     []string                 `json:"new,omitempty"`   // stories read since alerts were last looked for
	Looked  entente.Day              `json:"looked,omitzero"` // when that was
	Alerts  alert.Memory             `json:"alerts,omitzero"` // what was raised before
	Owed    []owed                   `json:"owed,omitempty"`  // messages to be delivered
}

// owed is a message on its way.
type owed struct {
	To    string          `json:"to"`
	ID    string          `json:"id"`
	Body  json.RawMessage `json:"body"`
	Tries int             `json:"tries,omitempty"`
	Next  time.Time       `json:"next,omitzero"`
}

const stateVersion = 1

// readWatchState reads the state of earlier runs; none is a first run.
func readWatchState(path string) (watchState, error) {
	s := watchState{Version: stateVersion, Feeds: map[string]*watch.Record{}}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, badStore(named(path, err))
	}
	hint := "remove it, and all feeds count as never visited"
	if err := json.Unmarshal(data, &s); err != nil {
		return s, codedError{exitStore, fmt.Errorf("%s holds no state of watch: %w", path, err), hint}
	}
	if s.Version != stateVersion {
		return s, codedError{exitStore, fmt.Errorf("%s was written by another version of entente", path), hint}
	}
	if s.Feeds == nil {
		s.Feeds = map[string]*watch.Record{}
	}
	return s, nil
}

// record gives what is known of a feed, which may be changed.
func (s *watchState) record(feed string) *watch.Record {
	if s.Feeds[feed] == nil {
		s.Feeds[feed] = &watch.Record{}
	}
	return s.Feeds[feed]
}

// knows reports whether another feed knows a page.
func (s *watchState) knows(feed, page string) bool {
	for other, r := range s.Feeds {
		if other != feed && r != nil && r.Knows(page) {
			return true
		}
	}
	return false
}

// note and forget say whether a story is new.
func (s *watchState) note(story string) {
	if !slices.Contains(s.New, story) {
		s.New = append(s.New, story)
	}
}

func (s *watchState) forget(story string) {
	s.New = slices.DeleteFunc(s.New, func(id string) bool { return id == story })
}

// save writes the state whole or not at all.
func (w *watcher) save() error {
	return output(w.path, func(out io.Writer) error {
		enc := encoder(out)
		enc.SetIndent("", " ")
		return enc.Encode(w.state)
	})
}
