package forecast

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"entente"
)

const (
	fewCases    = 5   // of the pair's own below which those of all pairs are told
	fewWindowed = 8   // windows of the pair's own below which the rate of others is told
	leastMove   = .01 // of the probability, for a reason to be told
	mostMoves   = 5
	mostPast    = 4 // cases told one by one
	mostOthers  = 2 // of other pairs
)

// Forecast answers an ask from what is known of its two actors: a guest of the past that was
// learned from, whose deeds bear their ids. A model that is not learned yet is learned first.
func (l *Learned) Forecast(guest *Past, a Ask) entente.Forecast {
	l.Also([]Ask{a})
	k, w := a.place()
	return l.views(guest.trail(k), w, a).forecast(a)
}

// view is an ask seen from the origin.
type view struct {
	*sight
	m    *Model
	x    []float64
	was  []float64 // the row that is usual for the pair; nil where it has too little past
	p    float64
	base float64
}

func (l *Learned) views(t *trail, w way, a Ask) *view {
	m := l.models[a.subject()]
	s := t.seen(w, m)
	v := &view{sight: s, m: m, x: s.now(m.usual), base: m.base(s, l.past.length())}
	v.p = m.chance(s, v.x, l.past.length())
	return v
}

func (v *view) forecast(a Ask) entente.Forecast {
	f := entente.Forecast{
		A: a.A, B: a.B, Directed: a.Directed, Quad: a.Kind.Quad, Roots: a.Kind.Roots, Origin: v.past.origin, Horizon: a.Horizon,
		Probability: v.p, Word: entente.Word(v.p), Method: v.m.method(), Counts: v.counts(),
	}
	low, high := v.between()
	f.Low, f.High = min(low, v.p), max(high, v.p)
	f.Plain = &entente.Baselines{Climatology: v.base, Persistence: v.m.repeat[v.lately()]}
	if v.m.fared.N > 0 {
		fared := v.m.fared
		f.Fared = &fared
	}
	v.was = v.usualRow()
	f.Reasons = v.reasons(a)
	return f
}

func (v *view) lately() int {
	at := v.past.length()
	return min(1, v.own.learned.between(at-v.horizon, at))
}

func (m *Model) method() string {
	s := "base rate: the pair's own windows, drawn toward the rate of all pairs"
	if m.odds != nil {
		s = fmt.Sprintf("logistic model learned from %d windows of %d pairs", m.rows, m.pairs)
	}
	if m.odds != nil && m.mix > 0 {
		s += fmt.Sprintf(", mixed with the base rate (%s)", share(m.mix))
	}
	if m.bend != nil {
		s += ", bent to how often it then happened"
	}
	return s
}

// between is the 90 % interval of the probability: how often such forecasts came true or,
// of a base rate, that of its Beta distribution.
func (v *view) between() (low, high float64) {
	if v.m.odds != nil {
		return v.m.interval(v.p)
	}
	hits, read := v.windows(0, v.past.length())
	n := float64(read)/float64(v.horizon) + v.m.doubt
	a := float64(hits)/float64(v.horizon) + v.m.doubt*v.m.usual
	return interval(max(a, 1e-3), max(n-a, 1e-3))
}

func (v *view) counts() *entente.CountForecast {
	at := v.past.length()
	c := &entente.CountForecast{Expected: v.m.mean(v.sight, v.x, at)}
	if _, read := v.windows(0, at); read == 0 {
		return nil
	}
	n, level := v.m.spread.of(c.Expected)
	c.Low, c.High = n.interval(level)
	return c
}

// reasons gives the base rate first, then what moves it, the strongest first.
func (v *view) reasons(a Ask) []entente.Reason {
	out := []entente.Reason{v.baseReason(a)}
	if out[0].Cases < fewWindowed || out[0].Hits == 0 {
		if r, ok := v.priorReason(); ok {
			out = append(out, r)
		}
	}
	moves := v.moves()
	slices.SortStableFunc(moves, func(x, y move) int { return cmp.Compare(math.Abs(y.by), math.Abs(x.by)) })
	for _, mv := range moves[:min(len(moves), mostMoves)] {
		if r, ok := v.moveReason(a, mv); ok {
			out = append(out, r)
		}
	}
	return out
}

