package clickhouse

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"entente"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Import keeps a batch. What is known already, by source and id, stays as it is. A batch
// that is broken off leaves some of its events, each whole; the same again brings the rest.
func (s *Store) Import(ctx context.Context, b entente.Batch) (entente.Taken, error) {
	if err := s.mayWrite("importing"); err != nil {
		return entente.Taken{}, err
	}
	if err := checkBatch(&b); err != nil {
		return entente.Taken{}, fmt.Errorf("importing: %w", err)
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	k := &keeper{s: s, ctx: ctx, b: &b, at: time.Now().UnixMicro()}
	for _, step := range []func() error{k.events, k.licences, k.mentions, k.measures} {
		if err := step(); err != nil {
			return entente.Taken{}, s.wrote(ctx, "importing", err)
		}
	}
	if err := s.looseProblems(ctx, b.Problems, &k.taken.Problems); err != nil {
		return entente.Taken{}, s.wrote(ctx, "importing", err)
	}
	return k.taken, nil
}

// checkBatch refuses what a table could not give back as it was, and what has no id.
func checkBatch(b *entente.Batch) error {
	if err := b.Check(); err != nil {
		return err
	}
	for i := range b.Events {
		if err := checkImported(&b.Events[i]); err != nil {
			return err
		}
	}
	return checkProblems(b.Problems)
}

func checkImported(e *entente.Imported) error {
	o := &e.Provenance
	fine := entente.AreText(o.Source, o.File, e.URL) && actorIsText(e.Source) && actorIsText(e.Target)
	if p := e.Site; p != nil {
		fine = fine && entente.AreText(p.Place.Name, string(p.Place.Country))
	}
	if a := e.Act; a != nil {
		fine = fine && entente.AreText(append([]string{string(a.Plover.Event), a.Plover.Mode, a.Cameo, a.Scale}, a.Plover.Contexts...)...)
		if !entente.Finite(a.Intensity) {
			return fmt.Errorf("event %s: %v is not a number to be kept", o.EventID(), a.Intensity)
		}
	}
	if !fine {
		return fmt.Errorf("event %s: %w", o.EventID(), entente.ErrNotText)
	}
	return nil
}

func actorIsText(a *entente.Actor) bool {
	return a == nil || entente.AreText(string(a.Code), string(a.Sector), a.Name, a.Role, a.Raw)
}

// keyOf gives the number under which an id is filed: itself where it is one of at most 18
// digits, else a hash below zero.
func keyOf(id string) int64 {
	if len(id) <= 18 && (id[0] != '0' || len(id) == 1) {
		if n, err := strconv.ParseUint(id, 10, 63); err == nil {
			return int64(n)
		}
	}
	h := fnv.New64a()
	h.Write([]byte(id))
	return -int64(h.Sum64()>>1) - 1
}

// codingOf gives the hash of a coding's name, pairOf that of a pair of codes.
func codingOf(name string) uint64 { return hashed([]byte(name)) }

func pairOf(p entente.Pair) uint64 {
	return hashed([]byte(string(p.Source) + "\x00" + string(p.Target)))
}

// keeper imports one batch.
type keeper struct {
	s     *Store
	ctx   context.Context
	b     *entente.Batch
	at    int64
	taken entente.Taken
}

// keyRange holds for rows whose key is one of some: as a range, if they lie close together.
func keyRange(keys []int64) string {
	low, high := slices.Min(keys), slices.Max(keys)
	if low >= 0 && high-low < int64(8*len(keys)+1000) {
		return fmt.Sprintf("key BETWEEN %d AND %d", low, high)
	}
	return "key IN " + numbered(keys)
}

// events writes the events that are new.
func (k *keeper) events() error {
	all := k.b.Events
	if len(all) == 0 {
		return nil
	}
	seen := make(map[string]bool, len(all))
	var at []int // places of those that are there once
	var ids []string
	var keys []int64
	for i := range all {
		if id := all[i].Provenance.EventID(); !seen[id] {
			seen[id] = true
			at, ids, keys = append(at, i), append(ids, id), append(keys, keyOf(all[i].Provenance.ID))
		}
	}
	have, err := k.known(all, at, keys)
	if err != nil {
		return err
	}
	n := 0
	for i := range at {
		if !have[ids[i]] {
			at[n], ids[n], keys[n] = at[i], ids[i], keys[i]
			n++
		}
	}
	at, ids, keys = at[:n], ids[:n], keys[:n]
	k.taken.Known += len(all) - n
	k.taken.Events += n
	if n == 0 {
		return nil
	}
	if err := k.file(at, ids, keys); err != nil {
		return err
	}
	k.s.hold(all, at, keys)
	return k.s.double(k.ctx, keys)
}

// heldKeys is what is known of the keys of a coding: those above the highest are new.
type heldKeys struct {
	top   int64
	texts bool
}

// known gives the ids of events that may be in the store and are.
func (k *keeper) known(all []entente.Imported, at []int, keys []int64) (map[string]bool, error) {
	t, err := k.s.openTerms(k.ctx)
	if err != nil {
		return nil, err
	}
	held, err := k.s.heldNow(k.ctx, t)
	if err != nil {
		return nil, err
	}
	var doubtful []int64
	for i, place := range at {
		h, ok := held[codingOf(all[place].Provenance.Source)]
		if ok && (keys[i] >= 0 && keys[i] <= h.top || keys[i] < 0 && h.texts) {
			doubtful = append(doubtful, keys[i])
		}
	}
	have := map[string]bool{}
	if len(doubtful) == 0 {
		return have, nil
	}
	return have, each(k.ctx, k.s, "SELECT event FROM imports WHERE "+keyRange(doubtful), func(r driver.Rows) error {
		var id string
		err := r.Scan(&id)
		have[id] = true
		return err
	})
}

// heldNow gives the keys that are held, asked for once: who imports beside is found out
// after writing.
func (s *Store) heldNow(ctx context.Context, t *terms) (map[uint64]heldKeys, error) {
	s.reading.Lock()
	defer s.reading.Unlock()
	if t.held != nil {
		return t.held, nil
	}
	held, err := s.heldKeys(ctx)
	t.held = held
	return held, err
}

func (s *Store) heldKeys(ctx context.Context) (map[uint64]heldKeys, error) {
	held := map[uint64]heldKeys{}
	return held, each(ctx, s, "SELECT coding, max(key), min(key) FROM imports GROUP BY coding", func(r driver.Rows) error {
		var coding uint64
		var high, low int64
		err := r.Scan(&coding, &high, &low)
		held[coding] = heldKeys{high, low < 0}
		return err
	})
}

// hold notes the keys that were written.
func (s *Store) hold(all []entente.Imported, at []int, keys []int64) {
	s.reading.Lock()
	defer s.reading.Unlock()
	if s.terms == nil || s.terms.held == nil {
		return
	}
	for i, place := range at {
		coding := codingOf(all[place].Provenance.Source)
		h, ok := s.terms.held[coding]
		if !ok {
			h.top = -1
		}
		h.top, h.texts = max(h.top, keys[i]), h.texts || keys[i] < 0
		s.terms.held[coding] = h
	}
}

// file writes rows, what their hashes stand for before them.
func (k *keeper) file(at []int, ids []string, keys []int64) error {
	f := filer{pairs: map[entente.Pair]uint64{}, acts: map[*entente.ActKind]filedAct{}, actors: map[entente.Actor]string{}, codings: map[string]uint64{}}
	var nonce [8]byte
	if _, err := rand.Read(nonce[:]); err != nil {
		return err
	}
	first := binary.BigEndian.Uint64(nonce[:])
	lines := make([][]any, len(at))
	for i, place := range at {
		row, err := f.row(&k.b.Events[place])
		if err != nil {
			return err
		}
		row[11], row[12], row[13], row[14] = keys[i], ids[i], first+uint64(i), k.at
		lines[i] = row
	}
	if err := k.s.newTerms(k.ctx, &f, k.at); err != nil {
		return err
	}
	return k.s.insert(k.ctx, &imports, len(lines), func(i int) []any { return lines[i] })
}

// filer makes rows of imported events. What many have in common is worked out once.
type filer struct {
	pairs   map[entente.Pair]uint64
	acts    map[*entente.ActKind]filedAct
	actors  map[entente.Actor]string
	codings map[string]uint64
}

type filedAct struct {
	act  uint64
	body string
	kind entente.ActKind
}

var noAct = new(entente.ActKind)

func (f *filer) act(a *entente.ActKind) (filedAct, error) {
	if a == nil {
		a = noAct
	}
	if v, ok := f.acts[a]; ok {
		return v, nil
	}
	body, err := json.Marshal(a)
	v := filedAct{hashed(body), string(body), *a}
	f.acts[a] = v
	return v, err
}

func (f *filer) actor(a *entente.Actor) (string, error) {
	var v entente.Actor
	if a != nil {
		v = *a
	}
	if text, ok := f.actors[v]; ok {
		return text, nil
	}
	text, err := json.Marshal(v)
	f.actors[v] = string(text)
	return string(text), err
}

func (f *filer) row(e *entente.Imported) ([]any, error) {
	act, err := f.act(e.Act)
	if err != nil {
		return nil, err
	}
	source, err := f.actor(e.Source)
	if err != nil {
		return nil, err
	}
	target, err := f.actor(e.Target)
	if err != nil {
		return nil, err
	}
	var pair entente.Pair
	if e.Source != nil {
		pair.Source = e.Source.Code
	}
	if e.Target != nil {
		pair.Target = e.Target.Code
	}
	of, ok := f.pairs[pair]
	if !ok {
		of = pairOf(pair)
		f.pairs[pair] = of
	}
	o := &e.Provenance
	coding, ok := f.codings[o.Source]
	if !ok {
		coding = codingOf(o.Source)
		f.codings[o.Source] = coding
	}
	var site entente.Site
	if e.Site != nil {
		site = *e.Site
	}
	return []any{
		of, int32(e.Day), int32(entente.Monthly.Start(e.Day)), int32(entente.Yearly.Start(e.Day)), bit(pair.Source != "" && pair.Target != ""), bit(pair.Within()),
		act.act, act.kind.Intensity, int32(o.Count()), int32(e.Published), coding, nil, nil, nil, nil,
		o.File, int32(o.Line), int32(o.Mentions), int32(o.Sources), int32(o.Articles), source, target,
		site.Place.Name, string(site.Place.Country), site.Latitude, site.Longitude, e.URL,
	}, nil
}

// double finds rows of some keys that are there twice, as two that imported at once did not
// know of each other, and lets the first alone count.
func (s *Store) double(ctx context.Context, keys []int64) error {
	type twice struct {
		rows []uint64
		at   []int64
	}
	found, err := rows(ctx, s, "SELECT groupArray(row), groupArray(at) FROM imports WHERE "+keyRange(keys)+" GROUP BY event HAVING count() > 1", func(r driver.Rows, v *twice) error {
		return r.Scan(&v.rows, &v.at)
	})
	if err != nil {
		return err
	}
	var extra []uint64
	for _, v := range found {
		first := 0
		for i := range v.rows {
			if cmp.Or(cmp.Compare(v.at[i], v.at[first]), cmp.Compare(v.rows[i], v.rows[first])) < 0 {
				first = i
			}
		}
		extra = append(extra, slices.Delete(v.rows, first, first+1)...)
	}
	return s.insert(ctx, &doubles, len(extra), func(i int) []any { return []any{extra[i]} })
}

// licences notes on what terms codings may be used, of those that have events here; the
// later word counts.
func (k *keeper) licences() error {
	if len(k.b.Licences) == 0 {
		return nil
	}
	t, err := k.s.openTerms(k.ctx)
	if err != nil {
		return err
	}
	var fresh []string
	for _, name := range slices.Sorted(maps.Keys(k.b.Licences)) {
		if c, ok := t.codings[codingOf(name)]; ok && c.licence != k.b.Licences[name] {
			fresh = append(fresh, name)
		}
	}
	return k.s.insert(k.ctx, &codings, len(fresh), func(i int) []any {
		return []any{codingOf(fresh[i]), fresh[i], k.b.Licences[fresh[i]], k.at + 1}
	})
}

func mentionKey(m *entente.Mention) int64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %d %s", m.Published, m.Sentence, m.URL)
	return int64(h.Sum64())
}

