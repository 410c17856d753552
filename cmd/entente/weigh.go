package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"entente"
	"entente/desk"
	"entente/hypothesis"
	"entente/report"
)

type weighCmd struct {
	evidence
	Ready  string `help:"Put these ready questions, or all; without a matrix those that arise." placeholder:"NAME,…"`
	Actors string `help:"Who plays $A, $B and $C, in ready questions or in a matrix file that has them." placeholder:"A,B,C"`
	Draft  string `help:"Write the questions as a matrix file to go on with: what was found for each row, and who holds what, as comments." placeholder:"FILE"`
	List   bool   `help:"List the ready questions."`
	Matrix string `arg:"" optional:"" help:"A matrix file in YAML; without one ready questions are put."`
}

func (c *weighCmd) Run(ctx context.Context, e *env) error {
	if c.List {
		return c.list(e)
	}
	q, err := c.question()
	if err != nil {
		return err
	}
	b, tools, err := c.ask(ctx, e, q)
	if err != nil {
		return err
	}
	if len(b.Hypotheses) == 0 {
		return fmt.Errorf("none of the ready questions arises from what was read; name actors with --actors and questions with --ready: %w", entente.ErrNotFound)
	}
	if c.Draft != "" {
		return output(c.Draft, func(w io.Writer) error { return hypothesis.Draft(w, b.Matrices, b.Hypotheses, quotes(b)) })
	}
	for _, w := range b.Hypotheses {
		if c.JSON {
			err = jsonTo(e.out).Encode(w)
		} else {
			err = report.Weighing(e.out, w, b, e.layout(tools.Lexicon))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// list names the ready questions.
func (c *weighCmd) list(e *env) error {
	for _, q := range hypothesis.Questions() {
		m := q.For(entente.Corner{Code: "$A"}, entente.Corner{Code: "$B"}, entente.Corner{Code: "$C"})
		if c.JSON {
			if err := jsonTo(e.out).Encode(map[string]any{"name": q.Name, "question": m.Question, "hypotheses": m.Hypotheses}); err != nil {
				return err
			}
			continue
		}
		if _, err := fmt.Fprintf(e.out, "%-16s %s\n", q.Name, m.Question); err != nil {
			return err
		}
	}
	return nil
}

// question says what is to be weighed.
func (c *weighCmd) question() (desk.Question, error) {
	var q desk.Question
	actors, err := c.cast()
	if err != nil {
		return q, err
	}
	q.Cast, q.Ready = actors, parts(c.Ready)
	if len(actors) == 3 {
		q.Corners = actors
	}
	if err := knownQuestions(q.Ready); err != nil {
		return q, err
	}
	switch {
	case c.Matrix != "" && c.Ready != "":
		return q, usage("--ready goes without a matrix file")
	case c.Matrix != "" && len(actors) > 0:
		q.Templates, err = readTemplates(c.Matrix)
	case c.Matrix != "":
		q.Matrices, err = readMatrices([]string{c.Matrix})
	case c.Ready == "":
		q.Ready = []string{"all"}
	}
	return q, err
}

func (c *weighCmd) cast() ([]entente.Code, error) {
	if c.Actors == "" {
		return nil, nil
	}
	tools, err := loadTools()
	if err != nil {
		return nil, err
	}
	codes, err := c.corners(tools, parts(c.Actors)...)
	if err == nil && (len(codes) < 2 || len(codes) > 3) {
		err = usage("--actors takes two or three actors, not %d", len(codes))
	}
	if err == nil && !different(codes) {
		err = usage("--actors %s names one actor twice", c.Actors)
	}
	return codes, err
}

func knownQuestions(names []string) error {
	var known []string
	for _, q := range hypothesis.Questions() {
		known = append(known, q.Name)
	}
	for _, n := range names {
		if n != "all" && !slices.Contains(known, n) {
			return codedError{exitUsage, fmt.Errorf("no ready question is called %q", n), "there are " + strings.Join(known, ", ")}
		}
	}
	return nil
}

func readTemplates(path string) ([]hypothesis.Question, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, ownFile(path, err)
	}
	qs, err := hypothesis.Templates(path, data)
	if err != nil {
		return nil, ownFile(path, err)
	}
	return qs, nil
}

// quotes are the words that can be cited, by id.
func quotes(b entente.Brief) map[string]string {
	out := map[string]string{}
	for i := range b.Reports {
		out[b.Reports[i].Report] = b.Reports[i].Citation.Quote
	}
	for i := range b.Assessments {
		out[b.Assessments[i].ID] = b.Assessments[i].Citation.Quote
	}
	for i := range b.Claims {
		out[b.Claims[i].ID] = b.Claims[i].Citation.Quote
	}
	return out
}
