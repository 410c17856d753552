package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/export"
)

type citeCmd struct {
	asOf
	As      string   `help:"text, bibtex, csl (CSL-JSON), or, of program and store, cff (CITATION.cff)." enum:"text,bibtex,csl,cff" default:"text"`
	Dataset bool     `help:"Cite what the store holds, as data."`
	IDs     []string `arg:"" optional:"" name:"id" help:"Ids of events, reports or stories in the store; without any the program is cited."`
}

// Run prints citations, in the order of the ids.
func (c *citeCmd) Run(ctx context.Context, e *env) error {
	if c.As == "cff" && len(c.IDs) > 0 {
		return usage("--as cff is for the program and for --dataset")
	}
	if c.Dataset && len(c.IDs) > 0 {
		return usage("--dataset takes no ids")
	}
	if !c.Dataset && len(c.Source) > 0 {
		return usage("--source goes with --dataset")
	}
	tools, err := loadLexicon()
	if err != nil {
		return err
	}
	maker, err := e.maker(tools)
	if err != nil {
		return err
	}
	if len(c.IDs) == 0 && !c.Dataset {
		return c.print(e.out, maker.Program())
	}
	s, err := e.store(ctx, false)
	if err != nil {
		return err
	}
	defer s.Close()
	if c.Dataset {
		return c.dataset(ctx, e, s, maker)
	}
	f, err := c.filter()
	if err != nil {
		return err
	}
	works, err := worksOf(ctx, s, tools, maker, c.IDs, f.AsOf)
	if err != nil {
		return err
	}
	return c.print(e.out, works...)
}

// print prints works one after another; the first alone as a CITATION.cff, with the
// others as what it rests on.
func (c *citeCmd) print(w io.Writer, works ...export.Work) error {
	switch c.As {
	case "csl":
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(works)
	case "cff":
		_, err := io.WriteString(w, works[0].CFF(works[1:]...))
		return err
	}
	for _, work := range works {
		text := work.Text() + "\n"
		if c.As == "bibtex" {
			text = work.BibTeX()
		}
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
	}
	return nil
}

// worksOf finds what ids name: an event or one of its reports, else a story.
func worksOf(ctx context.Context, s desk.Store, tools coder.Tools, maker export.Maker, ids []string, asOf entente.Day) ([]export.Work, error) {
	var works []export.Work
	for _, id := range ids {
		a, err := desk.Act(ctx, s, id, asOf)
		switch {
		case errors.Is(err, entente.ErrNotFound):
			story, err := s.Story(ctx, id)
			if errors.Is(err, entente.ErrNotFound) {
				if err := withdrawn(ctx, s, id); err != nil {
					return nil, err
				}
				return nil, fmt.Errorf("no event, report or story has the id %q: %w", id, entente.ErrNotFound)
			}
			if err != nil {
				return nil, badStore(err)
			}
			works = append(works, export.StoryWork(entente.OutletOf(story)))
			continue
		case err != nil:
			return nil, badStore(err)
		}
		work := export.EventWork(a, maker, tools.Lexicon.NameOf)
		for i := range a.Reports {
			if a.Reports[i].Report == id && a.ID != id {
				work = export.ReportWork(a, &a.Reports[i], maker, tools.Lexicon.NameOf)
			}
		}
		works = append(works, work)
	}
	return works, nil
}

// withdrawn says of a story that is withdrawn when that was and why; of any other nothing.
func withdrawn(ctx context.Context, s desk.Store, id string) error {
	for w, err := range s.Withdrawals(ctx) {
		if err != nil {
			return badStore(err)
		}
		if w.Story != id {
			continue
		}
		from := "it never counted"
		if w.From.Known() {
			from = "it does not count from " + w.From.String() + " on"
		}
		return codedError{exitNo, fmt.Errorf("the story %q was withdrawn on %s, and %s: %s", id, w.Made, from, strconv.QuoteToGraphic(w.Why)),
			"entente withdraw lists what is withdrawn, withdraw --undo takes it back"}
	}
	return nil
}

// dataset cites what was coded from news and is in the store: how much, with which
// dictionaries, and a sum by which it can be told again.
func (c *citeCmd) dataset(ctx context.Context, e *env, s desk.Store, maker export.Maker) error {
	f, err := c.filter()
	if err != nil {
		return err
	}
	if err := every(ctx, s, &f); err != nil {
		return err
	}
	counts, err := s.Counts(ctx, f)
	if err != nil {
		return badStore(err)
	}
	var origins export.Origins
	hash := sha256.New()
	for ev, err := range s.Events(ctx, f) {
		if err != nil {
			return badStore(err)
		}
		for i := range ev.Reports {
			fmt.Fprintln(hash, ev.ID, ev.Reports[i].Report)
		}
		origins.Add(&export.Act{Event: ev})
	}
	work := export.Work{Key: "entente-data", Kind: export.Dataset, Authors: maker.Program().Authors, Title: "Political events coded by entente",
		Version: hex.EncodeToString(hash.Sum(nil)), Issued: counts.To, Note: c.note(counts, f, origins)}
	works := []export.Work{work}
	if c.As == "cff" {
		works = append(works, maker.Program())
	}
	return c.print(e.out, works...)
}

func (c *citeCmd) note(n entente.Counts, f entente.Filter, origins export.Origins) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s in %s, from %s", counted(n.Events, "event", "events"), counted(n.Reports, "report", "reports"), counted(n.Stories, "story", "stories"))
	if n.From.Known() {
		fmt.Fprintf(&b, " published from %s to %s", n.From, n.To)
	}
	if f.AsOf.Known() {
		fmt.Fprintf(&b, ", as of %s", f.AsOf)
	}
	b.WriteString(".")
	for _, u := range origins.Lexica() {
		fmt.Fprintf(&b, " %s coded by entente with dictionaries %s.", counted(u.Reports, "report", "reports"), u.Lexicon)
	}
	for _, o := range origins.List() {
		if o.Kind == "coding" {
			fmt.Fprintf(&b, " %s of %s. %s", counted(o.Events, "event", "events"), o.Name, o.Cite)
		}
	}
	b.WriteString(" The version is the SHA-256 of the ids of events and reports, line by line in the order of `entente events --json`.")
	return b.String()
}
