package news

import (
	"bytes"
	"fmt"
	"os"
	"testing"
)

func TestShow(t *testing.T) {
	f := os.Getenv("SHOW")
	raw, _ := os.ReadFile(f)
	for it, err := range Read(f, bytes.NewReader(raw), Options{}) {
		if err != nil {
			fmt.Println("ERR", err)
			continue
		}
		s := it.Story
		fmt.Printf("title=%q author=%q kind=%s date=%s pub=%q lang=%s\n", s.Title, s.Author, s.Kind, s.Published, s.Publisher, s.Language)
		for _, b := range s.Blocks {
			x := s.Text[b.Start:b.End]
			ln := bytes.Count([]byte(s.Text[:b.Start]), []byte("\n")) + 1
			if len(x) > 90 {
				x = x[:90] + "…"
			}
			fmt.Printf("%3d %-10s %s\n", ln, b.Stream, x)
		}
		for _, p := range it.Problems {
			fmt.Println("  !", p.Offset, p.Message)
		}
	}
}
