package coder_test

import (
	"testing"

	"entente/coder"
)

// TestUnderstood reads sentences of which one actor is told only by what stands before.
func TestUnderstood(t *testing.T) {
	tools := load(t)
	for text, want := range map[string]string{
		// whom a penalty, a judgement or an answer is to
		"Kenya imposed sanctions on Nepal on Monday. Peru sanctioned another ten companies.": "KEN>NPL PER>NPL",
		"Kenya attacked Nepal. Peru condemned the attack.":                                   "KEN>NPL PER>KEN",
		"Modi called Putin and demanded an end to the attack.":                               "IND>RUS IND>RUS",
		// which body is meant
		"Nato praised Norway. The European Union praised Chile. Kenya thanked the alliance.": "IGO:NATO>NOR IGO:EUU>CHL KEN>IGO:NATO",
		// who they are, which ally, whose summit
		"Nato leaders condemned Kenya. They praised Nepal.":                           "IGO:NATO>KEN IGO:NATO>NPL",
		"Russia threatened Estonia. Canada expressed full support for its Nato ally.": "RUS>EST CAN>EST",
		// who is demanded something of, who bans what
		"Kenya demanded that Nepal withdraw its troops from Peru.":                     "KEN>NPL",
		"Biden signed an order that bans imports from Iran.":                           "USA>IRN",
		"Kenya was condemned by Nepal and praised by Chile.":                           "NPL>KEN CHL>KEN",
		"Attacked by Kenya on Monday, Nepal recalled its ambassador from Nairobi.":     "NPL>KEN KEN>NPL",
		"Kenyan jets bombed Nepal on Monday. This prompted artillery fire from Nepal.": "KEN>NPL NPL>KEN",
		"Eritrea, the state that Ethiopia attacked, thanked Libya.":                    "ERI>LBY ETH>ERI",
		"Armenia claimed that Azerbaijan had provoked the clashes.":                    "ARM>AZE",
		"If Sudan closes the border, Egypt said, there will be serious consequences.":  "EGY>SDN",
	} {
		if got := arrows(coder.Code(tools, body(text, thursday), coder.Options{})); got != want {
			t.Errorf("%q: %s, not %s", text, got, want)
		}
	}
}
