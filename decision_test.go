package entente

import "testing"

// TestLaterWordsCount: whatever says anew what a rejected report tells of brings it back, a
// note does not.
func TestLaterWordsCount(t *testing.T) {
	r := Report{Report: "r_1", Lemma: "condemn", Confidence: .5}
	reject := Decision{Report: "r_1", Verdict: Rejected}
	for _, c := range []struct {
		d     Decision
		lemma string // "" where it does not count
	}{
		{Decision{Verdict: Accepted}, "condemn"},
		{Decision{Verdict: SplitOff}, "condemn r_1"},
		{Decision{Verdict: Merged, Becomes: &Coding{Lemma: "accuse"}}, "accuse"},
		{Decision{Verdict: Recoded, Becomes: &Coding{Root: Threaten}}, "condemn"},
		{Decision{Verdict: Redated, Becomes: &Coding{From: 1}}, "condemn"},
		{Decision{Verdict: Noted}, ""},
		{reject, ""},
	} {
		c.d.Report = "r_1"
		got := Decided([]Report{r}, []Decision{reject, c.d})
		if c.lemma == "" && len(got) != 0 || c.lemma != "" && (len(got) != 1 || got[0].Lemma != c.lemma) {
			t.Errorf("%s after a rejection: %+v", c.d.Verdict, got)
		}
	}
}
