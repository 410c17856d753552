package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/chart"
)

// barsView is what one did to the other, drawn and in figures.
type barsView struct {
	From, To string
	Events   string
	Chart    chart.Chart
	Rows     []barsRow
}

type barsRow struct {
	Period          string
	Coop, Conf      string
	Events, Reports string
	Covered         bool
	Ref             *ref
}

// levelsView is how two stood, drawn and in figures.
type levelsView struct {
	Title string
	Chart chart.Chart
	Rows  []levelRow
}

type levelRow struct {
	Period, Word, Level, Between, Events, Views string
	Told, Covered                               bool
}

// coverView is how much was read, drawn and in figures.
type coverView struct {
	By    string
	Chart chart.Chart
	Rows  [][2]string
}

// pair makes a report on two actors.
func (s *dossierSheet) pair(d Dossier, l *ledger, opt Options) {
	t := d.Dyads[0]
	s.Kicker = "Report on two actors"
	s.Head = cmp.Or(clean(d.Title), headline(t, opt))
	s.Title = upper(both(t, opt))
	l.enter("lead", "The answer")
	s.Lead = append(reasons(t, l, opt), s.latest(d, l, opt)...)
	s.Lead = append(s.Lead, pairBasis(d.counted))
	v := newDyadView(t, entente.Brief{}, l, heaviestFlow(d.Dyads[:1]), opt)
	v.Verdict = nil // it is the headline
	s.Counts[1].Means, s.Counts[2].Means = "places where an act of the two is told, whatever its status", "acts of the two, once the reports of one act are joined"
	s.Pair = &v
	s.drawPair(d, l, opt)
	s.moved(d, l, opt)
	s.mixes(t, opt)
	s.Ahead = newAhead(d.Ahead, l, opt)
}

// headline says how two stand, without a figure.
func headline(t entente.Tie, opt Options) string {
	who := upper(both(t, opt))
	trend := ""
	if t.Trend != nil && *t.Trend != 0 {
		trend = ", and their relation is " + moving(*t.Trend)
	}
	switch {
	case silent(t):
		return "How " + both(t, opt) + " stand is not known"
	case t.Level == nil:
		return "How " + both(t, opt) + " stand is not known" + trend
	case open(t):
		return "Whether " + both(t, opt) + " are friends or adversaries is open" + trend
	}
	return who + " stand as " + standing(*t.Level) + trend
}

// reasons says how probable a level is and what speaks for it and against it.
func reasons(t entente.Tie, l *ledger, opt Options) []prose {
	if silent(t) {
		return []prose{say("Nothing that was read tells of the two.")}
	}
	p := say("That is not settled by what was read.")
	if t.Level != nil && !open(t) {
		at := t.LevelP()
		p = sure(at, l.first(slices.Concat(t.Acts.Cites, t.Assessed.Cites)...), opt).and(" %s", meanWords(t))
	} else if t.Level != nil {
		p = append(pairClause(t, l, opt, true), piece{Text: "."})
	}
	var why prose
	if !actless(t) {
		r := l.first(t.Acts.Cites...)
		why = prose{}.fig(upper(count(t.Acts.Events, "event", "events")), r).and(" between the two, told in ").fig(count(t.Acts.Reports, "report", "reports"), r).and("%s", balanceWords(t))
		if t.Acts.Balance != nil {
			why = why.and(" (balance ").fig(signed(*t.Acts.Balance), r).and(" on a scale from −1 to +1)")
		}
		why = why.and(".")
	}
	if n := t.Assessed.Count; n > 0 {
		r := l.first(t.Assessed.Cites...)
		why = why.and(" ").fig(upper(count(n, "sentence", "sentences")), r).and(" %s how they stand", verb(n, "says", "say"))
		if t.Assessed.Level != nil {
			why = why.and(", on average at level ").fig(signed(*t.Assessed.Level), r)
		}
		why = why.and(".")
	}
	out := []prose{p, why}
	if x := weightiest(t, l, opt); x != nil {
		out = append(out, x)
	}
	return append(out, hangs(t, opt))
}

