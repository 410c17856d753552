package score

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// MarkedLine is a line of a table of sentences in which two actors are marked: its
// number, counted from 1 after the header, the sentence with its tags, and, in a table
// with gold, the class and the root of what the source does to the target.
type MarkedLine struct {
	Line     int
	ID       string
	Sentence string
	Penta    int    // quad class from 1 to 4, 0 without gold
	Root     string // PLOVER's root, YIELD for CONCEDE and RETREAT together; "" without gold
}

// ReadMarked reads tab-separated lines without quoting, the first of which names the
// columns. The column marked_sentence must be there; sentence_id, gold_penta and
// gold_root may be. A line that is too short has an empty sentence.
func ReadMarked(r io.Reader) ([]MarkedLine, error) {
	in := bufio.NewReaderSize(r, 1<<16)
	first, err := readLine(in)
	if err != nil {
		return nil, fmt.Errorf("no header: %w", err)
	}
	head := strings.Split(strings.TrimPrefix(first, "\ufeff"), "\t")
	if !slices.Contains(head, "marked_sentence") {
		return nil, errors.New("no column marked_sentence")
	}
	var out []MarkedLine
	for {
		line, err := readLine(in)
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", len(out)+1, err)
		}
		fields := strings.Split(line, "\t")
		at := func(column string) string {
			if i := slices.Index(head, column); i >= 0 && i < len(fields) {
				return fields[i]
			}
			return ""
		}
		it := MarkedLine{Line: len(out) + 1, ID: at("sentence_id"), Sentence: at("marked_sentence"), Root: at("gold_root")}
		if n, err := strconv.Atoi(at("gold_penta")); err == nil && n >= 1 && n <= 4 {
			it.Penta = n
		}
		out = append(out, it)
	}
}

// readLine reads a line of any length, without what ends it.
func readLine(in *bufio.Reader) (string, error) {
	line, err := in.ReadString('\n')
	if err == io.EOF && line != "" {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), err
}

// Classified is what a classifier says of one line.
type Classified struct {
	Quad  int
	Event entente.Root
}

// Macro holds macro-averaged F1 times 100 over the classes that the gold has: of
// conflict against cooperation, of quad classes and of roots, CONCEDE and RETREAT being
// one (Hu et al. 2024, "Leveraging Codebook Knowledge with NLI and ChatGPT for
// Zero-Shot Political Relation Classification", section 4).
type Macro struct {
	Binary float64 `json:"binary"`
	Quad   float64 `json:"quad"`
	Root   float64 `json:"root"`
	Lines  int     `json:"lines"`
}

// PLV measures classes against the gold of the same lines; lines without gold do not count.
func PLV(lines []MarkedLine, said []Classified) Macro {
	var binary, quad, root [2][]string
	n := 0
	for i, l := range lines {
		if l.Root == "" || l.Penta == 0 {
			continue
		}
		n++
		add := func(to *[2][]string, gold, got string) { to[0], to[1] = append(to[0], gold), append(to[1], got) }
		add(&binary, strconv.FormatBool(l.Penta > 2), strconv.FormatBool(said[i].Quad > 2))
		add(&quad, strconv.Itoa(l.Penta), strconv.Itoa(said[i].Quad))
		add(&root, Yield(l.Root), Yield(string(said[i].Event)))
	}
	return Macro{MacroF1(binary[0], binary[1]), MacroF1(quad[0], quad[1]), MacroF1(root[0], root[1]), n}
}

// Yield gives the name under which PLV's gold has a root.
func Yield(root string) string {
	if root == "CONCEDE" || root == "RETREAT" {
		return "YIELD"
	}
	return root
}

// MacroF1 is 100 times the mean F1 of the classes that stand in gold.
func MacroF1(gold, said []string) float64 {
	var same, all = map[string]int{}, map[string]int{}
	classes := map[string]bool{}
	for i, g := range gold {
		classes[g] = true
		all[g]++
		all[said[i]]++
		if g == said[i] {
			same[g]++
		}
	}
	sum := 0.0
	for _, c := range slices.Sorted(maps.Keys(classes)) {
		sum += 200 * float64(same[c]) / float64(all[c])
	}
	return sum / float64(max(1, len(classes)))
}
