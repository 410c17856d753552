package syntax_test

import (
	"fmt"

	"entente/syntax"
)

func ExampleSplit() {
	for _, s := range syntax.Split("Putin’s envoy didn't sign. The U.S.-led talks ended.") {
		for _, t := range s.Tokens {
			fmt.Printf(" %s[%d:%d]", t.Text, t.Start, t.End)
		}
		fmt.Println(" |")
	}
	// Output:
	//  Putin[0:5] ’s[5:9] envoy[10:15] did[16:19] n't[19:22] sign[23:27] .[27:28] |
	//  The[29:32] U.S.[33:37] -[37:38] led[38:41] talks[42:47] ended[48:53] .[53:54] |
}

func ExampleLemma() {
	fmt.Println(syntax.Lemma("met", "VBD"), syntax.Lemma("accused", "VBN"), syntax.Lemma("allies", "NNS"), syntax.Lemma("States", "NNPS"))
	// Output: meet accuse ally State
}
