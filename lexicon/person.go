package lexicon

import (
	"strings"

	"entente"
)

// person reads a person with terms.
func (b *loader) person(bl block) {
	kind, rest := bl.word()
	names := list(rest)
	if kind != "person" || len(names) == 0 {
		b.fail(bl.head.pos, "", "a block of people is written person NAME | short form")
		return
	}
	p := &Person{Name: names[0]}
	for _, l := range bl.body {
		t, msg := parseTerm(l.text)
		if msg != "" {
			b.fail(l.pos, p.Name, "%s", msg)
			continue
		}
		b.needs(t.Code, p.Name, l.pos)
		p.Terms = append(p.Terms, t)
	}
	if len(p.Terms) == 0 {
		if len(bl.body) == 0 {
			b.fail(bl.head.pos, p.Name, "has no term")
		}
		return
	}
	b.people = append(b.people, p)
	for i, s := range names {
		form := Proper
		if text, _, _ := strings.Cut(s, " ["); i > 0 && !strings.Contains(text, " ") {
			form = Short
		}
		e := Entry{Form: form, Class: Human, Code: p.Terms[0].Code, Sector: p.Terms[0].Sector, Name: p.Name, Person: p}
		b.addNames(p.Name, s, bl.head.pos, e)
	}
}

// offices are the kinds of office a term may name.
var offices = []string{"state", "government", "foreign", "defence", "finance", "deputy", "head", "other"}

// parseTerm reads "RUS GOV state 2012-05-07.. day president"; it says what is wrong
// in words, "" if nothing is.
func parseTerm(s string) (Term, string) {
	f := strings.Fields(s)
	if len(f) < 5 {
		return Term{}, "a term is written CODE SECTOR OFFICE FROM..TO day|month title"
	}
	t := Term{Code: entente.Code(f[0]), Sector: entente.Sector(f[1]), Office: f[2], Title: strings.Join(f[5:], " ")}
	if t.Code == "-" { // no state or organisation stands behind the post
		t.Code = ""
	}
	known := false
	for _, o := range offices {
		known = known || o == t.Office
	}
	if !known {
		return t, "unknown office " + quote(t.Office) + Near(t.Office, offices)
	}
	days, err := parseDays(f[3])
	if err != nil {
		return t, err.Error()
	}
	if !days.From.Known() {
		return t, "a term needs a first day"
	}
	t.Days = days
	switch f[4] {
	case "day":
		t.Sure = true
	case "month":
	default:
		return t, "a term is sure to the day or to the month, not " + quote(f[4])
	}
	return t, ""
}

func quote(s string) string { return "\"" + s + "\"" }
