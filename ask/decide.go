package ask

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"entente"
	"entente/desk"
	"entente/score"
)

// Decide takes a person's verdict on a report.
func (c *Clerk) Decide(ctx context.Context, d entente.Decision) (entente.Decision, error) {
	if !slices.Contains(entente.Rulings[:], d.Verdict) {
		return d, wrong("verdict", "", "%q is no verdict", d.Verdict)
	}
	switch b := d.Becomes; {
	case d.Verdict == entente.Recoded && (b == nil || b.Source == "" && b.Target == "" && b.Root == "" && b.Status == "" && !b.From.Known()):
		return d, wrong("becomes", "", "it does not say what the report becomes")
	case d.Verdict == entente.Redated && (b == nil || !b.From.Known()):
		return d, wrong("from", "", "it does not say on which day")
	case b != nil && b.To.Known() && !b.From.Known():
		return d, wrong("from", "", "it says the last day and not the first")
	case b != nil && b.To.Known() && b.To < b.From:
		return d, wrong("to", "", "%s lies before %s", b.To, b.From)
	case b != nil && b.Root != "" && b.Root.Quad() == 0:
		return d, wrong("root", "", "%q is no root", b.Root)
	case b != nil && b.Status != "" && !b.Status.Known():
		return d, wrong("status", "", "%q is no status", b.Status)
	case d.Verdict == entente.Merged && d.With == "":
		return d, wrong("with", "", "it does not say with which event")
	case d.Verdict == entente.Noted && strings.TrimSpace(d.Why) == "":
		return d, wrong("why", "", "a note has words")
	case len(d.Why) > longestExplained:
		return d, wrong("why", "", "at most %d bytes are a reason", longestExplained)
	}
	out, err := desk.Decide(ctx, c.Store, c.Tools, d)
	if errors.Is(err, desk.ErrOwnEvent) {
		return d, wrong("with", "name another event", "%q is this report's own event: nothing is merged with itself", d.With)
	}
	if err == nil {
		c.Changed()
	}
	return out, err
}

// Decisions gives the log, the earliest first.
func (c *Clerk) Decisions(ctx context.Context) ([]entente.Decision, error) {
	return keep(ctx, c, "decisions", func(ctx context.Context) ([]entente.Decision, error) {
		return drain(c.Store.Decisions(ctx, ""))
	})
}

// Opinions gives what people make of a report by now, as a log has it.
func (c *Clerk) Opinions(log []entente.Decision, report string) []score.Opinion {
	return score.Opinions(log, report)
}

// Disputed names the reports of a log on which people differ by now.
func (c *Clerk) Disputed(log []entente.Decision) map[string]bool { return score.Disputed(log) }

// Accord says how far people agree in their decisions.
func (c *Clerk) Accord(ctx context.Context) (score.Accord, error) {
	return keep(ctx, c, "accord", func(ctx context.Context) (score.Accord, error) {
		log, err := drain(c.Store.Decisions(ctx, ""))
		return score.Agree(log), err
	})
}

// Forms are those in which decisions are given away: as the log; as gold, which score gold
// reads; and as what is learned from: marked sentences for train coder (marked) and train
// head (head), labelled passages for train coder (passages).
var Forms = []string{"log", "gold", "marked", "head", "passages"}

// WriteDecisions writes a log in one of [Forms], of one person if one is named.
func (c *Clerk) WriteDecisions(ctx context.Context, w io.Writer, log []entente.Decision, form, by string) error {
	switch form {
	case "log":
		return writeLog(w, log, by)
	case "gold":
		return score.WriteGold(w, score.Rulings(log, by))
	case "marked", "head":
		return score.WriteMarked(w, score.Rulings(log, by), form == "head")
	case "passages":
		return c.writePassages(ctx, w, score.Rulings(log, by))
	}
	return wrong("format", "it is one of "+strings.Join(Forms, ", "), "%q is no form of decisions", form)
}

// writeLog writes a decision a line.
func writeLog(w io.Writer, log []entente.Decision, by string) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for i := range log {
		if by != "" && log[i].By != by {
			continue
		}
		if err := enc.Encode(&log[i]); err != nil {
			return err
		}
	}
	return nil
}

// writePassages writes sentences of which every report was decided on.
func (c *Clerk) writePassages(ctx context.Context, w io.Writer, list []score.Ruled) error {
	if len(list) == 0 {
		return nil
	}
	decided := map[string]bool{}
	published := map[string]entente.Day{}
	var stories []string
	for i := range list {
		decided[list[i].Was.Report] = true
		stories = append(stories, list[i].Was.Story)
	}
	slices.Sort(stories)
	f := entente.Filter{Stories: slices.Compact(stories), Sources: []string{entente.CodedHere}}
	for _, id := range f.Stories {
		s, err := c.Store.Story(ctx, id)
		if errors.Is(err, entente.ErrNotFound) { // withdrawn since
			continue
		}
		if err != nil {
			return fmt.Errorf("story %s: %w", id, err)
		}
		published[id] = s.Published
	}
	open := map[string]bool{}
	place := func(story string, start int) string { return fmt.Sprint(start, " ", story) }
	for e, err := range c.Store.Events(ctx, f) {
		if err != nil {
			return err
		}
		for i := range e.Reports {
			if r := &e.Reports[i]; !decided[r.Report] {
				open[place(r.Story, r.Citation.Start)] = true
			}
		}
	}
	return score.WritePassages(w, list, func(story string) entente.Day { return published[story] }, func(story string, start int) bool { return open[place(story, start)] })
}
