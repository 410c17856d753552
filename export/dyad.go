package export

import (
	"math"

	"entente"
)

// Dyad is a pair of actors in a period.
type Dyad struct {
	A, B         entente.Code
	AName, BName string
	Directed     bool // from A to B; else between the two
	From, To     entente.Day
	Period       entente.Period
	Root         entente.Root // set where roots are told apart
	entente.Sums
	Quads   [5]int // events by quad; 0 is none
	Covered bool   // anything was published in the period
	Cites   []string
	Codings []string // whose codings were asked
}

// Dyads is the table of pairs by period; by root if each root has its row.
func Dyads(byRoot bool) Table[*Dyad] {
	t := Table[*Dyad]{Name: "dyads", Row: "a pair of actors in a period",
		About: "What actors did to one another, counted: dated events between two known actors, each once however many reports it has. Plans and hypotheses weigh .2, claims .6, facts 1; what did not happen or is long past is not counted. What an actor does to itself, such as a government to its own people, is a pair too. A period that is not covered is one from which nothing was read: its noughts mean nothing."}
	add := func(c Column, of func(*Dyad) Value) { t.Fields = append(t.Fields, Field[*Dyad]{c, of}) }
	add(Column{Name: "period", About: "day, week (from Monday), month or year."}, func(d *Dyad) Value { return text(d.Period) })
	add(Column{Name: "period_from", Type: Day, About: "Its first day."}, func(d *Dyad) Value { return day(d.From) })
	add(Column{Name: "period_to", Type: Day, About: "Its last day."}, func(d *Dyad) Value { return day(d.To) })
	add(Column{Name: "a", About: "Who acts; of an undirected pair the first by code."}, func(d *Dyad) Value { return text(d.A) })
	add(Column{Name: "a_name", About: "Its name."}, func(d *Dyad) Value { return text(d.AName) })
	add(Column{Name: "b", About: "Toward whom."}, func(d *Dyad) Value { return text(d.B) })
	add(Column{Name: "b_name", About: "Its name."}, func(d *Dyad) Value { return text(d.BName) })
	add(Column{Name: "directed", Type: Bool, About: "Whether the row is of what A did to B, or of what either did to the other. A reciprocal act counts in both directed rows and once in the undirected one."}, func(d *Dyad) Value { return truth(d.Directed) })
	if byRoot {
		add(Column{Name: "root", About: "PLOVER event type; empty for public statements, which have none."}, func(d *Dyad) Value { return text(d.Root) })
	}
	addCounts(&t, func(d *Dyad) (*entente.Sums, *[5]int) { return &d.Sums, &d.Quads })
	add(Column{Name: "covered", Type: Bool, About: "Whether anything was published in the period, of the codings asked."}, func(d *Dyad) Value { return truth(d.Covered) })
	add(Column{Name: "codings", Type: List, About: "Whose codings were asked."}, func(d *Dyad) Value { return list(d.Codings) })
	add(Column{Name: "cites", Type: List, Wide: true, About: "Ids of events that weigh most in the row: the heaviest of each kind of act, the strongest kinds first, then the next of each."}, func(d *Dyad) Value { return list(d.Cites) })
	return t
}

// addCounts adds the columns of what is counted.
func addCounts[T any](t *Table[T], of func(T) (*entente.Sums, *[5]int)) {
	add := func(c Column, v func(*entente.Sums, *[5]int) Value) {
		t.Fields = append(t.Fields, Field[T]{c, func(row T) Value { return v(of(row)) }})
	}
	add(Column{Name: "events", Type: Int, About: "Events."}, func(s *entente.Sums, _ *[5]int) Value { return whole(s.Events) })
	add(Column{Name: "reports", Type: Int, About: "Reports of these events."}, func(s *entente.Sums, _ *[5]int) Value { return whole(s.Reports) })
	add(Column{Name: "weight", Type: Real, About: "Sum of the events' weights by status."}, func(s *entente.Sums, _ *[5]int) Value { return number(s.Weight) })
	for q, name := range []string{"", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"} {
		if name != "" {
			add(Column{Name: name, Type: Int, About: "Events of the class."}, func(_ *entente.Sums, quads *[5]int) Value { return whole(quads[q]) })
		}
	}
	add(Column{Name: "cooperation", Type: Real, About: "Sum of weight times intensity of the cooperative events."}, func(s *entente.Sums, _ *[5]int) Value { return number(s.Coop) })
	add(Column{Name: "conflict", Type: Real, About: "The same of the conflictual ones, without the sign."}, func(s *entente.Sums, _ *[5]int) Value { return number(s.Conf) })
}

