package export

import (
	"cmp"

	"entente"
)

// Act is an event with what is cited of its stories.
type Act struct {
	entente.Event
	Lead    *entente.Report           // of its reports, the one that stands for it
	Outlets map[string]entente.Outlet // its stories, by id; an imported event has none
	Hide    bool                      // leave quotations out
}

// Testimony is a report of an act.
type Testimony struct {
	*Act
	Report *entente.Report
}

// outlet is what is cited of a report's story.
func (a *Act) outlet(r *entente.Report) entente.Outlet { return a.Outlets[r.Story] }

// distinct counts the different values of the act's stories; "" is none.
func (a *Act) distinct(of func(entente.Outlet) string) int {
	seen := map[string]bool{}
	for i := range a.Reports {
		if v := of(a.outlet(&a.Reports[i])); v != "" {
			seen[v] = true
		}
	}
	return len(seen)
}

func (a *Act) stories() int { return a.distinct(func(o entente.Outlet) string { return o.Story }) }

func (a *Act) publishers() int {
	return a.distinct(func(o entente.Outlet) string { return o.Publisher })
}

// first is the first day of publication among the act's stories.
func (a *Act) first() entente.Day {
	var first entente.Day
	for i := range a.Reports {
		if d := a.outlet(&a.Reports[i]).Published; d.Known() && (!first.Known() || d < first) {
			first = d
		}
	}
	return first
}

// reports are the ids of the act's reports.
func (a *Act) reports() []string {
	ids := make([]string, len(a.Reports))
	for i := range a.Reports {
		ids[i] = a.Reports[i].Report
	}
	return ids
}

// Events is the table of acts: each once, however many reports it has.
func Events() Table[*Act] {
	t := Table[*Act]{Name: "events", Row: "an event: an act, once, however many reports tell of it",
		About: "What was done, by whom, to whom, when. Actors, code, status and citation are those of the event's leading report: the one whose status weighs most, of equals the surest, then the first by id; the days are those of its narrowest window."}
	own := func(c Column, of func(*Act) Value) { t.Fields = append(t.Fields, Field[*Act]{c, of}) }
	own(Column{Name: "id", Wide: true, About: "Id of the event, kept for ever; `entente explain ID` opens it. Of an imported event its source, a colon and its own id."}, func(a *Act) Value { return text(a.ID) })
	own(Column{Name: "reports", Type: Int, About: "How many reports of the event the selection holds."}, func(a *Act) Value { return whole(len(a.Reports)) })
	own(Column{Name: "stories", Type: Int, About: "In how many stories; 0 for an imported event."}, func(a *Act) Value { return whole(a.stories()) })
	own(Column{Name: "publishers", Type: Int, About: "By how many publishers."}, func(a *Act) Value { return whole(a.publishers()) })
	own(Column{Name: "first_published", Type: Day, Null: true, About: "The first day on which one of these stories was published."}, func(a *Act) Value { return day(a.first()) })
	for _, f := range reportFields() {
		of := f.Of
		own(f.Column, func(a *Act) Value { return of(Testimony{a, a.Lead}) })
	}
	own(Column{Name: "report_ids", Type: List, Wide: true, About: "Ids of the event's reports."}, func(a *Act) Value { return list(a.reports()) })
	own(Column{Name: "aliases", Type: List, About: "Ids of events that were merged into this one."}, func(a *Act) Value { return list(a.Aliases) })
	t.Record = func(a *Act) any { return eventLine(a) }
	return t
}

// Reports is the table of testimonies: an event stands in it as often as it is told of.
func Reports() Table[Testimony] {
	t := Table[Testimony]{Name: "reports", Row: "a report: one place in one story that tells of an event",
		About: "Each place in which an event is told of. To count acts, count different ids, not rows."}
	t.Fields = append(t.Fields, Field[Testimony]{Column{Name: "id", Wide: true, About: "Id of the event that the report tells of; several reports may share it."}, func(r Testimony) Value { return text(r.ID) }},
		Field[Testimony]{Column{Name: "lead", Type: Bool, About: "Whether it is the event's leading report."}, func(r Testimony) Value { return truth(r.Report == r.Lead) }})
	t.Fields = append(t.Fields, reportFields()...)
	t.Record = func(r Testimony) any { return reportLine(r) }
	return t
}

