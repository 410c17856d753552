package hypothesis_test

import (
	"errors"
	"strings"
	"testing"

	"entente"
	"entente/hypothesis"
)

const good = `# a comment
question: Who is courting whom?
hypotheses:
  - {id: H1, text: the one, prior: 0.6}
  - {id: H2, text: the other}
evidence:
  - id: E1
    text: they met
    query:
      pair: [USA, IGO:NATO]
      directed: true
      roots: [CONSULT]
      quads: [1, 2]
      status: [fact, reported]
      contexts: [human_rights]
      words: [summit]
      from: 2021-06
      to: 2021-06-30
    ratings: {H2: II, H1: CC}
    cluster: summit
    reliability: 0.8
  - {id: E2, text: an argument, ratings: [N, C], circular: true}
  - id: E3
    text: they are called rivals
    query: {kind: assessment, pair: [USA], levels: [-1], trends: [0, 1]}
    ratings: [I, N]
---
question: A second?
hypotheses: [{id: A, text: a}, {id: B, text: b}]
evidence: [{id: x, text: y, ratings: [C, I]}]
`

func TestParse(t *testing.T) {
	ms, err := hypothesis.Parse("good.yaml", []byte(good))
	if err != nil || len(ms) != 2 {
		t.Fatalf("%d matrices, %v", len(ms), err)
	}
	e := ms[0].Evidence[0]
	if e.Ratings[0] != "CC" || e.Ratings[1] != "II" || e.Reliability != .8 || e.Cluster != "summit" {
		t.Errorf("row %+v", e)
	}
	q := e.Query
	if q.Pair[1] != "IGO:NATO" || !q.Directed || q.Quads[1] != 2 || q.From != entente.MakeDay(2021, 6, 1) || q.To != entente.MakeDay(2021, 6, 30) {
		t.Errorf("query %+v", q)
	}
	if ms[0].Hypotheses[0].Prior != .6 || !ms[0].Evidence[1].Circular || ms[0].Evidence[2].Query.Levels[0] != -1 {
		t.Errorf("matrix %+v", ms[0])
	}
}

// frame puts a row into a matrix that is else right.
func frame(row string) string {
	return "question: Why?\nhypotheses: [{id: A, text: a}, {id: B, text: b}]\nevidence:\n  - " + row + "\n"
}

