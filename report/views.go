package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"entente"
)

// Events writes reports for a terminal, one after another in the order given:
// date, actors, act and the marked sentence. The outlets of b name the sources.
func Events(w io.Writer, b entente.Brief, opt Options) error {
	opt = opt.filled()
	l, s := newLedger(b), newSetter(opt)
	if len(b.Reports) == 0 {
		s.para("", "", run{"No acts reported.", plain})
	} else {
		s.para("", "", run{count(len(b.Reports), "report", "reports") + " of " + count(eventCount(b), "event", "events") + ".", strong})
	}
	for i := range b.Reports {
		if w := l.byID[b.Reports[i].Report]; w != nil {
			s.blank()
			s.quote(l.quote(w, opt))
		}
	}
	for i := range b.Assessments {
		if w := l.byID[b.Assessments[i].ID]; w != nil {
			s.blank()
			s.quote(l.quote(w, opt))
		}
	}
	return s.flush(w)
}

// Dyad writes one pair for a terminal. The sentences, series and sources it cites
// are looked up in b.
func Dyad(w io.Writer, t entente.Tie, b entente.Brief, opt Options) error {
	opt = opt.filled()
	b.Dyads, b.Triangles, b.Hypotheses, b.Outlook = []entente.Tie{t}, nil, nil, nil
	l, s := newLedger(b), newSetter(opt)
	d := newDyadView(t, b, l, heaviestFlow(b.Dyads), opt)
	s.dyad(d)
	s.notes(&sheet{Notes: gaps(b)})
	s.cited(l, []dyadView{d}, opt)
	return s.flush(w)
}

// Triangle writes one triangle for a terminal. The sentences and sources it cites
// are looked up in b.
func Triangle(w io.Writer, t entente.Triangle, b entente.Brief, opt Options) error {
	opt = opt.filled()
	l, s := newLedger(b), newSetter(opt)
	s.triangle(newTriangleView(t, l, opt))
	s.cited(l, nil, opt)
	return s.flush(w)
}

// Weighing writes one weighed matrix for a terminal. The sentences and sources it
// cites are looked up in b.
func Weighing(w io.Writer, v entente.Weighing, b entente.Brief, opt Options) error {
	opt = opt.filled()
	l, s := newLedger(b), newSetter(opt)
	s.weighing(0, newWeighingView(0, v, l))
	s.cited(l, nil, opt)
	return s.flush(w)
}

// Outlook writes forecasts for a terminal. The sentences and sources they cite are
// looked up in b.
func Outlook(w io.Writer, forecasts []entente.Forecast, b entente.Brief, opt Options) error {
	opt = opt.filled()
	l, s := newLedger(b), newSetter(opt)
	s.outlook(newOutlook(forecasts, l, opt))
	s.cited(l, nil, opt)
	return s.flush(w)
}

// cited shows the sentences that a small view cites and has not shown, and the sources.
func (s *setter) cited(l *ledger, shown []dyadView, opt Options) {
	s.others(&sheet{Dyads: shown}, l, opt)
	s.sources(l)
}

// Rejected is a pattern that was tried on a sentence and did not report.
type Rejected struct {
	Pattern string
	Trigger string // the words that set it off
	Why     string
	Judged  []Judged
}

// Judged is what the judge made of an act between two actors.
type Judged struct {
	Report            string // id of the report, "" if the act was left untold
	Source, Target    entente.Code
	Judge             entente.Judgement
	Confidence, Least float64 // told from Least on
	Factors           []Factor
}

// Factor is what moved the judge, and how far: the change of the odds' logarithm, above
// nought for what speaks for the act.
type Factor struct {
	Of   string
	Odds float64
}

// Explained is a sentence with what was found in it and what was not.
type Explained struct {
	Sentence    int
	Text        string
	Stream      entente.Stream
	Reports     []entente.Report
	Assessments []entente.Assessment
	Judged      []Judged // of the reports
	Rejected    []Rejected
	Why         string // why nothing was found, where nothing was
}

// Explain writes for a terminal which pattern fired in each sentence, what was
// rejected and why, and for a sentence without an event why there is none.
func Explain(w io.Writer, sentences []Explained, opt Options) error {
	opt = opt.filled()
	s := newSetter(opt)
	for i, e := range sentences {
		if i > 0 {
			s.blank()
		}
		s.explained(e, opt)
	}
	return s.flush(w)
}

func (s *setter) explained(e Explained, opt Options) {
	head := fmt.Sprintf("Sentence %d", e.Sentence)
	if stream := otherStream(e.Stream); stream != "" {
		head += ", in the " + stream
	}
	s.label(head)
	if len(e.Reports)+len(e.Assessments) == 0 {
		s.para("  ", "  ", run{clean(e.Text), plain})
		s.para("  no event: ", "    ", run{cmp.Or(clean(e.Why), "no pattern's trigger stands in it") + ".", plain})
	}
	b := entente.Brief{Reports: e.Reports, Assessments: e.Assessments}
	l := newLedger(b)
	for _, w := range l.All {
		q := l.quote(w, opt)
		s.para("  ", "    ", quoteRuns(q.Parts)...)
		s.para("  found: ", "    ", run{q.Act, ink(q.Tone)}, run{" · " + joined(q.Kind, q.Status, q.By, q.When), plain})
		s.para("    by: ", "    ", run{cmp.Or(q.Coded, "pattern not named"), plain})
		for _, j := range e.Judged {
			if w.Report != nil && j.Report == w.Report.Report {
				s.para("    judge: ", "      ", run{j.words(), plain})
			}
		}
	}
	for _, r := range e.Rejected {
		s.para("  rejected: ", "    ", run{strings.TrimSpace(clean(r.Pattern) + " at “" + clean(r.Trigger) + "”: " + clean(r.Why)), faint})
		for _, j := range r.Judged {
			s.para("    judge: ", "      ", run{clean(string(j.Source)) + " → " + clean(string(j.Target)) + ": " + j.words(), faint})
		}
	}
}

// words tells what the judge thinks, what moved it most, and what was too little.
func (j *Judged) words() string {
	out := []string{prob(j.Judge.Act) + " that anything is done, " + prob(j.Judge.Root) + " that it is this"}
	if j.Judge.Best != "" {
		out[0] += ", rather " + strings.ToLower(string(j.Judge.Best))
	}
	var with, against []string
	for _, f := range j.Factors {
		if f.Odds > 0 {
			with = append(with, f.Of)
		} else if f.Odds < 0 {
			against = append(against, f.Of)
		}
	}
	if len(with) > 0 {
		out = append(out, "for it "+list(with...))
	}
	if len(against) > 0 {
		out = append(out, "against it "+list(against...))
	}
	if j.Report == "" && j.Confidence < j.Least {
		out = append(out, "in all "+prob(j.Confidence)+", and "+prob(j.Least)+" is needed")
	}
	return strings.Join(out, "; ")
}