// reportFields are the columns that a report has.
func reportFields() []Field[Testimony] {
	var out []Field[Testimony]
	add := func(c Column, of func(r *entente.Report) Value) {
		out = append(out, Field[Testimony]{c, func(t Testimony) Value { return of(t.Report) }})
	}
	add(Column{Name: "date", Type: Day, Null: true, About: "First day of the window that the text supports for the act."}, func(r *entente.Report) Value { return day(r.Date) })
	add(Column{Name: "date_from", Type: Day, Null: true, About: "The same."}, func(r *entente.Report) Value { return day(r.DateFrom) })
	add(Column{Name: "date_to", Type: Day, Null: true, About: "Last day of the window."}, func(r *entente.Report) Value { return day(r.DateTo) })
	add(Column{Name: "date_basis", About: "explicit: a date is given; relative: as in \"last month\"; published: taken from the day of publication; unknown."}, func(r *entente.Report) Value { return text(r.DateBasis) })
	for _, side := range []struct {
		name, who string
		of        func(*entente.Report) *entente.Actor
	}{
		{"source", "Who acts", func(r *entente.Report) *entente.Actor { return &r.Source }},
		{"target", "Toward whom", func(r *entente.Report) *entente.Actor { return &r.Target }},
	} {
		of := side.of
		add(Column{Name: side.name + "_code", About: side.who + ": ISO 3166-1 alpha-3 for states, `IGO:…` for organisations, others in the table of actors; empty for one that is not known."}, func(r *entente.Report) Value { return text(of(r).Code) })
		add(Column{Name: side.name + "_sector", About: "Sector of PLOVER, or NGO, IGO; empty for the state as such."}, func(r *entente.Report) Value { return text(of(r).Sector) })
		add(Column{Name: side.name + "_name", About: "Name."}, func(r *entente.Report) Value { return text(of(r).Name) })
		add(Column{Name: side.name + "_role", About: "Office, if any."}, func(r *entente.Report) Value { return text(of(r).Role) })
		add(Column{Name: side.name + "_raw", About: "The words of the text, or the code of the event file."}, func(r *entente.Report) Value { return text(of(r).Raw) })
	}
	add(Column{Name: "reciprocal", Type: Bool, About: "Both sides do it, as in a meeting or a treaty."}, func(r *entente.Report) Value { return truth(r.Reciprocal) })
	add(Column{Name: "root", About: "PLOVER event type."}, func(r *entente.Report) Value { return text(r.Plover.Event) })
	add(Column{Name: "mode", About: "PLOVER mode; empty for none."}, func(r *entente.Report) Value { return text(r.Plover.Mode) })
	add(Column{Name: "contexts", Type: List, About: "PLOVER contexts: the issue areas."}, func(r *entente.Report) Value { return list(r.Plover.Contexts) })
	add(Column{Name: "cameo", About: "CAMEO code: text, as it begins with a nought."}, func(r *entente.Report) Value { return text(r.Cameo) })
	add(Column{Name: "quad", Type: Int, Null: true, About: "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."}, func(r *entente.Report) Value { return wholeIf(int(r.Quad), r.Quad != 0) })
	add(Column{Name: "intensity", Type: Real, Null: true, About: "From -10, conflict, to 10, cooperation, on the scale named."}, func(r *entente.Report) Value {
		return realIf(r.Intensity, r.Scale != "")
	})
	add(Column{Name: "scale", About: "goldstein-icews, goldstein-gdelt or plover."}, func(r *entente.Report) Value { return text(r.Scale) })
	add(Column{Name: "status", About: "How the text puts it: fact, reported (a claim), intended, hypothetical, negated, historical. An imported event is a fact."}, func(r *entente.Report) Value { return text(r.Status) })
	add(Column{Name: "attribution_by", About: "Whose words it is, in the words of the text; empty for the author's."}, func(r *entente.Report) Value { return text(attribution(r).By) })
	add(Column{Name: "attribution_code", About: "Code of that actor, if known."}, func(r *entente.Report) Value { return text(attribution(r).Code) })
	add(Column{Name: "attribution_kind", About: "actor, document, author, unnamed."}, func(r *entente.Report) Value { return text(attribution(r).Kind) })
	add(Column{Name: "place_name", About: "Where it took place, if told."}, func(r *entente.Report) Value { return text(place(r).Name) })
	add(Column{Name: "place_country", About: "Country of the place."}, func(r *entente.Report) Value { return text(place(r).Country) })
	add(Column{Name: "confidence", Type: Real, Null: true, About: "How likely pair and root are right, 0 to 1; of an imported event not known."}, func(r *entente.Report) Value {
		return realIf(r.Confidence, r.Provenance == nil)
	})
	return append(out, citationFields()...)
}