// baseReason counts the pair's own windows, one after another back from the origin.
func (v *view) baseReason(a Ask) entente.Reason {
	r := entente.Reason{Role: entente.RoleBase, Cites: []string{}}
	from := v.past.length()
	for at := from - v.horizon; at >= 0; at -= v.horizon {
		if !v.past.reads(at, at+v.horizon) {
			continue
		}
		from = at
		r.Cases++
		if id, n := v.first(at, at+v.horizon); n > 0 {
			if r.Hits++; id != "" && len(r.Cites) < citesAtMost {
				r.Cites = append(r.Cites, id)
			}
		}
	}
	r.Text = fmt.Sprintf("base rate: %s %s in %d of %d windows of %d days since %s", v.kind, whose(a), r.Hits, r.Cases, v.horizon, v.past.day(from))
	if len(r.Cites) == 0 {
		r.Cites = v.last(citesAtMost)
	}
	return r
}

// whose says between whom.
func whose(a Ask) string {
	if a.Directed {
		return fmt.Sprintf("from %s to %s", a.A, a.B)
	}
	return "between the two"
}

// first gives the id of the first event of the kind from one day on, before another, and
// how many there are.
func (v *view) first(from, until int) (id string, n int) {
	i, _ := slices.BinarySearchFunc(v.marks, from, func(m mark, at int) int { return int(m.day) - at })
	for ; i < len(v.marks) && int(v.marks[i].day) < until; i++ {
		if m := &v.marks[i]; v.takes(m) {
			if n++; n == 1 {
				id = m.id
			}
		}
	}
	return id, n
}

func (v *view) takes(m *mark) bool {
	return v.looks.holds(m.way) && v.kind.Holds(m.root, m.quad)
}

// last gives the ids of the last events of any kind on the trail.
func (v *view) last(n int) []string {
	out := []string{}
	for _, m := range slices.Backward(v.marks) {
		if m.id != "" && len(out) < n {
			out = append(out, m.id)
		}
	}
	return out
}

// priorReason tells the rate of all pairs, and some of their cases, whose events are still
// to be named.
func (v *view) priorReason() (entente.Reason, bool) {
	r := entente.Reason{Role: entente.RolePrior, Cites: []string{}}
	for _, row := range v.m.shown {
		r.Cases++
		r.Hits += int(row.y)
	}
	for _, row := range slices.Backward(v.m.shown) {
		if row.y > 0 && len(r.Past) < mostOthers {
			r.Past = append(r.Past, entente.Case{A: row.s.a, B: row.s.b, Day: v.past.day(row.at), Followed: true})
		}
	}
	r.Text = fmt.Sprintf("between %d pairs of the store %s came about in %s of such windows: the base rate is drawn toward that", v.m.pairs, v.kind, share(v.m.usual))
	return r, r.Hits > 0
}

// move is what a group of numbers adds to the logarithm of the odds, against what is usual
// for the pair; column is that of them which adds most.
type move struct {
	group  group
	column int
	adds   float64
	by     float64 // of the probability
}

// moves compares the row of now with the pair's own mean row.
func (v *view) moves() []move {
	usual := v.was
	if v.m.odds == nil || usual == nil {
		return nil
	}
	all := make([]move, ofWorld+1)
	most := make([]float64, ofWorld+1)
	for c, g := range columns {
		adds := (1 - v.m.mix) * v.m.odds.Adds(c, v.x[c]-usual[c])
		all[g].group = g
		all[g].adds += adds
		if math.Abs(adds) >= most[g] {
			most[g], all[g].column = math.Abs(adds), c
		}
	}
	z := logit(v.m.raw(v.sight, v.x, v.past.length()))
	var out []move
	for _, mv := range all[ofOwn:] {
		mv.by = v.p - v.m.bend.at(sigmoid(z-mv.adds))
		if math.Abs(mv.by) >= leastMove && agrees(v.m.odds.Adds(mv.column, v.x[mv.column]-usual[mv.column]), mv.adds) {
			out = append(out, mv)
		}
	}
	return out
}

