package lexicon

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"entente"
)

// Lexicon is the compiled dictionaries of one language. It is safe for use by many
// goroutines; nothing in it changes after [Load].
type Lexicon struct {
	Hash     string // "sha256:…" of the files it was read from
	Patterns []*Pattern
	Cues     Cues

	names    index
	roles    index // in lower case
	polities map[entente.Code]*Polity
	numbers  map[numbered][]*Polity     // by their codes in other schemes
	followed map[entente.Code][]*Polity // by the state that followed them
	people   []*Person
	holders  map[office][]*Person
	heads    map[string][]*Trigger
	doubts   ErrorList
	spare    sync.Pool // words of texts, for Find to use again
}

// office is a post that one person at a time holds.
type office struct {
	code entente.Code
	kind string
}

// loader gathers a lexicon and what is wrong with its files.
type loader struct {
	*Lexicon
	errs  ErrorList
	codes []mention
}

// mention is a place where a code is named.
type mention struct {
	code  entente.Code
	entry string
	at    Pos
}

// needs notes that a code is named, for finish to check once all files are read.
func (b *loader) needs(code entente.Code, entry string, at Pos) {
	if code != "" && b.polities[code] == nil {
		b.codes = append(b.codes, mention{code, entry, at})
	}
}

func (b *loader) fail(at Pos, entry, format string, args ...any) {
	b.errs = append(b.errs, Error{at, entry, fmt.Sprintf(format, args...)})
}

// Load reads and compiles all dictionary files at the top of fsys: *.states,
// *.organisations, *.groups, *.people, *.agents, *.places, *.patterns, *.cues;
// other files are passed over. All mistakes are given together as an [ErrorList];
// an error of another kind means that a file could not be read.
func Load(fsys fs.FS) (*Lexicon, error) {
	b := &loader{Lexicon: &Lexicon{
		names: index{phrases: make(map[string][]phrase, 1<<12)}, roles: index{phrases: map[string][]phrase{}}, Cues: Cues{},
		polities: map[entente.Code]*Polity{},
		holders:  map[office][]*Person{},
		heads:    map[string][]*Trigger{},
	}}
	entries, err := fs.ReadDir(fsys, ".") // sorted by name
	if err != nil {
		return nil, fmt.Errorf("list the lexicon: %w", err)
	}
	hash := sha256.New()
	for _, kind := range []string{".states", ".organisations", ".groups", ".people", ".agents", ".places", ".cues", ".patterns"} {
		for _, e := range entries {
			if path.Ext(e.Name()) != kind || e.IsDir() {
				continue
			}
			data, err := fs.ReadFile(fsys, e.Name())
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", e.Name(), err)
			}
			fmt.Fprintf(hash, "%s %d\n%s", e.Name(), len(data), data)
			b.file(e.Name(), kind, string(data))
		}
	}
	b.Hash = "sha256:" + hex.EncodeToString(hash.Sum(nil))
	b.finish()
	_ = b.doubts.Err() // sorts them
	return b.Lexicon, b.errs.Err()
}

func (b *loader) file(name, kind, text string) {
	bs, errs := blocks(name, text)
	b.errs = append(b.errs, errs...)
	read := map[string]func(block){
		".states": b.polity, ".organisations": b.polity, ".groups": b.group, ".people": b.person,
		".agents": b.agent, ".places": b.place, ".cues": b.cue, ".patterns": b.pattern,
	}[kind]
	for _, bl := range bs {
		read(bl)
	}
}

// finish does what needs all files: indexes the holders of offices, sorts the phrases.
func (b *loader) finish() {
	b.names.sort()
	b.roles.sort()
	b.indexCodes()
	b.checkCodes()
	for _, p := range b.people {
		slices.SortStableFunc(p.Terms, func(x, y Term) int { return int(x.Days.From) - int(y.Days.From) })
		for _, t := range p.Terms {
			key := office{t.Code, t.Office}
			b.holders[key] = append(b.holders[key], p)
		}
	}
}

