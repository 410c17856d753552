package news

import (
	"strings"

	"entente"
)

// nearHead is how many lines after the first paragraph may still belong to the head
// of the page: a standfirst that is a sentence stands before byline and date.
const nearHead = 4

// layHead finds the headline and classes what stands around it.
func (p *layout) layHead() {
	if p.first == len(p.lines) {
		return
	}
	p.head = p.findHeadline()
	if p.head >= 0 {
		p.lines[p.head].stream = entente.Headline
		p.title = or(p.title, strings.TrimLeft(p.lines[p.head].text, "# "))
	}
	if p.careful {
		return
	}
	p.findStandfirst()
	for i := p.head + 1; i < p.first; i++ {
		p.layAbove(i)
	}
	for i := range p.lines[:max(p.head, 0)] {
		p.layAbove(i)
	}
	p.layNear()
	p.readDateline()
}

// findHeadline gives the index of the line that is most like a headline among those
// before the first paragraph, -1 if none is.
func (p *layout) findHeadline() int {
	if p.title != "" {
		for i := range p.lines[:min(p.first+1, len(p.lines))] {
			if sameWords(p.lines[i].text, p.title) {
				return i
			}
		}
	}
	if p.careful {
		return -1
	}
	best, most := -1, 0
	for i := range p.lines[:p.first] {
		if score := p.headlineScore(i, most < 8); score > most {
			best, most = i, score
		}
	}
	return best
}

// headlineScore says how like a headline a line is; 0 or less is not at all.
func (p *layout) headlineScore(i int, none bool) int {
	l := p.lines[i]
	if l.mark != titleLike && l.mark != nameLike || len(l.text) > 220 || words(l.text, 31) > 30 || opensTurn(l.text) {
		return 0
	}
	score := 4
	switch {
	case l.mark == nameLike || isSignature(l.text):
		score -= 3
	case words(l.text, 4) < 4:
		score -= 2
	case words(l.text, 6) == 6 && none:
		score += 5
	case words(l.text, 6) == 6:
		score += 2
	}
	if l.stream == entente.Caption || columnOf(l.text) != "" {
		score -= 4
	}
	if i+1 < len(p.lines) {
		switch next := p.lines[i+1]; {
		case next.mark == byline || next.mark == bullet || next.mark == dated || p.stampOf(next).any():
			score += 2
		case next.mark == credit:
			score -= 4
		}
	}
	if s := p.stampOf(l); s.any() && words(s.rest, 4) < 4 {
		return 0
	}
	return score
}

// sameWords compares two titles without regard to case, spaces and quotation marks.
func sameWords(a, b string) bool { return a == b || bareWords(a) == bareWords(b) }

