package triangle

import (
	"fmt"

	"entente"
)

// The verdicts on a wedge.
const (
	NoWedge       = "none"          // nothing is selectively accommodated, or there is nothing to divide
	Undecided     = "undecided"     // a wedge or stabilisation: behaviour alone cannot tell them apart
	WordWedge     = "wedge"         // the divider's own words say so, and none of them the other
	WordStability = "stabilisation" // the same
	Coercive      = "coercive"      // pressure on one of two friends: a wedge by force, or plain enmity
	Unknown       = "unknown"       // too little is told
)

// wedgeMonths is how long the time is that is looked at, and that it is held against.
const wedgeMonths = 12

// sureOf is the probability from which a change is taken to be one.
const sureOf = .95

// Wedges asks of each corner whether it draws a second away from the third (Crawford,
// International Security 35(4), 2011, pp. 155–189; Izumikawa, Security Studies 22(3), 2013,
// pp. 498–531): the last twelve months against the twelve before. A selective accommodation
// is cooperation toward the target that rose by more than that toward the rival, while
// conflict toward the rival did not fall; it is the same behaviour, whether the aim is to
// divide the two or to have peace on one side. So it leaves the verdict undecided unless the
// divider's own words, which are listed, speak for one reading alone. The rest is listed and
// decides nothing.
func Wedges(t entente.Triangle, r Record, reports []entente.Report, views []entente.Assessment) []entente.Wedge {
	var out []entente.Wedge
	for i, divider := range t.Corners {
		one, two := other(t.Ties[across[i][0]], divider), other(t.Ties[across[i][1]], divider)
		tied := t.Ties[across[i][2]].PPlus
		out = append(out, wedge(divider, one, two, tied, r, reports, views), wedge(divider, two, one, tied, r, reports, views))
	}
	return out
}

func wedge(d, target, rival entente.Code, tied float64, r Record, reports []entente.Report, views []entente.Assessment) entente.Wedge {
	w := entente.Wedge{Divider: d, Target: target, Rival: rival, Tied: tied, Events: []string{}}
	w.Statements = Statements(d, target, rival, reports, views)
	w.Until = r.last()
	if !w.Until.Known() {
		w.Verdict, w.Why = Unknown, "no whole month was read"
		return w
	}
	w.Since = entente.Monthly.Start(w.Until).AddMonths(1 - wedgeMonths)
	m := moves{toTarget: r.flows(d, target), toRival: r.flows(d, rival), out: r.flows(target, rival), back: r.flows(rival, target),
		earlier: r.months(w.Since.AddMonths(-wedgeMonths), w.Since-1), later: r.months(w.Since, w.Until)}
	if len(m.earlier) > 0 {
		w.Before = m.earlier[0]
	}
	w.Events = r.cites(citesShown, func(t *entente.Cited) bool {
		return t.Source == d && t.Target == target && t.Coop > 0 && t.Period >= w.Since && t.Period <= w.Until
	})
	w.Verdict, w.Why = m.judge(&w)
	return w
}

// moves is what three actors did by month.
type moves struct {
	toTarget, toRival, out, back map[entente.Day]flow
	earlier, later               []entente.Day
}

// over holds a number of the later months against that of the earlier.
func (m moves) over(of func(entente.Day) float64) (figure, bool) {
	var was, is []float64
	for _, d := range m.earlier {
		was = append(was, of(d))
	}
	for _, d := range m.later {
		is = append(is, of(d))
	}
	return change(was, is)
}

