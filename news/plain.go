package news

import "strings"

// readPlain makes the story of a plain text.
func (d *draft) readPlain(text string) {
	d.story.Text = text
	p := lay(text, "", nil, false)
	d.takeLayout(p)
	d.tellLanguage(p.sample())
}

// takeLayout fills what the story does not have yet from its lines.
func (d *draft) takeLayout(p *layout) {
	s := &d.story
	s.Blocks = p.blocks()
	s.Title = or(s.Title, oneLine(p.title))
	s.Author = or(s.Author, strings.Join(p.authors, "; "))
	s.Publisher = or(s.Publisher, p.publisher)
	if s.Kind == "" {
		s.Kind = p.kind
	}
	if !s.Published.Known() {
		s.Published = p.published
	}
	if !s.Published.Known() && p.updated.Known() {
		s.Published = p.updated
		d.problem(-1, "the page gives only the day of its last change, "+p.updated.String()+"; taken as the day of publication")
	}
}

// oneLine puts a title that runs over lines on one.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// sampleSize is how many bytes are read to tell the language.
const sampleSize = 6000

// sample gives the first words of the body.
func (p *layout) sample() string {
	var b strings.Builder
	for _, l := range p.lines {
		if !l.stream.Counts() {
			continue
		}
		b.WriteString(l.text[:min(len(l.text), sampleSize)])
		b.WriteByte('\n')
		if b.Len() >= sampleSize {
			break
		}
	}
	return b.String()
}
