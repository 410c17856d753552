package dyad

import (
	"fmt"
	"slices"
	"strings"

	"entente"
)

// rule says in one sentence on what level and trend rest.
func (j *judgment) rule(tie *entente.Tie) string {
	parts := []string{j.levelWords(tie)}
	if w := j.trendWords(tie); w != "" {
		parts = append(parts, w)
	}
	if w := j.asideWords(); w != "" {
		parts = append(parts, w)
	}
	return strings.Join(parts, "; ")
}

func (j *judgment) levelWords(tie *entente.Tie) string {
	acts := actWords(tie.Acts)
	switch j.notes.level {
	case onViews:
		return "level from " + j.viewWords(ofLevel) + ", " + j.besideWords(tie, acts)
	case onActs:
		return "level from acts alone (" + acts + "), no assessment"
	case onTooFew:
		return "no level: acts (" + acts + ") without an assessment do not give one"
	}
	return "nothing is known: no assessment and no act that counts"
}

// besideWords says what the acts add to a level that rests on assessments.
func (j *judgment) besideWords(tie *entente.Tie, acts string) string {
	balance := tie.Acts.Balance
	switch {
	case balance == nil:
		return "no acts"
	case j.overturned(tie):
		return "acts (" + acts + ") outweigh them"
	case j.opposed(tie):
		return "acts (" + acts + ") point the other way and are read as change"
	case *balance**tie.Assessed.Level > 0:
		return "acts (" + acts + ") point the same way"
	}
	return "acts (" + acts + ") decide nothing beside them"
}

// overturned reports whether the level is not on the side that was assessed.
func (j *judgment) overturned(tie *entente.Tie) bool {
	return j.opposed(tie) && float64(*tie.Level)**tie.Assessed.Level < 0
}

func (j *judgment) trendWords(tie *entente.Tie) string {
	switch j.notes.trend {
	case trendViews:
		return "trend from " + j.viewWords(ofTrend)
	case trendTime:
		return "trend from the balance of acts, later against earlier"
	case trendAgainst:
		return "trend from acts that run against the assessed level"
	case trendWithheld:
		return "trend flat, for cooperation is only said not to be offered"
	}
	if j.notes.level == onNothing {
		return ""
	}
	return "no trend"
}

// asideWords tells of acts that hardly or do not count.
func (j *judgment) asideWords() string {
	avoided, past := 0, 0
	for _, x := range j.acts {
		if x.negated < 0 {
			avoided++
		}
		if x.past {
			past++
		}
	}
	var parts []string
	if n := j.withheld(); n > 0 {
		parts = append(parts, fmt.Sprintf("%d negated cooperative %s counted a little as cold", n, plural(n, "act")))
	}
	if avoided > 0 {
		parts = append(parts, fmt.Sprintf("%d negated conflictual %s counted a little as warm", avoided, plural(avoided, "act")))
	}
	if past > 0 {
		parts = append(parts, fmt.Sprintf("%d historical %s left out", past, plural(past, "act")))
	}
	return strings.Join(parts, ", ")
}

var holderWords = map[string]string{
	"author":   "an author",
	"document": "a document",
	"party":    "an actor about itself",
	"actor":    "an actor about others",
}

// viewWords counts the views that pick chooses and names their kinds of holder.
func (j *judgment) viewWords(pick func(view) *int) string {
	n := 0
	var kinds []string
	for _, v := range j.views {
		if pick(v) == nil {
			continue
		}
		n++
		word := holderWords[v.kind]
		if word == "" {
			word = "an unnamed source"
		}
		if !slices.Contains(kinds, word) {
			kinds = append(kinds, word)
		}
	}
	slices.Sort(kinds)
	return fmt.Sprintf("%d %s (%s)", n, plural(n, "assessment"), strings.Join(kinds, ", "))
}

func actWords(a entente.Acts) string {
	lean := "mixed"
	switch {
	case a.Balance == nil:
		return fmt.Sprint(a.Events)
	case *a.Balance > against:
		lean = "mostly cooperative"
	case *a.Balance < -against:
		lean = "mostly conflictual"
	}
	return fmt.Sprintf("%d, %s", a.Events, lean)
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}
