package eventfile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"entente/eventfile"
	"entente/form"
)

// TestMappingIsStrict: each fault of a mapping is told with its place.
func TestMappingIsStrict(t *testing.T) {
	const good = "source: mine\ncolumns:\n  date: day\n  cameo: code\n  source: a\n"
	if _, err := eventfile.ParseMapping("m.yaml", []byte(good)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ text, want string }{
		"a key that is unknown":    {good + "delimitor: tab\n", `m.yaml:6:1: a mapping has no "delimitor" (did you mean delimiter?)`},
		"a column that is unknown": {good + "  sorce_name: b\n", `m.yaml:6:3: columns has no "sorce_name" (did you mean source_name?)`},
		"a key twice":              {good + "source: yours\n", `m.yaml:6:1: a mapping has "source" twice`},
		"no source":                {"columns: {date: d, cameo: c, source: a}\n", `m.yaml:1:1: a mapping lacks "source"`},
		"no columns":               {"source: mine\n", `m.yaml:1:1: a mapping lacks "columns"`},
		"no date":                  {"source: mine\ncolumns: {cameo: c, source: a}\n", `columns lacks "date"`},
		"no act":                   {"source: mine\ncolumns: {date: c, source: a}\n", `columns lacks "cameo" or "root"`},
		"a source that is taken":   {strings.Replace(good, "mine", "gdelt2", 1), `m.yaml:1:9: the source "gdelt2" is taken`},
		"the source of ours":       {strings.Replace(good, "mine", "coded", 1), `the source "coded" is taken`},
		"a source with a colon":    {strings.Replace(good, "mine", `"a:b"`, 1), `a source is written in small letters`},
		"a delimiter":              {good + "delimiter: ';'\n", `m.yaml:6:12: ";" is no delimiter`},
		"a scheme":                 {good + "actors: iso\n", `"iso" is no way to write actors (did you mean`},
		"a pattern":                {good + "dates: D/M/Y\n", `a pattern of days has YYYY`},
		"a flag":                   {good + "header: yes\n", `header must be true or false, not "yes"`},
		"a root":                   {good + "roots: {Talks: CONSUL}\n", `"CONSUL" is no root of PLOVER (did you mean CONSULT?)`},
		"an empty column":          {good + "  url: \"\"\n", `m.yaml:6:8: a column must be a text`},
		"a list":                   {"- a\n", `a mapping must be a mapping`},
		"nothing":                  {"", `m.yaml:1:1: no mapping in the file`},
		"no YAML":                  {"a: [\n", `not YAML`},
		"two documents":            {good + "---\na: b\n", `a second document follows`},
		"a key of figures":         {good + "values: {x: y}\n", `a mapping has no "values"`},
	} {
		_, err := eventfile.ParseMapping("m.yaml", []byte(c.text))
		var errs form.Errors
		if !errors.As(err, &errs) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]struct{ text, want string }{
		"no licence": {"source: X\ncolumns: {a: b, year: y}\nvalues: {s: v}\n", `lacks "licence"`},
		"no year":    {"source: X\nlicence: L\ncolumns: {a: b}\nvalues: {s: v}\n", `columns lacks "year" or "from"`},
		"no values":  {"source: X\nlicence: L\ncolumns: {a: b, year: y}\n", `lacks "values"`},
	} {
		if _, err := eventfile.ParseFigures("f.yaml", []byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestMappingMeetsFile: a column that the file has not is the mapping's fault.
func TestMappingMeetsFile(t *testing.T) {
	parse := func(text string) *eventfile.Mapping {
		m, err := eventfile.ParseMapping("m.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	open := func(m *eventfile.Mapping, text string) error {
		_, err := eventfile.Open(eventfile.Member{Name: "x", R: strings.NewReader(text)}, eventfile.Options{Format: eventfile.Custom, Mapping: m})
		return err
	}
	named := parse("source: mine\ncolumns:\n  date: day\n  cameo: code\n  source: who\n")
	var errs form.Errors
	if err := open(named, "days,code,who\n"); !errors.As(err, &errs) || !strings.Contains(err.Error(), `m.yaml:3:9: the file has no column "day" (did you mean days?)`) {
		t.Errorf("a missing column: %v", err)
	}
	if err := open(named, "day,code,who\n"); err != nil {
		t.Errorf("a file with a header alone: %v", err)
	}
	if err := open(named, ""); err == nil {
		t.Error("an empty file is no error")
	}
	numbered := parse("source: mine\nheader: false\ncolumns: {date: 1, cameo: 2, source: 4}\n")
	if err := open(numbered, "2021-06-16,042,USA\n"); !errors.As(err, &errs) || !strings.Contains(err.Error(), "a number from 1 to 3") {
		t.Errorf("a column beyond the last: %v", err)
	}
}

func Example() {
	text := "when,who,whom,what\n16/06/2021,USA,RUS,036\n31/06/2021,USA,RUS,036\n"
	m, _ := eventfile.ParseMapping("m.yaml", []byte("source: mine\ndates: DD/MM/YYYY\ncolumns: {date: when, source: who, target: whom, cameo: what}\n"))
	f, _ := eventfile.Open(eventfile.Member{Name: "mine.csv", R: strings.NewReader(text)}, eventfile.Options{Format: eventfile.Custom, Mapping: m})
	var p eventfile.Parsed
	for c := range f.Chunks() {
		f.Parse(c, &p)
		for _, r := range p.Rows {
			fmt.Println(r.Line, r.Day.String(), string(r.Source.Code), string(r.Target.Code), string(r.Cameo))
		}
		for _, g := range p.Faults {
			fmt.Println(g.Line, g.Reason)
		}
	}
	// Output:
	// 2 2021-06-16 USA RUS 036
	// 3 the date "31/06/2021" is not a day
}
