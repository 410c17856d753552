package score

import (
	"cmp"
	"slices"

	"entente"
)

// Change is an event of one story that two codings of it do not have alike: it is gone
// (After is nil), new (Before is nil), or changed in the fields named: root, mode,
// cameo, status, date, direction, sector, pattern.
type Change struct {
	Kind   string
	Fields []string
	Before *entente.Report
	After  *entente.Report
}

// The kinds of change.
const (
	Gone    = "gone"
	New     = "new"
	Changed = "changed"
)

// ChangedFields are the fields of an event that may be changed, in the order in which
// they are told.
var ChangedFields = []string{"root", "mode", "cameo", "status", "date", "direction", "sector", "pattern"}

// Changes compares the reports of one story before and after, and gives those that are
// not alike in order of place, and how many are. An event is the same one if the pair
// of actors is, in any order, and the sentence; of several the closest are held
// against one another: the same trigger before the same root, direction, status and day.
func Changes(before, after []entente.Report) (changes []Change, alike int) {
	var marks []mark
	at := map[*mark]*entente.Report{}
	for coder, reports := range [][]entente.Report{before, after} {
		for i := range reports {
			marks = append(marks, markOf(coder, &reports[i]))
		}
	}
	for i := range marks {
		if i < len(before) {
			at[&marks[i]] = &before[i]
		} else {
			at[&marks[i]] = &after[i-len(before)]
		}
	}
	for _, unit := range unite(marks, sameUnit) {
		c := changeOf(unit, at)
		if c.Kind == "" {
			alike++
			continue
		}
		changes = append(changes, c)
	}
	slices.SortStableFunc(changes, func(a, b Change) int {
		return cmp.Compare(a.Either().Citation.Start, b.Either().Citation.Start)
	})
	return changes, alike
}

// changeOf says what became of a unit; the kind is empty if nothing has changed.
func changeOf(unit []*mark, at map[*mark]*entente.Report) Change {
	switch r := at[unit[0]]; {
	case len(unit) == 2:
		c := Change{Before: r, After: at[unit[1]]}
		if c.Fields = changedFields(unit, c.Before, c.After); len(c.Fields) > 0 {
			c.Kind = Changed
		}
		return c
	case unit[0].coder == 0:
		return Change{Kind: Gone, Before: r}
	default:
		return Change{Kind: New, After: r}
	}
}

func changedFields(unit []*mark, a, b *entente.Report) []string {
	differs := map[string]bool{
		"root":      a.Plover.Event != b.Plover.Event,
		"mode":      a.Plover.Mode != b.Plover.Mode,
		"cameo":     a.Cameo != b.Cameo,
		"status":    unit[0].status != unit[1].status,
		"date":      a.DateFrom != b.DateFrom || a.DateTo != b.DateTo,
		"direction": unit[0].direction() != unit[1].direction(),
		"sector":    sectors(a) != sectors(b),
		"pattern":   a.FoundBy.Pattern != b.FoundBy.Pattern,
	}
	return slices.DeleteFunc(slices.Clone(ChangedFields), func(f string) bool { return !differs[f] })
}

// sectors gives the sectors of both actors, in the order of their codes.
func sectors(r *entente.Report) [2]entente.Sector {
	if r.Target.Code < r.Source.Code {
		return [2]entente.Sector{r.Target.Sector, r.Source.Sector}
	}
	return [2]entente.Sector{r.Source.Sector, r.Target.Sector}
}

// Either gives the report after the change or, of what is gone, the one before it.
func (c Change) Either() *entente.Report { return cmp.Or(c.After, c.Before) }

// Pattern names the pattern that found the event; if that has changed, both.
func (c Change) Pattern() string {
	name := c.Either().FoundBy.Pattern
	if c.Kind == Changed && c.Before.FoundBy.Pattern != name {
		return c.Before.FoundBy.Pattern + " → " + name
	}
	return name
}
