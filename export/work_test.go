package export_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"gopkg.in/yaml.v3"

	"entente"
	"entente/export"
)

var maker = export.Maker{Version: "0.1.0", Lexicon: "sha256:now", Weights: map[string]string{"judge": "sha256:j", "syntax": "sha256:s"}}

func nameOf(c entente.Code) string {
	return map[entente.Code]string{"USA": "United States", "RUS": "Russia", "CHN": "China"}[c]
}

func TestCitations(t *testing.T) {
	acts := twoReports()
	acts[0].Lead.Citation.Quote = "They met\n in {Geneva} & 100 %."
	event := export.EventWork(acts[0], maker, nameOf)
	for name, c := range map[string]struct{ got, want string }{
		"program": {maker.Program().Text(), "The entente authors. entente: coded political events from news, with the sentence behind every number. Version 0.1.0 [computer program]. Dictionaries sha256:now; syntax weights sha256:s; judge weights sha256:j."},
		"story":   {export.StoryWork(acts[0].Outlets["one"]).Text(), "A. Writer. They met. The Wire. 17 June 2021. Story one, text sha256:bb."},
		"event": {event.Text(), "The entente authors. United States ↔ Russia: CONSULT (CAMEO 044, Meet at a third place), fact. Version 0.1.0 [data]. 16 June 2021. https://paper.example/a. " +
			"Event e_0000000000000001, 2 reports in 2 stories. Coded by entente with dictionaries sha256:aa. “They met in {Geneva} & 100 %.” The Wire, They met, 17 June 2021, story one, bytes 3–" + fmt.Sprint(3+len(hostile)) + ", text sha256:bb."},
		"imported": {export.EventWork(acts[1], maker, nameOf).Text(), "The GDELT Project. China: public statement (CAMEO 19, Fight), fact [data]. 16 June 2021. Event gdelt2:900000001. Coded by gdelt2, not by entente: x.csv, line 7."},
	} {
		if c.want = strings.Replace(c.want, "Meet at a third place", cameoName(t, acts[0]), 1); c.got != strings.Replace(c.want, "CAMEO 19, Fight", "CAMEO 19, "+cameoName(t, acts[1]), 1) {
			t.Errorf("%s:\n got %s\nwant %s", name, c.got, c.want)
		}
	}
	report := export.ReportWork(acts[0], &acts[0].Reports[0], maker, nameOf)
	if report.Key != "r_0" || !strings.Contains(report.Note, "Report r_0 of event e_0000000000000001") || !strings.Contains(report.Title, "intended") {
		t.Errorf("report: %+v", report)
	}
	bib := event.BibTeX()
	for _, want := range []string{"@dataset{e_0000000000000001,\n", "{{The entente authors}}", `$\leftrightarrow$`, `\{Geneva\} \& 100 \%`, "date     = {2021-06-16}", `e\_0000000000000001, 2`} {
		if !strings.Contains(bib, want) {
			t.Errorf("no %s in %s", want, bib)
		}
	}
	if strings.Count(bib, "{")-strings.Count(bib, `\{`) != strings.Count(bib, "}")-strings.Count(bib, `\}`) {
		t.Errorf("braces do not pair: %s", bib)
	}
	text, err := json.Marshal(event)
	if err != nil || !strings.Contains(string(text), `"issued":{"date-parts":[[2021,6,16]]}`) || !strings.Contains(string(text), `"type":"dataset"`) {
		t.Errorf("CSL: %s, %v", text, err)
	}
}

func cameoName(t *testing.T, a *export.Act) string {
	t.Helper()
	w := export.EventWork(a, maker, nameOf)
	_, rest, _ := strings.Cut(w.Title, "(CAMEO "+a.Lead.Cameo+", ")
	name, _, ok := strings.Cut(rest, "), ")
	if !ok || name == "" {
		t.Fatalf("no name of the code in %s", w.Title)
	}
	return name
}

