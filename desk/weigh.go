package desk

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"entente"
	"entente/hypothesis"
	"entente/lexicon"
	"entente/syntax"
)

// lately is the days before the last of what happened to which the ready questions
// look: what an actor wants now is not told by what it did two years ago.
const lately = 182

// usual are the ready questions that a brief puts of itself.
var usual = []string{"junior-partner", "reconciliation", "wedge"}

// weigh puts the matrices to what the brief holds; where none are given, those of the
// ready questions that arise, cast with the triangle's corners.
func weigh(ctx context.Context, store Store, b *entente.Brief, q Question) error {
	found := hypothesis.Found{Reports: b.Reports, Assessments: b.Assessments, Outlets: b.Stories, Aliases: aliases(b)}
	matrices := q.Matrices
	if len(matrices) == 0 && (len(b.Triangles) > 0 || len(q.Cast) > 0) || slices.ContainsFunc(matrices, asksClaims) {
		var err error
		if found.Sentences, err = sentences(ctx, store, b, q); err != nil {
			return err
		}
	}
	if len(matrices) == 0 {
		matrices = ready(b, q, found.Sentences)
	}
	b.Matrices = matrices
	for _, m := range matrices {
		rows, cited := hypothesis.Bind(m, found)
		said := hypothesis.Claims(m, found.Sentences)
		b.Claims = append(append(b.Claims, said...), cited...)
		b.Hypotheses = append(b.Hypotheses, hypothesis.Weigh(m, rows, hypothesis.Options{AsOf: b.AsOf, Claims: said}))
	}
	return nil
}

// aliases are the ids of events merged away, with those they are now known by.
func aliases(b *entente.Brief) map[string]string {
	out := map[string]string{}
	for _, e := range b.Events {
		for _, a := range e.Aliases {
			out[a] = e.ID
		}
	}
	return out
}

// asksClaims reports whether a matrix looks for sentences that state something.
func asksClaims(m entente.Matrix) bool {
	isClaim := func(q entente.Query) bool { return q.Kind == "claim" }
	return slices.ContainsFunc(m.Hypotheses, func(h entente.Hypothesis) bool { return len(h.Claims) > 0 }) ||
		slices.ContainsFunc(m.Evidence, func(e entente.Evidence) bool {
			return e.Query != nil && isClaim(*e.Query) || slices.ContainsFunc(e.Or, isClaim)
		})
}

// mostStories is how many stories are searched for claims, the latest of them.
const mostStories = 2000

// sentences gives those of the brief's stories that count, with the actors that were
// found in each. A story whose words have changed since they were read is left out: its
// sentences are not those that the answer rests on.
func sentences(ctx context.Context, store Store, b *entente.Brief, q Question) ([]hypothesis.Sentence, error) {
	outlets := b.Stories
	if len(outlets) > mostStories {
		b.Notes = append(b.Notes, fmt.Sprintf("views are sought in the latest %d of %d stories", mostStories, len(outlets)))
		outlets = outlets[len(outlets)-mostStories:]
	}
	codes := codesBySentence(b)
	cuts := q.Cuts
	if cuts == nil {
		cuts = &Cuts{}
	}
	cuts.next()
	var out []hypothesis.Sentence
	for _, o := range outlets {
		if o.Hash == "" {
			continue // imported: there are no words
		}
		own, err := cuts.get(ctx, store, o, q.Named)
		if err != nil {
			return nil, err
		}
		out = append(out, together(own, codes[o.Story])...)
	}
	return out, nil
}

// place is an actor at an offset of a story.
type place struct {
	at   int
	code entente.Code
}

func codesBySentence(b *entente.Brief) map[string][]place {
	out := map[string][]place{}
	add := func(story string, at int, codes ...entente.Code) {
		for _, c := range codes {
			if c != "" {
				out[story] = append(out[story], place{at, c})
			}
		}
	}
	for i := range b.Reports {
		r := &b.Reports[i]
		add(r.Story, r.Citation.Start, r.Source.Code, r.Target.Code)
	}
	for i := range b.Assessments {
		a := &b.Assessments[i]
		add(a.Story, a.Citation.Start, a.A.Code, a.B.Code)
		add(a.Story, a.Citation.Start, a.Members...)
	}
	return out
}

