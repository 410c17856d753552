package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"entente"
)

// study is published matrices with, if they are there, the labelled sentences of the
// page that they are about.
type study struct {
	Sets []studySet `json:"sets"`
	gold []passage  // nil where there are none
}

type studySet struct {
	Question   string `json:"question"`
	Hypotheses []struct {
		ID     string `json:"id"`
		Text   string `json:"text"`
		Author string `json:"author"`
	} `json:"hypotheses"`
	Rows []studyRow `json:"rows"`
}

type studyRow struct {
	Evidence string           `json:"evidence"`
	Events   []string         `json:"events"`
	Claims   []string         `json:"claims"`
	Document string           `json:"document"`
	Ratings  []entente.Rating `json:"ratings"`
	Circular bool             `json:"circular"`
}

// passage is a labelled piece of the page: an event, or a claim with no actors.
type passage struct {
	ID       string       `json:"id"`
	Coders   string       `json:"coders"`
	Lines    []int        `json:"lines"`
	Text     string       `json:"text"`
	Source   string       `json:"source"`
	Target   string       `json:"target"`
	Plover   stringOrMore `json:"plover"`
	From     string       `json:"date_from"`
	To       string       `json:"date_to"`
	AltPairs [][]*string  `json:"alt_pairs"`
	words    []string     // that no other line's passage has
}

// stringOrMore is a list, or one string in its place.
type stringOrMore []string

func (s *stringOrMore) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*s = stringOrMore{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(s))
}

func readStudy(dir string) (*study, error) {
	path := filepath.Join(dir, "matrices.json")
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, badInput(named(path, err))
	}
	var s study
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, ownFile(path, fmt.Errorf("%s: %w", path, err))
	}
	path = filepath.Join(dir, "gold.json")
	data, err = os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &s, nil
	}
	if err != nil {
		return nil, badInput(named(path, err))
	}
	var gold struct{ Events, Claims []passage }
	if err := json.Unmarshal(data, &gold); err != nil {
		return nil, ownFile(path, fmt.Errorf("%s: %w", path, err))
	}
	s.gold = slices.Concat(gold.Events, gold.Claims)
	tellApart(s.gold)
	return &s, nil
}

// tellApart gives each passage the words that stand in no passage of other lines.
func tellApart(all []passage) {
	lines := map[string][]int{}
	for _, p := range all {
		for _, w := range contentWords(p.Text) {
			lines[w] = append(lines[w], p.Lines...)
		}
	}
	for i := range all {
		p := &all[i]
		for _, w := range contentWords(p.Text) {
			if !slices.ContainsFunc(lines[w], func(n int) bool { return !slices.Contains(p.Lines, n) }) {
				p.words = append(p.words, w)
			}
		}
	}
}

// shortest is the length of a word that may tell passages apart.
const shortest = 4

// contentWords are the words of a text that may tell of what it is, each once.
func contentWords(text string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
		if w = strings.ToLower(w); len(w) >= shortest && !slices.Contains(out, w) && !common[w] {
			out = append(out, w)
		}
	}
	return out
}

var common = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields("also been being between both could does each from have into just more most much only other over same seem seems should some such than that their them then there these they this those very were what when where which while will with would that's") {
		out[w] = true
	}
	return out
}()

// name is the first word of a question.
func (s *studySet) name() string {
	name, _, _ := strings.Cut(s.Question, " ")
	return name
}

// matrix gives the set as a matrix of ours. A hypothesis that its author calls the null
// has that role.
func (s *studySet) matrix() entente.Matrix {
	m := entente.Matrix{Question: s.Question}
	for _, h := range s.Hypotheses {
		one := entente.Hypothesis{ID: h.ID, Text: h.Text}
		if nullWord.MatchString(h.Author) {
			one.Role = entente.NullRole
		}
		m.Hypotheses = append(m.Hypotheses, one)
		if id := strongForm.FindStringSubmatch(h.Text); id != nil {
			m.Relations = append(m.Relations, entente.Relation{Kind: entente.Subsumes, Of: []string{id[1], h.ID}})
		}
	}
	for _, r := range s.Rows {
		m.Evidence = append(m.Evidence, entente.Evidence{ID: r.Evidence, Text: r.Evidence, Ratings: r.Ratings, Document: r.Document, Circular: r.Circular})
	}
	return m
}

