package coder

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/codebook"
	"entente/lexicon"
)

// draft is a filed event as it was assigned, kept for words that repeat it.
type draft struct {
	assigned assigned
	sentence int
}

const (
	filedOutcome = "found"
	maxPairs     = 6 // of a compound's expansion
)

// pairOf is one source with one target, the latter possibly nobody.
type pairOf struct{ source, target filler }

// pairs expands compound actors: each source with each target or, of a mutual act
// whose sides stand together, each with each.
func (a *assigned) pairs() []pairOf {
	var out []pairOf
	add := func(p pairOf) {
		if !p.oneself() && len(out) < maxPairs {
			out = append(out, p)
		}
	}
	switch {
	case len(a.target) > 0:
		for _, f := range a.source {
			for _, g := range a.target {
				add(pairOf{f, g})
			}
		}
	case (a.each || a.pattern().Reciprocal) && len(a.source) >= 2:
		for i, f := range a.source {
			for _, g := range a.source[i+1:] {
				add(pairOf{f, g})
			}
		}
	default:
		for _, f := range a.source {
			add(pairOf{f, filler{}})
		}
	}
	return out
}

// oneself reports whether source and target are one actor, as far as words tell.
func (p pairOf) oneself() bool { return sameActor(p.source, p.target) }

// inner reports whether both are of one state.
func (p pairOf) inner() bool { return p.source.actor.Code == p.target.actor.Code }

// sameActor reports whether two fillers are one actor, as far as words tell: of one state,
// those who act for it and those who do not are two.
func sameActor(f, g filler) bool {
	a, b := &f.actor, &g.actor
	if a.Code != b.Code || a.Code == "" {
		return a.Code == b.Code
	}
	return f.token == g.token || !apartFrom(cmp.Or(a.Sector, plain), cmp.Or(b.Sector, plain))
}

// fileEvent makes the reports of an assigned candidate; it says what kept it from
// doing so.
func (r *run) fileEvent(b entente.Block, s *sentence, a *assigned, sc scope) string {
	fromDocument(&sc, a)
	ownWords(&sc, a)
	a.source = knownActors(a.source)
	a.target = knownActors(a.target)
	switch {
	case len(a.source) == 0:
		return "the source is nobody the lexicon knows"
	case len(a.target) == 0 && !a.pattern().Alone && !a.toAll && !((a.each || a.pattern().Reciprocal) && len(a.source) >= 2):
		return "the target is nobody the lexicon knows"
	}
	if s.accident(a) {
		return "an accident"
	}
	if s.toOwn(a) {
		return "said to its own people"
	}
	if sc.purpose && !sc.negated {
		return "it is only what something is done or wished for: " + strings.Join(sc.why, ", ")
	}
	window := r.when(s, a, sc, b)
	if r.day.Known() && window.From > r.day && sc.status() == entente.Fact && !takesIn(a.pattern().Event) { // "visits Hanoi next week"
		sc.intended = true
	}
	if sc.historical && sc.status() == entente.Fact || r.longAgo(window) && (sc.status() == entente.Fact || sc.status() == entente.Reported) {
		sc.past = true
	}
	filed := false
	for _, p := range a.pairs() {
		filed = r.report(b, s, a, p, sc, window) || filed
	}
	if !filed {
		return "too doubtful, or told already, or done to oneself"
	}
	r.note(s, a, window, sc.final())
	return filedOutcome
}

// fromDocument notes that a document speaks: what it holds is its claim.
func fromDocument(sc *scope, a *assigned) {
	for _, f := range a.source {
		if f.document && sc.attribution == nil {
			sc.attribution = &entente.Attribution{By: f.actor.Raw, Code: f.actor.Code, Kind: "document"}
		}
	}
}

