package report

import (
	"cmp"
	"fmt"
	"slices"

	"entente"
)

// DyadView is a pair put into words.
type dyadView struct {
	Anchor  string
	A, B    string
	Title   string
	Level   string
	Sign    string
	Trend   string
	Tone    string
	Verdict prose
	P       []bar
	Mean    string
	Flows   []flow
	Acts    prose
	Views   prose
	Rule    string
	Quotes  []quote
	Rest    []ref // sentences cited but not shown here
	More    int   // sentences not cited by number
	Said    []quote
	Series  []seriesView
}

// Flow is what one actor did toward the other, cooperation and conflict apart.
type flow struct {
	From, To   string
	Coop, Conf bar
}

// restMost is the number of further sentences that a pair cites by number.
const restMost = 40

// newDyadView puts a tie into words; top is the length of the longest bar.
func newDyadView(t entente.Tie, b entente.Brief, l *ledger, top float64, opt Options) dyadView {
	a, z := opt.name(t.A), opt.name(t.B)
	d := dyadView{Anchor: anchor("d", string(t.A)+"-"+string(t.B)), A: a, B: z, Title: upper(both(t, opt)), Level: tieWord(t),
		Sign: tieSign(t), Trend: trendWord(t.Trend), Tone: "none", Rule: sentence(t.Rule)}
	if t.Level != nil {
		d.Tone = tone(float64(*t.Level))
	}
	l.enter(d.Anchor, d.Title)
	d.Verdict = append(pairClause(t, l, opt, true), piece{Text: "."})
	d.P, d.Mean = levelBars(t, l, opt), meanWords(t)
	d.Flows = flows(t, l, top, opt)
	d.Acts, d.Views = actsLine(t, l), viewsLine(t, l)
	d.quoteActs(t, l, opt)
	d.quoteViews(t, l, opt)
	d.Series = pairSeries(t, b.Series, opt)
	return d
}

// levelBars lists the probabilities of the levels, none for a pair of which nothing
// is told. Without a level the rest of the probability is no sign of neutrality, and
// is named for what it is.
func levelBars(t entente.Tie, l *ledger, opt Options) []bar {
	if t.Level == nil && silent(t) {
		return nil
	}
	rest := "neutral"
	if t.Level == nil {
		rest = "not known"
	}
	coop := l.first(slices.Concat(toned(t, l, "plus"), t.Assessed.Cites, t.Acts.Cites)...)
	conf := l.first(slices.Concat(toned(t, l, "minus"), t.Assessed.Cites, t.Acts.Cites)...)
	all := l.first(slices.Concat(t.Acts.Cites, t.Assessed.Cites)...)
	return []bar{
		{"friendly", prob(t.PPlus), opt.Word(t.PPlus), t.PPlus, "plus", coop, ""},
		{rest, prob(t.PNeutral), opt.Word(t.PNeutral), t.PNeutral, "none", all, ""},
		{"adversarial", prob(t.PMinus), opt.Word(t.PMinus), t.PMinus, "minus", conf, ""},
	}
}

// silent reports whether nothing at all is told of a pair.
func silent(t entente.Tie) bool { return actless(t) && t.Assessed.Count == 0 }

func actless(t entente.Tie) bool { return t.Acts.Events == 0 && t.Acts.Reports == 0 }

// toned gives the ids of a tie's reports of cooperation or of conflict.
func toned(t entente.Tie, l *ledger, want string) []string {
	var ids []string
	for _, id := range t.Acts.Cites {
		if w := l.byID[id]; w != nil && w.Report != nil && tone(w.Report.Intensity) == want {
			ids = append(ids, id)
		}
	}
	return ids
}

func meanWords(t entente.Tie) string {
	if t.Level == nil {
		return ""
	}
	return fmt.Sprintf("Mean level %s on a scale from −1 to +1; nine times in ten between %s and %s.", signed(t.Mean), signed(t.Low), signed(t.High))
}

// heaviestFlow is the largest sum of intensities in any direction of any pair, so
// that bars of different pairs can be compared.
func heaviestFlow(ties []entente.Tie) float64 {
	top := 0.0
	for _, t := range ties {
		top = max(top, t.Acts.CoopAB, t.Acts.ConfAB, t.Acts.CoopBA, t.Acts.ConfBA)
	}
	return top
}

// flows tells both directions, none where no act is told of at all.
func flows(t entente.Tie, l *ledger, top float64, opt Options) []flow {
	if actless(t) {
		return nil
	}
	one := func(from, to entente.Code, coop, conf float64) flow {
		return flow{opt.name(from), opt.name(to),
			flowBar("cooperation", "plus", coop, top, t, l, from),
			flowBar("conflict", "minus", conf, top, t, l, from)}
	}
	return []flow{one(t.A, t.B, t.Acts.CoopAB, t.Acts.ConfAB), one(t.B, t.A, t.Acts.CoopBA, t.Acts.ConfBA)}
}

func flowBar(label, tone string, sum, top float64, t entente.Tie, l *ledger, from entente.Code) bar {
	if sum == 0 {
		return bar{Label: label, Tone: tone, Note: "none reported"}
	}
	r := l.first(slices.Concat(fromActor(toned(t, l, tone), l, from), toned(t, l, tone), t.Acts.Cites)...)
	return bar{Label: label, Tone: tone, Value: amount(sum), Share: sum / top, Ref: r}
}

