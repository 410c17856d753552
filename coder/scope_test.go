package coder_test

import (
	"testing"

	"entente"
	"entente/coder"
)

// TestScope reads what the words around an act make of it: "KEN > NPL" is told in
// each, and what is expected stands before it.
func TestScope(t *testing.T) {
	tools := load(t)
	for _, c := range []struct {
		status entente.Status
		by     string // the kind of attribution
		text   string
	}{
		{entente.Fact, "", "Kenya attacked Nepal."},
		{entente.Fact, "", "Kenya not only attacked Nepal."},
		{entente.Fact, "", "Kenya was the second country to condemn Nepal."},
		{entente.Fact, "", "Kenya condemned the possible attack by Nepal."},
		{entente.Historical, "", "Kenya attacked Nepal in 1985."},

		{entente.Negated, "", "Kenya did not attack Nepal."},
		{entente.Negated, "", "Kenya never attacked Nepal."},
		{entente.Negated, "", "Kenya stopped short of condemning Nepal."},
		{entente.Negated, "", "Kenya imposed no sanctions on Nepal."},

		{entente.Hypothetical, "", "Kenya may impose sanctions on Nepal."},
		{entente.Hypothetical, "", "On that day ships that could bring down Kenyan sanctions on Nepal were on their way."},
		{entente.Hypothetical, "", "Kenya should impose sanctions on Nepal."},
		{entente.Hypothetical, "", "Kenya seems to have attacked Nepal."},
		{entente.Hypothetical, "", "Kenya wants to attack Nepal."},
		{entente.Hypothetical, "", "Kenya is unlikely to attack Nepal."},
		{entente.Hypothetical, "", "Kenya is likely to attack Nepal."},
		{entente.Hypothetical, "", "Perhaps Kenya attacked Nepal."},
		{entente.Hypothetical, "", "Did Kenya attack Nepal?"},
		{entente.Hypothetical, "", "If Kenya attacks Nepal, prices rise."},

		{entente.Intended, "", "Kenya will impose sanctions on Nepal."},
		{entente.Intended, "", "Kenya plans to impose sanctions on Nepal."},
		{entente.Intended, "", "Kenya is to impose sanctions on Nepal."},
		{entente.Intended, "actor", "Kenya said it would impose sanctions on Nepal."},

		{entente.Reported, "unnamed", "Kenya allegedly attacked Nepal."},
		{entente.Reported, "unnamed", "Officials said that Kenya attacked Nepal."},
		{entente.Reported, "unnamed", "The minister raised the flood, the harvest campaign and reports that Kenya had attacked Nepal."},
		{entente.Reported, "unnamed", "Local newspapers report, citing a secret paper, that Kenya attacked Nepal."},
		{entente.Reported, "actor", "Peru said that Kenya had attacked Nepal."},
		{entente.Reported, "actor", "According to Peru, Kenya attacked Nepal."},
		{entente.Reported, "actor", "Kenya attacked Nepal, Peru said."},
		{entente.Fact, "actor", "Kenya said it had condemned Nepal."}, // of its own words
	} {
		r, ok := find(coder.Code(tools, body(c.text, thursday), coder.Options{}), "KEN", "NPL")
		if !ok {
			t.Errorf("nothing is found in %q", c.text)
			continue
		}
		if r.Status != c.status || kindOf(r.Attribution) != c.by {
			t.Errorf("%q: %s by %q, not %s by %q", c.text, r.Status, kindOf(r.Attribution), c.status, c.by)
		}
	}
}

// TestScopeKeepsOut: what is only wished for is no event, and what is denied is the
// denial.
func TestScopeKeepsOut(t *testing.T) {
	tools := load(t)
	if rs := coder.Code(tools, body("Kenya's desire to attack Nepal is known.", thursday), coder.Options{}).Reports; len(rs) > 0 {
		t.Errorf("a desire is told as %s", printed(rs[0]))
	}
	if r := one(t, coder.Code(tools, body("Kenya denied that it had attacked Nepal.", thursday), coder.Options{})); r.Plover.Event != "REJECT" || r.Status != entente.Fact {
		t.Errorf("a denial is %s", printed(r))
	}
}

func find(res coder.Result, source, target entente.Code) (entente.Report, bool) {
	for _, r := range res.Reports {
		if r.Source.Code == source && r.Target.Code == target {
			return r, true
		}
	}
	return entente.Report{}, false
}

func kindOf(a *entente.Attribution) string {
	if a == nil {
		return ""
	}
	return a.Kind
}

// TestAssessments reads how two are said to stand, whose view it is and how firmly
// it is held.
func TestAssessments(t *testing.T) {
	tools := load(t)
	for _, c := range []struct {
		text    string
		level   int // 9 where nothing is said of it
		trend   int
		holder  entente.Holder
		hedge   entente.Hedge
		negated bool
	}{
		{"Kenya and Nepal are rivals.", -1, 9, entente.Holder{By: "author"}, entente.NoHedge, false},
		{"Kenya and Nepal are not rivals.", -1, 9, entente.Holder{By: "author"}, entente.NoHedge, true},
		{"Kenya may see Nepal as a rival.", -1, 9, entente.Holder{By: "author"}, entente.Possible, false},
		{"Relations between Kenya and Nepal are probably worsening.", 9, -1, entente.Holder{By: "author"}, entente.Likely, false},
		{"Peru said Kenya and Nepal were rivals.", -1, 9, entente.Holder{By: "actor", Code: "PER", Name: "Peru"}, entente.NoHedge, false},
	} {
		as := coder.Code(tools, body(c.text, thursday), coder.Options{}).Assessments
		if len(as) != 1 {
			t.Errorf("%q: %d assessments", c.text, len(as))
			continue
		}
		a := as[0]
		if sign(a.Level) != c.level || sign(a.Trend) != c.trend || a.Holder != c.holder || a.Hedge != c.hedge || a.Negated != c.negated {
			t.Errorf("%q: level %d, trend %d, %+v, %s, negated %t", c.text, sign(a.Level), sign(a.Trend), a.Holder, a.Hedge, a.Negated)
		}
		if a.A.Code != "KEN" || a.B.Code != "NPL" {
			t.Errorf("%q is said of %s and %s", c.text, a.A.Code, a.B.Code)
		}
	}
}

func sign(p *int) int {
	if p == nil {
		return 9
	}
	return *p
}

// TestCollective: a collective speaks for those of its members whom the story names
// nearby, and for no others.
func TestCollective(t *testing.T) {
	tools := load(t)
	as := coder.Code(tools, body("France, Chad and Germany condemned Russia. The West sees Russia as an enemy.", thursday), coder.Options{}).Assessments
	if len(as) != 1 || len(as[0].Members) != 2 || as[0].Members[0] != "FRA" || as[0].Members[1] != "DEU" {
		t.Errorf("got %+v", as)
	}
}
