package web

import (
	"cmp"
	"slices"

	"entente"
	"entente/ask"
	"entente/coder"
	"entente/report"
)

// storyView is a story with what was found in it beside its sentences.
type storyView struct {
	ID       string
	Title    string
	Outlet   string
	Author   string
	Kind     string
	Language string
	Web      string
	Hash     string
	Blocks   []blockView
	Events   int
	Views    int
	Problems []entente.Problem
	Explain  string // the address with reasons, or without
	Why      bool
}

// blockView is a part of the page with its sentences.
type blockView struct {
	Stream string
	Class  string
	Runs   []run
	Notes  []noteView
}

// run is a piece of text between two sentences that are cited, or one of them.
type run struct {
	Cited bool
	IDs   []string
	Tone  string
	N     int // of the note
	Marks []report.Mark
}

// noteView is what was found in a sentence.
type noteView struct {
	N        int
	Quotes   []quote
	Rejected []rejected
	Why      string
}

type rejected struct{ Pattern, Trigger, Why string }

// cited is a sentence that something cites.
type cited struct {
	start, end int
	quotes     []quote
	citations  []*entente.Citation
	ids        []string
	tone       string
	why        []rejected
	nothing    string
}

func (s *Server) story(r *request) (view, error) {
	l := r.link()
	id := cmp.Or(r.PathValue("id"), r.query.Get("id"))
	p, err := s.Story(r.Context(), id, r.scope.AsOf)
	if err != nil {
		return view{}, err
	}
	o := entente.OutletOf(p.Story)
	v := storyView{ID: id, Title: cmp.Or(flat(p.Title), l.t("Story %s", flat(id))), Outlet: l.outlet(o), Author: flat(p.Author), Kind: string(p.Kind), Language: p.Language,
		Web: report.WebURL(p.URL), Hash: p.Hash, Views: len(p.Assessments), Problems: p.Problems, Why: r.query.Get("why") != ""}
	events := map[string]bool{}
	for _, rep := range p.Reports {
		events[rep.ID] = true
	}
	v.Events = len(events)
	v.Explain = l.storyAt(id, "why", "1")
	sentences := s.citedIn(l, p, o)
	if v.Why {
		v.Explain = l.storyAt(id)
		sentences = s.explained(sentences, s.ExplainStory(p.Story), len(p.Text))
	}
	v.Blocks = blocks(&p.Story, sentences)
	return view{Name: "story", Title: v.Title, Body: v, N: l.t("%s in %s, %s in this story", l.t("%d events", v.Events), l.t("%d reports", len(p.Reports)), l.t("%d assessments", v.Views)),
		Data: []download{{l.t("the story (JSON)"), "/api/v1/stories/" + segment(id)}, {l.t("its events (JSON lines)"), l.to("/api/v1/events", "story", id, "format", "jsonl")}}}, nil
}

// citedIn gathers what cites each sentence, in order of place; a sentence that begins within
// another is left to that one.
func (s *Server) citedIn(l linker, p *ask.Page, o entente.Outlet) []*cited {
	at := map[[2]int]*cited{}
	add := func(c *entente.Citation, id string, q quote, tone string) {
		k := [2]int{c.Start, c.End}
		if c.Start < 0 || c.End > len(p.Text) || c.Start >= c.End {
			return
		}
		if at[k] == nil {
			at[k] = &cited{start: c.Start, end: c.End, tone: tone}
		}
		x := at[k]
		x.quotes, x.citations, x.ids = append(x.quotes, q), append(x.citations, c), append(x.ids, id)
		if x.tone != tone {
			x.tone = "none"
		}
	}
	for i := range p.Reports {
		r := &p.Reports[i]
		add(&r.Citation, r.Report, s.reportQuote(l, r, o, 0), quadTone(r.Quad))
	}
	for i := range p.Assessments {
		a := &p.Assessments[i]
		q := s.viewQuote(l, a, o)
		add(&a.Citation, a.ID, q, q.Tone)
	}
	var out []*cited
	for _, x := range at {
		out = append(out, x)
	}
	slices.SortFunc(out, func(x, y *cited) int { return cmp.Or(cmp.Compare(x.start, y.start), cmp.Compare(y.end, x.end)) })
	return disjoint(out)
}

// disjoint joins sentences that overlap.
func disjoint(in []*cited) []*cited {
	var out []*cited
	for _, x := range in {
		if n := len(out); n > 0 && x.start < out[n-1].end {
			last := out[n-1]
			last.end = max(last.end, x.end)
			last.quotes, last.citations, last.ids = append(last.quotes, x.quotes...), append(last.citations, x.citations...), append(last.ids, x.ids...)
			last.why = append(last.why, x.why...)
			continue
		}
		out = append(out, x)
	}
	return out
}

