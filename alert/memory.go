package alert

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"entente"
)

// Memory is what is known of earlier alerts, from one run to the next. The zero Memory
// knows of none.
type Memory struct {
	Day    entente.Day            `json:"day,omitzero"` // to which the counts belong
	Sent   int                    `json:"sent,omitempty"`
	ByRule map[string]int         `json:"by_rule,omitempty"`
	Raised map[string]entente.Day `json:"raised,omitempty"` // ids of alerts, and what they were like, with the last day
	Held   []Alert                `json:"held,omitempty"`   // for the digest of Day
	More   int                    `json:"more,omitempty"`   // held back beyond those
}

// Message is what goes to a target: an alert or a digest.
type Message struct {
	To     string // the target's name
	Alert  *Alert
	Digest *Digest
}

// Body is what is sent: the alert or the digest.
func (m Message) Body() any {
	if m.Alert != nil {
		return m.Alert
	}
	return m.Digest
}

// ID is that of the alert or the digest.
func (m Message) ID() string {
	if m.Alert != nil {
		return m.Alert.ID
	}
	return m.Digest.ID
}

// Text is what is sent in one line.
func (m Message) Text() string {
	if m.Alert != nil {
		return m.Alert.Text
	}
	return m.Digest.Text
}

// Digest is what was held back on a day.
type Digest struct {
	Kind    string      `json:"kind"` // always "digest"
	ID      string      `json:"id"`
	Day     entente.Day `json:"day"`
	Text    string      `json:"text"`
	Alerts  []Alert     `json:"alerts"`
	LeftOut int         `json:"alerts_left_out,omitempty"`
}

// Tally says what became of alerts.
type Tally struct {
	Sent  int `json:"sent"`
	Held  int `json:"held"`  // over a cap, or like one just sent: in the digest
	Muted int `json:"muted"` // by the rules
	Known int `json:"known"` // raised before
}

const (
	mostHeld    = 200 // alerts that a digest shows
	forgetAfter = 120 // days after which an alert may be raised again
)

// Take holds alerts of a day to the rules' bounds: what is to be sent now, the digest
// of an earlier day first. The memory is changed. The day before the last one counts as
// the last one, for days turn at other hours elsewhere; one that lies further back means
// that the clock was wrong, and begins anew.
func (m *Memory) Take(rules Rules, day entente.Day, raised []Alert) ([]Message, Tally) {
	out := m.turn(rules, day)
	var tally Tally
	for _, a := range raised {
		_, known := m.Raised[a.ID]
		switch {
		case muted(rules.Mutes, a, m.Day):
			tally.Muted++
			continue // and not remembered: a mute that ends lets the next one through
		case known:
			tally.Known++
			continue
		}
		rule := rules.rule(a.Rule)
		if rule.Hold || m.like(a, rules.Again) || m.Sent >= rules.Cap || rule.Cap > 0 && m.ByRule[a.Rule] >= rule.Cap {
			tally.Held++
			m.hold(a)
		} else {
			tally.Sent++
			m.count(a)
			out = append(out, toAll(rules, rule, a)...)
		}
		m.Raised[a.ID] = m.Day
	}
	return out, tally
}

// turn begins a new day: the digest of the last one goes out, the counts are set back.
func (m *Memory) turn(rules Rules, day entente.Day) []Message {
	if m.Raised == nil {
		m.Raised = map[string]entente.Day{}
	}
	if day <= m.Day && m.Day-day <= 1 {
		return nil
	}
	var out []Message
	if rules.Digest {
		out = digests(rules, m.Day, m.Held, m.More)
	}
	m.Day, m.Sent, m.ByRule, m.Held, m.More = day, 0, map[string]int{}, nil, 0
	maps.DeleteFunc(m.Raised, func(_ string, last entente.Day) bool { return day-last > forgetAfter })
	for id, last := range m.Raised {
		m.Raised[id] = min(last, day)
	}
	return out
}

func (m *Memory) count(a Alert) {
	m.Sent++
	if m.ByRule == nil {
		m.ByRule = map[string]int{}
	}
	m.ByRule[a.Rule]++
	m.Raised[likeness(a)] = m.Day
}

func (m *Memory) hold(a Alert) {
	if len(m.Held) < mostHeld {
		m.Held = append(m.Held, a)
	} else {
		m.More++
	}
}

// like reports whether an alert of the same rule on the same actors and act was sent
// within so many days.
func (m *Memory) like(a Alert, days int) bool {
	last, ok := m.Raised[likeness(a)]
	return ok && m.Day-last < entente.Day(days)
}

// likeness is what two alerts share that say nearly the same.
func likeness(a Alert) string {
	actors := slices.Clone(a.Actors)
	if !a.Directed {
		slices.Sort(actors)
	}
	parts := []string{"like", a.Rule, string(a.Root), a.From, a.Into}
	for _, c := range actors {
		parts = append(parts, string(c))
	}
	return strings.Join(parts, " ")
}

func muted(mutes []Mute, a Alert, day entente.Day) bool {
	return slices.ContainsFunc(mutes, func(m Mute) bool {
		return (!m.Until.Known() || day <= m.Until) &&
			(len(m.Rules) == 0 || slices.Contains(m.Rules, a.Rule)) &&
			(m.When == "" || m.When == a.When) &&
			(len(m.Roots) == 0 || slices.Contains(m.Roots, a.Root)) &&
			!slices.ContainsFunc(m.Pair, func(c entente.Code) bool { return !slices.Contains(a.Actors, c) })
	})
}

func (r Rules) rule(name string) Rule {
	i := slices.IndexFunc(r.Rules, func(x Rule) bool { return x.Name == name })
	if i < 0 {
		return Rule{}
	}
	return r.Rules[i]
}

// targets of a rule: those it names, else all.
func (r Rules) targets(rule Rule) []string {
	if len(rule.To) > 0 {
		return rule.To
	}
	var out []string
	for _, t := range r.Targets {
		out = append(out, t.Name)
	}
	return out
}

func toAll(rules Rules, rule Rule, a Alert) []Message {
	var out []Message
	for _, to := range rules.targets(rule) {
		out = append(out, Message{To: to, Alert: &a})
	}
	return out
}

// digests gives each target what was held back for it.
func digests(rules Rules, day entente.Day, held []Alert, more int) []Message {
	var out []Message
	for _, t := range rules.Targets {
		d := Digest{Kind: "digest", ID: idOf("digest", t.Name, day.String()), Day: day, LeftOut: more}
		for _, a := range held {
			if slices.Contains(rules.targets(rules.rule(a.Rule)), t.Name) {
				d.Alerts = append(d.Alerts, a)
			}
		}
		if len(d.Alerts) > 0 {
			d.Text = fmt.Sprintf("held back on %s: %d", day, len(d.Alerts)+more)
			out = append(out, Message{To: t.Name, Digest: &d})
		}
	}
	return out
}
