package triangle

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"entente"
)

// What asymmetry looks at, and when it names a junior.
const (
	asymmetryMonths = 60   // acts of so many months
	blockMonths     = 3    // that are taken as one bout
	fewest          = 8    // events that a part made of acts needs
	partsLeast      = 3    // parts measured, before anybody is called junior
	sureIndex       = .975 // probability that the index of acts is on the side: both sides are looked at, so 5 % in all
	sureConcession  = .8   // and that concessions are
	citesShown      = 3
)

// The states of a part.
const (
	Measured    = "measured"
	NotLoaded   = "not loaded"
	TooLittle   = "too little"
	NotMeasured = "not measured"
)

// The names of the parts, in the order in which they are printed.
const (
	Capability     = "capability share"
	Initiative     = "initiative"
	Visits         = "visits"
	Concession     = "concessions"
	Responsiveness = "responsiveness"
	Dependence     = "dependence in trade"
	Alignment      = "alignment of votes"
	Parity         = "parity in joint texts"
)

// measured is a part with the lean from which it is judged.
type measured struct {
	entente.Part
	lean figure
}

// Compare holds two actors against each other, part by part (the parts after Womack,
// Asymmetry and International Relationships, 2016: the weaker attends more to the stronger
// than the other way). Leans above 0 point to a as the junior of the two. Of reports, those
// of visits between the two are used; figures may be of anybody.
//
// A junior is named only if at least three parts are measured, concessions among them and
// one other part made of acts; if all that are measured lean to the same side; and if the
// mean lean of those made of acts is on that side with probability .975, concessions with
// .8. The error of the mean is taken as the mean of the errors, as if the parts erred
// together, for they share events.
func Compare(a, b entente.Code, r Record, reports []entente.Report, figures []entente.Measure) entente.Asymmetry {
	if b < a {
		a, b = b, a
	}
	c := &comparison{a: a, b: b, record: r, figures: figures}
	c.until = r.last()
	c.from = entente.Monthly.Start(c.until).AddMonths(1 - asymmetryMonths)
	parts := []measured{
		c.capability(), c.initiative(), c.visits(reports), c.concession(), c.responsiveness(), c.dependence(), c.alignment(),
		{Part: entente.Part{Name: Parity, State: NotMeasured, Unit: "share", Basis: "whose projects a joint text names first and most is not told apart yet"}},
	}
	return verdict(a, b, parts)
}

// comparison is two actors while they are compared.
type comparison struct {
	a, b        entente.Code
	record      Record
	figures     []entente.Measure
	from, until entente.Day
}

// finish makes a part of a figure, whose lean is a line through it.
func finish(p entente.Part, value figure, low, high float64, lean figure) measured {
	p.State, p.Value, p.Lean = Measured, value.within(low, high), lean.within(-1, 1)
	p.P = lean.above()
	return measured{p, lean}
}

// block gives the number of the bout in which a month lies, counted back from the last day.
func (c *comparison) block(month entente.Day) int {
	last, m := c.until.Time(), month.Time()
	return ((last.Year()-m.Year())*12 + int(last.Month()) - int(m.Month())) / blockMonths
}

// ratio sums over the bouts what of the tallies falls to a, and to both; events are how
// many that is.
func (c *comparison) ratio(worth func(t *entente.Cited) (points float64, events int)) (part, whole []float64, events int) {
	part, whole = make([]float64, asymmetryMonths/blockMonths), make([]float64, asymmetryMonths/blockMonths)
	for i := range c.record.Tallies {
		t := &c.record.Tallies[i]
		if t.Period < c.from || t.Period > c.until || !c.between(t) {
			continue
		}
		points, n := worth(t)
		at := c.block(t.Period)
		if t.Source == c.a {
			part[at] += points
		}
		whole[at] += points
		events += n
	}
	return part, whole, events
}

func (c *comparison) between(t *entente.Cited) bool {
	return t.Source == c.a && t.Target == c.b || t.Source == c.b && t.Target == c.a
}

// ofActs makes a part of a ratio of acts.
func (c *comparison) ofActs(p entente.Part, worth func(*entente.Cited) (float64, int)) measured {
	part, whole, n := c.ratio(worth)
	p.Acts, p.N, p.From, p.To = true, n, c.from, c.until
	p.Cites = c.record.cites(citesShown, func(t *entente.Cited) bool {
		_, n := worth(t)
		return n > 0 && t.Period >= c.from && t.Period <= c.until && c.between(t)
	})
	return shared(p, part, whole, n)
}

// shared makes a part of the share of a in sums by bout.
func shared(p entente.Part, part, whole []float64, n int) measured {
	f, ok := share(part, whole, float64(n))
	if n < fewest || !ok {
		p.State, p.Basis = TooLittle, fmt.Sprintf("%d such acts told; %d are needed, in two quarters", n, fewest)
		return measured{Part: p}
	}
	return finish(p, f, 0, 1, f.line(-1, 2))
}

// initiative is who begins: the share of a in the cooperative acts that one side did to the
// other, those done together left out. The junior courts, so it leans to who begins more.
func (c *comparison) initiative() measured {
	return c.ofActs(entente.Part{Name: Initiative, Unit: "share of " + string(c.a) + " in one-sided cooperative acts"}, func(t *entente.Cited) (float64, int) {
		if t.Quad != 1 && t.Quad != 2 {
			return 0, 0
		}
		n := t.Events - t.Mutual.Events
		return float64(n), n
	})
}

// yielding are the roots by which one side gives way to the other.
var yielding = []entente.Root{"CONCEDE", "RETREAT", "SUPPORT"}

