package web

import (
	"fmt"
	"math"
	"strings"

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

	periodWords = report.Period
	tone        = report.Tone
	quadTone    = report.QuadTone
)

// span says which days something is of.
func span(from, to entente.Day) string {
	if !from.Known() && !to.Known() {
		return "no days known"
	}
	return report.Days(from, to)
}

// tieTone names the colour of how two actors stand, which words and signs repeat.
func tieTone(t *entente.Tie) string { return report.TieTone(*t) }

// shade gives the step of the diverging palette for a level from -1 to 1: -3 to 3.
func shade(mean float64) string {
	return fmt.Sprintf("s%d", 3+int(math.Round(max(-1, min(1, mean))*3)))
}

// percent prints a share.
func percent(x float64) string { return fmt.Sprintf("%.0f %%", 100*x) }

// in names actors inside a sentence.
func (s *Server) in(c entente.Code) string { return entente.InProse(s.Name(c)) }

func (s *Server) said() report.Options { return report.Options{Names: s.Name} }

// whole leaves out what is nought after the point.
func whole(x float64) string { return strings.TrimSuffix(amount(x), ".0") }
