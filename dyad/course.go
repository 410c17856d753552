package dyad

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"entente"
)

// Known is what a course is told from: tallies by day of the two actors, in both directions,
// the days on which anything was read, and how much was told of all pairs on each.
type Known struct {
	Tallies []entente.Tally
	Read    []entente.Day // in order
	Volume  []entente.Volume
}

// The least that is told of a course.
const (
	leastDays   = 56 // of news: two spans of four weeks
	leastEvents = 10 // of a strand, for breaks and alarms
)

// trendDays is over how many days a change of level is told.
const trendDays = 91

// Course tells how the relation of a and b went from one day to another, both included. Nothing
// outside of these days counts. Who made breaks, who begins and what was first is left to
// those who have the events.
func (k Known) Course(a, b entente.Code, from, to entente.Day, by entente.Period) entente.Course {
	c := entente.Course{A: a, B: b, Period: by, From: from, To: to, Strands: []entente.Strand{}, Firsts: []entente.First{}, Notes: []string{}}
	read := k.daysRead(from, to)
	c.Days = len(read)
	all := k.others(a, b, read)
	exposure, window := Exposures(all)
	c.Coverage = window
	for _, p := range []entente.Pair{{Source: a, Target: b}, {Source: b, Target: a}} {
		for _, side := range []entente.Side{entente.Cooperation, entente.Conflict} {
			c.Strands = append(c.Strands, entente.Strand{Pair: p, Side: side})
		}
	}
	var work sync.WaitGroup
	for i := range c.Strands {
		work.Go(func() {
			s := strand{Strand: c.Strands[i], read: read, exposure: exposure}
			s.count(k.Tallies, from, to)
			s.level(by, from, to)
			s.breaks()
			c.Strands[i] = s.Strand
		})
	}
	var why string
	work.Go(func() { c.Answers, why = k.Answers(a, b, from, to) })
	work.Wait()
	if why != "" {
		c.Notes = append(c.Notes, why)
	}
	if len(read) < leastDays {
		c.Notes = append(c.Notes, "fewer than 56 days of news: no breaks are looked for")
	}
	if window == 0 {
		c.Notes = append(c.Notes, "too little is told of other pairs to say how much was read on which days: levels are not divided by it")
	}
	return c
}

func (k Known) daysRead(from, to entente.Day) []entente.Day {
	days := slices.Clone(k.Read)
	for _, v := range k.Volume { // days of which anything is told are no gaps
		days = append(days, v.Period)
	}
	for _, t := range k.Tallies {
		days = append(days, t.Period)
	}
	slices.Sort(days)
	days = slices.Compact(days)
	return slices.DeleteFunc(days, func(d entente.Day) bool { return d < from || d > to })
}

// others counts what was told of other pairs on each day.
func (k Known) others(a, b entente.Code, days []entente.Day) []float64 {
	on := map[entente.Day]int{}
	for _, v := range k.Volume {
		on[v.Period] += v.Events
	}
	for _, t := range k.Tallies {
		if direction(a, b, t.Source, t.Target) >= 0 {
			on[t.Period] -= t.Events
		}
	}
	out := make([]float64, len(days))
	for i, d := range days {
		out[i] = float64(max(on[d], 0))
	}
	return out
}

// Exposures tells from the number of events told of others on each day how much was read on
// it, 1 in the mean: their mean over so many days up to it that a hundred events are to be
// expected in these, so that it is known to a tenth. The days are a day, a week, four weeks or
// thirteen; where even those hold fewer, all days are taken alike and the window is 0.
func Exposures(others []float64) (exposure []float64, window int) {
	sum := 0.
	for _, n := range others {
		sum += n
	}
	exposure = make([]float64, len(others))
	for i := range exposure {
		exposure[i] = 1
	}
	mean := sum / float64(max(1, len(others)))
	for _, w := range []int{1, 7, 28, 91} {
		if mean*float64(w) >= 100 && w <= len(others) {
			window = w
			break
		}
	}
	if window == 0 {
		return exposure, 0
	}
	within := 0.
	for i, n := range others {
		if within += n; i >= window {
			within -= others[i-window]
		}
		exposure[i] = (within/float64(min(window, i+1)) + .5) / (mean + .5)
	}
	return exposure, window
}

// strand is one while it is told.
type strand struct {
	entente.Strand
	read     []entente.Day
	exposure []float64
	counts   []Count                 // of the days read
	events   map[entente.Day]int     // by day
	weight   map[entente.Day]float64 // intensity by day
}

func (s *strand) count(tallies []entente.Tally, from, to entente.Day) {
	s.events, s.weight = map[entente.Day]int{}, map[entente.Day]float64{}
	for _, t := range tallies {
		if t.Pair != s.Pair || entente.SideOf(t.Quad) != s.Side || t.Period < from || t.Period > to {
			continue
		}
		s.events[t.Period] += t.Events
		if s.Side == entente.Cooperation {
			s.weight[t.Period] += t.Coop
		} else {
			s.weight[t.Period] += t.Conf
		}
	}
	for i, d := range s.read {
		s.counts = append(s.counts, Count{At: int(d), N: s.events[d], Exposure: s.exposure[i]})
		s.Events += s.events[d]
		s.Intensity += s.weight[d]
	}
}

