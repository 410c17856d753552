package web

import (
	"entente"
	"entente/ask"
	drawing "entente/chart"
	"entente/desk"
)

// What is drawn over time has its places from the room of drawings, as the reports have.
type (
	chart = drawing.Chart
	pin   = drawing.Pin
	tick  = drawing.Tick
)

var (
	axis           = drawing.Axis
	ticksOf        = drawing.Ticks
	periodsBetween = drawing.Between
)

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
	return drawing.PeriodOf(from, to), nil
}

// barsChart draws what one actor did to another: cooperation upward, conflict downward.
func barsChart(l linker, s entente.Series, by entente.Period, top float64, names [2]string) chart {
	cols := make([]drawing.Column, len(s.Points))
	for i, p := range s.Points {
		when := l.periodWords(p.Period, by)
		cols[i] = drawing.Column{Day: p.Period, Up: p.Coop, Down: p.Conf, Covered: p.Covered, Told: p.Events > 0, Gap: l.t("%s: no story was read", when), Href: eventsIn(l, s.Pair, p.Period, by),
			Tip: l.t("%s: cooperation %s, conflict %s; %s in %s", when, l.amount(p.Coop), l.amount(p.Conf), l.t("%d events", p.Events), l.t("%d reports", p.Reports))}
	}
	return l.drawn(drawing.Bars(cols, by, top, l.t("%s toward %s: cooperation upward, conflict downward, by %s; the table below has the numbers", names[0], names[1], l.term(string(by)))))
}

// eventsIn is the address of the events behind a mark.
func eventsIn(l linker, p entente.Pair, from entente.Day, by entente.Period) string {
	m := linker{l.scope, l.tongue}
	m.scope.From, m.scope.To = from, by.Next(from)-1
	return m.to("/events", "a", string(p.Source), "b", string(p.Target), "directed", "1")
}

// levelChart draws how two actors stood: the most likely level as a line within its
// interval of 90 in 100.
func levelChart(l linker, levels []desk.Level, by entente.Period, what string) chart {
	stands := make([]drawing.Stand, len(levels))
	for i, v := range levels {
		when := l.periodWords(v.From, by)
		then := linker{l.scope, l.tongue}
		then.scope.AsOf = v.To
		stands[i] = drawing.Stand{Day: v.From, Mean: v.Mean, Low: v.Low, Top: v.High, Class: tieTone(&v.Tie), Text: sign(&v.Tie), Covered: v.Covered, Told: v.Acts.Events+v.Assessed.Count > 0,
			Tip: when + ": " + l.levelWords(&v.Tie), Gap: l.t("%s: no story was read", when), Href: then.dyadAt(v.A, v.B)}
		if !v.Covered {
			stands[i].Tip += "; " + l.t("no story was read")
		}
	}
	return l.drawn(drawing.Levels(stands, by, l.t("%s: level from −1 to 1 with its interval of 90 in 100, by %s; the table below has the numbers", what, l.term(string(by)))))
}

// coverChart draws how many stories were read of each period.
func coverChart(l linker, a *ask.Answer, days []entente.Day, by entente.Period) (chart, []coverRow) {
	per := map[entente.Day]int{}
	for _, o := range a.Stories {
		if o.Published.Known() {
			per[by.Start(o.Published)]++
		}
	}
	cols, rows := make([]drawing.Column, len(days)), make([]coverRow, len(days))
	for i, d := range days {
		when, k := l.periodWords(d, by), per[d]
		rows[i] = coverRow{when, k}
		cols[i] = drawing.Column{Day: d, Up: float64(k), Tip: when + ": " + l.t("%d stories", k), Gap: l.t("%s: no story was read", when)}
	}
	return l.drawn(drawing.Cover(cols, by, l.t("Stories read, by %s of publication; the table below has the numbers", l.term(string(by))))), rows
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
