package desk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/alert"
)

// courtesies are stories of a pair that meets every tenth day, and then does something else.
func courtesies(meetings int, last string) string {
	var b strings.Builder
	day := entente.MakeDay(2020, time.January, 1)
	for i := range meetings {
		d := day + entente.Day(10*i)
		fmt.Fprintf(&b, `{"text":"Kenya met Chad on %s.","published":%q}`+"\n", d.Time().Format("January 2, 2006"), (d + 1).String())
	}
	fmt.Fprintf(&b, `{"text":%q,"published":"2021-06-15"}`+"\n", last)
	return b.String()
}

// TestSurpriseIsTold: an act of a kind that a pair never had raises an alert, with what it
// is measured by; one that it has all the time raises none, and neither does anything of a
// pair without a history.
func TestSurpriseIsTold(t *testing.T) {
	r := rules(t, "  - {name: s, when: surprise, bits: 6, pairs: [[KEN, TCD]]}")
	attack := "Kenya expelled two diplomats of Chad on June 14, 2021."
	got := replayed(ledger(t, keep(t, courtesies(40, attack))), r, "2021-01-01")
	if len(got) != 1 || !strings.HasPrefix(got[0], "2021-06-15 KEN → TCD: ") || !strings.Contains(got[0], " bits: 0 of 40 acts in 40 days of news since 2019-06-15") {
		t.Errorf("%q", got)
	}
	if got := replayed(ledger(t, keep(t, courtesies(40, "Kenya met Chad on June 14, 2021."))), r, "2021-01-01"); len(got) != 0 {
		t.Errorf("one more meeting: %q", got)
	}
	if got := replayed(ledger(t, keep(t, courtesies(10, attack))), r, "2021-01-01"); len(got) != 0 {
		t.Errorf("a thin history: %q", got)
	}
	before := `{"text":"Kenya expelled two diplomats of Chad on March 4, 2020.","published":"2020-03-05"}` + "\n"
	if got := replayed(ledger(t, keep(t, before+courtesies(40, attack))), rules(t, "  - {name: s, when: surprise, bits: 4}"), "2021-01-01"); len(got) != 1 || !strings.Contains(got[0], "1 of 41 acts") || !strings.HasSuffix(got[0], ", the last on 2020-03-04") {
		t.Errorf("a second time: %q", got)
	}
}

// TestSurpriseOnce: a second look at the same history raises nothing anew, for the events
// are known then.
func TestSurpriseOnce(t *testing.T) {
	l := ledger(t, keep(t, courtesies(40, "Kenya expelled two diplomats of Chad on June 14, 2021.")))
	r := rules(t, "  - {name: s, when: surprise}")
	day, _ := entente.ParseDay("2021-06-16")
	c := l.Change(r, day, day, func(string) bool { return false }, nil)
	if got := alert.Raise(r, c, func(c entente.Code) string { return string(c) }); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}
