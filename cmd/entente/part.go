package main

import (
	"iter"

	"entente"
	"entente/desk"
	"entente/news"
)

// partSize is how many bytes of a long story are coded at a time, and longStory from
// where on that is done: nobody writes a story of a megabyte, so what is that long
// is many stories in one file.
const (
	partSize  = 256 << 10
	longStory = 1 << 20
)

// parted hands a long story on in parts, each with the whole text and some of the
// blocks, so that all cores have work, results do not pile up, and Ctrl-C does not
// wait. What one part tells does not help to read the next.
func parted(items iter.Seq2[news.Item, error]) iter.Seq2[news.Item, error] {
	return func(yield func(news.Item, error) bool) {
		for item, err := range items {
			if err != nil || len(item.Story.Text) < longStory {
				if !yield(item, err) {
					return
				}
				continue
			}
			for blocks := item.Story.Blocks; len(blocks) > 0; {
				n := 1
				for n < len(blocks) && blocks[n].End-blocks[0].Start <= partSize {
					n++
				}
				part := item
				part.Story.Blocks = blocks[:n]
				blocks, item.Problems = blocks[n:], nil
				if !yield(part, nil) {
					return
				}
			}
		}
	}
}

// numbering counts sentences through the parts of a story.
type numbering struct {
	story entente.Story
	base  int // sentences of the parts before
	next  int
}

// through sets the numbers of a part's sentences as they are in the whole story, and
// says whether the part is the first.
func (n *numbering) through(c desk.Coded) (first bool) {
	first = !n.continues(c.Story)
	if first {
		n.next = 0
	}
	n.story, n.base = c.Story, n.next
	n.next += c.Result.Sentences
	for i := range c.Result.Reports {
		c.Result.Reports[i].Sentence += n.base
	}
	for i := range c.Result.Assessments {
		c.Result.Assessments[i].Sentence += n.base
	}
	return first
}

// continues reports whether a story's blocks follow on those seen last.
func (n *numbering) continues(s entente.Story) bool {
	before := n.story.Blocks
	return len(before) > 0 && len(s.Blocks) > 0 && s.ID == n.story.ID && s.Hash == n.story.Hash &&
		s.Blocks[0].Start >= before[len(before)-1].End
}
