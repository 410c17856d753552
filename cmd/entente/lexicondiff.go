package main

import (
	"bufio"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/lexicon"
	"entente/score"
)

type diffCmd struct {
	dated
	JSON   bool     `help:"Changes as JSON lines." name:"json"`
	Limit  int      `help:"At most so many events of each kind of change and pattern; 0 is all." default:"0"`
	Before string   `arg:"" help:"A folder of dictionaries, or embedded (or .) for those inside."`
	After  string   `arg:"" help:"The folder to hold against it, or embedded."`
	Corpus []string `arg:"" help:"Story files or folders, - for standard input." placeholder:"CORPUS"`
}

func (c *diffCmd) Run(ctx context.Context, e *env) error {
	opt, err := c.options()
	if err != nil {
		return err
	}
	before, err := toolsIn(c.Before)
	if err != nil {
		return err
	}
	after, err := toolsIn(c.After)
	if err != nil {
		return err
	}
	keepFlat()
	d := difference{patterns: lexicon.ComparePatterns(before.Lexicon, after.Lexicon)}
	d.total = diffTotal{Kind: "total", Lexica: [2]string{before.Lexicon.Hash, after.Lexicon.Hash}, Fields: map[string]int{}, Patterns: len(d.patterns)}
	if err := d.read(e, desk.CodeTwice(ctx, parted(e.stories(ctx, c.Corpus, opt)), before, after, coder.Options{})); err != nil {
		return err
	}
	out := bufio.NewWriter(e.out)
	write := d.print
	if c.JSON {
		write = d.encode
	}
	if err := write(out, c.Limit); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if len(d.patterns)+len(d.events) > 0 {
		return errNo
	}
	return nil
}

// toolsIn compiles the dictionaries of a folder, or those inside. A list of mistakes
// names the folder's files.
func toolsIn(dir string) (coder.Tools, error) {
	if dir == "embedded" || dir == "." {
		dir = ""
	}
	return readTools(dir, "A and B are folders such as lexica/en, or the word embedded")
}

// difference is what two lexica make of a corpus.
type difference struct {
	patterns []lexicon.PatternChange
	events   []storyChange
	total    diffTotal
}

// storyChange is a change with its story.
type storyChange struct {
	story string
	score.Change
}

// diffTotal is the last line of --json.
type diffTotal struct {
	Kind     string         `json:"kind"`
	Lexica   [2]string      `json:"lexica"`
	Patterns int            `json:"patterns"` // that differ
	Stories  int            `json:"stories"`
	Before   int            `json:"before"` // events
	After    int            `json:"after"`
	Same     int            `json:"same"`
	Gone     int            `json:"gone"`
	New      int            `json:"new"`
	Changed  int            `json:"changed"`
	Fields   map[string]int `json:"fields"` // of the changed, how often each
}

// read compares what was coded twice, and tells problems and progress.
func (d *difference) read(e *env, stories iter.Seq2[desk.Twice, error]) error {
	advance, end := e.progress()
	defer end()
	var was, is numbering
	for twice, err := range stories {
		if err != nil {
			return err
		}
		e.problems(twice.Before.Problems)
		first := was.through(twice.Before)
		is.through(twice.After)
		if first && twice.Before.Story.Text != "" {
			d.total.Stories++
		}
		d.story(twice)
		if advance != nil {
			advance(d.total.Stories)
		}
	}
	return nil
}

func (d *difference) story(twice desk.Twice) {
	before, after := twice.Before.Result.Reports, twice.After.Result.Reports
	changes, same := score.Changes(before, after)
	t := &d.total
	t.Before, t.After, t.Same = t.Before+len(before), t.After+len(after), t.Same+same
	for _, c := range changes {
		d.events = append(d.events, storyChange{twice.Before.Story.ID, c})
		switch c.Kind {
		case score.Gone:
			t.Gone++
		case score.New:
			t.New++
		default:
			t.Changed++
		}
		for _, f := range c.Fields {
			t.Fields[f]++
		}
	}
}

// group is the changes of one kind and pattern.
type group struct {
	kind, pattern string
	changes       []storyChange
}

// groups gathers changes by kind, then by pattern, the commonest first.
func (d *difference) groups() []group {
	var out []group
	for _, kind := range []string{score.Gone, score.New, score.Changed} {
		by := map[string][]storyChange{}
		for _, c := range d.events {
			if c.Kind == kind {
				by[c.Pattern()] = append(by[c.Pattern()], c)
			}
		}
		names := slices.Sorted(maps.Keys(by))
		slices.SortStableFunc(names, func(a, b string) int { return len(by[b]) - len(by[a]) })
		for _, name := range names {
			out = append(out, group{kind, name, by[name]})
		}
	}
	return out
}

// shown gives those of a group that a limit lets through.
func (g group) shown(limit int) []storyChange {
	if limit > 0 && limit < len(g.changes) {
		return g.changes[:limit]
	}
	return g.changes
}

