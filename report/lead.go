package report

import (
	"cmp"
	"slices"
	"strings"

	"entente"
)

// lead answers first: the type of the triangle, then the pairs, the readings, the
// outlook, and what all of it rests on.
func lead(b entente.Brief, l *ledger, opt Options) []prose {
	var out []prose
	for _, t := range b.Triangles {
		out = append(out, typed(t, l, opt))
	}
	if p := pairs(b, l, opt); len(p) > 0 {
		out = append(out, p)
	}
	for i, w := range b.Hypotheses {
		if i == 2 {
			break
		}
		out = append(out, leading(w, l))
	}
	if p := ahead(b.Outlook, l, opt); len(p) > 0 {
		out = append(out, p)
	}
	return append(out, basis(b))
}

// typed says which type the triangle is, and which comes next.
func typed(t entente.Triangle, l *ledger, opt Options) prose {
	best := t.P[t.Shape]
	p := prose{}
	switch {
	case t.Shape == entente.Incomplete:
		p = p.and("The triangle of %s cannot yet be typed%s", corners(t, opt), untyped(t))
	case best >= .5:
		p = p.and("Most probably %s", scene(t, opt))
	default:
		p = p.and("No type prevails; the nearest is %s", scene(t, opt))
	}
	p[0].Strong = true
	if t.Shape == entente.Incomplete && unknown(t) > 0 {
		p = p.and(".") // how sure it is that nothing is known says nothing
	} else {
		p = p.and(" (").fig(prob(best), l.first(triangleCites(t)...)).and(", %s).", opt.Word(best))
	}
	if next, ok := second(t); ok && t.P[next] >= .05 {
		p = p.and(" Next comes %s (", withArticle(next)).fig(prob(t.P[next]), l.first(triangleCites(t)...)).and(", %s).", opt.Word(t.P[next]))
	}
	return p
}

// untyped says why a triangle has no type.
func untyped(t entente.Triangle) string {
	switch unknown(t) {
	case 1:
		return ", as one of its sides is not known"
	case 2:
		return ", as two of its sides are not known"
	case 3:
		return ", as none of its sides is known"
	}
	return ", as not every side is plainly friendly or adversarial"
}

// unknown counts the sides without a level.
func unknown(t entente.Triangle) (n int) {
	for _, tie := range t.Ties {
		n += b2i(tie.Level == nil)
	}
	return n
}

func corners(t entente.Triangle, opt Options) string {
	return list(opt.inProse(t.Corners[0]), opt.inProse(t.Corners[1]), opt.inProse(t.Corners[2]))
}

// scene puts a type and its roles into words.
func scene(t entente.Triangle, opt Options) string {
	in := func(r entente.Role) (names []string) {
		for _, c := range t.Corners {
			if t.Roles[c] == r {
				names = append(names, opt.inProse(c))
			}
		}
		return names
	}
	pivot, wings, partners, outcast := in(entente.Pivot), in(entente.Wing), in(entente.Partner), in(entente.Outcast)
	switch {
	case t.Shape == entente.RomanticTriangle && len(pivot) == 1 && len(wings) == 2:
		return "a romantic triangle with " + pivot[0] + " as the pivot between " + list(wings...)
	case t.Shape == entente.StableMarriage && len(outcast) == 1 && len(partners) == 2:
		return "a stable marriage of " + list(partners...) + " with " + outcast[0] + " outside"
	case t.Shape == entente.UnitVeto:
		return "a unit veto: " + corners(t, opt) + " each at odds with the others"
	}
	return withArticle(t.Shape) + " of " + corners(t, opt)
}

func withArticle(s entente.Shape) string {
	if s == entente.Incomplete {
		return "an incomplete triangle"
	}
	return "a " + string(s)
}

// second gives the most probable type but the one that is printed first.
func second(t entente.Triangle) (next entente.Shape, ok bool) {
	for _, s := range entente.Shapes {
		if s != t.Shape && t.P[s] > 0 && (!ok || t.P[s] > t.P[next]) {
			next, ok = s, true
		}
	}
	return next, ok
}

// triangleCites gives the sentences of the three sides, the heaviest of each first.
func triangleCites(t entente.Triangle) []string {
	var ids []string
	for _, tie := range t.Ties {
		ids = append(ids, tie.Acts.Cites...)
	}
	for _, tie := range t.Ties {
		ids = append(ids, tie.Assessed.Cites...)
	}
	return ids
}

// pairs says in one sentence how each pair stands, six at most, and in another of
// which of them it is not known.
func pairs(b entente.Brief, l *ledger, opt Options) prose {
	ties := slices.Clone(b.Dyads)
	slices.SortStableFunc(ties, func(x, y entente.Tie) int { return b2i(x.Level == nil) - b2i(y.Level == nil) })
	ties = ties[:min(len(ties), 6)]
	dark := slices.IndexFunc(ties, func(t entente.Tie) bool { return t.Level == nil })
	if dark < 0 {
		dark = len(ties)
	}
	var p prose
	for i, t := range ties[:dark] {
		if i > 0 {
			p = p.and("; ")
		}
		p = append(p, pairClause(t, l, opt, i == 0)...)
	}
	if p != nil {
		p = p.and(".")
	}
	if dark < len(ties) {
		if p != nil {
			p = p.and(" ")
		}
		p = p.and("What was read does not settle how %s stand.", alternatives(ties[dark:], opt))
		for _, t := range ties[dark:] {
			if t.Trend != nil && *t.Trend != 0 {
				p = p.and(" The relation of %s is %s.", both(t, opt), moving(*t.Trend))
			}
		}
	}
	return p
}

