package main

import (
	"context"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"entente"
	"entente/dyad"
	"entente/triangle"
)

type scoreTriangleCmd struct {
	Worlds int    `help:"Triangles drawn, and pairs." default:"4000" placeholder:"N"`
	Seed   uint64 `help:"Of what is drawn." default:"1" placeholder:"N"`
}

// scoredTriangles is what invented triangles and pairs of known truth found.
type scoredTriangles struct {
	Worlds int           `json:"worlds"`
	Seed   uint64        `json:"seed"`
	Stated calibration   `json:"stated"` // truth and acts drawn as docs/methods.md says they are
	Moving calibration   `json:"moving"` // levels that move by the month, acts that come in bouts
	Junior scoredJuniors `json:"junior"`
}

// calibration says how well the probabilities of types are kept.
type calibration struct {
	Triangles int     `json:"triangles"`
	Top       float64 `json:"ece"`           // of the type that is printed
	Each      float64 `json:"ece_each_type"` // mean over the five types
	Right     float64 `json:"right"`         // share of triangles whose printed type is the true one
	Mean      float64 `json:"mean_p"`        // mean probability of the printed type
}

// scoredJuniors are shares of pairs of which one is called junior.
type scoredJuniors struct {
	Pairs     int     `json:"pairs"`
	Even      float64 `json:"false_positive"`                // no asymmetry of acts, no figures
	Structure float64 `json:"false_positive_with_structure"` // the same, but all figures lean to one side
	Opposed   float64 `json:"false_positive_opposed"`        // one begins more, the other concedes more
	Power     float64 `json:"found"`                         // one begins, visits, concedes and answers more, and figures say so
	Wrong     float64 `json:"found_wrong"`                   // of these the other one is called so
}

