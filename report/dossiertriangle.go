package report

import (
	"cmp"
	"fmt"
	"slices"

	"entente"
	"entente/chart"
)

// typesView is a triangle with its history, drawn and in figures.
type typesView struct {
	View   triangleView
	Ribbon []chart.Cell
	Ticks  []chart.Tick
	Small  []levelsView
	Pairs  []string
	Phases []phaseRow
	Turned string
}

type phaseRow struct {
	Period, Type, P, Events string
	Ties                    []string
	Covered                 bool
}

// shapeLook is the class by which a type is coloured and the letter that repeats it.
var shapeLook = map[entente.Shape][2]string{
	entente.MenageATrois: {"menage", "M"}, entente.RomanticTriangle: {"romantic", "R"}, entente.StableMarriage: {"marriage", "S"},
	entente.UnitVeto: {"veto", "V"}, entente.Incomplete: {"incomplete", "·"},
}

// ShapeLook gives the class by which a type of triangle is coloured and its letter.
func ShapeLook(s entente.Shape) (class, letter string) { return shapeLook[s][0], shapeLook[s][1] }

// triangle makes a report on three actors.
func (s *dossierSheet) triangle(d Dossier, l *ledger, opt Options) {
	t := d.Study.Triangle
	s.Kicker = "Report on a triangle"
	s.Title = upper(corners(t, opt))
	s.Head = cmp.Or(clean(d.Title), triangleHeadline(t, opt))
	l.enter("lead", "The answer")
	s.Lead = append(s.Lead, howSure(t, l, opt))
	s.Lead = append(s.Lead, pairs(entente.Brief{Dyads: t.Ties[:]}, l, opt))
	if p := lastTurn(d.Study, l, opt); p != nil {
		s.Lead = append(s.Lead, p)
	}
	if f := flipWords(t, opt); f != "" {
		s.Lead = append(s.Lead, say("%s", f))
	}
	s.Lead = append(s.Lead, basis(d.counted))
	s.Types = &typesView{View: newTriangleView(t, l, opt)}
	s.Types.View.Says, s.Types.View.Flip = nil, "" // they are told above
	s.Types.history(d.Study, opt)
	top := heaviestFlow(t.Ties[:])
	for i := range t.Ties {
		s.Dyads = append(s.Dyads, newDyadView(t.Ties[i], entente.Brief{}, l, top, opt))
	}
	set, into := newChapters(l)
	l.enter("study", "Behind the type")
	v := &studySetter{setter: set, t: *d.Study, l: l, opt: opt}
	v.t.Notes = nil
	set.head("The fewest acts that would turn it")
	v.all()
	s.Study = into.chapters("study")
	for i := range s.Study {
		if s.Study[i].Anchor == "study" {
			s.Study[i].Anchor = fmt.Sprintf("study-%d", i)
		}
	}
}

// triangleHeadline says what a triangle is, without a figure.
func triangleHeadline(t entente.Triangle, opt Options) string {
	switch {
	case t.Shape == entente.Incomplete:
		return "The triangle of " + corners(t, opt) + " cannot yet be typed"
	case t.P[t.Shape] < .5:
		return "No type of triangle prevails; the nearest is " + scene(t, opt)
	}
	return upper(scene(t, opt))
}

// howSure says how probable the type of the headline is, and which comes next.
func howSure(t entente.Triangle, l *ledger, opt Options) prose {
	if t.Shape == entente.Incomplete {
		return typed(t, l, opt)
	}
	r := l.first(triangleCites(t)...)
	p := sure(t.P[t.Shape], r, opt)
	if next, ok := second(t); ok && t.P[next] >= .05 {
		p = p.and(" Next comes %s (", withArticle(next)).fig(prob(t.P[next]), r).and(", %s).", opt.Word(t.P[next]))
	}
	return p
}

