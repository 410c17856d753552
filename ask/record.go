package ask

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"

	"entente"
	"entente/desk"
	"entente/export"
	"entente/forecast"
	"entente/lexicon"
	"entente/score"
)

// Ledger gives the forecasts on record as of the scope's day, in the order of recording,
// each with the resolution that counted then.
func (c *Clerk) Ledger(ctx context.Context, s Scope) ([]entente.Settled, error) {
	return keep(ctx, c, fmt.Sprint("ledger ", s.AsOf), func(ctx context.Context) ([]entente.Settled, error) {
		return drain(c.Store.Ledger(ctx, s.AsOf))
	})
}

// Entry gives a forecast on record and what others on record say of the same question,
// itself not among them. [entente.ErrNotFound] if there is none of that id.
func (c *Clerk) Entry(ctx context.Context, s Scope, id string) (e entente.Settled, others []entente.Settled, err error) {
	all, err := c.Ledger(ctx, s)
	if err != nil {
		return e, nil, err
	}
	for i := range all {
		if all[i].ID == id {
			e = all[i]
		}
	}
	if e.ID == "" {
		return e, nil, fmt.Errorf("forecast %.40q: %w", id, entente.ErrNotFound)
	}
	for i := range all {
		if all[i].ID != id && all[i].Question() == e.Question() {
			others = append(others, all[i])
		}
	}
	return e, others, nil
}

// Scoreboard tells how forecasts on record fared.
func Scoreboard(ledger []entente.Settled) []score.BoardRow { return score.Board(ledger) }

// Counted are the forecasts that a scoreboard counts: of several that one forecaster gave
// for one question, the first.
func Counted(ledger []entente.Settled) []entente.Settled { return score.First(ledger) }

// sight is a foresight that several may ask, one after the other.
type sight struct {
	sync.Mutex
	*desk.Foresight
}

// mostHorizon is how many days a forecast looks ahead at most.
const mostHorizon = 366

// Forecast answers what may come about between two actors: the four classes of events, or
// those named, within each of some days. What is learned for it is kept while the store holds
// the same. [entente.ErrNotFound] if nothing was read before the origin.
func (c *Clerk) Forecast(ctx context.Context, s Scope, a, b entente.Code, directed bool, kinds []entente.EventKind, horizons []int) ([]entente.Forecast, error) {
	if len(kinds) == 0 {
		for q := entente.VerbalCooperation; q <= entente.MaterialConflict; q++ {
			kinds = append(kinds, entente.EventKind{Quad: q})
		}
	}
	var asks []forecast.Ask
	for _, h := range horizons {
		if h < 1 || h > mostHorizon {
			return nil, wrong("horizon", "", "%d is not a number of days from 1 to %d", h, mostHorizon)
		}
		for _, k := range kinds {
			asks = append(asks, forecast.Ask{A: a, B: b, Directed: directed, Kind: k, Horizon: h})
		}
	}
	f := c.coded(s)
	f.From, f.To = 0, 0
	return keep(ctx, c, fmt.Sprint("forecast ", asks, s.Key()), func(ctx context.Context) ([]entente.Forecast, error) {
		look, err := keep(ctx, c, fmt.Sprint(foresightKey, s.AsOf, f.Sources), func(ctx context.Context) (*sight, error) {
			learned, err := desk.Foresee(ctx, c.Store, f)
			if errors.Is(err, entente.ErrNotFound) {
				return nil, nil
			}
			return &sight{Foresight: learned}, err
		})
		if err != nil || look == nil {
			return nil, err
		}
		look.Lock()
		defer look.Unlock()
		return look.Ask(ctx, asks)
	})
}

// Study looks into a triangle: what turned it and what would, wedges, hedging, asymmetry
// part by part, issue areas, and what rests on which sources. The answer holds what it cites.
func (c *Clerk) Study(ctx context.Context, s Scope, corners [3]entente.Code) (*Studied, error) {
	return keep(ctx, c, fmt.Sprint("study ", corners, s.Key()), func(ctx context.Context) (*Studied, error) {
		q := desk.StudyQuestion{Question: c.question(s, corners[:])}
		q.Domain = Domains(c.Tools.Lexicon)
		t, b, err := desk.Study(ctx, c.steady(), q)
		if err != nil {
			return nil, err
		}
		return &Studied{t, answer(b, s, c.Tools.Name())}, nil
	})
}

// Domains tells the state of a country's domain: its ISO code of two letters, but "uk";
// "gov" and "mil" are the United States'.
func Domains(lex *lexicon.Lexicon) func(domain string) entente.Code {
	of := map[string]entente.Code{"uk": "GBR", "gov": "USA", "mil": "USA"}
	for _, p := range lex.Polities() {
		if two := p.Codes["iso2"]; two != "" {
			of[strings.ToLower(two)] = p.Code
		}
	}
	return func(domain string) entente.Code { return of[domain] }
}

// Studied is a triangle that was looked into, with what it rests on at hand.
type Studied struct {
	entente.Study
	Answer *Answer
}

// Course tells how the relation of two actors went, with its breaks and the acts that made
// them.
func (c *Clerk) Course(ctx context.Context, s Scope, a, b entente.Code, by entente.Period) (*entente.Course, error) {
	return keep(ctx, c, fmt.Sprint("course ", a, b, by, s.Key()), func(ctx context.Context) (*entente.Course, error) {
		out, err := desk.Course(ctx, c.steady(), c.coded(s), a, b, by)
		return &out, err
	})
}

// Weigh puts ready questions to what a scope tells: by name, or "all" that arise, and who
// plays the parts in them; nothing named puts all that arise, in the triangle or because a
// story states their first answer.
func (c *Clerk) Weigh(ctx context.Context, s Scope, ready []string, cast []entente.Code) (*Answer, error) {
	if len(c.Matrix) > 0 && len(ready) == 0 && len(cast) == 0 {
		return c.Whole(ctx, s)
	}
	if len(ready) == 0 {
		ready = []string{"all"}
	}
	return keep(ctx, c, fmt.Sprint("weigh ", ready, cast, s.Key()), func(ctx context.Context) (*Answer, error) {
		q := c.question(s, nil)
		q.Ready, q.Cast, q.Matrices = ready, cast, nil
		if len(cast) == 3 {
			q.Corners = cast
		}
		b, err := desk.Brief(ctx, c.Store, q)
		if err != nil {
			return nil, err
		}
		return answer(b, s, c.Tools.Name()), nil
	})
}

// Counts gives what was told of pairs by period, row by row; of two actors also the periods
// in which they did nothing.
func (c *Clerk) Counts(ctx context.Context, s Scope, pair []entente.Code, by entente.Period) iter.Seq2[*export.Dyad, error] {
	f := c.coded(s)
	f.Pair = pair
	return desk.Dyads(ctx, c.Store, f, desk.Panel{Period: by, Complete: len(pair) == 2, Cites: 3, Names: c.Name})
}
