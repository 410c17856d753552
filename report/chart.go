package report

import (
	"fmt"
	"slices"
)

// Rect is a rectangle of a drawing, in units of its view box.
type rect struct {
	X, Y, W, H float64
	Class      string
	Tip        string
}

// Pct is the length of a bar of 100; a probability above nothing stays visible.
func (b bar) Pct() float64 {
	if b.Share > 0 {
		return max(min(b.Share, 1)*100, .8)
	}
	return 0
}

// Both draws a direction's conflict to the left of zero and its cooperation to the
// right, in a view box of 200 by 10.
func (f flow) Both() []rect {
	conf, coop := f.Conf.Pct(), f.Coop.Pct()
	return []rect{{100 - conf, 0, conf, 10, "minus", ""}, {100, 0, coop, 10, "plus", ""}}
}

// The view box of a history.
const (
	historyWidth  = 600.0
	historyHeight = 120.0
)

// Rects draws a history: cooperation above the line, conflict below it, and a
// grey ground where no story was read.
func (v seriesView) Rects() []rect {
	if v.Top <= 0 || len(v.Points) == 0 {
		return nil
	}
	step, mid := historyWidth/float64(len(v.Points)), historyHeight/2
	var out []rect
	for i, p := range v.Points {
		x := float64(i) * step
		if !p.Covered {
			out = append(out, rect{x, 0, step, historyHeight, "gap", p.Date + ": no story read"})
			continue
		}
		air := min(step*.18, 2)
		if h := p.Coop / v.Top * (mid - 4); h > 0 {
			out = append(out, rect{x + air, mid - h, step - 2*air, h, "plus", p.Date + ": cooperation " + p.CoopTxt})
		}
		if h := p.Conf / v.Top * (mid - 4); h > 0 {
			out = append(out, rect{x + air, mid, step - 2*air, h, "minus", p.Date + ": conflict " + p.ConfTxt})
		}
	}
	return out
}

// Gaps reports whether the history has a period without a story.
func (v seriesView) Gaps() bool {
	return slices.ContainsFunc(v.Points, func(p pointView) bool { return !p.Covered })
}

// Scale says how high the chart reaches.
func (v seriesView) Scale() string { return amount(v.Top) }

// Interval places a forecast on a line from 0 to 100: the ends and the middle.
func (v outlookView) Interval() [3]float64 {
	return [3]float64{v.Low * 100, v.Bar.Share * 100, v.High * 100}
}

// NameY is where a corner's name is written: above the top corner, below the others.
func (c cornerView) NameY() float64 {
	if c.Top {
		return c.Y - 54
	}
	return c.Y + 58
}

// RoleY is where a corner's role is written, toward the circle for the top corner.
func (c cornerView) RoleY() float64 { return c.NameY() + 18 }

// Label is what a side of a triangle carries in the drawing: sign and probability.
func (s sideView) Label() string {
	if s.Value == "" {
		return s.Sign
	}
	return fmt.Sprintf("%s %s", s.Sign, s.Value)
}
