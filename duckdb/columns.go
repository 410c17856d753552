package duckdb

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"entente"
)

// A row lists pointers to its fields in the order of the table's columns. One list
// serves both ways: the engine's appender reads through it, a query scans into it.

type storyRow struct {
	reading int64
	current bool
	lexicon string
	entente.Story
	seen  entente.Day
	until entente.Day
}

func (r *storyRow) fields() []any {
	s := &r.Story
	return []any{
		&r.reading, &r.current, &s.ID, &s.Hash, &r.lexicon, &s.Title, &s.Author, &s.Publisher,
		&s.URL, &s.Language, &s.Kind, (*date)(&s.Published), &s.Text, (*blocks)(&s.Blocks),
		(*date)(&r.seen), (*date)(&r.until),
	}
}

type reportRow struct {
	n         int64
	reading   int64
	current   bool
	published entente.Day
	act       string
	day       entente.Day
	days      int
	event     string
	names     bool
	defaultID string
	nullable
	entente.Report
}

// nullable holds what a report or assessment may lack.
type nullable struct {
	by, byCode, byKind *string
	place, country     *string
	source, target     [2]*int
}

func (r *reportRow) fields() []any {
	c := &r.Citation
	return []any{
		&r.n, &r.reading, &r.current, (*date)(&r.published), &r.act, (*date)(&r.day), &r.days, &r.event,
		&r.names, &r.defaultID,
		&r.Report.Report, &r.Story, &r.Stream, &r.Sentence,
		(*date)(&r.Date), (*date)(&r.DateFrom), (*date)(&r.DateTo), &r.DateBasis,
		&r.Source.Code, &r.Source.Sector, &r.Source.Name, &r.Source.Role, &r.Source.Raw,
		&r.Target.Code, &r.Target.Sector, &r.Target.Name, &r.Target.Role, &r.Target.Raw,
		&r.Reciprocal, &r.Plover.Event, &r.Plover.Mode, (*list)(&r.Plover.Contexts), &r.Cameo, &r.Quad,
		&r.Intensity, &r.Scale, &r.Status, &r.by, &r.byCode, &r.byKind, &r.place, &r.country, &r.Confidence,
		&c.Quote, &c.Start, &c.End, &c.Trigger[0], &c.Trigger[1],
		&r.nullable.source[0], &r.nullable.source[1], &r.nullable.target[0], &r.nullable.target[1], &c.URL,
		&r.FoundBy.Pattern, &r.FoundBy.Lexicon, &r.FoundBy.Way, &r.Lemma,
	}
}

// newReportRow flattens a report as it was coded.
func newReportRow(r entente.Report, reading int64, published entente.Day) *reportRow {
	row := &reportRow{reading: reading, current: true, published: published, Report: r, act: r.ActKey(), names: true}
	row.day, row.days = firstDay(r.Window())
	row.defaultID = r.DefaultID()
	row.event = row.defaultID
	if a := r.Attribution; a != nil {
		code := string(a.Code)
		row.by, row.byCode, row.byKind = &a.By, &code, &a.Kind
	}
	if p := r.Place; p != nil {
		country := string(p.Country)
		row.place, row.country = &p.Name, &country
	}
	row.nullable.source, row.nullable.target = ends(r.Citation.Source), ends(r.Citation.Target)
	return row
}

// firstDay gives the first day of a window and how many follow it; one known end
// stands for both, as in [entente.Cluster].
func firstDay(w entente.Window) (entente.Day, int) {
	if !w.From.Known() {
		w.From = w.To
	}
	return w.From, int(max(w.From, w.To) - w.From)
}

// report gives back the report that was flattened, with the id of its event.
func (r *reportRow) report() entente.Report {
	v := r.Report
	v.Kind, v.ID = "event", r.event
	if r.by != nil {
		v.Attribution = &entente.Attribution{By: *r.by, Code: entente.Code(*r.byCode), Kind: *r.byKind}
	}
	if r.place != nil {
		v.Place = &entente.Place{Name: *r.place, Country: entente.Code(*r.country)}
	}
	v.Citation.Source, v.Citation.Target = span(r.nullable.source), span(r.nullable.target)
	return v
}

type assessmentRow struct {
	reading   int64
	current   bool
	published entente.Day
	members   list
	nullable
	entente.Assessment
}