// citationFields are the columns that say where a report is from.
func citationFields() []Field[Testimony] {
	var out []Field[Testimony]
	add := func(c Column, of func(t Testimony) Value) { out = append(out, Field[Testimony]{c, of}) }
	coded := func(t Testimony) bool { return t.Report.Provenance == nil }
	offset := func(name, about string, of func(*entente.Citation) int) {
		add(Column{Name: name, Type: Int, Null: true, About: about}, func(t Testimony) Value { return wholeIf(of(&t.Report.Citation), coded(t)) })
	}
	span := func(name, about string, of func(*entente.Citation) *entente.Span) {
		for i, end := range []string{"_start", "_end"} {
			add(Column{Name: name + end, Type: Int, Null: true, About: about}, func(t Testimony) Value {
				s := of(&t.Report.Citation)
				if s == nil || !coded(t) {
					return null()
				}
				return whole(s[i])
			})
		}
	}
	add(Column{Name: "report_id", Wide: true, About: "Id of the report: a hash of story, trigger, actors and root. It never changes."}, func(t Testimony) Value { return text(t.Report.Report) })
	add(Column{Name: "story", About: "Id of the story; empty for an imported event."}, func(t Testimony) Value { return text(t.Report.Story) })
	add(Column{Name: "stream", About: "Part of the page: headline, standfirst, body, caption."}, func(t Testimony) Value { return text(t.Report.Stream) })
	add(Column{Name: "sentence", Type: Int, Null: true, About: "Number of the sentence in the story, from 0."}, func(t Testimony) Value { return wholeIf(t.Report.Sentence, coded(t)) })
	add(Column{Name: "published", Type: Day, Null: true, About: "Day of publication."}, func(t Testimony) Value { return day(t.outlet(t.Report).Published) })
	add(Column{Name: "publisher", About: "Publisher."}, func(t Testimony) Value { return text(t.outlet(t.Report).Publisher) })
	add(Column{Name: "author", About: "Author."}, func(t Testimony) Value { return text(t.outlet(t.Report).Author) })
	add(Column{Name: "title", About: "Title of the story."}, func(t Testimony) Value { return text(t.outlet(t.Report).Title) })
	add(Column{Name: "url", Wide: true, About: "Address of the story, or that which an event file gives."}, func(t Testimony) Value { return text(t.Report.Citation.URL) })
	add(Column{Name: "story_sha256", About: "SHA-256 of the story's canonical text, into which the offsets point."}, func(t Testimony) Value { return text(sum(t.outlet(t.Report).Hash)) })
	add(Column{Name: "quote", Wide: true, About: "The sentence; empty for an imported event, or where quotations were left out."}, func(t Testimony) Value { return text(t.quote()) })
	offset("quote_start", "Where the sentence begins, in bytes of the canonical text.", func(c *entente.Citation) int { return c.Start })
	offset("quote_end", "Where it ends, the end not included.", func(c *entente.Citation) int { return c.End })
	offset("trigger_start", "Where the words begin that tell the act.", func(c *entente.Citation) int { return c.Trigger[0] })
	offset("trigger_end", "Where they end.", func(c *entente.Citation) int { return c.Trigger[1] })
	span("source_words", "Where the words for who acts begin and end; missing where the actor is understood.", func(c *entente.Citation) *entente.Span { return c.Source })
	span("target_words", "The same of toward whom.", func(c *entente.Citation) *entente.Span { return c.Target })
	add(Column{Name: "pattern", About: "The dictionaries' entry that found it."}, func(t Testimony) Value { return text(t.Report.FoundBy.Pattern) })
	add(Column{Name: "way", About: "How the actors were found."}, func(t Testimony) Value { return text(t.Report.FoundBy.Way) })
	add(Column{Name: "lexicon", About: "Hash of the dictionaries with which the story was read."}, func(t Testimony) Value { return text(t.Report.FoundBy.Lexicon) })
	add(Column{Name: "coding", About: "Whose coding it is: coded (from news, by this program), gdelt1, gdelt2, icews, polecat, phoenix, or another event file's source."}, func(t Testimony) Value { return text(coding(t.Report)) })
	add(Column{Name: "coding_id", Wide: true, About: "Of an imported event: its id in its file."}, func(t Testimony) Value { return text(provenance(t.Report).ID) })
	add(Column{Name: "coding_file", About: "The file."}, func(t Testimony) Value { return text(provenance(t.Report).File) })
	counted := func(name, about string, of func(*entente.Provenance) int) {
		add(Column{Name: name, Type: Int, Null: true, About: about}, func(t Testimony) Value { return wholeIf(of(provenance(t.Report)), !coded(t)) })
	}
	counted("coding_line", "Its line there, from 1.", func(p *entente.Provenance) int { return p.Line })
	counted("coding_events", "How many events the line stands for.", func(p *entente.Provenance) int { return p.Count() })
	counted("coding_mentions", "Mentions as the file counts them, 0 where it does not.", func(p *entente.Provenance) int { return p.Mentions })
	return out
}

