package syntax

import "testing"

func TestFullSentencesHaveAFiniteVerb(t *testing.T) {
	m := shippedModel(t)
	for _, c := range []struct{ text, verb string }{
		{"The European Union suspended budget support for Moldova.", "suspended"},
		{"The United States suspended food aid to North Korea.", "suspended"},
		{"The United States lifted sanctions on Sudan.", "lifted"},
		{"Hundreds of persons mounted demonstrations against the campaign.", "mounted"},
	} {
		s := Split(c.text)[0]
		m.Parse(&s)
		for _, k := range s.Tokens {
			if k.Text == c.verb && (k.XPOS != "VBD" || k.Head != -1) {
				t.Errorf("%s: %s %s, head %d", c.text, k.Text, k.XPOS, k.Head)
			}
		}
	}
}