// Named gives a function that finds the actors whom a sentence names: states,
// organisations and collectives by any of their names, office holders by theirs. Those
// whose day it was not are left out.
func Named(lex *lexicon.Lexicon) func(text string, day entente.Day) []entente.Code {
	return func(text string, day entente.Day) []entente.Code {
		var out []entente.Code
		for _, m := range lex.Find(text) {
			for _, e := range m.Entries {
				if c := namedBy(e, day); c != "" && !slices.Contains(out, c) {
					out = append(out, c)
				}
			}
		}
		return out
	}
}

// namedBy is the actor that one meaning of a name stands for, "" if it is none.
func namedBy(e lexicon.Entry, day entente.Day) entente.Code {
	switch {
	case e.Form == lexicon.Blocked || e.Form == lexicon.Spot || e.Form == lexicon.Role:
		return ""
	case e.Class == lexicon.Human && e.Person != nil && len(e.Person.Terms) > 0:
		if term, off := e.Person.Term(day); off == 0 {
			return term.Code
		}
	case e.Class <= lexicon.Organisation && (!day.Known() || e.Days.Has(day)):
		return e.Code
	}
	return ""
}

// Cuts keeps the sentences of stories with the actors whom they name, so that a brief of a
// store to which little was added does not read all again. Many may use it at once; the
// actors must be named by the same dictionaries.
type Cuts struct {
	mu    sync.Mutex
	round int
	of    map[string]*cut // by story and hash
}

type cut struct {
	sentences []hypothesis.Sentence
	used      int
}

// next begins another brief. What two briefs did not use is let go of when there is much.
func (c *Cuts) next() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.round++
	if len(c.of) > 2*mostStories {
		maps.DeleteFunc(c.of, func(_ string, k *cut) bool { return k.used < c.round-2 })
	}
}

// get gives the sentences of a story, none if its words have changed since.
func (c *Cuts) get(ctx context.Context, store Store, o entente.Outlet, named func(string, entente.Day) []entente.Code) ([]hypothesis.Sentence, error) {
	key := o.Hash + " " + o.Published.String() + " " + o.Story
	c.mu.Lock()
	k := c.of[key]
	if k != nil {
		k.used = c.round
	}
	c.mu.Unlock()
	if k != nil {
		return k.sentences, nil
	}
	s, err := store.Story(ctx, o.Story)
	if err != nil {
		return nil, fmt.Errorf("read story %s: %w", o.Story, err)
	}
	if s.Hash != o.Hash {
		return nil, nil
	}
	k = &cut{sentences: split(&s, named)}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = map[string]*cut{}
	}
	k.used = c.round
	c.of[key] = k
	return k.sentences, nil
}

// split gives the sentences of a story that count, with the actors whom their words name.
func split(s *entente.Story, named func(string, entente.Day) []entente.Code) []hypothesis.Sentence {
	var out []hypothesis.Sentence
	for n, block := range s.Blocks {
		if !block.Stream.Counts() {
			continue
		}
		for _, one := range syntax.Split(s.Slice(block.Start, block.End)) {
			span := entente.Span{block.Start + one.Start, block.Start + one.End}
			out = append(out, hypothesis.Sentence{Story: s, Stream: block.Stream, N: len(out), Span: span, Codes: named(s.Slice(span[0], span[1]), s.Published), Block: n})
		}
	}
	return out
}

// together adds to the actors whom sentences name those whom reports and assessments find in
// them; a sentence without any is of those of the one before it in its block.
func together(sentences []hypothesis.Sentence, codes []place) []hypothesis.Sentence {
	out := slices.Clone(sentences)
	var before []entente.Code
	for i := range out {
		s := &out[i]
		if i > 0 && s.Block != out[i-1].Block {
			before = nil
		}
		found := inside(codes, s.Span)
		for _, c := range s.Codes {
			if !slices.Contains(found, c) {
				found = append(found, c)
			}
		}
		if len(found) == 0 {
			found = before
		}
		before = found
		s.Codes = found
	}
	return out
}

