package coder

import (
	"slices"

	"entente"
)

// How far back a report without a date may lie, in days, by the kind of story.
const (
	reportLag  = 1
	opinionLag = 31
)

// when gives the window of an act: a date that hangs on it; else one of the clause
// above; else, of an act known from before or told on about the same two, the day
// that it had; else the day of publication.
func (r *run) when(s *sentence, a *assigned, sc scope, b entente.Block) entente.Window {
	if d := s.dateOf(a); d != nil && !(takesIn(a.pattern().Event) && r.day.Known() && d.window.From > r.day) {
		return d.window // what is promised for a day was promised before it
	}
	if w, ok := r.sameAct(s, a, sc); ok {
		return w
	}
	if !r.day.Known() {
		return entente.Window{Basis: entente.Undated}
	}
	lag := entente.Day(reportLag)
	if r.story.Kind == entente.OpinionKind {
		lag = opinionLag
	}
	return known(r.day-lag, r.day, entente.Published)
}

// dateOf gives the expression of time that goes with a candidate, nil if none does.
func (s *sentence) dateOf(a *assigned) *dated {
	heads := a.heads(a.light)
	best, bestSteps := -1, 99
	for i := range s.dates {
		d := &s.dates[i]
		if d.purpose || !d.window.From.Known() {
			continue
		}
		for _, h := range heads {
			if steps := s.stepsUp(d, h, heads); steps >= 0 && steps < bestSteps {
				best, bestSteps = i, steps
			}
		}
	}
	if best >= 0 {
		return &s.dates[best]
	}
	if d := s.leadingDate(a); d != nil {
		return d
	}
	return s.dateAbove(a)
}

// leadingDate gives the date that opens the sentence ("In late June, …") for what
// stands before any other date of it.
func (s *sentence) leadingDate(a *assigned) *dated {
	if len(s.dates) == 0 {
		return nil
	}
	d := &s.dates[0]
	if d.first > 2 || d.purpose || !d.window.From.Known() || a.head < d.last || len(s.dates) > 1 && a.head > s.dates[1].first {
		return nil
	}
	for i := a.head; i >= 0; i = s.Tokens[i].Head {
		if s.Tokens[i].Rel == "acl:relcl" {
			return nil
		}
	}
	return d
}

// stepsUp counts the steps from i up to h, -1 if h is not above within five steps or
// a verb with its own subject stands between.
func (s *sentence) stepsUp(d *dated, h int, heads []int) int {
	i := d.head
	long := d.window.To-d.window.From > 100
	for steps := 0; steps <= 5 && i >= 0; steps++ {
		if i == h {
			return steps
		}
		if own := slices.Contains(heads, i); !own && steps > 0 {
			r := s.Tokens[i].Rel
			clause := r == "acl" || r == "acl:relcl" || s.rel(i) == "advcl" || s.rel(i) == "ccomp"
			if s.verb(i) && (s.has(i, "nsubj") || clause) || long && s.Tokens[i].UPOS == "NOUN" {
				return -1 // it dates another clause, or "the accord of 2015"
			}
		}
		i = s.Tokens[i].Head
	}
	return -1
}

// dateAbove gives the date of the clause that holds the candidate's clause.
func (s *sentence) dateAbove(a *assigned) *dated {
	i := a.head
	for steps := 0; steps < 5 && i >= 0; steps++ {
		if s.Tokens[i].Rel == "acl:relcl" || s.rel(i) == "ccomp" && s.finite(i) && steps > 1 {
			break
		}
		i = s.Tokens[i].Head
		if i < 0 {
			break
		}
		for k := range s.dates {
			d := &s.dates[k]
			if !d.purpose && d.window.From.Known() && s.stepsUp(d, i, []int{i}) >= 0 {
				return d
			}
		}
	}
	return nil
}

// sameAct gives the window of an earlier act of the story that this one is or
// belongs to: the same pair with the same word, or the same pair in the sentences
// that follow.
func (r *run) sameAct(s *sentence, a *assigned, sc scope) (entente.Window, bool) {
	if len(a.source) == 0 || sc.intended {
		return entente.Window{}, false
	}
	lemma := s.keyLemma(a)
	for i := len(r.acts) - 1; i >= 0; i-- {
		x := r.acts[i]
		if !x.happened || x.window.Basis == entente.Published || !x.window.From.Known() || !samePair(x, a) || r.longAgo(x.window) {
			continue
		}
		if x.lemma == lemma || x.root == a.pattern().Event || s.past(a) {
			return known(x.window.From, x.window.To, entente.Relative), true
		}
	}
	return entente.Window{}, false
}

// past reports whether a candidate's verb is in the simple past.
func (s *sentence) past(a *assigned) bool {
	v := a.head
	if a.light >= 0 {
		v = a.light
	}
	return s.Tokens[v].XPOS == "VBD" || s.passive(v) && s.anyChild(v, func(w string) bool { return w == "was" || w == "were" }, "aux")
}

// samePair reports whether an earlier act and this one are between the same two.
func samePair(x anchor, a *assigned) bool {
	first := a.source[0].actor.Code
	second := entente.Code("")
	if len(a.target) > 0 {
		second = a.target[0].actor.Code
	} else if len(a.source) > 1 {
		second = a.source[1].actor.Code
	}
	return x.source == first && x.target == second || x.source == second && x.target == first
}
