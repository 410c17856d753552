package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"entente"
	"entente/codebook"
	"entente/coder"
)

// ErrOwnEvent is the answer to who would merge a report with the event that it is of.
var ErrOwnEvent = errors.New("nothing is merged with its own event")

// Decide takes a person's verdict on a report into the store and gives it as it was kept.
// The story of the report is read again by it: what was rejected no longer counts, what was
// set counts as it was set, as if it had always been there. A decision says Report, Verdict,
// By, Made, perhaps Why, and what its verdict needs: Becomes to recode and redate, With, the
// id of an event or report, to merge. [entente.ErrNotFound] if there is no such report of a
// story; imported events are not decided on. [ErrOwnEvent] if With is of the report's own event.
func Decide(ctx context.Context, store Store, tools coder.Tools, d entente.Decision) (entente.Decision, error) {
	was, err := reportOf(ctx, store, d.Report)
	if err != nil {
		return d, fmt.Errorf("report %s: %w", d.Report, err)
	}
	d.Was, d.Story = *was, was.Story
	if err := complete(ctx, store, &d); err != nil {
		return d, err
	}
	again, err := readAgain(ctx, store, tools, d.Story)
	if err != nil {
		return d, fmt.Errorf("reading story %s again: %w", d.Story, err)
	}
	d.N, err = store.Decide(ctx, d, again)
	return d, err
}

// reportOf finds a report: among those that count, or else as it was when it was decided
// on before.
func reportOf(ctx context.Context, store Store, id string) (*entente.Report, error) {
	e, err := store.Event(ctx, id)
	if err == nil {
		for i := range e.Reports {
			if r := &e.Reports[i]; r.Report == id && r.Provenance == nil {
				r.ID = e.ID
				return r, nil
			}
		}
		return nil, entente.ErrNotFound
	}
	for d, listErr := range store.Decisions(ctx, "") {
		if listErr != nil {
			return nil, listErr
		}
		if d.Report == id {
			return &d.Was, nil
		}
	}
	return nil, err
}

// complete fills in what follows from what was decided.
func complete(ctx context.Context, store Store, d *entente.Decision) error {
	switch d.Verdict {
	case entente.Accepted, entente.Rejected, entente.SplitOff, entente.Noted:
		d.Becomes, d.With = nil, ""
		return nil
	case entente.Recoded, entente.Redated:
		d.With = ""
		if d.Becomes == nil {
			return fmt.Errorf("%s: it does not say what the report becomes", d.Verdict)
		}
	case entente.Merged:
		e, err := store.Event(ctx, d.With)
		if err != nil {
			return fmt.Errorf("event %s: %w", d.With, err)
		}
		if slices.ContainsFunc(e.Reports, func(r entente.Report) bool { return r.Report == d.Report }) {
			return fmt.Errorf("event %s: %w", d.With, ErrOwnEvent)
		}
		lead := e.Lead()
		w, mutual := e.Window(), lead.Reciprocal
		d.Becomes = &entente.Coding{Source: lead.Source.Code, Target: lead.Target.Code, Root: lead.Plover.Event, Status: lead.Status, From: w.From, To: w.To, Lemma: lead.Lemma, Mutual: &mutual}
		d.With = lead.Report
	default:
		return fmt.Errorf("%q is no verdict", d.Verdict)
	}
	if c := d.Becomes; c.Root != "" {
		c.Cameo = codebook.Default(c.Root, "")
		c.Intensity, _ = codebook.Intensity(d.Was.Scale, c.Cameo, c.Root, "")
	}
	return nil
}

// readAgain codes a story of the store by the dictionaries at hand.
func readAgain(ctx context.Context, store Store, tools coder.Tools, id string) (entente.Reading, error) {
	s, err := store.Story(ctx, id)
	if err != nil {
		return entente.Reading{}, err
	}
	before, err := collect(store.Problems(ctx, entente.Filter{Stories: []string{id}}))
	if err != nil {
		return entente.Reading{}, err
	}
	c := Coded{Story: s, Result: coder.Code(tools, s, coder.Options{URL: s.URL})}
	for _, p := range before {
		if p.Stage == "news" { // found in bytes that are no longer at hand
			c.Problems = append(c.Problems, p)
		}
	}
	c.Problems = append(c.Problems, c.Result.Problems...)
	return c.Reading(tools.Name()), nil
}
