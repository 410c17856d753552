package coder

import "entente"

// ago reads "three days ago", "a few weeks before the summit", "two days later",
// "a week after the talks".
func (s *sentence) ago(cal calendar, t *telling, i int) (dated, int) {
	low, high, n := s.amount(i)
	if high == 0 {
		return dated{}, 0
	}
	days, ok := unit(s.w(i + n))
	if !ok {
		return dated{}, 0
	}
	n++
	before, after := entente.Day(low*days), entente.Day(high*days)
	switch w := s.w(i + n); w {
	case "ago":
		if !cal.day.Known() {
			return dated{}, 0
		}
		slack := slackOf(days)
		return dated{window: known(cal.day-after-slack, min(cal.day, cal.day-before+slack), entente.Relative)}, n + 1
	case "earlier", "before", "prior", "previously":
		a, ok := t.anchorAt(s, i+n+1, cal)
		if !ok {
			return dated{}, 0
		}
		slack := slackOf(days)
		return dated{window: known(a.From-after-slack, min(a.From, a.From-before+slack), entente.Relative)}, n + 1
	case "since": // "thirty years since the invasion"
		if !cal.day.Known() || days < 300 || low < high {
			return dated{}, 0
		}
		return dated{window: known(cal.day-after-slackOf(days), cal.day-before+slackOf(days), entente.Relative)}, n
	case "later", "after", "afterwards":
		a, ok := t.anchorAt(s, i+n+1, cal)
		if !ok || a.Basis == entente.Published { // what comes later than the story is not told in it
			return dated{}, 0
		}
		slack := slackOf(days)
		return dated{window: known(max(a.From, a.From+before-slack), a.From+after+slack, entente.Relative)}, n + 1
	}
	return dated{}, 0
}

// slackOf gives how loosely a count of units is meant, in days.
func slackOf(days int) entente.Day {
	switch {
	case days >= 365:
		return 183
	case days >= 30:
		return 15
	case days >= 7:
		return 3
	}
	return 0
}

// amount reads how many: "three", "a few", "several"; of "days" alone, which takes no
// token more, one to six. High is 0 if none is told.
func (s *sentence) amount(i int) (low, high, n int) {
	for w := s.w(i + n); w == "just" || w == "only" || w == "about" || w == "nearly" || w == "almost" || w == "some"; w = s.w(i + n) {
		n++
	}
	switch w := s.w(i + n); {
	case w == "a" && s.w(i+n+1) == "few", w == "a" && s.w(i+n+1) == "couple":
		if s.w(i+n+2) == "of" {
			n++
		}
		return 2, 8, n + 2
	case w == "few", w == "several", w == "many":
		return 2, 8, n + 1
	case w == "days", w == "weeks", w == "months", w == "hours":
		return 1, 6, n
	}
	if v, ok := s.number(i + n); ok {
		return v, v, n + 1
	}
	return 0, 0, 0
}

// anchorAt gives the day to which "before" or "later" leans: the act named after
// it, else the last dated act of the story, else the day of publication.
func (t *telling) anchorAt(s *sentence, i int, cal calendar) (entente.Window, bool) {
	for j := i; j < min(len(s.Tokens), i+4); j++ {
		for k := len(t.acts) - 1; k >= 0; k-- {
			if a := t.acts[k]; a.happened && a.lemma != "" && a.lemma == s.Tokens[j].Lemma && a.window.From.Known() {
				return a.window, true
			}
		}
	}
	for k := len(t.acts) - 1; k >= 0; k-- {
		if w := t.acts[k].window; t.acts[k].happened && (w.Basis == entente.Explicit || w.Basis == entente.Relative) {
			return w, true
		}
	}
	return known(cal.day, cal.day, entente.Published), cal.day.Known()
}

// sameTime reads "simultaneously with the summit", "the same day", "the day after":
// the day of the act it leans on, give or take a week for the loose ones.
func (s *sentence) sameTime(cal calendar, t *telling, i int) (dated, int) {
	n, slack, shift := 0, entente.Day(0), entente.Day(0)
	switch {
	case s.w(i) == "simultaneously", s.w(i) == "concurrently":
		n, slack = 1, 3
	case (s.w(i) == "next" || s.w(i) == "following") && s.w(i+1) == "day":
		n, shift = 2, 1
	case s.w(i) == "day" && (s.w(i+1) == "before" || s.w(i+1) == "earlier") && (s.w(i-1) == "the" || s.w(i-1) == "a"):
		n, shift = 2, -1
	case s.w(i) == "day" && (s.w(i+1) == "after" || s.w(i+1) == "later") && (s.w(i-1) == "the" || s.w(i-1) == "a"):
		n, shift = 2, 1
	case s.w(i) == "same" && (s.w(i+1) == "day" || s.w(i+1) == "date"):
		n = 2
	case s.w(i) == "same" && s.w(i+1) == "week":
		n, slack = 2, 6
	case s.w(i) == "that" && s.w(i+1) == "day" && s.w(i-1) != "of":
		n = 2
	default:
		return dated{}, 0
	}
	a, ok := t.anchorAt(s, i+n, cal)
	if !ok || a.Basis == entente.Published {
		return dated{}, 0
	}
	return dated{window: known(a.From-slack+shift, a.To+slack+shift, entente.Relative)}, n
}
