package entente

// Code names an actor: ISO 3166-1 alpha-3 for states, "IGO:NATO" and the like for
// organisations, "WST" and the like for collectives, "" for an actor that was seen
// but is not known.
type Code string

// Sector is a PLOVER sector (GOV, MIL, COP, …), or NGO or IGO; "" is the state as such.
type Sector string

// Actor is who did something or to whom, as found in a text.
type Actor struct {
	Code   Code   `json:"code"`
	Sector Sector `json:"sector"`
	Name   string `json:"name"`
	Role   string `json:"role,omitempty"`
	Raw    string `json:"raw"`
}

// Root is a PLOVER event type, such as CONSULT.
type Root string

// Quad is the class of a root: 1 verbal cooperation, 2 material cooperation,
// 3 verbal conflict, 4 material conflict; 0 is none.
type Quad int

// Plover is an event's place in the PLOVER ontology.
type Plover struct {
	Event    Root     `json:"event"`
	Mode     string   `json:"mode"`
	Contexts []string `json:"contexts"`
}

// Status says how the text puts an act forward.
type Status string

// The statuses of a report.
const (
	Fact         Status = "fact"
	Reported     Status = "reported"     // a party's or a document's claim
	Intended     Status = "intended"     // promised or planned
	Hypothetical Status = "hypothetical" // might, reportedly considering, if
	Negated      Status = "negated"
	Historical   Status = "historical" // background, more than about a year before
)

// Known reports whether the status is one of those above.
func (s Status) Known() bool {
	switch s {
	case Fact, Reported, Intended, Hypothetical, Negated, Historical:
		return true
	}
	return false
}

// Happened reports whether an act of this status is told as having taken place.
func (s Status) Happened() bool { return s == Fact || s == Reported || s == Historical }

// Weight is the share with which a report of this status enters a relation:
// 1 for a fact, .6 for a claim, .2 for what may be or is planned, 0 for what did
// not happen or lies in the past.
func (s Status) Weight() float64 {
	switch s {
	case Fact:
		return 1
	case Reported:
		return .6
	case Intended, Hypothetical:
		return .2
	}
	return 0
}

// Attribution says whose words a report or an assessment is.
type Attribution struct {
	By   string `json:"by"`   // the words of the text
	Code Code   `json:"code"` // the actor, if known
	Kind string `json:"kind"` // actor, document, author, unnamed
}

// Place is where an act took place.
type Place struct {
	Name    string `json:"name"`
	Country Code   `json:"country"`
}

// Span is a pair of byte offsets into a story's text, the end not included.
type Span [2]int

// Citation is the place of the words: Quote is always Text[Start:End].
type Citation struct {
	Quote   string `json:"quote"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Trigger Span   `json:"trigger"`
	Source  *Span  `json:"source"` // null where the actor is understood, not named
	Target  *Span  `json:"target"`
	URL     string `json:"url,omitempty"`
}

// Finder says what found a report.
type Finder struct {
	Pattern string     `json:"pattern"`
	Lexicon string     `json:"lexicon"`         // "sha256:…" of the dictionaries
	Way     string     `json:"way,omitempty"`   // how the actors were found: tree, context, marked, judged, …
	Judge   *Judgement `json:"judge,omitempty"` // nil where an actor does not stand in the sentence
}

// Judgement is what the learned judge makes of an event's two names and its word.
type Judgement struct {
	Act  float64 `json:"act"`            // how likely the one does anything to the other by the word
	Root float64 `json:"root"`           // how likely it does what the event says
	Best Root    `json:"best,omitempty"` // what it likelier does, if anything
}

// Report is one proposition in one place: a witness. Its Report id never changes;
// ID names the event, the act that it and perhaps others tell of.
type Report struct {
	Kind        string       `json:"kind"` // always "event"
	Report      string       `json:"report"`
	ID          string       `json:"id"`
	Story       string       `json:"story"`
	Stream      Stream       `json:"stream"`
	Sentence    int          `json:"sentence"`
	Date        Day          `json:"date"`
	DateFrom    Day          `json:"date_from"`
	DateTo      Day          `json:"date_to"`
	DateBasis   Basis        `json:"date_basis"`
	Source      Actor        `json:"source"`
	Target      Actor        `json:"target"`
	Reciprocal  bool         `json:"reciprocal"`
	Plover      Plover       `json:"plover"`
	Cameo       string       `json:"cameo"`
	Quad        Quad         `json:"quad"`
	Intensity   float64      `json:"intensity"`
	Scale       string       `json:"scale"` // the named scale of Intensity
	Status      Status       `json:"status"`
	Attribution *Attribution `json:"attribution"`
	Place       *Place       `json:"place"`
	Confidence  float64      `json:"confidence"` // 0 to 1
	Citation    Citation     `json:"citation"`
	FoundBy     Finder       `json:"found_by"`
	Lemma       string       `json:"lemma,omitempty"`      // the trigger's head word, for clustering
	Provenance  *Provenance  `json:"provenance,omitempty"` // of an imported event; it then has no quotation
}

// Window gives the report's dates as a window.
func (r *Report) Window() Window { return Window{r.DateFrom, r.DateTo, r.DateBasis} }

// Event is an act: a cluster of reports. Its id is kept for ever; ids of events
// merged into it are its aliases.
type Event struct {
	ID      string   `json:"id"`
	Aliases []string `json:"aliases,omitempty"`
	Reports []Report `json:"reports"`
}
