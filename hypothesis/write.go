package hypothesis

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"gopkg.in/yaml.v3"

	"entente"
)

// Write writes matrices as a file that [Parse] reads back as they are, but for what a
// file cannot hold: an unknown rating is neutral.
func Write(w io.Writer, matrices ...entente.Matrix) error {
	return Draft(w, matrices, nil, nil)
}

// Draft writes matrices as a file to go on with. Of weighings, one for each matrix, it
// tells in comments who holds or denies a hypothesis and what was found for a row;
// quotes are the words by id.
func Draft(w io.Writer, matrices []entente.Matrix, weighings []entente.Weighing, quotes map[string]string) error {
	var buf bytes.Buffer
	for n, m := range matrices {
		if n > 0 {
			buf.WriteString("---\n")
		}
		d := draft{quotes: quotes}
		if n < len(weighings) {
			d.weighing = &weighings[n]
		}
		enc := yaml.NewEncoder(&buf)
		enc.SetIndent(2)
		if err := enc.Encode(d.matrix(m)); err != nil {
			return fmt.Errorf("write the matrix %q: %w", m.Question, err)
		}
	}
	if _, err := w.Write(buf.Bytes()); err != nil {
		return fmt.Errorf("write matrices: %w", err)
	}
	return nil
}

// draft makes the nodes of one matrix.
type draft struct {
	weighing *entente.Weighing
	quotes   map[string]string
}

// fields is a mapping in the making: pairs of key and value.
type fields struct{ n *yaml.Node }

func mapping() fields { return fields{&yaml.Node{Kind: yaml.MappingNode}} }

func (f fields) put(key string, v *yaml.Node) *yaml.Node {
	k := scalar(key)
	f.n.Content = append(f.n.Content, k, v)
	return k
}

// text puts a string, if there is one.
func (f fields) text(key, s string) {
	if s != "" {
		f.put(key, scalar(s))
	}
}

// value puts what YAML writes of itself, if it is not nought.
func value[T comparable](f fields, key string, v T) {
	var nought T
	if v != nought {
		f.put(key, encoded(v))
	}
}

func listed[T any](f fields, key string, list []T) {
	if len(list) > 0 {
		n := encoded(list)
		n.Style = yaml.FlowStyle
		f.put(key, n)
	}
}

func encoded(v any) *yaml.Node {
	var n yaml.Node
	_ = n.Encode(v) // of strings, numbers and lists of them: cannot fail
	return &n
}