func inside(places []place, span entente.Span) []entente.Code {
	var out []entente.Code
	for _, p := range places {
		if p.at >= span[0] && p.at < span[1] && !slices.Contains(out, p.code) {
			out = append(out, p.code)
		}
	}
	return out
}

// ready gives the matrices of the ready questions that arise: in the triangle, by being
// asked for by name, or, where all are asked for, because a story states the answer
// after which the question is named.
func ready(b *entente.Brief, q Question, said []hypothesis.Sentence) []entente.Matrix {
	var out []entente.Matrix
	for _, question := range questions(q) {
		parts, ok := cast(question, b, q)
		m := put(question, parts, q)
		if !ok && len(b.Triangles) > 0 && slices.Contains(q.Ready, "all") {
			m, ok = stated(question, parts, q, said)
		}
		if !ok {
			continue
		}
		if looksBack(b) {
			m = hypothesis.Since(m, now(b)-lately)
		}
		out = append(out, m)
	}
	return out
}

func put(question hypothesis.Question, parts [3]entente.Code, q Question) entente.Matrix {
	corner := func(c entente.Code) entente.Corner { return entente.Corner{Code: c, Name: q.Names(c)} }
	return question.For(corner(parts[0]), corner(parts[1]), corner(parts[2]))
}

// stated casts a question so that most sentences state or deny its first answer, and of
// equals so that they name the parts in their order; then as it would be cast by how the
// actors stand. It does not arise if no sentence does.
func stated(question hypothesis.Question, parts [3]entente.Code, q Question, said []hypothesis.Sentence) (best entente.Matrix, ok bool) {
	most, closest := 0, 0
	for _, p := range [][3]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		own := [3]entente.Code{parts[p[0]], parts[p[1]], parts[p[2]]}
		m := put(question, own, q)
		n, order := 0, 0
		for _, c := range hypothesis.Claims(m, said) {
			if c.Hypothesis == m.Hypotheses[0].ID {
				n++
				order += inTheirOrder(c.Citation.Quote, q.Names(own[0]), q.Names(own[1]), q.Names(own[2]))
			}
		}
		if n > most || n == most && order > closest {
			best, most, closest = m, n, order
		}
	}
	return best, most > 0
}

// inTheirOrder counts the pairs of names that a text names in this order.
func inTheirOrder(text string, names ...string) int {
	n := 0
	for i, a := range names {
		for _, b := range names[i+1:] {
			x, y := strings.Index(text, a), strings.Index(text, b)
			if a != "" && b != "" && x >= 0 && x < y {
				n++
			}
		}
	}
	return n
}

// questions are those to be put: the analyst's templates, else the ready ones.
func questions(q Question) []hypothesis.Question {
	if len(q.Templates) > 0 {
		return q.Templates
	}
	names := q.Ready
	if len(names) == 0 {
		names = usual
	}
	return slices.DeleteFunc(hypothesis.Questions(), func(one hypothesis.Question) bool {
		return !slices.Contains(names, one.Name) && !slices.Contains(names, "all")
	})
}

// cast says who plays the parts: those the question names in their order, else those of
// the triangle for whom it arises.
func cast(one hypothesis.Question, b *entente.Brief, q Question) (parts [3]entente.Code, ok bool) {
	if len(q.Cast) > 0 {
		copy(parts[:], q.Cast)
		return parts, true
	}
	if len(b.Triangles) == 0 {
		return parts, false
	}
	x, y, z, ok := one.Cast(b.Triangles[0])
	if z == "" { // a question of two: the third may still play a part
		for _, c := range b.Triangles[0].Corners {
			if !ok && c != x && c != y {
				z = c
			}
		}
	}
	return [3]entente.Code{x, y, z}, ok || slices.Contains(q.Ready, one.Name)
}

// now is the last day that the stories can tell of: that of the latest publication, where
// one is known, for a window of a report may reach beyond it.
func now(b *entente.Brief) entente.Day {
	last := entente.Day(0)
	for _, o := range b.Stories {
		last = max(last, o.Published)
	}
	if last.Known() && (last < b.To || !b.To.Known()) {
		return last
	}
	return b.To
}

// looksBack reports whether the evidence reaches further back than the ready
// questions look.
func looksBack(b *entente.Brief) bool { return b.From.Known() && now(b)-b.From > lately }
