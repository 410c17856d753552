package entente

// Estimate is a figure with the bounds between which it lies nine times in ten.
type Estimate struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Study is a triangle looked into: how its type came about and what would change it, what
// each actor gets of it and may be doing in it, and on what all of that rests. Every part
// names the events or assessments behind it; a part of which nothing is known says so.
type Study struct {
	Triangle
	AsOf      Day         `json:"as_of"`
	From      Day         `json:"from"` // first and last day of the acts that are counted
	To        Day         `json:"to"`
	Bend      *Bend       `json:"bend"` // the fewest points of acts that would turn the type
	History   []Phase     `json:"history"`
	Turns     []Turn      `json:"turns"`
	Wedges    []Wedge     `json:"wedges"`
	Hedges    []Hedging   `json:"hedges"`
	Asymmetry []Asymmetry `json:"asymmetry"` // of corners 0 and 1, 0 and 2, 1 and 2
	Issues    []Issue     `json:"issues"`
	Grounds   []Grounds   `json:"grounds"` // as Asymmetry
	Mix       []Mix       `json:"mix"`
	Notes     []string    `json:"notes"`
}

// Bend is the least that would have to be done between two actors for the triangle to be
// of another type: so many points of intensity, all of it cooperation or all conflict, on
// the day of judgment.
type Bend struct {
	A        Code    `json:"a"`
	B        Code    `json:"b"`
	Conflict bool    `json:"conflict"`
	Points   float64 `json:"points"`
	Shape    Shape   `json:"type"` // what it would then be
}

// Stand is a tie without what it rests on.
type Stand struct {
	Level    *int    `json:"level"`
	PPlus    float64 `json:"p_plus"`
	PMinus   float64 `json:"p_minus"`
	PNeutral float64 `json:"p_neutral"`
	Mean     float64 `json:"mean"`
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
}

// Phase is a triangle on the last day of some time, by what had been done by then.
type Phase struct {
	From    Day               `json:"from"`
	To      Day               `json:"to"`
	Shape   Shape             `json:"type"`
	P       map[Shape]float64 `json:"p"`
	Entropy float64           `json:"entropy"`
	Roles   map[Code]Role     `json:"roles"`
	Ties    [3]Stand          `json:"ties"`
	Events  int               `json:"events"`  // between any two of the three in that time
	Covered bool              `json:"covered"` // anything was read from it
}

// Turn is a change of type from one phase to the next.
type Turn struct {
	From    Day        `json:"from"` // the phase in which it came
	To      Day        `json:"to"`
	Before  Shape      `json:"before"`
	After   Shape      `json:"after"`
	Firm    bool       `json:"firm"` // the new type is more probable than not, and held or is the last
	Crossed []Crossing `json:"crossed"`
}

// Crossing is a tie whose sign came or went: its probability went through a half.
type Crossing struct {
	A      Code     `json:"a"`
	B      Code     `json:"b"`
	Before int      `json:"before"` // -1, 0 for none, 1
	After  int      `json:"after"`
	Sign   int      `json:"sign"` // whose probability follows
	Was    float64  `json:"was"`
	Is     float64  `json:"is"`
	Cause  string   `json:"cause"`  // acts, words, or fading: what was known had grown old
	Events []string `json:"events"` // ids, heaviest first
	Words  []string `json:"words"`  // ids of assessments
}

// Wedge says whether one actor draws a second away from a third, as far as that can be told.
type Wedge struct {
	Divider       Code        `json:"divider"`
	Target        Code        `json:"target"`
	Rival         Code        `json:"rival"`
	Since         Day         `json:"since"`         // first day of the time looked at
	Until         Day         `json:"until"`         // its last
	Before        Day         `json:"before"`        // first day of the time it is held against; unknown, if there is none
	Tied          float64     `json:"tied"`          // probability that target and rival are friends
	Accommodation *Estimate   `json:"accommodation"` // change of cooperation toward target less that toward rival, points a month
	Pressure      *Estimate   `json:"pressure"`      // change of conflict toward rival
	Coercion      *Estimate   `json:"coercion"`      // change of conflict toward target
	Response      *Estimate   `json:"response"`      // change of net cooperation of target and rival, both ways
	Verdict       string      `json:"verdict"`       // none, undecided, wedge, stabilisation, coercive, unknown
	Why           string      `json:"why"`
	Events        []string    `json:"events"`     // the heaviest acts of cooperation toward target
	Statements    []Statement `json:"statements"` // what could tell the readings apart
}