var quoteMarks = strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`, "–", "-", "—", "-")

func bareWords(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(quoteMarks.Replace(s)), " "))
}

// findStandfirst moves the first paragraph on where it is a standfirst: right under
// the headline, with byline or date only after it.
func (p *layout) findStandfirst() {
	i := p.first
	if p.head < 0 || len(p.lines[i].text) > 400 || i+1 >= len(p.lines) {
		return
	}
	for j := 0; j < i; j++ {
		if l := p.lines[j]; l.mark == byline || l.mark == nameLike || p.isDated(l) {
			return
		}
	}
	for j := i + 1; j < len(p.lines) && j <= i+3; j++ {
		l := p.lines[j]
		if isParagraph(l) || l.stream == entente.Body && l.mark != nameLike && !p.isDated(l) {
			return
		}
		if l.mark == byline || l.mark == nameLike || p.isDated(l) || isSignature(l.text) {
			p.lines[i].stream = entente.Standfirst
			p.first = p.nextParagraph(i)
			return
		}
	}
}

// nextParagraph gives the index of the paragraph after i, or of the line after i
// where there is none.
func (p *layout) nextParagraph(i int) int {
	for j := i + 1; j < len(p.lines); j++ {
		if isParagraph(p.lines[j]) {
			return j
		}
	}
	return i + 1
}

// layAbove classes a line that stands before the first paragraph.
func (p *layout) layAbove(i int) {
	l := &p.lines[i]
	if l.stream == entente.Standfirst {
		return
	}
	if s := p.stampOf(*l); s.any() && (words(s.rest, 5) < 5 || isByline(s.rest) || isSignature(s.rest)) {
		p.takeStamp(s)
		p.takeAuthors(s.rest)
		l.stream = entente.Furniture
		return
	}
	switch {
	case p.readKey(l.text), p.title != "" && i != p.head && sameWords(l.text, p.title):
		l.stream = entente.Furniture
	case i < p.head && columnOf(l.text) != "":
		if len(p.authors) == 0 {
			p.takeAuthors(columnOf(l.text))
		}
		l.stream = entente.Furniture
	case l.mark == byline || l.mark == nameLike || p.head >= 0 && isSignature(l.text):
		if p.head >= 0 || l.mark == byline {
			p.takeByline(i)
			l.stream = entente.Furniture
		}
	case l.stream != entente.Body || p.head < 0:
	case l.mark == bullet && i > p.head:
		l.stream = entente.Standfirst
	case i > p.head && words(l.text, 6) < 6 && words(l.text, 3) == 3 && !strings.Contains(l.text, ","):
		// perhaps the first heading of the text
	case words(l.text, 6) < 6 && !endsSentence(l.text):
		l.stream = entente.Furniture
	case i < p.head && !endsSentence(l.text):
		l.stream = entente.Caption
	case i < p.head:
	default:
		l.stream = entente.Standfirst
	}
}

// layNear reads bylines and dates that stand just after the first paragraph.
func (p *layout) layNear() {
	for i := p.first + 1; i < len(p.lines) && i <= p.first+nearHead; i++ {
		l := &p.lines[i]
		if l.mark == byline {
			p.takeAuthors(l.text)
		}
		if s := p.stampOf(*l); s.any() && words(s.rest, 4) < 4 && l.mark != prose {
			p.takeStamp(s)
			l.stream = entente.Furniture
		}
	}
}

// columnOf gives the author from the name of a column: "As I see it by Rhea Castell".
func columnOf(s string) string {
	i := strings.LastIndex(s, " by ")
	if i < 0 || len(s) > 80 || words(s[:i], 6) > 5 || !isNames(s[i+4:]) {
		return ""
	}
	return s[i+4:]
}

// takeByline takes the authors of a line of names. Names above the headline count
// only where none stand under it: there they may be topics.
func (p *layout) takeByline(i int) {
	if i > p.head || p.above || len(p.authors) == 0 {
		p.above = p.above || i < p.head
		p.takeAuthors(p.lines[i].text)
	}
}

// stampOf reads the dates of a line that is short enough to be nothing else.
func (p *layout) stampOf(l line) stamp {
	if len(l.text) > 160 || !hasYear(l.text) || endsStop(l.text) && l.mark != dated {
		return stamp{}
	}
	return readStamp(l.text)
}

func (p *layout) isDated(l line) bool {
	s := p.stampOf(l)
	return s.any() && words(s.rest, 4) < 4
}

func (p *layout) takeStamp(s stamp) {
	if !p.published.Known() {
		p.published = s.published
	}
	if !p.updated.Known() {
		p.updated = s.updated
	}
}

// maxAuthors is how many names a byline may hold; more are a list of something else.
const maxAuthors = 12

// takeAuthors adds the names of a byline. The first byline counts; those after a
// text ("Reporting by …") only where there is none.
func (p *layout) takeAuthors(s string) {
	if len(p.authors) > 0 && !isNames(s) {
		return
	}
	for _, name := range namesIn(s) {
		if len(p.authors) < maxAuthors && !contains(p.authors, name) {
			p.authors = append(p.authors, name)
		}
	}
}

func contains(list []string, s string) bool {
	for _, t := range list {
		if t == s {
			return true
		}
	}
	return false
}

// offices are words by which a byline names its author's place in the house.
var offices = []string{"correspondent", "editor", "reporter", "columnist", "bureau", "staff", "writer", "news", "analyst", "journalist", "in "}

// isSignature reports whether a line is a name with an office or a place after it:
// "Jane Doe, diplomatic correspondent", "Jane Doe in Moscow".
func isSignature(s string) bool {
	if len(s) > 120 || endsStop(s) {
		return false
	}
	cut := len(s)
	for _, sep := range []string{",", " in ", " | ", " – ", " — ", " - ", " / ", " at ", "("} {
		if i := strings.Index(s, sep); i > 0 {
			cut = min(cut, i)
		}
	}
	if cut == len(s) || !isNames(s[:cut]) {
		return false
	}
	rest := strings.ToLower(strings.TrimLeft(s[cut:], ", |–—-/("))
	for _, o := range offices {
		if strings.Contains(rest, o) || strings.HasPrefix(rest, o) {
			return true
		}
	}
	return strings.HasPrefix(s[cut:], " in ") && words(rest, 4) < 4
}

// readKey reads lines such as "Source: Xinhua" at the top of saved texts.
func (p *layout) readKey(s string) bool {
	key, value, ok := strings.Cut(s, ":")
	if !ok || len(s) > 300 || len(key) > 12 {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(key)) {
	case "source", "publisher", "outlet", "publication":
		p.publisher = or(p.publisher, strings.TrimSpace(value))
	case "url", "link", "language", "section", "country", "place", "title", "headline", "copyright":
	default:
		return false
	}
	return true
}

// agencies are the wires that sign a dateline.
var agencies = []string{"Reuters", "AFP", "AP", "Xinhua", "TASS", "Interfax", "Kyodo", "Yonhap", "dpa", "ANSA", "EFE", "IANS", "PTI", "UPI", "Anadolu", "Sputnik", "Bloomberg", "CNN", "RFE/RL", "VOA"}

// readDateline reads the place where a paragraph of a wire opens: "MOSCOW, July 15,
// 2021 (Reuters) -". The words stay body.
func (p *layout) readDateline() {
	s := p.lines[p.first].text
	s = s[:min(len(s), 110)]
	cut := -1
	for _, dash := range []string{" - ", " -- ", " – ", " — ", "— ", ") "} {
		if i := strings.Index(s, dash); i > 0 && (cut < 0 || i < cut) {
			cut = i + len(dash) - 1
		}
	}
	if cut < 0 {
		return
	}
	line := s[:cut]
	if f, ok := findDay(line); ok && !p.published.Known() {
		p.published = f.day
	}
	for _, a := range agencies {
		if strings.Contains(line, "("+a+")") || strings.Contains(line, "/"+a+"/") || strings.Contains(line, ", "+a+",") {
			p.publisher = or(p.publisher, a)
		}
	}
}

// markNames makes furniture of the author's name wherever it stands alone.
func (p *layout) markNames() {
	for i := range p.lines {
		l := &p.lines[i]
		if l.mark == byline && len(p.authors) == 0 && !p.careful {
			p.takeAuthors(l.text)
		}
		if l.mark != nameLike || l.stream != entente.Body {
			continue
		}
		twice := i+1 < len(p.lines) && p.lines[i+1].text == l.text || i > 0 && p.lines[i-1].text == l.text
		if contains(p.authors, personName(l.text)) || twice && len(p.lines) > 4 || i > p.last && p.last >= 0 && !p.careful && len(p.authors) == 0 {
			l.stream = entente.Furniture
			p.takeAuthors(l.text)
		}
	}
}

var titleBreaks = strings.NewReplacer("|", ":", " - ", ":", "–", ":")

// findKind tells an opinion by its labels and a transcript by its speakers.
func (p *layout) findKind() {
	title := strings.ToLower(p.title)
	if before, _, ok := strings.Cut(titleBreaks.Replace(title), ":"); ok && kindLabels[strings.TrimSpace(before)] {
		p.kind = entente.OpinionKind
	}
	for i, l := range p.lines[:min(p.first, len(p.lines))] {
		if l.mark != label || i > p.head && p.head >= 0 && len(l.text) <= len("comment") && strings.EqualFold(l.text, "comment") {
			continue
		}
		for part := range strings.FieldsFuncSeq(l.text, func(r rune) bool { return strings.ContainsRune("/|>›»", r) }) {
			switch low := strings.ToLower(strings.Trim(part, " .:")); {
			case low == "transcript":
				p.kind = entente.TranscriptKind
			case kindLabels[low]:
				p.kind = entente.OpinionKind
			}
		}
	}
	if strings.Contains(title, "transcript") || p.speakers() {
		p.kind = entente.TranscriptKind
	}
}

// speakers reports whether a fourth of the paragraphs, and at least three, open with
// who speaks.
func (p *layout) speakers() bool {
	turns, paragraphs := 0, 0
	for _, l := range p.lines {
		if l.stream != entente.Body {
			continue
		}
		paragraphs++
		if opensTurn(l.text) {
			turns++
		}
	}
	return turns >= 3 && turns*4 >= paragraphs
}

// opensTurn: "Q ", "Q: ", "MR. PRICE: ", "Vladimir Putin: ".
func opensTurn(s string) bool {
	who, _, ok := strings.Cut(s[:min(len(s), 60)], ":")
	if strings.HasPrefix(s, "Q ") {
		return true
	}
	if !ok || who == "" || len(who) > 45 {
		return false
	}
	if who == "Q" || who == "A" || isName(who) {
		return true
	}
	return strings.ToUpper(who) == who && isLetter(who[0]) && words(who, 7) < 7
}
