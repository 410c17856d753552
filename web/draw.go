package web

import (
	"fmt"
	"math"
	"strings"

	"entente"
	"entente/ask"
	"entente/desk"
)

// Drawings are as wide as there is room: across, places are parts of a hundred; up and
// down they are pixels. So lines and letters keep their size on any screen.

// mark is something drawn that opens to what it is of.
type mark struct {
	X, W  float64 // parts of a hundred
	Y, H  float64 // pixels
	Class string
	Text  string // written into it
	Href  string
	Tip   string
}

// rule is a line across with its number.
type rule struct {
	Y     float64
	Label string
	Class string
}

// tick is a day below the drawing. Minor ones are left out where there is little room.
type tick struct {
	X     float64
	Label string
	Class string // minor ones go where there is little room; the first and the last stay within
}

// chart is a drawing over time.
type chart struct {
	Label  string // what it shows, for who cannot see it
	Height float64
	Marks  []mark
	Hits   []mark // invisible, as high as the chart: what a click opens
	Gaps   []mark // periods of which nothing was read
	Rules  []rule
	Ticks  []tick
	Band   string // of a level: points of a polygon in a box of 1000 by Height
	Lines  []string
	Pins   []pin
	High   int // the highest row of pins
	Zero   float64
	Empty  bool
}

// pin marks a day: a number or a letter above the drawing, with a line down.
type pin struct {
	X           float64
	Text, Class string
	Href, Tip   string
	Row         int // above which others it stands, where days lie close
}

// Rise is how many pixels above the drawing the pin's head stands.
func (p pin) Rise() float64 { return -9 - 18*float64(p.Row) }

// pinned marks days on a chart over periods.
func (c *chart) pinned(days []entente.Day, by entente.Period, day entente.Day, p pin) {
	for i, d := range days {
		if next := by.Next(d); d <= day && day < next {
			p.X = 100 * (float64(i) + (float64(day-d)+.5)/float64(next-d)) / float64(len(days))
			for _, q := range c.Pins {
				if q.X > p.X-2.4 && q.X < p.X+2.4 && q.Row == p.Row {
					p.Row = (p.Row + 1) % 3
				}
			}
			c.High = max(c.High, p.Row)
			c.Pins = append(c.Pins, p)
			return
		}
	}
}

// periodFor is the length of period in which some days are shown, unless another is asked
// for: at most some sixty periods.
func periodFor(from, to entente.Day, asked string) (entente.Period, error) {
	if asked != "" {
		p, err := entente.ParsePeriod(asked)
		if err != nil {
			return "", &ask.Wrong{Field: "by", Err: err}
		}
		return p, nil
	}
	switch days := to - from; {
	case days <= 31:
		return entente.Daily, nil
	case days <= 120:
		return entente.Weekly, nil
	case days <= 366*6:
		return entente.Monthly, nil
	}
	return entente.Yearly, nil
}

// ticksOf names some of the periods that begin on days.
func ticksOf(days []entente.Day, by entente.Period) []tick {
	n := len(days)
	every := max(1, int(math.Ceil(float64(n)/8)))
	var out []tick
	for i, d := range days {
		first := i == 0 || d.Time().Year() != days[i-1].Time().Year()
		show := i%every == 0
		if by == entente.Monthly && every <= 3 {
			every = 3
			show = (int(d.Time().Month())-1)%3 == 0
		}
		if !show {
			continue
		}
		label := d.Time().Format("Jan 2006")
		switch {
		case by == entente.Yearly:
			label = d.Time().Format("2006")
		case by == entente.Daily || by == entente.Weekly:
			label = d.Time().Format("2 Jan")
			if first {
				label = d.Time().Format("2 Jan 2006")
			}
		case by == entente.Monthly && d.Time().Month() != 1 && len(out) > 0:
			label = d.Time().Format("Jan")
		}
		out = append(out, tick{X: 100 * (float64(i) + .5) / float64(n), Label: label, Class: tickClass(i, n, len(out))})
	}
	return out
}