// Statement is a sentence that speaks for one reading of what an actor does.
type Statement struct {
	Cite   string `json:"cite"`   // id of a report or an assessment
	For    string `json:"for"`    // wedge or stabilisation
	By     string `json:"by"`     // the divider, another actor's code, author, document, unnamed
	Phrase string `json:"phrase"` // what in it speaks
}

// Hedging says how evenly an actor stands with two others who are at odds.
type Hedging struct {
	Actor   Code      `json:"actor"`
	Between [2]Code   `json:"between"`
	Rivals  float64   `json:"rivals"` // probability that the two are adversaries
	Even    *Estimate `json:"even"`   // 1 for equal ties
	Volume  float64   `json:"volume"` // less dealt with over more dealt with, 0 to 1
	Value   *Estimate `json:"value"`  // even times volume; null where the two are no rivals
	Why     string    `json:"why"`
}

// Asymmetry holds two actors against each other, part by part. Leans above 0 point to A as
// the junior of the two.
type Asymmetry struct {
	A      Code      `json:"a"`
	B      Code      `json:"b"`
	Parts  []Part    `json:"parts"`
	Index  *Estimate `json:"index"`  // mean lean of what was measured of acts
	P      float64   `json:"p"`      // probability that the index is above 0
	Junior Code      `json:"junior"` // "" where the parts do not agree, or are too few
	Why    string    `json:"why"`
}

// Part is one measure of asymmetry.
type Part struct {
	Name  string    `json:"name"`
	State string    `json:"state"` // measured, not loaded, too little
	Value *Estimate `json:"value"` // in its own unit
	Unit  string    `json:"unit"`
	Lean  *Estimate `json:"lean"` // -1 to 1
	P     float64   `json:"p"`    // probability that the lean is above 0
	N     int       `json:"n"`    // events, years or figures that it rests on
	Acts  bool      `json:"acts"` // made of events, not of figures
	From  Day       `json:"from"`
	To    Day       `json:"to"`
	Basis string    `json:"basis"` // source of the figures, or what is missing
	Cites []string  `json:"cites"`
}

// Issue is the triangle in one issue area.
type Issue struct {
	Issue    string   `json:"issue"`
	Events   int      `json:"events"`
	Triangle Triangle `json:"triangle"`
}

// Grounds says where two actors' conflict lies.
type Grounds struct {
	A      Code      `json:"a"`
	B      Code      `json:"b"`
	Events int       `json:"events"` // of conflict between the two
	Placed int       `json:"placed"` // of them told with a place whose state is known
	Own    *Estimate `json:"own"`    // share of the placed on the territory of either
	Lands  []Ground  `json:"lands"`  // others, those with most conflict first
	Why    string    `json:"why"`
}

// Ground is the territory of a state on which others have conflict.
type Ground struct {
	Code     Code     `json:"code"`
	Events   int      `json:"events"`
	Share    Estimate `json:"share"`    // of the pair's placed conflict
	Material Estimate `json:"material"` // share of it that is material
	Role     string   `json:"role"`     // flashpoint, buffer, contested, or "" where it is too little
	Cites    []string `json:"cites"`
}

// Land counts events of conflict of one directed pair, class and territory.
type Land struct {
	Pair
	Land   Code   `json:"land"` // "" where no place is told
	Quad   Quad   `json:"quad"`
	Events int    `json:"events"`
	Cite   string `json:"cite"` // id of one of those of the strongest kind of act
}

// Mix is the triangle without some of its sources.
type Mix struct {
	Kind    string            `json:"kind"`    // outlet, country, opinion, coding
	Without string            `json:"without"` // which
	Stories int               `json:"stories"` // left out
	Reports int               `json:"reports"`
	Shape   Shape             `json:"type"`
	P       map[Shape]float64 `json:"p"`
	Shift   float64           `json:"shift"` // probability that changes its type, 0 to 1
}
