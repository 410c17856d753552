package web

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"entente"
	"entente/ask"
	"entente/export"
)

// spot is a place in the list of events: the latest day first, events without a day last;
// of one day in order of id, backwards. An event keeps its spot whatever else comes in, so
// that an address goes on where its page ended.
type spot struct {
	day entente.Day
	id  string
}

// compare is below nought where the spot stands before another.
func (s spot) compare(o spot) int {
	return cmp.Or(cmp.Compare(o.day, s.day), strings.Compare(o.id, s.id))
}

func (s spot) String() string { return s.day.String() + "," + s.id }

func spotOf(a *export.Act) spot { return spot{a.Window().From, a.ID} }

// window is a page of the list: so many events next to a spot, or from an end on.
type window struct {
	beside  spot
	whole   bool // no spot is named
	way     int  // 1 goes on from the spot, to earlier days; -1 goes back
	most    int
	acts    []*export.Act // in the order of going, one more than most if there are more
	undated int           // imported events without a day, which no page has
}

// windowOf reads where a page begins.
func windowOf(q url.Values) (*window, error) {
	w := &window{whole: true, way: 1, most: eventsPerPage}
	for _, way := range []int{1, -1} {
		name := map[int]string{1: "after", -1: "before"}[way]
		text := q.Get(name)
		if text == "" {
			continue
		}
		day, id, ok := strings.Cut(text, ",")
		d, err := entente.ParseDay(day)
		if !ok || err != nil || id == "" {
			return nil, &ask.Wrong{Field: name, Err: fmt.Errorf("%q is no place in the list", flat(text)), Hint: "it is a day, a comma and the id of an event"}
		}
		if !w.whole {
			return nil, &ask.Wrong{Field: name, Err: fmt.Errorf("a page lies after an event or before one")}
		}
		w.beside, w.way, w.whole = spot{d, id}, way, false
	}
	return w, nil
}

// put takes an event in if it is among those next to the spot.
func (w *window) put(a *export.Act) {
	s := spotOf(a)
	if !w.whole && w.way*s.compare(w.beside) <= 0 {
		return
	}
	at, _ := slices.BinarySearchFunc(w.acts, s, func(x *export.Act, s spot) int { return w.way * spotOf(x).compare(s) })
	if at > w.most {
		return
	}
	w.acts = slices.Insert(w.acts, at, a)
	w.acts = w.acts[:min(len(w.acts), w.most+1)]
}

// needs reports whether an event of a day could still be taken in.
func (w *window) needs(day entente.Day) bool {
	if len(w.acts) <= w.most {
		return true
	}
	last := spotOf(w.acts[w.most]).day
	return w.way > 0 && day >= last || w.way < 0 && day <= last
}

// page gives the events in the order of the list, and whether there are more before and after.
func (w *window) page() (acts []*export.Act, before, after bool) {
	more := len(w.acts) > w.most
	acts = w.acts[:min(len(w.acts), w.most)]
	if w.way < 0 {
		slices.Reverse(acts)
		return acts, more, true
	}
	return acts, !w.whole, more
}

// listEvents shows a page of the events, the latest first.
func (s *Server) listEvents(r *request, e eventQuestion, v *eventsView) error {
	w, err := windowOf(r.query)
	if err != nil {
		return err
	}
	events, reports, err := s.fill(r.Context(), e, w)
	if err == nil && w.way < 0 && len(w.acts) <= w.most { // back at the beginning, which is shown whole
		*w = window{whole: true, way: 1, most: w.most}
		events, reports, err = s.fill(r.Context(), e, w)
	}
	if err != nil {
		return err
	}
	v.Count = r.t("%s in %s", r.t("%d events", events), r.t("%d reports", reports))
	v.Nothing, v.Undated = events == 0, w.undated
	acts, before, after := w.page()
	for _, a := range acts {
		s.listEvent(r, a, v)
	}
	if len(acts) == 0 {
		return nil
	}
	if before {
		v.Before = listAt(r, "before", spotOf(acts[0]))
	}
	if after {
		v.After = listAt(r, "after", spotOf(acts[len(acts)-1]))
	}
	return nil
}

// listEvent puts an event under its day.
func (s *Server) listEvent(r *request, a *export.Act, v *eventsView) {
	day := r.span(a.Window().From, 0)
	if n := len(v.Days); n == 0 || v.Days[n-1].Day != day {
		v.Days = append(v.Days, eventDay{Day: day})
	}
	d := &v.Days[len(v.Days)-1]
	lead := a.Lead
	lead.ID = a.ID
	d.Rows = append(d.Rows, s.reportQuote(r.link(), lead, a.Outlets[lead.Story], len(a.Reports)))
}

// fill takes the events of a page in and counts all. What was coded from news is gone through
// whole, for its events are clusters; imported events, of which there may be millions, day by
// day from the spot on.
func (s *Server) fill(ctx context.Context, e eventQuestion, w *window) (events, reports int, err error) {
	f := e.filter
	if f.TakesCoded() {
		f.Sources = []string{entente.CodedHere}
		for a, err := range s.Events(ctx, f) {
			if err != nil {
				return 0, 0, err
			}
			if e.takes(a) {
				events++
				reports += len(a.Reports)
				w.put(a)
			}
		}
	}
	f.Sources = slices.DeleteFunc(slices.Clone(e.filter.Sources), func(x string) bool { return x == entente.CodedHere })
	if len(f.Sources) == 0 || !e.takes(&export.Act{Event: entente.Event{Reports: []entente.Report{{}}}}) { // they have neither outlet nor day in print
		return events, reports, nil
	}
	n, err := s.Store.Counts(ctx, f)
	if err != nil {
		return 0, 0, err
	}
	w.undated = n.Undated
	return events + n.Imported, reports + n.Imported, s.fillImported(ctx, f, w, n.Imported)
}

// fillImported takes imported events in, of which there are so many: of as many days as fill the
// page if all are alike, then of four times as many at once, until it is full.
func (s *Server) fillImported(ctx context.Context, f entente.Filter, w *window, events int) error {
	days, err := s.importedDays(ctx, f, w)
	if err != nil {
		return err
	}
	for n := 1 + (w.most+1)*len(days)/max(1, events); len(days) > 0 && w.needs(days[0]); n *= 4 {
		some := days[:min(n, len(days))]
		days = days[len(some):]
		g := f
		g.From, g.To = min(some[0], some[len(some)-1]), max(some[0], some[len(some)-1])
		for a, err := range s.Events(ctx, g) {
			if err != nil {
				return err
			}
			w.put(a)
		}
	}
	return nil
}

// importedDays gives the days of imported events from the spot of a page on, in the order of
// going.
func (s *Server) importedDays(ctx context.Context, f entente.Filter, w *window) ([]entente.Day, error) {
	if !w.whole && w.way > 0 {
		if !w.beside.day.Known() {
			return nil, nil
		}
		if !f.To.Known() || f.To > w.beside.day {
			f.To = w.beside.day
		}
		if f.From > f.To {
			return nil, nil
		}
	}
	if !w.whole && w.way < 0 && w.beside.day.Known() {
		f.From = max(f.From, w.beside.day)
	}
	days, err := s.Store.Days(ctx, f)
	if w.way > 0 {
		days = slices.Clone(days)
		slices.Reverse(days)
	}
	return days, err
}

// listAt is the address of another page of the list.
func listAt(r *request, name string, at spot) string {
	q := url.Values{}
	for k, values := range r.query {
		q[k] = values
	}
	for _, k := range []string{"page", "after", "before"} {
		q.Del(k)
	}
	q.Set(name, at.String())
	return "/events?" + q.Encode()
}
