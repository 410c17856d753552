package score

import (
	"slices"
	"testing"

	"entente"
)

func report(start, trigger int, source, target entente.Code, root entente.Root, pattern string) entente.Report {
	return entente.Report{Source: entente.Actor{Code: source}, Target: entente.Actor{Code: target}, Status: entente.Fact, DateFrom: 9, DateTo: 9,
		Plover: entente.Plover{Event: root}, FoundBy: entente.Finder{Pattern: pattern},
		Citation: entente.Citation{Quote: "q", Start: start, End: start + 100, Trigger: entente.Span{trigger, trigger + 5}}}
}

func TestChanges(t *testing.T) {
	kept := report(0, 10, "FRE", "SYL", "CONSULT", "meet")
	gone := report(200, 210, "FRE", "SYL", "AID", "help")
	fresh := report(100, 110, "FRE", "RUR", "AID", "help")
	was := report(300, 310, "FRE", "SYL", "ACCUSE", "blame")
	is := report(300, 312, "SYL", "FRE", "REJECT", "refuse")
	is.Status, is.DateTo, is.Cameo, is.Plover.Mode, is.Source.Sector = entente.Intended, 12, "120", "change", "GOV"
	got, alike := Changes([]entente.Report{kept, gone, was}, []entente.Report{is, kept, fresh})
	if alike != 1 || len(got) != 3 {
		t.Fatalf("%d alike, changes %+v", alike, got)
	}
	if c := got[0]; c.Kind != New || c.Before != nil || c.Pattern() != "help" || c.Either().Target.Code != "RUR" {
		t.Errorf("first %+v", c)
	}
	if c := got[1]; c.Kind != Gone || c.After != nil || c.Pattern() != "help" {
		t.Errorf("second %+v", c)
	}
	if c := got[2]; c.Kind != Changed || !slices.Equal(c.Fields, ChangedFields) || c.Pattern() != "blame → refuse" {
		t.Errorf("third %+v", c)
	}
}

// What is mutual has no direction, and the closest of two is the same one.
func TestChangesHoldTheClosestTogether(t *testing.T) {
	a := report(0, 10, "FRE", "SYL", "CONSULT", "meet")
	a.Reciprocal = true
	b := a
	b.Source, b.Target = a.Target, a.Source
	if got, alike := Changes([]entente.Report{a}, []entente.Report{b}); alike != 1 || len(got) != 0 {
		t.Errorf("mutual, turned round: %+v", got)
	}
	meet, blame := report(0, 10, "FRE", "SYL", "CONSULT", "meet"), report(0, 50, "FRE", "SYL", "ACCUSE", "blame")
	accuse := report(0, 52, "FRE", "SYL", "ACCUSE", "accuse")
	got, alike := Changes([]entente.Report{blame, meet}, []entente.Report{meet, accuse})
	if alike != 1 || len(got) != 1 || !slices.Equal(got[0].Fields, []string{"pattern"}) {
		t.Errorf("%d alike, %+v", alike, got)
	}
	if got, alike := Changes(nil, nil); len(got)+alike != 0 {
		t.Error("nothing has changes")
	}
}
