package web

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"entente"
	"entente/ask"
	"entente/codebook"
	"entente/export"
	"entente/score"
)

// RecordInput picks forecasts on record; the page takes the same parameters.
type RecordInput struct {
	ScopeInput
	A       string `query:"a" doc:"An actor: code, name or phrase."`
	B       string `query:"b" doc:"Another."`
	By      string `query:"by" doc:"Of forecasts on record: who forecast; entente is the program. Of series: length of a period." example:"entente"`
	Event   string `query:"event" doc:"What a forecast on record is about, as it is printed." example:"material conflict"`
	Horizon string `query:"horizon" doc:"Days that a forecast looks ahead."`
	When    string `query:"when" enum:"ahead,hindsight" doc:"Recorded before its days began, or with hindsight."`
	State   string `query:"state" enum:"open,yes,no,void" doc:"How it came out."`
	Bin     string `query:"bin" doc:"Resolved ones whose probability lies in this tenth, 0 to 9."`
}

func (i *RecordInput) values() url.Values {
	q := url.Values{}
	for name, v := range map[string]string{"a": i.A, "b": i.B, "by": i.By, "event": i.Event, "horizon": i.Horizon, "when": i.When, "state": i.State, "bin": i.Bin} {
		q.Set(name, v)
	}
	return q
}

type ledgerInput struct {
	RecordInput
	FormatInput
	Limit  int `query:"limit" minimum:"1" maximum:"1000" default:"100" doc:"Rows of a page of JSON."`
	Offset int `query:"offset" minimum:"0" maximum:"10000000" doc:"Rows before the page."`
	url    url.URL
}

// Resolve keeps the address, for the next page.
func (i *ledgerInput) Resolve(ctx huma.Context) []error {
	i.url = ctx.URL()
	return nil
}

type ledgerPage struct {
	Forecasts []entente.Settled `json:"forecasts"`
	Total     int               `json:"total"`
	Next      string            `json:"next,omitempty"`
}

type boardOut struct {
	Rows []score.BoardRow `json:"rows"`
}

// recordOf gives the forecasts on record that a question takes.
func (s *Server) recordOf(ctx context.Context, in *RecordInput) ([]entente.Settled, recordPick, error) {
	sc, err := in.ask(ctx, s.Clerk)
	if err != nil {
		return nil, recordPick{}, err
	}
	pick, err := s.pickOf(sc, in.values())
	if err != nil {
		return nil, pick, err
	}
	all, err := s.Ledger(ctx, sc)
	return all, pick, err
}

// recordOperations are the questions of what was forecast and how it came out.
func (s *Server) recordOperations(api huma.API) {
	getTable[ledgerPage](s, api, "/ledger", "ledger", "Forecasts on record in the order of recording, each with how it came out.", func(ctx context.Context, in *ledgerInput) (*huma.StreamResponse, error) {
		all, pick, err := s.recordOf(ctx, &in.RecordInput)
		if err != nil {
			return nil, err
		}
		return s.answerLedger(in, picked(all, pick.takes)), nil
	})
	get(s, api, "/ledger/{id}", "entry", "A forecast on record.", func(ctx context.Context, in *struct {
		ScopeInput
		ID string `path:"id" example:"f_0123456789abcdef"`
	}) (entente.Settled, error) {
		sc, err := in.ask(ctx, s.Clerk)
		if err != nil {
			return entente.Settled{}, err
		}
		e, _, err := s.Entry(ctx, sc, in.ID)
		return e, err
	})
	get(s, api, "/scoreboard", "scoreboard", "How the forecasts on record fared: Brier and log scores beside the base rate and persistence, skill, reliability.", func(ctx context.Context, in *RecordInput) (boardOut, error) {
		all, pick, err := s.recordOf(ctx, in)
		return boardOut{nonNil(ask.Scoreboard(picked(all, pick.of)))}, err
	})
	get(s, api, "/dyads/{a}/{b}/forecasts", "forecast", "What may come about between two actors, with the reasons for and against, as entente forecast has it.", func(ctx context.Context, in *struct {
		PairInput
		Horizon  []int    `query:"horizon" doc:"Days that forecasts look ahead; 7, 30, 90 and 180 by default."`
		Root     []string `query:"root" doc:"At least one event of any of these kinds, in the place of the four classes."`
		Directed bool     `query:"directed" doc:"Only what the first does to the second."`
	}) (forecastsOut, error) {
		sc, err := in.ask(ctx, s.Clerk)
		if err != nil {
			return forecastsOut{}, err
		}
		pair, err := s.Actors(sc, in.A, in.B)
		if err != nil {
			return forecastsOut{}, err
		}
		kinds, err := kindsOf(in.Root)
		if err != nil {
			return forecastsOut{}, err
		}
		if len(in.Horizon) == 0 {
			in.Horizon = askedHorizons
		}
		if len(in.Horizon) > mostAsked {
			return forecastsOut{}, &ask.Wrong{Field: "horizon", Err: fmt.Errorf("at most %d are asked at once", mostAsked)}
		}
		fs, err := s.Forecast(ctx, sc, pair[0], pair[1], in.Directed, kinds, in.Horizon)
		out := forecastsOut{Forecasts: nonNil(fs)}
		if len(fs) > 0 {
			out.Origin = fs[0].Origin
		}
		return out, err
	})
}

// mostAsked is how many horizons are asked at once.
const mostAsked = 8

type forecastsOut struct {
	Origin    entente.Day        `json:"origin"`
	Forecasts []entente.Forecast `json:"forecasts"`
}

// kindsOf gives the set of events of some roots, nothing where none are named.
func kindsOf(names []string) ([]entente.EventKind, error) {
	var roots []entente.Root
	for _, n := range names {
		root := entente.Root(strings.ToUpper(strings.TrimSpace(n)))
		if root.Quad() == 0 {
			return nil, &ask.Wrong{Field: "root", Err: fmt.Errorf("%q is no root", flat(n)), Hint: "did you mean " + strings.Join(codebook.Nearest(string(root)), ", ") + "?"}
		}
		roots = append(roots, root)
	}
	if len(roots) == 0 {
		return nil, nil
	}
	slices.Sort(roots)
	return []entente.EventKind{{Roots: slices.Compact(roots)}}, nil
}

func (s *Server) answerLedger(in *ledgerInput, rows []entente.Settled) *huma.StreamResponse {
	if in.Format != "json" {
		return streamed(s, "forecasts", export.Forecasts(), export.Format(in.Format), each(rows))
	}
	from := min(in.Offset, len(rows))
	to := min(from+in.Limit, len(rows))
	out := ledgerPage{Forecasts: nonNil(rows[from:to]), Total: len(rows)}
	if to < len(rows) {
		out.Next = nextPage(in.url, to)
	}
	return jsonStream(out)
}