func tickClass(i, n, k int) string {
	class := ""
	if k%2 == 1 {
		class = "minor "
	}
	switch x := (float64(i) + .5) / float64(n); {
	case x < .05:
		return class + "first"
	case x > .95:
		return class + "last"
	}
	return class
}

// axis rounds a largest value up to one that is easily said.
func axis(top float64) float64 {
	if top <= 0 {
		return 1
	}
	unit := math.Pow(10, math.Floor(math.Log10(top)))
	for _, m := range []float64{1, 1.5, 2, 3, 4, 5, 6, 8, 10} {
		if m*unit >= top {
			return m * unit
		}
	}
	return 10 * unit
}

// whole leaves out what is nought after the point.
func whole(x float64) string { return strings.TrimSuffix(amount(x), ".0") }

// height of a chart of bars, and the room for words above and below the bars.
const (
	barsHeight = 190.0
	barsAir    = 14.0
)

// barsChart draws what one actor did to another: cooperation upward, conflict downward.
func barsChart(l linker, s entente.Series, by entente.Period, top float64, names [2]string) chart {
	c := chart{Height: barsHeight, Zero: barsHeight / 2, Label: fmt.Sprintf("%s toward %s: cooperation upward, conflict downward, by %s; the table below has the numbers", names[0], names[1], by)}
	n := float64(len(s.Points))
	reach := barsHeight/2 - barsAir
	days := make([]entente.Day, len(s.Points))
	for i, p := range s.Points {
		days[i] = p.Period
		x, w := 100*float64(i)/n, 100/n
		if !p.Covered {
			c.Gaps = append(c.Gaps, mark{X: x, W: w, Y: 0, H: barsHeight, Tip: periodWords(p.Period, by) + ": no story was read"})
			if p.Events == 0 {
				continue
			}
		}
		air := w * .14
		if h := p.Coop / top * reach; h > 0 {
			c.Marks = append(c.Marks, mark{X: x + air, W: w - 2*air, Y: c.Zero - h, H: h, Class: "plus"})
		}
		if h := p.Conf / top * reach; h > 0 {
			c.Marks = append(c.Marks, mark{X: x + air, W: w - 2*air, Y: c.Zero, H: h, Class: "minus"})
		}
		tip := fmt.Sprintf("%s: cooperation %s, conflict %s; %s in %s", periodWords(p.Period, by), amount(p.Coop), amount(p.Conf), counted(p.Events, "event", "events"), counted(p.Reports, "report", "reports"))
		c.Hits = append(c.Hits, mark{X: x, W: w, Y: 0, H: barsHeight, Tip: tip, Href: eventsIn(l, s.Pair, p.Period, by)})
	}
	c.Rules = []rule{{c.Zero - reach, "+" + whole(top), ""}, {c.Zero, "", "zero"}, {c.Zero + reach, "−" + whole(top), ""}}
	c.Ticks = ticksOf(days, by)
	c.Empty = len(c.Marks) == 0
	return c
}

// eventsIn is the address of the events behind a mark.
func eventsIn(l linker, p entente.Pair, from entente.Day, by entente.Period) string {
	m := linker{l.scope}
	m.scope.From, m.scope.To = from, by.Next(from)-1
	return m.to("/events", "a", string(p.Source), "b", string(p.Target), "directed", "1")
}

const levelHeight = 170.0

