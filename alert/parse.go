package alert

import (
	"net/url"
	"slices"

	"gopkg.in/yaml.v3"

	"entente"
	"entente/form"
)

// Actors is what the dictionaries know of actors: whether a code is one, and the codes
// and names that may have been meant.
type Actors struct {
	Known func(entente.Code) bool
	Near  func(string) []string
}

// Parse reads an analyst's rules, one YAML document (docs/watch.md). Name is the file's
// in messages. The error, if any, is a [form.Errors] with every fault: keys and names
// that are not known, what is missing, targets and rules that are named and are not
// there.
func Parse(name string, data []byte, actors Actors) (Rules, error) {
	p := parser{Reader: form.Reader{File: name}, actors: actors}
	docs := p.Documents(data)
	if len(docs) != 1 && len(p.Faults) == 0 {
		p.Faults = append(p.Faults, &form.Error{File: name, Line: 1, Col: 1, Message: "the rules are one YAML document"})
	}
	if len(p.Faults) > 0 {
		return Rules{}, p.Faults
	}
	rules := p.rules(docs[0])
	if len(p.Faults) > 0 {
		return Rules{}, p.Faults
	}
	return rules, nil
}

type parser struct {
	form.Reader
	actors  Actors
	targets []string
	names   []string
}

func (p *parser) rules(n *yaml.Node) Rules {
	out := Rules{Cap: 20, Again: 1, Fresh: 14, Digest: true}
	var rules, mutes *yaml.Node
	p.Mapping(n, "the file", []form.Field{
		form.Optional("cap", func(v *yaml.Node) { out.Cap = p.Whole(v, "cap", 0, 10000) }),
		form.Optional("again", func(v *yaml.Node) { out.Again = p.Whole(v, "again", 0, 365) }),
		form.Optional("fresh", func(v *yaml.Node) { out.Fresh = p.Whole(v, "fresh", 0, 36500) }),
		form.Optional("digest", func(v *yaml.Node) { out.Digest = p.Flag(v, "digest") }),
		form.Needed("to", func(v *yaml.Node) { out.Targets = p.to(v) }),
		form.Needed("rules", func(v *yaml.Node) { rules = v }),
		form.Optional("mute", func(v *yaml.Node) { mutes = v }),
	})
	if rules != nil { // after the targets that they name, wherever these stand
		p.List(rules, "rules", func(v *yaml.Node) { out.Rules = append(out.Rules, p.rule(v)) })
		if rules.Kind == yaml.SequenceNode && len(out.Rules) == 0 {
			p.Fault(rules, "no rule in the file")
		}
	}
	if mutes != nil {
		p.List(mutes, "mute", func(v *yaml.Node) { out.Mutes = append(out.Mutes, p.mute(v)) })
	}
	return out
}

func (p *parser) to(n *yaml.Node) []Target {
	var out []Target
	p.List(n, "to", func(v *yaml.Node) {
		var t Target
		p.Mapping(v, "a target", []form.Field{
			form.Needed("name", func(v *yaml.Node) { t.Name = p.fresh(v, "target", &p.targets) }),
			form.Optional("webhook", func(v *yaml.Node) { t.Webhook = p.address(v) }),
			form.Optional("command", func(v *yaml.Node) { t.Command = p.command(v) }),
			form.Optional("file", func(v *yaml.Node) { t.File = p.Text(v, "file") }),
		})
		if ways := count(t.Webhook != "", len(t.Command) > 0, t.File != ""); ways != 1 {
			p.Fault(v, "a target has one of webhook, command and file, not %d", ways)
		}
		out = append(out, t)
	})
	return out
}

func count(is ...bool) int {
	n := 0
	for _, b := range is {
		if b {
			n++
		}
	}
	return n
}

// fresh reads a name that none before has.
func (p *parser) fresh(n *yaml.Node, what string, taken *[]string) string {
	name := p.Text(n, "the name of a "+what)
	if slices.Contains(*taken, name) {
		p.Fault(n, "a second %s has the name %q", what, name)
	}
	*taken = append(*taken, name)
	return name
}

func (p *parser) address(n *yaml.Node) string {
	s := p.Text(n, "webhook")
	u, err := url.Parse(s)
	if s != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil) {
		p.Fault(n, "the webhook is no address of the web") // not repeated: such addresses hold secrets
	}
	return s
}

func (p *parser) command(n *yaml.Node) []string {
	var out []string
	p.List(n, "command", func(v *yaml.Node) {
		if v.Kind != yaml.ScalarNode {
			p.Fault(v, "a command is a list of a program and its arguments")
		}
		out = append(out, v.Value)
	})
	if n.Kind == yaml.SequenceNode && (len(out) == 0 || out[0] == "") {
		p.Fault(n, "a command names a program")
	}
	return out
}

