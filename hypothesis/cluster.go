package hypothesis

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"entente"
)

// acts are the keys of what a row rests on, in order: the events of its reports, its assessments,
// and for a claim what else was found in its sentence, or the sentence.
func (x *index) acts(cites []string) []string {
	var out []string
	for _, id := range cites {
		switch c, isClaim := x.claim[id]; {
		case isClaim:
			out = append(out, x.within(&x.claims[c])...)
		default:
			out = append(out, x.act(id))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (x *index) act(id string) string {
	if i, ok := x.report[id]; ok && x.Reports[i].ID != "" {
		return x.Reports[i].ID
	}
	return id
}

func (x *index) within(c *entente.Claim) []string {
	var out []string
	in := func(story string, at *entente.Citation) bool {
		return story == c.Story && at.Start >= c.Citation.Start && at.Start < c.Citation.End
	}
	for i := range x.Reports {
		if r := &x.Reports[i]; in(r.Story, &r.Citation) {
			out = append(out, x.act(r.Report))
		}
	}
	for i := range x.Assessments {
		if a := &x.Assessments[i]; in(a.Story, &a.Citation) {
			out = append(out, a.ID)
		}
	}
	if len(out) == 0 {
		out = append(out, fmt.Sprintf("%s@%d", c.Story, c.Citation.Start))
	}
	return out
}

var paper = regexp.MustCompile(`(?i)\b(statement|communiqu[ée]|declaration|memorandum|accord|pact|treaty|convention)\b`)

// documentOf names the document that all of a row's reports of acts tell of, "" if there
// is none: the sentences of one story that name a paper of one kind, of one pair whose
// acts in them are of both. Two papers of one kind that a pair put out are held to be
// one, which counts too little rather than too much.
func (x *index) documentOf(cites []string) string {
	name := ""
	for _, id := range cites {
		i, ok := x.report[id]
		if !ok {
			return ""
		}
		d := x.paperOf(&x.Reports[i])
		if d == "" || name != "" && d != name {
			return ""
		}
		name = d
	}
	return name
}

func (x *index) paperOf(r *entente.Report) string {
	m := paper.FindString(r.Citation.Quote)
	a, b := r.Source.Code, r.Target.Code
	if m == "" || a == "" || b == "" || a == b || !(r.Reciprocal || r.Attribution != nil && r.Attribution.Kind == "document") {
		return ""
	}
	if r.Plover.Event == entente.Consult {
		return "" // talks on the day of a treaty are no part of it
	}
	return fmt.Sprintf("%s of %s and %s", strings.ToLower(m), min(a, b), max(a, b))
}

// gather puts rows that rest on the same evidence into one cluster.
func (x *index) gather(rows []entente.Bound) {
	acts, papers := make([][]string, len(rows)), make([]string, len(rows))
	was := make([]bool, len(rows))
	for i := range rows {
		was[i] = rows[i].Cluster == "" && rows[i].Document == "" && !rows[i].Circular && len(rows[i].Cites) > 0
		acts[i], papers[i] = x.acts(rows[i].Cites), x.documentOf(rows[i].Cites)
	}
	for i := range rows {
		for k := range i {
			paper := papers[i] != "" && papers[i] == papers[k]
			if !was[i] || !was[k] || !paper && !overlap(acts[i], acts[k]) {
				continue
			}
			if rows[k].Cluster == "" {
				rows[k].Cluster = fmt.Sprintf("same evidence as %s", rows[k].ID)
				if paper {
					rows[k].Cluster = papers[k]
				}
			}
			join(rows, was, rows[i].Cluster, rows[k].Cluster)
			rows[i].Cluster = rows[k].Cluster
		}
	}
}

// join renames a cluster that turns out to be part of another.
func join(rows []entente.Bound, was []bool, from, to string) {
	if from == "" || from == to {
		return
	}
	for i := range rows {
		if was[i] && rows[i].Cluster == from {
			rows[i].Cluster = to
		}
	}
}

// overlap reports whether two ordered lists share half of the shorter one or more.
func overlap(a, b []string) bool {
	shared := 0
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch c := strings.Compare(a[i], b[k]); {
		case c < 0:
			i++
		case c > 0:
			k++
		default:
			shared, i, k = shared+1, i+1, k+1
		}
	}
	return 2*shared >= min(len(a), len(b)) && shared > 0
}

// unit names what a row counts once with: its document, its cluster, or itself.
func unit(b *entente.Bound) string {
	switch {
	case b.Document != "":
		return "document: " + b.Document
	case b.Cluster != "":
		return "cluster: " + b.Cluster
	}
	return "item: " + b.ID
}