// sure says how probable the headline is.
func sure(at float64, r *ref, opt Options) prose {
	var p prose
	switch word := opt.Word(at); {
	case at < .5:
		p = say("That is the most probable, and no more: ").fig(prob(at), r).and(", %s.", word)
	case strings.HasSuffix(word, "chance"):
		p = say("For that there is a %s (", word).fig(prob(at), r).and(").")
	default:
		p = say("That is %s (", word).fig(prob(at), r).and(").")
	}
	p[0].Strong = true
	return p
}

// pairBasis says what an answer on two actors rests on.
func pairBasis(b entente.Brief) prose {
	telling := map[string]bool{}
	for i := range b.Reports {
		telling[b.Reports[i].Story] = true
	}
	for i := range b.Assessments {
		telling[b.Assessments[i].Story] = true
	}
	p := say("Of %s read, %s tell of the two", count(len(b.Stories), "story", "stories"), thousands(len(telling)))
	if len(telling) == 0 {
		return say("Of %s read, none tells of the two.", count(len(b.Stories), "story", "stories"))
	}
	if b.From.Known() {
		p = p.and(", with acts dated %s", dates(b.From, b.To))
	}
	return p.and(".")
}

func verb(n int, one, many string) string { return plural(n, one, many) }

// balanceWords says which way acts lean.
func balanceWords(t entente.Tie) string {
	switch b := t.Acts.Balance; {
	case b == nil:
		return ""
	case *b > .1:
		return ", cooperation outweighing conflict"
	case *b < -.1:
		return ", conflict outweighing cooperation"
	}
	return ", cooperation and conflict nearly even"
}

// weightiest names the heaviest act of each side.
func weightiest(t entente.Tie, l *ledger, opt Options) prose {
	var p prose
	for _, want := range []string{"minus", "plus"} {
		ids := toned(t, l, want)
		if len(ids) == 0 {
			continue
		}
		r := l.byID[ids[0]].Report
		side := map[string]string{"plus": "cooperation", "minus": "conflict"}[want]
		if p == nil {
			p = say("The heaviest act of %s: ", side)
		} else {
			p = p.and("; of %s: ", side)
		}
		p = p.fig(fmt.Sprintf("%s, %s, %s", who(r, opt), opt.Roots(r.Plover.Event), when(r)), l.first(ids[0]))
	}
	if p != nil {
		p = p.and(".")
	}
	return p
}

// hangs says whether the level hangs on some of the sources.
func hangs(t entente.Tie, opt Options) prose {
	if len(t.Mix) == 0 {
		return say("There is one source alone, and all hangs on it.")
	}
	var turns []string
	for _, m := range t.Mix {
		if otherLevel(m.Level, t.Level) {
			turns = append(turns, sourcesNamed(m.Kind, m.Without, opt))
		}
	}
	if len(turns) == 0 {
		return say("No outlet, no country's outlets and no opinion, left out, would change that.")
	}
	return say("It would be otherwise without %s.", list(turns...))
}

func otherLevel(x, y *int) bool { return (x == nil) != (y == nil) || x != nil && *x != *y }

// latest tells of the last break.
func (s *dossierSheet) latest(d Dossier, l *ledger, opt Options) []prose {
	if d.Course == nil {
		return nil
	}
	var at *entente.Strand
	var last *entente.Break
	for i := range d.Course.Strands {
		x := &d.Course.Strands[i]
		for j := range x.Breaks {
			if b := &x.Breaks[j]; last == nil || b.Day > last.Day {
				at, last = x, b
			}
		}
	}
	if last == nil {
		return nil
	}
	way := "rose"
	if last.After < last.Before {
		way = "fell"
	}
	var made []string
	for _, m := range last.Made {
		made = append(made, m.Report)
	}
	p := say("What changed last: %s of %s toward %s %s about %s, from ", at.Side, opt.inProse(at.Source), opt.inProse(at.Target), way, date(last.Day))
	r := l.first(made...)
	return []prose{p.fig(figure(last.Before), r).and(" to ").fig(figure(last.After), r).and(" acts a day.")}
}

