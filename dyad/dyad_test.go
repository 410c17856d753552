package dyad_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"entente"
	"entente/dyad"
)

func day(s string) entente.Day {
	d, err := entente.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func num(n int) *int { return &n }

// told makes a report of an act of an intensity on a day.
func told(id, source, target string, intensity float64, date string, status entente.Status) entente.Report {
	d := day(date)
	return entente.Report{
		Report: "r_" + id, ID: "e_" + id, Stream: entente.Body, Intensity: intensity, Status: status,
		Source: entente.Actor{Code: entente.Code(source)}, Target: entente.Actor{Code: entente.Code(target)},
		Date: d, DateFrom: d, DateTo: d,
	}
}

// both makes a report reciprocal.
func both(r entente.Report) entente.Report {
	r.Reciprocal = true
	return r
}

// said makes an assessment by an author.
func said(id, a, b string, level, trend *int) entente.Assessment {
	return entente.Assessment{
		ID: id, Stream: entente.Body, Level: level, Trend: trend, Story: "s",
		A: entente.Corner{Code: entente.Code(a)}, B: entente.Corner{Code: entente.Code(b)},
		Holder: entente.Holder{By: "author"}, Hedge: entente.NoHedge,
	}
}

func show(n *int) string {
	if n == nil {
		return "nil"
	}
	return fmt.Sprint(*n)
}

// page is what an opinion page of summer 2021 tells of the great powers.
func page() ([]entente.Report, []entente.Assessment) {
	reports := []entente.Report{
		both(told("summit", "USA", "RUS", 2.5, "2021-06-16", entente.Fact)),
		told("killer", "USA", "RUS", -2, "2021-03-01", entente.Fact),
		both(told("stability", "USA", "RUS", 3.5, "2021-06-16", entente.Fact)),
		both(told("hacking", "USA", "RUS", 4, "2021-06-16", entente.Hypothetical)),
		told("drills", "RUS", "USA", -7.2, "2021-06-09", entente.Fact),
		told("no-pact", "USA", "CHN", 4, "2021-06-16", entente.Negated),
		told("no-compromise", "USA", "CHN", 5, "2021-06-16", entente.Negated),
		told("visit-june", "RUS", "CHN", 1.9, "2021-06-15", entente.Fact),
		told("visit-march", "RUS", "CHN", 1.9, "2021-03-01", entente.Fact),
		both(told("talks", "RUS", "CHN", 1, "2021-06-01", entente.Fact)),
		both(told("statement", "RUS", "CHN", 3.5, "2021-06-01", entente.Fact)),
		told("arctic", "CHN", "RUS", 3.4, "2021-06-01", entente.Reported),
		both(told("treaty", "RUS", "CHN", 8, "2001-01-01", entente.Historical)),
	}
	assessments := []entente.Assessment{
		said("a1", "RUS", "WST", num(-1), num(0)),
		said("a2", "USA", "RUS", num(-1), num(1)),
		said("a3", "RUS", "CHN", num(1), num(1)),
		said("a4", "RUS", "CHN", num(1), nil),
		said("a5", "USA", "CHN", num(-1), nil),
	}
	assessments[4].Hedge = entente.Possible
	return reports, assessments
}

func west(a entente.Assessment, collective, member entente.Code) bool {
	return collective == "WST" && member == "USA"
}

func TestThePageComesOut(t *testing.T) {
	reports, assessments := page()
	opt := dyad.Options{SpeaksFor: west}
	for _, c := range []struct {
		a, b         entente.Code
		level, trend string
		rule         string
	}{
		{"USA", "RUS", "-1", "1", "trend from"},
		{"RUS", "CHN", "1", "1", "1 historical act left out"},
		{"USA", "CHN", "-1", "0", "2 negated cooperative acts counted a little as cold"},
	} {
		tie := dyad.Judge(c.a, c.b, reports, assessments, opt)
		if show(tie.Level) != c.level || show(tie.Trend) != c.trend {
			t.Errorf("%s-%s: level %s trend %s, want %s %s (%s)", c.a, c.b, show(tie.Level), show(tie.Trend), c.level, c.trend, tie.Rule)
		}
		if !strings.Contains(tie.Rule, c.rule) {
			t.Errorf("%s-%s: the rule %q does not say %q", c.a, c.b, tie.Rule, c.rule)
		}
	}
}

func TestCooperationAgainstABadLevelIsChange(t *testing.T) {
	reports := []entente.Report{both(told("summit", "USA", "RUS", 2.5, "2021-06-16", entente.Fact))}
	views := []entente.Assessment{said("a", "USA", "RUS", num(-1), nil)}
	tie := dyad.Judge("USA", "RUS", reports, views, dyad.Options{})
	if show(tie.Level) != "-1" || show(tie.Trend) != "1" {
		t.Errorf("level %s, trend %s", show(tie.Level), show(tie.Trend))
	}
	want := "level from 1 assessment (an author), acts (1, mostly cooperative) point the other way and are read as change; trend from acts that run against the assessed level"
	if tie.Rule != want {
		t.Errorf("rule %q", tie.Rule)
	}
}

func TestActsAlone(t *testing.T) {
	few := []entente.Report{told("x", "AAA", "BBB", 7, "2021-01-01", entente.Fact)}
	tie := dyad.Judge("AAA", "BBB", few, nil, dyad.Options{})
	if tie.Level != nil || tie.Trend != nil || tie.PPlus <= tie.PMinus {
		t.Errorf("one act: level %s, trend %s, P(+) %v", show(tie.Level), show(tie.Trend), tie.PPlus)
	}
	var many []entente.Report
	for i := range 60 {
		many = append(many, told(fmt.Sprint(i), "AAA", "BBB", -5, "2021-01-01", entente.Fact))
	}
	if tie = dyad.Judge("AAA", "BBB", many, nil, dyad.Options{}); show(tie.Level) != "-1" {
		t.Errorf("sixty hostile acts: level %s, P(-) %v", show(tie.Level), tie.PMinus)
	}
	none := dyad.Judge("AAA", "CCC", many, nil, dyad.Options{})
	if none.Level != nil || none.PNeutral != 1 || none.Acts.Balance != nil || none.Low != -1 || none.High != 1 {
		t.Errorf("nothing known: %+v", none)
	}
}

func TestManyActsOutweighAnAssessment(t *testing.T) {
	var reports []entente.Report
	for i := range 400 {
		reports = append(reports, told(fmt.Sprint(i), "AAA", "BBB", 6, "2021-01-01", entente.Fact))
	}
	tie := dyad.Judge("AAA", "BBB", reports, []entente.Assessment{said("a", "AAA", "BBB", num(-1), nil)}, dyad.Options{})
	if show(tie.Level) != "1" || !strings.Contains(tie.Rule, "acts (400, mostly cooperative) outweigh them") {
		t.Errorf("level %s: %s", show(tie.Level), tie.Rule)
	}
	same := dyad.Judge("AAA", "BBB", reports[:5], []entente.Assessment{said("a", "AAA", "BBB", num(1), nil)}, dyad.Options{})
	if !strings.Contains(same.Rule, "acts (5, mostly cooperative) point the same way") {
		t.Error(same.Rule)
	}
}

// Foes talk too: cooperation that outweighs conflict by a little is no friendship.
func TestFoesTalk(t *testing.T) {
	var reports []entente.Report
	for i := range 100 {
		date := fmt.Sprintf("2021-%02d-10", 1+i%5)
		reports = append(reports, told(fmt.Sprint("talk", i), "AAA", "BBB", 4, date, entente.Fact))
		if i%2 == 0 {
			reports = append(reports, told(fmt.Sprint("threat", i), "BBB", "AAA", -6, date, entente.Fact))
		}
	}
	tie := dyad.Judge("AAA", "BBB", reports, nil, dyad.Options{})
	if show(tie.Level) != "-1" || *tie.Acts.Balance <= 0 || show(tie.Trend) != "0" {
		t.Errorf("level %s, trend %s, balance %v", show(tie.Level), show(tie.Trend), *tie.Acts.Balance)
	}
	// And where a foe is called one, steady talk is no change either.
	tie = dyad.Judge("AAA", "BBB", reports, []entente.Assessment{said("a", "AAA", "BBB", num(-1), nil)}, dyad.Options{})
	if show(tie.Level) != "-1" || show(tie.Trend) != "0" {
		t.Errorf("assessed: level %s, trend %s (%s)", show(tie.Level), show(tie.Trend), tie.Rule)
	}
}

func TestHedgesAndNegation(t *testing.T) {
	p := func(change func(*entente.Assessment)) entente.Tie {
		a := said("a", "AAA", "BBB", num(-1), nil)
		change(&a)
		return dyad.Judge("AAA", "BBB", nil, []entente.Assessment{a}, dyad.Options{})
	}
	plain := p(func(*entente.Assessment) {})
	likely := p(func(a *entente.Assessment) { a.Hedge = entente.Likely })
	possible := p(func(a *entente.Assessment) { a.Hedge = entente.Possible })
	unlikely := p(func(a *entente.Assessment) { a.Hedge = entente.Unlikely })
	denied := p(func(a *entente.Assessment) { a.Negated = true })
	if !(plain.Mean < likely.Mean && likely.Mean < possible.Mean && possible.Mean < 0) {
		t.Errorf("means %v, %v, %v", plain.Mean, likely.Mean, possible.Mean)
	}
	if !(unlikely.Mean > 0 && unlikely.Mean < -possible.Mean) {
		t.Errorf("unlikely turns %v to %v", plain.Mean, unlikely.Mean)
	}
	if denied.Mean != 0 || show(denied.Level) != "0" {
		t.Errorf("not adversaries: mean %v, level %s", denied.Mean, show(denied.Level))
	}
	neutral := p(func(a *entente.Assessment) { a.Level = num(0) })
	if show(neutral.Level) != "0" || neutral.PNeutral < .5 {
		t.Errorf("a view of no sign: level %s, P(0) %v", show(neutral.Level), neutral.PNeutral)
	}
	// Theory: one view's prior mean is its level times the trust in its holder.
	document := p(func(a *entente.Assessment) { a.Holder.By = "document" })
	party := p(func(a *entente.Assessment) { a.Holder = entente.Holder{By: "actor", Code: "AAA"} })
	other := p(func(a *entente.Assessment) { a.Holder = entente.Holder{By: "actor", Code: "CCC"} })
	for _, c := range []struct{ got, want float64 }{
		{plain.Mean, -.5}, {document.Mean, -.7}, {party.Mean, -.5}, {other.Mean, -.3},
	} {
		if math.Abs(c.got-c.want) > 1e-12 {
			t.Errorf("prior mean %v, want %v", c.got, c.want)
		}
	}
}

func TestAVoiceIsHeardOnce(t *testing.T) {
	once := dyad.Judge("AAA", "BBB", nil, []entente.Assessment{said("a", "AAA", "BBB", num(1), nil)}, dyad.Options{})
	again := []entente.Assessment{said("a", "AAA", "BBB", num(1), nil), said("b", "BBB", "AAA", num(1), nil)}
	twice := dyad.Judge("AAA", "BBB", nil, again, dyad.Options{})
	if once.PPlus != twice.PPlus || twice.Assessed.Count != 2 {
		t.Errorf("P(+) %v, then %v", once.PPlus, twice.PPlus)
	}
	again[1].Story = "another"
	if more := dyad.Judge("AAA", "BBB", nil, again, dyad.Options{}); more.PPlus <= twice.PPlus {
		t.Errorf("a second voice makes P(+) %v of %v", more.PPlus, twice.PPlus)
	}
}

func TestWhatDoesNotCount(t *testing.T) {
	caption := told("x", "AAA", "BBB", 7, "2021-01-01", entente.Fact)
	caption.Stream = entente.Caption
	late := told("y", "AAA", "BBB", 7, "2021-03-01", entente.Fact)
	view := said("a", "AAA", "BBB", num(1), nil)
	view.Stream = entente.Furniture
	tie := dyad.Judge("AAA", "BBB", []entente.Report{caption, late}, []entente.Assessment{view}, dyad.Options{AsOf: day("2021-02-01")})
	if tie.Acts.Events != 0 || tie.Assessed.Count != 0 {
		t.Errorf("counted %d acts, %d views", tie.Acts.Events, tie.Assessed.Count)
	}
	avoided := told("z", "AAA", "BBB", -10, "2021-01-01", entente.Negated)
	tie = dyad.Judge("AAA", "BBB", []entente.Report{avoided}, nil, dyad.Options{})
	if tie.Level != nil || !strings.Contains(tie.Rule, "1 negated conflictual act") || len(tie.Acts.Cites) != 1 {
		t.Errorf("a clash that did not come: %+v", tie)
	}
}

func TestEventsAreActsReportsWitnesses(t *testing.T) {
	first := told("x", "AAA", "BBB", 4, "2021-01-01", entente.Reported)
	second := first
	second.Report, second.Status = "r_second", entente.Fact
	big := told("y", "BBB", "AAA", 9, "2021-01-01", entente.Fact)
	tie := dyad.Judge("AAA", "BBB", []entente.Report{first, second, big}, nil, dyad.Options{})
	if tie.Acts.Events != 2 || tie.Acts.Reports != 3 || tie.Acts.CoopAB != 4 || tie.Acts.CoopBA != 9 {
		t.Errorf("acts %+v", tie.Acts)
	}
	if want := []string{"r_y", "r_second", "r_x"}; !slices.Equal(tie.Acts.Cites, want) {
		t.Errorf("cites %v, want %v", tie.Acts.Cites, want)
	}
}

func TestTrendOverTime(t *testing.T) {
	warm := []entente.Report{
		told("a", "AAA", "BBB", -7, "2021-01-10", entente.Fact),
		told("b", "AAA", "BBB", 7, "2021-06-10", entente.Fact),
	}
	if tie := dyad.Judge("AAA", "BBB", warm, nil, dyad.Options{}); show(tie.Trend) != "1" {
		t.Errorf("from conflict to cooperation: trend %s", show(tie.Trend))
	}
	warm[0].Intensity = 7
	if tie := dyad.Judge("AAA", "BBB", warm, nil, dyad.Options{}); show(tie.Trend) != "0" {
		t.Errorf("the same twice: trend %s", show(tie.Trend))
	}
}

func TestTalliesJudgeAsReports(t *testing.T) {
	reports, _ := page()
	var tallies []entente.Tally
	for _, r := range reports {
		w := r.Status.Weight()
		tally := entente.Tally{
			Pair: entente.Pair{Source: r.Source.Code, Target: r.Target.Code}, Period: r.DateFrom, Events: 1, Reports: 1,
			Weight: w, Coop: max(r.Intensity, 0) * w, Conf: max(-r.Intensity, 0) * w,
		}
		if w == 0 {
			continue
		}
		tallies = append(tallies, tally)
		if r.Reciprocal {
			tally.Pair = entente.Pair{Source: r.Target.Code, Target: r.Source.Code}
			tally.Events, tally.Reports, tally.Weight = 0, 0, 0
			tallies = append(tallies, tally)
		}
	}
	asOf := dyad.Options{AsOf: day("2021-07-01")}
	x, y := dyad.Judge("RUS", "CHN", reports, nil, asOf), dyad.JudgeTallies("RUS", "CHN", tallies, nil, asOf)
	if math.Abs(x.PPlus-y.PPlus) > 1e-9 || math.Abs(x.Acts.CoopAB-y.Acts.CoopAB) > 1e-9 || x.Acts.Reports != y.Acts.Reports {
		t.Errorf("reports %+v, tallies %+v", x, y)
	}
}

// evidence draws evidence between two actors.
func evidence(t *rapid.T) ([]entente.Report, []entente.Assessment) {
	pair := rapid.SampledFrom([][2]string{{"AAA", "BBB"}, {"BBB", "AAA"}, {"AAA", "CCC"}})
	status := rapid.SampledFrom([]entente.Status{entente.Fact, entente.Reported, entente.Intended, entente.Negated, entente.Historical})
	var reports []entente.Report
	for i := range rapid.IntRange(0, 12).Draw(t, "acts") {
		p := pair.Draw(t, "pair")
		d := day("2021-01-01") + entente.Day(rapid.IntRange(0, 200).Draw(t, "day"))
		r := told(fmt.Sprint(i), p[0], p[1], float64(rapid.IntRange(-10, 10).Draw(t, "intensity")), d.String(), status.Draw(t, "status"))
		r.Reciprocal = rapid.Bool().Draw(t, "reciprocal")
		reports = append(reports, r)
	}
	var views []entente.Assessment
	for i := range rapid.IntRange(0, 5).Draw(t, "views") {
		p := pair.Draw(t, "pair")
		a := said(fmt.Sprint("a", i), p[0], p[1], num(rapid.IntRange(-1, 1).Draw(t, "level")), nil)
		a.Story = fmt.Sprint(rapid.IntRange(0, 2).Draw(t, "story"))
		a.Hedge = rapid.SampledFrom([]entente.Hedge{entente.NoHedge, entente.Likely, entente.Unlikely}).Draw(t, "hedge")
		views = append(views, a)
	}
	return reports, views
}

func TestSymmetryAndOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reports, views := evidence(t)
		x := dyad.Judge("AAA", "BBB", reports, views, dyad.Options{})
		slices.Reverse(reports)
		slices.Reverse(views)
		y := dyad.Judge("BBB", "AAA", reports, views, dyad.Options{})
		y.A, y.B = y.B, y.A
		y.Acts.CoopAB, y.Acts.CoopBA = y.Acts.CoopBA, y.Acts.CoopAB
		y.Acts.ConfAB, y.Acts.ConfBA = y.Acts.ConfBA, y.Acts.ConfAB
		if !reflect.DeepEqual(x, y) {
			t.Fatalf("one way %+v\nthe other %+v", x, y)
		}
	})
}

func TestFiguresAreSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reports, views := evidence(t)
		tie := dyad.Judge("AAA", "BBB", reports, views, dyad.Options{})
		if s := tie.PPlus + tie.PMinus + tie.PNeutral; math.Abs(s-1) > 1e-9 {
			t.Fatalf("probabilities sum to %v", s)
		}
		if !(tie.Low <= tie.Mean && tie.Mean <= tie.High) || tie.Low < -1 || tie.High > 1 {
			t.Fatalf("mean %v outside [%v, %v]", tie.Mean, tie.Low, tie.High)
		}
		if tie.Rule == "" {
			t.Fatal("a tie without a rule")
		}
	})
}

// A handful of acts never turns an unhedged assessment round.
func TestFewActsDoNotOverturn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		level := rapid.SampledFrom([]int{-1, 1}).Draw(t, "level")
		var reports []entente.Report
		for i := range rapid.IntRange(0, 6).Draw(t, "acts") {
			r := told(fmt.Sprint(i), "AAA", "BBB", -float64(level*rapid.IntRange(0, 10).Draw(t, "intensity")), "2021-01-01", entente.Fact)
			reports = append(reports, r)
		}
		tie := dyad.Judge("AAA", "BBB", reports, []entente.Assessment{said("a", "AAA", "BBB", num(level), nil)}, dyad.Options{})
		if *tie.Level != level {
			t.Fatalf("level %d of %d: %s", *tie.Level, level, tie.Rule)
		}
	})
}

