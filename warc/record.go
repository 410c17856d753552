package warc

import (
	"fmt"
	"io"
	"time"
)

// Record is one record of an archive. Its block must be read before the next record is
// asked for; what is left of it is passed over.
type Record struct {
	Type      string    // in lower case: response, resource, conversion, request, metadata, revisit, warcinfo, continuation, or another
	ID        string    // WARC-Record-ID without its brackets
	URI       string    // WARC-Target-URI
	Date      time.Time // WARC-Date: when the block was captured; zero if it does not say
	Media     string    // Content-Type of the block, as written: "application/http; msgtype=response"
	Payload   string    // WARC-Identified-Payload-Type: what the crawler took it for, in lower case
	Truncated string    // why the crawler cut the block: length, time, disconnect, unspecified
	Segment   int       // WARC-Segment-Number, 0 for a record that is whole
	Length    int64     // bytes of the block, as its header says
	At        Place
	Block     io.Reader // an error from it is a *[Damage], or of the archive's own reader
}

// Place is where a record lies: so many records after the one that begins at an offset
// of the archive at which reading can be taken up. In an archive that is not packed, or
// packed a record a member, Skip is 0.
type Place struct {
	Offset int64 `json:"offset"`
	Skip   int   `json:"skip,omitempty"`
}

// Damage is what is wrong with an archive at a place. It ends no reading.
type Damage struct {
	Offset int64 // bytes into the archive, near which the damage is
	What   string
}

// Error says where the damage is, and what.
func (d *Damage) Error() string { return fmt.Sprintf("near byte %d: %s", d.Offset, d.What) }