// mentions writes the mentions that are new.
func (k *keeper) mentions() error {
	type known struct {
		event   string
		mention int64
	}
	all := k.b.Mentions
	if len(all) == 0 {
		return nil
	}
	keys := make([]int64, len(all))
	for i := range all {
		if all[i].Event != "" {
			keys[i] = keyOf(all[i].Event)
		}
	}
	have := map[known]bool{}
	err := each(k.ctx, k.s, "SELECT event, mention FROM mentions WHERE "+keyRange(keys), func(r driver.Rows) error {
		var v known
		err := r.Scan(&v.event, &v.mention)
		have[v] = true
		return err
	})
	if err != nil {
		return err
	}
	var fresh []int
	for i := range all {
		v := known{all[i].Source + ":" + all[i].Event, mentionKey(&all[i])}
		if !have[v] {
			have[v] = true
			fresh = append(fresh, i)
		}
	}
	k.taken.Mentions += len(fresh)
	k.taken.Known += len(all) - len(fresh)
	return k.s.insert(k.ctx, &mentions, len(fresh), func(i int) []any {
		m := &all[fresh[i]]
		return []any{codingOf(m.Source), keys[fresh[i]], m.Source + ":" + m.Event, mentionKey(m), math.MaxUint64 - uint64(k.at),
			m.File, int32(m.Line), int32(m.Published), m.Outlet, m.URL, int32(m.Sentence), m.Confidence}
	})
}