// lastTurn tells of the last firm turn and what crossed.
func lastTurn(s *entente.Study, l *ledger, opt Options) prose {
	for i := len(s.Turns) - 1; i >= 0; i-- {
		t := s.Turns[i]
		if !t.Firm {
			continue
		}
		p := say("It turned last in %s, from %s to %s", dates(t.From, t.To), bare(t.Before), bare(t.After))
		for j, c := range t.Crossed {
			lead := "; that of"
			if j == 0 {
				lead = ": the probability of"
			}
			kind := map[int]string{1: "being friends", -1: "being adversaries"}[c.Sign]
			r := l.first(append(slices.Clone(c.Words), c.Events...)...)
			p = p.and("%s %s %s went from ", lead, list(opt.inProse(c.A), opt.inProse(c.B)), kind).fig(prob(c.Was), r).and(" to ").fig(prob(c.Is), r)
		}
		return p.and(".")
	}
	return nil
}

// bare names a type in a sentence.
func bare(s entente.Shape) string { return withArticle(s) }

// history draws types and ties through time.
func (v *typesView) history(s *entente.Study, opt Options) {
	h := s.History
	if len(h) < 2 {
		return
	}
	days := make([]entente.Day, len(h))
	var levels [3][]entente.Level
	for i, p := range h {
		days[i] = p.From
		look := shapeLook[p.Shape]
		when := dates(p.From, p.To)
		v.Ribbon = append(v.Ribbon, chart.Cell{Class: look[0], Letter: look[1], Tip: when + ": " + string(p.Shape) + " " + prob(p.P[p.Shape])})
		row := phaseRow{Period: when, Type: string(p.Shape), P: prob(p.P[p.Shape]), Events: thousands(p.Events), Covered: p.Covered}
		for k, x := range p.Ties {
			t := entente.Tie{A: s.Ties[k].A, B: s.Ties[k].B, Level: x.Level, PPlus: x.PPlus, PMinus: x.PMinus, PNeutral: x.PNeutral, Mean: x.Mean, Low: x.Low, High: x.High}
			if known := x.Level != nil || x.PPlus+x.PMinus > 0 && x.High-x.Low < 2; known {
				t.Acts.Events = 1 // so that the drawing takes it for told of
			}
			levels[k] = append(levels[k], entente.Level{From: p.From, To: p.To, Covered: p.Covered, Tie: t})
			row.Ties = append(row.Ties, tieSign(t)+" "+signed(x.Mean))
		}
		v.Phases = append(v.Phases, row)
	}
	v.Ribbon = chart.Ribbon(v.Ribbon)
	by := entente.Monthly
	if len(days) > 24 || s.History[0].To-s.History[0].From > 40 {
		by = entente.Yearly
	}
	v.Ticks = phaseTicks(days)
	for k := range levels {
		pair := upper(both(s.Ties[k], opt))
		x := newLevels(pair, levels[k], by)
		x.Chart.Ticks, x.Chart.Label = v.Ticks, pair+": level from −1 to 1 with its interval of 90 in 100, phase by phase; the table below has the numbers"
		for i := range x.Chart.Hits {
			x.Chart.Hits[i].Tip = v.Phases[i].Period + ": " + LevelWords(levels[k][i].Tie)
		}
		v.Small, v.Pairs = append(v.Small, x), append(v.Pairs, pair)
	}
}

// phaseTicks names phases, which may be of any length: by month where they are few.
func phaseTicks(days []entente.Day) []chart.Tick {
	if n := len(days); n > 1 && days[n-1]-days[0] > 366*3 {
		var out []chart.Tick
		year := 0
		for i, d := range days {
			if y := d.Time().Year(); y != year {
				year = y
				out = append(out, chart.Tick{X: 100 * (float64(i) + .5) / float64(n), Label: d.Time().Format("2006")})
			}
		}
		every := (len(out) + 9) / 10
		var few []chart.Tick
		for i, t := range out {
			if i%every == 0 {
				if len(few)%2 == 1 {
					t.Class = "minor"
				}
				few = append(few, t)
			}
		}
		return few
	}
	return chart.Ticks(days, entente.Monthly)
}