// judge fills in the changes and gives the verdict with its reason.
func (m moves) judge(w *entente.Wedge) (verdict, why string) {
	given, known := m.over(func(d entente.Day) float64 { return m.toTarget[d].coop - m.toRival[d].coop })
	pressed, _ := m.over(func(d entente.Day) float64 { return m.toRival[d].conf })
	forced, _ := m.over(func(d entente.Day) float64 { return m.toTarget[d].conf })
	answered, _ := m.over(func(d entente.Day) float64 { return m.out[d].net() + m.back[d].net() })
	if known {
		w.Accommodation, w.Pressure, w.Coercion, w.Response = given.estimate(), pressed.estimate(), forced.estimate(), answered.estimate()
	}
	friends := fmt.Sprintf("%s and %s", w.Target, w.Rival)
	switch {
	case w.Tied <= held:
		return NoWedge, fmt.Sprintf("%s are not known as friends (probability %.2f): there is nothing to divide", friends, w.Tied)
	case !known:
		return m.atOnce(w)
	case given.above() >= sureOf && pressed.above() > 1-sureOf:
		v, words := decided(w)
		return v, fmt.Sprintf("%s turned to %s more than to %s and did not ease its conflict with %s: the same behaviour fits a wedge and stabilisation; %s%s", w.Divider, w.Target, w.Rival, w.Rival, words, loosened(answered, friends))
	case forced.above() >= sureOf:
		return Coercive, fmt.Sprintf("%s put more pressure on %s while that is the friend of %s: a wedge by force and plain enmity look alike%s", w.Divider, w.Target, w.Rival, loosened(answered, friends))
	case given.above() >= sureOf:
		return NoWedge, fmt.Sprintf("%s turned to %s, and eased its conflict with %s too", w.Divider, w.Target, w.Rival)
	}
	return NoWedge, fmt.Sprintf("no selective accommodation of %s is seen (probability %.2f)", w.Target, given.above())
}

// atOnce judges where there is no earlier time: by what was done in the time looked at.
func (m moves) atOnce(w *entente.Wedge) (verdict, why string) {
	var target, rival flow
	for _, f := range within(m.toTarget, w) {
		target.coop += f.coop
	}
	for _, f := range within(m.toRival, w) {
		rival.coop += f.coop
	}
	if target.coop <= rival.coop || len(w.Events) == 0 {
		return Unknown, "there is no earlier time of at least three months to hold the last twelve against"
	}
	v, words := decided(w)
	return v, fmt.Sprintf("%s did more for %s than for %s, with no earlier time to hold it against; it fits a wedge and stabilisation alike; %s", w.Divider, w.Target, w.Rival, words)
}

func within(by map[entente.Day]flow, w *entente.Wedge) []flow {
	var out []flow
	for d, f := range by {
		if d >= w.Since && d <= w.Until {
			out = append(out, f)
		}
	}
	return out
}

// decided looks whether the divider's own words speak for one reading alone.
func decided(w *entente.Wedge) (verdict, words string) {
	own, all := map[string]int{}, map[string]int{}
	for _, s := range w.Statements {
		all[s.For]++
		if s.By == string(w.Divider) {
			own[s.For]++
		}
	}
	switch {
	case own[WordWedge] > 0 && own[WordStability] == 0:
		return WordWedge, fmt.Sprintf("its own words speak for a wedge alone (%d)", own[WordWedge])
	case own[WordStability] > 0 && own[WordWedge] == 0:
		return WordStability, fmt.Sprintf("its own words speak for stabilisation alone (%d)", own[WordStability])
	case len(w.Statements) == 0:
		return Undecided, "no statement was read that tells them apart"
	case len(own) > 0:
		return Undecided, fmt.Sprintf("its own words speak for both (%d for a wedge, %d for stabilisation)", own[WordWedge], own[WordStability])
	}
	return Undecided, fmt.Sprintf("only others speak of it (%d for a wedge, %d for stabilisation)", all[WordWedge], all[WordStability])
}

// loosened says whether the friends drew apart in the same time, which a wedge would want
// and does not prove.
func loosened(f figure, friends string) string {
	switch {
	case 1-f.above() >= sureOf:
		return fmt.Sprintf("; %s drew apart in that time", friends)
	case f.above() >= sureOf:
		return fmt.Sprintf("; %s drew closer in that time", friends)
	}
	return ""
}
