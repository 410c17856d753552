package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/codebook"
	"entente/coder"
	"entente/eventfile"
)

// resolver says what the rows of a file mean: who the actors were on the day, and what
// the act is in PLOVER. One goroutine uses one resolver: it remembers what it was asked.
type resolver struct {
	tools  coder.Tools
	file   *eventfile.File
	from   *source
	parsed eventfile.Parsed
	memory
}

// memory is what a resolver remembers, for files of one format.
type memory struct {
	scheme  eventfile.Scheme // of the actors, as last seen
	actors  map[actorKey]*knownActor
	places  eventfile.Scheme // of their places
	sites   map[siteKey]*knownSite
	links   map[string]string
	glued   map[string]glued // by CAMEO's whole code
	acts    map[string]*act  // by CAMEO code, or root and mode
	dated   map[dated]entente.Code
	phrases map[dated]entente.Actor
	sectors map[string]entente.Sector
	context map[string][]string
	words   map[string]string // one copy of what comes often
}

func newMemory() memory {
	return memory{
		actors: map[actorKey]*knownActor{}, sites: map[siteKey]*knownSite{}, links: map[string]string{}, glued: map[string]glued{}, acts: map[string]*act{},
		dated: map[dated]entente.Code{}, phrases: map[dated]entente.Actor{}, sectors: map[string]entente.Sector{}, context: map[string][]string{}, words: map[string]string{},
	}
}

// dated is an actor as a file writes it, and the day.
type dated struct {
	scheme eventfile.Scheme
	code   string
	day    entente.Day
}

// glued is a CAMEO actor code taken apart.
type glued struct {
	code   entente.Code // for a state, of no day
	state  bool
	sector entente.Sector
}

// act is what a code means.
type act struct {
	entente.ActKind
	wrong string // why it means nothing
}

func newResolver(tools coder.Tools) *resolver {
	return &resolver{tools: tools, memory: newMemory()}
}

// use turns to a file.
func (r *resolver) use(from *source) {
	if r.file != nil && r.file.Format != from.file.Format {
		r.memory = newMemory()
	}
	r.from, r.file = from, from.file
}

// remembered bounds what a resolver remembers of each kind.
const remembered = 1 << 16

// keep gives a copy of a word; what comes again is kept once.
func (r *resolver) keep(s []byte) string {
	if len(s) == 0 {
		return ""
	}
	if w, ok := r.words[string(s)]; ok {
		return w
	}
	if len(r.words) >= remembered {
		clear(r.words)
	}
	w := string(s)
	r.words[w] = w
	return w
}

// resolve parses a chunk into a part.
func (r *resolver) resolve(c eventfile.Chunk, p *part) {
	r.file.Parse(c, &r.parsed)
	p.rows = len(r.parsed.Rows) + len(r.parsed.Mentions) + len(r.parsed.Faults)
	p.faults = append(p.faults, r.parsed.Faults...)
	r.forget()
	ids := r.ids()
	for i := range r.parsed.Rows {
		row := &r.parsed.Rows[i]
		n := len(row.ID)
		r.event(row, ids[:n], p)
		ids = ids[n:]
	}
	for i := range r.parsed.Mentions {
		m := &r.parsed.Mentions[i]
		p.mentions = append(p.mentions, entente.Mention{
			Source: r.file.Source, File: r.file.Name, Event: string(m.Event), Outlet: r.keep(m.Outlet), URL: r.link(m.URL),
			Line: m.Line, Published: m.Published, Sentence: m.Sentence, Confidence: m.Confidence,
		})
	}
	r.figures(p)
	slices.SortStableFunc(p.faults, func(a, b eventfile.Fault) int { return cmp.Compare(a.Line, b.Line) })
}

// forget bounds what is remembered.
func (r *resolver) forget() {
	if len(r.dated)+len(r.phrases) > remembered {
		clear(r.dated)
		clear(r.phrases)
	}
	if len(r.actors) > remembered {
		clear(r.actors)
	}
	// Places and addresses are many. They come again soon or, in a worker's memory, are
	// not worth what each collection of garbage takes to look through them.
	if len(r.sites) > remembered/4 {
		clear(r.sites)
	}
	if len(r.links) > remembered/8 {
		clear(r.links)
	}
}

// ids gives the ids of all rows in one text, lest each be copied by itself.
func (r *resolver) ids() string {
	n := 0
	for i := range r.parsed.Rows {
		n += len(r.parsed.Rows[i].ID)
	}
	var b strings.Builder
	b.Grow(n)
	for i := range r.parsed.Rows {
		b.Write(r.parsed.Rows[i].ID)
	}
	return b.String()
}