// ownWords takes what a government says of its own words as told: "the White House
// said Biden had urged …", "announced that it lifts the ban". What it says of its own
// use of force stays a claim.
func ownWords(sc *scope, a *assigned) {
	quad := codebook.Quad(a.pattern().Event)
	if x := sc.attribution; x != nil && quad == 1 && a.pattern().Reciprocal && bothSay(x.By) {
		sc.own = true
	}
	if x := sc.attribution; x != nil && x.Kind == "actor" && len(a.source) > 0 && x.Code == a.source[0].actor.Code && (quad != 4 || a.pattern().Event == "SANCTION") {
		sc.own = true
	}
}

// bothSay reports whether the words name both sides of an act: "the two sides said".
func bothSay(by string) bool {
	w := strings.Fields(lowerASCII(by))
	return len(w) > 0 && (w[0] == "both" || len(w) > 1 && w[0] == "the" && (w[1] == "two" || w[1] == "sides"))
}

func knownActors(fs []filler) []filler {
	return slices.DeleteFunc(slices.Clone(fs), func(f filler) bool { return f.actor.Code == "" })
}

// longAgo reports whether a window ended more than about a year before publication.
func (t *telling) longAgo(w entente.Window) bool {
	return t.day.Known() && w.To.Known() && w.To+365 < t.day
}

// note remembers a filed event for the sentences to come.
func (r *run) note(s *sentence, a *assigned, w entente.Window, status entente.Status) {
	r.drafts = append(latest(r.drafts), draft{*a, s.index})
	if status.Happened() || len(r.pair) == 0 {
		r.paired(a.source, a.target, s.index)
	}
	if s.aboutDocument(a) {
		r.document = slices.Clone(r.pair)
	}
	if len(a.source) == 0 {
		return
	}
	target := entente.Code("")
	if len(a.target) > 0 {
		target = a.target[0].actor.Code
	} else if len(a.source) > 1 {
		target = a.source[1].actor.Code
	}
	r.acts = append(latest(r.acts), anchor{a.source[0].actor.Code, target, a.pattern().Event, s.keyLemma(a), w, status.Happened(), status == entente.Historical, penal(a), s.index, a.source, a.target})
}

// mostKept is how many acts are remembered: words lean on what was told lately, and
// a story of a hundred thousand sentences must not be read anew for each.
const mostKept = 400

// latest leaves out what is too old to be remembered.
func latest[T any](told []T) []T { return told[max(0, len(told)-mostKept):] }

// aboutDocument reports whether the event's words name a document.
func (s *sentence) aboutDocument(a *assigned) bool {
	for _, k := range append([]int{a.head}, a.slots...) {
		if s.story.tools.Lexicon.Cues.Has("document", s.Tokens[k].Lemma) {
			return true
		}
	}
	return false
}

// keyLemma gives the word that names the act: the noun of a verb's object, else the
// head.
func (s *sentence) keyLemma(a *assigned) string {
	for _, k := range a.slots {
		if s.Tokens[k].UPOS == "NOUN" {
			return s.Tokens[k].Lemma
		}
	}
	return s.Tokens[a.head].Lemma
}

// lemmaClass levels words that tell of the same kind of act, for clustering.
func lemmaClass(p *lexicon.Pattern, lemma string) string {
	switch p.Event {
	case "CONSULT":
		if p.Mode != "" && p.Mode != "third-party" {
			return p.Mode
		}
		return "meet"
	case "MOBILIZE", "ACCUSE", "AGREE", "THREATEN":
		return strings.ToLower(string(p.Event))
	}
	return lemma
}

