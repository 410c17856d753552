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
		// whose ship, whose decision, after whom, at whose request
		"Russia said that one of its ships had fired on a Turkish boat.":                                      "RUS>TUR",
		"France withdrew its staff from Mali. Britain followed on Monday and withdrew a number of its staff.": "FRA>MLI GBR>MLI",
		"At Libya's request the United Nations Security Council was to meet on Monday.":                       "LBY>IGO:UNO",
		"Canada lifted sanctions on a Cuban firm. Several Libyan banks were put on the sanctions list.":       "CAN>CUB CAN>LBY",
		"Kenya and Nepal held talks in Lima on Monday. The delegations agreed to meet again in September.":    "KEN>NPL KEN>NPL",
		"Biden criticised the arrests, the new law and China's fishing fleets.":                               "USA>CHN",
		"Jens Stoltenberg praised Norway. The European Union praised Chile. Kenya thanked the alliance.":      "IGO:NATO>NOR IGO:EUU>CHL KEN>IGO:NATO",
		// and what must not be understood
		"Germany condemned the attacks in Paris and Brussels.":                       "",
		"Reinforcements had been sent to the border with Armenia, Georgia said.":     "",
		"Norway hosted a concert. Several Russian banks were sanctioned on Tuesday.": "",
		"Norway held a concert. Sweden criticised the weather.":                      "",
		"Ukraine thanked Spain. Japan urged other countries to help.":                "UKR>ESP JPN>",
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
