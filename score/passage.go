package score

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// ReadPassages reads labelled passages in the corpus language: a line "[ID] register;
// phenomenon, …", a line with the day of publication and the text, then a line for
// each event and each view in it, begun with two spaces, or "none":
//
//	[x-0001] wire; passive
//	2006-04-18 Two Chadian villages were bombed by Sudanese aircraft on Monday.
//	  SDN > TCD ASSAULT/aerial fact 2006-04-17..2006-04-17 "were bombed"
//
// All lines that cannot be read are named in one error.
func ReadPassages(r io.Reader) ([]entente.Passage, error) {
	p := passages{ids: map[string]bool{}}
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		p.line++
		if err := p.read(strings.TrimRight(sc.Text(), " \r")); err != nil {
			p.bad = append(p.bad, fmt.Errorf("line %d: %w", p.line, err))
		}
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", p.line+1, err)
	}
	p.end()
	return p.all, errors.Join(p.bad...)
}

// ReadFolder reads the labelled passages of all files of a folder whose names end in
// .txt, in the order of their names.
func ReadFolder(fsys fs.FS) ([]entente.Passage, error) {
	var all []entente.Passage
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".txt") {
			return err
		}
		f, err := fsys.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		got, err := ReadPassages(f)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, got...)
		return nil
	})
	return all, err
}

// passages is the state of reading a file.
type passages struct {
	all   []entente.Passage
	ids   map[string]bool
	bad   []error
	line  int
	begin int  // the line of the passage's name
	open  bool // a passage whose lines are being read
	told  bool // it has a line of gold
	empty bool // that line is "none"
}

var passageHead = regexp.MustCompile(`^\[([A-Za-z0-9-]+)\] ([^;]+?)(?:; *(.*))?$`)

func (p *passages) read(line string) error {
	switch {
	case strings.TrimSpace(line) == "" || line[0] == '#':
		return nil
	case line[0] == '[':
		p.end()
		return p.head(line)
	case !p.open:
		return errors.New("a passage begins with its name in brackets")
	case !strings.HasPrefix(line, "  "):
		return p.text(line)
	}
	return p.gold(strings.TrimSpace(line))
}

func (p *passages) head(line string) error {
	m := passageHead.FindStringSubmatch(line)
	if m == nil {
		return errors.New("a passage begins with [ID] register; phenomenon, …")
	}
	if p.ids[m[1]] {
		return fmt.Errorf("the name %s stands twice", m[1])
	}
	p.ids[m[1]] = true
	var phenomena []string
	for f := range strings.SplitSeq(m[3], ",") {
		if f = strings.TrimSpace(f); f != "" {
			phenomena = append(phenomena, f)
		}
	}
	p.all = append(p.all, entente.Passage{ID: m[1], Register: m[2], Phenomena: phenomena})
	p.open, p.told, p.empty, p.begin = true, false, false, p.line
	return nil
}

func (p *passages) last() *entente.Passage { return &p.all[len(p.all)-1] }

func (p *passages) text(line string) error {
	it := p.last()
	day, text, ok := strings.Cut(line, " ")
	d, err := entente.ParseDay(day)
	if !ok || err != nil {
		return errors.New("a text begins with its day of publication")
	}
	if it.Text != "" {
		return errors.New("a passage has one line of text")
	}
	it.Published, it.Text, it.Line = d, text, p.line
	return nil
}

// end checks the passage that has been read.
func (p *passages) end() {
	if !p.open {
		return
	}
	p.open = false
	it := p.last()
	if it.Text == "" || !p.told {
		p.bad = append(p.bad, fmt.Errorf("line %d: passage %s lacks its text or its gold", p.begin, it.ID))
	}
}

