package forecast

import (
	"cmp"
	"slices"

	"entente"
)

// History is what was known to have happened before an origin. It is made by
// [Before] alone, so that no forecast can see its own future.
type History struct {
	origin  entente.Day
	acts    []act // in order of day and event
	stories int
}

// act is an event of a history between two actors, a < b.
type act struct {
	id   string
	a, b entente.Code
	quad entente.Quad
	day  entente.Day // the first that the reports support
	cite string      // a report
}

// Before is the one door to history: it keeps the events with a report that tells
// of the act as having happened (not as planned, possible, denied or long past)
// and whose window ends before the origin. Of an event it keeps such reports
// alone. What is undated is left out, as are captions and furniture.
func Before(origin entente.Day, events []entente.Event) History {
	h := History{origin: origin}
	stories := map[string]bool{}
	for _, e := range events {
		known := witnesses(origin, e.Reports)
		if len(known) == 0 {
			continue
		}
		for _, r := range known {
			stories[r.Story] = true
		}
		h.acts = append(h.acts, actOf(e.ID, known[0]))
	}
	h.stories = len(stories)
	slices.SortFunc(h.acts, func(x, y act) int {
		return cmp.Or(cmp.Compare(x.day, y.day), cmp.Compare(x.id, y.id), cmp.Compare(x.cite, y.cite))
	})
	return h
}

// witnesses gives the reports that a history may know, in order of report id.
func witnesses(origin entente.Day, reports []entente.Report) []entente.Report {
	var out []entente.Report
	for _, r := range reports {
		told := r.Status == entente.Fact || r.Status == entente.Reported
		counted := r.Stream == "" || r.Stream.Counts()
		if told && counted && r.DateFrom.Known() && r.DateTo.Known() && r.DateFrom <= r.DateTo && r.DateTo < origin {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(x, y entente.Report) int { return cmp.Compare(x.Report, y.Report) })
	return out
}

func actOf(id string, r entente.Report) act {
	a, b := r.Source.Code, r.Target.Code
	return act{id: id, a: min(a, b), b: max(a, b), quad: r.Quad, day: r.DateFrom, cite: r.Report}
}

// Origin gives the day before which everything in the history lies.
func (h History) Origin() entente.Day { return h.origin }

// Len counts the events of the history.
func (h History) Len() int { return len(h.acts) }

// Stories counts the stories that tell of them.
func (h History) Stories() int { return h.stories }
