package hypothesis

import (
	"regexp"

	"gopkg.in/yaml.v3"

	"entente"
)

var (
	codeShape = regexp.MustCompile(`^([A-Z]{3}|[A-Z]{3,4}:[A-Z0-9]{2,})$`)
	stand     = regexp.MustCompile(`^\$[ABC]$`)
	contexts  = regexp.MustCompile(`^[a-z_]+$`)
	kinds     = []string{"event", "assessment"}
	statuses  = []string{"fact", "reported", "intended", "hypothetical", "negated", "historical"}
)

func (r *reader) query(n *yaml.Node) *entente.Query {
	var q entente.Query
	r.mapping(n, "a query", []field{
		{"kind", false, func(v *yaml.Node) { q.Kind = r.one(v, "kind of evidence", kinds) }},
		{"pair", false, func(v *yaml.Node) { q.Pair = r.pair(v) }},
		{"directed", false, func(v *yaml.Node) { q.Directed = r.flag(v, "directed") }},
		{"roots", false, func(v *yaml.Node) { q.Roots = r.roots(v) }},
		{"quads", false, func(v *yaml.Node) {
			r.list(v, "quads", func(v *yaml.Node) { q.Quads = append(q.Quads, entente.Quad(r.whole(v, "a quad", 1, 4))) })
		}},
		{"status", false, func(v *yaml.Node) {
			r.list(v, "status", func(v *yaml.Node) { q.Status = append(q.Status, entente.Status(r.one(v, "status", statuses))) })
		}},
		{"contexts", false, func(v *yaml.Node) {
			r.list(v, "contexts", func(v *yaml.Node) { q.Contexts = append(q.Contexts, r.context(v)) })
		}},
		{"words", false, func(v *yaml.Node) {
			r.list(v, "words", func(v *yaml.Node) { q.Words = append(q.Words, r.text(v, "a word")) })
		}},
		{"levels", false, func(v *yaml.Node) { q.Levels = r.signs(v, "levels") }},
		{"trends", false, func(v *yaml.Node) { q.Trends = r.signs(v, "trends") }},
		{"from", false, func(v *yaml.Node) { q.From = r.date(v, "from") }},
		{"to", false, func(v *yaml.Node) { q.To = r.date(v, "to") }},
	})
	r.sense(n, &q)
	return &q
}

// sense finds faults between the fields of a query.
func (r *reader) sense(n *yaml.Node, q *entente.Query) {
	if q.Directed && len(q.Pair) != 2 {
		r.fault(n, "a directed query needs a pair of two")
	}
	if q.From.Known() && q.To.Known() && q.From > q.To {
		r.fault(n, "a query from %s to %s finds nothing", q.From, q.To)
	}
	if q.Kind != "assessment" && len(q.Levels)+len(q.Trends) > 0 {
		r.fault(n, "levels and trends are those of assessments: kind must be assessment")
	}
	if q.Kind == "assessment" && len(q.Roots)+len(q.Quads)+len(q.Status) > 0 {
		r.fault(n, "roots, quads and status are those of events: kind must be event")
	}
}

func (r *reader) pair(n *yaml.Node) []entente.Code {
	var out []entente.Code
	r.list(n, "pair", func(v *yaml.Node) {
		if !codeShape.MatchString(v.Value) && !(r.template && stand.MatchString(v.Value)) {
			r.fault(v, "%q has not the shape of an actor's code, such as USA or IGO:NATO", v.Value)
		}
		out = append(out, entente.Code(v.Value))
	})
	if n.Kind == yaml.SequenceNode && (len(out) < 1 || len(out) > 2) {
		r.fault(n, "a pair has one or two codes, not %d", len(out))
	}
	return out
}

func (r *reader) roots(n *yaml.Node) []entente.Root {
	among := make([]string, len(entente.Roots))
	for i, root := range entente.Roots {
		among[i] = string(root)
	}
	var out []entente.Root
	r.list(n, "roots", func(v *yaml.Node) { out = append(out, entente.Root(r.one(v, "PLOVER root", among))) })
	return out
}

func (r *reader) context(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || !contexts.MatchString(n.Value) {
		r.fault(n, "%q has not the shape of a context, such as human_rights", n.Value)
	}
	return n.Value
}

func (r *reader) signs(n *yaml.Node, what string) []int {
	var out []int
	r.list(n, what, func(v *yaml.Node) { out = append(out, r.whole(v, what, -1, 1)) })
	return out
}
