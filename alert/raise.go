package alert

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"entente"
)

// Change is what is different at a second look at a history.
type Change struct {
	Day    entente.Day     // of the second look
	Events []entente.Event // with their reports, none of which was known at the first look
	Turns  []Turn
	Swings []Swing
	Shifts []Shift

	Surprises map[string]entente.Surprise // of the events, by id, where a pair has a history
	Published map[string]entente.Day      // of the stories that are cited
}

// Turn is how a pair stood and stands, and the evidence that was new.
type Turn struct {
	Before entente.Tie
	After  entente.Tie
	Cites  []Cite
}

// Swing is a break in how many acts of one side are told of a pair, in either direction, as
// it was seen on the last day that was counted, and the sentences of the acts that made it.
type Swing struct {
	A, B entente.Code
	Side entente.Side
	entente.Alarm
	Cites []Cite
}

// Rate is how a swing is told.
type Rate struct {
	Side   entente.Side `json:"side"`
	Before float64      `json:"before"` // acts a day, at what is read at present
	After  float64      `json:"after"`
	Since  entente.Day  `json:"since"` // the likeliest day of the break
	Seen   entente.Day  `json:"seen"`  // the last day that was counted
}

// Shift is what a triangle was and is, and the evidence that was new.
type Shift struct {
	Before entente.Triangle
	After  entente.Triangle
	Cites  []Cite
}

// Cite is a sentence on which an alert rests.
type Cite struct {
	ID        string      `json:"id"` // of a report or an assessment
	Story     string      `json:"story"`
	Published entente.Day `json:"published"`
	URL       string      `json:"url,omitempty"`
	Quote     string      `json:"quote"`
}

// Alert is one thing that a rule wants to be told.
type Alert struct {
	Kind     string            `json:"kind"` // always "alert"
	ID       string            `json:"id"`   // of the same thing by the same rule always the same
	Rule     string            `json:"rule"`
	When     Kind              `json:"when"`
	Day      entente.Day       `json:"day"` // on which it was raised
	Text     string            `json:"text"`
	Actors   []entente.Code    `json:"actors"`
	Root     entente.Root      `json:"root,omitempty"`
	Event    string            `json:"event,omitempty"` // its id
	Date     entente.Day       `json:"date,omitzero"`   // of the event
	Status   entente.Status    `json:"status,omitempty"`
	From     string            `json:"from,omitempty"` // what a pair's level or trend, or a triangle's type, was
	Into     string            `json:"into,omitempty"` // and is
	P        float64           `json:"p,omitempty"`    // of what is
	Rate     *Rate             `json:"rate,omitempty"` // of a break in how much a pair does
	Surprise *entente.Surprise `json:"surprise,omitempty"`
	Cites    []Cite            `json:"cites"`
	LeftOut  int               `json:"cites_left_out,omitempty"`
	Directed bool              `json:"directed,omitempty"` // the first actor acted on the second
}

// mostCites is how many sentences an alert shows.
const mostCites = 10

// Raise holds a change to the rules, in their order, and names actors by the function.
func Raise(rules Rules, c Change, name func(entente.Code) string) []Alert {
	var out []Alert
	for _, r := range rules.Rules {
		switch r.When {
		case OfEvent:
			for i := range c.Events {
				if a, ok := r.ofEvent(&c.Events[i], c.Day, rules.Fresh, name); ok {
					out = append(out, a)
				}
			}
		case OfSurprise:
			for i := range c.Events {
				if a, ok := r.ofSurprise(&c.Events[i], c, rules.Fresh, name); ok {
					out = append(out, a)
				}
			}
		case OfBreak:
			for _, t := range c.Turns {
				out = append(out, r.ofBreak(t, c.Day, name)...)
			}
			for _, s := range c.Swings {
				if a, ok := r.ofSwing(s, c.Day, rules.Fresh, name); ok {
					out = append(out, a)
				}
			}
		case OfTriangle:
			for _, s := range c.Shifts {
				if a, ok := r.ofTriangle(s, c.Day, name); ok {
					out = append(out, a)
				}
			}
		}
	}
	for _, a := range out {
		for i := range a.Cites {
			a.Cites[i].Published = c.Published[a.Cites[i].Story]
		}
	}
	return out
}

