package entente

// Digest is what is new in some days, held against what was known before them.
type Digest struct {
	Since     Day            `json:"since"`
	To        Day            `json:"to"` // the last day on which anything was published, or the day as of which
	Stories   int            `json:"stories"`
	Before    int            `json:"stories_before"` // in as many days before
	Changed   Changed        `json:"changed"`
	Pairs     []PairNews     `json:"pairs"`     // of which new events are told, those with most first
	Triangles []TriangleNews `json:"triangles"` // as asked, or the one that most is told of
	Alerts    []Raised       `json:"alerts"`    // where rules were given
	Due       []Settled      `json:"due"`       // forecasts whose last day lies in these days
	Gaps      [][2]Day       `json:"gaps"`      // first and last days of stretches of which nothing was read
	Silent    []Silence      `json:"silent"`
}

// PairNews is what two actors are newly told to have done to each other: in stories of these
// days, and in none before.
type PairNews struct {
	A           Code     `json:"a"`
	B           Code     `json:"b"`
	Cooperation int      `json:"cooperation"` // events
	Conflict    int      `json:"conflict"`
	Reports     []string `json:"reports"` // the one that leads each event, heaviest first
}

// TriangleNews is a triangle with its turns in these days, phases being months.
type TriangleNews struct {
	Triangle
	Turns []Turn `json:"turns"`
}

// Raised is an alert as a rule raised it.
type Raised struct {
	Day   Day      `json:"day"`
	Rule  string   `json:"rule"`
	Text  string   `json:"text"`
	Cites []string `json:"cites"` // reports
}

// Silence is an outlet that was read in the four weeks before and not in these days.
type Silence struct {
	Publisher string `json:"publisher"`
	Before    int    `json:"before"` // stories in the four weeks before
	Last      Day    `json:"last"`   // of its last story
}
