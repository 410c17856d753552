package chart

import (
	_ "embed"
	"fmt"
	"html/template"
	"math"
	"strings"

	"entente"
)

// Mark is something drawn that opens to what it is of.
type Mark struct {
	X, W  float64 // parts of a hundred
	Y, H  float64 // pixels
	Class string  // plus, minus, none, unknown, ink: the colour, which place or letter repeats
	Text  string  // written into it
	Href  string  // where it leads, "" for nowhere
	Tip   string  // what it says
}

// Rule is a line across with its number.
type Rule struct {
	Y     float64
	Label string
	Class string
}

// Tick is a day below the drawing. Minor ones are left out where there is little room; the
// first and the last stay within.
type Tick struct {
	X     float64
	Label string
	Class string // "", minor, first, last, or two of them
}

// Chart is a drawing over time.
type Chart struct {
	Label  string // what it shows, for who cannot see it
	Height float64
	Marks  []Mark
	Hits   []Mark // invisible, as high as the chart: what a click opens
	Gaps   []Mark // periods of which nothing was read
	Pins   []Pin  // days that something is said of
	High   int    // the highest row of pins
	Rules  []Rule
	Ticks  []Tick
	Band   string   // of a level: points of a polygon in a box of 1000 by Height
	Lines  []string // of a level: points of lines in the same box
	Zero   float64
	Empty  bool
}

// Column is one period of a drawing and what is said of it.
type Column struct {
	Day      entente.Day // its first
	Up, Down float64     // both not below nought
	Covered  bool        // anything was read of it
	Told     bool        // anything is told of it, whether it was covered or not
	Tip      string
	Gap      string // the tip where nothing was read
	Href     string
}

// Stand is one period of a level.
type Stand struct {
	Day            entente.Day
	Mean, Low, Top float64 // -1 to 1
	Class          string
	Text           string // the sign, written into its dot
	Covered, Told  bool
	Tip, Gap       string
	Href           string
}

// Text is the drawings' templates: "chart", "ticks" and "ribbon". They need [Funcs].
//
//go:embed chart.gohtml
var Text string

