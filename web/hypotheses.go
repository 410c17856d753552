package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"entente"
	"entente/ask"
	"entente/hypothesis"
	"entente/report"
)

// hypothesesView is the questions with their rival answers.
type hypothesesView struct {
	Questions []questionView
	Sets      []readySet
	Ready     string
	Actors    [3]string
	Own       bool // the analyst's matrices are put
}

// readySet is a question of the library.
type readySet struct {
	Name, Question string
	Here           bool
}

type questionView struct {
	N           int
	Question    string
	Standings   []standingRow
	Heads       []standingRow // in the matrix's order
	Rows        []evidenceRow
	Fragile     string // rows each of which decides
	Without     int    // rows left out
	Back        string // the address without leaving any out
	Weighed     int
	Checks      []string
	Lookouts    []string
	Findings    []string
	Confidence  string
	Assumptions []string
	Variants    []variantRow
	Claims      []claimGroup
}

type standingRow struct {
	ID, Text, P, Word string
	W                 float64
	Best              bool
	Inconsistency     string
	Was               string // before rows were left out
}

type evidenceRow struct {
	ID            string
	Key           string // in the matrix
	Text          string
	Ratings       []ratingCell
	Cites         int
	Absent        bool
	Circular      bool
	Pending       bool
	Out           bool
	Grade         string
	Diagnosticity string
	Flips         bool
	WhatIf        string // the address in which this row is left out, or taken again
	Quotes        []quote
	power         float64
}

// ratingCell is how a row sits with an answer; it opens to the row's sentences.
type ratingCell struct{ Rating, Tip, Href string }

// variantRow is the matrix weighed with one thing changed.
type variantRow struct {
	Change, Winner string
	P              []string
	Turns          bool
}

// claimGroup is who states or denies an answer.
type claimGroup struct {
	Text string
	All  []claimView
}

type claimView struct {
	Says  string
	Quote quote
}

func (s *Server) hypotheses(r *request) (view, error) {
	l := r.link()
	v := hypothesesView{Ready: r.query.Get("ready"), Own: len(s.Matrix) > 0}
	ready, cast, params, err := s.questionSet(r.scope, r.query, &v)
	if err != nil {
		return view{}, err
	}
	a, err := s.Weigh(r.Context(), readScope(r.scope), ready, cast)
	if err != nil {
		return view{}, err
	}
	for i := range a.Hypotheses {
		v.Questions = append(v.Questions, s.questionView(r, a, i, r.query["without"], params))
	}
	return view{Name: "hypotheses", Title: r.t("Hypotheses"), Body: v, Data: []download{{r.t("the weighings (JSON)"), l.to("/api/v1/hypotheses", params...)}}}, nil
}

// questionSet reads which questions are put, and who plays the parts in them; the page and
// the API share it.
func (s *Server) questionSet(scope ask.Scope, q url.Values, v *hypothesesView) (ready []string, cast []entente.Code, params []string, err error) {
	name := q.Get("ready")
	known := name == "" || name == "all"
	for _, one := range hypothesis.Questions() {
		parts := one.For(entente.Corner{Name: "A"}, entente.Corner{Name: "B"}, entente.Corner{Name: "C"})
		v.Sets = append(v.Sets, readySet{one.Name, parts.Question, one.Name == name})
		known = known || one.Name == name
	}
	if !known {
		return nil, nil, nil, &ask.Wrong{Field: "ready", Err: fmt.Errorf("no ready question is called %q", flat(name))}
	}
	if name != "" {
		ready, params = []string{name}, append(params, "ready", name)
	}
	var names []string
	for i, p := range []string{"a", "b", "c"} {
		if text := strings.TrimSpace(q.Get(p)); text != "" {
			v.Actors[i] = text
			names, params = append(names, text), append(params, p, text)
		}
	}
	if len(names) == 1 || len(names) > 0 && v.Actors[0] == "" {
		return nil, nil, nil, &ask.Wrong{Field: "a", Err: fmt.Errorf("name two or three actors, the first of them first")}
	}
	if len(names) > 0 {
		cast, err = s.Actors(scope, names...)
	}
	return ready, cast, params, err
}

// questionView shows a matrix, its most telling rows first.
func (s *Server) questionView(r *request, a *ask.Answer, i int, out, params []string) questionView {
	w, l := a.Hypotheses[i], r.link()
	whole := w
	var left []string
	for k := range w.Evidence {
		if e := &w.Evidence[k]; slices.Contains(out, rowKey(i, e.ID)) {
			left = append(left, e.ID)
		}
	}
	if len(left) > 0 {
		w = s.Without(a, i, left)
	}
	v := questionView{N: i + 1, Question: w.Question, Checks: report.Checks(w), Lookouts: report.Lookouts(w), Confidence: report.Confidence(w.Confidence)}
	for k, st := range w.Standings {
		row := standingRow{st.ID, upper(st.Text), l.prob(st.Posterior), l.term(st.Word), 100 * st.Posterior, st.ID == w.Winner, l.amount(st.Inconsistency), ""}
		if len(left) > 0 {
			row.Was = l.prob(whole.Standings[k].Posterior)
		}
		v.Heads = append(v.Heads, row)
	}
	v.Standings = slices.Clone(v.Heads)
	slices.SortStableFunc(v.Standings, func(x, y standingRow) int { return cmp.Compare(y.W, x.W) })
	for k := range w.Evidence {
		row := s.evidenceRow(l, a, i, &w, k, left)
		if row.Flips {
			v.Fragile = l.orWithout(v.Fragile, "“"+row.Text+"”")
		}
		if !row.Absent && !row.Pending && (row.Out || !row.Circular) {
			row.WhatIf = switched(l, params, out, rowKey(i, row.Key)) + fmt.Sprintf("#q%d", v.N)
			if !row.Out {
				v.Weighed++
			}
		}
		v.Rows = append(v.Rows, row)
	}
	slices.SortStableFunc(v.Rows, func(x, y evidenceRow) int { return cmp.Compare(y.power, x.power) })
	s.aside(l, a, i, &w, &v)
	if len(left) > 0 {
		v.Without = len(left)
		v.Back = l.to("/hypotheses", params...) + fmt.Sprintf("#q%d", v.N)
	}
	return v
}