func (p *passages) gold(line string) error {
	it := p.last()
	if it.Text == "" {
		return errors.New("gold before its text")
	}
	if p.empty || line == "none" && p.told {
		return errors.New(`"none" stands beside other lines`)
	}
	p.told = true
	if line == "none" {
		p.empty = true
		return nil
	}
	words, rest, span, err := quoted(line, it.Text)
	if err != nil {
		return err
	}
	if len(words) > 2 && words[1] == "~" {
		v, err := view(words)
		v.Words = span
		it.Views = append(it.Views, v)
		if strings.Contains(rest, "negated") {
			it.Views[len(it.Views)-1].Negated = true
		}
		return err
	}
	a, err := act(words)
	a.Trigger = span
	if by, ok := strings.CutPrefix(rest, "by="); ok {
		a.By = by
	}
	it.Acts = append(it.Acts, a)
	return err
}

// quoted parts a gold line into the words before the quoted ones, what follows these,
// and their place in the text, the first if they stand there more than once.
func quoted(line, text string) (words []string, rest string, span entente.Span, err error) {
	i, j := strings.Index(line, `"`), strings.LastIndex(line, `"`)
	if i < 0 || j <= i+1 {
		return nil, "", span, errors.New("a gold line quotes the words that tell of it")
	}
	at := strings.Index(text, line[i+1:j])
	if at < 0 {
		return nil, "", span, fmt.Errorf("the words %q do not stand in the text", line[i+1:j])
	}
	return strings.Fields(line[:i]), strings.TrimSpace(line[j+1:]), entente.Span{at, at + j - i - 1}, nil
}

// act reads "SDN > TCD ASSAULT/aerial fact 2006-04-17..2006-04-17".
func act(words []string) (entente.Act, error) {
	var a entente.Act
	if len(words) != 6 || words[1] != ">" && words[1] != "<>" {
		return a, errors.New("an event is SOURCE > TARGET ROOT/mode status days, or <>")
	}
	a.Source, a.Target, a.Mutual = code(words[0]), code(words[2]), words[1] == "<>"
	for r := range strings.SplitSeq(words[3], "|") {
		root, mode, _ := strings.Cut(r, "/")
		if !slices.Contains(roots, entente.Root(root)) {
			return a, fmt.Errorf("%q is no root", root)
		}
		if a.Roots = append(a.Roots, entente.Root(root)); len(a.Roots) == 1 {
			a.Mode = mode
		}
	}
	for st := range strings.SplitSeq(words[4], "|") {
		if !entente.Status(st).Known() {
			return a, fmt.Errorf("%q is no status", st)
		}
		a.Statuses = append(a.Statuses, entente.Status(st))
	}
	if words[5] == "-" {
		return a, nil
	}
	from, to, ok := strings.Cut(words[5], "..")
	if !ok {
		to = from
	}
	var errs [2]error
	a.From, errs[0] = entente.ParseDay(from)
	a.To, errs[1] = entente.ParseDay(to)
	return a, errors.Join(errs[:]...)
}

var roots = []entente.Root{"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
	"ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}

func code(s string) entente.Code {
	if s == "-" {
		return ""
	}
	return entente.Code(s)
}

// view reads "RUS ~ CHN level=1 trend=- holder=author hedge=none".
func view(words []string) (entente.View, error) {
	v := entente.View{A: code(words[0]), B: code(words[2]), Hedge: entente.NoHedge}
	for _, w := range words[3:] {
		name, value, _ := strings.Cut(w, "=")
		var err error
		switch name {
		case "level":
			v.Level, err = sign(value)
		case "trend":
			v.Trend, err = sign(value)
		case "holder":
			v.Holder = value
		case "hedge":
			v.Hedge = entente.Hedge(value)
		case "negated":
			v.Negated = true
		default:
			err = fmt.Errorf("%q is nothing that a view has", w)
		}
		if err != nil {
			return v, err
		}
	}
	return v, nil
}

func sign(s string) (*int, error) {
	if s == "-" {
		return nil, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < -1 || n > 1 {
		return nil, fmt.Errorf("%q is neither -1, 0, 1 nor -", s)
	}
	return &n, nil
}
