package coder

import (
	"math"

	"entente"
	"entente/lexicon"
)

// leastConfidence is how likely an event that the judge has weighed must be right to be
// told at all: below it more are wrong than a reader would forgive, and leaving them out
// costs nothing of pair and root together (docs/accuracy.md).
const leastConfidence = .28

// leastUnweighed is the same for an act that the network alone names and of which an actor
// is understood from other sentences, so that there is nothing the judge could be asked:
// one in ten of those below it is right.
const leastUnweighed = .45

// leastAlone is the same for an event that only the judge finds or whose actors are of one
// state, leastBeside where a rule has found another by the same word, leastAtScene where
// an actor only says where it happens.
const (
	leastBeside  = .58
	leastAlone   = .30
	leastAtScene = .75
)

// least gives how likely an event must be right to be told.
func (s *sentence) least(a *assigned, p pairOf, weighed bool) float64 {
	judged := a.way == "judged"
	switch {
	case judged && (s.scene(p.source) || s.scene(p.target)):
		return leastAtScene
	case judged && s.filed[a.head]:
		return leastBeside
	case judged, p.inner() && weighed:
		return leastAlone
	case weighed:
		return leastConfidence
	case a.learned && s.story.tools.Judge != nil:
		return leastUnweighed
	}
	return 0
}

// worth is what a report's confidence is read from: a logistic regression on whether pair
// and root are right, fitted to 800 paragraphs of real news that the judge has not learned
// from, when nothing was left untold yet. training/judge/calibrate.py measures how far it
// holds.
var worth = struct {
	none, rules, weighed, act, root float64 // root and act: by the logarithm of their odds
	context, marked, judged         float64 // the way in which the actors were found
	other                           float64 // the judge finds another root likelier
	named                           float64 // only the network names the word
	beside                          float64 // only the judge finds it, and a rule another by the same word
	inner                           float64 // both are of one state
}{-.71, .32, 1.85, .06, .62, .80, -.05, -1.64, 0, -1.30, -1.35, -.37}

// confidence gives how likely a report's pair and root are right; without a judge it is
// what the rules alone give, which is no likelihood. Beside says that a rule has filed
// another event by the word of one that only the judge finds.
func confidence(a *assigned, p pairOf, j *entente.Judgement, judged, beside bool) float64 {
	if !judged {
		return rulesTrust(a, p)
	}
	z := worth.none + worth.rules*rulesTrust(a, p)
	if j != nil {
		z += worth.weighed + worth.act*odds(j.Act) + worth.root*odds(j.Root)
		if j.Best != "" {
			z += worth.other
		}
	}
	switch a.way {
	case "context":
		z += worth.context
	case "marked":
		z += worth.marked
	case "judged":
		z += worth.judged
	}
	if a.learned && a.way != "judged" {
		z += worth.named
	}
	if beside {
		z += worth.beside
	}
	if p.inner() {
		z += worth.inner
	}
	return math.Round(100/(1+math.Exp(-z))) / 100
}

// odds is the logarithm of a likelihood's odds, kept within bounds.
func odds(p float64) float64 { return math.Log((p + .01) / (1.01 - p)) }

// rulesTrust starts from what reading the tree usually gives and falls with each step
// away from it.
func rulesTrust(a *assigned, p pairOf) float64 {
	c := 85
	if a.way != "tree" {
		c -= 20
	}
	if p.source.weak {
		c -= 10
	}
	if p.target.weak {
		c -= 10
	}
	if a.pattern().Lower {
		c -= 20
	}
	if a.trigger.Kind == lexicon.NounTrigger {
		c -= 5
	}
	return float64(c) / 100
}
