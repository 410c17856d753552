package score

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"entente"
)

// accusation is a report on which people decide.
func accusation(i int) entente.Report {
	quote := "On Monday France, it is said,\ncondemned Belarus."
	at := 100 * i
	day := entente.MakeDay(2021, time.June, 1)
	return entente.Report{Kind: "event", Report: fmt.Sprintf("r_%016x", i), Story: fmt.Sprintf("s%d", i%4), Stream: entente.Body,
		Source: entente.Actor{Code: "FRA"}, Target: entente.Actor{Code: "BLR"}, Plover: entente.Plover{Event: entente.Accuse}, Quad: entente.Accuse.Quad(), Status: entente.Fact,
		Date: day, DateFrom: day, DateTo: day, Scale: "goldstein-icews", Confidence: .5,
		Citation: entente.Citation{Quote: quote, Start: at, End: at + len(quote), Source: &entente.Span{at + 10, at + 16}, Trigger: entente.Span{at + 30, at + 39}, Target: &entente.Span{at + 40, at + 47}}}
}

// log numbers decisions.
type decisions []entente.Decision

func (l *decisions) add(by string, was entente.Report, verdict entente.Ruling, becomes *entente.Coding) {
	*l = append(*l, entente.Decision{N: int64(len(*l) + 1), Report: was.Report, Story: was.Story, By: by, Verdict: verdict, Becomes: becomes, Was: was})
}

// TestAccordAsPublished lets four people decide as the coders of Krippendorff's example
// did ("Computing Krippendorff's Alpha-Reliability", 2011, section C): his values, numbered
// as roots and as days, have his alphas, whatever story the reports are of.
func TestAccordAsPublished(t *testing.T) {
	var log decisions
	roots := []entente.Root{entente.Agree, entente.Consult, entente.Support, entente.Accuse, entente.Threaten, entente.Sanction}
	for coder, row := range four {
		for unit, v := range row {
			if v == none {
				continue
			}
			was := accusation(unit)
			day := entente.MakeDay(2021, time.March, int(v))
			log.add(fmt.Sprint("p", coder), was, entente.Recoded, &entente.Coding{Root: roots[int(v)], From: day, To: day})
		}
	}
	a := Agree(log)
	if a.People != 4 || a.Reports != 12 || a.Shared != 11 {
		t.Errorf("%+v", a)
	}
	for name, c := range map[string]struct {
		got  Reliability
		want float64
	}{"root": {a.Fields.Root, .743}, "date": {a.Fields.Date, .849}} {
		if c.got.Alpha == nil || math.Abs(*c.got.Alpha-c.want) > .0005 || c.got.Values != 40 {
			t.Errorf("%s: %+v, published %.3f of 40 values", name, c.got, c.want)
		} else if c.got.Low == nil || *c.got.Low > *c.got.Alpha || *c.got.High < *c.got.Alpha || *c.got.Low == *c.got.High {
			t.Errorf("%s: alpha %v lies outside of its interval %v to %v", name, *c.got.Alpha, c.got.Low, c.got.High)
		}
	}
	if a.Fields.Exists.Alpha != nil || a.Fields.Source.Alpha != nil {
		t.Error("an alpha of values that are all alike")
	}
	slices.Reverse(log) // the order in which people decided
	if b := Agree(log); *b.Fields.Root.Alpha != *a.Fields.Root.Alpha {
		t.Error("alpha depends on who decided first")
	}
}

// TestAccordIsOfIndependentWords: what is said when another's word may be known counts for
// nothing, a note is no word, and of who sees no act nothing else is compared.
func TestAccordIsOfIndependentWords(t *testing.T) {
	var log decisions
	one, two := accusation(1), accusation(2)
	log.add("ada", one, entente.Noted, nil)
	log.add("ada", one, entente.Recoded, &entente.Coding{Root: entente.Threaten})
	log.add("ada", one, entente.Redated, &entente.Coding{From: one.DateFrom + 3, To: one.DateFrom + 3}) // still alone
	log.add("bob", one, entente.Accepted, nil)
	log.add("ada", one, entente.Accepted, nil) // she settles it
	log.add("ada", two, entente.Rejected, nil)
	log.add("bob", two, entente.Accepted, nil)
	log.add("eve", accusation(3), entente.Accepted, nil)
	a := Agree(log)
	if a.People != 3 || a.Reports != 3 || a.Shared != 2 || a.Differ != 2 {
		t.Errorf("%+v", a)
	}
	f := a.Fields
	if *f.Exists.Agreement.Value != .5 || f.Exists.Units != 2 {
		t.Errorf("exists: %+v", f.Exists)
	}
	if f.Root.Units != 1 || *f.Root.Agreement.Value != 0 || f.Date.Apart == nil || *f.Date.Apart != 3 || *f.Source.Agreement.Value != 1 {
		t.Errorf("root %+v, date %+v, source %+v", f.Root, f.Date, f.Source)
	}
	if d := Disputed(log); d[one.Report] || !d[two.Report] || len(d) != 1 {
		t.Errorf("in dispute by now: %v", d)
	}
	if o := Opinions(log, two.Report); len(o) != 2 || o[0].By != "ada" || o[0].Coded != nil || o[1].Coded == nil {
		t.Errorf("%+v", o)
	}
	if a := Agree(nil); a.Fields.Root.Alpha != nil || a.People != 0 {
		t.Errorf("nobody decided: %+v", a)
	}
}