var (
	nullWord   = regexp.MustCompile(`\bnull\b`)
	strongForm = regexp.MustCompile(`strong form of (\w+)`)
	throughTo  = regexp.MustCompile(`\(?([A-Z])(\d+)\)?-\(?([A-Z])(\d+)\)?`)
)

// bound gives the matrix with queries for what its rows name.
func (s *studySet) bound(gold []passage) (m entente.Matrix, about [][]passage) {
	m = s.matrix()
	for i := range m.Evidence {
		ps := s.Rows[i].about(gold)
		about = append(about, ps)
		var qs []entente.Query
		for _, p := range ps {
			qs = append(qs, p.queries()...)
		}
		if len(qs) > 0 {
			m.Evidence[i].Query, m.Evidence[i].Or = &qs[0], qs[1:]
		}
	}
	return m, about
}

// about gives the passages that a row names by id, else the one whose words it shares
// most, if it shares two.
func (r *studyRow) about(gold []passage) []passage {
	ids := r.ids()
	var out []passage
	for _, p := range gold {
		if slices.Contains(ids, p.ID) || slices.Contains(ids, p.Coders) {
			out = append(out, p)
		}
	}
	if len(r.Claims) == 0 && len(out) > 0 {
		return out
	}
	own, best, most := contentWords(r.Evidence), -1, 0
	for i, p := range gold {
		shared := 0
		for _, w := range contentWords(p.Text) {
			if slices.ContainsFunc(own, func(o string) bool { return akin(o, w) }) {
				shared++
			}
		}
		if shared > most {
			best, most = i, shared
		}
	}
	if most > 1 {
		out = append(out, gold[best])
	}
	return out
}

// akin reports whether two words are forms of one, by their first letters.
func akin(a, b string) bool {
	n := max(shortest, min(len(a), len(b))-3)
	return len(a) >= n && len(b) >= n && a[:n] == b[:n]
}

// ids are those that a row lists, and those between them where its words say so.
func (r *studyRow) ids() []string {
	out := append(slices.Clone(r.Events), r.Claims...)
	for _, m := range throughTo.FindAllStringSubmatch(r.Evidence, -1) {
		from, _ := strconv.Atoi(m[2])
		to, _ := strconv.Atoi(m[4])
		for n := from; m[1] == m[3] && n <= to && n-from < 100; n++ {
			out = append(out, fmt.Sprintf("%s%02d", m[1], n))
		}
	}
	return out
}

// queries ask for what a passage tells: acts of its kind with its words, any act or
// view of its actors with its words, and what is said in them.
func (p *passage) queries() []entente.Query {
	var out []entente.Query
	if len(p.words) == 0 {
		return nil
	}
	from, _ := entente.ParseDay(p.From)
	to, _ := entente.ParseDay(p.To)
	var roots []entente.Root
	for _, r := range p.Plover {
		roots = append(roots, entente.Root(r))
	}
	for i, pair := range p.pairs() {
		if i == 0 && len(roots) > 0 {
			out = append(out, entente.Query{Pair: pair, Roots: roots, From: from, To: to, Words: p.words})
		}
		out = append(out, entente.Query{Pair: pair, Words: p.words})
		out = append(out, entente.Query{Kind: "assessment", Pair: pair, Words: p.words})
	}
	if len(out) == 0 {
		out = append(out, entente.Query{Words: p.words}, entente.Query{Kind: "assessment", Words: p.words})
	}
	return append(out, entente.Query{Kind: "claim", Words: p.words})
}

// pairs are the actors of a passage, and those that would do as well.
func (p *passage) pairs() [][]entente.Code {
	var out [][]entente.Code
	add := func(names ...string) {
		var pair []entente.Code
		for _, n := range names {
			if n != "" {
				pair = append(pair, ours(n))
			}
		}
		if len(pair) > 0 {
			out = append(out, pair)
		}
	}
	add(p.Source, p.Target)
	for _, alt := range p.AltPairs {
		var names []string
		for _, n := range alt {
			if n != nil {
				names = append(names, *n)
			}
		}
		add(names...)
	}
	return out
}

// ours is an actor's code; organisations are those of four letters and more.
func ours(name string) entente.Code {
	if len(name) > 3 && !strings.Contains(name, ":") {
		return entente.Code("IGO:" + name)
	}
	return entente.Code(cmp.Or(name))
}
