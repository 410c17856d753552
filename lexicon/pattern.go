package lexicon

import (
	"slices"
	"strconv"
	"strings"

	"entente"
	"entente/codebook"
)

// Pattern tells how an act, or how two actors stand, is put into words.
type Pattern struct {
	Name string
	At   Pos

	Assess   bool // it is an assessment; Event, Mode and Cameo are then empty
	Event    entente.Root
	Mode     string
	Cameo    string
	Contexts []string
	Level    *int // of an assessment
	Trend    *int
	Issue    string

	Triggers   []*Trigger
	Source     []string // roles, first filled wins; of an assessment its first actor
	Target     []string
	NounSource []string
	NounTarget []string
	Reciprocal bool
	Alone      bool // may report an act without a target
	Lower      bool // its words often mean something else
	Apart      bool // the inner event is reported by itself as well

	Yes []Example
	No  []Example
}

// Roles gives where a trigger of the pattern looks for its actors.
func (p *Pattern) Roles(t *Trigger) (source, target []string) {
	if t.Kind == NounTrigger {
		return p.NounSource, p.NounTarget
	}
	return p.Source, p.Target
}

// TriggerKind is the class of word that a trigger hangs on.
type TriggerKind uint8

// The kinds of trigger.
const (
	VerbTrigger TriggerKind = iota
	NounTrigger
	AdjTrigger
)

// Trigger is one wording of a pattern. Of a verb the head is the first word and the
// others stand with it; of a noun the head is the last.
type Trigger struct {
	Pattern *Pattern
	Kind    TriggerKind
	Head    Slot
	Rest    []Slot
	Text    string // as written
	Nested  bool   // a word of it stands for an inner event
}

// Slot is one place in a trigger: alternatives of lemma, or an inner event.
type Slot struct {
	Lemmas []string
	Roots  []entente.Root // an event of any of these roots; empty with Inner: of any root
	Inner  bool           // stands for an inner event
	Any    bool           // stands for any verb
	Person bool           // stands for any person who holds or held an office
	bits   []uint16       // of the lemmas, by [wordBit]
}

// Has reports whether the slot names the lemma.
func (s Slot) Has(lemma string) bool { return slices.Contains(s.Lemmas, lemma) }

// Takes reports whether an inner event of the root fits the slot.
func (s Slot) Takes(root entente.Root) bool {
	return s.Any || s.Inner && (len(s.Roots) == 0 || slices.Contains(s.Roots, root))
}

// Example is a sentence with what a pattern must find in it.
type Example struct {
	At     Pos
	Text   string
	Source entente.Code // "" for none; of an assessment its first actor
	Target entente.Code
	Mutual bool
	Status entente.Status
	Level  *int
	Trend  *int
}

// Default roles of verbs and of nouns.
var (
	verbSource = []string{"subj"}
	verbTarget = []string{"obj"}
	nounSource = []string{"poss", "by", "mod", "from", "between"}
	nounTarget = []string{"of", "with", "against", "on", "to", "for", "at", "between"}
)

// roleWords are the roles that are not prepositions, and the prepositions.
var roleWords = strings.Fields("subj obj iobj poss mod by comp doer speaker condition near context acting acted none each-other " +
	"about above across after against along alongside among around as at before behind beside between beyond by concerning despite " +
	"during for from in inside into near of off on onto out over past regarding round through to toward towards under " +
	"until unto upon via with within without")

// pattern reads a pattern or an assessment.
func (b *loader) pattern(bl block) {
	kind, id := bl.word()
	if kind != "pattern" && kind != "assessment" {
		b.fail(bl.head.pos, "", "a block begins with pattern or assessment, not %q", kind)
		return
	}
	p := &Pattern{Name: id, At: bl.head.pos, Assess: kind == "assessment"}
	if id == "" || strings.ContainsAny(id, " \t") {
		b.fail(bl.head.pos, id, "a pattern needs a name of one word")
	}
	for _, q := range b.Patterns {
		if q.Name == id {
			b.fail(bl.head.pos, id, "the name stands already at %s", q.At)
			return
		}
	}
	for _, l := range bl.body {
		b.patternField(p, l)
	}
	p.defaults()
	b.checkPattern(p)
	b.Patterns = append(b.Patterns, p)
	for _, t := range p.Triggers {
		t.index()
		for _, lemma := range t.Head.Lemmas {
			if lemma == actWord {
				lemma += string(p.Event)
			}
			b.heads[lemma] = append(b.heads[lemma], t)
		}
	}
}

func (b *loader) patternField(p *Pattern, l line) {
	key, value, at := l.field()
	switch key {
	case "event":
		root, mode, _ := strings.Cut(value, " ")
		p.Event, p.Mode = entente.Root(root), strings.TrimSpace(mode)
	case "cameo":
		p.Cameo = value
	case "context":
		p.Contexts = strings.Fields(strings.ReplaceAll(value, ",", " "))
	case "issue":
		p.Issue = value
	case "level", "trend":
		b.sign(p, key, value, at)
	case "verb", "noun", "adj":
		b.trigger(p, key, value, at)
	case "source", "a":
		p.Source = b.roleList(p, value, at)
	case "target", "b":
		p.Target = b.roleList(p, value, at)
	case "noun-source":
		p.NounSource = b.roleList(p, value, at)
	case "noun-target":
		p.NounTarget = b.roleList(p, value, at)
	case "reciprocal":
		p.Reciprocal = true
	case "alone":
		p.Alone = true
	case "lower":
		p.Lower = true
	case "apart":
		p.Apart = true
	case "yes", "no":
		b.example(p, key, value, at)
	default:
		b.known(key, []string{"event", "cameo", "context", "issue", "level", "trend", "verb", "noun", "adj", "source", "target",
			"noun-source", "noun-target", "a", "b", "reciprocal", "alone", "lower", "apart", "yes", "no"}, "field", at, p.Name)
	}
}