func TestBundle(t *testing.T) {
	acts := twoReports()
	make := func() map[string]*bytes.Buffer {
		got := map[string]*bytes.Buffer{}
		out := export.NewFiles(func(name string) (io.Writer, error) {
			got[name] = &bytes.Buffer{}
			return got[name], nil
		})
		var origins export.Origins
		size, sum, err := out.Write("data/events.csv", func(w io.Writer) error {
			for _, a := range acts {
				origins.Add(a)
			}
			_, err := io.WriteString(w, write(t, export.Events(), export.CSV, acts...))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		part := export.PartOf(export.Events(), export.CSV, "data/events.csv", 2)
		part.Bytes, part.Sum = size, sum
		err = out.End(export.Bundle{
			Title: `Talks: "all"`, Authors: []string{"Ada O'Brien"}, Licence: "CC-BY-4.0", Command: "entente export events", Maker: maker, Parts: []export.Part{part},
			Origins: &origins, Actors: []entente.Code{"CHN", "USA"}, Names: nameOf, Config: export.Config{Coded: origins.Lexica(), Lexicon: maker.Lexicon},
			Lexica: fstest.MapFS{"a.patterns": {Data: []byte("one")}, "syntax.model": {Data: []byte("big")}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	got := make()
	for name, want := range map[string][]string{
		"README.md":         {`# Talks: "all"`, "2 rows; each is an event", "entente export events\n", "2 reports were coded with other dictionaries, `sha256:aa`", "under CC-BY-4.0"},
		"CODEBOOK.md":       {"| `quote` | text |", "| `confidence` | number | yes |", "| 044 |", "| CHN | China |", "| CONSULT | 1 verbal cooperation |"},
		"CITATION.cff":      {"cff-version: 1.2.0", `title: "Talks: \"all\""`, "Ada O'Brien", `license: "CC-BY-4.0"`, "GDELT 2.0 Event Database"},
		"sources.csv":       {"publisher,The Post,1,1,2021-06-15", "coding,gdelt2,1,1,2021-06-16,2021-06-16,free", "Leetaru"},
		"config.json":       {`"lexicon": "sha256:aa"`, `"reports": 2`},
		"datapackage.json":  {`"path": "data/events.csv"`, `"missingValues"`},
		"COMMAND":           {"entente export events\n"},
		"lexica/a.patterns": {"one"},
	} {
		for _, w := range want {
			if got[name] == nil || !strings.Contains(got[name].String(), w) {
				t.Errorf("%s has no %q: %v", name, w, got[name])
			}
		}
	}
	if got["lexica/syntax.model"] != nil {
		t.Error("weights are in the bundle")
	}
	for line := range strings.Lines(got["SHA256SUMS"].String()) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		if is := sha256.Sum256(got[name].Bytes()); hex.EncodeToString(is[:]) != sum {
			t.Errorf("the sum of %s is another", name)
		}
	}
	if n := strings.Count(got["SHA256SUMS"].String(), "\n"); n != len(got)-1 {
		t.Errorf("%d sums of %d files", n, len(got))
	}
	var cff map[string]any
	if err := yaml.Unmarshal(got["CITATION.cff"].Bytes(), &cff); err != nil || cff["title"] != `Talks: "all"` || len(cff["references"].([]any)) != 2 {
		t.Errorf("CITATION.cff: %v, %v", cff, err)
	}
	var described struct {
		Resources []struct {
			Hash   string
			Schema struct{ Fields []struct{ Name, Type string } }
		}
	}
	if err := json.Unmarshal(got["datapackage.json"].Bytes(), &described); err != nil || len(described.Resources[0].Schema.Fields) != len(export.Events().Fields) {
		t.Errorf("datapackage.json: %v", err)
	}
	for name, b := range make() {
		if b.String() != got[name].String() {
			t.Errorf("%s differs the second time", name)
		}
	}
}
