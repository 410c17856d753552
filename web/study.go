package web

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/ask"
	"entente/report"
)

// studyView is what lies behind a triangle's type.
type studyView struct {
	Bend   string
	Gains  []gainRow
	Turns  []turnView
	Wedges []wedgeView
	Quiet  []string // where no wedge is seen, and why
	Hedges []hedgeRow
	Uneven []unevenView
	Issues []issueRow
	Lands  []landRow
	Mix    []mixRow
	Notes  []string
}

// gainRow is what an actor has of a triangle and what would better it.
type gainRow struct {
	Name, Role, P    string
	Expected, Spread string
	Gain             string
}

// turnView is a change of type with the ties that made it.
type turnView struct {
	When, Before, After, Firm string
	Href                      string
	Crossed                   []crossView
}

type crossView struct {
	Pair, Href, Words string
	Quotes            []quote
}

// estimateView is an estimate drawn on a scale from -1 to 1, or of a whole group of them.
type estimateView struct {
	Name, Value, Between string
	Lo, Mid, Hi          float64 // parts of a hundred
	Tone                 string
	None                 bool
}

type wedgeView struct {
	Title, Verdict, Why, When string
	Parts                     []estimateView
	Scale                     string
	Known                     bool // there is an earlier time to hold it against
	For                       []statementGroup
	Acts                      []quote
}

type statementGroup struct {
	Reading string
	N       int
	All     []statementView
}

type statementView struct {
	By, Phrase string
	Quotes     []quote
}

type hedgeRow struct {
	Actor, Between, Rivals, Why string
	Parts                       []estimateView
}

// unevenView holds two actors against each other, part by part.
type unevenView struct {
	Pair, Href, A, B string
	Verdict          string
	Junior           bool
	Parts            []partRow
	Index            *partRow
}

type partRow struct {
	estimateView
	Unit, P, State, Basis, N string
	Measured                 bool
	Quotes                   []quote
}

type issueRow struct {
	Issue, Type, P string
	Events         int
	Href           string
	Signs          []signCell
}

type signCell struct{ Sign, Tone, P, Pair string }

type landRow struct {
	Pair, Land, Role, Share, Material string
	Events                            int
	Quotes                            []quote
}

type mixRow struct {
	Without, Type, P, Shift string
	Stories                 int
	Turns                   bool
}

func (s *Server) studyView(r *request, corners [3]entente.Code) (studyView, error) {
	t, err := s.Study(r.Context(), r.scope, corners)
	if err != nil {
		return studyView{}, err
	}
	l := r.link()
	v := studyView{Bend: s.bendSays(l, t.Bend)}
	for _, c := range t.Corners {
		v.Gains = append(v.Gains, s.gainRow(l, &t.Study, c))
	}
	for i := range t.Turns {
		v.Turns = append(v.Turns, s.turnView(r.Context(), l, t, &t.Turns[i]))
	}
	s.wedges(r.Context(), l, t, &v)
	for i := range t.Hedges {
		if h := &t.Hedges[i]; h.Value != nil {
			v.Hedges = append(v.Hedges, s.hedgeRow(l, t.Corners, h))
		}
	}
	for i := range t.Asymmetry {
		v.Uneven = append(v.Uneven, s.unevenView(r.Context(), l, t, &t.Asymmetry[i]))
	}
	s.areas(l, t, &v)
	for _, m := range t.Mix {
		v.Mix = append(v.Mix, mixRow{upper(s.sourcesNamed(l, m.Kind, m.Without)), l.term(string(m.Shape)), l.prob(m.P[m.Shape]), l.prob(m.Shift), m.Stories, m.Shape != t.Shape})
	}
	for _, n := range t.Notes {
		v.Notes = append(v.Notes, upper(flat(n)))
	}
	return v, nil
}

// sourcesNamed names the sources that are left out.
func (s *Server) sourcesNamed(l linker, kind, which string) string {
	switch kind {
	case "opinion":
		return l.t("opinion")
	case "country":
		return l.t("outlets of %s", s.in(entente.Code(which)))
	}
	return l.term(kind) + " " + flat(which)
}

// bendSays tells the fewest acts that would turn the type.
func (s *Server) bendSays(l linker, b *entente.Bend) string {
	if b == nil {
		return ""
	}
	kind := l.term("cooperation")
	if b.Conflict {
		kind = l.term("conflict")
	}
	return l.t("The fewest acts that would turn it today: %s points of %s between %s, and it would be %s.", l.amount(b.Points), kind, l.and(s.in(b.A), s.in(b.B)), l.article(b.Shape))
}

// worded puts the names of actors into words that came with their codes.
func (s *Server) worded(text string, corners ...entente.Code) string {
	words := strings.Fields(flat(text))
	for i, w := range words {
		bare := strings.TrimSuffix(strings.Trim(w, ",;:.()"), "'s")
		for _, c := range corners {
			if c != "" && bare == string(c) {
				words[i] = strings.Replace(w, bare, s.in(c), 1)
			}
		}
	}
	return strings.Join(words, " ")
}

