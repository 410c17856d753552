package entente_test

import (
	"testing"

	"entente"
)

func TestLead(t *testing.T) {
	known := entente.Report{Stream: entente.Body, Source: entente.Actor{Code: "USA"}, Target: entente.Actor{Code: "RUS"}}
	with := func(id string, status entente.Status, confidence float64, change func(*entente.Report)) entente.Report {
		r := known
		r.Report, r.Status, r.Confidence = id, status, confidence
		if change != nil {
			change(&r)
		}
		return r
	}
	e := entente.Event{Reports: []entente.Report{
		with("a", entente.Intended, .99, nil), with("d", entente.Fact, .8, nil), with("c", entente.Fact, .8, nil), with("b", entente.Fact, .7, nil),
		with("0", entente.Fact, 1, func(r *entente.Report) { r.Stream = entente.Caption }), with("1", entente.Fact, 1, func(r *entente.Report) { r.Target.Code = "" }),
	}}
	if got := e.Lead(); got == nil || got.Report != "c" {
		t.Errorf("the lead is %+v", got)
	}
	e.Reports = e.Reports[4:]
	if got := e.Lead(); got == nil || got.Report != "0" {
		t.Errorf("where none can be tallied the lead is %+v", got)
	}
	if got := (&entente.Event{}).Lead(); got != nil {
		t.Errorf("nothing is led by %+v", got)
	}
}
