package duckdb

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"entente"
)

// rowNumbers are the numbers in a row of imports.
type rowNumbers struct{ pair, coding, file, source, target, act, place, link int32 }

// worded is an event in words, and by its numbers.
type worded struct {
	entry
	event entente.Event
}

// phrases keep events in words: the heaviest of a pair are told in every answer about it. Rows
// of imports never change.
type phrases struct {
	mu sync.Mutex
	of map[string]worded // by id
}

// mostPhrases are kept.
const mostPhrases = 1 << 14

// pick gives those of some events that are kept and meet a condition, and whether all are kept.
func (p *phrases) pick(ids map[string]bool, holds func(*entry) bool) (out []entente.Event, all bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for id := range ids {
		w, ok := p.of[id]
		if !ok {
			return nil, false
		}
		if holds(&w.entry) {
			out = append(out, w.event)
		}
	}
	for i := range out {
		out[i].Reports = slices.Clone(out[i].Reports)
	}
	return out, true
}

func (p *phrases) keep(list []worded) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(list) > mostPhrases {
		return
	}
	if p.of == nil || len(p.of)+len(list) > mostPhrases {
		p.of = map[string]worded{}
	}
	for _, w := range list {
		w.event.Reports = slices.Clone(w.event.Reports)
		p.of[w.event.ID] = w
	}
}

// inWords gives imported events by their ids, those that meet the conditions. Rows is a query
// of rows of imports, a few, among which they are.
func (sc *scope) inWords(ctx context.Context, w *where, ids []string, rows string, args ...any) ([]entente.Event, error) {
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	var out []entente.Event
	all, keeps := false, !w.joined && sc.sheets.most() > 0
	if keeps {
		out, all = sc.phrases.pick(wanted, w.sieve(entente.Filter{}))
	}
	if !all {
		list, err := sc.worded(ctx, rows, args...)
		if err != nil {
			return nil, err
		}
		list = slices.DeleteFunc(list, func(e worded) bool { return !wanted[e.event.ID] })
		if keeps {
			sc.phrases.keep(list)
		}
		for i := range list {
			out = append(out, list[i].event)
		}
	}
	slices.SortFunc(out, func(x, y entente.Event) int {
		d, e := x.Reports[0].DateFrom, y.Reports[0].DateFrom
		if d.Known() != e.Known() { // what has no day comes last
			d, e = e, d
		}
		return cmp.Or(cmp.Compare(d, e), strings.Compare(x.ID, y.ID))
	})
	return out, nil
}