// orWithout adds a row to those of which each decides.
func (l *tongue) orWithout(rows, row string) string {
	if rows == "" {
		return row
	}
	return l.t("%s, or without %s", rows, row)
}

// evidenceRow shows a row of a matrix.
func (s *Server) evidenceRow(l linker, a *ask.Answer, question int, w *entente.Weighing, k int, left []string) evidenceRow {
	e := &w.Evidence[k]
	row := evidenceRow{ID: fmt.Sprintf("q%d-%s", question+1, e.ID), Key: e.ID, Text: upper(flat(e.Text)), Cites: len(e.Cites), Absent: e.Absent, Circular: e.Circular, Pending: e.Pending, Out: slices.Contains(left, e.ID),
		Grade: flat(e.Admiralty), Diagnosticity: l.places(e.Diagnosticity, 2), Flips: slices.Contains(w.Flips, e.ID), Quotes: unnamed(s.quotes(l, a, e.Cites, 4)), power: e.Diagnosticity}
	for j, rt := range e.Ratings {
		c := ratingCell{Rating: string(rt)}
		if j < len(e.Cells) && j < len(w.Standings) {
			c.Tip = l.t("%s: likelihood %s if it is so", upper(w.Standings[j].Text), l.prob(e.Cells[j]))
		}
		if len(row.Quotes) > 0 {
			c.Href = "#" + row.ID + "-says"
		}
		row.Ratings = append(row.Ratings, c)
	}
	switch {
	case row.Out:
		row.power = -1
	case e.Absent || e.Circular || e.Pending:
		row.power = -2
	}
	return row
}

// aside tells what the order rests on, who holds which answer, and what to look for.
func (s *Server) aside(l linker, a *ask.Answer, i int, w *entente.Weighing, v *questionView) {
	for _, f := range w.Findings {
		v.Findings = append(v.Findings, upper(flat(f))+".")
	}
	for _, x := range a.Matrices[i].Assumptions {
		v.Assumptions = append(v.Assumptions, upper(flat(x.Text)))
	}
	named := map[string]string{}
	for _, st := range w.Standings {
		named[st.ID] = st.Text
	}
	for _, x := range w.Variants {
		row := variantRow{Change: upper(strings.TrimSpace(x.Change + " " + flat(x.Of))), Winner: upper(cmp.Or(named[x.Winner], l.t("none: %s draw level", l.and(x.Tied...)))), Turns: x.Turns}
		for _, p := range x.Posterior {
			row.P = append(row.P, l.prob(p))
		}
		v.Variants = append(v.Variants, row)
	}
	for _, st := range w.Standings {
		g := claimGroup{Text: upper(st.Text)}
		for k := range w.Claims {
			if c := &w.Claims[k]; c.Hypothesis == st.ID {
				g.All = append(g.All, claimView{l.claimSays(c), s.claimQuote(l, a, c)})
			}
		}
		if len(g.All) > 0 {
			v.Claims = append(v.Claims, g)
		}
	}
}

func (l *tongue) claimSays(c *entente.Claim) string {
	says := l.term(string(c.Stance))
	if c.Hedge != "" && c.Hedge != entente.NoHedge {
		says += ", " + l.t("put as %s", l.term(string(c.Hedge)))
	}
	return says
}

// claimQuote shows a sentence that states an answer, for or against.
func (s *Server) claimQuote(l linker, a *ask.Answer, c *entente.Claim) quote {
	o := a.Outlet(c.Story)
	by := cmp.Or(flat(c.Holder.Name), flat(o.Author), flat(c.Holder.By))
	q := quote{Act: l.t("%s by %s", upper(l.claimSays(c)), by), Kind: l.t("claim"), Tone: map[entente.Stance]string{entente.Asserted: "plus", entente.Denied: "minus"}[c.Stance], When: l.dayWords(c.Date), Parts: report.Marks(&c.Citation)}
	q.Tone = cmp.Or(q.Tone, "none")
	q.place(l, o, c.Story, "", c.Citation.URL)
	q.Story = strings.TrimSuffix(q.Story, "#")
	return q
}

// rowKey names a row among all questions.
func rowKey(question int, row string) string { return fmt.Sprintf("%d:%s", question+1, row) }

// switched is the page's own address with one row more left out, or taken again.
func switched(l linker, params, out []string, key string) string {
	q := l.params()
	for i := 0; i+1 < len(params); i += 2 {
		q.Set(params[i], params[i+1])
	}
	for _, k := range out {
		if k != key {
			q.Add("without", k)
		}
	}
	if !slices.Contains(out, key) {
		q.Add("without", key)
	}
	if len(q) == 0 {
		return "/hypotheses"
	}
	return "/hypotheses?" + q.Encode()
}
