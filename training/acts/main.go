// Command acts writes labelled passages as trees in CoNLL-U, with the acts and the
// parts of actors marked in the last column, for a teacher and for training:
//
//	go run ./training/acts corpus/events/train > acts.conllu
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"entente/coder"
	"entente/desk"
	"entente/lexica"
	"entente/score"
	"entente/syntax"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "acts:", err)
		os.Exit(1)
	}
}

func run(folders []string) error {
	tools, err := desk.LoadUnjudged(lexica.English())
	if err != nil {
		return err
	}
	w := bufio.NewWriter(os.Stdout)
	n, acts, marked := 0, 0, 0
	for _, folder := range folders {
		passages, err := score.ReadFolder(os.DirFS(folder))
		if err != nil {
			return err
		}
		for _, p := range passages {
			n, acts = n+1, acts+len(p.Acts)
			for k, t := range coder.Lessons(tools, p) {
				fmt.Fprintf(w, "# sent_id = %s.%d\n", p.ID, k)
				marked += write(w, &t)
			}
		}
	}
	fmt.Fprintf(os.Stderr, "%d passages, %d acts on %d words\n", n, acts, marked)
	return w.Flush()
}

// write writes a tree and gives the number of its marked acts.
func write(w *bufio.Writer, t *syntax.Tree) int {
	marked := 0
	for i, k := range t.Tokens {
		var misc []string
		if k.Act.Kind != "" {
			misc, marked = append(misc, "Act="+k.Act.Kind), marked+1
		}
		if k.Part != "" {
			misc = append(misc, "Part="+k.Part)
		}
		if i+1 < len(t.Tokens) && t.Tokens[i+1].Start == k.End {
			misc = append(misc, "SpaceAfter=No")
		}
		if len(misc) == 0 {
			misc = []string{"_"}
		}
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t_\t%d\t%s\t_\t%s\n", i+1, k.Text, k.Lemma, k.UPOS, k.XPOS, k.Head+1, k.Rel, strings.Join(misc, "|"))
	}
	fmt.Fprintln(w)
	return marked
}
