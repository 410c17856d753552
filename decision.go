package entente

import "time"

// Ruling is what a person decides of a coded report.
type Ruling string

// The rulings.
const (
	Accepted Ruling = "accept" // it is right as it was coded
	Rejected Ruling = "reject" // there is no such act
	Recoded  Ruling = "recode" // another kind, status or pair
	Redated  Ruling = "redate" // other days
	SplitOff Ruling = "split"  // it tells of an act of its own
	Merged   Ruling = "merge"  // it tells of the act that another report tells of
	Noted    Ruling = "note"   // words that change nothing
)

// Rulings lists them in the order in which they are offered.
var Rulings = [...]Ruling{Accepted, Rejected, Recoded, Redated, SplitOff, Merged, Noted}

// Decision is a person's verdict on a report: a line of a log in which nothing is changed.
// Where several are of one report the later ones count.
type Decision struct {
	N       int64     `json:"n"` // its place in the log, from 1
	Report  string    `json:"report"`
	Story   string    `json:"story"`
	Verdict Ruling    `json:"verdict"`
	By      string    `json:"by"`
	Made    time.Time `json:"made"` // UTC, to the second
	Why     string    `json:"why,omitempty"`
	With    string    `json:"with,omitempty"` // of a merger: a report of the act
	Becomes *Coding   `json:"becomes"`        // of recode, redate and merge; null otherwise
	Was     Report    `json:"was"`            // as it was coded when it was decided
}

// Coding is what a decision sets in a report. Fields without a value stay as they are,
// but for the days, which go together.
type Coding struct {
	Source    Code    `json:"source,omitempty"`
	Target    Code    `json:"target,omitempty"`
	Root      Root    `json:"root,omitempty"`
	Cameo     string  `json:"cameo,omitempty"` // with the root: its code, and the intensity of that
	Intensity float64 `json:"intensity,omitempty"`
	Status    Status  `json:"status,omitempty"`
	From      Day     `json:"from,omitempty"`
	To        Day     `json:"to,omitempty"`
	Lemma     string  `json:"lemma,omitempty"` // of a merger: by which reports are one act
	Mutual    *bool   `json:"mutual,omitempty"`
}

// Decided gives reports as decisions want them: without those that were rejected, the
// others with what was set. Decisions come in order of the log; those on reports that are
// not there wait for a reading that has them.
func Decided(reports []Report, log []Decision) []Report {
	if len(log) == 0 {
		return reports
	}
	by := map[string][]*Decision{}
	for i := range log {
		by[log[i].Report] = append(by[log[i].Report], &log[i])
	}
	out := make([]Report, 0, len(reports))
	for _, r := range reports {
		kept := true
		coded := r
		for _, d := range by[r.Report] {
			switch d.Verdict {
			case Accepted:
				kept, coded = true, r // as it was coded
				coded.Confidence = 1
			case Rejected:
				kept = false
			case SplitOff:
				kept = true
				coded.Lemma = r.Lemma + " " + r.Report
			case Recoded, Redated, Merged:
				kept = true
				d.Becomes.set(&coded)
			}
		}
		if kept {
			out = append(out, coded)
		}
	}
	return out
}

// set puts a coding into a report.
func (c *Coding) set(r *Report) {
	if c == nil {
		return
	}
	setActor(&r.Source, c.Source)
	setActor(&r.Target, c.Target)
	if c.Root != "" {
		r.Plover.Event, r.Plover.Mode, r.Quad = c.Root, "", c.Root.Quad()
		r.Cameo, r.Intensity = c.Cameo, c.Intensity
	}
	if c.Status != "" {
		r.Status = c.Status
	}
	if c.From.Known() {
		r.Date, r.DateFrom, r.DateTo, r.DateBasis = c.From, c.From, max(c.From, c.To), Explicit
	}
	if c.Lemma != "" {
		r.Lemma = c.Lemma
	}
	if c.Mutual != nil {
		r.Reciprocal = *c.Mutual
	}
	r.Confidence = 1
}

// setActor names another actor by the words of the text.
func setActor(a *Actor, code Code) {
	if code != "" && code != a.Code {
		*a = Actor{Code: code, Raw: a.Raw, Name: string(code)}
	}
}
