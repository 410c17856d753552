package clickhouse

import (
	"fmt"
	"reflect"

	"entente"
)

// checkReading refuses what a table could not give back as it was.
func checkReading(r *entente.Reading) error {
	if err := checkValue(reflect.ValueOf(r.Story)); err != nil {
		return err
	}
	if !entente.AreText(r.Lexicon) {
		return entente.ErrNotText
	}
	for i := range r.Reports {
		v := &r.Reports[i]
		if err := checkValue(reflect.ValueOf(v).Elem()); err != nil {
			return fmt.Errorf("report %q: %w", v.Report, err)
		}
	}
	for i := range r.Assessments {
		v := &r.Assessments[i]
		if err := checkValue(reflect.ValueOf(v).Elem()); err != nil {
			return fmt.Errorf("assessment %q: %w", v.ID, err)
		}
	}
	return checkProblems(r.Problems)
}

func checkProblems(ps []entente.Problem) error {
	for _, p := range ps {
		if !entente.AreText(p.Stage, p.Subject, p.Message) {
			return fmt.Errorf("problem of %q: %w", p.Subject, entente.ErrNotText)
		}
	}
	return nil
}

// checkValue looks at every string and number of a value.
func checkValue(v reflect.Value) error {
	switch v.Kind() {
	case reflect.String:
		if !entente.AreText(v.String()) {
			return entente.ErrNotText
		}
	case reflect.Float32, reflect.Float64:
		if !entente.Finite(v.Float()) {
			return fmt.Errorf("%v is not a number to be kept", v.Float())
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return checkValue(v.Elem())
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if err := checkValue(v.Index(i)); err != nil {
				return err
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if err := checkValue(v.Field(i)); err != nil {
				return err
			}
		}
	}
	return nil
}
