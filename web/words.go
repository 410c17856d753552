package web

import (
	"fmt"
	"math"

	"entente"
	"entente/report"
)

// Numbers and days read here as they do in a brief.
var (
	prob     = report.Prob
	signed   = report.Signed
	amount   = report.Amount
	counted  = report.Count
	dayWords = report.Day
	upper    = report.Upper
	flat     = report.Flat
	and      = report.And
)

// span says which days something is of.
func span(from, to entente.Day) string {
	if !from.Known() && !to.Known() {
		return "no days known"
	}
	return report.Days(from, to)
}

// periodWords names a period as a table does.
func periodWords(d entente.Day, by entente.Period) string {
	switch by {
	case entente.Yearly:
		return d.Time().Format("2006")
	case entente.Monthly:
		return d.Time().Format("January 2006")
	case entente.Weekly:
		return "week of " + dayWords(d)
	}
	return dayWords(d)
}

// tone names the colour of a signed number, which words and signs repeat.
func tone(x float64) string {
	switch {
	case x > 0:
		return "plus"
	case x < 0:
		return "minus"
	}
	return "none"
}

// tieTone is tone for how two actors stand.
func tieTone(t *entente.Tie) string {
	if t.Level == nil {
		return "unknown"
	}
	return tone(float64(*t.Level))
}

// quadTone is tone for a class of acts.
func quadTone(q entente.Quad) string {
	switch {
	case q.Cooperative():
		return "plus"
	case q.Conflictual():
		return "minus"
	}
	return "none"
}

// shade gives the step of the diverging palette for a level from -1 to 1: -3 to 3.
func shade(mean float64) string {
	return fmt.Sprintf("s%d", 3+int(math.Round(max(-1, min(1, mean))*3)))
}

// percent prints a share.
func percent(x float64) string { return fmt.Sprintf("%.0f %%", 100*x) }

// in names actors inside a sentence.
func (s *Server) in(c entente.Code) string { return entente.InProse(s.Name(c)) }

func (s *Server) said() report.Options { return report.Options{Names: s.Name} }
