package entente

// SignedTie is an undirected tie between two actors by its sign alone: 1 for friends,
// -1 for adversaries. Cites are the ids of the reports and assessments it rests on.
type SignedTie struct {
	A     Code     `json:"a"`
	B     Code     `json:"b"`
	Sign  int      `json:"sign"`
	Cites []string `json:"cites,omitempty"`
}

// Network is a signed network of some days, or of some other part of a whole. Actors
// without a tie may be named besides.
type Network struct {
	Label  string      `json:"label"`
	From   Day         `json:"from"`
	To     Day         `json:"to"`
	Ties   []SignedTie `json:"ties"`
	Actors []Code      `json:"actors,omitempty"`

	Mix []NetworkMix `json:"mix,omitempty"` // where asked: the ties without some of the sources
}

// NetworkMix is how a network would be without some of the sources.
type NetworkMix struct {
	Kind    string      `json:"kind"`    // outlet, country, opinion
	Without string      `json:"without"` // which
	Stories int         `json:"stories"` // left out
	Ties    int         `json:"ties"`    // that there would be
	Other   []SignedTie `json:"other"`   // pairs of another sign, with the one they would have; 0 is no tie
}

// Balance says how far a signed network is balanced: whether the friends of friends are
// friends and the foes of foes too. Shares are null where there is nothing to share.
type Balance struct {
	Label     string    `json:"label"`
	From      Day       `json:"from"`
	To        Day       `json:"to"`
	Actors    int       `json:"actors"`     // with a tie
	Isolates  int       `json:"isolates"`   // named, without a tie
	Ties      int       `json:"ties"`       // between two actors, each counted once
	Negative  int       `json:"negative"`   // of these
	Triads    Triads    `json:"triads"`     // of the actors with a tie
	Triangle  *float64  `json:"triangle"`   // share of triangles with an even number of negative ties
	Clustered *float64  `json:"clustered"`  // share of triangles that some number of camps can have
	Walks     []Walk    `json:"walks"`      // share of closed walks of one length that are balanced
	Walk      *float64  `json:"walk"`       // of all lengths, weighed by their factorial
	Conflict  *float64  `json:"conflict"`   // smallest eigenvalue of the signed Laplacian
	Line      LineIndex `json:"line_index"` // the frustration index
	Normal    *float64  `json:"normal"`     // 1 - 2 L / ties: 1 balanced, 0 as bad as can be
	Unique    *bool     `json:"unique"`     // whether no other division into camps is as good; null where not asked

	Components []Component     `json:"components"`       // the largest first
	Signed     []SignedTie     `json:"signed,omitempty"` // all ties, where any cites what it rests on
	Frustrated []FrustratedTie `json:"frustrated"`       // the worst first
	Notes      []string        `json:"notes,omitempty"`
	Mix        []NetworkMix    `json:"mix,omitempty"`
}

// LineIndex is the least number of ties that must go, or turn their sign, for the
// network to be balanced. It lies between Low and High; Proven says that the two are
// one. Nodes counts the search tree.
type LineIndex struct {
	High   int  `json:"high"` // reached by the camps shown
	Low    int  `json:"low"`
	Proven bool `json:"proven"`
	Nodes  int  `json:"nodes"`
}

// Triads counts the sets of three actors by the signs of their ties, in the order
// none, one tie, two and three; P is positive, M negative.
type Triads struct {
	None int `json:"none"`
	P    int `json:"p"`
	M    int `json:"m"`
	PP   int `json:"pp"`
	PM   int `json:"pm"`
	MM   int `json:"mm"`
	PPP  int `json:"ppp"`
	PPM  int `json:"ppm"`
	PMM  int `json:"pmm"`
	MMM  int `json:"mmm"`
}

// Triangles counts the triads of three ties.
func (t Triads) Triangles() int { return t.PPP + t.PPM + t.PMM + t.MMM }

// Walk is the share of closed walks of a length whose signs multiply to plus.
type Walk struct {
	Length   int     `json:"length"`
	Balanced float64 `json:"balanced"`
}

// Component is a part of a network that ties hold together. Conflict is the smallest
// eigenvalue of its signed Laplacian: 0 if it is balanced, the larger the worse; null
// where it was too large. Camps are two sets of actors whose division frustrates the
// fewest ties, the larger first; the second is empty where all are on one side. Swing
// lists the actors of whom another division as good says otherwise, where that was asked.
type Component struct {
	Actors   int       `json:"actors"`
	Ties     int       `json:"ties"`
	Conflict *float64  `json:"conflict"`
	Line     LineIndex `json:"line_index"`
	Camps    [2][]Code `json:"camps"`
	Swing    []Code    `json:"swing,omitempty"`
}

// FrustratedTie is a tie that runs against the camps: friends in two, or adversaries in
// one. Always says that every best division frustrates it, null where that was not
// asked; Cost is what the line index would rise by if it had to be kept. Triangles
// counts those it is in, Unbalanced how many of them are not balanced.
type FrustratedTie struct {
	SignedTie
	Always     *bool `json:"always"`
	Cost       *int  `json:"cost,omitempty"`
	Triangles  int   `json:"triangles"`
	Unbalanced int   `json:"unbalanced"`
}
