package syntax

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
)

// Tree is a sentence of a treebank, with its gold tags, heads and relations.
// Offsets of its tokens point into Text.
type Tree struct {
	Sentence
	Text      string
	Document  string  // of the first sentence of a document: the document's name, "-" if it has none
	Paragraph bool    // the first sentence of a paragraph or a document
	Marked    bool    // entities are marked in the file, so a token without one is outside
	Acted     bool    // acts are marked in the file, likewise
	Sure      float64 // of a teacher's tree: the natural logarithm of the probability of its least certain arc, from a comment "# sure = "
}

// ReadCoNLLU reads trees in CoNLL-U. Lines of multiword tokens and empty nodes
// are left out: their words carry the tags. A sentence without "# text" has the text
// that its words and SpaceAfter=No give. "# newpar" and "# newdoc" begin a paragraph;
// "# sure = " is a teacher's. Entities are read from the brackets that GUM writes into
// the last column, or, as our teacher writes them, from "O", "B-PER", "I-PER" there; if
// there is one anywhere, the whole file counts as marked, so files of which some mark
// none must not be joined. Acts are read from fields Act= and Part= in the same way. A line of the wrong form, a sentence without one root or
// with words in a circle is an error that names the line.
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
	if err := sc.Err(); err != nil {
		return c.trees, fmt.Errorf("conllu line %d: %w", c.line+1, err)
	}
	if err := c.flush(); err != nil {
		return c.trees, fmt.Errorf("conllu line %d: %w", c.line, err)
	}
	for i := range c.trees {
		c.trees[i].Marked, c.trees[i].Acted = c.marked, c.acted
	}
	return c.trees, nil
}

// conllu is the state of reading a file.
type conllu struct {
	trees  []Tree
	tree   Tree
	line   int
	misc   []string // the last columns of the tree's words
	wholes []multiword
	marked bool // an entity was seen
	acted  bool // an act was seen
}

// multiword is a token as written, whose words follow on lines of their own.
type multiword struct {
	first, last int // indexes of its words
	form, misc  string
}

func (c *conllu) read(line string) error {
	switch {
	case strings.TrimSpace(line) == "":
		return c.flush()
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
	if id, ok := strings.CutPrefix(line, "# newdoc"); ok {
		c.tree.Document = cmp.Or(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(id), "id =")), "-")
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
	if from, to, ok := strings.Cut(f[0], "-"); ok {
		first, err1 := strconv.Atoi(from)
		last, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil || first != len(c.tree.Tokens)+1 || last < first {
			return fmt.Errorf("%q is no span of words", f[0])
		}
		c.wholes = append(c.wholes, multiword{first - 1, last - 1, f[1], f[9]})
		return nil
	}
	if strings.Contains(f[0], ".") {
		return nil
	}
	if f[0] != strconv.Itoa(len(c.tree.Tokens)+1) {
		return fmt.Errorf("word %q comes where %d is due", f[0], len(c.tree.Tokens)+1)
	}
	head, err := strconv.Atoi(f[6])
	if err != nil || head < 0 {
		return fmt.Errorf("head %q is not a number", f[6])
	}
	if f[1] == "" {
		return fmt.Errorf("word %s has no form", f[0])
	}
	t := Token{Text: f[1], Lemma: f[2], UPOS: f[3], XPOS: f[4], Head: head - 1, Rel: f[7]}
	for e := range strings.SplitSeq(f[9], "|") {
		if e == "O" || strings.HasPrefix(e, "B-") || strings.HasPrefix(e, "I-") {
			t.Entity, c.marked = strings.TrimPrefix(e, "O"), true
		}
		if kind, ok := strings.CutPrefix(e, "Act="); ok {
			t.Act.Kind, c.acted = kind, true
		}
		if part, ok := strings.CutPrefix(e, "Part="); ok {
			t.Part, c.acted = part, true
		}
	}
	c.tree.Tokens = append(c.tree.Tokens, t)
	c.misc = append(c.misc, f[9])
	return nil
}

// flush ends a sentence: it places the tokens in the text, checks that the heads make
// a tree and marks the entities.
func (c *conllu) flush() error {
	if len(c.tree.Tokens) == 0 {
		return nil
	}
	t := &c.tree
	if t.Text == "" {
		t.Text = c.spelled()
	}
	if err := c.place(); err != nil {
		return err
	}
	if err := checkHeads(t.Tokens); err != nil {
		return err
	}
	t.End = len(t.Text)
	t.Tagged, t.Parsed = true, true
	c.marked = markEntities(t.Tokens, c.misc) || c.marked
	c.trees = append(c.trees, *t)
	c.tree, c.misc, c.wholes = Tree{}, nil, nil
	return nil
}

// checkHeads says what keeps tokens from being a tree.
func checkHeads(toks []Token) error {
	heads, roots := make([]int, len(toks)), 0
	for i, k := range toks {
		switch {
		case k.Head >= len(toks):
			return fmt.Errorf("the sentence that ends before has no word %d for the head of %q", k.Head+1, k.Text)
		case k.Head == i:
			return fmt.Errorf("in the sentence that ends before %q is its own head", k.Text)
		}
		heads[i] = k.Head
		roots += one(k.Head < 0)
	}
	if roots != 1 {
		return fmt.Errorf("the sentence that ends before has %d roots, want 1", roots)
	}
	if !rooted(heads) {
		return errors.New("in the sentence that ends before words hang on one another in a circle")
	}
	return nil
}

// spelled gives the text that the words spell.
func (c *conllu) spelled() string {
	var b strings.Builder
	wholes := c.wholes
	for i := 0; i < len(c.misc); i++ {
		form, misc := c.tree.Tokens[i].Text, c.misc[i]
		if len(wholes) > 0 && wholes[0].first == i {
			form, misc = wholes[0].form, wholes[0].misc
			i, wholes = wholes[0].last, wholes[1:]
		}
		b.WriteString(form)
		if !strings.Contains(misc, "SpaceAfter=No") {
			b.WriteByte(' ')
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// place finds the words in the text. Words that do not spell the token of which they
// are parts have its span.
func (c *conllu) place() error {
	at, wholes, toks := 0, c.wholes, c.tree.Tokens
	for i := 0; i < len(toks); i++ {
		if len(wholes) > 0 && wholes[0].first == i {
			w := wholes[0]
			wholes = wholes[1:]
			if w.last >= len(toks) {
				return fmt.Errorf("the sentence that ends before has no word %d for %q", w.last+1, w.form)
			}
			if n, ok := findWord(c.tree.Text, at, w.form); ok && !spells(toks[i:w.last+1], w.form) {
				for k := range toks[i : w.last+1] {
					toks[i+k].Start, toks[i+k].End = n, n+len(w.form)
				}
				at, i = n+len(w.form), w.last
				continue
			}
		}
		n, ok := findWord(c.tree.Text, at, toks[i].Text)
		if !ok {
			return fmt.Errorf("the text of the sentence that ends before does not have %q where it should", toks[i].Text)
		}
		toks[i].Start, toks[i].End = n, n+len(toks[i].Text)
		at = toks[i].End
	}
	return nil
}

// findWord gives the place of a word at text[at:], behind white space.
func findWord(text string, at int, word string) (int, bool) {
	at += len(text[at:]) - len(strings.TrimLeftFunc(text[at:], unicode.IsSpace))
	return at, strings.HasPrefix(text[at:], word)
}

// spells reports whether the words, one behind the other, make the form.
func spells(toks []Token, form string) bool {
	for _, t := range toks {
		var ok bool
		if form, ok = strings.CutPrefix(form, t.Text); !ok {
			return false
		}
	}
	return form == ""
}
