package web

import (
	"fmt"
	"strings"

	"entente"
	"entente/guard"
)

// agreementView says how far people agree, field by field.
type agreementView struct {
	People  int
	Reports int
	Shared  int
	Differ  int
	Fields  []fieldRow
	Mine    []disputeRow // where the visitor and others differ by now
	Queue   string
}

type fieldRow struct {
	Name     string
	Metric   string
	Units    int
	Same     string
	Apart    string
	Alpha    string
	Interval string
	Verdict  string // what the interval allows to say
}

type disputeRow struct {
	Href   string
	Act    string
	Mine   string
	Others string
}

// Krippendorff's bounds (Content Analysis, 2nd ed. 2004, 11.5): data below the lower are
// not relied on, data between the two for tentative conclusions alone.
const (
	tentative = .667
	reliable  = .8
)

func (s *Server) agreement(r *request) (view, error) {
	l := r.link()
	a, err := s.Accord(r.Context())
	if err != nil {
		return view{}, err
	}
	v := agreementView{People: a.People, Reports: a.Reports, Shared: a.Shared, Differ: a.Differ, Queue: r.link().to("/queue", "order", "disagreement")}
	for _, f := range a.Fields.Each() {
		row := fieldRow{Name: l.fieldWords(f.Name), Metric: l.term(string(f.Metric)), Units: f.Units, Same: "–", Alpha: l.t("not defined"), Interval: "–"}
		if x := f.Agreement.Value; x != nil {
			row.Same = l.percent(*x)
		}
		if f.Apart != nil {
			row.Apart = l.t("%s days apart", l.places(*f.Apart, 1))
		}
		if f.Alpha != nil {
			row.Alpha = l.alphaWords(*f.Alpha)
		}
		if f.Low != nil && f.High != nil {
			row.Interval = l.between(l.alphaWords(*f.Low), l.alphaWords(*f.High))
			row.Verdict = l.relied(*f.Low, *f.High)
		}
		v.Fields = append(v.Fields, row)
	}
	if v.Mine, err = s.disputes(r); err != nil {
		return view{}, err
	}
	return view{Name: "agreement", Title: l.t("How far people agree"), Body: v, N: l.t("%s decided on by two people or more, of %s decided on", l.t("%d reports", a.Shared), l.t("%d reports", a.Reports)),
		Data: []download{{l.t("the figures (JSON)"), "/api/v1/agreement"}, {l.t("the decisions (JSON lines)"), "/api/v1/decisions"}}}, nil
}

// fieldWords are the fields as people call them.
func (l *tongue) fieldWords(field string) string {
	switch field {
	case "exists":
		return l.t("there is such an act")
	case "root":
		return l.t("kind")
	case "date":
		return l.t("first day")
	case "source":
		return l.t("source")
	case "target":
		return l.t("target")
	}
	return l.t("status")
}

// alphaWords writes an alpha without the nought before the point.
func (l *tongue) alphaWords(x float64) string {
	return l.figured(strings.Replace(fmt.Sprintf("%.3f", x), "0.", ".", 1))
}

// relied says for what an alpha allows to rely on the data, by its whole interval.
func (l *tongue) relied(low, high float64) string {
	switch {
	case low >= reliable:
		return l.t("to be relied on")
	case low >= tentative:
		return l.t("for tentative conclusions")
	case high < tentative:
		return l.t("not to be relied on")
	}
	return l.t("not known well enough")
}

// disputes lists the reports on which the visitor and others differ by now. Of reports on
// which the visitor did not decide nothing is told.
func (s *Server) disputes(r *request) ([]disputeRow, error) {
	log, err := s.Decisions(r.Context())
	if err != nil {
		return nil, err
	}
	who, disputed := guard.VisitorOf(r.Context()).Name, s.Disputed(log)
	var out []disputeRow
	for i := range log {
		d := &log[i]
		if d.By != who || !disputed[d.Report] || len(out) >= 100 {
			continue
		}
		disputed[d.Report] = false // told once
		was, err := s.asCoded(r.Context(), d.Report)
		if err != nil {
			return nil, err
		}
		row := disputeRow{Href: r.link().to("/queue", "order", "disagreement", "report", d.Report), Act: s.reportQuote(r.link(), was, entente.Outlet{Story: was.Story}, 0).Act}
		var others []string
		for _, o := range s.Opinions(log, d.Report) {
			if words := r.opinionWords(was, o.Coded); o.By == who {
				row.Mine = words
			} else {
				others = append(others, words)
			}
		}
		row.Others = strings.Join(others, "; ")
		if row.Mine != "" {
			out = append(out, row)
		}
	}
	return out, nil
}
