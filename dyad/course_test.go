package dyad_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"entente"
	"entente/chance"
	"entente/dyad"
)

const beginning = entente.Day(17000)

// counted is a tally of a day.
func counted(source, target string, on entente.Day, root entente.Root, n int) entente.Tally {
	t := entente.Tally{Pair: entente.Pair{Source: entente.Code(source), Target: entente.Code(target)}, Period: on, Root: root, Quad: root.Quad(), Events: n, Reports: n, Weight: float64(n)}
	if t.Quad.Cooperative() {
		t.Coop = 2 * float64(n)
	} else {
		t.Conf = 5 * float64(n)
	}
	return t
}

// known makes what a store tells of days on all of which something was read: of A and B by a
// function, and of others as much every day.
func known(days int, of func(i int) []entente.Tally) dyad.Known {
	var k dyad.Known
	for i := range days {
		on := beginning + entente.Day(i)
		k.Read = append(k.Read, on)
		n := 120
		for _, t := range of(i) {
			k.Tallies = append(k.Tallies, t)
			n += t.Events
		}
		k.Volume = append(k.Volume, entente.Volume{Period: on, Events: n})
	}
	return k
}

// rising is a pair of whom the first accuses the second more from day 100 on.
func rising(days int) dyad.Known {
	r := rand.New(rand.NewPCG(1, 1))
	return known(days, func(i int) []entente.Tally {
		on, mean := beginning+entente.Day(i), 2.
		if i >= 100 {
			mean = 12
		}
		return slices.DeleteFunc([]entente.Tally{
			counted("AAA", "BBB", on, "ACCUSE", chance.Count(r, mean, 4)),
			counted("AAA", "BBB", on, "CONSULT", chance.Count(r, 3, 4)),
			counted("BBB", "AAA", on, "CONSULT", chance.Count(r, 3, 4)),
		}, func(t entente.Tally) bool { return t.Events == 0 })
	})
}

func strandOf(c entente.Course, source entente.Code, side entente.Side) entente.Strand {
	for _, s := range c.Strands {
		if s.Source == source && s.Side == side {
			return s
		}
	}
	return entente.Strand{}
}

func TestCourse(t *testing.T) {
	c := rising(200).Course("AAA", "BBB", beginning, beginning+199, entente.Weekly)
	if c.Coverage != 1 || c.Days != 200 || len(c.Strands) != 4 {
		t.Fatalf("%+v", c)
	}
	s := strandOf(c, "AAA", entente.Conflict)
	if len(s.Breaks) != 1 || math.Abs(float64(s.Breaks[0].Day-beginning-100)) > 2 || s.Breaks[0].After < 3*s.Breaks[0].Before {
		t.Errorf("breaks %+v", s.Breaks)
	}
	if len(s.Alarms) == 0 || s.Alarms[0].Day < beginning+100 || s.Alarms[0].Day > beginning+107 {
		t.Errorf("alarms %+v", s.Alarms)
	}
	if s.Change == nil || s.Change.Rose < .5 || s.Intensity != 5*float64(s.Events) {
		t.Errorf("change %+v, intensity %v of %d events", s.Change, s.Intensity, s.Events)
	}
	for _, p := range s.Points {
		if !p.Covered || p.Low > p.Level || p.High < p.Level || p.Level <= 0 {
			t.Errorf("point %+v", p)
		}
	}
	quiet := strandOf(c, "BBB", entente.Cooperation)
	if len(quiet.Breaks) != 0 || quiet.Events == 0 {
		t.Errorf("%d events, breaks %+v", quiet.Events, quiet.Breaks)
	}
	// Who is named first makes no difference to what is told.
	other := rising(200).Course("BBB", "AAA", beginning, beginning+199, entente.Weekly)
	if !reflect.DeepEqual(strandOf(other, "AAA", entente.Conflict), s) {
		t.Error("swapped names change a strand")
	}
}

// A month that nobody read is no month of calm.
func TestCourseKnowsGaps(t *testing.T) {
	k := rising(200)
	gone := func(d entente.Day) bool { return d >= beginning+40 && d < beginning+80 }
	k.Read = slices.DeleteFunc(k.Read, gone)
	k.Tallies = slices.DeleteFunc(k.Tallies, func(t entente.Tally) bool { return gone(t.Period) })
	k.Volume = slices.DeleteFunc(k.Volume, func(v entente.Volume) bool { return gone(v.Period) })
	c := k.Course("AAA", "BBB", beginning, beginning+199, entente.Weekly)
	if c.Days != 160 {
		t.Errorf("%d days", c.Days)
	}
	s := strandOf(c, "AAA", entente.Conflict)
	n := 0
	for _, p := range s.Points {
		if !p.Covered {
			n++
			if p.Events != 0 || p.Level < .5 {
				t.Errorf("a gap is told as calm: %+v", p)
			}
		}
	}
	if n < 4 || len(s.Breaks) != 1 {
		t.Errorf("%d gaps, breaks %+v", n, s.Breaks)
	}
}

func TestExposures(t *testing.T) {
	flat := func(n float64) []float64 { return slices.Repeat([]float64{n}, 200) }
	for _, c := range []struct {
		each float64
		want int
	}{{300, 1}, {100, 1}, {30, 7}, {5, 28}, {2, 91}, {1, 0}, {0, 0}} {
		exposure, window := dyad.Exposures(flat(c.each))
		if window != c.want {
			t.Errorf("%v a day: window %d, want %d", c.each, window, c.want)
		}
		for _, e := range exposure {
			if math.Abs(e-1) > 1e-9 {
				t.Errorf("%v a day: exposure %v", c.each, e)
			}
		}
	}
	more := flat(300)
	more[5] = 600
	if e, _ := dyad.Exposures(more); math.Abs(e[5]/e[4]-2) > .01 {
		t.Errorf("twice as much read: %v", e[5]/e[4])
	}
	if _, w := dyad.Exposures(nil); w != 0 {
		t.Error(w)
	}
}

