package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// years writes a table of invented events of two years between twenty-four pairs of states, each with its
// own rate: after a verbal conflict a material one is likelier for some weeks.
func years(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: years FILE")
	}
	states := []string{"RUS", "USA", "CHN", "FRA", "DEU", "GBR", "JPN", "IND", "BRA"}
	c := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString("when,who,whom,what\n")
	n := 0
	for i, a := range states {
		for _, o := range states[i+1:] {
			if n++; n > 24 {
				break
			}
			rate, heat := .03+.1*c.Float64(), 0.
			for d := range 730 {
				day := fmt.Sprintf("%d-%02d-%02d", 2015+d/360, d%360/30+1, d%30%28+1)
				heat *= .95
				say := func(root string) {
					x, y := a, o
					if c.IntN(2) == 0 {
						x, y = o, a
					}
					fmt.Fprintf(&b, "%s,%s,%s,%s\n", day, x, y, root)
				}
				if c.Float64() < rate {
					say("CONSULT")
				}
				if c.Float64() < rate/4 {
					say("ACCUSE")
					heat = 1
				}
				if c.Float64() < .1*heat {
					say("ASSAULT")
				}
			}
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o600))
}
