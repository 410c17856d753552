package news

import (
	"strings"

	"entente"
)

// layout is a text in lines, and what the lines said of the story.
type layout struct {
	lines   []line
	title   string // known beforehand, or found
	authors []string
	kind    entente.Kind
	above   bool // the authors' names stand above the headline
	careful bool // the text is an article's, probably without a page around it
	head    int  // the headline's index, -1 if none
	first   int  // index of the first paragraph, len(lines) if none
	last    int  // index of the last paragraph, -1 if none

	published, updated entente.Day
	publisher          string
}

// lay classes the lines of a text.
func lay(text, title string, authors []string, careful bool) *layout {
	p := &layout{lines: splitKeys(splitLines(text)), title: title, authors: authors, careful: careful, head: -1}
	furnished := p.markLines()
	p.findParagraphs()
	p.markRepeats(furnished)
	p.markFilms()
	p.layHead()
	p.layRelated()
	p.layTail(furnished)
	p.markNames()
	p.findKind()
	p.keepSome()
	return p
}

// splitKeys cuts the key from lines such as "Title: …" at the top, so that the
// headline stands by itself.
func splitKeys(lines []line) []line {
	for i := 0; i < len(lines) && i < 8; i++ {
		for _, key := range []string{"title:", "headline:"} {
			l := lines[i]
			if !hasPrefixFold(l.text, key) || len(l.text) == len(key) {
				continue
			}
			rest := strings.TrimLeft(l.text[len(key):], " \t")
			tail := line{start: l.end - len(rest), end: l.end, text: rest}
			lines[i].end, lines[i].text = l.start+len(key), l.text[:len(key)]
			return append(lines[:i+1], append([]line{tail}, lines[i+1:]...)...)
		}
	}
	return lines
}

// markLines gives every line its mark and the stream that follows from it alone.
// It reports whether any line is furniture.
func (p *layout) markLines() (furnished bool) {
	for i := range p.lines {
		l := &p.lines[i]
		l.mark = markOf(l.text)
		switch {
		case l.mark.furniture() || l.mark == relatedHead || l.mark == byline || l.mark == dated || l.mark == pictureHead:
			l.stream = entente.Furniture
			furnished = true
		case l.mark == picture:
			l.stream = entente.Caption
			furnished = true
		default:
			l.stream = entente.Body
		}
	}
	return furnished
}

// isParagraph reports whether a line is running text.
func isParagraph(l line) bool {
	return l.mark == prose && (len(l.text) > 250 || len(l.text) >= 30 && (endsSentence(l.text) || opensDateline(l.text)))
}

func (p *layout) findParagraphs() {
	p.first, p.last = len(p.lines), -1
	for i, l := range p.lines {
		if isParagraph(l) {
			p.first = min(p.first, i)
			p.last = i
		}
	}
}

// markRepeats makes captions of lines that stand twice with no more than furniture
// between. A sentence that stands twice is one only where the page has furniture.
func (p *layout) markRepeats(furnished bool) {
	before := -1
	for i, l := range p.lines {
		if l.stream == entente.Furniture {
			continue
		}
		if before >= 0 && p.lines[before].text == l.text && l.mark != nameLike && len(l.text) <= 350 && (!endsStop(l.text) || furnished) && p.last >= 0 {
			p.lines[before].stream, p.lines[i].stream = entente.Caption, entente.Caption
		}
		before = i
	}
	p.markFar()
}

// markFar makes captions of titles without a stop that stand twice among the
// paragraphs, however far apart.
func (p *layout) markFar() {
	seen := map[string]int{}
	for i := p.first; i <= p.last; i++ {
		l := &p.lines[i]
		if l.mark != titleLike || l.stream != entente.Body || words(l.text, 5) < 5 || endsSentence(l.text) {
			continue
		}
		if j, ok := seen[l.text]; ok {
			p.lines[j].stream, l.stream = entente.Caption, entente.Caption
		}
		seen[l.text] = i
	}
}

// manyClocks is how many clock times make a page a diary of the hour rather than one
// with films in it.
const manyClocks = 4

// markFilms makes captions of the lines after durations and after "Image caption".
func (p *layout) markFilms() {
	clocks := 0
	for _, l := range p.lines {
		if l.mark == duration {
			clocks++
		}
	}
	for i, l := range p.lines {
		if l.mark != duration && l.mark != pictureHead || isReadingTime(strings.ToLower(l.text)) {
			continue
		}
		j := i + 1
		for j < len(p.lines) && j < i+3 && p.lines[j].stream == entente.Furniture && l.mark == duration {
			j++
		}
		if l.mark == pictureHead && j < len(p.lines) && p.lines[j].mark == related {
			p.lines[j].stream = entente.Caption
			continue
		}
		if j < len(p.lines) && p.lines[j].stream == entente.Body && captionAfter(p.lines[j], clocks < manyClocks) {
			p.lines[j].stream = entente.Caption
		}
	}
}

// captionAfter reports whether the line after a duration is its caption: short and
// without a stop, or one short sentence.
func captionAfter(l line, few bool) bool {
	if !endsStop(l.text) {
		return len(l.text) <= 300
	}
	return few && len(l.text) <= 160 && !strings.Contains(l.text, ". ")
}

// layRelated makes furniture of the links under "Related stories" and the like.
func (p *layout) layRelated() {
	for i := 0; i < len(p.lines); i++ {
		if p.lines[i].mark != relatedHead {
			continue
		}
		for i+1 < len(p.lines) && isLink(p.lines[i+1]) && i+1 != p.head {
			i++
			p.lines[i].stream = entente.Furniture
		}
	}
}

