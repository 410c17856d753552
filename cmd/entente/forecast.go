package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"entente"
	"entente/codebook"
	"entente/desk"
	"entente/forecast"
	"entente/report"
)

// question is what is asked of a pair.
type question struct {
	Horizon  []int    `help:"Days that forecasts look ahead." default:"7,30,90,180" placeholder:"DAYS"`
	Quad     []int    `help:"Classes: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; by default all four." placeholder:"N"`
	Root     []string `help:"At least one event of any of these PLOVER types: AGREE, CONSULT …" placeholder:"ROOT"`
	Directed bool     `help:"What the first does to the second, not what either does to the other."`
}

const mostHorizon = 366

// asks gives the questions of a pair.
func (q question) asks(a, b entente.Code) ([]forecast.Ask, error) {
	kinds, err := q.kinds()
	if err != nil {
		return nil, err
	}
	var out []forecast.Ask
	for _, h := range q.Horizon {
		if h < 1 || h > mostHorizon {
			return nil, usage("--horizon %d is not a number of days from 1 to %d", h, mostHorizon)
		}
		for _, k := range kinds {
			out = append(out, forecast.Ask{A: a, B: b, Directed: q.Directed, Kind: k, Horizon: h})
		}
	}
	return out, nil
}

func (q question) kinds() ([]entente.EventKind, error) {
	if err := firstError(among("--quad", q.Quad, []int{1, 2, 3, 4}), among("--root", typed[entente.Root](q.Root), codebook.Roots())); err != nil {
		return nil, err
	}
	var out []entente.EventKind
	for _, n := range q.Quad {
		out = append(out, entente.EventKind{Quad: entente.Quad(n)})
	}
	if len(q.Root) > 0 {
		roots := typed[entente.Root](q.Root)
		slices.Sort(roots)
		out = append(out, entente.EventKind{Roots: slices.Compact(roots)})
	}
	for n := entente.VerbalCooperation; n <= entente.MaterialConflict && len(q.Quad)+len(q.Root) == 0; n++ {
		out = append(out, entente.EventKind{Quad: n})
	}
	return out, nil
}

// firstError gives the first error there is.
func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

type forecastCmd struct {
	asOf
	question
	Suppose string   `help:"Events of this file, in YAML, are supposed to have happened too: say what that would change." placeholder:"FILE"`
	Record  bool     `help:"Put the forecasts on record: they stay in the store as they are, and entente resolve says how they came out."`
	Mine    *float64 `help:"Of one question: put your own probability on record too." placeholder:"P"`
	By      string   `help:"Under whose name --mine is recorded." default:"analyst" placeholder:"NAME"`
	Note    string   `help:"A note on what is recorded." placeholder:"TEXT"`
	JSON    bool     `help:"The answer as JSON." name:"json"`
	A       string   `arg:"" help:"An actor: code, name or phrase."`
	B       string   `arg:"" help:"Another."`
	C       string   `arg:"" optional:"" help:"A third: which type the triangle of the three may have by then."`
}

func (c *forecastCmd) Run(ctx context.Context, e *env) error {
	f, err := c.filter()
	if err != nil {
		return err
	}
	asks, err := c.asks("", "")
	if err == nil {
		err = c.check(asks)
	}
	if err != nil {
		return err
	}
	corners, s, sight, err := c.foresee(ctx, e, f)
	if err != nil {
		return err
	}
	defer s.Close()
	for i := range asks {
		asks[i].A, asks[i].B = corners[0], corners[1]
	}
	if c.Suppose != "" {
		return c.suppose(ctx, e, sight, asks, corners)
	}
	fs, err := sight.Ask(ctx, asks)
	if err != nil {
		return badStore(err)
	}
	answer := forecastAnswer{Origin: sight.Origin(), Forecasts: fs}
	if len(corners) == 3 {
		if answer.Triangle, err = sight.Triangle(ctx, [3]entente.Code(corners), c.Horizon); err != nil {
			return badStore(err)
		}
	}
	if c.records() {
		if answer.Recorded, err = c.record(ctx, e, s, sight, fs); err != nil {
			return err
		}
	}
	if c.JSON {
		return jsonTo(e.out).Encode(answer)
	}
	if err := e.printForecasts(ctx, s, fs, f.AsOf); err != nil {
		return err
	}
	for _, a := range answer.Triangle {
		writeAhead(e.out, a)
	}
	return nil
}

// forecastGC lets the heap grow further than usual before it is swept: what is read is kept to
// the end, and sweeping it is a tenth of the work.
const forecastGC = 300

// foresee finds the actors, and reads from the store what is learned from while the
// dictionaries are loaded. A store that is to be written to is opened for actors that are known.
func (c *forecastCmd) foresee(ctx context.Context, e *env, f entente.Filter) (corners []entente.Code, s desk.Store, sight *desk.Foresight, err error) {
	if c.records() {
		if corners, err = c.corners(f.AsOf); err != nil {
			return nil, nil, nil, err
		}
	}
	debug.SetGCPercent(forecastGC)
	go loadLexicon()
	if s, err = e.store(ctx, c.records()); err != nil {
		return nil, nil, nil, err
	}
	if sight, err = e.foresee(ctx, s, f); err == nil && corners == nil {
		corners, err = c.corners(f.AsOf)
	}
	if err != nil {
		s.Close()
	}
	return corners, s, sight, err
}

