package syntax

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Tree is a sentence of a treebank, with its gold tags, heads and relations.
// Offsets of its tokens point into Text.
type Tree struct {
	Sentence
	Text      string
	Paragraph bool    // the first sentence of a paragraph or a document
	Marked    bool    // the entities are marked
	Sure      float64 // of a teacher's tree: the natural logarithm of the probability of its least certain arc, from a comment "# sure = "
}

// ReadCoNLLU reads trees in CoNLL-U. Lines of multiword tokens and empty nodes
// are left out: their words carry the tags. A line of the wrong form is an error
// that names its number.
func ReadCoNLLU(r io.Reader) ([]Tree, error) {
	var c conllu
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<22)
	for sc.Scan() {
		c.line++
		if err := c.read(strings.TrimSuffix(sc.Text(), "\r")); err != nil {
			return c.trees, fmt.Errorf("conllu line %d: %w", c.line, err)
		}
	}
	c.flush()
	if err := sc.Err(); err != nil {
		return c.trees, fmt.Errorf("conllu line %d: %w", c.line+1, err)
	}
	return c.trees, nil
}

// conllu is the state of reading a file.
type conllu struct {
	trees []Tree
	tree  Tree
	line  int
}

func (c *conllu) read(line string) error {
	switch {
	case strings.TrimSpace(line) == "":
		c.flush()
		return nil
	case line[0] == '#':
		c.comment(line)
		return nil
	}
	return c.word(line)
}

func (c *conllu) comment(line string) {
	if text, ok := strings.CutPrefix(line, "# text = "); ok {
		c.tree.Text = text
	}
	if sure, ok := strings.CutPrefix(line, "# sure = "); ok {
		sure, _, _ = strings.Cut(sure, " ")
		c.tree.Sure, _ = strconv.ParseFloat(sure, 64) // one that is no number counts as certain
	}
	if strings.HasPrefix(line, "# newpar") || strings.HasPrefix(line, "# newdoc") {
		c.tree.Paragraph = true
	}
}

func (c *conllu) word(line string) error {
	f := strings.Split(line, "\t")
	if len(f) != 10 {
		return fmt.Errorf("%d columns, want 10", len(f))
	}
	if strings.ContainsAny(f[0], "-.") {
		return nil
	}
	head, err := strconv.Atoi(f[6])
	if err != nil {
		return fmt.Errorf("head %q is not a number", f[6])
	}
	t := Token{Text: f[1], Lemma: f[2], UPOS: f[3], XPOS: f[4], Head: head - 1, Rel: f[7]}
	if e := f[9]; e == "O" || strings.HasPrefix(e, "B-") || strings.HasPrefix(e, "I-") {
		t.Entity, c.tree.Marked = strings.TrimPrefix(e, "O"), true
	}
	c.tree.Tokens = append(c.tree.Tokens, t)
	return nil
}

// flush ends a sentence: it places the tokens in the text and checks the heads.
func (c *conllu) flush() {
	if len(c.tree.Tokens) == 0 {
		return
	}
	t := &c.tree
	at := 0
	for i := range t.Tokens {
		tok := &t.Tokens[i]
		if k := strings.Index(t.Text[at:], tok.Text); k >= 0 {
			at += k
		}
		tok.Start, tok.End = at, min(at+len(tok.Text), len(t.Text))
		at = tok.End
		if tok.Head >= len(t.Tokens) || tok.Head == i {
			tok.Head = -1
		}
	}
	t.End = len(t.Text)
	t.Tagged, t.Parsed = true, true
	c.trees = append(c.trees, *t)
	c.tree = Tree{}
}