// DyadYear is a pair of states in a year, as students of international relations file
// one.
type DyadYear struct {
	COW, GW  [2]int // numbers of the two states; 0 is none
	Codes    [2]entente.Code
	Names    [2]string
	Year     int
	Directed bool
	entente.Sums
	Quads   [5]int
	Covered bool
	Cites   []string
	Codings []string
}

// DyadYears is the table of states by year, in the columns by which peacesciencer joins
// (Miller, Conflict Management and Peace Science 39, 2022, p. 755).
func DyadYears() Table[*DyadYear] {
	t := Table[*DyadYear]{Name: "dyad-years", Row: "a pair of states in a year",
		About: "What states did to one another in a year, under their numbers of Correlates of War (ccode) and of Gleditsch and Ward (gwcode); actors without a number are left out. Columns and their order of numbers are those of peacesciencer, so that the table can be joined with dplyr's left_join by ccode1, ccode2 and year, or by gwcode1, gwcode2 and year."}
	add := func(c Column, of func(*DyadYear) Value) { t.Fields = append(t.Fields, Field[*DyadYear]{c, of}) }
	for i, end := range []string{"1", "2"} {
		add(Column{Name: "ccode" + end, Type: Int, Null: true, About: "Number of Correlates of War."}, func(d *DyadYear) Value { return wholeIf(d.COW[i], d.COW[i] != 0) })
	}
	for i, end := range []string{"1", "2"} {
		add(Column{Name: "gwcode" + end, Type: Int, Null: true, About: "Number of Gleditsch and Ward."}, func(d *DyadYear) Value { return wholeIf(d.GW[i], d.GW[i] != 0) })
	}
	add(Column{Name: "year", Type: Int, About: "Year."}, func(d *DyadYear) Value { return whole(d.Year) })
	add(Column{Name: "directed", Type: Bool, About: "1: what the first did to the second; 0: what either did to the other, the first having the lower ccode."}, func(d *DyadYear) Value { return truth(d.Directed) })
	for i, end := range []string{"1", "2"} {
		add(Column{Name: "code" + end, About: "ISO 3166-1 alpha-3, or our own for states that ended."}, func(d *DyadYear) Value { return text(d.Codes[i]) })
		add(Column{Name: "name" + end, About: "Name."}, func(d *DyadYear) Value { return text(d.Names[i]) })
	}
	addCounts(&t, func(d *DyadYear) (*entente.Sums, *[5]int) { return &d.Sums, &d.Quads })
	add(Column{Name: "covered", Type: Bool, About: "Whether anything was published in the year, of the codings asked; if not, noughts mean nothing."}, func(d *DyadYear) Value { return truth(d.Covered) })
	add(Column{Name: "codings", Type: List, About: "Whose codings were asked."}, func(d *DyadYear) Value { return list(d.Codings) })
	add(Column{Name: "cites", Type: List, Wide: true, About: "Ids of events that weigh most in the row: the heaviest of each kind of act, the strongest kinds first, then the next of each."}, func(d *DyadYear) Value { return list(d.Cites) })
	return t
}

// Phase is a triangle as it stood at the end of a period.
type Phase struct {
	entente.Triangle
	Names    [3]string
	Period   entente.Period
	From, To entente.Day // the last day is that as of which it is judged
	Codings  []string
	Cites    []string // ids of reports and assessments
}