func (s *Server) gainRow(l linker, t *entente.Study, c entente.Code) gainRow {
	u := t.Utility[c]
	row := gainRow{Name: s.Name(c), Role: l.term(string(t.Roles[c])), Expected: l.signed(u.Expected), Spread: l.places(u.Spread, 1)}
	if row.Role == "" {
		row.Role = l.t("no role while the type is open")
	} else {
		row.P = l.prob(t.RoleP[c][t.Roles[c]])
	}
	best := 0.
	for _, d := range t.Corners {
		if g, ok := u.Gain[d]; ok && g > best {
			best, row.Gain = g, l.t("a sure friend in %s, %s", s.in(d), l.signed(g))
		}
	}
	if u.Divide > best {
		row.Gain = l.t("sure enmity of the others, %s", l.signed(u.Divide))
	}
	return row
}

func (s *Server) turnView(ctx context.Context, l linker, t *ask.Studied, x *entente.Turn) turnView {
	then := linker{l.scope, l.tongue}
	then.scope.AsOf = x.To
	v := turnView{When: l.span(x.From, x.To), Before: l.term(string(x.Before)), After: l.term(string(x.After)), Href: then.triangleAt(t.Corners)}
	if !x.Firm {
		v.Firm = l.t("not firm: the new type is no more probable than not, or did not hold")
	}
	for _, c := range x.Crossed {
		kind := l.term(map[int]string{1: "friendly", -1: "adversarial"}[c.Sign])
		cause := l.t("by %s", c.Cause)
		if c.Cause == "fading" {
			cause = l.t("as what was known had grown old")
		}
		v.Crossed = append(v.Crossed, crossView{upper(l.and(s.in(c.A), s.in(c.B))), then.dyadAt(c.A, c.B), fmt.Sprintf("%s %s → %s, %s", kind, l.prob(c.Was), l.prob(c.Is), cause), s.sought(ctx, l, t.Answer, slices.Concat(c.Words, c.Events), 4)})
	}
	return v
}

// wedges tells who may be drawing whom away, and sums up where nothing of it is seen.
func (s *Server) wedges(ctx context.Context, l linker, t *ask.Studied, v *studyView) {
	quiet, order := map[string][]string{}, []string{}
	for i := range t.Wedges {
		w := &t.Wedges[i]
		if w.Verdict != "none" && w.Verdict != "unknown" {
			v.Wedges = append(v.Wedges, s.wedgeView(ctx, l, t, w))
			continue
		}
		if quiet[w.Why] == nil {
			order = append(order, w.Why)
		}
		quiet[w.Why] = append(quiet[w.Why], l.t("%s toward %s", s.in(w.Divider), s.in(w.Target)))
	}
	for _, why := range order {
		v.Quiet = append(v.Quiet, upper(l.and(quiet[why]...))+": "+s.worded(why, t.Corners[:]...)+".")
	}
}

func (s *Server) wedgeView(ctx context.Context, l linker, t *ask.Studied, w *entente.Wedge) wedgeView {
	d, tg, rv := s.in(w.Divider), s.in(w.Target), s.in(w.Rival)
	v := wedgeView{Title: l.t("%s toward %s, away from %s", upper(d), tg, rv), Verdict: l.term(w.Verdict), Why: upper(s.worded(w.Why, t.Corners[:]...)) + ".", When: l.span(w.Since, w.Until), Acts: s.sought(ctx, l, t.Answer, w.Events, 3)}
	names := []string{l.t("accommodation: cooperation toward %s less that toward %s", tg, rv), l.t("pressure: conflict toward %s", rv), l.t("coercion: conflict toward %s", tg), l.t("response: net cooperation of %s", l.and(tg, rv))}
	top := 0.
	all := []*entente.Estimate{w.Accommodation, w.Pressure, w.Coercion, w.Response}
	for _, e := range all {
		if e != nil {
			v.Known = true
			top = max(top, e.High, -e.Low)
		}
	}
	top = axis(top)
	for i, e := range all {
		v.Parts = append(v.Parts, estimate(l, names[i], e, top))
	}
	v.Scale = l.t("points a month against the year before, from −%s to +%s", l.whole(top), l.whole(top))
	for _, reading := range []string{"wedge", "stabilisation"} {
		g := statementGroup{Reading: l.term(reading)}
		for _, x := range w.Statements {
			if x.For != reading {
				continue
			}
			by := l.holder(x.By)
			if s.Tools.Lexicon.NameOf(entente.Code(x.By)) != "" {
				by = s.in(entente.Code(x.By))
			}
			g.N++
			g.All = append(g.All, statementView{by, flat(x.Phrase), s.sought(ctx, l, t.Answer, []string{x.Cite}, 1)})
		}
		v.For = append(v.For, g)
	}
	return v
}

// holder names whose words are no actor's.
func (l *tongue) holder(by string) string {
	switch by {
	case "author":
		return l.t("the author")
	case "document":
		return l.t("a document")
	case "unnamed":
		return l.t("somebody not named")
	}
	return flat(by)
}