// measured is what a figure is of.
type measured struct {
	series, a, b string
	from, to     entente.Day
	source       string
}

func measuredOf(m *entente.Measure) measured {
	return measured{m.Series, string(m.A), string(m.B), m.From, m.To, m.Source}
}

// measures writes the figures that are new or have another value.
func (k *keeper) measures() error {
	all := k.b.Measures
	if len(all) == 0 {
		return nil
	}
	last := make(map[measured]int, len(all)) // the last of each key counts
	series, states := map[string]bool{}, map[string]bool{}
	for i := range all {
		last[measuredOf(&all[i])] = i
		series[all[i].Series], states[string(all[i].A)] = true, true
	}
	have := map[measured]float64{}
	at := k.at
	err := k.s.figures(k.ctx, "series IN "+quoted(slices.Sorted(maps.Keys(series)))+" AND a IN "+quoted(slices.Sorted(maps.Keys(states))), func(m *entente.Measure, n int64) {
		have[measuredOf(m)] = m.Value
		at = max(at, n+1)
	})
	if err != nil {
		return err
	}
	var fresh []int
	for i := range all {
		key := measuredOf(&all[i])
		if last[key] != i {
			continue
		}
		switch value, known := have[key]; {
		case known && value == all[i].Value:
			continue
		case known:
			k.taken.Changed++
		default:
			k.taken.Measures++
		}
		fresh = append(fresh, i)
	}
	k.taken.Known += len(all) - len(fresh)
	return k.s.insert(k.ctx, &measures, len(fresh), func(i int) []any {
		m := &all[fresh[i]]
		return []any{m.Series, string(m.A), string(m.B), int32(m.From), int32(m.To), m.Source, at + int64(i), m.Value, m.Licence, m.File, int32(m.Line)}
	})
}