// checkCodes reports codes that no state, collective or organisation has.
func (b *loader) checkCodes() {
	var known []string
	for _, m := range b.codes {
		if b.polities[m.code] != nil {
			continue
		}
		if known == nil {
			for code := range b.polities {
				known = append(known, string(code))
			}
		}
		b.fail(m.at, m.entry, "no state, collective or organisation has the code %s%s", m.code, Near(string(m.code), known))
	}
}

// addNames files each name of a list as a name of the entry.
func (b *loader) addNames(entry, value string, at Pos, e Entry) {
	for _, s := range list(value) {
		n, err := parseName(s)
		if err != nil {
			b.fail(at, entry, "%v", err)
			continue
		}
		e := e
		if n.sector != "" {
			e.Sector = n.sector
		}
		if n.days != (Days{}) {
			e.Days = n.days
		}
		if !b.names.add(n.text, e) {
			b.doubts = append(b.doubts, Error{at, entry, fmt.Sprintf("the name %q stands twice", n.text)})
		}
		if up := strings.ToUpper(n.text); up != n.text && len(up) >= 4 && e.Form != Blocked {
			b.names.add(up, e)
		}
	}
}

// Doubts gives what is no mistake but looks like one: names that stand twice for the
// same actor at the same time, in order of place.
func (l *Lexicon) Doubts() ErrorList { return l.doubts }

// Polity gives a state, collective or organisation by its code.
func (l *Lexicon) Polity(code entente.Code) (*Polity, bool) {
	p, ok := l.polities[code]
	return p, ok
}

// NameOf gives the name under which a code is shown, the code itself if unknown.
func (l *Lexicon) NameOf(code entente.Code) string {
	if p, ok := l.polities[code]; ok {
		return p.Name
	}
	return string(code)
}

// Whole gives the body whose part an organisation is, for whom it acts: the United
// Nations for one of their missions; any other code as it is.
func (l *Lexicon) Whole(code entente.Code) entente.Code {
	if p, ok := l.polities[code]; ok && p.Of != "" {
		return p.Of
	}
	return code
}

// KindOf gives the kind of an organisation ("alliance", "union"), "" for what has none.
func (l *Lexicon) KindOf(code entente.Code) string {
	if p, ok := l.polities[code]; ok {
		return p.Kind
	}
	return ""
}

// Member reports whether a state belongs to an organisation on a day.
func (l *Lexicon) Member(organisation, state entente.Code, day entente.Day) bool {
	p, ok := l.polities[organisation]
	return ok && slices.ContainsFunc(p.Members, func(m Member) bool { return m.Code == state && m.Days.Has(day) })
}

// Holder gives who held an office on a day, nil if that is not known.
func (l *Lexicon) Holder(code entente.Code, kind string, day entente.Day) (*Person, Term) {
	for _, p := range l.holders[office{code, kind}] {
		for _, t := range p.Terms {
			if t.Code == code && t.Office == kind && t.Days.Has(day) {
				return p, t
			}
		}
	}
	return nil, Term{}
}

// Census says in one line what the lexicon holds.
func (l *Lexicon) Census() string {
	states, organisations, assessments, terms := 0, 0, 0, 0
	for _, p := range l.polities {
		switch p.Class {
		case State:
			states++
		case Organisation:
			organisations++
		}
	}
	for _, p := range l.people {
		terms += len(p.Terms)
	}
	for _, p := range l.Patterns {
		if p.Assess {
			assessments++
		}
	}
	return fmt.Sprintf("%d states, %d organisations, %d names of groups, %d agents, %d places, %d persons with %d terms, %d event patterns, %d assessment patterns",
		states, organisations, l.names.count(Group), l.roles.count(Agent), l.names.count(Place),
		len(l.people), terms, len(l.Patterns)-assessments, assessments)
}
