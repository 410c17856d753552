package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"time"

	"entente"
	"entente/balance"
	"entente/triangle"
)

// near is how far a measure may be from its published value.
const near = 1e-6

type scoreBalanceCmd struct {
	Dir string `arg:"" help:"A folder with tribes.csv, cowList_edges.csv and cow_reproduced_measures.csv."`
}

// scoredBalance is what measuring published signed networks found.
type scoredBalance struct {
	Tribes  scoredTribes  `json:"tribes"`
	Windows scoredWindows `json:"windows"`
	Types   scoredTypes   `json:"types"`
}

type scoredTribes struct {
	Triangle    float64 `json:"triangle"`
	Walk        float64 `json:"walk"`
	Frustration int     `json:"frustration"`
	Ties        int     `json:"ties"`
	Proven      bool    `json:"proven"`
}

// scoredWindows counts the windows that have the published values; the indices are the
// shares of triangles and walks, the normalised index and algebraic conflict.
type scoredWindows struct {
	Of          int      `json:"of"`
	Census      int      `json:"census"`
	Indices     int      `json:"indices"`
	Frustration int      `json:"frustration"`
	Proven      int      `json:"proven"`
	Sum         int      `json:"frustration_sum"`
	Nodes       int      `json:"nodes"`
	Largest     float64  `json:"largest_difference"`
	Seconds     float64  `json:"seconds"`
	Apart       []string `json:"apart,omitempty"`
}

// scoredTypes counts the windows by the type of the triangle of the United States,
// Russia and China, and those in which it is the published one.
type scoredTypes struct {
	UnitVeto       int `json:"unit_veto"`
	StableMarriage int `json:"stable_marriage"`
	Incomplete     int `json:"incomplete"`
	Other          int `json:"other"`
	AsPublished    int `json:"as_published"`
}

func (c *scoreBalanceCmd) Run(ctx context.Context, e *env) error {
	var out scoredBalance
	tribes, err := networksOf(filepath.Join(c.Dir, "tribes.csv"))
	if err != nil {
		return err
	}
	b := balance.Measure(ctx, tribes[0], balance.Options{})
	out.Tribes = scoredTribes{defined(b.Triangle), defined(b.Walk), b.Line.High, b.Ties, b.Line.Proven}
	windows, err := networksOf(filepath.Join(c.Dir, "cowList_edges.csv"))
	if err != nil {
		return err
	}
	gold, err := rowsOf(filepath.Join(c.Dir, "cow_reproduced_measures.csv"))
	if err != nil {
		return err
	}
	start := time.Now()
	measured := measureAll(ctx, windows, balance.Options{})
	out.Windows = compareWindows(measured, gold)
	out.Windows.Seconds = time.Since(start).Seconds()
	if out.Types, err = c.types(windows); err != nil {
		return err
	}
	return e.measures(out)
}

// measureAll measures networks on all processors, and gives the answers in order.
func measureAll(ctx context.Context, networks []entente.Network, opt balance.Options) []entente.Balance {
	out := make([]entente.Balance, len(networks))
	next := make(chan int)
	var all sync.WaitGroup
	for range min(len(networks), runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			for i := range next {
				out[i] = balance.Measure(ctx, networks[i], opt)
			}
		})
	}
	for i := range networks {
		next <- i
	}
	close(next)
	all.Wait()
	return out
}

// compareWindows holds measures against published ones by the label of the window.
func compareWindows(measured []entente.Balance, gold []map[string]string) scoredWindows {
	published := map[string]map[string]string{}
	for _, g := range gold {
		published[g["net"]] = g
	}
	out := scoredWindows{Of: len(gold)}
	for _, b := range measured {
		g, t := published[b.Label], b.Triads
		c := &comparison{row: g, out: &out, label: b.Label}
		out.Census += c.all(map[string]float64{
			"n_nodes_with_edges": float64(b.Actors), "m_edges": float64(b.Ties), "m_neg": float64(b.Negative),
			"tri_ppp": float64(t.PPP), "tri_ppm": float64(t.PPM), "tri_pmm": float64(t.PMM), "tri_mmm": float64(t.MMM),
		})
		out.Indices += c.all(map[string]float64{
			"balanced_triangle_ratio": defined(b.Triangle), "walk_balance": defined(b.Walk),
			"normalized_frustration_F=1-2L/m": defined(b.Normal), "lambda_min_signed_laplacian": defined(b.Conflict),
		})
		out.Frustration += c.all(map[string]float64{"frustration_exact": float64(b.Line.High)})
		if b.Line.Proven {
			out.Proven++
		}
		out.Sum += b.Line.High
		out.Nodes += b.Line.Nodes
	}
	return out
}

// comparison holds the measures of one window against its row.
type comparison struct {
	row   map[string]string
	label string
	out   *scoredWindows
}

// all is 1 if all values are as published, else 0.
func (c *comparison) all(values map[string]float64) int {
	alike := 1
	for name, x := range values {
		want, err := strconv.ParseFloat(c.row[name], 64)
		if err != nil || !(math.Abs(x-want) <= near) {
			c.out.Apart = append(c.out.Apart, fmt.Sprintf("%s: %s is %g, published %q", c.label, name, x, c.row[name]))
			alike = 0
			continue
		}
		c.out.Largest = max(c.out.Largest, math.Abs(x-want))
	}
	return alike
}

// defined is NaN where a measure is not defined.
func defined(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

// types gives each window's triangle of the three powers: a tie that is not there has no
// sign.
func (c *scoreBalanceCmd) types(windows []entente.Network) (out scoredTypes, err error) {
	gold, err := rowsOf(filepath.Join(c.Dir, "cow_triangle_usa_rus_chn.csv"))
	if errors.Is(err, fs.ErrNotExist) {
		gold, err = nil, nil
	}
	if err != nil {
		return out, err
	}
	published := map[string]string{}
	for _, g := range gold {
		published[g["net"]] = g["type"]
	}
	for _, n := range windows {
		shape := triangle.Classify([3]entente.Tie{signed(n, "USA", "RUS"), signed(n, "USA", "CHN"), signed(n, "RUS", "CHN")}).Shape
		switch shape {
		case entente.UnitVeto:
			out.UnitVeto++
		case entente.StableMarriage:
			out.StableMarriage++
		case entente.Incomplete:
			out.Incomplete++
		default:
			out.Other++
		}
		want := published[n.Label]
		if want == string(shape) || want == "marriage" && shape == entente.StableMarriage {
			out.AsPublished++
		}
	}
	return out, nil
}

// signed is the tie of two actors in a network.
func signed(n entente.Network, a, b entente.Code) entente.Tie {
	for _, t := range n.Ties {
		if t.A == min(a, b) && t.B == max(a, b) {
			return entente.Tie{A: a, B: b, Level: &t.Sign, PPlus: float64(1+t.Sign) / 2, PMinus: float64(1-t.Sign) / 2}
		}
	}
	return entente.Tie{A: a, B: b, PNeutral: 1}
}

// rowsOf reads a table with a header, each row by its columns' names.
func rowsOf(path string) ([]map[string]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, badInput(named(path, err))
	}
	defer f.Close()
	r := csv.NewReader(f)
	head, err := r.Read()
	if err != nil {
		return nil, ownFile(path, fmt.Errorf("%s: %w", path, err))
	}
	var out []map[string]string
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, ownFile(path, fmt.Errorf("%s: %w", path, err))
		}
		row := map[string]string{}
		for i, name := range head {
			row[name] = fields[i]
		}
		out = append(out, row)
	}
}