// scalar is a text; what looks like something else is quoted.
func scalar(s string) *yaml.Node {
	n := encoded(s)
	if strings.Contains(s, "\n") {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

func sequence(items ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Content: items}
}

func (d draft) matrix(m entente.Matrix) *yaml.Node {
	f := mapping()
	f.text("question", m.Question)
	var hs, es []*yaml.Node
	for _, h := range m.Hypotheses {
		hs = append(hs, d.hypothesis(h))
	}
	f.put("hypotheses", sequence(hs...))
	d.sundry(f, m)
	for i, e := range m.Evidence {
		es = append(es, d.evidence(e, i, m.Hypotheses))
	}
	f.put("evidence", sequence(es...))
	if o := m.Outcome; o != nil {
		out := mapping()
		out.text("hypothesis", o.Hypothesis)
		day(out, "date", o.Date)
		out.text("note", o.Note)
		f.put("outcome", out.n)
	}
	return f.n
}

// sundry puts what stands between the hypotheses and the evidence.
func (d draft) sundry(f fields, m entente.Matrix) {
	var relations, assumptions []*yaml.Node
	for _, r := range m.Relations {
		one := mapping()
		listed(one, string(r.Kind), r.Of)
		relations = append(relations, one.n)
	}
	for _, a := range m.Assumptions {
		one := mapping()
		one.text("id", a.ID)
		one.text("text", a.Text)
		assumptions = append(assumptions, one.n)
	}
	if len(relations) > 0 {
		f.put("relations", sequence(relations...))
	}
	if len(assumptions) > 0 {
		f.put("assumptions", sequence(assumptions...))
	}
	if m.Scale != nil {
		scale := mapping()
		for _, name := range ratingNames {
			scale.put(name, encoded(m.Scale[entente.Rating(name)]))
		}
		f.put("scale", scale.n)
	}
	value(f, "stale", m.Stale)
	if m.Grade {
		f.text("grade", "sources")
	}
}

func (d draft) hypothesis(h entente.Hypothesis) *yaml.Node {
	f := mapping()
	f.text("id", h.ID)
	f.text("text", h.Text)
	value(f, "prior", h.Prior)
	f.text("role", string(h.Role))
	if len(h.Claims) > 0 {
		k := f.put("claims", queryNodes(h.Claims, "claim"))
		k.HeadComment = d.held(h.ID)
	}
	return f.n
}

// held tells in a comment who holds or denies a hypothesis.
func (d draft) held(id string) string {
	if d.weighing == nil {
		return ""
	}
	var lines []string
	for _, c := range d.weighing.Claims {
		if c.Hypothesis == id {
			who := c.Holder.By
			if c.Holder.Name != "" {
				who += " (" + c.Holder.Name + ")"
			}
			lines = append(lines, fmt.Sprintf("%s by %s: %s %s", c.Stance, who, c.ID, oneLine(c.Citation.Quote)))
		}
	}
	return strings.Join(lines, "\n")
}

func (d draft) evidence(e entente.Evidence, i int, hypotheses []entente.Hypothesis) *yaml.Node {
	f := mapping()
	f.text("id", e.ID)
	f.text("text", e.Text)
	if qs := queriesOf(e); len(qs) > 0 {
		f.put("query", queryNodes(qs, ""))
	}
	listed(f, "events", e.Events)
	cells := mapping()
	cells.n.Style = yaml.FlowStyle
	name := "ratings"
	if len(e.Likelihoods) > 0 {
		name = "likelihoods"
	}
	for k, h := range hypotheses {
		switch {
		case k < len(e.Likelihoods):
			cells.put(h.ID, encoded(e.Likelihoods[k]))
		case name == "ratings":
			cells.put(h.ID, scalar(string(rating(&e, k))))
		}
	}
	f.put(name, cells.n)
	f.text("cluster", e.Cluster)
	f.text("document", e.Document)
	value(f, "reliability", e.Reliability)
	f.text("admiralty", e.Admiralty)
	if e.Circular || e.Stands {
		f.put("circular", encoded(e.Circular))
	}
	value(f, "pending", e.Pending)
	listed(f, "assumes", e.Assumes)
	day(f, "date", e.Date)
	f.n.HeadComment = d.found(i)
	return f.n
}

// quoted is how many of the sentences found for a row a draft quotes.
const quoted = 3

// found tells in a comment what was found for a row.
func (d draft) found(i int) string {
	if d.weighing == nil || i >= len(d.weighing.Evidence) {
		return ""
	}
	b := &d.weighing.Evidence[i]
	if b.Absent {
		return "nothing read bears on it"
	}
	var lines []string
	for n, id := range b.Cites {
		if n == quoted {
			lines = append(lines, fmt.Sprintf("and %d more", len(b.Cites)-n))
			break
		}
		lines = append(lines, id+" "+oneLine(d.quotes[id]))
	}
	return strings.Join(lines, "\n")
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// day puts a day, if it is known, as YAML's own dates.
func day(f fields, key string, d entente.Day) {
	if d.Known() {
		f.put(key, &yaml.Node{Kind: yaml.ScalarNode, Value: d.String()})
	}
}

func queryNodes(qs []entente.Query, kind string) *yaml.Node {
	var all []*yaml.Node
	for _, q := range qs {
		all = append(all, queryNode(q, kind))
	}
	if len(all) == 1 && kind == "" {
		return all[0]
	}
	return sequence(all...)
}

func queryNode(q entente.Query, kind string) *yaml.Node {
	f := mapping()
	f.n.Style = yaml.FlowStyle
	if q.Kind != kind {
		f.text("kind", q.Kind)
	}
	listed(f, "pair", q.Pair)
	value(f, "directed", q.Directed)
	listed(f, "roots", q.Roots)
	listed(f, "quads", q.Quads)
	listed(f, "status", q.Status)
	listed(f, "contexts", q.Contexts)
	listed(f, "words", q.Words)
	listed(f, "levels", q.Levels)
	listed(f, "trends", q.Trends)
	listed(f, "stances", q.Stances)
	listed(f, "holders", q.Holders)
	day(f, "from", q.From)
	day(f, "to", q.To)
	return f.n
}
