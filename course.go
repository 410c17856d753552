package entente

// Volume is how much was told of all pairs in a period.
type Volume struct {
	Period Day
	Events int
}

// Course is how the relation of two actors went: what each did to the other,
// cooperation and conflict apart, with levels, breaks and what made them.
type Course struct {
	A        Code      `json:"a"`
	B        Code      `json:"b"`
	Period   Period    `json:"period"` // of the points; breaks are looked for by day
	From     Day       `json:"from"`   // first and last day looked at
	To       Day       `json:"to"`
	Days     int       `json:"days"`     // between them, on which anybody looked
	Coverage int       `json:"coverage"` // days over which the volume of news is taken that series are divided by; 0: they are not
	Strands  []Strand  `json:"strands"`
	Answers  *Answers  `json:"answers"` // who answers whom; null where the series are too short or too thin
	Initiate *Initiate `json:"initiate"`
	Firsts   []First   `json:"firsts"`
	Notes    []string  `json:"notes"`
}

// Strand is what one actor did to the other, of one side: cooperation or conflict.
type Strand struct {
	Pair
	Side      Side          `json:"side"`
	Events    int           `json:"events"`
	Intensity float64       `json:"intensity"`
	Points    []StrandPoint `json:"points"`
	Step      float64       `json:"step"`  // standard deviation of the step of the level's logarithm in a period
	Shape     float64       `json:"shape"` // of the negative binomial about the level
	Change    *Shift        `json:"change"`
	Breaks    []Break       `json:"breaks"`
	Episodes  []Break       `json:"episodes"`
	Alarms    []Alarm       `json:"alarms"`
}

// Side is cooperation or conflict.
type Side string

// The sides of a relation.
const (
	Cooperation Side = "cooperation"
	Conflict    Side = "conflict"
)

// SideOf gives the side of a class of acts, "" of none.
func SideOf(q Quad) Side {
	switch q {
	case VerbalCooperation, MaterialCooperation:
		return Cooperation
	case VerbalConflict, MaterialConflict:
		return Conflict
	}
	return ""
}

// StrandPoint is a period of a strand. Level, Low and High are of the level in events in
// a period, as much being read as in a middling one; the interval holds it with a
// probability of .9. A period in which nobody looked is no zero: it is not covered.
type StrandPoint struct {
	Period    Day     `json:"period"`
	Events    int     `json:"events"`
	Intensity float64 `json:"intensity"`
	Covered   bool    `json:"covered"`
	Exposure  float64 `json:"exposure"` // how much was read, 1 in a middling period
	Level     float64 `json:"level"`
	Low       float64 `json:"low"`
	High      float64 `json:"high"`
}

// Shift is by what factor a level changed over some days up to the last, with an interval
// of .9 and the probability that it rose.
type Shift struct {
	Since Day     `json:"since"`
	Ratio float64 `json:"ratio"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	Rose  float64 `json:"rose"`
}

// Break is a day on which a level broke, or an episode: a level above or below those on both
// sides of it that lasted less than four weeks. Levels are in events a day.
type Break struct {
	Day    Day      `json:"day"`
	Early  Day      `json:"early"` // the days between which it lies with a probability of .9
	Late   Day      `json:"late"`
	To     Day      `json:"to"` // the last day of the level
	Before float64  `json:"before"`
	After  float64  `json:"after"`
	Gain   float64  `json:"gain"` // of twice the log-likelihood
	Made   []Moving `json:"made"` // the acts that made it: those since of a rise, those before of a fall
}

// Alarm is a break as it was seen when nothing later was known.
type Alarm struct {
	Day    Day      `json:"day"`  // on which it was seen
	From   Day      `json:"from"` // the likeliest day of the break
	Chance float64  `json:"chance"`
	Before float64  `json:"before"`
	After  float64  `json:"after"`
	Made   []Moving `json:"made"`
}

// Moving is an event that moved a level, with its part in what was told there.
type Moving struct {
	Event  string  `json:"event"`
	Report string  `json:"report"` // its weightiest
	Date   Day     `json:"date"`
	Root   Root    `json:"root"`
	Part   float64 `json:"part"` // of the intensity of all such acts in that time
	Quote  string  `json:"quote"`
	Story  string  `json:"story"`
}

// Initiate says who begins: of the acts that follow a quiet fortnight of the pair, the share
// that is A's, with an interval of .9. Mutual acts count for neither.
type Initiate struct {
	A     int     `json:"a"`
	B     int     `json:"b"`
	Share float64 `json:"share"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Answers says who answers whom, by a vector autoregression of the pair's four strands.
type Answers struct {
	Period  Period   `json:"period"`
	Periods int      `json:"periods"`
	Lags    int      `json:"lags"`
	Tests   []Answer `json:"tests"`
}

// Answer is whether one strand helps to tell another beforehand, and how the second
// answers a push of one standard deviation to the first, summed over twelve periods.
type Answer struct {
	Of       Pair    `json:"of"`
	Side     Side    `json:"side"`
	By       Pair    `json:"by"`
	BySide   Side    `json:"by_side"`
	F        float64 `json:"f"`
	P        float64 `json:"p"`
	Adjusted float64 `json:"p_adjusted"` // for the number of tests (Holm)
	Response float64 `json:"response"`   // in standard deviations of the second
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
}

// First is an act of a kind that a pair had not done for long, as far as the store goes,
// beside what the text claims.
type First struct {
	Event    string `json:"event"`
	Report   string `json:"report"`
	Date     Day    `json:"date"`
	Pair     Pair   `json:"pair"`
	Root     Root   `json:"root"`
	Last     Day    `json:"last"`  // of the last such act before; unknown if the store has none
	Since    Day    `json:"since"` // the first day of news in the store: it knows of nothing before
	Days     int    `json:"days"`  // without such an act
	Claimed  string `json:"claimed,omitempty"`
	ClaimDay Day    `json:"claim_day,omitzero"` // since when, as the text says
	Verdict  string `json:"verdict,omitempty"`  // agrees, contradicted, or out of sight
	Quote    string `json:"quote"`
	Story    string `json:"story"`
}
