package coder

import (
	"fmt"
	"slices"

	"entente"
	"entente/lexicon"
)

// fileAssessment makes the assessments of an assigned candidate.
func (r *run) fileAssessment(b entente.Block, s *sentence, a *assigned, sc scope) string {
	if h := s.Tokens[a.head].Head; h >= 0 && r.tools.Lexicon.Cues.Has("ended", s.Tokens[h].Lemma) { // a dispute that is settled
		sc.negated = true
	}
	fs := append(append([]filler(nil), knownActors(a.source)...), knownActors(a.target)...)
	fs = unique(fs)
	if len(fs) < 2 {
		return "fewer than two actors that the lexicon knows"
	}
	n := 0
	first := len(unique(knownActors(a.source)))
	if first == 0 || first == len(fs) {
		first = 1
	}
	for i := range fs[:first] {
		for j := first; j < len(fs); j++ {
			if n < maxPairs {
				r.assessment(b, s, a, pairOf{fs[i], fs[j]}, sc)
				n++
			}
		}
	}
	r.pairIfNone(fs, s.index)
	return filedOutcome
}

func (r *run) pairIfNone(fs []filler, sentence int) {
	if len(r.pair) == 0 {
		r.paired(fs, nil, sentence)
	}
}

func unique(fs []filler) []filler {
	var out []filler
	for _, f := range fs {
		if !hasCode(out, f.actor.Code) {
			out = append(out, f)
		}
	}
	return out
}

func (r *run) assessment(b entente.Block, s *sentence, a *assigned, p pairOf, sc scope) {
	pat := a.pattern()
	out := entente.Assessment{
		Kind: "assessment", Story: r.story.ID, Stream: b.Stream, Sentence: s.index,
		A: corner(p.source), B: corner(p.target), Level: pat.Level, Trend: pat.Trend,
		Holder: holder(sc), Hedge: sc.hedge(), Negated: sc.negated, Issue: pat.Issue,
		DateFrom: r.day, DateTo: r.day,
		Citation: r.cite(b, s, a, p),
		FoundBy:  entente.Finder{Pattern: pat.Name, Lexicon: r.tools.Lexicon.Hash, Way: a.way},
	}
	out.Members = append(r.members(p.source), r.members(p.target)...)
	out.ID = "a_" + digest(out.Story, fmt.Sprint(out.Citation.Trigger), string(out.A.Code), string(out.B.Code), pat.Name)
	r.result.Assessments = append(r.result.Assessments, out)
}

func corner(f filler) entente.Corner {
	return entente.Corner{Code: f.actor.Code, Name: f.actor.Name, Raw: f.actor.Raw}
}

// holder gives whose view an assessment is: the author's, unless the text says
// whose.
func holder(sc scope) entente.Holder {
	if a := sc.attribution; a != nil {
		return entente.Holder{By: a.Kind, Code: a.Code, Name: a.By}
	}
	return entente.Holder{By: "author"}
}

// members gives the members of a collective whom the story names in this paragraph
// or the one before: for them alone it speaks.
func (r *run) members(f filler) []entente.Code {
	p, ok := r.tools.Lexicon.Polity(f.actor.Code)
	if !ok || p.Class != lexicon.Collective {
		return nil
	}
	var out []entente.Code
	for _, parties := range r.telling.block {
		for i := range parties {
			c := parties[i].actor.Code
			if parties[i].use != place && isMember(p, c, r.day) && !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}

func isMember(p *lexicon.Polity, code entente.Code, day entente.Day) bool {
	return slices.ContainsFunc(p.Members, func(m lexicon.Member) bool { return m.Code == code && m.Days.Has(day) })
}
