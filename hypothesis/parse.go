package hypothesis

import (
	"gopkg.in/yaml.v3"

	"entente"
	"entente/form"
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
	r := &reader{Reader: form.Reader{File: name}, template: template}
	var out []entente.Matrix
	for _, doc := range r.Documents(data) {
		out = append(out, r.matrix(doc))
	}
	if len(out) == 0 && len(r.Faults) == 0 {
		r.Faults = append(r.Faults, &Error{File: name, Line: 1, Col: 1, Message: "no matrix in the file"})
	}
	if len(r.Faults) > 0 {
		return nil, r.Faults
	}
	return out, nil
}

// Error is one fault of an analyst's file, Errors every one of them.
type (
	Error  = form.Error
	Errors = form.Errors
)

// reader walks one file of matrices.
type reader struct {
	form.Reader
	template bool // $A, $B and $C may stand for actors
}

func (r *reader) matrix(n *yaml.Node) entente.Matrix {
	var m entente.Matrix
	var rows *yaml.Node
	r.Mapping(n, "a matrix", []form.Field{
		form.Needed("question", func(v *yaml.Node) { m.Question = r.Text(v, "the question") }),
		form.Needed("hypotheses", func(v *yaml.Node) { m.Hypotheses = r.hypotheses(v) }),
		form.Needed("evidence", func(v *yaml.Node) { rows = v }),
	})
	if rows == nil {
		return m
	}
	seen := map[string]bool{}
	r.List(rows, "evidence", func(v *yaml.Node) {
		e := r.evidence(v, m.Hypotheses)
		if seen[e.ID] && e.ID != "" {
			r.Fault(v, "a second row has the id %q", e.ID)
		}
		seen[e.ID] = true
		m.Evidence = append(m.Evidence, e)
	})
	if len(rows.Content) == 0 {
		r.Fault(rows, "a matrix needs evidence")
	}
	return m
}

func (r *reader) hypotheses(n *yaml.Node) []entente.Hypothesis {
	var out []entente.Hypothesis
	seen, sum := map[string]bool{}, 0.
	r.List(n, "hypotheses", func(v *yaml.Node) {
		var h entente.Hypothesis
		r.Mapping(v, "a hypothesis", []form.Field{
			form.Needed("id", func(v *yaml.Node) { h.ID = r.Text(v, "id") }),
			form.Needed("text", func(v *yaml.Node) { h.Text = r.Text(v, "text") }),
			form.Optional("prior", func(v *yaml.Node) { h.Prior = r.Share(v, "prior") }),
		})
		if seen[h.ID] && h.ID != "" {
			r.Fault(v, "a second hypothesis has the id %q", h.ID)
		}
		seen[h.ID] = true
		sum += h.Prior
		out = append(out, h)
	})
	if len(out) < 2 {
		r.Fault(n, "a matrix needs two hypotheses at least")
	}
	if sum > 1+1e-9 {
		r.Fault(n, "the priors sum to %.3g, more than 1", sum)
	}
	return out
}

func (r *reader) evidence(n *yaml.Node, hypotheses []entente.Hypothesis) entente.Evidence {
	var e entente.Evidence
	r.Mapping(n, "a row of evidence", []form.Field{
		form.Needed("id", func(v *yaml.Node) { e.ID = r.Text(v, "id") }),
		form.Needed("text", func(v *yaml.Node) { e.Text = r.Text(v, "text") }),
		form.Optional("query", func(v *yaml.Node) { e.Query = r.query(v) }),
		form.Needed("ratings", func(v *yaml.Node) { e.Ratings = r.ratings(v, hypotheses) }),
		form.Optional("cluster", func(v *yaml.Node) { e.Cluster = r.Text(v, "cluster") }),
		form.Optional("reliability", func(v *yaml.Node) { e.Reliability = r.Share(v, "reliability") }),
		form.Optional("circular", func(v *yaml.Node) { e.Circular = r.Flag(v, "circular") }),
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
	r.List(n, "ratings", func(v *yaml.Node) {
		out = append(out, entente.Rating(r.One(v, "rating", ratingNames)))
	})
	if n.Kind == yaml.SequenceNode && len(out) != len(hypotheses) {
		r.Fault(n, "%d ratings for %d hypotheses", len(out), len(hypotheses))
	}
	return out
}

func (r *reader) ratingsByID(n *yaml.Node, hypotheses []entente.Hypothesis) []entente.Rating {
	out := make([]entente.Rating, len(hypotheses))
	fields := make([]form.Field, len(hypotheses))
	for i, h := range hypotheses {
		fields[i] = form.Needed(h.ID, func(v *yaml.Node) {
			out[i] = entente.Rating(r.One(v, "rating", ratingNames))
		})
	}
	r.Mapping(n, "the ratings", fields)
	return out
}