func ExampleJudge() {
	view := entente.Assessment{
		ID: "a_1", Story: "s_1", Stream: entente.Body, Level: num(-1), Holder: entente.Holder{By: "author"},
		A: entente.Corner{Code: "RUS"}, B: entente.Corner{Code: "USA"},
	}
	tie := dyad.Judge("RUS", "USA", nil, []entente.Assessment{view}, dyad.Options{})
	fmt.Printf("level %d, P(-) %.2f: %s\n", *tie.Level, tie.PMinus, tie.Rule)
	// Output:
	// level -1, P(-) 0.83: level from 1 assessment (an author), no acts; no trend
}

// A meeting is not heavier than a sanction because both sides hold it; of acts that
// weigh the same the latest is cited first.
func TestHeaviestActsAreCitedFirst(t *testing.T) {
	talks := told("talks", "AAA", "BBB", 7, "2021-06-01", entente.Fact)
	talks.Reciprocal = true
	tie := dyad.Judge("AAA", "BBB", []entente.Report{
		talks,
		told("early", "AAA", "BBB", -8, "2021-01-01", entente.Fact),
		told("late", "BBB", "AAA", -8, "2021-05-01", entente.Fact),
	}, nil, dyad.Options{})
	if want := []string{"r_late", "r_early", "r_talks"}; !slices.Equal(tie.Acts.Cites, want) {
		t.Errorf("cites %v, want %v", tie.Acts.Cites, want)
	}
}

