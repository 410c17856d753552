package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path/filepath"
	"slices"
	"strconv"

	"entente/balance"
)

type scoreVotesCmd struct {
	Dir string `arg:"" help:"A folder with un_votes_published2016_triangle_nonunanimous.csv and qss_unvoting_all.csv."`
}

// scoredVotes counts the published values that come out; Further are those of a second
// table, of all roll calls, where it is there.
type scoredVotes struct {
	Published  int         `json:"published"`
	Reproduced int         `json:"reproduced"`
	Largest    float64     `json:"largest_difference"`
	Further    scoredMore  `json:"further"`
	Years      []votesYear `json:"years"`
	Apart      []string    `json:"apart,omitempty"`
}

type scoredMore struct {
	Published  int     `json:"published"`
	Reproduced int     `json:"reproduced"`
	Largest    float64 `json:"largest_difference"`
}

// votesYear is how alike a pair voted in a year; null where nothing can be said.
type votesYear struct {
	Year         int      `json:"year"`
	A            string   `json:"a"`
	B            string   `json:"b"`
	N            int      `json:"n"`
	Share        *float64 `json:"share"`
	Published    *float64 `json:"published"`
	Lijphart     *float64 `json:"lijphart"`
	Coincidence  *float64 `json:"coincidence"`
	S            *float64 `json:"s"`
	SquaredS     *float64 `json:"squared_s"`
	Pi           *float64 `json:"pi"`
	Kappa        *float64 `json:"kappa"`
	SquaredPi    *float64 `json:"squared_pi"`
	SquaredKappa *float64 `json:"squared_kappa"`
}

// pairKind is a pair whose agreement is published, in which column of whose row.
type pairKind struct{ a, b, column string }

var votingPairs = []pairKind{{"RUS", "USA", "pctagreeus"}, {"CHN", "USA", "pctagreeus"}, {"CHN", "RUS", "pctagreerussia"}}

// powers are the columns of the powers' votes, by their numbers in the Correlates of War.
var powers = map[string]string{"USA": "vote.2", "RUS": "vote.365", "CHN": "vote.710"}

// session0 is the year before the first session of the General Assembly.
const session0 = 1945

func (c *scoreVotesCmd) Run(ctx context.Context, e *env) error {
	calls, err := rowsOf(filepath.Join(c.Dir, "un_votes_published2016_triangle_nonunanimous.csv"))
	if err != nil {
		return err
	}
	gold, err := rowsOf(filepath.Join(c.Dir, "qss_unvoting_all.csv"))
	if err != nil {
		return err
	}
	cast, err := rollCalls(calls)
	if err != nil {
		return err
	}
	out := scoredVotes{Years: []votesYear{}}
	for _, g := range gold {
		for _, p := range votingPairs {
			if want, err := strconv.ParseFloat(g[p.column], 64); err == nil && g["countryabb"] == p.a {
				out.compare(cast, g["year"], p, want)
			}
		}
	}
	slices.SortStableFunc(out.Years, func(x, y votesYear) int {
		return cmp.Or(cmp.Compare(x.A+x.B, y.A+y.B), cmp.Compare(x.Year, y.Year))
	})
	if out.Further, err = c.further(); err != nil {
		return err
	}
	return e.measures(out)
}

// rollCalls gives each power's votes by year, in the order of the table.
func rollCalls(calls []map[string]string) (map[string]map[string][]balance.Vote, error) {
	out := map[string]map[string][]balance.Vote{}
	for i, call := range calls {
		session, err := strconv.Atoi(call["session"])
		if err != nil {
			return nil, ownFile("", fmt.Errorf("roll call %d has no session", i+1))
		}
		year := strconv.Itoa(session + session0)
		if out[year] == nil {
			out[year] = map[string][]balance.Vote{}
		}
		for power, column := range powers {
			v, _ := strconv.Atoi(call[column])
			out[year][power] = append(out[year][power], balance.Vote(v))
		}
	}
	return out, nil
}

// compare holds the share of a pair in a year against what is published.
func (s *scoredVotes) compare(cast map[string]map[string][]balance.Vote, year string, p pairKind, want float64) {
	g := balance.Agree(cast[year][p.a], cast[year][p.b])
	s.Published++
	y := yearOf(year, p.a, p.b, g)
	y.Published = &want
	s.Years = append(s.Years, y)
	d := math.Abs(g.Share - want)
	if !(d <= near) {
		s.Apart = append(s.Apart, fmt.Sprintf("%s %s %s: %g, published %g", year, p.a, p.b, g.Share, want))
		return
	}
	s.Reproduced++
	s.Largest = max(s.Largest, d)
}

func yearOf(year, a, b string, g balance.Agreement) votesYear {
	n, _ := strconv.Atoi(year)
	return votesYear{
		Year: n, A: a, B: b, N: g.N, Share: ifKnown(g.Share), Lijphart: ifKnown(g.Lijphart), Coincidence: ifKnown(g.Coincidence),
		S: ifKnown(g.S), SquaredS: ifKnown(g.SquaredS), Pi: ifKnown(g.Pi), Kappa: ifKnown(g.Kappa), SquaredPi: ifKnown(g.SquaredPi), SquaredKappa: ifKnown(g.SquaredKappa),
	}
}

// ifKnown is nil for what is no number.
func ifKnown(x float64) *float64 {
	if math.IsNaN(x) {
		return nil
	}
	return &x
}

// further holds agreement, Lijphart's index and coincidence over all roll calls of a
// year against a second table, where both are there.
func (c *scoreVotesCmd) further() (out scoredMore, err error) {
	calls, err := rowsOf(filepath.Join(c.Dir, "un_rollcalls_greatpowers.csv"))
	if errors.Is(err, fs.ErrNotExist) {
		return out, nil
	}
	if err != nil {
		return out, err
	}
	gold, err := rowsOf(filepath.Join(c.Dir, "un_agreement_usa_rus_chn.csv"))
	if errors.Is(err, fs.ErrNotExist) {
		return out, nil
	}
	if err != nil {
		return out, err
	}
	words := map[string]balance.Vote{"yes": balance.Yes, "abstain": balance.Abstain, "no": balance.No}
	for _, g := range gold {
		var a, b []balance.Vote
		for _, call := range calls {
			if call["year"] == g["year"] {
				a, b = append(a, words[call[g["iso1"]]]), append(b, words[call[g["iso2"]]])
			}
		}
		got := balance.Agree(a, b)
		out.hold(g["n"], float64(got.N))
		out.hold(g["agree"], got.Share)
		out.hold(g["lijphart"], got.Lijphart)
		out.hold(g["n_yn"], float64(got.YesNo))
		out.hold(g["coincide_yn"], got.Coincidence)
	}
	return out, nil
}

// hold counts one value, if one is published.
func (m *scoredMore) hold(published string, got float64) {
	want, err := strconv.ParseFloat(published, 64)
	if err != nil {
		return
	}
	m.Published++
	if d := math.Abs(got - want); d <= near {
		m.Reproduced++
		m.Largest = max(m.Largest, d)
	}
}