// drawPair draws the two through time.
func (s *dossierSheet) drawPair(d Dossier, l *ledger, opt Options) {
	l.enter("did", "What each did")
	top := 0.0
	for _, x := range d.Series {
		for _, p := range x.Points {
			top = max(top, p.Coop, p.Conf)
		}
	}
	top = chart.Axis(top)
	for _, x := range d.Series {
		s.Bars = append(s.Bars, newBars(x, d, top, l, opt))
	}
	if len(d.Levels) > 0 {
		v := newLevels(upper(both(d.Dyads[0], opt)), d.Levels, d.By)
		s.Stood = &v
		s.Cover = newCover(d.Stories, d.Levels[0].From, d.Levels[len(d.Levels)-1].To, d.By)
	}
}

func newBars(x entente.Series, d Dossier, top float64, l *ledger, opt Options) barsView {
	v := barsView{From: opt.name(x.Source), To: opt.name(x.Target)}
	acts := actsIn(d, x.Pair)
	var cols []chart.Column
	var days []entente.Day
	events := 0
	for _, p := range x.Points {
		when := Period(p.Period, d.By)
		r := l.first(acts[p.Period]...)
		col := chart.Column{Day: p.Period, Up: p.Coop, Down: p.Conf, Covered: p.Covered, Told: p.Events > 0, Gap: when + ": no story was read",
			Tip: fmt.Sprintf("%s: cooperation %s, conflict %s; %s in %s", when, amount(p.Coop), amount(p.Conf), count(p.Events, "event", "events"), count(p.Reports, "report", "reports"))}
		if r != nil {
			col.Href = "#" + r.Anchor
		}
		cols, days = append(cols, col), append(days, p.Period)
		v.Rows = append(v.Rows, barsRow{when, amount(p.Coop), amount(p.Conf), thousands(p.Events), thousands(p.Reports), p.Covered || p.Events > 0, r})
		events += p.Events
	}
	v.Events = count(events, "event", "events")
	v.Chart = chart.Bars(cols, d.By, top, fmt.Sprintf("%s toward %s: cooperation upward, conflict downward, by %s; the table below has the numbers", v.From, v.To, d.By))
	lettersOn(&v.Chart, days, x.Pair, d)
	return v
}

// actsIn gives the heaviest acts of one toward the other in each period.
func actsIn(d Dossier, p entente.Pair) map[entente.Day][]string {
	heavy := map[entente.Day]*entente.Report{}
	out := map[entente.Day][]string{}
	for i := range d.Reports {
		r := &d.Reports[i]
		if !r.DateFrom.Known() || !r.Status.Happened() || !r.Stream.Counts() {
			continue
		}
		if !(r.Source.Code == p.Source && r.Target.Code == p.Target || r.Reciprocal && r.Source.Code == p.Target && r.Target.Code == p.Source) {
			continue
		}
		at := d.By.Start(r.DateFrom)
		if old := heavy[at]; old == nil || magnitude(r) > magnitude(old) {
			heavy[at], out[at] = r, []string{r.Report}
		}
	}
	return out
}

func magnitude(r *entente.Report) float64 { return max(r.Intensity, -r.Intensity) * r.Status.Weight() }

// lettersOn sets the letters of breaks on what one did to the other.
func lettersOn(c *chart.Chart, days []entente.Day, p entente.Pair, d Dossier) {
	for _, b := range breaksOf(d.Course) {
		if b.pair == p {
			c.Pinned(days, d.By, b.day, chart.Pin{Text: b.letter, Href: "#break-" + b.letter, Tip: b.says})
		}
	}
}

// lettered is a break with the letter under which it is told.
type lettered struct {
	pair   entente.Pair
	side   entente.Side
	day    entente.Day
	letter string
	says   string
	at     int // strand
	n      int // of its breaks
}

