package score

import (
	"cmp"
	"slices"

	"entente"
)

// Accord is how far people agree who decided on the same reports, each without
// knowing what another had decided.
type Accord struct {
	People  int          `json:"people"`  // who decided on anything
	Reports int          `json:"reports"` // that were decided on
	Shared  int          `json:"shared"`  // by two people or more, independently
	Differ  int          `json:"differ"`  // of these, reports on which they say different things
	Fields  AccordFields `json:"fields"`
}

// AccordFields is the agreement on each field of a report. Exists is measured on all
// shared reports, the others on what those say who take the report for one of an act.
type AccordFields struct {
	Exists Reliability `json:"exists"` // there is such an act
	Source Reliability `json:"source"`
	Target Reliability `json:"target"`
	Root   Reliability `json:"root"`
	Status Reliability `json:"status"`
	Date   Reliability `json:"date"` // first day
}

// FieldAccord is the agreement on a field with the field's name.
type FieldAccord struct {
	Name string
	Reliability
}

// Each lists the fields in the order in which they are shown.
func (f *AccordFields) Each() []FieldAccord {
	return []FieldAccord{{"exists", f.Exists}, {"source", f.Source}, {"target", f.Target}, {"root", f.Root}, {"status", f.Status}, {"date", f.Date}}
}

// Opinion is what one person makes of a report.
type Opinion struct {
	By    string
	Coded *entente.Report // as they want it; nil if to them it tells of no such act
}

// Ruled is a report on which somebody decided.
type Ruled struct {
	Was entente.Report  // as it was coded before anybody decided
	Now *entente.Report // as it was decided; nil if it was rejected
}

// Agree measures how far people agree, from a log of decisions in its order. Of each
// person count the words on a report that were said before both they and another had
// decided on it: what is said later may have been said to settle a difference. Notes are
// no decisions. Alpha is nominal but for dates, where it is of days (interval); intervals
// draw whole stories (see [Alpha]).
func Agree(log []entente.Decision) Accord {
	var out Accord
	f := newFields()
	exists := nominal(func(m *mark) string { return yes(m.root != "") })
	source := nominal(func(m *mark) string { return cmp.Or(m.source, "none") })
	target := nominal(func(m *mark) string { return cmp.Or(m.target, "none") })
	fields := []*field{exists, source, target, f.root, f.status, f.date}
	people := map[string]bool{}
	byStory := map[string][][]*mark{}
	var stories []string
	for _, ds := range byReport(log) {
		out.Reports++
		for _, d := range ds {
			people[d.By] = true
		}
		unit := marksOf(independent(ds))
		if len(unit) < 2 {
			continue
		}
		out.Shared++
		out.Differ += count(!unanimous(unit))
		story := ds[0].Story
		if byStory[story] == nil {
			stories = append(stories, story)
		}
		byStory[story] = append(byStory[story], unit)
	}
	slices.Sort(stories)
	for _, s := range stories {
		for _, x := range fields {
			x.add(byStory[s], x == exists)
		}
	}
	out.People = len(people)
	out.Fields = AccordFields{exists.result(), source.result(), target.result(), f.root.result(), f.status.result(), f.date.result()}
	return out
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// add adds the units of a story; those who see no act say nothing of what it is like.
func (f *field) add(units [][]*mark, all bool) {
	d := disagreement{metric: f.metric}
	for _, u := range units {
		if !all {
			u = slices.DeleteFunc(slices.Clone(u), func(m *mark) bool { return m.root == "" })
		}
		f.unit(&d, u)
	}
	if d.units > 0 {
		f.stories = append(f.stories, d)
	}
}

// marksOf gives opinions as marks; that of who sees no act has no root.
func marksOf(opinions []Opinion) []*mark {
	var out []*mark
	for i, o := range opinions {
		m := mark{coder: i}
		if o.Coded != nil {
			m = markOf(i, o.Coded)
		}
		out = append(out, &m)
	}
	return out
}

// unanimous reports whether all say the same.
func unanimous(unit []*mark) bool {
	return !slices.ContainsFunc(unit, func(m *mark) bool {
		a := unit[0]
		return m.source != a.source || m.target != a.target || m.root != a.root || m.status != a.status || m.day != a.day
	})
}

// byReport parts a log by report, in the order of their first decisions, without notes.
func byReport(log []entente.Decision) [][]entente.Decision {
	at := map[string]int{}
	var out [][]entente.Decision
	for _, d := range log {
		if d.Verdict == entente.Noted {
			continue
		}
		i, ok := at[d.Report]
		if !ok {
			i = len(out)
			at[d.Report] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], d)
	}
	return out
}

// independent gives what people said of a report before they could know what another
// had said of it.
func independent(ds []entente.Decision) []Opinion {
	decided := map[string]bool{}
	var kept []entente.Decision
	for _, d := range ds {
		if decided[d.By] && len(decided) > 1 {
			continue
		}
		decided[d.By] = true
		kept = append(kept, d)
	}
	return opinions(kept)
}

// opinions gives what each person makes of a report, by all that they decided on it.
func opinions(ds []entente.Decision) []Opinion {
	var people []string
	for _, d := range ds {
		if !slices.Contains(people, d.By) {
			people = append(people, d.By)
		}
	}
	var out []Opinion
	for _, p := range people {
		own := slices.DeleteFunc(slices.Clone(ds), func(d entente.Decision) bool { return d.By != p })
		out = append(out, Opinion{p, ruled(ds[0].Was, own)})
	}
	return out
}

// ruled gives a report as decisions want it, nil if they reject it.
func ruled(was entente.Report, ds []entente.Decision) *entente.Report {
	if r := entente.Decided([]entente.Report{was}, ds); len(r) > 0 {
		return &r[0]
	}
	return nil
}

// Opinions gives what people make of one report by now, in the order in which they first
// decided on it.
func Opinions(log []entente.Decision, report string) []Opinion {
	own := slices.DeleteFunc(slices.Clone(log), func(d entente.Decision) bool { return d.Report != report })
	for _, ds := range byReport(own) {
		return opinions(ds)
	}
	return nil
}

// Disputed names the reports on which people differ by now.
func Disputed(log []entente.Decision) map[string]bool {
	out := map[string]bool{}
	for _, ds := range byReport(log) {
		if unit := marksOf(opinions(ds)); !unanimous(unit) {
			out[ds[0].Report] = true
		}
	}
	return out
}

// Rulings gives each report that was decided on, in the order of the log, as it was and
// as it was decided: by the last word of all, or by that of one person if one is named.
func Rulings(log []entente.Decision, by string) []Ruled {
	var out []Ruled
	for _, ds := range byReport(log) {
		was := ds[0].Was
		if by != "" {
			ds = slices.DeleteFunc(ds, func(d entente.Decision) bool { return d.By != by })
		}
		if len(ds) > 0 {
			out = append(out, Ruled{was, ruled(was, ds)})
		}
	}
	return out
}
