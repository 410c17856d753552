package entente

// Comparison holds two codings of the same time against each other: how many events each
// tells of two actors, period by period.
type Comparison struct {
	Period  Period       `json:"period"`
	From    Day          `json:"from"`    // first and last day of the periods that were compared
	To      Day          `json:"to"`      // unknown where there are none
	Periods int          `json:"periods"` // those in which either side published anything on some day
	Left    int          `json:"left"`    // periods between them that one side does not cover
	Sides   [2]Teller    `json:"sides"`
	Pairs   []Likeness   `json:"pairs"`
	Pooled  RankedCounts `json:"pooled"` // the periods of all pairs together
	Across  *Estimate    `json:"across"` // of all that is told of each pair, over the pairs; null with fewer than four
}

// Teller is one of two codings that are compared.
type Teller struct {
	Store  string   `json:"store"`
	Coding []string `json:"coding"`
	From   Day      `json:"from"` // first and last day on which it published anything
	To     Day      `json:"to"`
	Days   int      `json:"days"`   // on which it did
	Events int      `json:"events"` // of the pairs and periods compared
}

// Likeness says how alike two codings count what passes between two actors, in either
// direction; an act that both do counts once.
type Likeness struct {
	A      Code   `json:"a"`
	B      Code   `json:"b"`
	Events [2]int `json:"events"` // by side
	RankedCounts
}

// RankedCounts are Spearman's rank correlations of the counts of two sides over N periods,
// with the bounds between which they lie nine times in ten; null where a side counts alike
// in all periods, or where there are fewer than four.
type RankedCounts struct {
	N           int       `json:"n"`
	All         *Estimate `json:"all"`
	Cooperation *Estimate `json:"cooperation"` // quads 1 and 2
	Conflict    *Estimate `json:"conflict"`    // quads 3 and 4
}