// report files one pair's report; false if it stands already.
func (r *run) report(b entente.Block, s *sentence, a *assigned, p pairOf, sc scope, w entente.Window) bool {
	if p.oneself() {
		return false
	}
	pat := a.pattern()
	out := entente.Report{
		Kind: "event", Story: r.story.ID, Stream: b.Stream, Sentence: s.index,
		DateFrom: w.From, DateTo: w.To, Date: w.From, DateBasis: w.Basis,
		Source: p.source.actor, Target: p.target.actor, Reciprocal: pat.Reciprocal || a.each,
		Plover: entente.Plover{Event: pat.Event, Mode: pat.Mode, Contexts: append([]string{}, pat.Contexts...)},
		Cameo:  pat.Cameo, Quad: codebook.Quad(pat.Event), Scale: r.opt.Scale,
		Status: sc.final(), Attribution: sc.attribution, Place: s.placeOf(a),
		Citation: r.cite(b, s, a, p),
		FoundBy:  entente.Finder{Pattern: pat.Name, Lexicon: r.tools.Lexicon.Hash, Way: a.way},
		Lemma:    lemmaClass(pat, s.keyLemma(a)),
	}
	out.FoundBy.Judge = s.weigh(a, p)
	out.Confidence = confidence(a, p, out.FoundBy.Judge, r.tools.Judge != nil, a.way == "judged" && s.filed[a.head])
	told := out.Confidence >= s.least(a, p, out.FoundBy.Judge != nil)
	if r.weighing(s, a, p, &out, told); !told {
		return false
	}
	out.Intensity, _ = codebook.Intensity(r.opt.Scale, pat.Cameo, pat.Event, pat.Mode)
	out.Report = reportID(&out)
	out.ID = out.DefaultID()
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	if r.seen[out.Report] {
		return false
	}
	r.seen[out.Report] = true
	r.result.Reports = append(r.result.Reports, out)
	return true
}

// reportID is a hash of story, trigger, source, target and root: it never changes.
func reportID(r *entente.Report) string {
	return "r_" + digest(r.Story, fmt.Sprint(r.Citation.Trigger), string(r.Source.Code), string(r.Target.Code), string(r.Plover.Event))
}

// digest gives 16 hexadecimal digits of the parts' SHA-256.
func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x1f")))
	return hex.EncodeToString(sum[:8])
}

// longestMark is how many bytes a trigger's mark covers at most: a word of it that
// stands further off would have half the sentence marked.
const longestMark = 60

// cite gives the place of the words: the sentence, with trigger and actors marked.
func (r *run) cite(b entente.Block, s *sentence, a *assigned, p pairOf) entente.Citation {
	start, end := b.Start+s.Start, b.Start+s.End
	trigger := s.Tokens[a.head]
	from, to := trigger.Start, trigger.End
	for _, k := range a.slots {
		if t := s.Tokens[k]; t.End-from < longestMark && to-t.Start < longestMark {
			from, to = min(from, t.Start), max(to, t.End)
		}
	}
	return entente.Citation{
		Quote: r.story.Slice(start, end), Start: start, End: end,
		Trigger: entente.Span{b.Start + from, b.Start + to},
		Source:  shifted(p.source.span, b.Start), Target: shifted(p.target.span, b.Start),
		URL: r.story.URL,
	}
}

func shifted(s *entente.Span, by int) *entente.Span {
	if s == nil {
		return nil
	}
	return &entente.Span{s[0] + by, s[1] + by}
}

// placeOf gives the place that stands with the act, nil if none does.
func (s *sentence) placeOf(a *assigned) *entente.Place {
	for _, h := range a.heads(a.light) {
		for _, k := range s.kids[h] {
			switch s.cased(k) {
			case "in", "at", "near", "off", "on":
			default:
				continue
			}
			if j := s.at[k]; j >= 0 && !acts(a, j) && (s.parties[j].use == place || s.parties[j].capital || s.parties[j].class == lexicon.State) {
				p := s.parties[j]
				return &entente.Place{Name: p.actor.Raw, Country: p.actor.Code}
			}
		}
	}
	return nil
}

// acts reports whether party j is one side of the act: "sanctions on Chile" are not
// imposed in Chile.
func acts(a *assigned, j int) bool {
	in := func(f filler) bool { return f.party == j }
	return slices.ContainsFunc(a.source, in) || slices.ContainsFunc(a.target, in)
}
