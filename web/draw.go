package web

import (
	"fmt"

	"entente"
	"entente/ask"
	drawing "entente/chart"
	"entente/desk"
	"entente/report"
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
		when := periodWords(p.Period, by)
		cols[i] = drawing.Column{Day: p.Period, Up: p.Coop, Down: p.Conf, Covered: p.Covered, Told: p.Events > 0, Gap: when + ": no story was read", Href: eventsIn(l, s.Pair, p.Period, by),
			Tip: fmt.Sprintf("%s: cooperation %s, conflict %s; %s in %s", when, amount(p.Coop), amount(p.Conf), counted(p.Events, "event", "events"), counted(p.Reports, "report", "reports"))}
	}
	return drawing.Bars(cols, by, top, fmt.Sprintf("%s toward %s: cooperation upward, conflict downward, by %s; the table below has the numbers", names[0], names[1], by))
}

// eventsIn is the address of the events behind a mark.
func eventsIn(l linker, p entente.Pair, from entente.Day, by entente.Period) string {
	m := linker{l.scope}
	m.scope.From, m.scope.To = from, by.Next(from)-1
	return m.to("/events", "a", string(p.Source), "b", string(p.Target), "directed", "1")
}

// levelChart draws how two actors stood: the most likely level as a line within its
// interval of 90 in 100.
func levelChart(l linker, levels []desk.Level, by entente.Period, what string) chart {
	stands := make([]drawing.Stand, len(levels))
	for i, v := range levels {
		when := periodWords(v.From, by)
		then := linker{l.scope}
		then.scope.AsOf = v.To
		stands[i] = drawing.Stand{Day: v.From, Mean: v.Mean, Low: v.Low, Top: v.High, Class: tieTone(&v.Tie), Text: sign(&v.Tie), Covered: v.Covered, Told: v.Acts.Events+v.Assessed.Count > 0,
			Tip: when + ": " + report.LevelWords(v.Tie), Gap: when + ": no story was read", Href: then.dyadAt(v.A, v.B)}
		if !v.Covered {
			stands[i].Tip += "; no story was read"
		}
	}
	return drawing.Levels(stands, by, what+": level from −1 to 1 with its interval of 90 in 100, by "+string(by)+"; the table below has the numbers")
}

// coverChart draws how many stories were read of each period.
func coverChart(_ linker, a *ask.Answer, days []entente.Day, by entente.Period) (chart, []coverRow) {
	per := map[entente.Day]int{}
	for _, o := range a.Stories {
		if o.Published.Known() {
			per[by.Start(o.Published)]++
		}
	}
	cols, rows := make([]drawing.Column, len(days)), make([]coverRow, len(days))
	for i, d := range days {
		when, k := periodWords(d, by), per[d]
		rows[i] = coverRow{when, k}
		cols[i] = drawing.Column{Day: d, Up: float64(k), Tip: when + ": " + counted(k, "story", "stories"), Gap: when + ": no story was read"}
	}
	return drawing.Cover(cols, by, "Stories read, by "+string(by)+" of publication; the table below has the numbers"), rows
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
