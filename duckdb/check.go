package duckdb

import (
	"fmt"
	"math"

	"entente"
)

// checkReading refuses what a table could not give back as it was.
func checkReading(r *entente.Reading) error {
	story := storyRow{lexicon: r.Lexicon, Story: r.Story}
	if err := checkFields(story.fields()); err != nil {
		return err
	}
	for _, b := range r.Story.Blocks {
		if !entente.AreText(string(b.Stream)) {
			return entente.ErrNotText
		}
	}
	for _, v := range r.Reports {
		if err := checkFields(newReportRow(v, 0, 0).fields()); err != nil {
			return fmt.Errorf("report %q: %w", v.Report, err)
		}
	}
	for _, v := range r.Assessments {
		if err := checkFields(newAssessmentRow(v, 0, 0).fields()); err != nil {
			return fmt.Errorf("assessment %q: %w", v.ID, err)
		}
	}
	for _, v := range r.Problems {
		if err := checkFields((&problemRow{Problem: v}).fields()); err != nil {
			return fmt.Errorf("problem of %q: %w", v.Subject, err)
		}
	}
	return nil
}

func checkFields(fields []any) error {
	for _, f := range fields {
		switch v := value(f).(type) {
		case string:
			if !entente.AreText(v) {
				return entente.ErrNotText
			}
		case []string:
			for _, s := range v {
				if !entente.AreText(s) {
					return entente.ErrNotText
				}
			}
		case float64:
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("%v is not a number to be kept", v)
			}
		}
	}
	return nil
}
