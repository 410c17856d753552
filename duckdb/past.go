package duckdb

import (
	"context"
	"database/sql"

	"entente"
)

// Past gives all reports of acts between two of some actors, and all assessments, with the
// days on which their readings counted: what Events and Assessments give as of any day is
// made of those that counted on it. Reports come in no order that means anything,
// assessments in order of story and offset.
func (s *Store) Past(ctx context.Context, actors []entente.Code) (p entente.Past, err error) {
	var w where
	oneOf(&w, "source", actors)
	oneOf(&w, "target", actors)
	cond, args := w.sql()
	for r, err := range rowsOf(ctx, s, "reports", `SELECT r.*, s.seen, s.until FROM reports r JOIN (SELECT reading, seen, until FROM stories) s USING (reading)
		WHERE `+cond+` ORDER BY r.n`, args, scanPastReport) {
		if err != nil {
			return p, err
		}
		p.Reports, p.Reported = append(p.Reports, r.Report), append(p.Reported, r.Spell)
	}
	for a, err := range rowsOf(ctx, s, "assessments", `SELECT a.*, s.seen, s.until FROM assessments a JOIN (SELECT reading, seen, until FROM stories) s USING (reading)
		ORDER BY story, quote_start, trigger_start, assessment`, nil, scanPastAssessment) {
		if err != nil {
			return p, err
		}
		p.Assessments, p.Assessed = append(p.Assessments, a.Assessment), append(p.Assessed, a.Spell)
	}
	return p, nil
}

type pastReport struct {
	entente.Report
	entente.Spell
}

func scanPastReport(rows *sql.Rows) (p pastReport, err error) {
	var row reportRow
	err = rows.Scan(append(row.fields(), (*date)(&p.From), (*date)(&p.Until))...)
	p.Report = row.report()
	return p, err
}

type pastAssessment struct {
	entente.Assessment
	entente.Spell
}

func scanPastAssessment(rows *sql.Rows) (p pastAssessment, err error) {
	var row assessmentRow
	err = rows.Scan(append(row.fields(), (*date)(&p.From), (*date)(&p.Until))...)
	p.Assessment = row.assessment()
	return p, err
}
