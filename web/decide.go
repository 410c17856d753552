package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"entente"
	"entente/ask"
	"entente/guard"
)

// decide takes the form of the queue.
func (s *Server) decide(w http.ResponseWriter, r *http.Request) {
	if !s.guard.Form(w, r, guard.Judge) {
		return
	}
	f := r.PostForm
	in := decisionIn{Report: f.Get("report"), Verdict: f.Get("verdict"), Why: f.Get("why"), With: f.Get("with")}
	sent := in
	var err error
	if v := entente.Ruling(in.Verdict); v == entente.Recoded || v == entente.Redated {
		in.Source, in.Target, in.Root, in.Status, in.From, in.To = f.Get("source"), f.Get("target"), f.Get("root"), f.Get("status"), f.Get("from"), f.Get("to")
		sent = in
		err = s.onlyChanges(r.Context(), &in)
	}
	var d entente.Decision
	if err == nil {
		d, err = s.decided(r.Context(), in)
	}
	if err != nil {
		s.showWrong(w, r, sent, err)
		return
	}
	http.Redirect(w, r, queueAt(f.Get("here"), "done", strconv.FormatInt(d.N, 10)).String(), http.StatusSeeOther)
}

// queueAt is the address of the queue that a form leads back to, with one more parameter.
func queueAt(here, name, value string) *url.URL {
	u, err := url.Parse(guard.Here(here))
	if err != nil || u.Path != "/queue" {
		u = &url.URL{Path: "/queue"}
	}
	q := u.Query()
	q.Set(name, value)
	return &url.URL{Path: "/queue", RawQuery: q.Encode()}
}

// showWrong shows the report of a form again, what was written into it, and why nothing was
// kept.
func (s *Server) showWrong(w http.ResponseWriter, r *http.Request, in decisionIn, wrong error) {
	status, detail, hint := s.told(wrong)
	again := r.Clone(r.Context())
	again.URL = queueAt(r.PostForm.Get("here"), "report", in.Report)
	req, err := s.request(w, again)
	if err != nil || status >= http.StatusInternalServerError {
		s.fail(w, r, wrong)
		return
	}
	out, err := s.queue(req)
	v, ok := out.Body.(queueView)
	if err != nil || !ok || v.Report != in.Report {
		s.fail(w, r, wrong)
		return
	}
	v.Wrong, v.Hint = detail, hint
	v.take(in)
	out.Body = v
	w.Header().Set("Cache-Control", "no-store")
	s.render(w, again, req, out, guard.VisitorOf(r.Context()), status)
}

// take puts what was written into a form into the form again.
func (v *queueView) take(in decisionIn) {
	switch entente.Ruling(in.Verdict) {
	case entente.Merged:
		v.With = in.With
	case entente.Recoded, entente.Redated:
		v.CodeWhy = in.Why
		v.Source, v.Target, v.From, v.To = in.Source, in.Target, in.From, in.To
		for _, list := range []struct {
			options []option
			value   string
		}{{v.Roots, in.Root}, {v.Statuses, in.Status}} {
			for i := range list.options {
				o := &list.options[i]
				o.Here = o.value() == list.value
			}
		}
	}
}

// onlyChanges leaves in a form what is other than the table showed: what a person did not
// touch they did not set. Days alone are a new date, whichever button was pressed.
func (s *Server) onlyChanges(ctx context.Context, in *decisionIn) error {
	was, err := s.asCoded(ctx, in.Report)
	if err != nil {
		return err
	}
	for _, p := range []struct {
		value *string
		was   string
	}{{&in.Source, string(was.Source.Code)}, {&in.Target, string(was.Target.Code)}, {&in.Root, string(was.Plover.Event)}, {&in.Status, string(was.Status)}} {
		if *p.value == p.was {
			*p.value = ""
		}
	}
	if in.From == was.DateFrom.String() && (in.To == "" || in.To == was.DateTo.String()) {
		in.From, in.To = "", ""
	}
	coding := in.Source+in.Target+in.Root+in.Status != ""
	switch {
	case coding:
		in.Verdict = string(entente.Recoded)
	case in.From != "":
		in.Verdict = string(entente.Redated)
	}
	return nil
}

// asCoded gives a report as it was before anybody decided on it.
func (s *Server) asCoded(ctx context.Context, id string) (*entente.Report, error) {
	log, err := s.Decisions(ctx)
	if err != nil {
		return nil, err
	}
	for i := range log {
		if log[i].Report == id {
			return &log[i].Was, nil
		}
	}
	a, err := s.Event(ctx, id, 0)
	if err != nil {
		return nil, err
	}
	for i := range a.Reports {
		if r := &a.Reports[i]; r.Report == id {
			return r, nil
		}
	}
	return nil, entente.ErrNotFound
}

// decisionIn is a decision as it is sent.
type decisionIn struct {
	Report  string `json:"report" doc:"Id of a report."`
	Verdict string `json:"verdict" enum:"accept,reject,recode,redate,split,merge,note"`
	Why     string `json:"why,omitempty" doc:"The reason, in words."`
	With    string `json:"with,omitempty" doc:"To merge: id of the event, or of a report of it."`
	Source  string `json:"source,omitempty" doc:"To recode: the actor, as code or name. What is left out stays; days may be set with the rest."`
	Target  string `json:"target,omitempty"`
	Root    string `json:"root,omitempty"`
	Status  string `json:"status,omitempty"`
	From    string `json:"from,omitempty" doc:"To redate: the first day."`
	To      string `json:"to,omitempty" doc:"And the last; the same by default."`
}

func (s *Server) decided(ctx context.Context, in decisionIn) (entente.Decision, error) {
	d := entente.Decision{Report: in.Report, Verdict: entente.Ruling(in.Verdict), By: guard.VisitorOf(ctx).Name, Made: time.Now(), Why: strings.TrimSpace(in.Why), With: in.With}
	if !s.writes {
		return d, entente.ErrReadOnly
	}
	if d.Verdict == entente.Recoded || d.Verdict == entente.Redated {
		c := &entente.Coding{Root: entente.Root(strings.ToUpper(in.Root)), Status: entente.Status(in.Status)}
		var err error
		for _, a := range []struct {
			name, value string
			code        *entente.Code
		}{{"source", in.Source, &c.Source}, {"target", in.Target, &c.Target}} {
			if a.value == "" {
				continue
			}
			if *a.code, err = s.Actor(a.name, a.value, 0); err != nil {
				return d, err
			}
		}
		for _, p := range []struct {
			name, value string
			day         *entente.Day
		}{{"from", in.From, &c.From}, {"to", in.To, &c.To}} {
			if *p.day, err = entente.ParseDay(p.value); err != nil {
				return d, &ask.Wrong{Field: p.name, Err: err}
			}
		}
		d.Becomes = c
	}
	out, err := s.Decide(ctx, d)
	if err == nil {
		s.meter.taken.WithLabelValues("decisions").Inc()
	}
	return out, err
}
