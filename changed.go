package entente

// Changed is what moved since a day, held against the two years before.
type Changed struct {
	Since    Day         `json:"since"`
	To       Day         `json:"to"`
	Before   Day         `json:"before"`   // first of the days compared with
	Asked    int         `json:"asked"`    // strands looked at
	Coverage int         `json:"coverage"` // as of a [Course]
	Moved    []Moved     `json:"moved"`    // surest first
	Turned   []TurnedTie `json:"turned"`

	Mix []ChangedMix `json:"mix,omitempty"` // where asked: the same without some of the sources
}

// ChangedMix is what would be told otherwise without some of the sources.
type ChangedMix struct {
	Kind    string          `json:"kind"`    // outlet, country, opinion
	Without string          `json:"without"` // which
	Stories int             `json:"stories"` // left out
	Gone    []ChangedStrand `json:"gone"`    // strands that would not be told
	New     []ChangedStrand `json:"new"`     // strands that would be told, and are not
	Turned  []Pair          `json:"turned"`  // ties that turned either with them or without them
}

// ChangedStrand is the cooperation or the conflict of one with another.
type ChangedStrand struct {
	Pair
	Side Side `json:"side"`
}

// Moved is a strand whose level is another since the day: Was and Is are events a day, as
// much being read as in the mean. Ratio has an interval of .9; Surprise is the share of such
// findings that would be chance (Benjamini and Hochberg).
type Moved struct {
	Pair
	Side     Side       `json:"side"`
	Events   int        `json:"events"` // since the day
	Expected float64    `json:"expected"`
	Was      float64    `json:"was"`
	Is       float64    `json:"is"`
	Ratio    float64    `json:"ratio"`
	Low      float64    `json:"low"`
	High     float64    `json:"high"`
	Rose     float64    `json:"rose"` // probability
	Chance   float64    `json:"chance"`
	Roots    []RootPart `json:"roots"` // by how much they moved it
	Made     []Moving   `json:"made"`
}

// RootPart is what a kind of act has to do with a change.
type RootPart struct {
	Root     Root    `json:"root"`
	Events   int     `json:"events"`
	Expected float64 `json:"expected"`
}

// TurnedTie is a tie that is another than on the eve of the day.
type TurnedTie struct {
	Was Tie `json:"was"`
	Is  Tie `json:"is"`
}