// explained adds what was rejected in each sentence, and why there is nothing in others.
func (s *Server) explained(in []*cited, res coder.Result, size int) []*cited {
	at := map[[2]int]*cited{}
	for _, x := range in {
		at[[2]int{x.start, x.end}] = x
	}
	for _, d := range res.Decisions {
		if d.Start < 0 || d.End > size || d.Start >= d.End || d.Outcome == "found" {
			continue
		}
		k := [2]int{d.Start, d.End}
		if at[k] == nil {
			at[k] = &cited{start: d.Start, end: d.End, tone: "quiet"}
			in = append(in, at[k])
		}
		if d.Pattern == "" {
			at[k].nothing = d.Outcome
		} else {
			at[k].why = append(at[k].why, rejected{d.Pattern, flat(d.Trigger), d.Outcome})
		}
	}
	slices.SortFunc(in, func(x, y *cited) int { return cmp.Or(cmp.Compare(x.start, y.start), cmp.Compare(y.end, x.end)) })
	return disjoint(in)
}

// blocks cuts a story into its parts, and these where cited sentences begin and end.
func blocks(st *entente.Story, sentences []*cited) []blockView {
	var out []blockView
	n := 0
	next := 0
	for _, b := range st.Blocks {
		v := blockView{Stream: string(b.Stream), Class: string(b.Stream)}
		at := b.Start
		for next < len(sentences) && sentences[next].start < b.Start {
			next++
		}
		for ; next < len(sentences) && sentences[next].start < b.End; next++ {
			x := sentences[next]
			end := min(x.end, b.End)
			if x.start > at {
				v.Runs = append(v.Runs, run{Marks: []report.Mark{{Text: st.Slice(at, x.start)}}})
			}
			n++
			v.Runs = append(v.Runs, run{Cited: true, IDs: x.ids, Tone: x.tone, N: n, Marks: sentenceMarks(st, x, end)})
			v.Notes = append(v.Notes, noteView{n, x.quotes, x.why, x.nothing})
			at = end
		}
		if at < b.End {
			v.Runs = append(v.Runs, run{Marks: []report.Mark{{Text: st.Slice(at, b.End)}}})
		}
		out = append(out, v)
	}
	return out
}

// sentenceMarks cuts a sentence where the parts of what cites it begin and end.
func sentenceMarks(st *entente.Story, x *cited, end int) []report.Mark {
	type part struct {
		span  entente.Span
		class string
	}
	var parts []part
	cuts := []int{x.start, end}
	add := func(sp *entente.Span, class string) {
		if sp != nil && sp[0] >= x.start && sp[1] <= end && sp[0] < sp[1] {
			parts = append(parts, part{*sp, class})
			cuts = append(cuts, sp[0], sp[1])
		}
	}
	for _, c := range x.citations {
		add(&c.Trigger, "trg")
		add(c.Source, "src")
		add(c.Target, "tgt")
	}
	slices.SortStableFunc(parts, func(a, b part) int { return (a.span[1] - a.span[0]) - (b.span[1] - b.span[0]) })
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []report.Mark
	for i := 1; i < len(cuts); i++ {
		m := report.Mark{Text: st.Slice(cuts[i-1], cuts[i])}
		for _, p := range parts {
			if p.span[0] <= cuts[i-1] && cuts[i-1] < p.span[1] {
				m.Class = p.class
				break
			}
		}
		out = append(out, m)
	}
	return out
}

// searchView is what a search finds.
type searchView struct {
	Q       string
	Actors  []foundActor
	Stories []foundStory
	Events  []quote
	All     string
	Nothing bool
}

type foundActor struct {
	Name, Code, Href, Told string
	Pairs                  []tieView
}

type foundStory struct{ Title, Outlet, Href string }

const searchLimit = 20

func (s *Server) search(r *request) (view, error) {
	l := r.link()
	v := searchView{Q: r.query.Get("q")}
	found, err := s.Search(r.Context(), r.scope, v.Q, searchLimit)
	if err != nil {
		return view{}, err
	}
	for i, f := range found.Actors[:min(8, len(found.Actors))] {
		a := foundActor{f.Name, string(f.Code), l.to("/events", "a", string(f.Code)), l.t("%d reports", f.Reports), nil}
		for k := range r.whole.Dyads {
			if t := &r.whole.Dyads[k]; i < 2 && (t.A == f.Code || t.B == f.Code) && len(a.Pairs) < 6 {
				a.Pairs = append(a.Pairs, s.tieView(l, t))
			}
		}
		v.Actors = append(v.Actors, a)
	}
	for _, o := range found.Stories {
		v.Stories = append(v.Stories, foundStory{cmp.Or(flat(o.Title), l.t("Story %s", flat(o.Story))), l.outlet(o), l.storyAt(o.Story)})
	}
	for _, a := range found.Events {
		a.Lead.ID = a.ID
		v.Events = append(v.Events, s.reportQuote(l, a.Lead, a.Outlets[a.Lead.Story], len(a.Reports)))
	}
	if found.More {
		v.All = l.to("/events", "q", v.Q)
	}
	v.Nothing = v.Q != "" && len(v.Actors)+len(v.Stories)+len(v.Events) == 0
	title := l.t("Search")
	if v.Q != "" {
		title = l.t("Search for “%s”", flat(v.Q))
	}
	return view{Name: "search", Title: title, Body: v, Data: []download{{l.t("these findings (JSON)"), l.to("/api/v1/search", "q", v.Q)}}}, nil
}
