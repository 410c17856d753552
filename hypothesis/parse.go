package hypothesis

import (
	"regexp"
	"slices"

	"gopkg.in/yaml.v3"

	"entente"
	"entente/form"
)

// Parse reads the matrices of an analyst's file, one a YAML document. Name is the
// file's name in messages. The error, if any, is an [Errors] with every fault: what
// is unknown, wanting or of the wrong shape; no matrix is given then.
//
// docs/matrix.md says what a document may hold, docs/matrix.schema.json the same for
// programs.
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
	nodes := map[string]*yaml.Node{} // read when the hypotheses are known
	later := func(name string) func(*yaml.Node) { return func(v *yaml.Node) { nodes[name] = v } }
	r.Mapping(n, "a matrix", []form.Field{
		form.Needed("question", func(v *yaml.Node) { m.Question = r.Text(v, "the question") }),
		form.Needed("hypotheses", func(v *yaml.Node) { m.Hypotheses = r.hypotheses(v) }),
		form.Optional("relations", later("relations")),
		form.Optional("assumptions", func(v *yaml.Node) { m.Assumptions = r.assumptions(v) }),
		form.Optional("scale", func(v *yaml.Node) { m.Scale = r.scale(v) }),
		form.Optional("stale", func(v *yaml.Node) { m.Stale = r.Whole(v, "stale", 1, 36500) }),
		form.Optional("grade", func(v *yaml.Node) { m.Grade = r.One(v, "way of grading", grades) == "sources" }),
		form.Needed("evidence", later("evidence")),
		form.Optional("outcome", later("outcome")),
	})
	if v := nodes["relations"]; v != nil {
		m.Relations = r.relations(v, m.Hypotheses)
	}
	if v := nodes["outcome"]; v != nil {
		m.Outcome = r.outcome(v, m.Hypotheses)
	}
	if v := nodes["evidence"]; v != nil {
		m.Evidence = r.rows(v, &m)
	}
	return m
}

var grades = []string{"none", "sources"}

func (r *reader) rows(n *yaml.Node, m *entente.Matrix) []entente.Evidence {
	var out []entente.Evidence
	seen := map[string]bool{}
	r.List(n, "evidence", func(v *yaml.Node) {
		e := r.evidence(v, m)
		if seen[e.ID] && e.ID != "" {
			r.Fault(v, "a second row has the id %q", e.ID)
		}
		seen[e.ID] = true
		out = append(out, e)
	})
	if len(n.Content) == 0 {
		r.Fault(n, "a matrix needs evidence")
	}
	return out
}

var roles = []string{string(entente.NullRole), string(entente.CatchAll)}