// worded reads rows of imports and looks up what their numbers stand for, table by table: the
// engine spends far more on one question that joins them all.
func (sc *scope) worded(ctx context.Context, rows string, args ...any) ([]worded, error) {
	var found []importRow
	var of []rowNumbers
	err := scanAll(ctx, sc.tx, `SELECT pair, coding, file, source, target, act, place, link, key, id, line, published, day, events, mentions, sources, articles FROM (`+rows+`)`, func(r *sql.Rows) error {
		var row importRow
		var n rowNumbers
		o := &row.Provenance
		err := r.Scan(&n.pair, &n.coding, &n.file, &n.source, &n.target, &n.act, &n.place, &n.link, &row.key, &row.id, &o.Line, (*date)(&row.Published), (*date)(&row.Day), &o.Events, &o.Mentions, &o.Sources, &o.Articles)
		found, of = append(found, row), append(of, n)
		return err
	}, args...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	if err := sc.meanings(ctx, found, of); err != nil {
		return nil, err
	}
	out := make([]worded, len(found))
	for i, n := range of {
		r := &found[i]
		out[i] = worded{entry{key: r.key, id: r.id, pair: n.pair, day: sinceEpoch(r.Day, never), published: sinceEpoch(r.Published, never), act: n.act, coding: n.coding, place: n.place, events: int32(max(r.Provenance.Events, 1))}, r.event()}
	}
	return out, nil
}

// meanings writes into rows what their numbers stand for.
func (sc *scope) meanings(ctx context.Context, rows []importRow, of []rowNumbers) error {
	actors, acts, sites, links := map[int32]*entente.Actor{}, map[int32]*entente.ActKind{}, map[int32]*entente.Site{}, map[int32]*string{}
	files, codings := map[int32]*string{}, map[int32]*string{}
	for _, n := range of {
		actors[n.source], actors[n.target], acts[n.act], sites[n.place] = &entente.Actor{}, &entente.Actor{}, &entente.ActKind{}, &entente.Site{}
		links[n.link], files[n.file], codings[n.coding] = new(string), new(string), new(string)
	}
	word := func(s *string) []any { return []any{s} }
	err := firstOf(
		lookUp(ctx, sc, `actors`, `actor`, `code, sector, name, role, raw`, actors, func(a *entente.Actor) []any { return []any{&a.Code, &a.Sector, &a.Name, &a.Role, &a.Raw} }),
		lookUp(ctx, sc, `acts`, `act`, `root, mode, string_split(contexts, ';'), cameo, quad, intensity, scale`, acts, func(a *entente.ActKind) []any {
			return []any{&a.Plover.Event, &a.Plover.Mode, (*list)(&a.Plover.Contexts), &a.Cameo, &a.Quad, &a.Intensity, &a.Scale}
		}),
		lookUp(ctx, sc, `places`, `place`, `name, country, latitude, longitude`, sites, func(p *entente.Site) []any { return []any{&p.Place.Name, &p.Place.Country, &p.Latitude, &p.Longitude} }),
		lookUp(ctx, sc, `links`, `link`, `url`, links, word),
		lookUp(ctx, sc, `files`, `file`, `name`, files, word),
		lookUp(ctx, sc, `codings`, `coding`, `name`, codings, word),
	)
	if err != nil {
		return err
	}
	for i, n := range of {
		r := &rows[i]
		r.source, r.target, r.act, r.site, r.URL = *actors[n.source], *actors[n.target], *acts[n.act], *sites[n.place], *links[n.link]
		r.Provenance.Source, r.Provenance.File = *codings[n.coding], *files[n.file]
	}
	return nil
}

// fewSought are how many numbers are sought by one list, and how many lists there are.
const fewSought = 8

// lookUp is what reads the rows of a table that stand for some numbers into what is given for them.
//
// The engine unpacks the words of all rows where numbers are asked for by IN, and only those of
// the rows found where they are by list_contains, which goes through its list for every number:
// so each list is short, and is asked of the numbers between its first and its last alone.
func lookUp[T any](ctx context.Context, sc *scope, table, number, columns string, into map[int32]*T, fields func(*T) []any) func() error {
	sought := slices.Sorted(maps.Keys(into))
	var parts []string
	for part := range slices.Chunk(sought, max(fewSought, (len(sought)+fewSought-1)/fewSought)) {
		text := make([]string, len(part))
		for i, n := range part {
			text[i] = strconv.Itoa(int(n))
		}
		parts = append(parts, `SELECT `+number+`, `+columns+` FROM `+table+` WHERE `+number+` BETWEEN `+text[0]+` AND `+text[len(text)-1]+` AND list_contains([`+strings.Join(text, `, `)+`], `+number+`)`)
	}
	return func() error {
		found := 0
		err := scanAll(ctx, sc.tx, strings.Join(parts, ` UNION ALL `), func(r *sql.Rows) error {
			var n int32
			var v T
			err := r.Scan(append([]any{&n}, fields(&v)...)...)
			into[n] = &v
			found++
			return err
		})
		if err == nil && found != len(into) {
			err = fmt.Errorf("%d of %d numbers of %s stand for nothing", len(into)-found, len(into), table)
		}
		return err
	}
}

// firstOf does some things until one fails.
func firstOf(all ...func() error) error {
	for _, do := range all {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}
