// Command judge writes the pairs of actors of labelled passages, one JSON object a
// line, for the teacher of the judge:
//
//	go run ./training/judge corpus/events/train > pairs.jsonl
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/lexica"
	"entente/score"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
		os.Exit(1)
	}
}

func run(folders []string) error {
	tools, err := desk.LoadUnjudged(lexica.English())
	if err != nil {
		return err
	}
	w := bufio.NewWriter(os.Stdout)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, folder := range folders {
		passages, err := score.ReadFolder(os.DirFS(folder))
		if err != nil {
			return err
		}
		for _, p := range passages {
			for _, it := range once(coder.Pairs(tools, p)) {
				if err := enc.Encode(it); err != nil {
					return err
				}
			}
		}
	}
	return w.Flush()
}

// once keeps of the words that were tried for a pair of names those that tell of an act,
// or the pair alone if none does: the encoder finds the words by itself.
func once(lessons []coder.Pair) (out []coder.Pair) {
	type key struct {
		text           string
		source, target entente.Span
	}
	told := map[key]bool{}
	for _, it := range lessons {
		if len(it.Roots) > 0 {
			told[key{it.Text, it.Source, it.Target}] = true
			out = append(out, it)
		}
	}
	for _, it := range lessons {
		if k := (key{it.Text, it.Source, it.Target}); !told[k] {
			told[k], it.Trigger = true, entente.Span{}
			out = append(out, it)
		}
	}
	return out
}
