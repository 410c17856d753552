package entente

// Stream is a part of a page by its use. Only headline, standfirst and body
// count in relations; captions and furniture are kept and shown apart.
type Stream string

// The streams of a page.
const (
	Headline   Stream = "headline"
	Standfirst Stream = "standfirst"
	Body       Stream = "body"
	Caption    Stream = "caption"
	Furniture  Stream = "furniture"
)

// Counts reports whether events of the stream count in relations.
func (s Stream) Counts() bool { return s == Headline || s == Standfirst || s == Body }

// Kind is the kind of a story.
type Kind string

// The kinds of story.
const (
	ReportKind     Kind = "report"
	OpinionKind    Kind = "opinion"
	TranscriptKind Kind = "transcript"
)

// Block is a run of a story's text that belongs to one stream: a paragraph, a
// heading, a caption. Start and End are byte offsets into Story.Text.
type Block struct {
	Stream Stream `json:"stream"`
	Start  int    `json:"start"`
	End    int    `json:"end"`
}

// Story is one page of news as text. Text is canonical: every offset of every
// event, assessment and problem points into it. Blocks are in order and do not
// overlap; what no block covers is white space.
type Story struct {
	ID        string  `json:"id"`
	Title     string  `json:"title,omitempty"`
	Author    string  `json:"author,omitempty"`
	Publisher string  `json:"publisher,omitempty"`
	URL       string  `json:"url,omitempty"`
	Language  string  `json:"language,omitempty"` // ISO 639-1
	Kind      Kind    `json:"kind,omitempty"`
	Published Day     `json:"published"`
	Hash      string  `json:"hash,omitempty"` // "sha256:…" of Text
	Text      string  `json:"text"`
	Blocks    []Block `json:"blocks,omitempty"`
}

// Slice gives the text of a block, "" if its offsets lie outside the text.
func (s *Story) Slice(start, end int) string {
	if start < 0 || end > len(s.Text) || start > end {
		return ""
	}
	return s.Text[start:end]
}

// Problem is a finding about poor input: it is stored, counted and shown, and
// never stops a run.
type Problem struct {
	Stage   string `json:"stage"`   // the room that found it: news, syntax, coder, eventfile …
	Subject string `json:"subject"` // a story's id, a file's name
	Offset  int    `json:"offset"`  // bytes into the subject, -1 where there is no place
	Message string `json:"message"`
}