func (c *scoreTriangleCmd) Run(ctx context.Context, e *env) error {
	if c.Worlds < 100 {
		return usage("--worlds takes a number from 100")
	}
	out := scoredTriangles{Worlds: c.Worlds, Seed: c.Seed}
	out.Stated = calibrated(c.Worlds, c.draws(1), stated)
	out.Moving = calibrated(c.Worlds, c.draws(2), moving)
	out.Junior = scoredJuniors{Pairs: c.Worlds,
		Even:      calledJunior(c.Worlds, c.draws(3), pairWorld{}, ""),
		Structure: calledJunior(c.Worlds, c.draws(4), pairWorld{figures: true}, ""),
		Opposed:   calledJunior(c.Worlds, c.draws(5), pairWorld{figures: true, begins: .7, yields: .3}, ""),
		Power:     calledJunior(c.Worlds, c.draws(6), pairWorld{figures: true, begins: .7, yields: .8, answers: .5}, "AAA"),
		Wrong:     calledJunior(c.Worlds, c.draws(6), pairWorld{figures: true, begins: .7, yields: .8, answers: .5}, "BBB"),
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return e.measures(out)
}

func (c *scoreTriangleCmd) draws(of uint64) *rand.Rand { return rand.New(rand.NewPCG(c.Seed, of)) }

// invented is a pair with its true level and what is told of it.
type invented struct {
	level float64
	ev    dyad.Evidence
}

// invention draws a pair.
type invention func(r *rand.Rand, a, b entente.Code) invented

// judgedOn is the day on which invented pairs are judged.
var judgedOn = entente.MakeDay(2020, 12, 31)

// neutralTo is how far from nought a level is of no sign, as docs/methods.md says.
const neutralTo = .1

// calibrated draws triangles and holds their types against the truth.
func calibrated(worlds int, r *rand.Rand, draw invention) calibration {
	var top binned
	each := map[entente.Shape]*binned{}
	for _, s := range entente.Shapes {
		each[s] = &binned{}
	}
	out := calibration{Triangles: worlds}
	for range worlds {
		var ties [3]entente.Tie
		var truth [3]entente.Tie
		for i, p := range [3]entente.Pair{{Source: "AAA", Target: "BBB"}, {Source: "AAA", Target: "CCC"}, {Source: "BBB", Target: "CCC"}} {
			w := draw(r, p.Source, p.Target)
			ties[i] = w.ev.Judge(p.Source, p.Target, dyad.Options{AsOf: judgedOn})
			truth[i] = sure(p.Source, p.Target, w.level)
		}
		t, is := triangle.Classify(ties), triangle.Classify(truth).Shape
		top.add(t.P[t.Shape], t.Shape == is)
		for _, s := range entente.Shapes {
			each[s].add(t.P[s], s == is)
		}
	}
	for _, s := range entente.Shapes {
		out.Each += each[s].error() / float64(len(entente.Shapes))
	}
	out.Top, out.Right, out.Mean = top.error(), top.hits/top.n, top.mean/top.n
	return out
}

// sure is a tie of known level.
func sure(a, b entente.Code, level float64) entente.Tie {
	t := entente.Tie{A: a, B: b}
	switch {
	case level > neutralTo:
		t.PPlus = 1
	case level < -neutralTo:
		t.PMinus = 1
	default:
		t.PNeutral = 1
	}
	return t
}

// binned holds probabilities against what came, in ten bins of one width.
type binned struct {
	bins          [10]struct{ n, p, hits float64 }
	n, hits, mean float64
}

func (b *binned) add(p float64, came bool) {
	at := &b.bins[min(int(p*10), 9)]
	at.n++
	at.p += p
	b.n++
	b.mean += p
	if came {
		at.hits++
		b.hits++
	}
}

// error is the expected calibration error.
func (b *binned) error() (sum float64) {
	for _, x := range b.bins {
		if x.n > 0 {
			sum += math.Abs(x.p-x.hits) / b.n
		}
	}
	return sum
}

// stated draws a pair as docs/methods.md says that levels, views and acts hang together: up
// to three holders, a level from the prior that their views make, and acts of so many
// counts. It is written from the document and not from the code of dyad.
func stated(r *rand.Rand, a, b entente.Code) invented {
	w := invented{}
	var sum, squares, leaning float64
	for i := range r.IntN(4) {
		holder, trust := "author", .5
		if r.IntN(2) == 0 {
			holder, trust = "document", .7
		}
		level := 1
		if r.IntN(2) == 0 {
			level = -1
		}
		story := string(rune('a' + i))
		w.ev.Assessments = append(w.ev.Assessments, entente.Assessment{ID: story, Story: story, Stream: entente.Body, A: entente.Corner{Code: a}, B: entente.Corner{Code: b},
			Level: &level, Holder: entente.Holder{By: holder}, Hedge: entente.NoHedge, DateFrom: judgedOn, DateTo: judgedOn})
		sum, squares, leaning = sum+trust, squares+trust*trust, leaning+trust*float64(level)
	}
	n, mean := 2., 0.
	if sum > 0 {
		n, mean = math.Min(2+4*sum, 20), leaning/sum*squares/sum
	}
	q := distuv.Beta{Alpha: n * (1 + mean) / 2, Beta: n * (1 - mean) / 2, Src: r}.Rand()
	w.level = 2*q - 1
	trials := 1 + r.IntN(60)
	good := 0
	for range trials {
		if r.Float64() < q {
			good++
		}
	}
	w.ev.Tallies = actsTold(a, b, judgedOn, float64(good)/.025, float64(trials-good)/(4*.025))
	return w
}

// actsTold makes tallies of acts of words on a day, so many of cooperation and of conflict,
// of two points each.
func actsTold(a, b entente.Code, day entente.Day, coop, conf float64) []entente.Tally {
	var out []entente.Tally
	if coop > 0 {
		out = append(out, entente.Tally{Pair: entente.Pair{Source: a, Target: b}, Period: day, Root: "CONSULT", Quad: 1, Events: int(coop), Weight: coop, Coop: 2 * coop})
	}
	if conf > 0 {
		out = append(out, entente.Tally{Pair: entente.Pair{Source: b, Target: a}, Period: day, Root: "ACCUSE", Quad: 3, Events: int(conf), Weight: conf, Conf: 2 * conf})
	}
	return out
}

// moving draws a pair whose level walks by the month for four years, and whose acts come
// in bouts: Poisson about a rate that is itself gamma, of a volume from 2 to 200 a month.
// The share of cooperation is that at which words of conflict count four times those of it.
func moving(r *rand.Rand, a, b entente.Code) invented {
	w := invented{}
	volume := 2 * math.Pow(100, r.Float64())
	level := 2*r.Float64() - 1
	start := entente.Monthly.Start(judgedOn).AddMonths(-47)
	for m := range 48 {
		if level += .12 * r.NormFloat64(); level > 1 {
			level = 2 - level
		} else if level < -1 {
			level = -2 - level
		}
		q := (1 + level) / 2
		good := 4 * q / (4*q + 1 - q) // of acts of one size
		rate := volume * distuv.Gamma{Alpha: 2, Beta: 2, Src: r}.Rand()
		n := int(distuv.Poisson{Lambda: math.Max(rate, 1e-9), Src: r}.Rand())
		kind := 0
		for range n {
			if r.Float64() < good {
				kind++
			}
		}
		w.ev.Tallies = append(w.ev.Tallies, actsTold(a, b, start.AddMonths(m)+14, float64(kind), float64(n-kind))...)
	}
	w.level = level
	return w
}

// pairWorld says how two invented states differ; the zero value is two that do not. Shares
// of AAA are a half where they are not given.
type pairWorld struct {
	figures bool    // loaded, and all of them lean to AAA
	begins  float64 // share of AAA in what one side begins, visits among it
	yields  float64 // and in concessions
	answers float64 // by how much more AAA answers
}

// calledJunior is the share of pairs of which who is called junior, anybody if who is "".
func calledJunior(worlds int, r *rand.Rand, w pairWorld, who entente.Code) float64 {
	n := 0.
	for range worlds {
		record, reports := w.acts(r)
		if j := triangle.Compare("AAA", "BBB", record, reports, w.measures()).Junior; j != "" && (who == "" || j == who) {
			n++
		}
	}
	return n / float64(worlds)
}

// half is a share that was not given.
func half(share float64) float64 {
	if share == 0 {
		return .5
	}
	return share
}

// acts invents five years of acts by month. Both sides share bouts, each has its own as
// well, both last from month to month, and volumes differ from pair to pair.
func (w pairWorld) acts(r *rand.Rand) (triangle.Record, []entente.Report) {
	record := triangle.Record{AsOf: judgedOn}
	var reports []entente.Report
	volume := math.Exp(r.Float64()*3.5 - .5) // .6 to 20 a month
	both, own, last := 0., [2]float64{}, [2]float64{}
	for m := range 60 {
		month := entente.Monthly.Start(judgedOn).AddMonths(m - 59)
		record.Covered = append(record.Covered, month)
		both = .6*both + .5*r.NormFloat64()
		was := last
		for side := range 2 {
			own[side] = .5*own[side] + .4*r.NormFloat64()
			base := volume * math.Exp(both+own[side])
			if side == 0 {
				base *= 1 + w.answers*math.Tanh(was[1]/(volume+1))
			}
			begun, yielded, fought := side0(half(w.begins), side), side0(half(w.yields), side), .5
			last[side] = w.month(r, &record, side, month, 2*base*begun, .6*base*yielded, base*fought)
			for range int(distuv.Poisson{Lambda: .1 * base * 2 * begun, Src: r}.Rand()) {
				reports = append(reports, visitBy(side, month+entente.Day(r.IntN(28)), len(reports)))
			}
		}
	}
	return record, reports
}

// side0 gives a side's share, of that of side 0.
func side0(share float64, side int) float64 {
	if side == 0 {
		return share
	}
	return 1 - share
}

// month adds what one side did in a month, and gives its net points.
func (w pairWorld) month(r *rand.Rand, record *triangle.Record, side int, month entente.Day, begun, yielded, fought float64) (net float64) {
	pair := entente.Pair{Source: "AAA", Target: "BBB"}
	if side == 1 {
		pair = entente.Pair{Source: "BBB", Target: "AAA"}
	}
	for _, k := range []struct {
		root   entente.Root
		quad   entente.Quad
		rate   float64
		points float64
	}{{"CONSULT", 1, begun, 3}, {"CONCEDE", 1, yielded, 5}, {"ACCUSE", 3, fought, -3}} {
		n := int(distuv.Poisson{Lambda: math.Max(k.rate, 1e-9), Src: r}.Rand())
		if n == 0 {
			continue
		}
		sum := 0.
		for range n {
			sum += k.points * (.5 + r.Float64())
		}
		net += sum
		record.Tallies = append(record.Tallies, entente.Cited{Tally: entente.Tally{Pair: pair, Period: month, Root: k.root, Quad: k.quad,
			Events: n, Reports: n, Weight: float64(n), Coop: math.Max(sum, 0), Conf: math.Max(-sum, 0)}})
	}
	return net
}

func visitBy(side int, day entente.Day, n int) entente.Report {
	r := entente.Report{Report: string(rune('a'+n%26)) + day.String(), Stream: entente.Body, Status: entente.Fact, Cameo: "042", DateFrom: day, DateTo: day}
	r.ID = r.Report + string(rune('a'+n/26%26))
	r.Source.Code, r.Target.Code = "AAA", "BBB"
	if side == 1 {
		r.Source.Code, r.Target.Code = "BBB", "AAA"
	}
	return r
}

// measures are figures of capability, trade and votes that all lean to AAA.
func (w pairWorld) measures() []entente.Measure {
	if !w.figures {
		return nil
	}
	var out []entente.Measure
	add := func(series string, a, b entente.Code, year int, value float64) {
		out = append(out, entente.Measure{Series: series, A: a, B: b, From: entente.MakeDay(year, 1, 1), To: entente.MakeDay(year, 12, 31), Value: value, Source: "invented"})
	}
	for y := 2010; y < 2020; y++ {
		wave := .02 * float64(y%3)
		add("nmc.cinc", "AAA", "", y, .04)
		add("nmc.cinc", "BBB", "", y, .2)
		add("trade.imports", "AAA", "BBB", y, 30+wave)
		add("trade.exports", "AAA", "BBB", y, 30)
		add("trade.imports", "BBB", "AAA", y, 30)
		add("trade.exports", "BBB", "AAA", y, 30+wave)
		add("trade.imports", "AAA", "", y, 100)
		add("trade.exports", "AAA", "", y, 100)
		add("trade.imports", "BBB", "", y, 1000)
		add("trade.exports", "BBB", "", y, 1000)
		add("unvotes.ideal", "AAA", "", y, -1+.1*float64(y-2010)+wave)
		add("unvotes.ideal", "BBB", "", y, 1+wave)
	}
	return out
}
