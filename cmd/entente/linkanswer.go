package main

import (
	"bufio"
	"os"

	"entente"
	"entente/graph"
	"entente/link"
)

// linkAnswer is a line of score tkg --answers.
type linkAnswer struct {
	Subject  string      `json:"subject"`
	Relation string      `json:"relation"`
	Inverse  bool        `json:"inverse"`
	Date     string      `json:"date"`
	Answer   string      `json:"answer"`
	Rank     float64     `json:"rank"`
	Stratum  string      `json:"stratum"`
	First    []linkNamed `json:"first"`
}

type linkNamed struct {
	Actor   string       `json:"actor"`
	Score   float64      `json:"score"`
	Reasons []linkReason `json:"reasons"`
}

type linkReason struct {
	Method string     `json:"method"`
	Text   string     `json:"text"`
	Hits   float64    `json:"hits"`
	Cases  float64    `json:"cases"`
	Worth  float64    `json:"worth"`
	Shown  []linkCase `json:"shown"`
}

type linkCase struct {
	Subject  string   `json:"subject"`
	Relation string   `json:"relation"`
	Object   string   `json:"object"`
	Dates    []string `json:"dates"`
}

// writeAnswers writes the answers of a run with names in place of numbers, to no file if
// none is named.
func writeAnswers(file string, b *graph.Benchmark, res *link.Result) (err error) {
	if file == "" {
		return nil
	}
	f, err := os.Create(file)
	if err != nil {
		return badStore(err)
	}
	defer func() {
		if closed := f.Close(); err == nil {
			err = badStore(closed)
		}
	}()
	buffer := bufio.NewWriter(f)
	enc := jsonTo(buffer)
	for i := range res.Answers {
		if err := enc.Encode(namedAnswer(b, &res.Answers[i])); err != nil {
			return badStore(err)
		}
	}
	return badStore(buffer.Flush())
}

func namedAnswer(b *graph.Benchmark, a *link.Answer) linkAnswer {
	out := linkAnswer{
		Subject: b.Actors[a.Asked.S], Relation: b.Relations[int(a.Asked.H)%len(b.Relations)], Inverse: int(a.Asked.H) >= len(b.Relations),
		Date: b.When(a.Asked.Day), Answer: b.Actors[a.Actor], Rank: a.Rank, Stratum: a.Stratum.String(), First: []linkNamed{},
	}
	for _, x := range a.First {
		n := linkNamed{Actor: b.Actors[x.Actor], Score: x.Score}
		for _, r := range x.Reasons {
			n.Reasons = append(n.Reasons, linkReason{r.Method, r.Text, r.Hits, r.Cases, r.Worth, namedCases(b, r.Shown)})
		}
		out.First = append(out.First, n)
	}
	return out
}

func namedCases(b *graph.Benchmark, shown []link.Shown) []linkCase {
	out := []linkCase{}
	for _, s := range shown {
		c := linkCase{Subject: b.Actors[s.Fact.S], Relation: b.Relations[s.Fact.R], Object: b.Actors[s.Fact.O], Dates: datesOf(b, s.Days)}
		out = append(out, c)
	}
	return out
}

func datesOf(b *graph.Benchmark, days []entente.Day) []string {
	var out []string
	for _, d := range days {
		out = append(out, b.When(d))
	}
	return out
}
