package entente

// CodedHere is the source of events that this program coded from news, as a
// [Filter] names it; no event file may have that name.
const CodedHere = "coded"

// Provenance says where an imported event comes from: whose coding it is, and the line of
// the file in which it stands. Source and ID together name the event for ever.
type Provenance struct {
	Source string `json:"source"` // gdelt1, gdelt2, icews, polecat, phoenix, or the name a mapping gives
	ID     string `json:"id"`     // the file's own, else made of the line
	File   string `json:"file"`
	Line   int    `json:"line"`             // from 1
	Events int    `json:"events,omitempty"` // how many events the line sums, where it is not one

	Mentions int `json:"mentions,omitempty"` // as the file counts them; 0 where it does not
	Sources  int `json:"sources,omitempty"`
	Articles int `json:"articles,omitempty"`
}

// EventID gives the id of the event: the source, a colon, its own id.
func (o *Provenance) EventID() string { return o.Source + ":" + o.ID }

// Count is how many events the line stands for: one, unless it sums several.
func (o *Provenance) Count() int { return max(1, o.Events) }

// ActKind is a kind of act, as imported events have it.
type ActKind struct {
	Plover    Plover
	Cameo     string
	Quad      Quad
	Intensity float64
	Scale     string // the named scale of Intensity, "" where there is none
}

// Site is a place and where it lies.
type Site struct {
	Place     Place
	Latitude  float32 // degrees; both 0 where the file has none
	Longitude float32
}

// Imported is an event that others coded: a line of an event file. It has no sentence
// that it rests on, only its provenance and perhaps a URL. Events that have an actor, act
// or site in common may point to the same one, which nobody changes then; nil is the
// empty one.
type Imported struct {
	Provenance Provenance
	Day        Day
	Published  Day // when the file's maker had it; hides it as of earlier days
	Source     *Actor
	Target     *Actor
	Act        *ActKind
	Site       *Site
	URL        string
}

// Report gives the event as a report of one witness, its file: a fact on that day,
// with its provenance and without a quotation.
func (i *Imported) Report() Report {
	from, act, place := i.Provenance, orNone(i.Act), orNone(i.Site).Place
	r := Report{
		Kind: "event", Report: from.EventID(), ID: from.EventID(), Stream: Body,
		Date: i.Day, DateFrom: i.Day, DateTo: i.Day, DateBasis: Explicit,
		Source: *orNone(i.Source), Target: *orNone(i.Target), Plover: act.Plover, Cameo: act.Cameo, Quad: act.Quad,
		Intensity: act.Intensity, Scale: act.Scale, Status: Fact,
		Citation: Citation{URL: i.URL}, Provenance: &from,
	}
	if !i.Day.Known() {
		r.DateBasis = Undated
	}
	if place != (Place{}) {
		r.Place = &place
	}
	return r
}

func orNone[T any](p *T) *T {
	if p == nil {
		return new(T)
	}
	return p
}

// Mention is a place in which an imported event was found, as its file tells.
type Mention struct {
	Source     string  `json:"source"` // with Event the imported event, as in [Provenance]
	Event      string  `json:"event"`
	File       string  `json:"file"`
	Line       int     `json:"line"`
	Published  Day     `json:"published"`
	Outlet     string  `json:"outlet"`
	URL        string  `json:"url"`
	Sentence   int     `json:"sentence"`
	Confidence float64 `json:"confidence"` // 0 to 1
}

// Measure is a dated figure of a state, or of a pair of them: capabilities, trade,
// votes, alliances. From and To are the first and the last day it holds for.
type Measure struct {
	Series  string  `json:"series"` // "nmc.cinc", "trade.imports" …
	A       Code    `json:"a"`
	B       Code    `json:"b,omitempty"` // "" for a figure of one state
	From    Day     `json:"from"`
	To      Day     `json:"to"`
	Value   float64 `json:"value"`
	Source  string  `json:"source"` // whose figure it is, as to be cited
	Licence string  `json:"licence"`
	File    string  `json:"file"`
	Line    int     `json:"line"`
}

// MeasureFilter picks measures; empty fields match all. Those whose days share one
// with From and To match. A pair of one code matches it on either side.
type MeasureFilter struct {
	Series []string `json:"series,omitempty"`
	Pair   []Code   `json:"pair,omitempty"`
	From   Day      `json:"from,omitempty"`
	To     Day      `json:"to,omitempty"`
}

// Batch is what a store keeps of event files together or not at all.
type Batch struct {
	Events   []Imported
	Mentions []Mention
	Measures []Measure
	Problems []Problem
	Licences map[string]string // on what terms events may be used, by source, where that is known
}

// Taken counts what keeping a batch did.
type Taken struct {
	Events   int `json:"events"` // that were new
	Mentions int `json:"mentions"`
	Measures int `json:"measures"`
	Changed  int `json:"changed"`  // measures that had another value before
	Known    int `json:"known"`    // events, mentions and measures that were known: nothing changed
	Problems int `json:"problems"` // that were new
}

// Plus adds two of them.
func (t Taken) Plus(u Taken) Taken {
	return Taken{
		t.Events + u.Events, t.Mentions + u.Mentions, t.Measures + u.Measures,
		t.Changed + u.Changed, t.Known + u.Known, t.Problems + u.Problems,
	}
}

// Holding says what a store holds of one source of imported events.
type Holding struct {
	Source  string `json:"source"`
	Rows    int    `json:"rows"`
	Events  int    `json:"events"` // more than rows where lines sum several
	From    Day    `json:"from"`   // first and last day of the events
	To      Day    `json:"to"`
	Licence string `json:"licence,omitempty"` // as it was told last
}
