package entente

// Pair is a directed pair of actors.
type Pair struct {
	Source Code `json:"source"`
	Target Code `json:"target"`
}

// Within reports whether the two are one actor.
func (p Pair) Within() bool { return p.Source == p.Target }

// Tally counts the events of one directed pair, period and root: what a store
// returns. Coop and Conf are sums of positive and of negative intensity weighted
// by status, both not below zero. A reciprocal act is tallied once in each direction.
type Tally struct {
	Pair
	Period  Day     `json:"period"` // first day of the period
	Root    Root    `json:"root"`
	Quad    Quad    `json:"quad"`
	Events  int     `json:"events"`
	Reports int     `json:"reports"`
	Weight  float64 `json:"weight"` // sum of status weights of the events
	Coop    float64 `json:"coop"`
	Conf    float64 `json:"conf"`
}

// Cited is a tally with ids of the events that weigh most in it, heaviest first. Mutual
// is the part of it that is reciprocal, and so is counted in the other direction too.
type Cited struct {
	Tally
	Mutual Sums     `json:"mutual"`
	Cites  []string `json:"cites"`
}

// Sums is what a tally adds up.
type Sums struct {
	Events  int     `json:"events"`
	Reports int     `json:"reports"`
	Weight  float64 `json:"weight"`
	Coop    float64 `json:"coop"`
	Conf    float64 `json:"conf"`
}

// Point is one period of a series; a period without reports has zeros and is no
// evidence of calm (Covered tells the two apart).
type Point struct {
	Period  Day     `json:"period"`
	Coop    float64 `json:"coop"`
	Conf    float64 `json:"conf"`
	Events  int     `json:"events"`
	Reports int     `json:"reports"`
	Covered bool    `json:"covered"`       // any story was read from this period
	All     int     `json:"all,omitempty"` // events of all pairs in the period, where they were counted
}

// Series is the gapless history of a directed pair, one point a period.
type Series struct {
	Pair
	Points []Point `json:"points"`
}

// Tie says how two actors stand: level with its probability, trend, and what both
// rest on. PPlus, PMinus and PNeutral sum to 1.
type Tie struct {
	A        Code    `json:"a"`
	B        Code    `json:"b"`
	Level    *int    `json:"level"` // -1, 0, 1; null where nothing is known
	Trend    *int    `json:"trend"`
	PPlus    float64 `json:"p_plus"`
	PMinus   float64 `json:"p_minus"`
	PNeutral float64 `json:"p_neutral"`
	Mean     float64 `json:"mean"` // of the relation's level, -1 to 1
	Low      float64 `json:"low"`  // 90 % interval
	High     float64 `json:"high"`
	Acts     Acts    `json:"acts"`
	Assessed Views   `json:"assessed"`
	Rule     string  `json:"rule"` // the words that say how level and trend were joined

	Mix []TieMix `json:"mix,omitempty"` // how it would stand without some of the sources, of actors asked about
}

// TieMix is a tie without some of the sources.
type TieMix struct {
	Kind     string  `json:"kind"`    // outlet, country, opinion
	Without  string  `json:"without"` // which
	Stories  int     `json:"stories"` // left out
	Reports  int     `json:"reports"`
	Level    *int    `json:"level"`
	PPlus    float64 `json:"p_plus"`
	PMinus   float64 `json:"p_minus"`
	PNeutral float64 `json:"p_neutral"`
	Shift    float64 `json:"shift"` // probability that changes its sign, 0 to 1
}

// Level is how two actors stood on the last day of a period. Covered says whether anything
// was in print from it.
type Level struct {
	From    Day  `json:"from"`
	To      Day  `json:"to"`
	Covered bool `json:"covered"`
	Tie
}

// LevelP is the probability of the level that the tie has; 0 where it is not known.
func (t Tie) LevelP() float64 {
	switch {
	case t.Level == nil:
		return 0
	case *t.Level > 0:
		return t.PPlus
	case *t.Level < 0:
		return t.PMinus
	}
	return t.PNeutral
}

// Acts sums what two actors did, by direction: AB is A toward B.
type Acts struct {
	CoopAB  float64  `json:"coop_ab"`
	ConfAB  float64  `json:"conf_ab"`
	CoopBA  float64  `json:"coop_ba"`
	ConfBA  float64  `json:"conf_ba"`
	Events  int      `json:"events"`
	Reports int      `json:"reports"`
	Balance *float64 `json:"balance"`         // (coop-conf)/(coop+conf), null without acts
	Cites   []string `json:"cites,omitempty"` // report ids, heaviest first
}

// Views sums what was said of how two actors stand.
type Views struct {
	Level  *float64 `json:"level"` // weighted mean of levels, null without any
	Trend  *float64 `json:"trend"`
	Weight float64  `json:"weight"`
	Count  int      `json:"count"`
	Cites  []string `json:"cites,omitempty"` // assessment ids
}
