package eventfile

import "entente"

// Scheme says in which way actors or countries of a row are written.
type Scheme string

// The schemes.
const (
	CAMEO Scheme = "cameo" // codes of CAMEO, glued: USAGOV, IGOEUREEC
	ISO3  Scheme = "iso3"
	ISO2  Scheme = "iso2"
	COW   Scheme = "cow"  // numbers of Correlates of War
	GW    Scheme = "gw"   // numbers of Gleditsch and Ward
	FIPS  Scheme = "fips" // FIPS 10-4, two letters
	Name  Scheme = "name" // names and phrases
)

// Actor is an actor as a row writes it.
type Actor struct {
	Code    []byte // in the row's scheme
	Number  []byte // of Correlates of War, where the row has it beside the code
	Name    []byte
	Sectors []byte // in the words of the format, parted by commas or semicolons
}

// Row is an event as its file has it: nothing resolved but days and numbers. Its texts are
// UTF-8, and parts of the chunk's: who keeps one copies it.
type Row struct {
	Line   int
	Offset int64  // bytes into the file, of the line's beginning
	Raw    []byte // the line as it stands
	ID     []byte // empty where the file has none; then Sum stands for it
	Coding []byte // whose coding it is, where that is another's than the file's
	Sum    uint64 // a hash of the line

	Day       entente.Day
	Published entente.Day
	Scheme    Scheme // of the actors
	Source    Actor
	Target    Actor
	Cameo     []byte // two to four digits, empty where the file codes in PLOVER
	Root      []byte // PLOVER, empty where the file codes in CAMEO
	Mode      []byte
	Contexts  []byte // parted by commas or semicolons
	Intensity float64
	Graded    bool // the file's own intensity is to count

	Events, Mentions, Sources, Articles int // 0 where the file does not say

	Place       []byte
	Country     []byte // of the place, in PlaceScheme
	PlaceScheme Scheme
	Latitude    float32
	Longitude   float32
	URL         []byte
}

// Mention is a place in which an event was found; its texts are as a row's.
type Mention struct {
	Event      []byte // the event's id
	Line       int
	Published  entente.Day
	Outlet     []byte
	URL        []byte
	Sentence   int
	Confidence float64 // 0 to 1
}

// Fault is a line that could not be used, and why.
type Fault struct {
	Line   int
	Offset int64
	Reason string
	Raw    string // the line as it stands, in the file's own bytes
}

// Parsed is what a chunk holds, in the order of its lines. It may be used again for
// another chunk once its rows are done with.
type Parsed struct {
	Rows     []Row
	Mentions []Mention
	Figures  []Figure
	Faults   []Fault
}

func (p *Parsed) reset() {
	p.Rows, p.Mentions, p.Figures, p.Faults = p.Rows[:0], p.Mentions[:0], p.Figures[:0], p.Faults[:0]
}
