package main

import (
	"entente"
	"entente/coder"
	"entente/lexicon"
	"entente/score"
	"entente/syntax"
)

// keywords codes a passage as a search for key words would, for comparison: in each
// sentence the first two different actors named, in the order of the text, and the root of
// the first word that is by itself a pattern of an event. It reads no trees, no tense and no dates.
func keywords(tools coder.Tools, p *entente.Passage) score.Coded {
	var out score.Coded
	mentions := tools.Lexicon.Find(p.Text)
	for _, s := range syntax.Split(p.Text) {
		codes := namedCodes(mentions, s, p.Published)
		word, root := keyword(tools.Lexicon, s)
		if len(codes) < 2 || root == "" {
			continue
		}
		out.Reports = append(out.Reports, entente.Report{
			Source: entente.Actor{Code: codes[0]}, Target: entente.Actor{Code: codes[1]}, Status: entente.Fact,
			Plover: entente.Plover{Event: root}, Citation: entente.Citation{Trigger: word}})
	}
	return out
}

// namedCodes gives the different actors that a sentence names, in order.
func namedCodes(mentions []lexicon.Mention, s syntax.Sentence, day entente.Day) (out []entente.Code) {
	seen := map[entente.Code]bool{}
	for _, m := range mentions {
		for _, e := range m.Entries {
			if m.Start >= s.Start && m.End <= s.End && e.Code != "" && e.Days.Has(day) && !seen[e.Code] {
				out, seen[e.Code] = append(out, e.Code), true
				break
			}
		}
	}
	return out
}

// keyword gives the first word of a sentence that by itself tells of an event, and the
// event's root.
func keyword(lex *lexicon.Lexicon, s syntax.Sentence) (entente.Span, entente.Root) {
	for _, t := range s.Tokens {
		for _, tag := range []string{"VBD", "NNS"} {
			for _, trigger := range lex.Heads(syntax.Lemma(t.Text, tag)) {
				if root := trigger.Pattern.Event; root != "" && len(trigger.Rest) == 0 {
					return entente.Span{t.Start, t.End}, root
				}
			}
		}
	}
	return entente.Span{}, ""
}
