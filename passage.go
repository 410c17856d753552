package entente

// Passage is a labelled piece of news: its text and what a careful coder finds in it.
type Passage struct {
	ID        string
	Register  string   // wire, headline, broadsheet, opinion, …
	Phenomena []string // passive, nominal, anaphora, …
	Published Day
	Text      string
	Acts      []Act // complete, in order of the text
	Views     []View
	Line      int // of its file, where the text stands
}

// Act is an event of a passage's gold. Where two careful coders could differ it has
// more than one root or status, the better one first.
type Act struct {
	Source, Target Code // "" where none is told or implied
	Mutual         bool
	Roots          []Root
	Mode           string
	Statuses       []Status
	From, To       Day    // unknown where the text does not date the act
	Trigger        Span   // the words that tell of it
	By             string // who claims it: a code, document, unnamed, author; "" for nobody
}

// View is an assessment of a passage's gold.
type View struct {
	A, B         Code
	Level, Trend *int
	Holder       string // author, document, unnamed or a code
	Hedge        Hedge
	Negated      bool
	Words        Span
}

// Story gives the passage as a story of one paragraph.
func (p *Passage) Story() Story {
	return Story{ID: p.ID, Text: p.Text, Published: p.Published, Language: "en", Kind: ReportKind,
		Blocks: []Block{{Stream: Body, Start: 0, End: len(p.Text)}}}
}
