package entente

// Reason is why a forecast says what it says: words, the cases counted, and the
// reports that show them. All lie before the forecast's origin.
type Reason struct {
	Text  string   `json:"text"`
	Hits  int      `json:"hits"`
	Cases int      `json:"cases"`
	Cites []string `json:"cites"`
}

// Forecast is the probability of at least one event of a quad class between two
// actors, or from one to the other if Directed, in the Horizon days after Origin.
type Forecast struct {
	A           Code     `json:"a"`
	B           Code     `json:"b"`
	Directed    bool     `json:"directed"`
	Quad        Quad     `json:"quad"`
	Origin      Day      `json:"origin"`
	Horizon     int      `json:"horizon"` // days
	Probability float64  `json:"probability"`
	Low         float64  `json:"low"` // 90 % interval
	High        float64  `json:"high"`
	Word        string   `json:"word"` // ICD 203 term
	Method      string   `json:"method"`
	Reasons     []Reason `json:"reasons"`
}