// agrees reports whether two numbers lie on the same side of nought: a group is told by a
// column only if that pulls the way the group does.
func agrees(a, b float64) bool { return a > 0 == (b > 0) }

// usualRow is the mean of the pair's rows of the last two years, a week apart.
func (v *view) usualRow() []float64 {
	var sum []float64
	n := 0.
	end := v.past.length()
	for at := end - 7; at >= max(warmUp, end-2*lately); at -= 7 {
		if !v.past.reads(at-14, at) {
			continue
		}
		x := v.row(at, v.m.usual)
		if sum == nil {
			sum = make([]float64, len(x))
		}
		for i := range x {
			sum[i] += x[i]
		}
		n++
	}
	if n < 4 {
		return nil
	}
	for i := range sum {
		sum[i] /= n
	}
	return sum
}

// moveReason tells a move by the cases in which as much, or as little, held: the pair's own
// or, if these are few, those of all pairs.
func (v *view) moveReason(a Ask, mv move) (entente.Reason, bool) {
	r := entente.Reason{Role: entente.RoleFor, Moves: mv.by, Group: mv.group.String(), Cites: []string{}}
	if mv.by < 0 {
		r.Role = entente.RoleAgainst
	}
	what, high, c := v.state(a, mv)
	now := v.x[mv.column]
	like := func(x float64) bool { return high && x >= now || !high && x <= now }
	since := v.past.origin
	for at := v.past.length() - v.horizon; at >= warmUp; at -= v.horizon {
		if !v.past.reads(at-14, at) || !v.past.reads(at, at+v.horizon) || !like(v.row(at, v.m.usual)[mv.column]) {
			continue
		}
		since = v.past.day(at)
		r.Cases++
		id, n := v.first(at, at+v.horizon)
		if n > 0 {
			r.Hits++
		}
		if len(r.Past) < mostPast {
			r.Past = append(r.Past, v.caseOf(at, id, n > 0, c))
		}
	}
	r.Cites = v.evidence(v.past.length(), c)
	followed := fmt.Sprintf("followed within %d days by %s", v.horizon, v.kind)
	if r.Cases >= fewCases {
		r.Text = fmt.Sprintf("%s: in %d of %d such cases between the two since %s it was %s", what, r.Hits, r.Cases, since, followed)
		return r, true
	}
	r.Hits, r.Cases = 0, 0
	for _, row := range v.m.shown {
		if like(row.x[mv.column]) {
			r.Cases++
			r.Hits += int(row.y)
		}
	}
	if r.Cases < fewCases { // what moves most may be what never was: a scenario's, say
		r.Text = fmt.Sprintf("%s: too seldom so to be counted (cases between %d pairs: %d); the model carries on what it learned of lesser ones", what, v.m.pairs, r.Cases)
		return r, len(r.Cites) > 0
	}
	r.Text = fmt.Sprintf("%s: in %d of %d such cases between %d pairs it was %s", what, r.Hits, r.Cases, v.m.pairs, followed)
	return r, true
}

// caseOf tells a case of the pair's own by its last event before and the first after.
func (v *view) caseOf(at int, followed string, did bool, c reading) entente.Case {
	out := entente.Case{A: v.a, B: v.b, Day: v.past.day(at), Followed: did, Cites: []string{}}
	if ids := v.evidence(at, c); len(ids) > 0 {
		out.Cites = append(out.Cites, ids[0])
	}
	if followed != "" {
		out.Cites = append(out.Cites, followed)
	}
	return out
}

// evidence gives the ids of the latest events that a column read as of a day; those of
// half a year where there are none: that nothing came is seen from what came last.
func (v *view) evidence(at int, c reading) []string {
	out := []string{}
	for _, days := range []int{c.days, 180, at + 1} {
		for i := len(v.marks) - 1; i >= 0 && len(out) < citesAtMost; i-- {
			m := &v.marks[i]
			if int(m.known) < at && int(m.known) >= at-days && m.id != "" && c.takes(m) {
				out = append(out, m.id)
			}
		}
		if len(out) > 0 {
			break
		}
	}
	return out
}