// TestRulingsAreRead writes what was decided in each form and reads it with what the form
// is for.
func TestRulingsAreRead(t *testing.T) {
	var log decisions
	log.add("ada", accusation(1), entente.Accepted, nil)
	log.add("ada", accusation(2), entente.Rejected, nil)
	log.add("ada", accusation(3), entente.Recoded, &entente.Coding{Root: entente.Threaten, Status: entente.Intended})
	log.add("ada", accusation(4), entente.Recoded, &entente.Coding{Target: "RUS"})
	log.add("bob", accusation(2), entente.Accepted, nil)
	log.add("bob", accusation(5), entente.Accepted, nil)
	write := func(by string, how func(*bytes.Buffer, []Ruled) error) *bytes.Buffer {
		t.Helper()
		var out bytes.Buffer
		if err := how(&out, Rulings(log, by)); err != nil {
			t.Fatal(err)
		}
		return &out
	}
	gold := write("ada", func(b *bytes.Buffer, l []Ruled) error { return WriteGold(b, l) })
	// the machine said all four; one was rejected, one has another kind and one another actor
	var output bytes.Buffer
	for i := 1; i <= 4; i++ {
		r := accusation(i)
		fmt.Fprintf(&output, `{"kind":"event","story":%q,"stream":"body","status":"fact","source":{"code":"FRA"},"target":{"code":"BLR"},"plover":{"event":"ACCUSE"},"date_from":"2021-06-01","date_to":"2021-06-01","citation":{"quote":%q}}`+"\n", r.Story, r.Citation.Quote)
	}
	res, err := Gold(gold, &output)
	if err != nil || res.Stories != 4 || res.MustNot != 1 || res.MustNotViolations != 1 {
		t.Errorf("%v: %+v", err, res)
	}
	lines, err := ReadMarked(write("", func(b *bytes.Buffer, l []Ruled) error { return WriteMarked(b, l, true) }))
	if err != nil || len(lines) != 4 { // not the one with another actor
		t.Fatalf("%v: %+v", err, lines)
	}
	if l := lines[2]; l.Root != "THREATEN" || l.Sentence != "On Monday <s>France</s>, it is said, <e>condemned</e> <t>Belarus</t>." {
		t.Errorf("%+v", l)
	}
	if l := write("ada", func(b *bytes.Buffer, l []Ruled) error { return WriteMarked(b, l, false) }).String(); !strings.HasPrefix(l, "ACCUSE\tOn Monday <s>") || strings.Count(l, "\n") != 2 {
		t.Errorf("without a head: %q", l)
	}
	passages, err := ReadPassages(write("ada", func(b *bytes.Buffer, l []Ruled) error {
		return WritePassages(b, l, func(string) entente.Day { return entente.MakeDay(2021, time.June, 2) }, func(story string, start int) bool { return start == 400 })
	}))
	if err != nil || len(passages) != 3 { // not the one beside which another waits
		t.Fatalf("%v: %+v", err, passages)
	}
	if p := passages[2]; len(p.Acts) != 1 || p.Acts[0].Roots[0] != entente.Threaten || p.Acts[0].Statuses[0] != entente.Intended || p.Text[p.Acts[0].Trigger[0]:p.Acts[0].Trigger[1]] != "condemned" {
		t.Errorf("%+v", p)
	}
	if p := passages[1]; len(p.Acts) != 0 {
		t.Errorf("what was rejected: %+v", p)
	}
}