// ofEvent gives the alert of an event that a rule is about. The report that matches
// speaks for it; the other reports are cited after it.
func (r Rule) ofEvent(e *entente.Event, today entente.Day, fresh int, name func(entente.Code) string) (Alert, bool) {
	i := slices.IndexFunc(e.Reports, func(x entente.Report) bool { return r.fits(x) })
	if i < 0 || len(e.Reports) < max(1, r.Least) {
		return Alert{}, false
	}
	lead := e.Reports[i]
	if lead.DateTo.Known() && today-lead.DateTo > entente.Day(fresh) {
		return Alert{}, false
	}
	a := Alert{Kind: "alert", Rule: r.Name, When: r.When, Day: today, Root: lead.Plover.Event, Event: e.ID, Date: lead.Date, Status: lead.Status,
		Actors: []entente.Code{lead.Source.Code, lead.Target.Code}, Directed: !lead.Reciprocal}
	arrow := " → "
	if lead.Reciprocal {
		arrow = " and "
	}
	a.Text = fmt.Sprintf("%s%s%s: %s (%s)", called(name, lead.Source), arrow, called(name, lead.Target), lead.Plover.Event, lead.Status)
	if lead.Date.Known() {
		a.Text += ", " + lead.Date.String()
	}
	a.cite(append([]Cite{citeOf(lead)}, citesOf(e.Reports, lead.Report)...))
	a.ID = idOf(r.Name, e.ID)
	return a, true
}

// ofSurprise gives the alert of an event that a rule is about and that is unusual enough
// for a pair of which enough was told.
func (r Rule) ofSurprise(e *entente.Event, c Change, fresh int, name func(entente.Code) string) (Alert, bool) {
	s, ok := c.Surprises[e.ID]
	if !ok || s.Acts < max(1, cmp.Or(r.History, DefaultHistory)) || s.Bits < float64(cmp.Or(r.Bits, DefaultBits)) {
		return Alert{}, false
	}
	a, ok := r.ofEvent(e, c.Day, fresh, name)
	a.Surprise = &s
	a.Text += fmt.Sprintf("; %.1f bits: %d of %d acts in %d days of news since %s", s.Bits, s.Times, s.Acts, s.Days, s.Since)
	if s.Last.Known() {
		a.Text += ", the last on " + s.Last.String()
	}
	return a, ok
}

// called names an actor, by the text's own words where no code is known.
func called(name func(entente.Code) string, a entente.Actor) string {
	switch {
	case a.Code != "":
		return name(a.Code)
	case a.Name != "":
		return a.Name
	case a.Raw != "":
		return a.Raw
	}
	return "nobody named"
}

func citeOf(r entente.Report) Cite {
	return Cite{ID: r.Report, Story: r.Story, URL: r.Citation.URL, Quote: r.Citation.Quote}
}

func citesOf(reports []entente.Report, but string) []Cite {
	var out []Cite
	for _, r := range reports {
		if r.Report != but {
			out = append(out, citeOf(r))
		}
	}
	return out
}

// fits reports whether a report is what the rule is about.
func (r Rule) fits(x entente.Report) bool {
	status := x.Status == entente.Fact || x.Status == entente.Reported
	if len(r.Status) > 0 {
		status = slices.Contains(r.Status, x.Status)
	}
	return status && x.Stream.Counts() &&
		(len(r.Roots) == 0 || slices.Contains(r.Roots, x.Plover.Event)) &&
		(len(r.Quads) == 0 || slices.Contains(r.Quads, x.Quad)) &&
		(len(r.Contexts) == 0 || slices.ContainsFunc(x.Plover.Contexts, func(c string) bool { return slices.Contains(r.Contexts, c) })) &&
		(len(r.Pairs) == 0 || slices.ContainsFunc(r.Pairs, func(p []entente.Code) bool { return r.between(p, x) }))
}

// between reports whether a report is about a pair, or an actor with whomever.
func (r Rule) between(pair []entente.Code, x entente.Report) bool {
	from, to := x.Source.Code, x.Target.Code
	both := !r.Directed || x.Reciprocal
	if len(pair) == 1 {
		return from == pair[0] || both && to == pair[0]
	}
	return from == pair[0] && to == pair[1] || both && from == pair[1] && to == pair[0]
}