// points fills the points, and gives the counts of those that are covered. A period is as
// much exposed as its days.
func (s *strand) points(by entente.Period, from, to entente.Day) []Count {
	starts := between(by, from, to)
	place := map[entente.Day]int{}
	s.Points = make([]entente.StrandPoint, len(starts))
	for i, d := range starts {
		place[d] = i
		s.Points[i].Period = d
	}
	days := 0.
	for i, d := range s.read {
		p := &s.Points[place[by.Start(d)]]
		p.Events += s.events[d]
		p.Intensity += s.weight[d]
		p.Covered = true
		p.Exposure += s.exposure[i]
		days += s.exposure[i]
	}
	usual := days / float64(max(1, covered(s.Points)))
	var counts []Count
	for i := range s.Points {
		p := &s.Points[i]
		if p.Exposure /= max(usual, 1e-9); p.Covered {
			counts = append(counts, Count{At: i, N: p.Events, Exposure: p.Exposure})
		}
	}
	return counts
}

// level fills the points, with the level by period.
func (s *strand) level(by entente.Period, from, to entente.Day) {
	counts := s.points(by, from, to)
	path := LevelOf(counts)
	s.Step, s.Shape = path.Step, path.Shape
	for _, l := range path.Levels {
		p := &s.Points[l.At]
		p.Level, p.Low, p.High = l.Mid, l.Low, l.High
	}
	if n := len(path.Levels); n > 0 {
		last := s.Points[path.Levels[n-1].At].Period
		back := 0
		for back+1 < n && last-s.Points[path.Levels[n-1-back].At].Period < trendDays {
			back++
		}
		if c, ok := path.Change(back); ok {
			s.Change = &entente.Shift{Since: s.Points[path.Levels[n-1-back].At].Period, Ratio: c.Ratio, Low: c.Low, High: c.High, Rose: c.Rose}
		}
	}
}

func covered(points []entente.StrandPoint) int {
	n := 0
	for _, p := range points {
		if p.Covered {
			n++
		}
	}
	return n
}

// breaks fills breaks, episodes and alarms, which are looked for by day.
func (s *strand) breaks() {
	s.Breaks, s.Episodes, s.Alarms = []entente.Break{}, []entente.Break{}, []entente.Alarm{}
	if len(s.read) < leastDays || s.Events < leastEvents {
		return
	}
	parted := Segment(s.counts, Segmenting{})
	for i, x := range parted.Stretches {
		if i > 0 {
			s.Breaks = append(s.Breaks, s.breakAt(x, parted.Stretches[i-1].Level))
		}
	}
	for _, x := range parted.Episodes {
		i, _ := slices.BinarySearchFunc(parted.Stretches, x.From, func(y Stretch, at int) int { return cmp.Compare(y.To, at+1) })
		s.Episodes = append(s.Episodes, s.breakAt(x, parted.Stretches[min(i, len(parted.Stretches)-1)].Level))
	}
	for _, a := range Watch(s.counts, Watching{}) {
		s.Alarms = append(s.Alarms, entente.Alarm{
			Day: s.read[a.At], From: s.read[a.From], Chance: a.Chance, Before: a.Before, After: a.After, Made: []entente.Moving{},
		})
	}
}

func (s *strand) breakAt(x Stretch, before float64) entente.Break {
	return entente.Break{
		Day: s.read[x.From], Early: s.read[x.Early], Late: s.read[x.Late], To: s.read[x.To-1],
		Before: before, After: x.Level, Gain: x.Gain, Made: []entente.Moving{},
	}
}

// moversShown is how many acts are named as those that made a break.
const moversShown = 5

// Movers gives the acts of a strand's kind that weigh most in a span of days, with their part
// of the intensity of all: the one first that is expected to have the greatest by how likely
// it was read right, of equals the earliest.
func Movers(of entente.Pair, side entente.Side, events []entente.Event, from, to entente.Day) []entente.Moving {
	sum := 0.
	out := []entente.Moving{}
	sure := map[string]float64{}
	for i := range events {
		e := &events[i]
		r := weightiest(e)
		day := e.Window().From
		if !acts(r, of) || entente.SideOf(r.Quad) != side || day < from || day > to || r.Status.Weight() == 0 {
			continue
		}
		part := r.Status.Weight() * math.Abs(r.Intensity)
		if sum += part; part == 0 {
			continue
		}
		sure[r.Report] = sureOf(r)
		out = append(out, entente.Moving{Event: e.ID, Report: r.Report, Date: day, Root: r.Plover.Event, Part: part, Quote: r.Citation.Quote, Story: r.Story})
	}
	slices.SortFunc(out, func(x, y entente.Moving) int {
		return cmp.Or(cmp.Compare(y.Part*sure[y.Report], x.Part*sure[x.Report]), cmp.Compare(x.Date, y.Date), cmp.Compare(x.Event, y.Event))
	})
	out = out[:min(len(out), moversShown)]
	for i := range out {
		if sum > 0 {
			out[i].Part /= sum
		}
	}
	return out
}

func weightiest(e *entente.Event) *entente.Report {
	best := &e.Reports[0]
	for i := range e.Reports {
		if r := &e.Reports[i]; r.Status.Weight() > best.Status.Weight() {
			best = r
		}
	}
	return best
}

// acts reports whether a report is of what the first of a pair did to the second.
func acts(r *entente.Report, of entente.Pair) bool {
	source, target := r.Source.Code, r.Target.Code
	return source == of.Source && target == of.Target || r.Reciprocal && source == of.Target && target == of.Source
}
