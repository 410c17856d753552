package entente

// Holder says whose view an assessment is.
type Holder struct {
	By   string `json:"by"`   // author, actor, document, unnamed
	Code Code   `json:"code"` // set where By is actor
	Name string `json:"name,omitempty"`
}

// Hedge is the strength with which a view is put.
type Hedge string

// The hedges.
const (
	NoHedge  Hedge = "none"
	Likely   Hedge = "likely"
	Possible Hedge = "possible"
	Unlikely Hedge = "unlikely"
)

// Corner is one actor of an undirected pair or of a triangle.
type Corner struct {
	Code Code   `json:"code"`
	Name string `json:"name,omitempty"`
	Raw  string `json:"raw,omitempty"`
}

// Assessment is a sentence that says how two actors stand, rather than what one
// did. An act is evidence of change, an assessment of level. Level and Trend are
// -1, 0 or 1, nil where the words say nothing of it.
type Assessment struct {
	Kind     string   `json:"kind"` // always "assessment"
	ID       string   `json:"id"`
	Story    string   `json:"story"`
	Stream   Stream   `json:"stream"`
	Sentence int      `json:"sentence"`
	A        Corner   `json:"a"`
	B        Corner   `json:"b"`
	Members  []Code   `json:"members,omitempty"` // of a collective corner, those the story names in the same part
	Level    *int     `json:"level"`
	Trend    *int     `json:"trend"`
	Holder   Holder   `json:"holder"`
	Hedge    Hedge    `json:"hedge"`
	Negated  bool     `json:"negated"`
	Issue    string   `json:"issue"`
	DateFrom Day      `json:"date_from"`
	DateTo   Day      `json:"date_to"`
	Citation Citation `json:"citation"`
	FoundBy  Finder   `json:"found_by"`
}