// fromActor keeps the reports in which the actor acts, alone or together.
func fromActor(ids []string, l *ledger, from entente.Code) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		r := l.byID[id].Report
		return r.Source.Code != from && !(r.Reciprocal && r.Target.Code == from)
	})
}

func actsLine(t entente.Tie, l *ledger) prose {
	if actless(t) {
		return say("No acts reported.")
	}
	r := l.first(t.Acts.Cites...)
	p := prose{}.fig(count(t.Acts.Events, "event", "events"), r).and(", told in ").fig(count(t.Acts.Reports, "report", "reports"), r)
	if t.Acts.Balance != nil {
		p = p.and("; balance of cooperation over conflict ").fig(signed(*t.Acts.Balance), r)
	}
	return p.and(".")
}

func viewsLine(t entente.Tie, l *ledger) prose {
	v := t.Assessed
	if v.Count == 0 {
		return say("No assessments found.")
	}
	r := l.first(v.Cites...)
	p := prose{}.fig(count(v.Count, "assessment", "assessments"), r)
	if v.Level != nil {
		p = p.and("; mean level ").fig(signed(*v.Level), r)
	}
	if v.Trend != nil {
		p = p.and("; mean trend ").fig(signed(*v.Trend), r)
	}
	if v.Weight > 0 {
		p = p.and("; weight %s", amount(v.Weight))
	}
	return p.and(".")
}

// quoteActs shows the heaviest acts in full, one sentence an event, and cites the rest.
func (d *dyadView) quoteActs(t entente.Tie, l *ledger, opt Options) {
	acts, also := l.reports(t.Acts.Cites)
	acts = bothSides(acts, opt.Quotes)
	var rest []string
	for i, w := range acts {
		if i >= opt.Quotes {
			rest = append(rest, w.ID)
			continue
		}
		l.cite(w.ID)
		q := l.quote(w, opt)
		q.Also = l.cite(also[w]...)
		d.Quotes = append(d.Quotes, q)
	}
	d.More = max(len(rest)-restMost, 0)
	d.Rest = l.cite(rest[:len(rest)-d.More]...)
}

// bothSides moves the heaviest act of cooperation and that of conflict among the
// first n, so that a pair that does both is not shown doing one.
func bothSides(acts []*witness, n int) []*witness {
	if n < 2 {
		return acts
	}
	out := slices.Clone(acts)
	for _, want := range []string{"plus", "minus"} {
		i := slices.IndexFunc(out, func(w *witness) bool { return tone(w.Report.Intensity) == want })
		if i >= n {
			w := out[i]
			out = slices.Insert(slices.Delete(out, i, i+1), n-1, w)
		}
	}
	return out
}

func (d *dyadView) quoteViews(t entente.Tie, l *ledger, opt Options) {
	for _, id := range t.Assessed.Cites {
		w := l.byID[id]
		if w == nil || w.View == nil {
			continue
		}
		if len(d.Said) >= opt.Quotes {
			d.Rest = append(d.Rest, l.cite(id)...)
			continue
		}
		l.cite(id)
		d.Said = append(d.Said, l.quote(w, opt))
	}
	slices.SortFunc(d.Rest, func(x, y ref) int { return cmp.Compare(x.N, y.N) })
}

// SeriesView is the history of one direction.
type seriesView struct {
	From, To string
	Points   []pointView
	Top      float64 // the largest value of either direction and either kind
	Since    string
	Until    string
}

// PointView is one period of a history.
type pointView struct {
	Date            string
	Coop, Conf      float64
	CoopTxt         string
	ConfTxt         string
	Events, Reports int
	Covered         bool
}

// pairSeries gives the histories of both directions on one scale.
func pairSeries(t entente.Tie, all []entente.Series, opt Options) []seriesView {
	var out []seriesView
	top := 0.0
	for _, want := range []entente.Pair{{Source: t.A, Target: t.B}, {Source: t.B, Target: t.A}} {
		i := slices.IndexFunc(all, func(s entente.Series) bool { return s.Pair == want && len(s.Points) > 1 })
		if i < 0 {
			continue
		}
		v := newSeriesView(all[i], opt)
		top = max(top, v.Top)
		out = append(out, v)
	}
	for i := range out {
		out[i].Top = top
	}
	return out
}

func newSeriesView(s entente.Series, opt Options) seriesView {
	n := len(s.Points)
	v := seriesView{From: opt.name(s.Source), To: opt.name(s.Target), Since: date(s.Points[0].Period), Until: date(s.Points[n-1].Period)}
	for _, p := range s.Points {
		v.Points = append(v.Points, newPointView(p))
		v.Top = max(v.Top, p.Coop, p.Conf)
	}
	return v
}

func newPointView(p entente.Point) pointView {
	v := pointView{date(p.Period), p.Coop, p.Conf, amount(p.Coop), amount(p.Conf), p.Events, p.Reports, p.Covered}
	quiet := ""
	switch {
	case !p.Covered:
		quiet = "no story read"
	case p.Events == 0:
		quiet = "none reported"
	default:
		quiet = "–"
	}
	if p.Coop == 0 {
		v.CoopTxt = quiet
	}
	if p.Conf == 0 {
		v.ConfTxt = quiet
	}
	return v
}
