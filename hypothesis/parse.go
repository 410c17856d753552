package hypothesis

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"

	"gopkg.in/yaml.v3"

	"entente"
)

// Parse reads the matrices of an analyst's file, one a YAML document. Name is the
// file's name in messages. The error, if any, is an [Errors] with every fault: what
// is unknown, wanting or of the wrong shape; no matrix is given then.
//
// A document has question, hypotheses (id, text, prior) and evidence (id, text,
// query, ratings, cluster, reliability, circular). Ratings are CC, C, N, I or II,
// as a list in the order of the hypotheses or as a mapping from their ids. A query
// has the fields of [entente.Query].
func Parse(name string, data []byte) ([]entente.Matrix, error) {
	return parse(name, data, false)
}

func parse(name string, data []byte, template bool) ([]entente.Matrix, error) {
	r := &reader{file: name, template: template}
	var out []entente.Matrix
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var doc yaml.Node
		err := dec.Decode(&doc)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			r.errs = append(r.errs, syntaxError(name, err))
			break
		}
		if len(doc.Content) == 1 && doc.Content[0].Tag != "!!null" {
			out = append(out, r.matrix(doc.Content[0]))
		}
	}
	if len(out) == 0 && len(r.errs) == 0 {
		r.errs = append(r.errs, &Error{File: name, Line: 1, Col: 1, Message: "no matrix in the file"})
	}
	if len(r.errs) > 0 {
		return nil, r.errs
	}
	return out, nil
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// syntaxError gives the place that the YAML reader names, if it names one.
func syntaxError(name string, err error) *Error {
	text, line := err.Error(), 1
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			line = n
		}
		text = text[len(m[0]):]
	}
	return &Error{File: name, Line: line, Col: 1, Message: "not YAML: " + text}
}

func (r *reader) matrix(n *yaml.Node) entente.Matrix {
	var m entente.Matrix
	var rows *yaml.Node
	r.mapping(n, "a matrix", []field{
		{"question", true, func(v *yaml.Node) { m.Question = r.text(v, "the question") }},
		{"hypotheses", true, func(v *yaml.Node) { m.Hypotheses = r.hypotheses(v) }},
		{"evidence", true, func(v *yaml.Node) { rows = v }},
	})
	if rows == nil {
		return m
	}
	seen := map[string]bool{}
	r.list(rows, "evidence", func(v *yaml.Node) {
		e := r.evidence(v, m.Hypotheses)
		if seen[e.ID] && e.ID != "" {
			r.fault(v, "a second row has the id %q", e.ID)
		}
		seen[e.ID] = true
		m.Evidence = append(m.Evidence, e)
	})
	if len(rows.Content) == 0 {
		r.fault(rows, "a matrix needs evidence")
	}
	return m
}

func (r *reader) hypotheses(n *yaml.Node) []entente.Hypothesis {
	var out []entente.Hypothesis
	seen, sum := map[string]bool{}, 0.
	r.list(n, "hypotheses", func(v *yaml.Node) {
		var h entente.Hypothesis
		r.mapping(v, "a hypothesis", []field{
			{"id", true, func(v *yaml.Node) { h.ID = r.text(v, "id") }},
			{"text", true, func(v *yaml.Node) { h.Text = r.text(v, "text") }},
			{"prior", false, func(v *yaml.Node) { h.Prior = r.share(v, "prior") }},
		})
		if seen[h.ID] && h.ID != "" {
			r.fault(v, "a second hypothesis has the id %q", h.ID)
		}
		seen[h.ID] = true
		sum += h.Prior
		out = append(out, h)
	})
	if len(out) < 2 {
		r.fault(n, "a matrix needs two hypotheses at least")
	}
	if sum > 1+1e-9 {
		r.fault(n, "the priors sum to %.3g, more than 1", sum)
	}
	return out
}

func (r *reader) evidence(n *yaml.Node, hypotheses []entente.Hypothesis) entente.Evidence {
	var e entente.Evidence
	r.mapping(n, "a row of evidence", []field{
		{"id", true, func(v *yaml.Node) { e.ID = r.text(v, "id") }},
		{"text", true, func(v *yaml.Node) { e.Text = r.text(v, "text") }},
		{"query", false, func(v *yaml.Node) { e.Query = r.query(v) }},
		{"ratings", true, func(v *yaml.Node) { e.Ratings = r.ratings(v, hypotheses) }},
		{"cluster", false, func(v *yaml.Node) { e.Cluster = r.text(v, "cluster") }},
		{"reliability", false, func(v *yaml.Node) { e.Reliability = r.share(v, "reliability") }},
		{"circular", false, func(v *yaml.Node) { e.Circular = r.flag(v, "circular") }},
	})
	return e
}

var ratingNames = []string{"CC", "C", "N", "I", "II"}

// ratings reads one rating for each hypothesis, in order or by id.
func (r *reader) ratings(n *yaml.Node, hypotheses []entente.Hypothesis) []entente.Rating {
	if n.Kind == yaml.MappingNode {
		return r.ratingsByID(n, hypotheses)
	}
	var out []entente.Rating
	r.list(n, "ratings", func(v *yaml.Node) {
		out = append(out, entente.Rating(r.one(v, "rating", ratingNames)))
	})
	if n.Kind == yaml.SequenceNode && len(out) != len(hypotheses) {
		r.fault(n, "%d ratings for %d hypotheses", len(out), len(hypotheses))
	}
	return out
}

func (r *reader) ratingsByID(n *yaml.Node, hypotheses []entente.Hypothesis) []entente.Rating {
	out := make([]entente.Rating, len(hypotheses))
	fields := make([]field, len(hypotheses))
	for i, h := range hypotheses {
		fields[i] = field{h.ID, true, func(v *yaml.Node) {
			out[i] = entente.Rating(r.one(v, "rating", ratingNames))
		}}
	}
	r.mapping(n, "the ratings", fields)
	return out
}
