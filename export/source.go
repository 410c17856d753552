package export

import (
	"cmp"
	"slices"

	"entente"
)

// Origin is somebody whose stories or codings data rest on.
type Origin struct {
	Kind    string // publisher, coding
	Name    string
	Events  int
	Reports int
	From    entente.Day // first and last day of publication, or of the events of a coding
	To      entente.Day
	Licence string
	Cite    string
}

// Origins gathers what events rest on: as many as there are publishers and codings, not
// as there are events.
type Origins struct {
	Terms  map[string]string // of codings that are not known of old, by name, as they were imported
	of     map[[2]string]*Origin
	lexica map[string]int // reports and assessments by the dictionaries they were coded with
}

// Add takes an event in.
func (o *Origins) Add(a *Act) {
	if o.of == nil {
		o.of, o.lexica = map[[2]string]*Origin{}, map[string]int{}
	}
	seen := map[*Origin]bool{}
	for i := range a.Reports {
		r := &a.Reports[i]
		kind, name, day := "publisher", a.outlet(r).Publisher, a.outlet(r).Published
		if r.Provenance != nil {
			kind, name, day = "coding", r.Provenance.Source, r.DateFrom
		} else {
			o.lexica[r.FoundBy.Lexicon]++
		}
		of := o.origin(kind, name)
		of.add(day)
		if of.Reports++; !seen[of] {
			of.Events++
			seen[of] = true
		}
	}
}

// AddView takes an assessment in: a report of its publisher, of no event.
func (o *Origins) AddView(v *View) {
	if o.of == nil {
		o.of, o.lexica = map[[2]string]*Origin{}, map[string]int{}
	}
	of := o.origin("publisher", v.Outlet.Publisher)
	of.add(v.Outlet.Published)
	of.Reports++
	o.lexica[v.FoundBy.Lexicon]++
}

func (o *Origins) origin(kind, name string) *Origin {
	key := [2]string{kind, name}
	if o.of[key] == nil {
		o.of[key] = &Origin{Kind: kind, Name: name, Licence: "of the publisher; sentences are quoted, texts are not contained"}
		if kind == "coding" {
			known := sourceOf(name)
			o.of[key].Licence, o.of[key].Cite = cmp.Or(o.Terms[name], known.Licence), known.Cite
		}
	}
	return o.of[key]
}

func (o *Origin) add(d entente.Day) {
	if !d.Known() {
		return
	}
	if !o.From.Known() || d < o.From {
		o.From = d
	}
	o.To = max(o.To, d)
}

// List gives the origins in order of kind and name.
func (o *Origins) List() []*Origin {
	var out []*Origin
	for _, of := range o.of {
		out = append(out, of)
	}
	slices.SortFunc(out, func(a, b *Origin) int {
		return cmp.Or(-cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// Lexica gives the hashes of the dictionaries with which reports were coded, in order,
// and how many with each.
func (o *Origins) Lexica() []Used {
	out := []Used{}
	for hash, n := range o.lexica {
		out = append(out, Used{hash, n})
	}
	slices.SortFunc(out, func(a, b Used) int { return cmp.Compare(a.Lexicon, b.Lexicon) })
	return out
}

// Used says how many reports were coded with some dictionaries.
type Used struct {
	Lexicon string `json:"lexicon"`
	Reports int    `json:"reports"`
}

// originTable is the table of what data rest on.
func originTable() Table[*Origin] {
	t := Table[*Origin]{Name: "sources", Row: "a publisher of stories, or a coding of others"}
	add := func(c Column, of func(*Origin) Value) { t.Fields = append(t.Fields, Field[*Origin]{c, of}) }
	add(Column{Name: "kind", About: "publisher, of stories that were read; coding, of event files that were imported."}, func(o *Origin) Value { return text(o.Kind) })
	add(Column{Name: "name", About: "Its name; empty for stories of no known publisher."}, func(o *Origin) Value { return text(o.Name) })
	add(Column{Name: "events", Type: Int, About: "Events it has a part in."}, func(o *Origin) Value { return whole(o.Events) })
	add(Column{Name: "reports", Type: Int, About: "Reports of these, and assessments."}, func(o *Origin) Value { return whole(o.Reports) })
	add(Column{Name: "from", Type: Day, Null: true, About: "First day of publication of the stories; of a coding, of the events, not of their publication."}, func(o *Origin) Value { return day(o.From) })
	add(Column{Name: "to", Type: Day, Null: true, About: "Last day of the same."}, func(o *Origin) Value { return day(o.To) })
	add(Column{Name: "licence", About: "On what terms it may be used."}, func(o *Origin) Value { return text(o.Licence) })
	add(Column{Name: "cite", About: "How it asks to be cited."}, func(o *Origin) Value { return text(o.Cite) })
	return t
}

// known is what is known of a coding of others.
type known struct{ Author, Title, Licence, Cite string }

// sourceOf gives what is known of a coding.
func sourceOf(name string) known {
	if k, ok := knownSources[name]; ok {
		return k
	}
	return known{Author: name, Title: name, Licence: "as its maker says", Cite: "as its maker says"}
}

const gdeltCite = "Leetaru, K., and P. A. Schrodt (2013). GDELT: Global Data on Events, Location, and Tone, 1979–2012. ISA Annual Convention."

var knownSources = map[string]known{
	"gdelt1": {"The GDELT Project", "GDELT 1.0 Event Database", "free for any use with citation of the GDELT Project and a link to it", gdeltCite},
	"gdelt2": {"The GDELT Project", "GDELT 2.0 Event Database", "free for any use with citation of the GDELT Project and a link to it", gdeltCite},
	"icews": {"Boschee, E., J. Lautenschlager, S. O'Brien, S. Shellman, J. Starz and M. Ward", "ICEWS Coded Event Data", "terms of its repository, the Harvard Dataverse",
		"Boschee, E., J. Lautenschlager, S. O'Brien, S. Shellman, J. Starz and M. Ward (2015). ICEWS Coded Event Data. Harvard Dataverse, doi:10.7910/DVN/28075."},
	"polecat": {"Halterman, A., B. E. Bagozzi, A. Beger, P. Schrodt and G. Scarborough", "POLECAT Weekly Data", "terms of its repository, the Harvard Dataverse",
		"Halterman, A., B. E. Bagozzi, A. Beger, P. Schrodt and G. Scarborough (2023). PLOVER and POLECAT: A New Political Event Ontology and Dataset. ISA Conference Paper; data: Harvard Dataverse, doi:10.7910/DVN/AJGVIT."},
	"phoenix": {"Open Event Data Alliance, and Cline Center for Advanced Social Research", "Phoenix event data", "terms of its repository",
		"Althaus, S., J. Bajjalieh, J. F. Carter, B. Peyton and D. A. Shalmon (2020). Cline Center Historical Phoenix Event Data. University of Illinois; or Open Event Data Alliance, Phoenix."},
}
