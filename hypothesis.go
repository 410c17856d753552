package entente

// Hypothesis is one answer to a matrix's question.
type Hypothesis struct {
	ID    string  `json:"id"`
	Text  string  `json:"text"`
	Prior float64 `json:"prior"` // 0 means an equal share
}

// Query picks events or assessments; empty fields match all. Codes are unordered
// unless Directed.
type Query struct {
	Kind     string   `json:"kind,omitempty"` // event (default) or assessment
	Pair     []Code   `json:"pair,omitempty"`
	Directed bool     `json:"directed,omitempty"`
	Roots    []Root   `json:"roots,omitempty"`
	Quads    []Quad   `json:"quads,omitempty"`
	Status   []Status `json:"status,omitempty"`
	Contexts []string `json:"contexts,omitempty"`
	Words    []string `json:"words,omitempty"`  // any of these in the quote
	Levels   []int    `json:"levels,omitempty"` // of an assessment: -1, 0, 1
	Trends   []int    `json:"trends,omitempty"` // of an assessment
	From     Day      `json:"from,omitempty"`
	To       Day      `json:"to,omitempty"`
}

// Rating is how an item of evidence sits with a hypothesis: CC, C, N, I or II.
type Rating string

// Evidence is a row of a matrix: words, the query that binds it to what was read,
// and one rating for each hypothesis in order. Rows that share a Cluster (one
// document, one event) count once. Circular rows restate a hypothesis and are
// shown but not weighed.
type Evidence struct {
	ID          string   `json:"id"`
	Text        string   `json:"text"`
	Query       *Query   `json:"query,omitempty"`
	Ratings     []Rating `json:"ratings"`
	Cluster     string   `json:"cluster,omitempty"`
	Reliability float64  `json:"reliability"` // 0 to 1; 0 in a file means 1
	Circular    bool     `json:"circular,omitempty"`
}

// Matrix is a question, its competing hypotheses and the evidence.
type Matrix struct {
	Question   string       `json:"question"`
	Hypotheses []Hypothesis `json:"hypotheses"`
	Evidence   []Evidence   `json:"evidence"`
}

// Bound is a row of evidence with what was found for it.
type Bound struct {
	Evidence
	Cites         []string `json:"cites"`         // report or assessment ids
	Absent        bool     `json:"absent"`        // it has a query and nothing was found: not weighed
	Diagnosticity float64  `json:"diagnosticity"` // max ln l' - min ln l'
}

// Standing is how a hypothesis stands against the evidence.
type Standing struct {
	Hypothesis
	Posterior     float64 `json:"posterior"`
	Inconsistency float64 `json:"inconsistency"` // reliability-weighted, lower is better
	Word          string  `json:"word"`          // ICD 203 term of Posterior
}

// Weighing is a matrix weighed: the standings in the matrix's order, the rows, and
// how fragile the winner is.
type Weighing struct {
	Question  string     `json:"question"`
	Standings []Standing `json:"standings"`
	Evidence  []Bound    `json:"evidence"`
	Winner    string     `json:"winner"` // "" on a tie
	Flips     []string   `json:"flips"`  // evidence ids without any one of which the winner changes
}
