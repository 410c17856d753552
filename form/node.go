package form

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"entente"
)

// Field is a key of a mapping and what reads its value.
type Field struct {
	name     string
	required bool
	read     func(*yaml.Node)
}

// Needed is a field that a mapping must have.
func Needed(name string, read func(*yaml.Node)) Field { return Field{name, true, read} }

// Optional is a field that a mapping may have.
func Optional(name string, read func(*yaml.Node)) Field { return Field{name, false, read} }

// Mapping reads a mapping whose keys are the given fields and no others.
func (r *Reader) Mapping(n *yaml.Node, what string, fields []Field) {
	if n.Kind != yaml.MappingNode {
		r.Fault(n, "%s must be a mapping", what)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		f, ok := named(fields, key.Value)
		switch {
		case !ok:
			e := r.Fault(key, "%s has no %q", what, key.Value)
			e.Near = entente.Nearest(key.Value, names(fields))
		case seen[f.name]:
			r.Fault(key, "%s has %q twice", what, f.name)
		default:
			f.read(value)
		}
		seen[key.Value] = true
	}
	for _, f := range fields {
		if f.required && !seen[f.name] {
			r.Fault(n, "%s lacks %q", what, f.name)
		}
	}
}

func named(fields []Field, name string) (Field, bool) {
	for _, f := range fields {
		if f.name == name {
			return f, true
		}
	}
	return Field{}, false
}

func names(fields []Field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.name
	}
	return out
}

// List reads each item of a sequence.
func (r *Reader) List(n *yaml.Node, what string, read func(*yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		r.Fault(n, "%s must be a list", what)
		return
	}
	for _, item := range n.Content {
		read(item)
	}
}

// Text reads a word or sentence that is not empty.
func (r *Reader) Text(n *yaml.Node, what string) string {
	s := strings.TrimSpace(n.Value)
	if n.Kind != yaml.ScalarNode || s == "" {
		r.Fault(n, "%s must be a text", what)
	}
	return s
}

// Share reads a number from 0 to 1.
func (r *Reader) Share(n *yaml.Node, what string) float64 {
	v, err := strconv.ParseFloat(n.Value, 64)
	if n.Kind != yaml.ScalarNode || err != nil || !(v >= 0 && v <= 1) {
		r.Fault(n, "%s must be a number from 0 to 1, not %q", what, n.Value)
		return 0
	}
	return v
}

// Whole reads a whole number from low to high.
func (r *Reader) Whole(n *yaml.Node, what string, low, high int) int {
	v, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil || v < low || v > high {
		r.Fault(n, "%s must be a whole number from %d to %d, not %q", what, low, high, n.Value)
		return low
	}
	return v
}

// Flag reads true or false.
func (r *Reader) Flag(n *yaml.Node, what string) bool {
	if n.Kind != yaml.ScalarNode || n.Value != "true" && n.Value != "false" {
		r.Fault(n, "%s must be true or false, not %q", what, n.Value)
	}
	return n.Value == "true"
}

// One reads one of a closed list of names.
func (r *Reader) One(n *yaml.Node, what string, among []string) string {
	for _, name := range among {
		if n.Kind == yaml.ScalarNode && n.Value == name {
			return name
		}
	}
	e := r.Fault(n, "%q is no %s", n.Value, what)
	e.Near = entente.Nearest(n.Value, among)
	return ""
}

// Date reads a day.
func (r *Reader) Date(n *yaml.Node, what string) entente.Day {
	d, err := entente.ParseDay(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil || !d.Known() {
		r.Fault(n, "%s must be a date such as 2021-06-16, not %q", what, n.Value)
	}
	return d
}