// One hedged word of last year does not outweigh the acts of a year.
func TestFaintViewsLeaveTheTrendToManyActs(t *testing.T) {
	view := said("v", "AAA", "BBB", nil, num(-1))
	view.Hedge, view.DateFrom, view.DateTo = entente.Possible, day("2020-06-01"), day("2020-06-01")
	var acts []entente.Report
	for i := range 15 {
		acts = append(acts, told(fmt.Sprint("cold", i), "AAA", "BBB", -5, "2021-01-10", entente.Fact), told(fmt.Sprint("warm", i), "AAA", "BBB", 5, "2021-06-10", entente.Fact))
	}
	if tie := dyad.Judge("AAA", "BBB", acts, []entente.Assessment{view}, dyad.Options{}); show(tie.Trend) != "1" {
		t.Errorf("many acts: trend %s, want 1 (%s)", show(tie.Trend), tie.Rule)
	}
	if tie := dyad.Judge("AAA", "BBB", acts[:4], []entente.Assessment{view}, dyad.Options{}); show(tie.Trend) != "-1" {
		t.Errorf("few acts: trend %s, want -1 (%s)", show(tie.Trend), tie.Rule)
	}
}

// Acts count by their class, whatever the points of a scale make of them: rounds of
// negotiations do not undo sanctions, and what a store counted leans as its reports do.
func TestTalkDoesNotUndoDeeds(t *testing.T) {
	var reports []entente.Report
	act := func(id string, root entente.Root, intensity float64) entente.Report {
		r := told(id, "AAA", "BBB", intensity, "2021-01-01", entente.Fact)
		r.Plover.Event, r.Quad = root, root.Quad()
		return r
	}
	for i := range 60 {
		reports = append(reports, both(act(fmt.Sprint("talks", i), entente.Consult, 7)))
	}
	for i := range 30 {
		reports = append(reports, act(fmt.Sprint("sanctions", i), entente.Coerce, -8), act(fmt.Sprint("blame", i), entente.Accuse, -2))
	}
	tie := dyad.Judge("AAA", "BBB", reports, nil, dyad.Options{})
	if show(tie.Level) != "-1" || *tie.Acts.Balance <= 0 {
		t.Errorf("level %s, balance %v (%s)", show(tie.Level), *tie.Acts.Balance, tie.Rule)
	}
	warm, cold := 120*1., 30*6.+30*4.
	if a, b := 1+.025*warm, 1+.025*cold; math.Abs(tie.Mean-(a-b)/(a+b)) > 1e-12 {
		t.Errorf("mean %v, want %v", tie.Mean, (a-b)/(a+b))
	}
	ab, ba := entente.Pair{Source: "AAA", Target: "BBB"}, entente.Pair{Source: "BBB", Target: "AAA"}
	counted := dyad.JudgeTallies("AAA", "BBB", []entente.Tally{
		{Pair: ab, Period: day("2021-01-01"), Root: entente.Consult, Events: 60, Weight: 60, Coop: 420},
		{Pair: ba, Period: day("2021-01-01"), Root: entente.Consult, Events: 60, Weight: 60, Coop: 420},
		{Pair: ab, Period: day("2021-01-01"), Root: entente.Coerce, Events: 30, Weight: 30, Conf: 240},
		{Pair: ab, Period: day("2021-01-01"), Root: entente.Accuse, Events: 30, Weight: 30, Conf: 60},
	}, nil, dyad.Options{})
	if math.Abs(counted.Mean-tie.Mean) > 1e-12 {
		t.Errorf("counted %v, reported %v", counted.Mean, tie.Mean)
	}
}