// concession is who gives way: the share of a in the points of CONCEDE, RETREAT and SUPPORT,
// those done together left out; its lean is the balance, 2 share - 1.
func (c *comparison) concession() measured {
	p := entente.Part{Name: Concession, Unit: "share of " + string(c.a) + " in points of concession, retreat and support"}
	return c.ofActs(p, func(t *entente.Cited) (float64, int) {
		if !slices.Contains(yielding, t.Root) {
			return 0, 0
		}
		return t.Coop - t.Mutual.Coop, t.Events - t.Mutual.Events
	})
}

// visits is who travels: the share of a in the visits told. Only sentences tell a visit from
// other talks, so imported events are none.
func (c *comparison) visits(reports []entente.Report) measured {
	p := entente.Part{Name: Visits, Unit: "share of " + string(c.a) + " in visits made", Acts: true, From: c.from, To: c.until}
	blocks := asymmetryMonths / blockMonths
	part, whole := make([]float64, blocks), make([]float64, blocks)
	for _, v := range visitsOf(c.a, c.b, reports) {
		if v.day < c.from || v.day > c.until {
			continue
		}
		at := c.block(v.day)
		whole[at]++
		if v.guest == c.a {
			part[at]++
		}
		p.N++
		p.Cites = append(p.Cites, v.report)
	}
	p.Cites = p.Cites[:min(len(p.Cites), citesShown)]
	return shared(p, part, whole, p.N)
}

// visit is an event in which one actor was the other's guest.
type visit struct {
	day    entente.Day
	guest  entente.Code
	report string
}

// visitsOf finds the visits between two actors among reports: CAMEO 042, who makes one, and
// 043, who hosts one; an event counts once.
func visitsOf(a, b entente.Code, reports []entente.Report) []visit {
	seen := map[string]bool{}
	var out []visit
	for i := range reports {
		r := &reports[i]
		s, t := r.Source.Code, r.Target.Code
		if (s != a || t != b) && (s != b || t != a) || !r.Status.Happened() || r.Status == entente.Historical || !r.DateFrom.Known() {
			continue
		}
		guest := s
		switch r.Cameo {
		case "042":
		case "043":
			guest = t
		default:
			continue
		}
		if key := cmp.Or(r.ID, r.Report); !seen[key] {
			seen[key] = true
			out = append(out, visit{r.DateFrom, guest, r.Report})
		}
	}
	return out
}

// verdict joins the parts.
func verdict(a, b entente.Code, parts []measured) entente.Asymmetry {
	out := entente.Asymmetry{A: a, B: b, P: .5}
	var index figure
	n, acts, side := 0, 0, 0
	agree, conceded := true, .5
	for _, p := range parts {
		if p.Cites == nil {
			p.Cites = []string{}
		}
		out.Parts = append(out.Parts, p.Part)
		if p.State != Measured {
			continue
		}
		n++
		s := sign(p.lean.mean)
		agree = agree && s != 0 && (side == 0 || s == side)
		side = cmp.Or(side, s)
		if p.Name == Concession {
			conceded = p.P
		}
		if p.Acts {
			acts++
			index = figure{index.mean + p.lean.mean, index.se + p.lean.se, least(index.df, p.lean.df)}
		}
	}
	if acts > 0 {
		index = figure{index.mean / float64(acts), index.se / float64(acts), index.df}
		out.Index, out.P = index.within(-1, 1), index.above()
	}
	out.Junior, out.Why = judged(out, n, acts, agree, side, conceded)
	return out
}

func sign(x float64) int {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// least is the smaller of two, 0 standing for none.
func least(x, y float64) float64 {
	if x == 0 {
		return y
	}
	return math.Min(x, y)
}

// judged says who is the junior, and why or why nobody.
func judged(s entente.Asymmetry, n, acts int, agree bool, side int, conceded float64) (entente.Code, string) {
	who, p := s.A, s.P
	if side < 0 {
		who, p, conceded = s.B, 1-s.P, 1-conceded
	}
	hasConcession := slices.ContainsFunc(s.Parts, func(q entente.Part) bool { return q.Name == Concession && q.State == Measured })
	switch {
	case n < partsLeast || acts < 2 || !hasConcession:
		return "", fmt.Sprintf("nobody is called junior: %s measured (%d of acts), and at least %d are needed, concessions among them and another made of acts", parts(n), acts, partsLeast)
	case !agree:
		return "", "nobody is called junior: the parts do not agree (" + leanings(s) + ")"
	case p < sureIndex:
		return "", fmt.Sprintf("nobody is called junior: all parts lean to %s, but the acts do so with a probability of %.2f only (%.3f is needed)", who, p, sureIndex)
	case conceded < sureConcession:
		return "", fmt.Sprintf("nobody is called junior: all parts lean to %s, but concessions do so with a probability of %.2f only (%.1f is needed)", who, conceded, sureConcession)
	}
	return who, fmt.Sprintf("%s measured, and all lean to %s", parts(n), who)
}

func parts(n int) string {
	if n == 1 {
		return "1 part is"
	}
	return fmt.Sprintf("%d parts are", n)
}

// leanings lists to whom each part leans.
func leanings(s entente.Asymmetry) string {
	to := map[entente.Code][]string{}
	for _, p := range s.Parts {
		if p.State == Measured && p.Lean.Value > 0 {
			to[s.A] = append(to[s.A], p.Name)
		} else if p.State == Measured && p.Lean.Value < 0 {
			to[s.B] = append(to[s.B], p.Name)
		}
	}
	var out []string
	for _, c := range []entente.Code{s.A, s.B} {
		if len(to[c]) > 0 {
			out = append(out, strings.Join(to[c], ", ")+" to "+string(c))
		}
	}
	return strings.Join(out, "; ")
}
