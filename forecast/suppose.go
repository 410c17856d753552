package forecast

import (
	"gopkg.in/yaml.v3"

	"entente"
	"entente/form"
)

// Supposed is an event that an analyst asks to suppose.
type Supposed struct {
	On     entente.Day // unknown is the day before the origin
	From   string      // actors as written
	To     string
	Root   entente.Root
	Times  int // how many such events
	Mutual bool
	Text   string
	Line   int // where it stands in the file
}

// mostTimes is how many events of one kind may be supposed at once.
const mostTimes = 1000

// ParseSupposed reads a file of events to suppose: a YAML list whose items have from, to
// and root, and may have on (a date), times (1 by default), mutual and text. Name is the
// file's name in messages. The error, if any, is a [form.Errors] with every fault.
func ParseSupposed(name string, data []byte) ([]Supposed, error) {
	r := &form.Reader{File: name}
	roots := make([]string, len(entente.Roots))
	for i, root := range entente.Roots {
		roots[i] = string(root)
	}
	var out []Supposed
	for _, doc := range r.Documents(data) {
		r.List(doc, "what is supposed", func(n *yaml.Node) {
			s := Supposed{Times: 1, Line: n.Line}
			r.Mapping(n, "an event", []form.Field{
				form.Optional("on", func(v *yaml.Node) { s.On = r.Date(v, "on") }),
				form.Needed("from", func(v *yaml.Node) { s.From = r.Text(v, "from") }),
				form.Needed("to", func(v *yaml.Node) { s.To = r.Text(v, "to") }),
				form.Needed("root", func(v *yaml.Node) { s.Root = entente.Root(r.One(v, "root", roots)) }),
				form.Optional("times", func(v *yaml.Node) { s.Times = r.Whole(v, "times", 1, mostTimes) }),
				form.Optional("mutual", func(v *yaml.Node) { s.Mutual = r.Flag(v, "mutual") }),
				form.Optional("text", func(v *yaml.Node) { s.Text = r.Text(v, "text") }),
			})
			out = append(out, s)
		})
	}
	if len(out) == 0 && len(r.Faults) == 0 {
		r.Faults = append(r.Faults, &form.Error{File: name, Line: 1, Col: 1, Message: "nothing is supposed in the file"})
	}
	if len(r.Faults) > 0 {
		return nil, r.Faults
	}
	return out, nil
}