// event resolves a row into the last event of the part.
func (r *resolver) event(row *eventfile.Row, id string, p *part) {
	a := r.act(row)
	if a.wrong != "" {
		p.faults = append(p.faults, eventfile.Fault{Line: row.Line, Offset: row.Offset, Reason: a.wrong, Raw: string(row.Raw)})
		return
	}
	if row.Scheme != r.scheme || row.PlaceScheme != r.places {
		clear(r.actors)
		clear(r.sites)
		r.scheme, r.places = row.Scheme, row.PlaceScheme
	}
	n := len(p.events)
	if n < cap(p.events) {
		p.events = p.events[:n+1]
	} else {
		p.events = append(p.events, entente.Imported{})
	}
	e := &p.events[n] // every field is set
	o := &e.Provenance
	o.Source, o.ID, o.File, o.Line, o.Events = r.file.Source, id, r.file.Name, row.Line, 0
	if len(row.Coding) > 0 {
		o.Source = r.keep(row.Coding)
	}
	o.Mentions, o.Sources, o.Articles = row.Mentions, row.Sources, row.Articles
	if row.Events > 1 {
		o.Events = row.Events
	}
	e.Day, e.Published = row.Day, row.Published
	e.Source, e.Target = r.actor(&row.Source, row), r.actor(&row.Target, row)
	e.Act, e.Site, e.URL = &a.ActKind, r.site(row), r.link(row.URL)
	if len(row.Contexts) > 0 || row.Graded {
		e.Act = r.own(a, row)
	}
	var sum uint64
	if len(row.ID) == 0 {
		sum = max(row.Sum, 1)
	}
	p.sums = append(p.sums, sum)
}

// own gives an act with what the row says of it.
func (r *resolver) own(a *act, row *eventfile.Row) *entente.ActKind {
	own := a.ActKind
	if len(row.Contexts) > 0 {
		own.Plover.Contexts = r.contexts(row.Contexts)
	}
	if row.Graded {
		own.Intensity, own.Scale = row.Intensity, r.file.Source
	}
	return &own
}

// link gives an address a text of its own: events of one story come close together.
func (r *resolver) link(url []byte) string {
	l, ok := r.links[string(url)]
	if !ok {
		l = string(url)
		r.links[l] = l
	}
	return l
}

// act looks up what was done. The intensity is that of the default scale, so that
// imported and coded events can be added up.
func (r *resolver) act(row *eventfile.Row) *act {
	if len(row.Root) == 0 {
		a, ok := r.acts[string(row.Cameo)]
		if !ok {
			a = newAct(string(row.Cameo), "", "")
			r.acts[string(row.Cameo)] = a
		}
		return a
	}
	key := fmt.Sprintf("%s %s %s", row.Cameo, row.Root, row.Mode)
	a, ok := r.acts[key]
	if !ok {
		a = newAct(string(row.Cameo), string(row.Root), string(row.Mode))
		r.acts[key] = a
	}
	return a
}

func newAct(cameo, root, mode string) *act {
	a := &act{ActKind: entente.ActKind{Cameo: cameo}}
	if cameo != "" {
		code, ok := codebook.Cameo(cameo)
		if !ok {
			return &act{wrong: fmt.Sprintf("%q is no code of CAMEO", cameo)}
		}
		a.Plover, a.Quad = entente.Plover{Event: code.Plover.Event, Mode: code.Plover.Mode, Contexts: code.Plover.Contexts}, code.Quad
	}
	if root != "" {
		root = strings.ToUpper(root)
		if codebook.Quad(entente.Root(root)) == 0 {
			return &act{wrong: fmt.Sprintf("%q is no root of PLOVER", root)}
		}
		a.Plover = entente.Plover{Event: entente.Root(root), Mode: mode}
		if cameo == "" {
			a.Cameo = codebook.Default(a.Plover.Event, mode)
		}
	}
	if a.Plover.Event != "" {
		a.Quad = codebook.Quad(a.Plover.Event)
	}
	if v, ok := codebook.Intensity(codebook.DefaultScale, a.Cameo, a.Plover.Event, a.Plover.Mode); ok {
		a.Intensity, a.Scale = v, codebook.DefaultScale
	}
	return a
}

// contexts parts a file's list of contexts.
func (r *resolver) contexts(list []byte) []string {
	if c, ok := r.context[string(list)]; ok {
		return c
	}
	var out []string
	for _, c := range strings.FieldsFunc(string(list), func(c rune) bool { return c == ';' || c == ',' }) {
		if c = strings.ToLower(strings.TrimSpace(c)); c != "" {
			out = append(out, c)
		}
	}
	r.context[string(list)] = out
	return out
}

// figures resolves the figures of a table; one of a state that is not known is a fault.
func (r *resolver) figures(p *part) {
	last := 0
	for _, g := range r.parsed.Figures {
		if g.Line != last {
			p.rows++
		}
		m := entente.Measure{
			Series: g.Series, From: g.From, To: g.To, Value: g.Value,
			Source: r.file.Source, Licence: r.from.licence, File: r.file.Name, Line: g.Line,
		}
		ok, fine := false, true
		if m.A, ok = r.state(g.Scheme, g.A, g.From); ok && g.B != "" {
			m.B, fine = r.state(g.Scheme, g.B, g.From)
		}
		if ok && fine {
			p.measures = append(p.measures, m)
		} else if g.Line != last {
			unknown := g.A
			if ok {
				unknown = g.B
			}
			p.faults = append(p.faults, eventfile.Fault{Line: g.Line, Offset: g.Offset, Raw: g.Raw,
				Reason: fmt.Sprintf("no state is written %q in %s on %s", unknown, g.Scheme, g.From)})
		}
		last = g.Line
	}
}
