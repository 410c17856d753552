package web

import (
	"fmt"
	"slices"

	"entente/ask"
)

// hypothesesView is the questions with their rival answers.
type hypothesesView struct {
	Questions []questionView
}

type questionView struct {
	N         int
	Question  string
	Standings []standingRow
	Heads     []standingRow // in the matrix's order
	Rows      []evidenceRow
	Winner    string
	Fragile   []string
	Without   string // the row that is left out, in words
	Back      string // the address without leaving any out
	Weighed   int
}

type standingRow struct {
	ID, Text, P, Word string
	W                 float64
	Best              bool
	Inconsistency     string
}

type evidenceRow struct {
	ID            string
	Text          string
	Ratings       []string
	Cites         int
	Href          string
	Absent        bool
	Circular      bool
	Out           bool
	Diagnosticity string
	Flips         bool
	WhatIf        string // the address in which this row is left out
	Quotes        []quote
}

func (s *Server) hypotheses(r *request) (view, error) {
	a, l := r.whole, r.link()
	out := r.query["without"]
	v := hypothesesView{}
	for i := range a.Hypotheses {
		v.Questions = append(v.Questions, s.questionView(r, a, i, out))
	}
	return view{Name: "hypotheses", Title: "Hypotheses", Body: v, Data: []download{{"the weighings (JSON)", l.to("/api/v1/hypotheses")}}}, nil
}

// questionView shows a matrix, its most telling rows first.
func (s *Server) questionView(r *request, a *ask.Answer, i int, out []string) questionView {
	w, l := a.Hypotheses[i], r.link()
	var left []string
	for k := range w.Evidence {
		if e := &w.Evidence[k]; slices.Contains(out, rowKey(i, e.ID)) {
			left = append(left, e.ID)
		}
	}
	if len(left) > 0 {
		w = s.Without(a, i, left)
	}
	v := questionView{N: i + 1, Question: w.Question}
	for _, st := range w.Standings {
		row := standingRow{st.ID, upper(st.Text), prob(st.Posterior), st.Word, 100 * st.Posterior, st.ID == w.Winner, amount(st.Inconsistency)}
		v.Heads = append(v.Heads, row)
		if row.Best {
			v.Winner = st.Text
		}
	}
	v.Standings = slices.Clone(v.Heads)
	slices.SortStableFunc(v.Standings, func(x, y standingRow) int { return int(1e6 * (y.W - x.W)) })
	for k := range w.Evidence {
		e := &w.Evidence[k]
		row := evidenceRow{ID: fmt.Sprintf("q%d-%s", v.N, e.ID), Text: upper(e.Text), Cites: len(e.Cites), Absent: e.Absent, Circular: e.Circular, Out: slices.Contains(left, e.ID),
			Diagnosticity: fmt.Sprintf("%.2f", e.Diagnosticity), Flips: slices.Contains(w.Flips, e.ID), Quotes: s.quotes(l, a, e.Cites, 4)}
		for _, rt := range e.Ratings {
			row.Ratings = append(row.Ratings, string(rt))
		}
		if row.Flips {
			v.Fragile = append(v.Fragile, e.Text)
		}
		if !e.Absent && !e.Circular {
			if !row.Out {
				v.Weighed++
				row.WhatIf = withParam(l, r, rowKey(i, e.ID)) + fmt.Sprintf("#q%d", v.N)
			}
		}
		v.Rows = append(v.Rows, row)
	}
	slices.SortStableFunc(v.Rows, func(x, y evidenceRow) int { return rowRank(x) - rowRank(y) })
	if len(left) > 0 {
		v.Without = counted(len(left), "row is", "rows are") + " left out"
		v.Back = l.to("/hypotheses") + fmt.Sprintf("#q%d", v.N)
	}
	return v
}

// rowRank puts telling rows first, then those that tell nothing.
func rowRank(e evidenceRow) int {
	d := 0.0
	fmt.Sscan(e.Diagnosticity, &d)
	rank := -int(d * 1000)
	if e.Absent || e.Circular {
		rank = 1
	}
	return rank
}

// rowKey names a row among all questions.
func rowKey(question int, row string) string { return fmt.Sprintf("%d:%s", question+1, row) }

// withParam is the page's own address with one more row left out.
func withParam(l linker, r *request, key string) string {
	q := l.params()
	for _, k := range r.query["without"] {
		q.Add("without", k)
	}
	q.Add("without", key)
	return "/hypotheses?" + q.Encode()
}