// Parted evidence gives the ties that it gives as it was.
func TestPartedJudgesTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	actors := []entente.Code{"CHN", "RUS", "USA", "IGO:EUU"}
	roots := []entente.Root{"CONSULT", "AID", "ACCUSE", "ASSAULT"}
	var e dyad.Evidence
	for range 800 {
		a, b := actors[r.IntN(4)], actors[r.IntN(4)]
		if a == b {
			continue
		}
		root := roots[r.IntN(4)]
		x := entente.Tally{Pair: entente.Pair{Source: a, Target: b}, Period: entente.MakeDay(2020, 1, 1+r.IntN(300)), Root: root, Quad: root.Quad(), Events: 1 + r.IntN(3), Weight: 1}
		if entente.SideOf(x.Quad) == entente.Cooperation {
			x.Coop = float64(r.IntN(9))
		} else {
			x.Conf = float64(r.IntN(9))
		}
		e.Tallies = append(e.Tallies, x)
	}
	parted := e.Parted()
	for i, a := range actors {
		for _, b := range actors[i+1:] {
			for _, day := range []entente.Day{0, entente.MakeDay(2019, 6, 1), entente.MakeDay(2020, 5, 7), entente.MakeDay(2021, 1, 1)} {
				want, got := e.Judge(a, b, dyad.Options{AsOf: day}), parted.Judge(a, b, dyad.Options{AsOf: day})
				if !reflect.DeepEqual(got, want) {
					t.Fatalf("%s and %s on %s:\n got %+v\nwant %+v", a, b, day, got, want)
				}
			}
		}
	}
}
