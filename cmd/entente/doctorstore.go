package main

import (
	"context"
	"fmt"
	"strings"

	"entente"
	"entente/clickhouse"
	"entente/duckdb"
)

// scarce is how much a disk should still take, as a part of the store: a copy and a
// change of it want room.
const scarce = 2

// checkStore looks the store over: what it holds, its version, its size, whether all of
// it can be read and agrees, what it was read with, and the disk.
func (e *env) checkStore(ctx context.Context, deep bool) []check {
	if clickhouse.Is(e.Store) {
		return e.checkShards(ctx, deep)
	}
	s, err := e.openStore(ctx, false)
	if err != nil {
		return []check{{"store", false, withHint(err)}}
	}
	defer s.Close()
	counts, err := s.Counts(ctx, entente.Filter{})
	if err != nil {
		return []check{{"store", false, err.Error()}}
	}
	about, err := s.About(ctx)
	if err != nil {
		return []check{{"store", false, err.Error()}}
	}
	checks := []check{
		{"store", true, holds(counts, about)},
		{"schema", true, fmt.Sprintf("version %d, as this program has it; DuckDB %s", about.Schema, about.Engine)},
		checkSize(about), checkWhole(ctx, s, deep), e.checkReadWith(about), checkRoom(about),
	}
	for _, left := range about.Leftovers {
		checks = append(checks, check{"left over", true, left + " is of a run that was broken off, if none is under way; it can be deleted"})
	}
	return checks
}

// withHint gives an error with the way out of it.
func withHint(err error) string {
	if _, hint := classify(err); hint != "" {
		return err.Error() + "; " + hint
	}
	return err.Error()
}

func holds(n entente.Counts, about duckdb.About) string {
	says := counted(n.Stories, "story", "stories")
	if n.From.Known() {
		says += fmt.Sprintf(" from %s to %s", n.From, n.To)
	}
	says += fmt.Sprintf("; %s in %s", counted(n.Events, "event", "events"), counted(n.Reports, "report", "reports"))
	if n.Imported > 0 {
		says += fmt.Sprintf(", %d of them imported", n.Imported)
	}
	says += fmt.Sprintf("; %s, %s", counted(n.Assessments, "assessment", "assessments"), counted(n.Problems, "problem", "problems"))
	if n.Measures > 0 {
		says += fmt.Sprintf("; %d figures of states", n.Measures)
	}
	if n.Superseded > 0 {
		says += fmt.Sprintf("; %s kept that no longer count", counted(n.Superseded, "report", "reports"))
	}
	if about.Withdrawn > 0 {
		says += "; " + counted(about.Withdrawn, "story", "stories") + " withdrawn"
	}
	return says
}

func checkSize(a duckdb.About) check {
	says := fmt.Sprintf("%.1f MB", float64(a.Size)/1e6)
	if a.Log > 0 {
		says += fmt.Sprintf(", and %.1f MB of changes that the next run that writes takes in", float64(a.Log)/1e6)
	}
	if a.Empty > a.Size/4 && a.Empty > 1<<20 {
		says += fmt.Sprintf("; %.1f MB of it are empty: entente compact writes it anew", float64(a.Empty)/1e6)
	}
	return check{"size", true, says}
}

// mostFaults is how many kinds of faults are named.
const mostFaults = 5

func checkWhole(ctx context.Context, s *duckdb.Store, deep bool) check {
	faults, err := s.Check(ctx, deep)
	if err != nil {
		return check{"integrity", false, err.Error()}
	}
	if len(faults) > 0 {
		var said []string
		for _, f := range faults[:min(len(faults), mostFaults)] {
			said = append(said, f.String())
		}
		if more := len(faults) - mostFaults; more > 0 {
			said = append(said, fmt.Sprintf("%d more", more))
		}
		return check{"integrity", false, strings.Join(said, "; ") + "; entente restore puts back a backup"}
	}
	if deep {
		return check{"integrity", true, "all can be read, nothing refers to nothing or is there twice; quotations are their stories' words, events those of their reports"}
	}
	return check{"integrity", true, "all can be read, nothing refers to nothing or is there twice"}
}

// checkReadWith tells stories that were read with other dictionaries or weights.
func (e *env) checkReadWith(a duckdb.About) check {
	const what = "read with"
	tools, err := loadTools()
	if err != nil {
		return check{what, false, "the dictionaries cannot be loaded"}
	}
	var same, others, kinds int
	for _, l := range a.Lexica {
		if l.Lexicon == tools.Name() {
			same += l.Stories
			continue
		}
		others += l.Stories
		kinds++
	}
	says := counted(same, "story", "stories") + " with the dictionaries and weights of now"
	if others > 0 {
		says += fmt.Sprintf(", %s with %s: reading them again brings them up", counted(others, "story", "stories"), counted(kinds, "other set", "other sets"))
	}
	return check{what, true, says}
}

func checkRoom(a duckdb.About) check {
	if a.Room < 0 {
		return check{"room", true, "not known"}
	}
	says := fmt.Sprintf("%.1f GB free where the store lies", float64(a.Room)/1e9)
	if a.Room < scarce*(a.Size+a.Log) {
		return check{"room", false, says + ": too little for a copy and a change of it"}
	}
	return check{"room", true, says}
}

// checkShards looks over a store on servers: what it holds, each shard, and whether what
// refers to something finds it.
func (e *env) checkShards(ctx context.Context, deep bool) []check {
	s, err := clickhouse.Open(ctx, e.Store, clickhouse.Options{ReadOnly: true})
	if err != nil {
		return []check{{"store", false, withHint(badStore(err))}}
	}
	defer s.Close()
	counts, err := s.Counts(ctx, entente.Filter{})
	if err != nil {
		return []check{{"store", false, err.Error()}}
	}
	checks := []check{{"store", true, holds(counts, duckdb.About{})}}
	shards, err := s.Shards(ctx)
	for _, h := range shards {
		says := fmt.Sprintf("%s: ClickHouse %s, schema %d, %d rows in %.1f MB, clock %+.1f s", h.Host, h.Engine, h.Schema, h.Rows, float64(h.Bytes)/1e6, h.Ahead.Seconds())
		sound := h.Ahead.Abs() <= mostSkew
		if !sound {
			says += "; set it, or this machine's, by a time server"
		}
		checks = append(checks, check{"shard", sound, says})
	}
	if err != nil {
		return append(checks, check{"shards", false, err.Error()})
	}
	faults, err := s.Check(ctx, deep)
	switch {
	case err != nil:
		checks = append(checks, check{"whole", false, err.Error()})
	case len(faults) > 0:
		checks = append(checks, check{"whole", false, strings.Join(faults, "; ")})
	default:
		checks = append(checks, check{"whole", true, "what refers to something finds it"})
	}
	return checks
}