// corners are the two or three actors asked about.
func (c *forecastCmd) corners(day entente.Day) ([]entente.Code, error) {
	if c.C == "" {
		return namedActors([]string{c.A, c.B}, day)
	}
	return cornersOf([]string{c.A, c.B, c.C}, day)
}

// cornersOf resolves three different actors.
func cornersOf(names []string, day entente.Day) ([]entente.Code, error) {
	pair, err := namedActors(names[:2], day)
	if err != nil {
		return nil, err
	}
	third, err := namedActors(names[2:], day)
	if err != nil {
		return nil, err
	}
	if slices.Contains(pair, third[0]) {
		return nil, usage("a triangle has three different actors")
	}
	return append(pair, third...), nil
}

func (c *forecastCmd) records() bool { return c.Record || c.Mine != nil }

// check: an own probability is one of one question, and under another name than the
// program's; what is supposed is not put on record.
func (c *forecastCmd) check(asks []forecast.Ask) error {
	switch {
	case c.Suppose != "" && c.records():
		return usage("what is supposed is not put on record: --suppose goes without --record and --mine")
	case c.Mine == nil:
		return nil
	case !(*c.Mine >= 0 && *c.Mine <= 1):
		return usage("--mine is a probability from 0 to 1, not %v", *c.Mine)
	case len(asks) != 1:
		return codedError{exitUsage, fmt.Errorf("--mine answers one question, and these are %d", len(asks)), "say which with --quad or --root, and one --horizon"}
	case strings.TrimSpace(c.By) == "" || c.By == entente.Machine:
		return usage("--by names who forecasts; %q is the program's own name or none", c.By)
	}
	return nil
}

// record puts the forecasts on record, and the analyst's own beside.
func (c *forecastCmd) record(ctx context.Context, e *env, s desk.Store, sight *desk.Foresight, fs []entente.Forecast) ([]string, error) {
	entries, err := sight.Entries(ctx, fs, entente.DayOf(time.Now()), version(), c.Note)
	if err != nil {
		return nil, badStore(err)
	}
	if c.Mine != nil {
		entries = append(entries, desk.Own(entries[0], c.By, *c.Mine, c.Note))
	}
	n, err := s.Record(ctx, entries...)
	if err != nil {
		return nil, badStore(err)
	}
	if !e.Quiet {
		fmt.Fprintf(e.err, "entente: %s on record, %d of them new\n", counted(len(entries), "forecast", "forecasts"), n)
	}
	if !e.Quiet && entries[0].Hindsight() {
		fmt.Fprintf(e.err, "entente: hint: their window began on %s, so they are on record with hindsight; --as-of yesterday looks ahead from today\n", sight.Origin())
	}
	ids := []string{}
	for _, entry := range entries {
		ids = append(ids, entry.ID)
	}
	return ids, nil
}

// forecastAnswer is what the command answers in JSON.
type forecastAnswer struct {
	Origin    entente.Day        `json:"origin"`
	Forecasts []entente.Forecast `json:"forecasts"`
	Triangle  []desk.Ahead       `json:"triangle,omitempty"` // of each horizon, where a third actor is named
	Recorded  []string           `json:"recorded,omitempty"` // ids on record
}

// foresee reads what is learned from: as elsewhere, of what was read unless sources are named.
func (e *env) foresee(ctx context.Context, s desk.Store, f entente.Filter) (*desk.Foresight, error) {
	if err := every(ctx, s, &f); err != nil {
		return nil, err
	}
	if err := e.hintImports(ctx, s, f); err != nil {
		return nil, err
	}
	if len(f.Sources) == 0 {
		f.Sources = []string{entente.CodedHere}
	}
	sight, err := desk.Foresee(ctx, s, f)
	if err != nil {
		return nil, badStoreOrNone(err)
	}
	return sight, nil
}

// badStoreOrNone tells that nothing is there from a store that fails.
func badStoreOrNone(err error) error {
	if errors.Is(err, entente.ErrNotFound) {
		return err
	}
	return badStore(err)
}

// printForecasts prints forecasts with the sentences that their reasons cite.
func (e *env) printForecasts(ctx context.Context, s desk.Store, fs []entente.Forecast, asOf entente.Day) error {
	tools, err := loadLexicon()
	if err != nil {
		return err
	}
	within := detailed(fs)
	var b entente.Brief
	stories := map[string]bool{}
	for _, id := range report.ForecastCites(fs, within) {
		ev, err := s.EventAsOf(ctx, id, asOf)
		if errors.Is(err, entente.ErrNotFound) {
			continue
		}
		if err != nil {
			return badStore(err)
		}
		for _, r := range ev.Reports {
			r.ID = ev.ID
			b.Reports = append(b.Reports, r)
			stories[r.Story] = true
		}
	}
	for o, err := range s.Stories(ctx, entente.Filter{AsOf: asOf}) {
		if err != nil {
			return badStore(err)
		}
		if stories[o.Story] {
			b.Stories = append(b.Stories, o)
		}
	}
	return report.Forecasts(e.out, fs, within, b, e.layout(tools.Lexicon))
}

// detailed is the horizon whose reasons are printed: a month, or that nearest above, or
// the longest.
func detailed(fs []entente.Forecast) int {
	best := 0
	for _, f := range fs {
		if best < 30 && f.Horizon > best || f.Horizon >= 30 && f.Horizon < best {
			best = f.Horizon
		}
	}
	return best
}