func (r *reader) hypotheses(n *yaml.Node) []entente.Hypothesis {
	var out []entente.Hypothesis
	seen, sum := map[string]bool{}, 0.
	r.List(n, "hypotheses", func(v *yaml.Node) {
		var h entente.Hypothesis
		r.Mapping(v, "a hypothesis", []form.Field{
			form.Needed("id", func(v *yaml.Node) { h.ID = r.Text(v, "id") }),
			form.Needed("text", func(v *yaml.Node) { h.Text = r.Text(v, "text") }),
			form.Optional("prior", func(v *yaml.Node) { h.Prior = r.Share(v, "prior") }),
			form.Optional("role", func(v *yaml.Node) { h.Role = entente.Standpoint(r.One(v, "role", roles)) }),
			form.Optional("claims", func(v *yaml.Node) { h.Claims = r.claims(v) }),
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

// claims reads the queries of a hypothesis; they are of claims without saying so.
func (r *reader) claims(n *yaml.Node) []entente.Query {
	out := r.queries(n, "claim")
	for i := range out {
		if out[i].Kind != "claim" || len(out[i].Words) == 0 {
			r.Fault(n, "the claims of a hypothesis need words, and no kind but claim")
		}
	}
	return out
}

func (r *reader) assumptions(n *yaml.Node) []entente.Assumption {
	var out []entente.Assumption
	r.List(n, "assumptions", func(v *yaml.Node) {
		var a entente.Assumption
		r.Mapping(v, "an assumption", []form.Field{
			form.Needed("id", func(v *yaml.Node) { a.ID = r.Text(v, "id") }),
			form.Needed("text", func(v *yaml.Node) { a.Text = r.Text(v, "text") }),
		})
		if slices.ContainsFunc(out, func(b entente.Assumption) bool { return b.ID == a.ID }) {
			r.Fault(v, "a second assumption has the id %q", a.ID)
		}
		out = append(out, a)
	})
	return out
}

// scale reads what a rating is worth; it must not rise from CC to II.
func (r *reader) scale(n *yaml.Node) map[entente.Rating]float64 {
	out := map[entente.Rating]float64{}
	var fields []form.Field
	for _, name := range ratingNames {
		fields = append(fields, form.Needed(name, func(v *yaml.Node) { out[entente.Rating(name)] = r.Share(v, name) }))
	}
	r.Mapping(n, "a scale", fields)
	for i := 1; i < len(ratingNames); i++ {
		if out[entente.Rating(ratingNames[i])] > out[entente.Rating(ratingNames[i-1])] {
			r.Fault(n, "%s may not be worth more than %s", ratingNames[i], ratingNames[i-1])
		}
	}
	return out
}

// relations reads how hypotheses go together.
func (r *reader) relations(n *yaml.Node, hypotheses []entente.Hypothesis) []entente.Relation {
	var out []entente.Relation
	kinds := []entente.RelationKind{entente.Exclusive, entente.Subsumes, entente.Compatible}
	r.List(n, "relations", func(v *yaml.Node) {
		var fields []form.Field
		before := len(out)
		for _, k := range kinds {
			fields = append(fields, form.Optional(string(k), func(v *yaml.Node) {
				out = append(out, entente.Relation{Kind: k, Of: r.ids(v, string(k), hypothesisIDs(hypotheses), "hypothesis")})
			}))
		}
		r.Mapping(v, "a relation", fields)
		if len(out) != before+1 {
			r.Fault(v, "a relation is one of exclusive, subsumes and compatible")
			return
		}
		r.related(v, out)
	})
	return out
}

// related finds what is wrong between the last relation and those before it.
func (r *reader) related(n *yaml.Node, all []entente.Relation) {
	last := all[len(all)-1]
	if len(last.Of) < 2 {
		r.Fault(n, "a relation is between two hypotheses at least")
	}
	for _, other := range all[:len(all)-1] {
		if other.Kind != last.Kind && shared(other.Of, last.Of) > 1 {
			r.Fault(n, "two hypotheses cannot be both %s and %s", other.Kind, last.Kind)
		}
	}
}

func shared[T comparable](a, b []T) int {
	n := 0
	for _, x := range a {
		if slices.Contains(b, x) {
			n++
		}
	}
	return n
}

func hypothesisIDs(hypotheses []entente.Hypothesis) []string {
	out := make([]string, len(hypotheses))
	for i, h := range hypotheses {
		out[i] = h.ID
	}
	return out
}

// ids reads a list of names that must be known, each once.
func (r *reader) ids(n *yaml.Node, what string, known []string, of string) []string {
	var out []string
	r.List(n, what, func(v *yaml.Node) {
		id := r.One(v, of, known)
		if id != "" && slices.Contains(out, id) {
			r.Fault(v, "%q is there twice", id)
		}
		out = append(out, id)
	})
	return out
}

func (r *reader) outcome(n *yaml.Node, hypotheses []entente.Hypothesis) *entente.Outcome {
	var o entente.Outcome
	r.Mapping(n, "the outcome", []form.Field{
		form.Needed("hypothesis", func(v *yaml.Node) { o.Hypothesis = r.One(v, "hypothesis", hypothesisIDs(hypotheses)) }),
		form.Optional("date", func(v *yaml.Node) { o.Date = r.Date(v, "date") }),
		form.Optional("note", func(v *yaml.Node) { o.Note = r.Text(v, "note") }),
	})
	return &o
}

var admiralty = regexp.MustCompile(`^[A-F][1-6]$`)

func (r *reader) evidence(n *yaml.Node, m *entente.Matrix) entente.Evidence {
	var e entente.Evidence
	r.Mapping(n, "a row of evidence", []form.Field{
		form.Needed("id", func(v *yaml.Node) { e.ID = r.Text(v, "id") }),
		form.Needed("text", func(v *yaml.Node) { e.Text = r.Text(v, "text") }),
		form.Optional("query", func(v *yaml.Node) {
			if qs := r.queries(v, ""); len(qs) > 0 {
				e.Query, e.Or = &qs[0], qs[1:]
			}
		}),
		form.Optional("events", func(v *yaml.Node) {
			r.List(v, "events", func(v *yaml.Node) { e.Events = append(e.Events, r.Text(v, "an id")) })
		}),
		form.Optional("ratings", func(v *yaml.Node) { e.Ratings = r.ratings(v, m.Hypotheses) }),
		form.Optional("likelihoods", func(v *yaml.Node) { e.Likelihoods = r.likelihoods(v, m.Hypotheses) }),
		form.Optional("cluster", func(v *yaml.Node) { e.Cluster = r.Text(v, "cluster") }),
		form.Optional("document", func(v *yaml.Node) { e.Document = r.Text(v, "document") }),
		form.Optional("reliability", func(v *yaml.Node) { e.Reliability = r.positive(v, "reliability") }),
		form.Optional("admiralty", func(v *yaml.Node) { e.Admiralty = r.grade(v) }),
		form.Optional("circular", func(v *yaml.Node) {
			e.Circular = r.Flag(v, "circular")
			e.Stands = !e.Circular
		}),
		form.Optional("pending", func(v *yaml.Node) { e.Pending = r.Flag(v, "pending") }),
		form.Optional("assumes", func(v *yaml.Node) {
			e.Assumes = r.ids(v, "assumes", assumptionIDs(m.Assumptions), "assumption")
		}),
		form.Optional("date", func(v *yaml.Node) { e.Date = r.Date(v, "date") }),
	})
	r.whole(n, &e)
	return e
}

// whole finds faults between the fields of a row.
func (r *reader) whole(n *yaml.Node, e *entente.Evidence) {
	if n.Kind != yaml.MappingNode {
		return
	}
	switch rated, likely := has(n, "ratings"), has(n, "likelihoods"); {
	case rated && likely:
		r.Fault(n, "a row has ratings or likelihoods, not both")
	case !rated && !likely:
		r.Fault(n, `a row of evidence lacks "ratings"`)
	}
	if e.Reliability > 0 && e.Admiralty != "" {
		r.Fault(n, "a row has a reliability or a grade, not both")
	}
	if e.Cluster != "" && e.Document != "" {
		r.Fault(n, "a row has a cluster or a document, not both")
	}
}

func has(n *yaml.Node, key string) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return true
		}
	}
	return false
}

func assumptionIDs(all []entente.Assumption) []string {
	out := make([]string, len(all))
	for i, a := range all {
		out[i] = a.ID
	}
	return out
}

// positive reads a share above 0: what is worth nothing is left out.
func (r *reader) positive(n *yaml.Node, what string) float64 {
	faults := len(r.Faults)
	v := r.Share(n, what)
	if v == 0 && len(r.Faults) == faults {
		r.Fault(n, "%s must be above 0; leave out a row that is worth nothing", what)
	}
	return v
}

func (r *reader) grade(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || !admiralty.MatchString(n.Value) {
		r.Fault(n, "%q is no grade such as B2: source A to F, information 1 to 6", n.Value)
	}
	return n.Value
}

var ratingNames = []string{"CC", "C", "N", "I", "II"}

// ratings reads one rating for each hypothesis, in order or by id.
func (r *reader) ratings(n *yaml.Node, hypotheses []entente.Hypothesis) []entente.Rating {
	return cells(r, n, "ratings", hypotheses, "N", func(v *yaml.Node) entente.Rating {
		return entente.Rating(r.One(v, "rating", ratingNames))
	})
}

// likelihoods reads the probability of the row under each hypothesis.
func (r *reader) likelihoods(n *yaml.Node, hypotheses []entente.Hypothesis) []float64 {
	return cells(r, n, "likelihoods", hypotheses, Likelihoods()["N"], func(v *yaml.Node) float64 { return r.Share(v, "a likelihood") })
}

// cells reads a value for each hypothesis. By id the catch-all may be left out: it is
// neutral to what nobody thought of it.
func cells[T any](r *reader, n *yaml.Node, what string, hypotheses []entente.Hypothesis, neutral T, read func(*yaml.Node) T) []T {
	if n.Kind == yaml.MappingNode {
		return cellsByID(r, n, what, hypotheses, neutral, read)
	}
	var out []T
	r.List(n, what, func(v *yaml.Node) { out = append(out, read(v)) })
	if n.Kind == yaml.SequenceNode && len(out) != len(hypotheses) {
		r.Fault(n, "%d %s for %d hypotheses", len(out), what, len(hypotheses))
	}
	return out
}

func cellsByID[T any](r *reader, n *yaml.Node, what string, hypotheses []entente.Hypothesis, neutral T, read func(*yaml.Node) T) []T {
	out := make([]T, len(hypotheses))
	fields := make([]form.Field, len(hypotheses))
	for i, h := range hypotheses {
		field := form.Needed
		if h.Role == entente.CatchAll {
			field, out[i] = form.Optional, neutral
		}
		fields[i] = field(h.ID, func(v *yaml.Node) { out[i] = read(v) })
	}
	r.Mapping(n, "the "+what, fields)
	return out
}
