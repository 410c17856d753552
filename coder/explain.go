package coder

import (
	"entente"
	"entente/syntax"
)

// Decision tells of one candidate, or of a sentence without any, what became of it.
type Decision struct {
	Story    string         `json:"story"`
	Stream   entente.Stream `json:"stream"`
	Sentence int            `json:"sentence"`
	Start    int            `json:"start"` // of the sentence, in the story's text
	End      int            `json:"end"`
	Pattern  string         `json:"pattern,omitempty"`
	Trigger  string         `json:"trigger,omitempty"` // the words that matched
	Head     *entente.Span  `json:"head,omitempty"`    // the word on which the trigger hangs, in the story's text
	Outcome  string         `json:"outcome"`           // "found", or why not
	Weighed  []Weighing     `json:"weighed,omitempty"` // what the judge made of it, pair by pair
}

// decide keeps a decision if a trace was asked for.
func (r *run) decide(b entente.Block, index int, sen syntax.Sentence, c *candidate, outcome string) {
	if !r.opt.Trace {
		return
	}
	d := Decision{Story: r.story.ID, Stream: b.Stream, Sentence: index, Start: b.Start + sen.Start, End: b.Start + sen.End, Outcome: outcome}
	if c != nil {
		d.Pattern = c.pattern().Name
		d.Trigger = sen.Tokens[c.head].Text
		d.Head = &entente.Span{b.Start + sen.Tokens[c.head].Start, b.Start + sen.Tokens[c.head].End}
		for _, k := range c.slots {
			d.Trigger += " … " + sen.Tokens[k].Text
		}
	}
	d.Weighed, r.weighed = r.weighed, nil
	r.result.Decisions = append(r.result.Decisions, d)
}