// levelChart draws how two actors stood: the most likely level as a line within its
// interval of 90 in 100.
func levelChart(l linker, levels []desk.Level, by entente.Period, what string) chart {
	c := chart{Height: levelHeight, Zero: levelHeight / 2, Label: what + ": level from −1 to 1 with its interval of 90 in 100, by " + string(by) + "; the table below has the numbers"}
	n := float64(len(levels))
	reach := levelHeight/2 - 12
	y := func(v float64) float64 { return c.Zero - v*reach }
	days := make([]entente.Day, len(levels))
	var upper, lower, line string
	for i, v := range levels {
		days[i] = v.From
		x, w := 100*float64(i)/n, 100/n
		mid := 10 * (x + w/2)
		if told := v.Acts.Events+v.Assessed.Count > 0; told {
			upper += fmt.Sprintf("%.1f,%.1f ", mid, y(v.High))
			lower = fmt.Sprintf("%.1f,%.1f ", mid, y(v.Low)) + lower
			line += fmt.Sprintf("%.1f,%.1f ", mid, y(v.Mean))
			c.Marks = append(c.Marks, mark{X: x + w/2, Y: y(v.Mean), Class: tieTone(&v.Tie), Text: sign(&v.Tie)})
		}
		tip := periodWords(v.From, by) + ": " + levelWords(&v.Tie)
		if !v.Covered {
			c.Gaps = append(c.Gaps, mark{X: x, W: w, Y: 0, H: levelHeight, Tip: periodWords(v.From, by) + ": no story was read"})
			tip += "; no story was read"
		}
		then := linker{l.scope}
		then.scope.AsOf = v.To
		c.Hits = append(c.Hits, mark{X: x, W: w, Y: 0, H: levelHeight, Tip: tip, Href: then.dyadAt(v.A, v.B)})
	}
	c.Band, c.Lines, c.Empty = upper+lower, []string{line}, line == ""
	c.Rules = []rule{{y(1), "+1 friendly", ""}, {c.Zero, "", "zero"}, {y(-1), "−1 adversarial", ""}}
	c.Ticks = ticksOf(days, by)
	return c
}

const coverHeight = 46.0

// coverChart draws how many stories were read of each period.
func coverChart(l linker, a *ask.Answer, days []entente.Day, by entente.Period) (chart, []coverRow) {
	c := chart{Height: coverHeight, Zero: coverHeight, Label: "Stories read, by " + string(by) + " of publication; the table below has the numbers"}
	per := map[entente.Day]int{}
	for _, o := range a.Stories {
		if o.Published.Known() {
			per[by.Start(o.Published)]++
		}
	}
	most := 1
	for _, n := range per {
		most = max(most, n)
	}
	var rows []coverRow
	n := float64(len(days))
	for i, d := range days {
		x, w := 100*float64(i)/n, 100/n
		k := per[d]
		rows = append(rows, coverRow{periodWords(d, by), k})
		if k == 0 {
			c.Gaps = append(c.Gaps, mark{X: x, W: w, Y: 0, H: coverHeight, Tip: periodWords(d, by) + ": no story was read"})
			continue
		}
		h := float64(k) / float64(most) * (coverHeight - 10)
		c.Marks = append(c.Marks, mark{X: x + w*.14, W: w * .72, Y: coverHeight - h, H: h, Class: "ink"})
		c.Hits = append(c.Hits, mark{X: x, W: w, Y: 0, H: coverHeight, Tip: periodWords(d, by) + ": " + counted(k, "story", "stories")})
	}
	c.Rules = []rule{{10, fmt.Sprint(most), ""}, {coverHeight, "", "zero"}}
	c.Ticks = ticksOf(days, by)
	return c, rows
}

type coverRow struct {
	Period  string
	Stories int
}

func sign(t *entente.Tie) string {
	if t.Level == nil {
		return "?"
	}
	return map[string]string{"plus": "+", "minus": "−", "none": "0"}[tone(float64(*t.Level))]
}

// levelWords says a level with its interval.
func levelWords(t *entente.Tie) string {
	if t.Acts.Events+t.Assessed.Count == 0 {
		return "nothing is told"
	}
	return fmt.Sprintf("level %s (%s to %s)", signed(t.Mean), signed(t.Low), signed(t.High))
}

// periodsBetween lists the first days of the periods from one day to another.
func periodsBetween(from, to entente.Day, by entente.Period) []entente.Day {
	var out []entente.Day
	for d := by.Start(from); d <= to && len(out) < 4000; d = by.Next(d) {
		out = append(out, d)
	}
	return out
}
