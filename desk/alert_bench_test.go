package desk

import (
	"fmt"
	"testing"

	"entente"
	"entente/alert"
)

// BenchmarkReplayDay looks for alerts of one day among 50,000 reports of a year.
func BenchmarkReplayDay(b *testing.B) {
	rules, err := alert.Parse("f.yaml", []byte("to: [{name: l, file: x}]\nrules:\n  - {name: a, when: event, quads: [4]}\n  - {name: b, when: break, pairs: [[AAB, AAC]]}\n  - {name: c, when: triangle, corners: [AAA, AAB, AAC]}"),
		alert.Actors{Known: func(entente.Code) bool { return true }})
	if err != nil {
		b.Fatal(err)
	}
	l := Ledger{published: map[string]entente.Day{}}
	for i := range 50000 {
		story, day := fmt.Sprint("s", i/10), entente.Day(1+i/10%365)
		l.published[story] = day
		code := func(n int) entente.Code { return entente.Code([]byte{'A', byte('A' + n%20), byte('A' + n%17)}) }
		r := entente.Report{Report: fmt.Sprint("r", i), Story: story, Stream: entente.Body, Source: entente.Actor{Code: code(i)}, Target: entente.Actor{Code: code(i / 3)},
			Plover: entente.Plover{Event: "SANCTION"}, Quad: 4, Intensity: -5, Status: entente.Fact, Date: day, DateFrom: day, DateTo: day, DateBasis: entente.Explicit}
		l.reports, l.acts = append(l.reports, r), append(l.acts, r.ActKey())
	}
	for b.Loop() {
		n := 0
		l.Replay(rules, 365, func(c alert.Change) bool {
			n += len(alert.Raise(rules, c, func(c entente.Code) string { return string(c) }))
			return true
		})
		if n == 0 {
			b.Fatal("nothing is raised")
		}
	}
}
