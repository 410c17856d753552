package report

import (
	"strings"

	"entente"
)

// The sample is invented from end to end: the states are real, the acts, the
// papers and the sentences are not.

type sampleStory struct {
	outlet entente.Outlet
	text   string
}

var sampleNames = map[entente.Code]string{"USA": "United States", "RUS": "Russia", "CHN": "China", "GBR": "United Kingdom", "JPN": "Japan", "WST": "the West"}

func sampleOptions() Options {
	return Options{Width: 92, Names: func(c entente.Code) string { return sampleNames[c] }, Version: "sample"}
}

func day(s string) entente.Day {
	d, err := entente.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func num(n int) *int               { return &n }
func real64(x float64) *float64    { return &x }
func within(sp []int) entente.Span { return entente.Span{sp[0], sp[1]} }

// citeIn appends a sentence to the story; {s:…}, {t:…} and {v:…} mark source,
// target and trigger in it.
func (st *sampleStory) citeIn(sentence string) entente.Citation {
	c := entente.Citation{Start: len(st.text), URL: st.outlet.URL}
	for rest := sentence; rest != ""; {
		i := strings.IndexByte(rest, '{')
		if i < 0 || len(rest) < i+3 || rest[i+2] != ':' {
			st.text += rest
			break
		}
		st.text += rest[:i]
		end := strings.IndexByte(rest, '}')
		from := len(st.text)
		st.text += rest[i+3 : end]
		sp := within([]int{from, len(st.text)})
		switch rest[i+1] {
		case 's':
			c.Source = &sp
		case 't':
			c.Target = &sp
		case 'v':
			c.Trigger = sp
		}
		rest = rest[end+1:]
	}
	c.End = len(st.text)
	c.Quote = st.text[c.Start:c.End]
	st.text += "\n"
	return c
}

type act struct {
	story     int
	id, event string
	src, tgt  entente.Code
	root      entente.Root
	quad      entente.Quad
	x         float64
	status    entente.Status
	from, to  string
	both      bool
	stream    entente.Stream
	sentence  string
}

var sampleActs = []act{
	{0, "r_11a0", "e_summit", "CHN", "RUS", "CONSULT", 1, 4, entente.Fact, "2031-05-12", "2031-05-12", true, entente.Body, "On May 12 the Russian president and {s:the Chinese president} {v:held talks} in Kazan with {t:their Russian hosts}, the third such meeting in a year."},
	{0, "r_11a1", "e_pact", "RUS", "CHN", "AGREE", 1, 6.5, entente.Fact, "2031-05-12", "2031-05-12", true, entente.Body, "{s:Russia} and {t:China} {v:signed an accord} on the upkeep of the northern sea lanes."},
	{0, "r_11a2", "e_patrol", "CHN", "RUS", "COOPERATE", 2, 7.4, entente.Fact, "2031-05-20", "2031-05-24", true, entente.Body, "{s:Chinese} and {t:Russian} ships {v:patrolled together} in the Sea of Japan for five days."},
	{0, "r_11a3", "e_rebuke", "RUS", "USA", "ACCUSE", 3, -2, entente.Reported, "2031-05-13", "2031-05-13", false, entente.Body, "A spokesman said {s:Moscow} {v:blamed} {t:Washington} for the stalled missile talks."},
	{0, "r_11a4", "e_caption", "USA", "RUS", "MOBILIZE", 4, -7, entente.Fact, "2031-04-01", "2031-04-30", false, entente.Caption, "{s:US} bombers {v:fly} near {t:Russian} airspace in April. Invented photograph."},
	{1, "r_22b0", "e_summit", "CHN", "RUS", "CONSULT", 1, 4, entente.Fact, "2031-05-12", "2031-05-12", true, entente.Headline, "{s:Xi's envoy} and {t:Moscow} {v:meet} in Kazan"},
	{1, "r_22b1", "e_sanction", "USA", "CHN", "SANCTION", 4, -8, entente.Fact, "2031-05-28", "2031-05-28", false, entente.Body, "{s:The United States} {v:imposed export controls} on 14 {t:Chinese} makers of lidar."},
	{1, "r_22b2", "e_reject", "CHN", "USA", "REJECT", 3, -4, entente.Fact, "2031-05-29", "2031-05-29", false, entente.Body, "{s:Beijing} {v:turned down} {t:an American} request for talks on the strait."},
	{1, "r_22b3", "e_hotline", "USA", "RUS", "AGREE", 1, 5.2, entente.Intended, "2031-06-01", "2031-06-30", true, entente.Body, "{s:Washington} and {t:Moscow} {v:plan to reopen} a military hotline in June."},
	{1, "r_22b4", "e_warning", "RUS", "USA", "THREATEN", 3, -5.8, entente.Fact, "2031-05-30", "2031-05-30", false, entente.Body, "{s:Russia}'s navy {v:warned} {t:a US destroyer} off Kamchatka that it would be rammed."},
	{2, "r_33c0", "e_sanction", "USA", "CHN", "SANCTION", 4, -8, entente.Fact, "2031-05-28", "2031-05-28", false, entente.Body, "The {s:American} curbs {v:cut off} {t:China} from a market worth billions, said the ministry in 北京市."},
	{2, "r_33c1", "e_visit", "USA", "RUS", "CONSULT", 1, 1.9, entente.Fact, "2031-06-02", "2031-06-02", true, entente.Body, "{s:The US national security adviser} {v:flew to} Tyumen to see {t:his Russian counterpart} <behind closed doors> & without a statement."},
	{2, "r_33c2", "e_loan", "CHN", "RUS", "AID", 2, 5, entente.Hypothetical, "2031-06-01", "2031-08-31", false, entente.Body, "{s:China} might {v:lend} {t:Russia} a further sum for the sea lanes this summer."},
}

type view struct {
	story        int
	id           string
	a, b         entente.Code
	level, trend *int
	by           string
	code         entente.Code
	hedge        entente.Hedge
	sentence     string
}

var sampleViews = []view{
	{0, "a_51", "CHN", "RUS", num(1), num(1), "author", "", entente.NoHedge, "{s:Russia} and {t:China} {v:grow closer} by the month."},
	{1, "a_52", "CHN", "USA", num(-1), nil, "actor", "CHN", entente.NoHedge, "{s:Beijing} says that in {t:Washington} it sees {v:a rival} for a generation."},
	{2, "a_53", "RUS", "USA", num(-1), num(1), "unnamed", "", entente.Likely, "Observers think {s:Moscow} and {t:the West}, Washington above all, {v:remain adversaries} but are probably past the worst."},
	{2, "a_54", "CHN", "RUS", num(1), nil, "document", "", entente.NoHedge, "The paper calls {s:the two neighbours}' bond with {t:Russia} {v:an alliance in all but name}."},
}

func sampleStories() []sampleStory {
	return []sampleStory{
		{outlet: entente.Outlet{Story: "kazan", Title: "Invented: Two capitals, one sea lane", Author: "A. Sample", Publisher: "The Invented Courier",
			URL: "https://courier.example/2031/kazan?a=1&b=2", Kind: entente.ReportKind, Published: day("2031-05-25"), Hash: "sha256:4f1c"}},
		{outlet: entente.Outlet{Story: "curbs", Title: `Invented: <script>alert("curbs")</script> & the lidar makers`, Publisher: "Sample *Gazette*",
			URL: "javascript:alert(1)", Kind: entente.ReportKind, Published: day("2031-05-30"), Hash: "sha256:90ab"}},
		{outlet: entente.Outlet{Story: "tyumen", Title: "Invented: After Tyumen", Author: "B. Made-Up", Publisher: "Fable Review",
			URL: "https://fable.example/tyumen", Kind: entente.OpinionKind, Published: day("2031-06-04"), Hash: "sha256:77de"}},
	}
}

func sampleBrief() entente.Brief {
	b := entente.Brief{Title: "Sample (invented): China, Russia and the United States in spring 2031", From: day("2031-04-01"), To: day("2031-08-31"), AsOf: day("2031-06-20"),
		Lexicon: "sha256:2b7e151628aed2a6abf7158809cf4f3c", Scale: "goldstein-icews"}
	stories := sampleStories()
	for _, a := range sampleActs {
		b.Reports = append(b.Reports, a.report(&stories[a.story]))
	}
	for _, v := range sampleViews {
		b.Assessments = append(b.Assessments, v.assessment(&stories[v.story]))
	}
	b.Assessments[2].A, b.Assessments[2].Members = entente.Corner{Code: "WST"}, []entente.Code{"USA"}
	b.Assessments[2].B.Code = "RUS"
	for _, s := range stories {
		b.Stories = append(b.Stories, s.outlet)
	}
	b.Dyads, b.Series = sampleTies(), sampleSeries()
	b.Triangles = []entente.Triangle{sampleTriangle(b.Dyads)}
	b.Hypotheses, b.Outlook = sampleWeighings(), sampleOutlook()
	b.Claims = b.Hypotheses[0].Claims
	for i, said := range []string{"Some diplomats doubt that the visit is meant to {v:drive a wedge} between the two.", "It is hard to read it as anything but an attempt to {v:split} them."} {
		b.Claims[i].Citation = stories[2].citeIn(said)
	}
	b.Problems = []entente.Problem{{Stage: "coder", Subject: "curbs", Offset: 310, Message: "actor “the strait bureau” is not in the lexicon"},
		{Stage: "news", Subject: "tyumen", Offset: -1, Message: "no author named in the page"}}
	b.Notes = []string{"Three stories are thin ground for a year; take the levels as a first reading."}
	return b
}

func (a act) report(st *sampleStory) entente.Report {
	r := entente.Report{Kind: "event", Report: a.id, ID: a.event, Story: st.outlet.Story, Stream: a.stream, Date: day(a.from), DateFrom: day(a.from), DateTo: day(a.to),
		DateBasis: entente.Explicit, Source: entente.Actor{Code: a.src}, Target: entente.Actor{Code: a.tgt}, Reciprocal: a.both,
		Plover: entente.Plover{Event: a.root}, Quad: a.quad, Intensity: a.x, Scale: "goldstein-icews", Status: a.status, Confidence: .83,
		FoundBy: entente.Finder{Pattern: "sample-" + strings.ToLower(string(a.root)), Way: "tree"}}
	if a.status == entente.Reported {
		r.Attribution = &entente.Attribution{By: "A spokesman", Code: a.src, Kind: "actor"}
	}
	r.Citation = st.citeIn(a.sentence)
	return r
}

func (v view) assessment(st *sampleStory) entente.Assessment {
	return entente.Assessment{Kind: "assessment", ID: v.id, Story: st.outlet.Story, Stream: entente.Body, A: entente.Corner{Code: v.a}, B: entente.Corner{Code: v.b},
		Level: v.level, Trend: v.trend, Holder: entente.Holder{By: v.by, Code: v.code}, Hedge: v.hedge, DateFrom: st.outlet.Published, DateTo: st.outlet.Published,
		Citation: st.citeIn(v.sentence), FoundBy: entente.Finder{Pattern: "sample-stance"}}
}

func sampleTies() []entente.Tie {
	rule := "level from the assessments (weight 1.2), moved by the acts; trend from the acts of the last 30 days"
	return []entente.Tie{
		{A: "CHN", B: "RUS", Level: num(1), Trend: num(1), PPlus: .92, PNeutral: .06, PMinus: .02, Mean: .71, Low: .48, High: .88, Rule: rule,
			Acts:     entente.Acts{CoopAB: 18.9, CoopBA: 17.9, Events: 4, Reports: 5, Balance: real64(1), Cites: []string{"r_11a2", "r_11a1", "r_11a0", "r_22b0", "r_33c2"}},
			Assessed: entente.Views{Level: real64(1), Trend: real64(1), Weight: 1.2, Count: 2, Cites: []string{"a_51", "a_54"}}},
		{A: "CHN", B: "USA", Level: num(-1), Trend: num(-1), PPlus: .03, PNeutral: .10, PMinus: .87, Mean: -.58, Low: -.80, High: -.27, Rule: rule,
			Acts:     entente.Acts{ConfAB: 4, ConfBA: 8, Events: 2, Reports: 3, Balance: real64(-1), Cites: []string{"r_22b1", "r_33c0", "r_22b2"}},
			Assessed: entente.Views{Level: real64(-1), Weight: .5, Count: 1, Cites: []string{"a_52"}}},
		{A: "RUS", B: "USA", Level: num(-1), Trend: num(0), PPlus: .14, PNeutral: .25, PMinus: .61, Mean: -.22, Low: -.55, High: .14, Rule: rule,
			Acts:     entente.Acts{CoopAB: 2.9, ConfAB: 7, CoopBA: 2.9, Events: 4, Reports: 4, Balance: real64(-.1), Cites: []string{"r_22b4", "r_33c1", "r_11a3", "r_22b3"}},
			Assessed: entente.Views{Level: real64(-1), Trend: real64(1), Weight: .3, Count: 1, Cites: []string{"a_53"}}},
	}
}

func sampleTriangle(t []entente.Tie) entente.Triangle {
	return entente.Triangle{Corners: [3]entente.Code{"CHN", "RUS", "USA"}, Shape: entente.StableMarriage, Entropy: 1.31,
		P:     map[entente.Shape]float64{entente.MenageATrois: .003, entente.RomanticTriangle: .13, entente.StableMarriage: .66, entente.UnitVeto: .03, entente.Incomplete: .177},
		Roles: map[entente.Code]entente.Role{"CHN": entente.Partner, "RUS": entente.Partner, "USA": entente.Outcast},
		Ties:  [3]entente.Tie{t[0], t[1], t[2]}, Flip: &entente.Flip{A: "RUS", B: "USA", To: 1, Shape: entente.RomanticTriangle}}
}

func sampleSeries() []entente.Series {
	make1 := func(a, b entente.Code, coop, conf string) entente.Series {
		s := entente.Series{Pair: entente.Pair{Source: a, Target: b}}
		for i := range coop {
			p := entente.Point{Period: day("2031-01-06") + entente.Day(7*i), Covered: coop[i] != '.'}
			if p.Covered {
				p.Coop, p.Conf = float64(coop[i]-'0'), float64(conf[i]-'0')
				p.Events = b2i(p.Coop > 0) + b2i(p.Conf > 0)
				p.Reports = 2 * p.Events
			}
			s.Points = append(s.Points, p)
		}
		return s
	}
	return []entente.Series{
		make1("CHN", "RUS", "2031..24352046897654389", "0010..00000100000000000"),
		make1("RUS", "CHN", "1022..23451035786645278", "0000..01000000001000000"),
		make1("CHN", "USA", "3210..11000100000010000", "0122..13243354455666778"),
		make1("USA", "CHN", "2110..01001000100000001", "1232..24354446567778998"),
		make1("RUS", "USA", "0100..00101010021122332", "3454..56545434332323121"),
		make1("USA", "RUS", "0010..00010101012232343", "4345..65454343233212212"),
	}
}

func sampleWeighings() []entente.Weighing {
	h := func(id, text string, post, inc float64, word string) entente.Standing {
		return entente.Standing{Hypothesis: entente.Hypothesis{ID: id, Text: text}, Posterior: post, Inconsistency: inc, Word: word}
	}
	e := func(id, text string, d float64, ratings string, cites ...string) entente.Bound {
		var rs []entente.Rating
		for _, x := range strings.Fields(ratings) {
			rs = append(rs, entente.Rating(x))
		}
		return entente.Bound{Evidence: entente.Evidence{ID: id, Text: text, Ratings: rs, Reliability: .7}, Cites: cites, Diagnosticity: d}
	}
	circular := e("E6", "Washington wants to calm Moscow", 1.1, "C CC N", "r_33c1")
	circular.Circular = true
	absent := e("E7", "An American offer that depends on Moscow leaving Beijing", 0, "CC I N")
	absent.Absent = true
	return []entente.Weighing{{Question: "What does Washington want of Moscow?",
		Standings: []entente.Standing{
			h("H1", "Drive a wedge between Russia and China", .12, 3, "very unlikely"),
			h("H2", "Calm Russia so as to face China", .67, 1, "likely"),
			h("H0", "Routine diplomacy without a design", .21, 2, "unlikely")},
		Evidence: []entente.Bound{
			e("E1", "The adviser's flight to Tyumen", .85, "C CC I", "r_33c1"),
			e("E2", "Export controls on Chinese makers", 1.22, "N CC I", "r_22b1", "r_33c0"),
			e("E3", "The hotline that is to be reopened", .56, "C C N", "r_22b3"),
			e("E4", "The warning off Kamchatka", .34, "N I N", "r_22b4"),
			e("E5", "Joint patrols in the same weeks", .85, "I N N", "r_11a2"), circular, absent},
		Winner: "H2", Flips: []string{"E2"},
		Unions: []entente.Union{{Kind: entente.Compatible, Of: []string{"H1", "H2"}, Posterior: .79, Word: "likely"}},
		Variants: []entente.Variant{
			{Change: "without item", Of: "E2", Winner: "H0", Posterior: []float64{.2, .38, .42}, Turns: true},
			{Change: "with circular item", Of: "E6", Winner: "H2", Posterior: []float64{.11, .78, .11}},
			{Change: "scale", Of: "mild", Winner: "H2", Posterior: []float64{.2, .5, .3}},
			{Change: "scale", Of: "for alone", Tied: []string{"H1", "H2"}, Posterior: []float64{.4, .4, .2}, Turns: true},
			{Change: "each item counts for itself", Winner: "H2", Posterior: []float64{.1, .7, .2}}},
		Overturns: []entente.Overturn{{By: "removal", Items: []string{"E2"}, Leader: "H0"},
			{By: "step", Items: []string{"E2: H2 from CC to C", "E5: H0 from N to C"}, Leader: "H0 and H2", Tie: true}},
		Other: &entente.Other{Posterior: .08, Word: "very unlikely"},
		Next: []entente.Lookout{{Item: "E7", Text: "An American offer that depends on Moscow leaving Beijing", Bits: .31, Chance: .3, Word: "unlikely",
			Seen: "H1", SeenP: .6, NotSeen: "H2", NotSeenP: .72, PartsFirst: true}},
		PostMortem: &entente.PostMortem{Outcome: entente.Outcome{Hypothesis: "H0"}, Posterior: .21, Word: "unlikely", Rank: 2, LeastRank: 2, Brier: 1.09,
			EqualBrier: .67, Misled: []string{"E1"}, Assumptions: []string{"steady-course"}},
		Claims: []entente.Claim{
			{Kind: "claim", ID: "c_1", Hypothesis: "H1", Story: "tyumen", Stream: entente.Body, Date: day("2031-06-04"), Holder: entente.Holder{By: "unnamed", Name: "Some diplomats"}, Stance: entente.Denied, Hedge: entente.Possible},
			{Kind: "claim", ID: "c_2", Hypothesis: "H1", Story: "tyumen", Stream: entente.Body, Date: day("2031-06-04"), Holder: entente.Holder{By: "author"}, Stance: entente.Asserted, Hedge: entente.NoHedge}},
		Confidence: entente.Confidence{Level: "low", Reasons: []string{"all that was read stands in one source", "the order turns if one item is left out"}},
		Findings:   []string{"one item is alike for all hypotheses: E3"}}}
}

func sampleOutlook() []entente.Forecast {
	return []entente.Forecast{
		{A: "CHN", B: "RUS", Quad: 2, Origin: day("2031-06-20"), Horizon: 30, Probability: .81, Low: .66, High: .92, Word: "very likely", Method: "counted rules",
			Reasons: []entente.Reason{{Text: "after a joint patrol another followed within 30 days", Hits: 9, Cases: 12, Cites: []string{"r_11a2"}}}},
		{A: "CHN", B: "RUS", Quad: 4, Origin: day("2031-06-20"), Horizon: 30, Probability: .04, Low: .01, High: .12, Word: "almost no chance", Method: "counted rules",
			Reasons: []entente.Reason{{Text: "none in the 23 weeks that the stories cover", Hits: 0, Cases: 0}}},
		{A: "USA", B: "CHN", Directed: true, Quad: 4, Origin: day("2031-06-20"), Horizon: 30, Probability: .34, Low: .20, High: .51, Word: "unlikely", Method: "counted rules",
			Reasons: []entente.Reason{{Text: "the pair's own base rate", Hits: 7, Cases: 23}, {Text: "export controls met with refusal", Hits: 3, Cases: 8, Cites: []string{"r_22b1", "r_22b2"}}}},
		{A: "RUS", B: "USA", Quad: 1, Origin: day("2031-06-20"), Horizon: 30, Probability: .72, Low: .55, High: .86, Word: "likely", Method: "counted rules",
			Reasons: []entente.Reason{{Text: "a visit led to talks within 30 days", Hits: 14, Cases: 19, Cites: []string{"r_33c1"}}}},
	}
}