func (p *parser) rule(n *yaml.Node) Rule {
	var r Rule
	var given []string
	note := func(key string, read func(*yaml.Node)) form.Field {
		return form.Optional(key, func(v *yaml.Node) { given = append(given, key); read(v) })
	}
	p.Mapping(n, "a rule", []form.Field{
		form.Needed("name", func(v *yaml.Node) { r.Name = p.fresh(v, "rule", &p.names) }),
		form.Needed("when", func(v *yaml.Node) { r.When = Kind(p.One(v, "kind of alert", kinds)) }),
		form.Optional("to", func(v *yaml.Node) { r.To = p.among(v, "to", "target", p.targets) }),
		form.Optional("cap", func(v *yaml.Node) { r.Cap = p.Whole(v, "cap", 1, 10000) }),
		form.Optional("hold", func(v *yaml.Node) { r.Hold = p.Flag(v, "hold") }),
		note("pairs", func(v *yaml.Node) {
			p.List(v, "pairs", func(v *yaml.Node) { r.Pairs = append(r.Pairs, p.codes(v, "a pair", 1, 2)) })
		}),
		note("directed", func(v *yaml.Node) { r.Directed = p.Flag(v, "directed") }),
		note("roots", func(v *yaml.Node) { r.Roots = p.roots(v) }),
		note("quads", func(v *yaml.Node) {
			p.List(v, "quads", func(v *yaml.Node) { r.Quads = append(r.Quads, entente.Quad(p.Whole(v, "a quad", 1, 4))) })
		}),
		note("status", func(v *yaml.Node) {
			for _, s := range p.among(v, "status", "status", statuses) {
				r.Status = append(r.Status, entente.Status(s))
			}
		}),
		note("contexts", func(v *yaml.Node) {
			p.List(v, "contexts", func(v *yaml.Node) { r.Contexts = append(r.Contexts, p.Text(v, "a context")) })
		}),
		note("least", func(v *yaml.Node) { r.Least = p.Whole(v, "least", 1, 1000) }),
		note("bits", func(v *yaml.Node) { r.Bits = p.Whole(v, "bits", 1, 64) }),
		note("history", func(v *yaml.Node) { r.History = p.Whole(v, "history", 1, 100000) }),
		note("trend", func(v *yaml.Node) { r.Trend = p.Flag(v, "trend") }),
		note("rate", func(v *yaml.Node) { r.Rate = p.Flag(v, "rate") }),
		note("corners", func(v *yaml.Node) {
			if c := p.codes(v, "a triangle", 3, 3); len(c) == 3 {
				r.Corners = [3]entente.Code(c)
			}
		}),
		note("certain", func(v *yaml.Node) { r.Certain = p.Share(v, "certain") }),
	})
	p.sense(n, r, given)
	return r
}

var statuses = []string{"fact", "reported", "intended", "hypothetical", "negated", "historical"}

// belongs says which fields are of which kinds of rule.
var belongs = map[Kind][]string{
	OfEvent:    {"pairs", "directed", "roots", "quads", "status", "contexts", "least"},
	OfSurprise: {"pairs", "directed", "roots", "quads", "status", "contexts", "least", "bits", "history"},
	OfBreak:    {"pairs", "trend", "rate"},
	OfTriangle: {"corners", "certain"},
}

// sense finds faults between the fields of a rule.
func (p *parser) sense(n *yaml.Node, r Rule, given []string) {
	if r.When == "" {
		return // told already
	}
	for _, key := range given {
		if !slices.Contains(belongs[r.When], key) {
			p.Fault(n, "a rule of the kind %s has no %q", r.When, key)
		}
	}
	switch r.When {
	case OfBreak:
		if len(r.Pairs) == 0 || slices.ContainsFunc(r.Pairs, func(c []entente.Code) bool { return len(c) == 1 }) {
			p.Fault(n, "a rule of the kind break names pairs of two")
		}
	case OfTriangle:
		if !slices.Contains(given, "corners") {
			p.Fault(n, "a rule of the kind triangle lacks %q", "corners")
		}
	}
}

func (p *parser) mute(n *yaml.Node) Mute {
	var m Mute
	p.Mapping(n, "a mute", []form.Field{
		form.Optional("rules", func(v *yaml.Node) { m.Rules = p.among(v, "rules", "rule", p.names) }),
		form.Optional("pair", func(v *yaml.Node) { m.Pair = p.codes(v, "a pair", 1, 2) }),
		form.Optional("roots", func(v *yaml.Node) { m.Roots = p.roots(v) }),
		form.Optional("when", func(v *yaml.Node) { m.When = Kind(p.One(v, "kind of alert", kinds)) }),
		form.Optional("until", func(v *yaml.Node) { m.Until = p.Date(v, "until") }),
	})
	return m
}

// among reads names of a closed list.
func (p *parser) among(n *yaml.Node, what, one string, list []string) []string {
	var out []string
	p.List(n, what, func(v *yaml.Node) { out = append(out, p.One(v, one, list)) })
	return out
}

func (p *parser) roots(n *yaml.Node) []entente.Root {
	list := make([]string, len(entente.Roots))
	for i, r := range entente.Roots {
		list[i] = string(r)
	}
	var out []entente.Root
	for _, s := range p.among(n, "roots", "PLOVER root", list) {
		out = append(out, entente.Root(s))
	}
	return out
}

// codes reads a list of different actors.
func (p *parser) codes(n *yaml.Node, what string, low, high int) []entente.Code {
	var out []entente.Code
	p.List(n, what, func(v *yaml.Node) {
		code := entente.Code(v.Value)
		if v.Kind != yaml.ScalarNode || !p.actors.Known(code) {
			e := p.Fault(v, "%q is no actor's code, such as USA or IGO:NATO", v.Value)
			e.Near = p.actors.Near(v.Value)
		}
		if slices.Contains(out, code) {
			p.Fault(v, "%s has %q twice", what, code)
		}
		out = append(out, code)
	})
	if n.Kind == yaml.SequenceNode && (len(out) < low || len(out) > high) {
		p.Fault(n, "%s has %s, not %d", what, map[int]string{2: "one or two codes", 3: "three codes"}[high], len(out))
	}
	return out
}