// alternatives lists pairs: "A and B, C and D, or E and F".
func alternatives(ties []entente.Tie, opt Options) string {
	var names []string
	for _, t := range ties {
		names = append(names, both(t, opt))
	}
	last := len(names) - 1
	switch last {
	case 0:
		return names[0]
	case 1:
		return names[0] + " or " + names[1]
	}
	return strings.Join(names[:last], ", ") + ", or " + names[last]
}

func both(t entente.Tie, opt Options) string { return list(opt.inProse(t.A), opt.inProse(t.B)) }

// pairClause says how one pair stands, without a full stop.
func pairClause(t entente.Tie, l *ledger, opt Options, first bool) prose {
	begin := func(s string) string {
		if first {
			return upper(s)
		}
		return s
	}
	r := l.first(slices.Concat(t.Acts.Cites, t.Assessed.Cites)...)
	var p prose
	switch {
	case silent(t):
		return say("%s %s stand is not known", begin("how"), both(t, opt))
	case t.Level == nil:
		p = say("%s %s stand is not known", begin("how"), both(t, opt))
	case open(t):
		p = say("%s %s stand is open: friends (", begin("how"), both(t, opt)).fig(prob(t.PPlus), r)
		p = p.and(", %s) or adversaries (", opt.Word(t.PPlus)).fig(prob(t.PMinus), r).and(", %s)", opt.Word(t.PMinus))
	default:
		at := t.LevelP()
		p = say("%s stand as %s (", begin(both(t, opt)), standing(*t.Level)).fig(prob(at), r).and(", %s)", opt.Word(at))
	}
	if t.Trend != nil && (t.Level != nil || *t.Trend != 0) {
		p = p.and(", their relation %s", moving(*t.Trend))
	}
	return p
}

func standing(level int) string {
	switch {
	case level > 0:
		return "friends"
	case level < 0:
		return "adversaries"
	}
	return "neither friends nor adversaries"
}

func moving(trend int) string {
	switch {
	case trend > 0:
		return "warming"
	case trend < 0:
		return "cooling"
	}
	return "steady"
}

// leading says which reading of a question holds best, and how firmly.
func leading(w entente.Weighing, l *ledger) prose {
	q := clean(w.Question)
	for _, s := range w.Standings {
		if s.ID != w.Winner || w.Winner == "" {
			continue
		}
		p := say("On the question “%s”, of %s the best supported is “%s” (", q, count(len(w.Standings), "reading", "readings"), clean(s.Text))
		if s.Posterior < .5 {
			p = say("On the question “%s”, none of %s prevails; the nearest is “%s” (", q, count(len(w.Standings), "reading", "readings"), clean(s.Text))
		}
		return p.fig(prob(s.Posterior), l.first(weighingCites(w)...)).and(", %s)%s.", s.Word, firmness(w.Flips))
	}
	return say("On the question “%s” no reading leads.", q)
}

func firmness(flips []string) string {
	switch len(flips) {
	case 0:
		return "; no single item of evidence overturns that"
	case 1:
		return ", an order that hangs on one item of evidence"
	}
	return ", an order that hangs on any of " + count(len(flips), "item", "items") + " of evidence"
}

// weighingCites gives the sentences of the weighed rows, the most diagnostic first.
func weighingCites(w entente.Weighing) []string {
	var ids []string
	for _, e := range byDiagnosticity(w.Evidence) {
		if !e.Circular && !e.Absent && !e.Pending {
			ids = append(ids, e.Cites...)
		}
	}
	return ids
}

// ahead names the most probable forecast of cooperation and that of conflict, those
// first of whose kind something was read.
func ahead(outlook []entente.Forecast, l *ledger, opt Options) prose {
	if len(outlook) > 0 && !slices.ContainsFunc(outlook, seen) {
		return say("Too little was read to look ahead from: the outlook below gives the default rates for pairs in the news.")
	}
	var p prose
	for _, quads := range [][]entente.Quad{{1, 2}, {3, 4}} {
		f, ok := likeliest(outlook, quads)
		if !ok {
			continue
		}
		if p == nil {
			p = say("Ahead, by base rates: ")
		} else {
			p = p.and("; ")
		}
		p = p.and("at least one act of %s within %s (", forecastAct(f, opt), count(f.Horizon, "day", "days"))
		p = p.fig(prob(f.Probability), l.first(reasonCites(f)...)).and(", %s)", forecastWord(f, opt))
	}
	if p != nil {
		p = p.and(".")
	}
	return p
}

func likeliest(outlook []entente.Forecast, quads []entente.Quad) (best entente.Forecast, ok bool) {
	for _, f := range outlook {
		if slices.Contains(quads, f.Quad) && (!ok || cmp.Or(b2i(seen(f))-b2i(seen(best)), cmp.Compare(f.Probability, best.Probability)) > 0) {
			best, ok = f, true
		}
	}
	return best, ok
}

// seen reports whether a forecast rests on a case of its own.
func seen(f entente.Forecast) bool { return len(f.Reasons) > 0 && f.Reasons[0].Hits > 0 }

// basis says what the answer rests on, each count apart.
func basis(b entente.Brief) prose {
	if len(b.Reports)+len(b.Assessments) == 0 {
		return say("In %s nothing was found that tells how two states stand.", count(len(b.Stories), "story", "stories"))
	}
	p := say("This rests on %s, with %s of %s and %s", count(len(b.Stories), "story", "stories"), count(len(b.Reports), "report", "reports"),
		count(eventCount(b), "event", "events"), count(len(b.Assessments), "assessment", "assessments"))
	if b.From.Known() {
		p = p.and(", dated %s", dates(b.From, b.To))
	}
	return p.and(".")
}
