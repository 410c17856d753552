package news_test

import (
	"fmt"
	"strings"

	"entente/news"
)

func Example() {
	const page = `Opinion
Ilse Maar

Why Norland needs Estria

Norland closed its border in May. It has had time to regret it.

01:12
Ministers arrive for the talks in Halden

Estria offered talks on Monday.
`
	for item, err := range news.Read("border.txt", strings.NewReader(page), news.Options{}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		s := item.Story
		fmt.Printf("%s: %q by %s, %s\n", s.ID, s.Title, s.Author, s.Kind)
		for _, b := range s.Blocks {
			fmt.Printf("%-10s %s\n", b.Stream, s.Slice(b.Start, b.End))
		}
		for _, p := range item.Problems {
			fmt.Println(p.Message)
		}
	}
	// Output:
	// border: "Why Norland needs Estria" by Ilse Maar, opinion
	// furniture  Opinion
	// furniture  Ilse Maar
	// headline   Why Norland needs Estria
	// body       Norland closed its border in May. It has had time to regret it.
	// furniture  01:12
	// caption    Ministers arrive for the talks in Halden
	// body       Estria offered talks on Monday.
	// no date of publication: words such as "last month" stay unresolved; give one with --published YYYY-MM-DD
}