// B's conflict follows A's by a week; A does not care for B.
func TestAnswers(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	last := 3.
	k := known(7*250, func(i int) []entente.Tally {
		on := beginning + entente.Day(i)
		if on != entente.Weekly.Start(on) {
			return nil
		}
		now := chance.Count(r, 4, 2)
		out := []entente.Tally{
			counted("AAA", "BBB", on, "ACCUSE", now), counted("AAA", "BBB", on, "CONSULT", chance.Count(r, 4, 3)),
			counted("BBB", "AAA", on, "ACCUSE", chance.Count(r, .5+last, 8)), counted("BBB", "AAA", on, "CONSULT", chance.Count(r, 4, 3)),
		}
		last = float64(now)
		return slices.DeleteFunc(out, func(t entente.Tally) bool { return t.Events == 0 })
	})
	got, why := k.Answers("AAA", "BBB", beginning, beginning+7*250-1)
	if got == nil {
		t.Fatal(why)
	}
	if len(got.Tests) != 12 || got.Lags < 1 {
		t.Fatalf("%+v", got)
	}
	for _, a := range got.Tests {
		planted := a.Of.Source == "BBB" && a.Side == entente.Conflict && a.By.Source == "AAA" && a.BySide == entente.Conflict
		if planted && (a.Adjusted > 1e-6 || a.Response < .3 || a.Low <= 0) {
			t.Errorf("the answer is not found: %+v", a)
		}
		if !planted && a.Adjusted < .01 {
			t.Errorf("an answer that is none: %+v", a)
		}
		if a.Low > a.High || a.P < 0 || a.P > 1 || a.Adjusted < a.P {
			t.Errorf("%+v", a)
		}
	}
	swapped, _ := k.Answers("BBB", "AAA", beginning, beginning+7*250-1)
	for _, a := range swapped.Tests {
		i := slices.IndexFunc(got.Tests, func(b entente.Answer) bool {
			return a.Of == b.Of && a.Side == b.Side && a.By == b.By && a.BySide == b.BySide
		})
		if math.Abs(got.Tests[i].F-a.F) > 1e-6*(1+a.F) || math.Abs(got.Tests[i].Response-a.Response) > 1e-6 {
			t.Errorf("swapped names: %+v, %+v", a, got.Tests[i])
		}
	}
	if a, why := k.Answers("AAA", "BBB", beginning, beginning+100); a != nil || why == "" {
		t.Error("a few weeks answer")
	}
	if a, why := k.Answers("AAA", "CCC", beginning, beginning+1000); a != nil || why == "" {
		t.Error("strangers answer")
	}
}

func TestChanges(t *testing.T) {
	c := rising(200).Changes(beginning, beginning+100, beginning+199)
	if len(c.Moved) == 0 || c.Asked != 3 {
		t.Fatalf("%d of %d moved: %+v", len(c.Moved), c.Asked, c.Moved)
	}
	for _, m := range c.Moved[1:] { // one in ten may be chance
		if m.Chance < 1e-3 {
			t.Errorf("moved without a change: %+v", m)
		}
	}
	m := c.Moved[0]
	if m.Source != "AAA" || m.Side != entente.Conflict || m.Low < 2 || m.High > 20 || m.Ratio < m.Low || m.Rose < .99 || m.Roots[0].Root != "ACCUSE" {
		t.Errorf("%+v", m)
	}
	if m.Expected < 100 || m.Expected > 350 || float64(m.Events) < 2*m.Expected {
		t.Errorf("%d events, expected %v", m.Events, m.Expected)
	}
	if c := rising(100).Changes(beginning, beginning+50, beginning+99); len(c.Moved) != 0 {
		t.Errorf("moved without a change: %+v", c.Moved)
	}
	if c := (dyad.Known{}).Changes(beginning, beginning+50, beginning+99); len(c.Moved) != 0 || c.Asked != 0 {
		t.Errorf("%+v", c)
	}
}

func TestInitiative(t *testing.T) {
	var acts []entente.Cited
	var read []entente.Day
	for i := range 400 {
		read = append(read, beginning+entente.Day(i))
	}
	at := func(i int, source, target string, n, mutual int) {
		c := entente.Cited{Tally: counted(source, target, beginning+entente.Day(i), "CONSULT", n)}
		c.Mutual.Events = mutual
		acts = append(acts, c)
	}
	at(5, "AAA", "BBB", 9, 0)  // nobody looked long enough before
	at(40, "AAA", "BBB", 2, 0) // begins
	at(44, "BBB", "AAA", 5, 0) // answers
	at(80, "BBB", "AAA", 1, 0) // begins
	at(120, "AAA", "BBB", 3, 2)
	at(120, "BBB", "AAA", 2, 2)
	at(160, "CCC", "AAA", 8, 0) // not theirs
	got := dyad.Initiative("AAA", "BBB", acts, read)
	if got == nil || got.A != 3 || got.B != 1 || got.Low > got.Share || got.High < got.Share {
		t.Fatalf("%+v, want 3 of A's and 1 of B's", got)
	}
	turned := dyad.Initiative("BBB", "AAA", acts, read)
	if turned.A != 1 || turned.B != 3 || math.Abs(turned.Share+got.Share-1) > 1e-9 {
		t.Errorf("%+v", turned)
	}
	if dyad.Initiative("AAA", "DDD", acts, read) != nil {
		t.Error("strangers begin")
	}
}
