package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"entente"
	"entente/codebook"
	"entente/coder"
	"entente/forecast"
	"entente/graph"
	"entente/lexicon"
	"entente/score"
)

type scoreProbCmd struct {
	Split   string `help:"Part all facts anew by time, without duplicates: time:80,10,10." placeholder:"time:A,B,C"`
	Horizon int    `help:"Days that a forecast looks ahead." default:"7"`
	Least   int    `help:"Events that a pair must have before the test to be asked about." default:"10"`
	Ablate  bool   `help:"Also learn and answer without each part of the models in turn; takes as long each time."`
	Dir     string `arg:"" help:"Folder with train.txt, valid.txt and test.txt, whose names are those of ICEWS." placeholder:"DIR"`
}

// probScore is what a backtest of probabilities gave.
type probScore struct {
	Horizon int                             `json:"horizon"`
	Pairs   int                             `json:"pairs"`
	Origins int                             `json:"origins"`
	Weeks   int                             `json:"weeks"`
	Classes map[string]score.ChanceMeasures `json:"classes"`
	Seconds float64                         `json:"seconds"`
	PeakMB  float64                         `json:"peak_mb"`
	// Without has what each class loses without a part of the models, by the part.
	Without map[string]map[string]score.SkillLoss `json:"without,omitempty"`
}

func (c *scoreProbCmd) Run(ctx context.Context, e *env) error {
	start := time.Now()
	if c.Horizon < 1 || c.Horizon > 366 {
		return usage("--horizon %d is not a number of days from 1 to 366", c.Horizon)
	}
	b, err := readBenchmark(c.Dir, c.Split)
	if err != nil {
		return err
	}
	if len(b.Valid) == 0 {
		return ownFile(c.Dir, fmt.Errorf("%s: no facts to choose by", c.Dir))
	}
	tools, err := loadTools()
	if err != nil {
		return err
	}
	acts, wide := actsOf(b, tools)
	test := b.Test[0].Day
	pairs := knownPairs(acts, test)
	if len(pairs) == 0 {
		return ownFile(c.Dir, fmt.Errorf("%s: no pair of states with %d events of a known class", c.Dir, c.Least))
	}
	first, last := b.Train[0].Day, b.Test[len(b.Test)-1].Day
	when := forecast.Periods{Learn: first + (b.Valid[0].Day-first)/4, Valid: b.Valid[0].Day, Test: test, End: last}
	panel := forecast.NewPanel(acts, wide, pairs)
	trials := panel.Backtest(when, c.Horizon, c.Least)
	out := probScore{Horizon: c.Horizon, Pairs: pairsOf(trials), Classes: map[string]score.ChanceMeasures{}}
	out.Origins = max(0, int(last-test)+2-c.Horizon)
	out.Weeks = (out.Origins + 6) / 7
	if out.Origins == 0 {
		return ownFile(c.Dir, fmt.Errorf("%s: the test is shorter than %d days", c.Dir, c.Horizon))
	}
	classes := byClass(trials)
	for name, of := range classes {
		out.Classes[name] = score.Chances(of)
	}
	out.Seconds = math.Round(time.Since(start).Seconds()*100) / 100
	out.PeakMB = math.Round(peakMB())
	if c.Ablate {
		out.Without = map[string]map[string]score.SkillLoss{}
		for _, part := range forecast.Parts() {
			if err := ctx.Err(); err != nil {
				return err
			}
			out.Without[part] = e.withoutPart(classes, part, panel.Without(part).Backtest(when, c.Horizon, c.Least))
		}
	}
	return e.measures(out)
}

// byClass parts trials by the names of their classes.
func byClass(trials []forecast.Trial) map[string][]forecast.Trial {
	out := map[string][]forecast.Trial{}
	for _, t := range trials {
		out[className(t.Quad)] = append(out[className(t.Quad)], t)
	}
	return out
}

// withoutPart measures what each class loses without a part of the models, and says so, as it
// takes long.
func (e *env) withoutPart(all map[string][]forecast.Trial, part string, trials []forecast.Trial) map[string]score.SkillLoss {
	out := map[string]score.SkillLoss{}
	for name, of := range byClass(trials) {
		out[name] = score.SkillLost(all[name], of)
	}
	if !e.Quiet {
		fmt.Fprintf(e.err, "entente: without %s:", part)
		for q := forecast.AnyQuad; q <= entente.MaterialConflict; q++ {
			l := out[className(q)]
			fmt.Fprintf(e.err, " %s %+.4f (%+.4f to %+.4f)", className(q), l.Lost, l.Interval[0], l.Interval[1])
		}
		fmt.Fprintln(e.err)
	}
	return out
}

// pairsOf counts the pairs that were asked about.
func pairsOf(trials []forecast.Trial) int {
	seen := map[forecast.Directed]bool{}
	for _, t := range trials {
		seen[t.Pair] = true
	}
	return len(seen)
}

func className(q entente.Quad) string {
	if q == forecast.AnyQuad {
		return "any"
	}
	return strings.ReplaceAll(q.String(), " ", "_")
}

// actsOf gives the facts of a class between two states as such, and those between any who
// belong to two states, under the states' numbers.
func actsOf(b *graph.Benchmark, tools coder.Tools) (acts, wide []forecast.Act) {
	classes := make([]entente.Quad, len(b.Relations))
	for i, name := range b.Relations {
		classes[i], _ = codebook.QuadOfTitle(name)
	}
	whose, state := statesOf(b, tools)
	for _, f := range b.Facts() {
		q, s, o := classes[f.R], whose[f.S], whose[f.O]
		if q == 0 || s == 0 || o == 0 || s == o {
			continue
		}
		a := forecast.Act{A: s, B: o, Quad: q, Event: f.Day}
		wide = append(wide, a)
		if state[f.S] && state[f.O] {
			acts = append(acts, a)
		}
	}
	return acts, wide
}

// statesOf gives for each actor the number, from 1, of the state that it is or belongs
// to, and whether it is the state as such: what its government, people and leaders do by
// name is not.
func statesOf(b *graph.Benchmark, tools coder.Tools) (whose []int32, state []bool) {
	at := map[entente.Code]int32{}
	whose, state = make([]int32, len(b.Actors)), make([]bool, len(b.Actors))
	on := b.Train[0].Day
	if !b.Dated {
		on = entente.MakeDay(2020, 1, 1) // no day is known; states do not change much
	}
	for i, name := range b.Actors {
		name = strings.ReplaceAll(name, "_", " ")
		a := coder.Resolve(tools, name, on)
		if len(a.Code) != 3 || !codebook.ISO(string(a.Code)) {
			continue
		}
		if at[a.Code] == 0 {
			at[a.Code] = int32(len(at) + 1)
		}
		whose[i], state[i] = at[a.Code], a.Name == tools.Lexicon.NameOf(a.Code) && wholeName(tools, name)
	}
	return whose, state
}

// wholeName reports whether all of a name is one name of the dictionaries.
func wholeName(tools coder.Tools, name string) bool {
	return slices.ContainsFunc(tools.Lexicon.Find(name), func(m lexicon.Mention) bool { return m.Start == 0 && m.End == len(name) })
}

// knownPairs gives the directed pairs with some acts before a day, in order of their
// first.
func knownPairs(acts []forecast.Act, before entente.Day) []forecast.Directed {
	const some = 3
	n := map[forecast.Directed]int{}
	var out []forecast.Directed
	for _, a := range acts {
		if a.Event >= before {
			break
		}
		d := forecast.Directed{A: a.A, B: a.B}
		if n[d]++; n[d] == some {
			out = append(out, d)
		}
	}
	return out
}