func TestFaults(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"empty", "", "f.yaml:1:1: no matrix in the file"},
		{"no mapping", "- a\n", "f.yaml:1:1: a matrix must be a mapping"},
		{"broken", "question: [\n", "f.yaml:1:1: not YAML: did not find expected node content"},
		{"broken later", "question: a\nhypotheses: b: c\n", "f.yaml:2:1: not YAML: mapping values"},
		{"key", frame("{id: x, text: y, ratings: [C, I], reliablity: 1}"), `f.yaml:4:39: a row of evidence has no "reliablity" (did you mean reliability?)`},
		{"twice", frame("{id: x, id: z, text: y, ratings: [C, I]}"), `f.yaml:4:13: a row of evidence has "id" twice`},
		{"wanting", frame("{id: x, ratings: [C, I]}"), `f.yaml:4:5: a row of evidence lacks "text"`},
		{"count", frame("{id: x, text: y, ratings: [C]}"), "f.yaml:4:31: 1 ratings for 2 hypotheses"},
		{"rating", frame("{id: x, text: y, ratings: [c, III]}"), `f.yaml:4:32: "c" is no rating (did you mean C, CC, I?)` + "\n" + `f.yaml:4:35: "III" is no rating (did you mean II?)`},
		{"rating by id", frame("{id: x, text: y, ratings: {A: C, C: I}}"), `f.yaml:4:38: the ratings has no "C" (did you mean A, B?)` + "\n" + `f.yaml:4:31: the ratings lacks "B"`},
		{"root", frame("{id: x, text: y, ratings: [C, I], query: {roots: [CONSLUT]}}"), `f.yaml:4:55: "CONSLUT" is no PLOVER root (did you mean CONSULT?)`},
		{"status", frame("{id: x, text: y, ratings: [C, I], query: {status: [facts]}}"), `f.yaml:4:56: "facts" is no status (did you mean fact?)`},
		{"code", frame("{id: x, text: y, ratings: [C, I], query: {pair: [usa, $A]}}"), `f.yaml:4:54: "usa" has not the shape`},
		{"pair", frame("{id: x, text: y, ratings: [C, I], query: {pair: []}}"), "a pair has one or two codes, not 0"},
		{"quad", frame("{id: x, text: y, ratings: [C, I], query: {quads: [5]}}"), `a quad must be a whole number from 1 to 4, not "5"`},
		{"date", frame("{id: x, text: y, ratings: [C, I], query: {from: June}}"), "from must be a date such as 2021-06-16"},
		{"span", frame("{id: x, text: y, ratings: [C, I], query: {from: 2022, to: 2021}}"), "finds nothing"},
		{"directed", frame("{id: x, text: y, ratings: [C, I], query: {directed: true}}"), "a directed query needs a pair of two"},
		{"flag", frame("{id: x, text: y, ratings: [C, I], circular: maybe}"), `circular must be true or false, not "maybe"`},
		{"share", frame("{id: x, text: y, ratings: [C, I], reliability: 2}"), "reliability must be a number from 0 to 1"},
		{"levels", frame("{id: x, text: y, ratings: [C, I], query: {levels: [1]}}"), "kind must be assessment"},
		{"quads of views", frame("{id: x, text: y, ratings: [C, I], query: {kind: assessment, quads: [1]}}"), "kind must be event"},
		{"context", frame("{id: x, text: y, ratings: [C, I], query: {contexts: [Cyber!]}}"), "has not the shape of a context"},
		{"kind", frame("{id: x, text: y, ratings: [C, I], query: {kind: evnt}}"), `"evnt" is no kind of evidence (did you mean event?)`},
		{"no list", frame("{id: x, text: y, ratings: C}"), "ratings must be a list"},
		{"no text", frame("{id: x, text: [y], ratings: [C, I]}"), "text must be a text"},
		{"row twice", frame("{id: x, text: y, ratings: [C, I]}\n  - {id: x, text: y, ratings: [C, I]}"), `f.yaml:5:5: a second row has the id "x"`},
		{"one hypothesis", "question: Q\nhypotheses: [{id: A, text: a}]\nevidence: [{id: x, text: y, ratings: [C]}]", "f.yaml:2:13: a matrix needs two hypotheses at least"},
		{"same hypothesis", "question: Q\nhypotheses: [{id: A, text: a}, {id: A, text: a}]\nevidence: [{id: x, text: y, ratings: [C, C]}]", `a second hypothesis has the id "A"`},
		{"priors", "question: Q\nhypotheses: [{id: A, text: a, prior: .7}, {id: B, text: b, prior: .7}]\nevidence: []", "the priors sum to 1.4, more than 1\nf.yaml:3:11: a matrix needs evidence"},
		{"both ways", frame("{id: x, text: y, ratings: [C, I], likelihoods: [1, 0]}"), "a row has ratings or likelihoods, not both"},
		{"likelihood", frame("{id: x, text: y, likelihoods: [2, 0]}"), "a likelihood must be a number from 0 to 1"},
		{"grade", frame("{id: x, text: y, ratings: [C, I], admiralty: B7}"), `f.yaml:4:50: "B7" is no grade such as B2`},
		{"grade and reliability", frame("{id: x, text: y, ratings: [C, I], admiralty: B2, reliability: 0.4}"), "a reliability or a grade, not both"},
		{"worth nothing", frame("{id: x, text: y, ratings: [C, I], reliability: 0}"), "reliability must be above 0"},
		{"unknown assumption", frame("{id: x, text: y, ratings: [C, I], assumes: [z]}"), `"z" is no assumption`},
		{"claims without words", frame("{id: x, text: y, ratings: [C, I], query: {kind: claim}}"), "a query of claims needs words"},
		{"stances of events", frame("{id: x, text: y, ratings: [C, I], query: {stances: [denied]}}"), "kind must be claim"},
		{"relation", "question: Q\nhypotheses: [{id: A, text: a}, {id: B, text: b}]\nrelations: [{subsumes: [A, C]}, {subsumes: [A]}, {}]\nevidence: [{id: x, text: y, ratings: [C, I]}]",
			"f.yaml:3:28: \"C\" is no hypothesis (did you mean A, B?)\nf.yaml:3:33: a relation is between two hypotheses at least\nf.yaml:3:50: a relation is one of exclusive, subsumes and compatible"},
		{"two relations", "question: Q\nhypotheses: [{id: A, text: a}, {id: B, text: b}]\nrelations: [{subsumes: [A, B]}, {exclusive: [B, A]}]\nevidence: [{id: x, text: y, ratings: [C, I]}]", "cannot be both subsumes and exclusive"},
		{"scale", "question: Q\nhypotheses: [{id: A, text: a}, {id: B, text: b}]\nscale: {CC: .5, C: .6, N: .5, I: .2, II: .1}\nevidence: [{id: x, text: y, ratings: [C, I]}]", "C may not be worth more than CC"},
		{"outcome", "question: Q\nhypotheses: [{id: A, text: a}, {id: B, text: b}]\noutcome: {hypothesis: Z}\nevidence: [{id: x, text: y, ratings: [C, I]}]", `"Z" is no hypothesis`},
		{"alias", "question: &q Q\nhypotheses: *q\nevidence: []", "hypotheses must be a list"},
	} {
		_, err := hypothesis.Parse("f.yaml", []byte(c.file))
		var errs hypothesis.Errors
		if !errors.As(err, &errs) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got\n%v\nwant\n%s", c.name, err, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte(fixture))
	f.Add([]byte(frame("{id: x, text: y, ratings: {A: C, B: I}}")))
	f.Fuzz(func(t *testing.T, data []byte) {
		ms, err := hypothesis.Parse("f.yaml", data)
		if (err == nil) != (len(ms) > 0) {
			t.Fatalf("%d matrices, error %v", len(ms), err)
		}
		for _, m := range ms {
			for _, s := range hypothesis.Weigh(m, nil, hypothesis.Options{}).Standings {
				if !(s.Posterior >= 0 && s.Posterior <= 1) {
					t.Fatalf("posterior %v", s.Posterior)
				}
			}
		}
	})
}