// breaksOf gives the breaks of a course by day, each with a letter.
func breaksOf(c *entente.Course) []lettered {
	if c == nil {
		return nil
	}
	var out []lettered
	for i, x := range c.Strands {
		for j, b := range x.Breaks {
			out = append(out, lettered{pair: x.Pair, side: x.Side, day: b.Day, at: i, n: j,
				says: fmt.Sprintf("%s: %s broke, %s → %s acts a day", date(b.Day), x.Side, figure(b.Before), figure(b.After))})
		}
	}
	slices.SortStableFunc(out, func(a, b lettered) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.at, b.at)) })
	for i := range out {
		out[i].letter = letter(i)
	}
	return out
}

// letter gives a, b … z, then aa, ab …
func letter(i int) string {
	if i < 26 {
		return string(rune('a' + i))
	}
	return letter(i/26-1) + letter(i%26)
}

func newLevels(title string, levels []entente.Level, by entente.Period) levelsView {
	v := levelsView{Title: title}
	var stands []chart.Stand
	for _, x := range levels {
		when := Period(x.From, by)
		told := x.Acts.Events+x.Assessed.Count > 0
		stands = append(stands, chart.Stand{Day: x.From, Mean: x.Mean, Low: x.Low, Top: x.High, Class: TieTone(x.Tie), Text: tieSign(x.Tie), Covered: x.Covered, Told: told,
			Tip: when + ": " + LevelWords(x.Tie), Gap: when + ": no story was read"})
		v.Rows = append(v.Rows, levelRow{when, tieWord(x.Tie), signed(x.Mean), signed(x.Low) + " to " + signed(x.High), thousands(x.Acts.Events), thousands(x.Assessed.Count), told, x.Covered})
	}
	v.Chart = chart.Levels(stands, by, title+": level from −1 to 1 with its interval of 90 in 100, by "+string(by)+"; the table below has the numbers")
	return v
}

func newCover(stories []entente.Outlet, from, to entente.Day, by entente.Period) *coverView {
	per := map[entente.Day]int{}
	for _, o := range stories {
		if o.Published.Known() {
			per[by.Start(o.Published)]++
		}
	}
	v := &coverView{By: string(by)}
	var cols []chart.Column
	for _, day := range chart.Between(from, to, by) {
		n, when := per[day], Period(day, by)
		cols = append(cols, chart.Column{Day: day, Up: float64(n), Tip: when + ": " + count(n, "story", "stories"), Gap: when + ": no story was read"})
		told := thousands(n)
		if n == 0 {
			told = "none read"
		}
		v.Rows = append(v.Rows, [2]string{when, told})
	}
	v.Chart = chart.Cover(cols, by, "Stories read, by "+string(by)+" of publication; the table below has the numbers")
	return v
}

// moved tells what moved the two, by the letters that stand in the drawings.
func (s *dossierSheet) moved(d Dossier, l *ledger, opt Options) {
	if d.Course == nil || !d.Course.To.Known() {
		return
	}
	set, into := newChapters(l)
	l.enter("moved", "What moved it")
	for _, b := range breaksOf(d.Course) {
		x := &d.Course.Strands[b.at]
		y := x.Breaks[b.n]
		set.head(fmt.Sprintf("%s. %s of %s toward %s", b.letter, upper(string(b.side)), opt.inProse(x.Source), opt.inProse(x.Target)))
		into.all[len(into.all)-1].Anchor = "break-" + b.letter
		set.para("", "", run{fmt.Sprintf("broke on %s, or between %s: from %s to %s acts a day", date(y.Day), dates(y.Early, y.Late), figure(y.Before), figure(y.After)), plain})
		for _, m := range y.Made {
			set.movement(m)
		}
	}
	if len(breaksOf(d.Course)) == 0 {
		set.head("Breaks")
		set.para("", "", run{"No level broke, as far as can be told.", plain})
	}
	for i := range d.Course.Strands {
		x := d.Course.Strands[i]
		x.Breaks, x.Alarms = nil, nil
		if x.Events == 0 {
			continue
		}
		set.head(fmt.Sprintf("%s of %s toward %s", upper(string(x.Side)), opt.inProse(x.Source), opt.inProse(x.Target)))
		set.level(&x, *d.Course)
		set.episodes(&x)
	}
	set.head("Who begins, who answers")
	set.begins(*d.Course, opt)
	set.answers(*d.Course, opt)
	set.head("First for long")
	set.firsts(d.Course.Firsts, opt)
	s.Moved = into.chapters("moved")
}