// Triangles is the table of triangles by period.
func Triangles() Table[*Phase] {
	t := Table[*Phase]{Name: "triangles", Row: "a triangle of actors at the end of a period",
		About: "The type of a strategic triangle, from all that was in print by the last day of the period, older evidence weighing less: what `entente triangle --as-of` answers. Corners are in order of code; ab is the tie of the first two, ac of the first and the third, bc of the second and the third."}
	add := func(c Column, of func(*Phase) Value) { t.Fields = append(t.Fields, Field[*Phase]{c, of}) }
	add(Column{Name: "period", About: "day, week, month or year."}, func(p *Phase) Value { return text(p.Period) })
	add(Column{Name: "period_from", Type: Day, About: "Its first day."}, func(p *Phase) Value { return day(p.From) })
	add(Column{Name: "as_of", Type: Day, About: "Its last day: nothing published later is known."}, func(p *Phase) Value { return day(p.To) })
	for i, corner := range []string{"a", "b", "c"} {
		add(Column{Name: corner, About: "Code of a corner."}, func(p *Phase) Value { return text(p.Corners[i]) })
		add(Column{Name: corner + "_name", About: "Its name."}, func(p *Phase) Value { return text(p.Names[i]) })
		add(Column{Name: corner + "_role", About: "pivot, wing, partner, outcast, friend or foe; empty where the type gives none."}, func(p *Phase) Value { return text(p.Roles[p.Corners[i]]) })
	}
	add(Column{Name: "type", About: "The likeliest type."}, func(p *Phase) Value { return text(p.Shape) })
	for _, s := range []struct {
		name  string
		shape entente.Shape
	}{
		{"p_menage_a_trois", entente.MenageATrois}, {"p_romantic_triangle", entente.RomanticTriangle}, {"p_stable_marriage", entente.StableMarriage},
		{"p_unit_veto", entente.UnitVeto}, {"p_incomplete", entente.Incomplete},
	} {
		add(Column{Name: s.name, Type: Real, About: "Probability of the type " + string(s.shape) + "."}, func(p *Phase) Value { return rounded(p.P[s.shape]) })
	}
	add(Column{Name: "entropy", Type: Real, About: "Of these probabilities, in bits."}, func(p *Phase) Value { return rounded(p.Entropy) })
	for i, tie := range []string{"ab", "ac", "bc"} {
		addTie(&t, tie, func(p *Phase) *entente.Tie { return &p.Ties[i] })
	}
	add(Column{Name: "codings", Type: List, About: "Whose codings were asked."}, func(p *Phase) Value { return list(p.Codings) })
	add(Column{Name: "cites", Type: List, Wide: true, About: "Ids of the reports (r_) and assessments (a_) that weigh most in the three ties."}, func(p *Phase) Value { return list(p.Cites) })
	return t
}

// rounded gives a computed number to the millionth: what lies beyond says nothing, and
// differs between machines.
func rounded(v float64) Value { return number(math.Round(v*1e6) / 1e6) }

// addTie adds the columns of a tie.
func addTie(t *Table[*Phase], name string, of func(*Phase) *entente.Tie) {
	add := func(c Column, v func(*entente.Tie) Value) {
		c.Name = name + "_" + c.Name
		t.Fields = append(t.Fields, Field[*Phase]{c, func(p *Phase) Value { return v(of(p)) }})
	}
	sign := func(s *int) Value {
		if s == nil {
			return null()
		}
		return whole(*s)
	}
	add(Column{Name: "level", Type: Int, Null: true, About: "-1, 0 or 1; missing where too little is known."}, func(t *entente.Tie) Value { return sign(t.Level) })
	add(Column{Name: "trend", Type: Int, Null: true, About: "-1, 0 or 1; missing where too little is known."}, func(t *entente.Tie) Value { return sign(t.Trend) })
	add(Column{Name: "p_plus", Type: Real, About: "Probability that the tie is positive."}, func(t *entente.Tie) Value { return rounded(t.PPlus) })
	add(Column{Name: "p_minus", Type: Real, About: "Probability that it is negative."}, func(t *entente.Tie) Value { return rounded(t.PMinus) })
	add(Column{Name: "mean", Type: Real, About: "Mean of the tie's level, -1 to 1."}, func(t *entente.Tie) Value { return rounded(t.Mean) })
	add(Column{Name: "events", Type: Int, About: "Acts it rests on."}, func(t *entente.Tie) Value { return whole(t.Acts.Events) })
	add(Column{Name: "assessments", Type: Int, About: "Assessments it rests on."}, func(t *entente.Tie) Value { return whole(t.Assessed.Count) })
}