// Funcs are what the templates call: f writes a number of pixels, pct one of parts of a
// hundred.
func Funcs() template.FuncMap {
	return template.FuncMap{
		"f":   func(x float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", x), ".0") },
		"pct": func(x float64) string { return fmt.Sprintf("%.3f%%", x) },
	}
}

// PeriodOf is the length of period in which some days are shown: at most some seventy
// periods.
func PeriodOf(from, to entente.Day) entente.Period {
	switch days := to - from; {
	case days <= 31:
		return entente.Daily
	case days <= 120:
		return entente.Weekly
	case days <= 366*6:
		return entente.Monthly
	}
	return entente.Yearly
}

// Between lists the first days of the periods from one day to another, at most 4,000.
func Between(from, to entente.Day, by entente.Period) []entente.Day {
	var out []entente.Day
	for d := by.Start(from); d <= to && len(out) < 4000; d = by.Next(d) {
		out = append(out, d)
	}
	return out
}

// Axis rounds a largest value up to one that is easily said; 1 for none.
func Axis(top float64) float64 {
	if !(top > 0) {
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
func whole(x float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", x), ".0") }

// Height of a chart of bars, and the room for words above and below the bars.
const (
	barsHeight = 190.0
	barsAir    = 14.0
)

// Bars draws values that go up and values that go down; top is the largest that there is
// room for, so that drawings can have one scale.
func Bars(cols []Column, by entente.Period, top float64, label string) Chart {
	c := Chart{Height: barsHeight, Zero: barsHeight / 2, Label: label}
	reach := barsHeight/2 - barsAir
	for i, p := range cols {
		x, w := place(i, len(cols))
		if !p.Covered {
			c.Gaps = append(c.Gaps, Mark{X: x, W: w, H: barsHeight, Tip: p.Gap})
			if !p.Told {
				continue
			}
		}
		air := w * .14
		if h := p.Up / top * reach; h > 0 {
			c.Marks = append(c.Marks, Mark{X: x + air, W: w - 2*air, Y: c.Zero - h, H: h, Class: "plus"})
		}
		if h := p.Down / top * reach; h > 0 {
			c.Marks = append(c.Marks, Mark{X: x + air, W: w - 2*air, Y: c.Zero, H: h, Class: "minus"})
		}
		c.Hits = append(c.Hits, Mark{X: x, W: w, H: barsHeight, Tip: p.Tip, Href: p.Href})
	}
	c.Rules = []Rule{{c.Zero - reach, "+" + whole(top), ""}, {c.Zero, "", "zero"}, {c.Zero + reach, "−" + whole(top), ""}}
	c.Ticks = Ticks(daysOf(cols), by)
	c.Empty = len(c.Marks) == 0
	return c
}

// place is where a period lies among some, in parts of a hundred.
func place(i, n int) (x, w float64) { return 100 * float64(i) / float64(n), 100 / float64(n) }

func daysOf(cols []Column) []entente.Day {
	out := make([]entente.Day, len(cols))
	for i, c := range cols {
		out[i] = c.Day
	}
	return out
}

const levelHeight = 170.0

// Levels draws a level as a line within its interval.
func Levels(stands []Stand, by entente.Period, label string) Chart {
	c := Chart{Height: levelHeight, Zero: levelHeight / 2, Label: label}
	reach := levelHeight/2 - 12
	y := func(v float64) float64 { return c.Zero - v*reach }
	days := make([]entente.Day, len(stands))
	var upper, lower, line string
	for i, v := range stands {
		days[i] = v.Day
		x, w := place(i, len(stands))
		mid := 10 * (x + w/2)
		if v.Told {
			upper += fmt.Sprintf("%.1f,%.1f ", mid, y(v.Top))
			lower = fmt.Sprintf("%.1f,%.1f ", mid, y(v.Low)) + lower
			line += fmt.Sprintf("%.1f,%.1f ", mid, y(v.Mean))
			c.Marks = append(c.Marks, Mark{X: x + w/2, Y: y(v.Mean), Class: v.Class, Text: v.Text})
		}
		if !v.Covered {
			c.Gaps = append(c.Gaps, Mark{X: x, W: w, H: levelHeight, Tip: v.Gap})
		}
		c.Hits = append(c.Hits, Mark{X: x, W: w, H: levelHeight, Tip: v.Tip, Href: v.Href})
	}
	c.Band, c.Lines, c.Empty = upper+lower, []string{line}, line == ""
	c.Rules = []Rule{{y(1), "+1 friendly", ""}, {c.Zero, "", "zero"}, {y(-1), "−1 adversarial", ""}}
	c.Ticks = Ticks(days, by)
	return c
}

const coverHeight = 46.0

// Cover draws how much was read of each period, as bars upward.
func Cover(cols []Column, by entente.Period, label string) Chart {
	c := Chart{Height: coverHeight, Zero: coverHeight, Label: label}
	most := 1.0
	for _, p := range cols {
		most = max(most, p.Up)
	}
	for i, p := range cols {
		x, w := place(i, len(cols))
		if p.Up <= 0 {
			c.Gaps = append(c.Gaps, Mark{X: x, W: w, H: coverHeight, Tip: p.Gap})
			continue
		}
		h := p.Up / most * (coverHeight - 10)
		c.Marks = append(c.Marks, Mark{X: x + w*.14, W: w * .72, Y: coverHeight - h, H: h, Class: "ink"})
		c.Hits = append(c.Hits, Mark{X: x, W: w, H: coverHeight, Tip: p.Tip, Href: p.Href})
	}
	c.Rules = []Rule{{10, whole(most), ""}, {coverHeight, "", "zero"}}
	c.Ticks = Ticks(daysOf(cols), by)
	return c
}

// Pin marks a day: a number or a letter above the drawing, with a line down.
type Pin struct {
	X           float64
	Text, Class string
	Href, Tip   string
	Row         int // above which others it stands, where days lie close
}

// Rise is how many pixels above the drawing the pin's head stands.
func (p Pin) Rise() float64 { return -9 - 18*float64(p.Row) }

// Pinned marks a day on a chart over periods that begin on days, if it lies in one of them.
func (c *Chart) Pinned(days []entente.Day, by entente.Period, day entente.Day, p Pin) {
	for i, d := range days {
		next := by.Next(d)
		if day < d || day >= next {
			continue
		}
		p.X = 100 * (float64(i) + (float64(day-d)+.5)/float64(next-d)) / float64(len(days))
		for _, q := range c.Pins {
			if q.X > p.X-4.5 && q.X < p.X+4.5 && q.Row == p.Row {
				p.Row = (p.Row + 1) % 3
			}
		}
		c.High = max(c.High, p.Row)
		c.Pins = append(c.Pins, p)
		return
	}
}

// Cell is one part of a ribbon.
type Cell struct {
	X, W   float64
	Class  string
	Letter string
	Tip    string
	Href   string
}

// Ribbon gives cells their places, side by side and alike in length.
func Ribbon(cells []Cell) []Cell {
	for i := range cells {
		cells[i].X, cells[i].W = place(i, len(cells))
	}
	return cells
}