// ofBreak gives the alerts of a pair that stands differently: of its level, and of its
// trend if the rule wants it. From or to what is not known nothing breaks.
func (r Rule) ofBreak(t Turn, today entente.Day, name func(entente.Code) string) []Alert {
	pair := inOrder(t.After.A, t.After.B)
	if !r.names(pair) {
		return nil
	}
	var out []Alert
	add := func(what string, before, after *int, words [3]string, p float64) {
		if before == nil || after == nil || *before == *after {
			return
		}
		a := Alert{Kind: "alert", Rule: r.Name, When: OfBreak, Day: today, Actors: pair[:], From: words[*before+1], Into: words[*after+1], P: p}
		a.Text = fmt.Sprintf("%s and %s: %s from %s to %s", name(pair[0]), name(pair[1]), what, a.From, a.Into)
		a.cite(t.Cites)
		a.ID = idOf(r.Name, string(pair[0]), string(pair[1]), what, a.From, a.Into, today.String())
		out = append(out, a)
	}
	add("level", t.Before.Level, t.After.Level, [3]string{"adversarial", "neutral", "friendly"}, t.After.LevelP())
	if r.Trend {
		add("trend", t.Before.Trend, t.After.Trend, [3]string{"worsening", "steady", "improving"}, 0)
	}
	return out
}

// names reports whether a rule of breaks names a pair, in whatever order.
func (r Rule) names(pair [2]entente.Code) bool {
	return slices.ContainsFunc(r.Pairs, func(p []entente.Code) bool { return inOrder(p[0], p[1]) == pair })
}

// ofSwing gives the alert of a pair that does more or less than it did, if the rule wants
// it and the last day counted is no older than what raises alerts may be.
func (r Rule) ofSwing(s Swing, today entente.Day, fresh int, name func(entente.Code) string) (Alert, bool) {
	pair := inOrder(s.A, s.B)
	if !r.Rate || !r.names(pair) || today-s.Day > entente.Day(fresh) {
		return Alert{}, false
	}
	into := "more " + string(s.Side)
	if s.After < s.Before {
		into = "less " + string(s.Side)
	}
	a := Alert{Kind: "alert", Rule: r.Name, When: OfBreak, Day: today, Actors: pair[:], Into: into, P: s.Chance,
		Rate: &Rate{Side: s.Side, Before: s.Before, After: s.After, Since: s.From, Seen: s.Day}}
	a.Text = fmt.Sprintf("%s and %s: %s since about %s: %.2g acts a day, %.2g before (probability %.2f)", name(pair[0]), name(pair[1]), into, s.From, s.After, s.Before, s.Chance)
	a.cite(s.Cites)
	a.ID = idOf(r.Name, string(pair[0]), string(pair[1]), "rate", into, s.From.String())
	return a, true
}

// ofTriangle gives the alert of a triangle that has become another. One that was or
// is incomplete has no type that could have changed.
func (r Rule) ofTriangle(s Shift, today entente.Day, name func(entente.Code) string) (Alert, bool) {
	before, after := s.Before.Shape, s.After.Shape
	least := r.Certain
	if least == 0 {
		least = .5
	}
	if sorted(r.Corners) != sorted(s.After.Corners) || before == after || before == entente.Incomplete || after == entente.Incomplete || s.After.P[after] < least {
		return Alert{}, false
	}
	corners := sorted(s.After.Corners)
	a := Alert{Kind: "alert", Rule: r.Name, When: OfTriangle, Day: today, Actors: corners[:], From: string(before), Into: string(after), P: s.After.P[after]}
	a.Text = fmt.Sprintf("%s, %s and %s: from %s to %s", name(corners[0]), name(corners[1]), name(corners[2]), before, after)
	a.cite(s.Cites)
	a.ID = idOf(r.Name, string(corners[0]), string(corners[1]), string(corners[2]), a.From, a.Into, today.String())
	return a, true
}

// cite keeps the first sentences and counts the others.
func (a *Alert) cite(all []Cite) {
	n := min(len(all), mostCites)
	a.Cites, a.LeftOut = slices.Concat([]Cite{}, all[:n]), len(all)-n
}

func idOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return "al_" + hex.EncodeToString(sum[:8])
}
