package coder_test

import (
	"fmt"

	"entente"
	"entente/coder"
)

func ExampleCode() {
	tools, err := loaded()
	if err != nil {
		panic(err)
	}
	text := "Kenya expelled two diplomats of Chad on Monday. The two states remain rivals."
	story := entente.Story{
		ID: "example", Text: text, Language: "en", Published: entente.MakeDay(2021, 7, 15),
		Blocks: []entente.Block{{Stream: entente.Body, Start: 0, End: len(text)}},
	}
	res := coder.Code(tools, story, coder.Options{})
	for _, r := range res.Reports {
		t := r.Citation.Trigger
		fmt.Println(r.DateFrom, r.Source.Code, r.Plover.Event, r.Target.Code, r.Status, text[t[0]:t[1]])
	}
	for _, a := range res.Assessments {
		fmt.Println(a.A.Code, a.B.Code, *a.Level, a.Citation.Quote)
	}
	// Output:
	// 2021-07-12 KEN SANCTION TCD fact expelled two diplomats
	// KEN TCD -1 The two states remain rivals.
}
