package entente

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
)

// Entry is a forecast that was put on record: it never changes.
type Entry struct {
	ID      string   `json:"id"`      // "f_" and a hash of all that it says but Made and Note
	Made    Day      `json:"made"`    // the day on which it was recorded
	By      string   `json:"by"`      // [Machine], or who made it
	Sources []string `json:"sources"` // whose events it is about, and by which it is resolved; in order
	Forecast
	Data    string `json:"data"`    // "sha256:…" of the events that were known
	Program string `json:"program"` // version of the program
	Note    string `json:"note,omitempty"`
}

// Machine is the name under which the program forecasts.
const Machine = "entente"

// Hindsight reports whether the forecast was recorded when its window had begun.
func (e *Entry) Hindsight() bool { return e.Made > e.Origin }

// Question names what is asked, so that forecasts of several forecasters can be held beside
// each other: the pair, which events, from whose coding, origin and horizon.
func (e *Entry) Question() string {
	a, b, way := e.A, e.B, "between"
	if e.Directed {
		way = "from"
	} else {
		a, b = min(a, b), max(a, b)
	}
	return strings.Join([]string{way, string(a), string(b), e.Event(), strings.Join(e.Sources, "+"), e.Origin.String(), (e.Origin + Day(e.Horizon) - 1).String()}, " ")
}

// EntryID gives the id of an entry: what says the same has the same one.
func (e Entry) EntryID() string {
	e.ID, e.Made, e.Note = "", 0, ""
	text, err := json.Marshal(e)
	if err != nil {
		return "" // numbers that are none
	}
	sum := sha256.Sum256(text)
	return "f_" + hex.EncodeToString(sum[:8])
}

// Verdict is how a question came out.
type Verdict string

// The verdicts.
const (
	Yes  Verdict = "yes"
	No   Verdict = "no"
	Void Verdict = "void" // it cannot be said: too little was read of its days
)

// Resolution says how a recorded forecast came out, by which events. One may be taken back
// by a later one, when more was read; all are kept.
type Resolution struct {
	Forecast string   `json:"forecast"`
	Outcome  Verdict  `json:"outcome"`
	Count    int      `json:"count"` // of events
	Cites    []string `json:"cites"` // some of them
	Made     Day      `json:"made"`
	By       string   `json:"by"` // [Machine], or who decided it
	Why      string   `json:"why"`
}

// Settled is a forecast on record with its resolution that counts, nil while it is open.
type Settled struct {
	Entry
	Resolution *Resolution `json:"resolution"`
}