// estimate draws a figure between -top and top; what is not known is said to be so.
func estimate(l linker, name string, e *entente.Estimate, top float64) estimateView {
	v := estimateView{Name: name, None: e == nil, Tone: "none"}
	if e == nil {
		return v
	}
	part := func(x float64) float64 { return 50 + 50*max(-1, min(1, x/top)) }
	v.Value, v.Between = l.figure(e.Value), l.between(l.figure(e.Low), l.figure(e.High))
	v.Lo, v.Mid, v.Hi = part(e.Low), part(e.Value), part(e.High)
	return v
}

// figure prints a number with its sign: two places, none where it is large.
func (l *tongue) figure(x float64) string {
	switch {
	case x >= 99.5 || x <= -99.5:
		return strings.Replace(fmt.Sprintf("%+.0f", x), "-", "−", 1)
	case x >= 1 || x <= -1:
		return l.figured(strings.Replace(fmt.Sprintf("%+.2f", x), "-", "−", 1))
	}
	return l.signed(x)
}

func (s *Server) hedgeRow(l linker, corners [3]entente.Code, h *entente.Hedging) hedgeRow {
	return hedgeRow{Actor: s.Name(h.Actor), Between: l.and(s.in(h.Between[0]), s.in(h.Between[1])), Rivals: l.prob(h.Rivals), Why: upper(s.worded(h.Why, corners[:]...)),
		Parts: []estimateView{estimate(l, l.t("hedging"), h.Value, 1), estimate(l, l.t("ties even"), h.Even, 1)}}
}

func (s *Server) unevenView(ctx context.Context, l linker, t *ask.Studied, a *entente.Asymmetry) unevenView {
	v := unevenView{Pair: upper(l.and(s.in(a.A), s.in(a.B))), Href: l.dyadAt(a.A, a.B), A: s.in(a.A), B: s.in(a.B), Verdict: upper(s.worded(a.Why, a.A, a.B)) + ".", Junior: a.Junior != ""}
	if v.Junior {
		v.Verdict = l.t("%s is the junior: %s", upper(s.in(a.Junior)), v.Verdict)
	}
	for i := range a.Parts {
		p := &a.Parts[i]
		row := partRow{estimateView: estimate(l, upper(p.Name), p.Lean, 1), Unit: s.worded(p.Unit, a.A, a.B), State: l.term(p.State), Basis: s.worded(p.Basis, a.A, a.B), Measured: p.State == "measured"}
		if row.Measured {
			row.P, row.N = l.prob(p.P), l.number(p.N)
			row.Quotes = s.sought(ctx, l, t.Answer, p.Cites, 3)
			if p.From.Known() && p.To.Known() {
				row.Basis = strings.TrimPrefix(l.span(p.From, p.To)+". "+row.Basis, ". ")
			}
			if p.Value != nil {
				row.Unit = l.figure(p.Value.Value) + " (" + l.between(l.figure(p.Value.Low), l.figure(p.Value.High)) + ") " + s.worded(p.Unit, a.A, a.B)
			}
		}
		v.Parts = append(v.Parts, row)
	}
	slices.SortStableFunc(v.Parts, func(x, y partRow) int { return rank(y.Measured) - rank(x.Measured) })
	if a.Index != nil {
		v.Index = &partRow{estimateView: estimate(l, l.t("Index of acts"), a.Index, 1), P: l.prob(a.P), Measured: true}
	}
	return v
}

func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// areas tells the triangle by issue, and on whose land conflict lies.
func (s *Server) areas(l linker, t *ask.Studied, v *studyView) {
	for _, i := range t.Issues {
		row := issueRow{Issue: strings.ReplaceAll(l.term(i.Issue), "_", " "), Type: l.term(string(i.Triangle.Shape)), P: l.prob(i.Triangle.P[i.Triangle.Shape]), Events: i.Events, Href: l.to("/events", "issue", i.Issue)}
		for k := range i.Triangle.Ties {
			tie := &i.Triangle.Ties[k]
			row.Signs = append(row.Signs, signCell{report.Sign(*tie), tieTone(tie), l.signed(tie.Mean), upper(l.and(s.in(tie.A), s.in(tie.B)))})
			if tie.Acts.Events+tie.Assessed.Count == 0 {
				row.Signs[k].P = ""
			}
		}
		v.Issues = append(v.Issues, row)
	}
	for _, g := range t.Grounds {
		for _, d := range g.Lands {
			row := landRow{Pair: upper(l.and(s.in(g.A), s.in(g.B))), Land: s.Name(d.Code), Role: l.term(d.Role), Share: l.percent(d.Share.Value) + " (" + l.between(l.percent(d.Share.Low), l.percent(d.Share.High)) + ")", Material: l.percent(d.Material.Value), Events: d.Events}
			if row.Role == "" {
				row.Role = l.t("too little to say")
			}
			row.Quotes = unnamed(s.quotes(l, t.Answer, d.Cites, 2))
			v.Lands = append(v.Lands, row)
		}
	}
}