// quote gives the sentence, unless it is to be left out.
func (t Testimony) quote() string {
	if t.Hide {
		return ""
	}
	return t.Report.Citation.Quote
}

func attribution(r *entente.Report) *entente.Attribution {
	return cmp.Or(r.Attribution, &entente.Attribution{})
}

func place(r *entente.Report) *entente.Place { return cmp.Or(r.Place, &entente.Place{}) }

func provenance(r *entente.Report) *entente.Provenance {
	return cmp.Or(r.Provenance, &entente.Provenance{})
}

// coding is whose coding a report is.
func coding(r *entente.Report) string {
	if r.Provenance == nil {
		return entente.CodedHere
	}
	return r.Provenance.Source
}

// told is what a line of JSON says of a report's story.
type told struct {
	Published   entente.Day `json:"published"`
	Publisher   string      `json:"publisher"`
	Author      string      `json:"author"`
	Title       string      `json:"title"`
	StorySHA256 string      `json:"story_sha256"`
	Coding      string      `json:"coding"`
}

// testimonyLine is a report as `events --json` has it, with its story.
type testimonyLine struct {
	entente.Report
	told
	Lead bool `json:"lead"`
}

// actLine is an event's leading report with the event.
type actLine struct {
	entente.Report
	told
	Reports        int         `json:"reports"`
	Stories        int         `json:"stories"`
	Publishers     int         `json:"publishers"`
	FirstPublished entente.Day `json:"first_published"`
	ReportIDs      []string    `json:"report_ids"`
	Aliases        []string    `json:"aliases"`
}

func reportLine(t Testimony) testimonyLine {
	r, story := line(t)
	return testimonyLine{r, story, t.Report == t.Lead}
}

func eventLine(a *Act) actLine {
	r, story := line(Testimony{a, a.Lead})
	aliases := a.Aliases
	if aliases == nil {
		aliases = []string{}
	}
	return actLine{r, story, len(a.Reports), a.stories(), a.publishers(), a.first(), a.reports(), aliases}
}

func line(t Testimony) (entente.Report, told) {
	r := *t.Report
	r.Kind, r.ID = "event", t.ID
	r.Citation.Quote = t.quote()
	if r.Plover.Contexts == nil {
		r.Plover.Contexts = []string{}
	}
	o := t.outlet(t.Report)
	return r, told{o.Published, o.Publisher, o.Author, o.Title, sum(o.Hash), coding(&r)}
}
