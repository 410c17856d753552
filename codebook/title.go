package codebook

import (
	"strings"

	"entente"
)

// titles are how the names of CAMEO's codes begin, as ICEWS and the benchmarks made of it
// write them, by the code's first two digits.
var titles = map[string]string{
	"01": "make|decline comment|consider policy|acknowledge|deny responsibility|engage in symbolic act|express accord",
	"02": "appeal|make an appeal",
	"03": "express intent",
	"04": "consult|discuss by telephone|make a visit|host a visit|meet at|mediate|engage in negotiation",
	"05": "engage in diplomatic|praise|defend verbally|rally support|grant diplomatic|apologize|forgive|sign formal",
	"06": "engage in material|cooperate|engage in judicial|share intelligence",
	"07": "provide|grant asylum",
	"08": "yield|ease|accede|return|release|allow|de-escalate|retreat|declare truce|receive|demobilize",
	"09": "investigate",
	"10": "demand",
	"11": "disapprove|criticize|accuse|rally opposition|complain|bring lawsuit|find guilty",
	"12": "reject|refuse|defy|veto",
	"13": "threaten|give ultimatum|issue ultimatum",
	"14": "protest|demonstrate or rally|demonstrate for|engage in political dissent|conduct hunger strike|conduct strike|obstruct|engage in violent protest",
	"15": "demonstrate military|exhibit|increase|mobilize",
	"16": "reduce|impose embargo|halt|expel or withdraw",
	"17": "coerce|seize|confiscate|destroy|impose|ban|declare martial|arrest|expel or deport|use tactics|attack cyber",
	"18": "assault|use unconventional violence|abduct|physically|sexually|torture|kill by|conduct suicide|conduct non-military|conduct bombing|carry out|use as human|attempt to assassinate|assassinate",
	"19": "use conventional|fight|occupy|employ|violate ceasefire",
	"20": "use unconventional mass|engage in ethnic|engage in mass|use weapons of mass|use chemical|detonate",
}

// QuadOfTitle gives the class of an event that is named in words, such as "Use
// conventional military force" or "Make_a_visit", by how CAMEO's names begin; the longest
// beginning counts. Public statements (01) are of no class, as in PLOVER, and neither is
// a name that begins otherwise: ok is false.
func QuadOfTitle(title string) (q entente.Quad, ok bool) {
	title = strings.ToLower(strings.ReplaceAll(title, "_", " "))
	best, root := 0, ""
	for top, begins := range titles {
		for b := range strings.SplitSeq(begins, "|") {
			if len(b) > best && strings.HasPrefix(title, b) {
				best, root = len(b), top
			}
		}
	}
	if root == "" || root == "01" {
		return 0, false
	}
	return cameoQuad(root), true
}