func isLink(l line) bool {
	if l.mark == prose && !endsSentence(l.text) && len(l.text) <= 60 {
		return true
	}
	return (l.mark == titleLike || l.mark == bullet || l.mark == nameLike || l.mark.furniture()) && !endsStop(l.text) && len(l.text) <= 200
}

// layTail classes what follows the last paragraph, and what the last paragraphs say
// of the author.
func (p *layout) layTail(furnished bool) {
	p.layBiography()
	if p.careful {
		return
	}
	links := 0
	for i := len(p.lines) - 1; i > p.last && i > p.head; i-- {
		l := &p.lines[i]
		if s := p.stampOf(*l); s.any() && words(s.rest, 5) < 5 {
			p.takeStamp(s)
			l.stream = entente.Furniture
		}
		if isLink(*l) && l.mark == titleLike && l.stream == entente.Body {
			links++
		}
	}
	if links >= 3 && furnished && p.last >= 0 {
		for i := max(p.last, p.head) + 1; i < len(p.lines); i++ {
			if isLink(p.lines[i]) {
				p.lines[i].stream = entente.Furniture
			}
		}
	}
}

// layBiography makes furniture of a closing paragraph that says who the author is.
func (p *layout) layBiography() {
	seen := 0
	for i := len(p.lines) - 1; i > p.first && seen < 5; i-- {
		l := &p.lines[i]
		if l.stream != entente.Body && l.stream != entente.Caption {
			continue
		}
		seen++
		name := biographyOf(l.text, p.authors)
		if name == "" && p.underName(i) && len(l.text) <= 400 && writes(l.text) {
			name = p.authors[0]
		}
		if name == "" && seen <= 2 && len(p.authors) == 0 && !p.careful {
			name = p.strangerBiography(i)
		}
		if name == "" {
			continue
		}
		l.stream = entente.Furniture
		if len(p.authors) == 0 {
			p.authors = []string{name}
		}
	}
}

// underName reports whether the line before is an author's name and nothing else.
func (p *layout) underName(i int) bool {
	return p.lines[i-1].mark == nameLike && contains(p.authors, personName(p.lines[i-1].text))
}

// biographyOf gives the author whom a paragraph is about, "" if none: it opens with
// his or her name (or the surname) and goes on as a life does.
func biographyOf(s string, authors []string) string {
	if len(s) > 700 {
		return ""
	}
	s = withoutTitle(s)
	for _, a := range authors {
		if rest, ok := strings.CutPrefix(s, a); ok && opensLife(rest) {
			return a
		}
		if last := a[strings.LastIndexByte(a, ' ')+1:]; len(last) > 2 {
			if rest, ok := strings.CutPrefix(s, last); ok && opensLife(rest) && writes(rest) {
				return a
			}
		}
	}
	return ""
}

func withoutTitle(s string) string {
	for _, t := range []string{"Dr ", "Dr. ", "Prof ", "Prof. ", "Professor ", "Sir ", "Ambassador ", "The writer, ", "The author, ", "About the author: ", "About the author "} {
		s = strings.TrimPrefix(s, t)
	}
	return s
}

// opensLife reports whether the words after a name begin a biography.
func opensLife(rest string) bool {
	for _, v := range []string{" is ", " was ", " has ", " teaches ", " writes ", " covers ", " served ", " serves ", " works ", " leads ", " heads ", " directs ", " holds ", ", a ", ", an ", ", the ", ", who ", " reports ", " joined ", "’s ", "'s ", " contributed"} {
		if strings.HasPrefix(rest, v) {
			return true
		}
	}
	return false
}

// trades are the words by which those who write for papers are introduced.
var trades = []string{"professor", "fellow", "columnist", "correspondent", "journalist", "writer", "author of", "editor", "researcher", "lecturer", "scholar", "analyst", "reporter", "scientist", "historian", "research director", "bureau chief", "writes", "teaches", "covers"}

func writes(s string) bool {
	low := strings.ToLower(s)
	for _, t := range trades {
		if strings.Contains(low, t) {
			return true
		}
	}
	return false
}

// strangerBiography gives the name with which a closing paragraph opens, where the
// page has no byline, the name stands nowhere else and the paragraph tells a trade.
func (p *layout) strangerBiography(i int) string {
	s := withoutTitle(p.lines[i].text)
	for _, verb := range []string{" is a ", " is an ", " is the ", " is associate ", " is assistant ", " is professor ", " is senior ", " teaches ", " writes ", " covers "} {
		name, rest, ok := strings.Cut(s, verb)
		if !ok || !isName(name) || !writes(verb+rest) || len(s) > 500 || strings.Contains(rest, ". ") && !strings.Contains(rest, "book") {
			continue
		}
		surname := name[strings.LastIndexByte(name, ' ')+1:]
		for j, l := range p.lines {
			if j != i && strings.Contains(l.text, surname) && l.mark != nameLike {
				return ""
			}
		}
		return name
	}
	return ""
}

// keepSome makes body of everything where nothing would be left to read.
func (p *layout) keepSome() {
	for _, l := range p.lines {
		if l.stream.Counts() {
			return
		}
	}
	for i := range p.lines {
		p.lines[i].stream = entente.Body
	}
}

// blocks gives the lines as blocks.
func (p *layout) blocks() []entente.Block {
	out := make([]entente.Block, len(p.lines))
	for i, l := range p.lines {
		out[i] = entente.Block{Stream: l.stream, Start: l.start, End: l.end}
	}
	return out
}
