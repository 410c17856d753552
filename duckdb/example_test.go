package duckdb_test

import (
	"context"
	"fmt"
	"log"

	"entente"
	"entente/duckdb"
)

func Example() {
	ctx := context.Background()
	store, err := duckdb.Open(ctx, "", duckdb.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer store.Close()
	meeting := func(report, story string, from, to int) entente.Reading {
		return entente.Reading{Story: entente.Story{ID: story, Published: entente.MakeDay(2021, 6, 17)}, Reports: []entente.Report{{
			Report: report, Story: story, Stream: entente.Body, Status: entente.Fact, Reciprocal: true, Intensity: 2.5,
			Source: entente.Actor{Code: "USA"}, Target: entente.Actor{Code: "RUS"}, Plover: entente.Plover{Event: "CONSULT"}, Quad: 1,
			DateFrom: entente.MakeDay(2021, 6, from), DateTo: entente.MakeDay(2021, 6, to), DateBasis: entente.Explicit,
		}}}
	}
	// Two papers tell of one meeting: two reports, one event, both directions.
	if _, err := store.Save(ctx, meeting("r_1", "one", 16, 16), meeting("r_2", "two", 15, 17)); err != nil {
		log.Fatal(err)
	}
	tallies, err := store.Tallies(ctx, entente.Filter{}, entente.Monthly)
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range tallies {
		fmt.Println(t.Source, t.Target, t.Period, t.Root, t.Events, t.Reports, t.Coop)
	}
	// Output:
	// RUS USA 2021-06-01 CONSULT 1 2 2.5
	// USA RUS 2021-06-01 CONSULT 1 2 2.5
}
