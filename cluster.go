package entente

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Cluster gathers reports into events: a report is a witness, an event the act that
// one or several witnesses tell of. The answer depends on the set of reports alone,
// not on their order; reports of one Report id are one report.
//
// Reports can tell of one act only if they share an act key ([Report.ActKey]). Among
// these the narrowest windows lead. Each opens an event unless it shares a day with
// one opened before, so the core windows of events never overlap, and wide windows
// cannot chain distinct acts together. A report that shares days with one core joins
// it. One that shares days with several joins the only one of them that its own story
// tells of; if there is none, or more than one, it is set aside and clustered with
// its like. An undated report never leaves its story: it joins the one dated event of
// its key there, else it is one event with the other undated ones.
//
// An event's id is the smallest default id ([Report.DefaultID]) among its members,
// whatever their ID says; the other default ids are its aliases. Where reports with one default id come to lie in several events,
// the id belongs to the event of the narrowest of them, and an event that is left
// without any takes an id of its own. Events come in order of day and id, undated
// ones last; the reports of an event in order of story and offset, with ID set to the
// event's.
func Cluster(reports []Report) []Event {
	var events []Event
	for _, rs := range byAct(reports) {
		slices.SortFunc(rs, compareWitness)
		events = append(events, nameEvents(clusterAct(rs))...)
	}
	slices.SortFunc(events, compareEvent)
	return events
}

// Window gives the narrowest window among the event's reports, the earliest of equals.
func (e *Event) Window() Window {
	var best Window
	for i := range e.Reports {
		w := e.Reports[i].dated()
		if compareWindow(w, best) < 0 {
			best = w
		}
	}
	return best
}

// ActKey gives the key that reports of one act share: source and target, in order of
// code if reciprocal, root, whether it is told as having happened, and the trigger's
// lemma. An actor without a code is known by its words.
func (r *Report) ActKey() string {
	a, b, arrow := actorKey(&r.Source), actorKey(&r.Target), ">"
	if r.Reciprocal {
		arrow = "="
		if b < a {
			a, b = b, a
		}
	}
	happened := "+"
	if !r.Status.Happened() {
		happened = "-"
	}
	return strings.Join([]string{a + arrow + b, string(r.Plover.Event), happened, r.Lemma}, " ")
}

func actorKey(a *Actor) string {
	if a.Code != "" {
		return string(a.Code)
	}
	return strconv.Quote(strings.ToLower(cmp.Or(a.Name, a.Raw)))
}

// DefaultID gives the id of the event a report tells of before others are known: "e_"
// and a hash of its act key and window, and of its story if it has no date.
func (r *Report) DefaultID() string {
	w := r.dated()
	when := w.From.String() + ".." + w.To.String()
	if !w.From.Known() {
		when = r.Story
	}
	return hashID(r.ActKey() + " " + when)
}

func hashID(key string) string {
	sum := sha256.Sum256([]byte(key))
	return "e_" + hex.EncodeToString(sum[:8])
}

// dated is the report's window with one known end standing for both.
func (r *Report) dated() Window {
	w := r.Window()
	if !w.From.Known() {
		w.From = w.To
	}
	w.To = max(w.From, w.To)
	return w
}

// byAct parts the reports by act key, in order of key, each report id once.
func byAct(reports []Report) [][]*Report {
	seen := make(map[string]*Report, len(reports))
	acts := make(map[string][]*Report)
	for i := range reports {
		r := &reports[i]
		if old, ok := seen[r.Report]; ok && r.Report != "" && compareWitness(old, r) <= 0 {
			continue
		}
		seen[r.Report] = r
	}
	for i := range reports {
		r := &reports[i]
		if r.Report == "" || seen[r.Report] == r {
			acts[r.ActKey()] = append(acts[r.ActKey()], r)
		}
	}
	return sortedValues(acts)
}

func sortedValues(m map[string][]*Report) [][]*Report {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	values := make([][]*Report, len(keys))
	for i, k := range keys {
		values[i] = m[k]
	}
	return values
}

// cluster is an event in the making. Its core is the window of its first member.
type cluster struct {
	core    Window
	members []*Report
	ids     []string // default ids of the members
}

// clusterAct clusters reports of one act key, given in order of witness.
func clusterAct(rs []*Report) []*cluster {
	dated := slices.IndexFunc(rs, func(r *Report) bool { return !r.dated().From.Known() })
	if dated < 0 {
		dated = len(rs)
	}
	var all []*cluster
	for rest := rs[:dated]; len(rest) > 0; {
		var p pass
		rest = p.cluster(rest)
		all = append(all, p.cores...)
	}
	return placeUndated(all, rs[dated:])
}

// pass is one round over dated reports. The cores do not overlap and are in order of day.
type pass struct {
	cores   []*cluster
	byStory map[string][]*cluster
}

