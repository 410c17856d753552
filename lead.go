package entente

import (
	"cmp"
	"slices"
)

// Lead gives the report that stands for the event: of those between known actors in a
// stream that counts, if there are such, the one whose status weighs most; of equals
// the surest, then the first by id. It is the one whose weight and intensity a tally
// takes. Nil for an event without reports.
func (e *Event) Lead() *Report {
	if len(e.Reports) == 0 {
		return nil
	}
	lead := slices.MinFunc(pointers(e.Reports), func(a, b *Report) int {
		return cmp.Or(cmp.Compare(b.tallied(), a.tallied()), cmp.Compare(b.Status.Weight(), a.Status.Weight()),
			cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Report, b.Report))
	})
	return lead
}

func pointers(reports []Report) []*Report {
	out := make([]*Report, len(reports))
	for i := range reports {
		out[i] = &reports[i]
	}
	return out
}

// tallied is 1 for a report that a tally may count, else 0.
func (r *Report) tallied() int {
	if r.Stream.Counts() && r.Source.Code != "" && r.Target.Code != "" {
		return 1
	}
	return 0
}
