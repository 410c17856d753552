package entente

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// What every store must see alike, so that one store takes what another gives.

// AreText reports whether strings can be kept by any store: they are UTF-8 and hold no
// byte nought.
func AreText(ss ...string) bool {
	for _, s := range ss {
		if !utf8.ValidString(s) || strings.Contains(s, "\x00") {
			return false
		}
	}
	return true
}

// Finite reports whether a number can be kept and compared: it is neither infinite nor
// not a number.
func Finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// Check refuses what no store could give back as it was, and events without a source and
// id of their own. It leaves to the store what events and problems tell besides. The error
// wraps [ErrNotText] where something is no text.
func (b *Batch) Check() error {
	for i := range b.Events {
		e := &b.Events[i].Provenance
		if e.Source == "" || e.ID == "" || e.Source == CodedHere {
			return fmt.Errorf("an event of line %d of %s has no source and id of its own", e.Line, e.File)
		}
		if !AreText(e.ID) {
			return fmt.Errorf("event %s: %w", e.EventID(), ErrNotText)
		}
	}
	for _, m := range b.Mentions {
		if !AreText(m.Source, m.Event, m.File, m.Outlet, m.URL) {
			return fmt.Errorf("a mention of %s: %w", m.Event, ErrNotText)
		}
		if !Finite(m.Confidence) {
			return fmt.Errorf("a mention of %s: %v is not a number to be kept", m.Event, m.Confidence)
		}
	}
	for _, m := range b.Measures {
		if !AreText(m.Series, string(m.A), string(m.B), m.Source, m.Licence, m.File) {
			return fmt.Errorf("a measure of %s: %w", m.Series, ErrNotText)
		}
		if !Finite(m.Value) {
			return fmt.Errorf("a measure of %s: %v is not a number to be kept", m.Series, m.Value)
		}
	}
	for source, licence := range b.Licences {
		if !AreText(source, licence) {
			return fmt.Errorf("the licence of %s: %w", source, ErrNotText)
		}
	}
	return nil
}

// DecidedMark tells readings apart that respect other decisions: it goes behind the name of
// their dictionaries. Notes change nothing.
func DecidedMark(log []Decision) string {
	sum := sha256.New()
	some := false
	for _, d := range log {
		if d.Verdict != Noted {
			fmt.Fprintln(sum, d.N)
			some = true
		}
	}
	if !some {
		return ""
	}
	return " decided:" + hex.EncodeToString(sum.Sum(nil))[:12]
}

// CompareDeeds gives the order in which stores give deeds. It looks no further than it must: many
// are compared, and most differ in the day.
func CompareDeeds(d, e Deed) int {
	switch {
	case d.Day != e.Day:
		return cmp.Compare(d.Day, e.Day)
	case d.Source != e.Source:
		return cmp.Compare(d.Source, e.Source)
	case d.Target != e.Target:
		return cmp.Compare(d.Target, e.Target)
	case d.Root != e.Root:
		return cmp.Compare(d.Root, e.Root)
	case d.Quad != e.Quad:
		return cmp.Compare(d.Quad, e.Quad)
	case d.Known != e.Known:
		return cmp.Compare(d.Known, e.Known)
	case d.Mutual != e.Mutual:
		if e.Mutual {
			return -1
		}
		return 1
	}
	return cmp.Compare(d.ID, e.ID)
}

// SumDeeds adds up deeds in order that differ in nothing but their id, in place.
func SumDeeds(all []Deed) []Deed {
	out := all[:0]
	for _, d := range all {
		d.ID = ""
		if n := len(out) - 1; n >= 0 && CompareDeeds(out[n], d) == 0 {
			out[n].Events += d.Events
		} else {
			out = append(out, d)
		}
	}
	return out
}