// mixes tells how two would stand without some of the sources.
func (s *dossierSheet) mixes(t entente.Tie, opt Options) {
	for _, m := range t.Mix {
		without := entente.Tie{Level: m.Level, PPlus: m.PPlus, PMinus: m.PMinus, PNeutral: m.PNeutral}
		r := mixRow{Without: upper(sourcesNamed(m.Kind, m.Without, opt)), Is: tieWord(without), Shift: prob(m.Shift), Stories: thousands(m.Stories), Turns: otherLevel(m.Level, t.Level)}
		if m.Level != nil {
			r.P = prob(without.LevelP())
		}
		s.Mix = append(s.Mix, r)
	}
}

// aheadView is a table of forecasts, and the reasons of those of one horizon.
type aheadView struct {
	Origin   string
	Horizons []string
	Rows     []aheadRow
	Groups   []outlookGroup
	Fared    []string
}

type aheadRow struct {
	Event string
	Cells []aheadCell
}

type aheadCell struct {
	P, Word, Base string
	Bar           bar
}

// reasonedDays is the horizon whose reasons are told.
const reasonedDays = 30

func newAhead(fs []entente.Forecast, l *ledger, opt Options) *aheadView {
	if len(fs) == 0 {
		return nil
	}
	v := &aheadView{Origin: date(fs[0].Origin)}
	var reasoned []entente.Forecast
	for i := range fs {
		f := &fs[i]
		if h := count(f.Horizon, "day", "days"); !slices.Contains(v.Horizons, h) {
			v.Horizons = append(v.Horizons, h)
		}
		at := slices.IndexFunc(v.Rows, func(r aheadRow) bool { return r.Event == f.Event() })
		if at < 0 {
			v.Rows, at = append(v.Rows, aheadRow{Event: f.Event()}), len(v.Rows)
		}
		c := aheadCell{P: probability(f.Probability), Word: forecastWord(*f, opt), Bar: bar{Share: f.Probability, Tone: quadTone(f.Quad)}}
		if f.Plain != nil {
			c.Base = probability(f.Plain.Climatology)
		}
		v.Rows[at].Cells = append(v.Rows[at].Cells, c)
		if f.Horizon == reasonedDays {
			reasoned = append(reasoned, *f)
		}
	}
	for i := range reasoned {
		rs := slices.Clone(reasoned[i].Reasons)
		for j := range rs {
			rs[j].Cites, rs[j].Text = shownCites(rs[j]), upper(reasonSign(rs[j])+rs[j].Text)
		}
		reasoned[i].Reasons = rs
		if x := reasoned[i].Fared; x != nil {
			v.Fared = append(v.Fared, fmt.Sprintf("%s: on %s such forecasts of %s the Brier score was %s, the base rate's %s, persistence's %s.",
				upper(reasoned[i].Event()), thousands(x.N), dates(x.From, x.To), brier(x.Brier), brier(x.Climatology), brier(x.Persistence)))
		}
	}
	v.Groups = newOutlook(reasoned, l, opt)
	for _, g := range v.Groups {
		for i := range g.Views {
			g.Views[i].Open = true
		}
	}
	return v
}

// reasonSign says in a word which way a reason speaks.
func reasonSign(r entente.Reason) string {
	switch r.Role {
	case entente.RoleFor:
		return "For it: "
	case entente.RoleAgainst:
		return "Against it: "
	}
	return ""
}
