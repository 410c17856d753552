package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"entente/graph"
	"entente/link"
	"entente/score"
)

type scoreTKGCmd struct {
	Split   string `help:"Part all facts anew by time, without duplicates: time:80,10,10." placeholder:"time:A,B,C"`
	Seed    uint64 `help:"Of all chance." default:"1"`
	Alone   bool   `help:"Also answer with every method by itself."`
	Ablate  bool   `help:"Also learn and answer without each method in turn; takes as long each time."`
	Answers string `help:"Write each answer with the first three actors and their reasons, JSON lines." placeholder:"FILE"`
	Dir     string `arg:"" help:"Folder with train.txt, valid.txt and test.txt." placeholder:"DIR"`
}

func (c *scoreTKGCmd) Run(ctx context.Context, e *env) error {
	start := time.Now()
	b, err := readBenchmark(c.Dir, c.Split)
	if err != nil {
		return err
	}
	opt := link.Options{Seed: c.Seed, Alone: c.Alone, Stop: func() bool { return ctx.Err() != nil }}
	if c.Answers != "" {
		opt.Explain = 3
	}
	res, err := link.Run(b, opt)
	if err != nil {
		return cancelled(ctx, err)
	}
	if err := writeAnswers(c.Answers, b, res); err != nil {
		return err
	}
	out := score.Links(res)
	out.Seconds = math.Round(time.Since(start).Seconds()*100) / 100
	out.PeakMB = math.Round(peakMB())
	if c.Ablate {
		if out.Without, err = e.ablate(ctx, b, opt, res); err != nil {
			return err
		}
	}
	return e.measures(out)
}

// ablate learns and answers without each method in turn, and says so, as it takes long.
func (e *env) ablate(ctx context.Context, b *graph.Benchmark, opt link.Options, all *link.Result) (map[string]score.LinkLoss, error) {
	out := map[string]score.LinkLoss{}
	opt.Alone, opt.Explain = false, 0
	for _, name := range link.Names(b) {
		opt.Without = name
		res, err := link.Run(b, opt)
		if err != nil {
			return nil, cancelled(ctx, err)
		}
		out[name] = score.Lost(all, res)
		if !e.Quiet {
			fmt.Fprintf(e.err, "entente: without %s: reciprocal rank %.4f, %+.4f lost\n", name, out[name].MRR, out[name].Lost)
		}
	}
	return out, nil
}

// cancelled gives the reason of the context where it has one.
func cancelled(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// readBenchmark reads a folder of facts, parted anew if a split is named.
func readBenchmark(dir, split string) (*graph.Benchmark, error) {
	shares, err := parseSplit(split)
	if err != nil {
		return nil, err
	}
	b, err := graph.ReadBenchmark(os.DirFS(dir))
	if err != nil {
		if at, ok := errors.AsType[*fs.PathError](err); ok {
			return nil, ownFile(dir, fmt.Errorf("%s: %s: %w", dir, at.Path, at.Err))
		}
		return nil, ownFile(dir, fmt.Errorf("%s: %w", dir, err))
	}
	if split != "" {
		b = b.Resplit(shares[0], shares[1])
	}
	if len(b.Test) == 0 {
		return nil, ownFile(dir, fmt.Errorf("%s: no facts to test with", dir))
	}
	return b, nil
}

// parseSplit reads "time:80,10,10".
func parseSplit(split string) (out [3]int, err error) {
	if split == "" {
		return out, nil
	}
	parts := strings.Split(strings.TrimPrefix(split, "time:"), ",")
	sum := 0
	if !strings.HasPrefix(split, "time:") || len(parts) != 3 {
		return out, usage("--split %q is not of the form time:80,10,10", split)
	}
	for i, p := range parts {
		if out[i], err = strconv.Atoi(p); err != nil || out[i] < 1 {
			return out, usage("--split %q: %q is not a share of a hundred", split, p)
		}
		sum += out[i]
	}
	if sum != 100 {
		return out, usage("--split %q: the shares make %d, not 100", split, sum)
	}
	return out, nil
}
