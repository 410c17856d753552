package hypothesis

import (
	"regexp"

	"gopkg.in/yaml.v3"

	"entente"
	"entente/form"
)

var (
	codeShape = regexp.MustCompile(`^([A-Z]{3}|[A-Z]{3,4}:[A-Z0-9]{2,})$`)
	stand     = regexp.MustCompile(`^\$[ABC]$`)
	contexts  = regexp.MustCompile(`^[a-z_]+$`)
	kinds     = []string{"event", "assessment", "claim"}
	stances   = []string{string(entente.Asserted), string(entente.Denied), string(entente.Asked)}
	holders   = []string{"author", "actor", "document", "unnamed"}
	statuses  = []string{"fact", "reported", "intended", "hypothetical", "negated", "historical"}
)

// queries reads one query or a list of them. A kind given is that of a query which
// names none.
func (r *reader) queries(n *yaml.Node, kind string) []entente.Query {
	if n.Kind != yaml.SequenceNode {
		return []entente.Query{r.query(n, kind)}
	}
	var out []entente.Query
	r.List(n, "query", func(v *yaml.Node) { out = append(out, r.query(v, kind)) })
	if len(out) == 0 {
		r.Fault(n, "the list of queries is empty")
	}
	return out
}

func (r *reader) query(n *yaml.Node, kind string) entente.Query {
	q := entente.Query{Kind: kind}
	r.Mapping(n, "a query", []form.Field{
		form.Optional("kind", func(v *yaml.Node) { q.Kind = r.One(v, "kind of evidence", kinds) }),
		form.Optional("pair", func(v *yaml.Node) { q.Pair = r.pair(v) }),
		form.Optional("directed", func(v *yaml.Node) { q.Directed = r.Flag(v, "directed") }),
		form.Optional("roots", func(v *yaml.Node) { q.Roots = r.roots(v) }),
		form.Optional("quads", func(v *yaml.Node) {
			r.List(v, "quads", func(v *yaml.Node) { q.Quads = append(q.Quads, entente.Quad(r.Whole(v, "a quad", 1, 4))) })
		}),
		form.Optional("status", func(v *yaml.Node) {
			r.List(v, "status", func(v *yaml.Node) { q.Status = append(q.Status, entente.Status(r.One(v, "status", statuses))) })
		}),
		form.Optional("contexts", func(v *yaml.Node) {
			r.List(v, "contexts", func(v *yaml.Node) { q.Contexts = append(q.Contexts, r.context(v)) })
		}),
		form.Optional("words", func(v *yaml.Node) {
			r.List(v, "words", func(v *yaml.Node) { q.Words = append(q.Words, r.Text(v, "a word")) })
		}),
		form.Optional("levels", func(v *yaml.Node) { q.Levels = r.signs(v, "levels") }),
		form.Optional("trends", func(v *yaml.Node) { q.Trends = r.signs(v, "trends") }),
		form.Optional("stances", func(v *yaml.Node) {
			r.List(v, "stances", func(v *yaml.Node) { q.Stances = append(q.Stances, entente.Stance(r.One(v, "stance", stances))) })
		}),
		form.Optional("holders", func(v *yaml.Node) {
			r.List(v, "holders", func(v *yaml.Node) { q.Holders = append(q.Holders, r.One(v, "holder", holders)) })
		}),
		form.Optional("from", func(v *yaml.Node) { q.From = r.Date(v, "from") }),
		form.Optional("to", func(v *yaml.Node) { q.To = r.Date(v, "to") }),
	})
	r.sense(n, &q)
	return q
}

// sense finds faults between the fields of a query.
func (r *reader) sense(n *yaml.Node, q *entente.Query) {
	if q.Directed && len(q.Pair) != 2 {
		r.Fault(n, "a directed query needs a pair of two")
	}
	if q.From.Known() && q.To.Known() && q.From > q.To {
		r.Fault(n, "a query from %s to %s finds nothing", q.From, q.To)
	}
	if q.Kind != "assessment" && len(q.Levels)+len(q.Trends) > 0 {
		r.Fault(n, "levels and trends are those of assessments: kind must be assessment")
	}
	if (q.Kind == "assessment" || q.Kind == "claim") && len(q.Roots)+len(q.Quads)+len(q.Status) > 0 {
		r.Fault(n, "roots, quads and status are those of events: kind must be event")
	}
	if q.Kind != "claim" && len(q.Stances) > 0 {
		r.Fault(n, "stances are those of claims: kind must be claim")
	}
	if q.Kind != "claim" && q.Kind != "assessment" && len(q.Holders) > 0 {
		r.Fault(n, "holders are those of assessments and claims: kind must be assessment or claim")
	}
	if q.Kind == "claim" && len(q.Words) == 0 {
		r.Fault(n, "a query of claims needs words")
	}
	if q.Kind == "claim" && (q.Directed || len(q.Contexts) > 0) {
		r.Fault(n, "claims have neither direction nor contexts")
	}
}

func (r *reader) pair(n *yaml.Node) []entente.Code {
	var out []entente.Code
	r.List(n, "pair", func(v *yaml.Node) {
		if !codeShape.MatchString(v.Value) && !(r.template && stand.MatchString(v.Value)) {
			r.Fault(v, "%q has not the shape of an actor's code, such as USA or IGO:NATO", v.Value)
		}
		out = append(out, entente.Code(v.Value))
	})
	if n.Kind == yaml.SequenceNode && (len(out) < 1 || len(out) > 2) {
		r.Fault(n, "a pair has one or two codes, not %d", len(out))
	}
	return out
}

func (r *reader) roots(n *yaml.Node) []entente.Root {
	among := make([]string, len(entente.Roots))
	for i, root := range entente.Roots {
		among[i] = string(root)
	}
	var out []entente.Root
	r.List(n, "roots", func(v *yaml.Node) { out = append(out, entente.Root(r.One(v, "PLOVER root", among))) })
	return out
}

func (r *reader) context(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || !contexts.MatchString(n.Value) {
		r.Fault(n, "%q has not the shape of a context, such as human_rights", n.Value)
	}
	return n.Value
}

func (r *reader) signs(n *yaml.Node, what string) []int {
	var out []int
	r.List(n, what, func(v *yaml.Node) { out = append(out, r.Whole(v, what, -1, 1)) })
	return out
}