// print writes the difference for a person.
func (d *difference) print(out *bufio.Writer, limit int) error {
	signs := map[string]string{"added": "+", "removed": "-", "changed": "~"}
	fmt.Fprintf(out, "%s in the patterns\n", counted(len(d.patterns), "change", "changes"))
	for _, p := range d.patterns {
		fmt.Fprintf(out, "  %s %s%s\n", signs[p.Kind], p.Name, afterColon(p.Fields))
	}
	t := &d.total
	fmt.Fprintf(out, "%s: %s before, %d after; %d the same, %d gone, %d new, %d changed%s\n", counted(t.Stories, "story", "stories"),
		counted(t.Before, "event", "events"), t.After, t.Same, t.Gone, t.New, t.Changed, afterColon(t.fields()))
	kind := ""
	for _, g := range d.groups() {
		if g.kind != kind {
			kind = g.kind
			fmt.Fprintf(out, "\n%s\n", kind)
		}
		fmt.Fprintf(out, "  %s (%d)\n", g.pattern, len(g.changes))
		shown := g.shown(limit)
		for _, c := range shown {
			fmt.Fprintf(out, "    %s: %s\n      %s\n", c.story, c.tell(), oneLine(c.Either().Citation.Quote))
		}
		if more := len(g.changes) - len(shown); more > 0 {
			fmt.Fprintf(out, "    and %d more\n", more)
		}
	}
	return nil
}

// fields gives how often each field was changed, in words.
func (t *diffTotal) fields() []string {
	var out []string
	for _, f := range score.ChangedFields {
		if t.Fields[f] > 0 {
			out = append(out, fmt.Sprintf("%s %d", f, t.Fields[f]))
		}
	}
	return out
}

// afterColon puts words behind a colon, if there are any.
func afterColon(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return ": " + strings.Join(words, ", ")
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// tell says an event in a line, of one that has changed the old and the new values.
func (c storyChange) tell() string {
	text := sides(c.Either())
	for _, f := range c.Fields {
		was, is := fieldOf(c.Before, f), fieldOf(c.After, f)
		text += fmt.Sprintf("; %s %s → %s", f, orDash(was), orDash(is))
	}
	return text
}

func sides(r *entente.Report) string {
	arrow := ">"
	if r.Reciprocal {
		arrow = "<>"
	}
	return fmt.Sprintf("%s %s %s %s %s %s", orDash(string(r.Source.Code)), arrow, orDash(string(r.Target.Code)), r.Plover.Event, r.Status, days(r))
}

func days(r *entente.Report) string {
	switch {
	case !r.DateFrom.Known():
		return "undated"
	case r.DateTo == r.DateFrom:
		return r.DateFrom.String()
	}
	return r.DateFrom.String() + ".." + r.DateTo.String()
}

// fieldOf gives the value of one of score.ChangedFields.
func fieldOf(r *entente.Report, field string) string {
	switch field {
	case "root":
		return string(r.Plover.Event)
	case "mode":
		return r.Plover.Mode
	case "cameo":
		return r.Cameo
	case "status":
		return string(r.Status)
	case "date":
		return days(r)
	case "direction":
		arrow := ">"
		if r.Reciprocal {
			arrow = "<>"
		}
		return fmt.Sprintf("%s %s %s", orDash(string(r.Source.Code)), arrow, orDash(string(r.Target.Code)))
	case "sector":
		return fmt.Sprintf("%s %s", orDash(string(r.Source.Sector)), orDash(string(r.Target.Sector)))
	}
	return r.FoundBy.Pattern
}

// patternLine is a pattern that differs, as a line of --json.
type patternLine struct {
	Kind    string   `json:"kind"`
	Change  string   `json:"change"`
	Pattern string   `json:"pattern"`
	Fields  []string `json:"fields"`
	Before  *string  `json:"before"` // FILE:LINE
	After   *string  `json:"after"`
}

// eventLine is an event that differs, as a line of --json.
type eventLine struct {
	Kind    string          `json:"kind"`
	Change  string          `json:"change"`
	Story   string          `json:"story"`
	Pattern string          `json:"pattern"`
	Fields  []string        `json:"fields"`
	Before  *entente.Report `json:"before"`
	After   *entente.Report `json:"after"`
}

// encode writes the difference as JSON lines: patterns, events, the total.
func (d *difference) encode(out *bufio.Writer, limit int) error {
	enc := encoder(out)
	for _, p := range d.patterns {
		if err := enc.Encode(patternLine{"pattern", p.Kind, p.Name, atLeastEmpty(p.Fields), placeOf(p.Before), placeOf(p.After)}); err != nil {
			return err
		}
	}
	for _, g := range d.groups() {
		for _, c := range g.shown(limit) {
			if err := enc.Encode(eventLine{"event", c.Kind, c.story, g.pattern, atLeastEmpty(c.Fields), c.Before, c.After}); err != nil {
				return err
			}
		}
	}
	return enc.Encode(d.total)
}

// placeOf gives where a pattern stands, nil if it stands nowhere.
func placeOf(p *lexicon.Pattern) *string {
	if p == nil {
		return nil
	}
	at := fmt.Sprintf("%s:%d", p.At.File, p.At.Line)
	return &at
}

// atLeastEmpty makes a list without members one that JSON writes as [].
func atLeastEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
