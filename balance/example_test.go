package balance_test

import (
	"context"
	"fmt"

	"entente"
	"entente/balance"
)

func ExampleMeasure() {
	n, err := balance.New("2021", []entente.SignedTie{
		{A: "CHN", B: "RUS", Sign: 1},
		{A: "CHN", B: "USA", Sign: -1},
		{A: "RUS", B: "USA", Sign: -1},
		{A: "JPN", B: "USA", Sign: 1},
		{A: "JPN", B: "RUS", Sign: 1},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	b := balance.Measure(context.Background(), n, balance.Options{Ties: true})
	fmt.Printf("line index %d, proven %v\n", b.Line.High, b.Line.Proven)
	fmt.Println("camps", b.Components[0].Camps[0], b.Components[0].Camps[1])
	fmt.Println("swing", b.Components[0].Swing)
	// Output:
	// line index 1, proven true
	// camps [CHN JPN RUS] [USA]
	// swing [JPN]
}

func ExampleAgree() {
	a := []balance.Vote{balance.Yes, balance.No, balance.Abstain, balance.Yes}
	b := []balance.Vote{balance.Yes, balance.Abstain, balance.Abstain, balance.No}
	g := balance.Agree(a, b)
	fmt.Printf("%d roll calls, share %.2f, Lijphart %.3f\n", g.N, g.Share, g.Lijphart)
	// Output: 4 roll calls, share 0.50, Lijphart 0.625
}