func (r *assessmentRow) fields() []any {
	c := &r.Citation
	return []any{
		&r.reading, &r.current, (*date)(&r.published), &r.ID, &r.Story, &r.Stream, &r.Sentence,
		&r.A.Code, &r.A.Name, &r.A.Raw, &r.B.Code, &r.B.Name, &r.B.Raw, &r.Level, &r.Trend,
		&r.Holder.By, &r.Holder.Code, &r.Holder.Name, &r.Hedge, &r.Negated, &r.Issue,
		(*date)(&r.DateFrom), (*date)(&r.DateTo),
		&c.Quote, &c.Start, &c.End, &c.Trigger[0], &c.Trigger[1],
		&r.source[0], &r.source[1], &r.target[0], &r.target[1], &c.URL,
		&r.FoundBy.Pattern, &r.FoundBy.Lexicon, &r.FoundBy.Way, &r.members,
	}
}

func newAssessmentRow(a entente.Assessment, reading int64, published entente.Day) *assessmentRow {
	row := &assessmentRow{reading: reading, current: true, published: published, Assessment: a}
	for _, m := range a.Members {
		row.members = append(row.members, string(m))
	}
	row.source, row.target = ends(a.Citation.Source), ends(a.Citation.Target)
	return row
}

func (r *assessmentRow) assessment() entente.Assessment {
	v := r.Assessment
	v.Kind = "assessment"
	for _, m := range r.members {
		v.Members = append(v.Members, entente.Code(m))
	}
	v.Citation.Source, v.Citation.Target = span(r.source), span(r.target)
	return v
}

type problemRow struct {
	reading   int64
	current   bool
	published entente.Day
	story     string
	entente.Problem
}

func (r *problemRow) fields() []any {
	return []any{
		&r.reading, &r.current, (*date)(&r.published), &r.story,
		&r.Stage, &r.Subject, &r.Offset, &r.Message,
	}
}

func ends(s *entente.Span) [2]*int {
	if s == nil {
		return [2]*int{}
	}
	v := *s
	return [2]*int{&v[0], &v[1]}
}

func span(e [2]*int) *entente.Span {
	if e[0] == nil || e[1] == nil {
		return nil
	}
	return &entente.Span{*e[0], *e[1]}
}

// date is a day as the engine's DATE, null if unknown.
type date entente.Day

// Scan reads what the engine gives for a DATE.
func (d *date) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*d = 0
	case time.Time:
		*d = date(entente.DayOf(v))
	default:
		return fmt.Errorf("%T is not a date", v)
	}
	return nil
}

func (d date) value() driver.Value {
	if d == 0 {
		return nil
	}
	return entente.Day(d).Time()
}

// list is a VARCHAR[], null if nil.
type list []string

// Scan reads what the engine gives for a VARCHAR[].
func (l *list) Scan(v any) error {
	*l = nil
	if v == nil {
		return nil
	}
	vs, ok := v.([]any)
	if !ok {
		return fmt.Errorf("%T is not a list", v)
	}
	*l = make(list, len(vs))
	for i, v := range vs {
		s, ok := v.(string)
		if !ok {
			return fmt.Errorf("%T is not a string", v)
		}
		(*l)[i] = s
	}
	return nil
}

// blocks is a JSON column, null if nil.
type blocks []entente.Block

// Scan reads JSON text.
func (b *blocks) Scan(v any) error {
	*b = nil
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(v), b)
	default:
		return fmt.Errorf("%T is not JSON text", v)
	}
}

// values reads a row through its pointers.
func values(fields []any) []driver.Value {
	vs := make([]driver.Value, len(fields))
	for i, f := range fields {
		vs[i] = value(f)
	}
	return vs
}

func value(field any) driver.Value {
	switch f := field.(type) {
	case *date:
		return f.value()
	case *list:
		if *f == nil {
			return nil
		}
		return []string(*f)
	case *blocks:
		if *f == nil {
			return nil
		}
		return *f // the engine makes JSON of it
	case **string:
		return deref(*f)
	case **int:
		return deref(*f)
	}
	switch v := reflect.ValueOf(field).Elem(); v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return v.Bool()
	case reflect.Float64:
		return v.Float()
	default:
		return v.Int()
	}
}

func deref[T any](p *T) driver.Value {
	if p == nil {
		return nil
	}
	return *p
}
