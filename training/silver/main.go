// Command silver asks the encoder what the actors do to one another whom the sentences of
// stories name, and writes its answers, one JSON object a story, for the judge to learn
// from:
//
//	go run ./training/silver STORIES.jsonl > silver.jsonl
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"runtime"

	"entente/coder"
	"entente/desk"
	"entente/encoder"
	"entente/lexica"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "silver:", err)
		os.Exit(1)
	}
}

func run(files []string) error {
	tools, err := desk.LoadUnjudged(lexica.English())
	if err != nil {
		return err
	}
	weights, err := fs.ReadFile(lexica.English(), desk.EncoderFile)
	if err != nil {
		return err
	}
	model, err := encoder.Load(weights)
	if err != nil {
		return err
	}
	c := desk.Classifier{Tools: tools, Encoder: model}
	for _, name := range files {
		if err := each(name, c); err != nil {
			return err
		}
	}
	return nil
}

// each reads a file of stories; the answers come in the order of the stories.
func each(name string, c desk.Classifier) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	waiting := make(chan chan coder.Silver, 4*runtime.GOMAXPROCS(0))
	at := make(chan struct{}, runtime.GOMAXPROCS(0))
	var bad error
	go func() {
		defer close(waiting)
		for d := json.NewDecoder(bufio.NewReader(f)); ; {
			var s coder.Silver
			if err := d.Decode(&s); err != nil {
				if err != io.EOF {
					bad = err
				}
				return
			}
			done := make(chan coder.Silver, 1)
			waiting <- done
			at <- struct{}{}
			go func() {
				defer func() { <-at }()
				answer(c, &s)
				done <- s
			}()
		}
	}()
	w := bufio.NewWriter(os.Stdout)
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for done := range waiting {
		if s := <-done; len(s.Pairs) > 0 {
			if err := out.Encode(s); err != nil {
				return err
			}
		}
	}
	if bad != nil {
		return bad
	}
	return w.Flush()
}

func answer(c desk.Classifier, s *coder.Silver) {
	for _, b := range coder.Bags(c.Tools, s.Story()) {
		p := coder.SilverPair{Sentence: b.Sentence, A: b.A, B: b.B}
		for _, v := range c.Encoder.Likelihoods(encoder.Question{Text: b.Text, Source: b.Source, Target: b.Target}) {
			p.Likely = append(p.Likely, float32(math.Round(v*1000)/1000))
		}
		s.Pairs = append(s.Pairs, p)
	}
}