func (b *loader) sign(p *Pattern, key, value string, at Pos) {
	n, err := strconv.Atoi(value)
	if err != nil || n < -1 || n > 1 {
		b.fail(at, p.Name, "%s is -1, 0 or 1, not %q", key, value)
		return
	}
	if key == "level" {
		p.Level = &n
	} else {
		p.Trend = &n
	}
}

func (b *loader) roleList(p *Pattern, value string, at Pos) []string {
	var out []string
	for _, r := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == '|' || r == ' ' }) {
		if b.known(r, roleWords, "role", at, p.Name) {
			out = append(out, r)
		}
	}
	return out
}

// trigger reads the words of one wording.
func (b *loader) trigger(p *Pattern, kind, value string, at Pos) {
	t := &Trigger{Pattern: p, Text: value}
	switch kind {
	case "noun":
		t.Kind = NounTrigger
	case "adj":
		t.Kind = AdjTrigger
	}
	var slots []Slot
	for f := range strings.FieldsSeq(value) {
		slots = append(slots, b.slot(p, f, at))
	}
	if len(slots) == 0 {
		b.fail(at, p.Name, "a trigger is empty")
		return
	}
	if t.Kind == NounTrigger {
		t.Head, t.Rest = slots[len(slots)-1], slots[:len(slots)-1]
	} else {
		t.Head, t.Rest = slots[0], slots[1:]
	}
	if len(t.Head.Lemmas) == 0 {
		b.fail(at, p.Name, "the head of a trigger must be a word")
		return
	}
	if strings.Contains(value, actWord) && (value != actWord || p.Assess) {
		b.fail(at, p.Name, "%s stands alone, as the head of an event's trigger", actWord)
		return
	}
	p.Triggers = append(p.Triggers, t)
}

func (b *loader) slot(p *Pattern, field string, at Pos) Slot {
	var s Slot
	for alt := range strings.SplitSeq(field, "|") {
		switch {
		case alt == "":
		case alt == "*":
			s.Any = true
		case alt == "{person}":
			s.Person = true
		case alt == "@":
			s.Inner = true
		case alt[0] == '@':
			s.Inner = true
			root := entente.Root(alt[1:])
			s.Roots = append(s.Roots, root)
			b.root(root, at, p.Name)
		default:
			s.Lemmas = append(s.Lemmas, alt)
		}
	}
	return s
}

func (b *loader) root(root entente.Root, at Pos, entry string) {
	names := make([]string, 0, 16)
	for _, r := range codebook.Roots() {
		names = append(names, string(r))
	}
	b.known(string(root), names, "PLOVER root", at, entry)
}

// defaults fills roles that are not written.
func (p *Pattern) defaults() {
	if p.NounSource == nil {
		p.NounSource = nounSource
	}
	if p.NounTarget == nil {
		p.NounTarget = nounTarget
	}
	if p.Source == nil {
		p.Source = verbSource
	}
	if p.Target == nil {
		p.Target = verbTarget
		if p.Reciprocal {
			p.Target = []string{"with", "obj"}
		}
	}
}

// checkPattern reports what a pattern lacks.
func (b *loader) checkPattern(p *Pattern) {
	if len(p.Triggers) == 0 {
		b.fail(p.At, p.Name, "has no trigger")
	}
	if len(p.Yes) == 0 {
		b.fail(p.At, p.Name, "has no yes: sentence")
	}
	if p.Assess {
		if p.Level == nil && p.Trend == nil {
			b.fail(p.At, p.Name, "has neither level nor trend")
		}
		return
	}
	b.root(p.Event, p.At, p.Name)
	if _, ok := codebook.Cameo(p.Cameo); !ok {
		b.fail(p.At, p.Name, "unknown CAMEO code %q", p.Cameo)
	}
	if entry, ok := codebook.Plover(p.Event); ok && p.Mode != "" {
		b.known(p.Mode, entry.Modes, "mode of "+string(p.Event), p.At, p.Name)
	}
	for _, c := range p.Contexts {
		b.known(c, codebook.Contexts(), "context", p.At, p.Name)
	}
}

// actWord is the head of a trigger that stands for any word which the network of
// syntax takes for an act of the pattern's root.
const actWord = "{act}"

// ActHeads gives the triggers that hang on any word of an act of the root.
func (l *Lexicon) ActHeads(root string) []*Trigger { return l.heads[actWord+root] }

// Heads gives the triggers that hang on a lemma.
func (l *Lexicon) Heads(lemma string) []*Trigger { return l.heads[lemma] }
