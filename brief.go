package entente

// Outlet is a story without its text: what an answer cites.
type Outlet struct {
	Story     string `json:"story"`
	Title     string `json:"title,omitempty"`
	Author    string `json:"author,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	URL       string `json:"url,omitempty"`
	Kind      Kind   `json:"kind,omitempty"`
	Published Day    `json:"published"`
	Hash      string `json:"hash,omitempty"`
}

// OutletOf gives what is cited of a story.
func OutletOf(s Story) Outlet {
	return Outlet{s.ID, s.Title, s.Author, s.Publisher, s.URL, s.Kind, s.Published, s.Hash}
}

// Brief is the answer of the main job: who did what to whom, how each pair and
// the triangle stand, which explanation holds best, and what comes next. Every
// figure in it names the reports or assessments it rests on.
type Brief struct {
	Title       string       `json:"title"`
	From        Day          `json:"from"` // first day that any event supports
	To          Day          `json:"to"`
	AsOf        Day          `json:"as_of"`
	Lexicon     string       `json:"lexicon"`
	Scale       string       `json:"scale"`
	Stories     []Outlet     `json:"stories"`
	Events      []Event      `json:"-"`
	Reports     []Report     `json:"events"` // one line a report, in order of story and offset
	Assessments []Assessment `json:"assessments"`
	Claims      []Claim      `json:"claims,omitempty"` // what the stories say of the hypotheses
	Dyads       []Tie        `json:"dyads"`
	Triangles   []Triangle   `json:"triangles"`
	Matrices    []Matrix     `json:"-"` // as they were put, one for each weighing
	Hypotheses  []Weighing   `json:"hypotheses"`
	Outlook     []Forecast   `json:"outlook"`
	Series      []Series     `json:"series,omitempty"`
	Problems    []Problem    `json:"problems"`
	Notes       []string     `json:"notes"` // what the reader must know: gaps, thin evidence, defaults taken
}