// cluster places each report and returns those that fit several cores.
func (p *pass) cluster(rs []*Report) (aside []*Report) {
	p.byStory = make(map[string][]*cluster)
	for _, r := range rs {
		c, ok := p.pick(r)
		if !ok {
			aside = append(aside, r)
			continue
		}
		c.members = append(c.members, r)
		if !slices.Contains(p.byStory[r.Story], c) {
			p.byStory[r.Story] = append(p.byStory[r.Story], c)
		}
	}
	return aside
}

// pick finds the event of a report or opens one; it is false if several would do.
func (p *pass) pick(r *Report) (*cluster, bool) {
	w := r.dated()
	from, _ := slices.BinarySearchFunc(p.cores, w.From, func(c *cluster, d Day) int { return cmp.Compare(c.core.To, d) })
	to, _ := slices.BinarySearchFunc(p.cores, w.To+1, func(c *cluster, d Day) int { return cmp.Compare(c.core.From, d) })
	switch to - from {
	case 0:
		p.cores = slices.Insert(p.cores, from, &cluster{core: w})
		return p.cores[from], true
	case 1:
		return p.cores[from], true
	}
	return only(p.byStory[r.Story], func(c *cluster) bool { return c.core.Overlaps(w) })
}

// only gives the one cluster that fits; it is false if none or several do.
func only(cs []*cluster, fits func(*cluster) bool) (found *cluster, ok bool) {
	for _, c := range cs {
		if !fits(c) {
			continue
		}
		if found != nil {
			return nil, false
		}
		found = c
	}
	return found, found != nil
}

// placeUndated gives each undated report to the one event of its story, or to an
// undated event of that story.
func placeUndated(all []*cluster, undated []*Report) []*cluster {
	if len(undated) == 0 {
		return all
	}
	byStory := make(map[string][]*cluster)
	for _, c := range all {
		for _, r := range c.members {
			if !slices.Contains(byStory[r.Story], c) {
				byStory[r.Story] = append(byStory[r.Story], c)
			}
		}
	}
	own := make(map[string]*cluster)
	for _, r := range undated {
		c, ok := only(byStory[r.Story], func(*cluster) bool { return true })
		if !ok {
			if c = own[r.Story]; c == nil {
				c = &cluster{}
				own[r.Story] = c
				all = append(all, c)
			}
		}
		c.members = append(c.members, r)
	}
	return all
}

// nameEvents gives the clusters of one act key their ids and aliases.
func nameEvents(cs []*cluster) []Event {
	owner := make(map[string]*Report)
	for _, c := range cs {
		c.ids = make([]string, len(c.members))
		for i, r := range c.members {
			id := r.DefaultID()
			c.ids[i] = id
			if old := owner[id]; old == nil || compareWitness(r, old) < 0 {
				owner[id] = r
			}
		}
	}
	events := make([]Event, len(cs))
	for i, c := range cs {
		events[i] = nameEvent(c, owner)
	}
	return events
}

func nameEvent(c *cluster, owner map[string]*Report) Event {
	var ids []string
	first := c.members[0]
	for i, r := range c.members {
		if id := c.ids[i]; owner[id] == r {
			ids = append(ids, id)
		}
		if compareWitness(r, first) < 0 {
			first = r
		}
	}
	if len(ids) == 0 {
		ids = []string{hashID("report " + first.Report)}
	}
	slices.Sort(ids)
	e := Event{ID: ids[0]}
	if len(ids) > 1 {
		e.Aliases = ids[1:]
	}
	for _, r := range c.members {
		member := *r
		member.ID = e.ID
		e.Reports = append(e.Reports, member)
	}
	slices.SortFunc(e.Reports, compareOffset)
	return e
}

// compareWindow puts narrow windows before wide ones, early before late, undated last.
func compareWindow(a, b Window) int {
	if a.From.Known() != b.From.Known() {
		if a.From.Known() {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(a.To-a.From, b.To-b.From), cmp.Compare(a.From, b.From))
}

// compareWitness orders reports by window and id. Two reports that share an id but
// differ are told apart by all they hold, lest the order of arrival decide.
func compareWitness(a, b *Report) int {
	if c := cmp.Or(compareWindow(a.dated(), b.dated()), cmp.Compare(a.Report, b.Report)); c != 0 || a == b {
		return c
	}
	x, errA := json.Marshal(a)
	y, errB := json.Marshal(b)
	if errA != nil || errB != nil { // an intensity or confidence that is not a number
		return compareOffset(*a, *b)
	}
	return cmp.Compare(string(x), string(y))
}

func compareOffset(a, b Report) int {
	return cmp.Or(cmp.Compare(a.Story, b.Story), cmp.Compare(a.Citation.Start, b.Citation.Start),
		cmp.Compare(a.Citation.Trigger[0], b.Citation.Trigger[0]), cmp.Compare(a.Report, b.Report))
}

func compareEvent(a, b Event) int {
	w, v := a.Window().From, b.Window().From
	if w.Known() != v.Known() {
		if w.Known() {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(w, v), cmp.Compare(a.ID, b.ID))
}
