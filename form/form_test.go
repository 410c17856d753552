package form_test

import (
	"fmt"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"entente"
	"entente/form"
)

// TestReader: what each way of reading takes, and where it says that it does not.
func TestReader(t *testing.T) {
	const file = "name: x\nshare: 2\nnumber: 9\nflag: yes\nday: soon\nchoice: blu\nlist: 1\nnam: y\nname: z\n"
	r := form.Reader{File: "f.yaml"}
	for _, doc := range r.Documents([]byte(file)) {
		r.Mapping(doc, "a thing", []form.Field{
			form.Optional("name", func(n *yaml.Node) { r.Text(n, "name") }),
			form.Optional("share", func(n *yaml.Node) { r.Share(n, "share") }),
			form.Optional("number", func(n *yaml.Node) { r.Whole(n, "number", 1, 4) }),
			form.Optional("flag", func(n *yaml.Node) { r.Flag(n, "flag") }),
			form.Optional("day", func(n *yaml.Node) { r.Date(n, "day") }),
			form.Optional("choice", func(n *yaml.Node) { r.One(n, "colour", []string{"blue", "red"}) }),
			form.Optional("list", func(n *yaml.Node) { r.List(n, "list", func(*yaml.Node) {}) }),
			form.Needed("absent", func(*yaml.Node) {}),
		})
	}
	want := []string{
		`f.yaml:2:8: share must be a number from 0 to 1, not "2"`,
		`f.yaml:3:9: number must be a whole number from 1 to 4, not "9"`,
		`f.yaml:4:7: flag must be true or false, not "yes"`,
		`f.yaml:5:6: day must be a date such as 2021-06-16, not "soon"`,
		`f.yaml:6:9: "blu" is no colour (did you mean blue?)`,
		`f.yaml:7:7: list must be a list`,
		`f.yaml:8:1: a thing has no "nam" (did you mean name?)`,
		`f.yaml:9:1: a thing has "name" twice`,
		`f.yaml:1:1: a thing lacks "absent"`,
	}
	if got := r.Faults.Error(); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestNotYAML(t *testing.T) {
	r := form.Reader{File: "f.yaml"}
	if docs := r.Documents([]byte("a: 1\n---\nb: [\n")); len(docs) != 1 || len(r.Faults) != 1 || !strings.Contains(r.Faults.Error(), "f.yaml:") {
		t.Errorf("%d documents, %v", len(docs), r.Faults)
	}
}

func ExampleReader() {
	r := form.Reader{File: "rules.yaml"}
	for _, doc := range r.Documents([]byte("until: 2026-12-31\nwhen: evnt\n")) {
		var until entente.Day
		r.Mapping(doc, "a rule", []form.Field{
			form.Optional("until", func(n *yaml.Node) { until = r.Date(n, "until") }),
			form.Optional("when", func(n *yaml.Node) { r.One(n, "kind of alert", []string{"event", "triangle"}) }),
		})
		fmt.Println(until)
	}
	fmt.Println(r.Faults)
	// Output:
	// 2026-12-31
	// rules.yaml:2:7: "evnt" is no kind of alert (did you mean event?)
}
