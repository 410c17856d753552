package chart

import (
	"bytes"
	"html/template"
	"strings"
	"testing"
	"time"

	"entente"
)

func month(m int) entente.Day { return entente.MakeDay(2031, time.Month(m), 1) }

// TestBarsTellGapsFromNought: of what was not read there is a gap and no bar, of what was
// read and quiet neither.
func TestBarsTellGapsFromNought(t *testing.T) {
	c := Bars([]Column{
		{Day: month(1), Up: 5, Down: 2, Covered: true, Tip: "January", Href: "#a"},
		{Day: month(2), Gap: "not read"},
		{Day: month(3), Covered: true, Tip: "quiet"},
		{Day: month(4), Up: 1, Told: true, Tip: "told of later"},
	}, entente.Monthly, 5, "x")
	if len(c.Marks) != 3 || len(c.Gaps) != 2 || len(c.Hits) != 3 {
		t.Fatalf("%d marks, %d gaps, %d hits", len(c.Marks), len(c.Gaps), len(c.Hits))
	}
	up, down := c.Marks[0], c.Marks[1]
	if up.Y+up.H != c.Zero || down.Y != c.Zero || up.H <= down.H {
		t.Errorf("up %+v, down %+v about %g", up, down, c.Zero)
	}
	if c.Gaps[0].X != 25 || c.Gaps[0].W != 25 {
		t.Errorf("the gap lies at %g, %g wide", c.Gaps[0].X, c.Gaps[0].W)
	}
}

func TestLevels(t *testing.T) {
	c := Levels([]Stand{{Day: month(1), Gap: "not read"}, {Day: month(2), Mean: .5, Low: .2, Top: .8, Text: "+", Class: "plus", Covered: true, Told: true}}, entente.Monthly, "x")
	if c.Empty || len(c.Marks) != 1 || len(c.Gaps) != 1 || c.Marks[0].X != 75 || c.Marks[0].Y >= c.Zero {
		t.Errorf("%+v", c)
	}
	if !Levels([]Stand{{Day: month(1)}}, entente.Monthly, "x").Empty {
		t.Error("a drawing of nothing is not empty")
	}
}

func TestCover(t *testing.T) {
	c := Cover([]Column{{Day: month(1), Up: 3}, {Day: month(2), Gap: "none"}}, entente.Monthly, "x")
	if len(c.Marks) != 1 || len(c.Gaps) != 1 || c.Gaps[0].Tip != "none" {
		t.Errorf("%+v", c)
	}
}

func TestPinned(t *testing.T) {
	days := []entente.Day{month(1), month(2)}
	var c Chart
	c.Pinned(days, entente.Monthly, month(2)+13, Pin{Text: "a"})
	c.Pinned(days, entente.Monthly, month(2)+13, Pin{Text: "b"})
	c.Pinned(days, entente.Monthly, month(3), Pin{Text: "outside"})
	if len(c.Pins) != 2 || c.Pins[0].X < 74 || c.Pins[0].X > 75 || c.Pins[1].Row != 1 || c.High != 1 || c.Pins[1].Rise() >= c.Pins[0].Rise() {
		t.Errorf("%+v", c.Pins)
	}
}

func TestAxis(t *testing.T) {
	for top, want := range map[float64]float64{0: 1, -3: 1, .7: .8, 1: 1, 1.2: 1.5, 34: 40, 999: 1000} {
		if got := Axis(top); got < want*.9999 || got > want*1.0001 {
			t.Errorf("Axis(%g) = %g, want %g", top, got, want)
		}
	}
}

func TestPeriodOf(t *testing.T) {
	for days, want := range map[int]entente.Period{0: entente.Daily, 31: entente.Daily, 32: entente.Weekly, 121: entente.Monthly, 366*6 + 1: entente.Yearly} {
		if got := PeriodOf(1000, 1000+entente.Day(days)); got != want {
			t.Errorf("%d days are shown by %s, want %s", days, got, want)
		}
	}
}

func TestTicks(t *testing.T) {
	var days []entente.Day
	for m := 1; m <= 14; m++ {
		days = append(days, month(1).AddMonths(m-1))
	}
	var got []string
	for _, x := range Ticks(days, entente.Monthly) {
		got = append(got, strings.Join(strings.Fields(x.Class+" "+x.Label), " "))
	}
	if want := "first Jan 2031, minor Apr, Jul, minor Oct, Jan 2032"; strings.Join(got, ", ") != want {
		t.Errorf("%s, want %s", strings.Join(got, ", "), want)
	}
}

// TestTemplates sets each drawing, and escapes what is said of it.
func TestTemplates(t *testing.T) {
	set := template.Must(template.New("").Funcs(Funcs()).Parse(Text))
	c := Bars([]Column{{Day: month(1), Up: 1, Covered: true, Tip: "<b>"}, {Day: month(2), Gap: "gap"}}, entente.Monthly, 1, `"quoted"`)
	c.Pinned([]entente.Day{month(1)}, entente.Monthly, month(1), Pin{Text: "a", Href: "#a", Tip: "broke"})
	var out bytes.Buffer
	if err := set.ExecuteTemplate(&out, "chart", c); err != nil {
		t.Fatal(err)
	}
	if err := set.ExecuteTemplate(&out, "ribbon", Ribbon([]Cell{{Letter: "S", Href: "#s"}, {Letter: "V"}})); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"&lt;b&gt;", "&#34;quoted&#34;", `width="50.000%"`, `href="#a"`, `class="pin "`, "url(#hatch)", ">S<", ">V<"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the drawing lacks %q:\n%s", want, out.String())
		}
	}
}
