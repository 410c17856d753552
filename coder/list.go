package coder

import "entente/lexicon"

// findLists groups actors that stand in a row joined by commas and a last "and",
// whatever the tree makes of them: "the European Union, the United States, Britain
// and Canada imposed …".
func (s *sentence) findLists() {
	s.lists = make([]int, len(s.parties))
	for i := range s.lists {
		s.lists[i] = -1
	}
	for i := 0; i < len(s.parties); {
		last := s.rowFrom(i)
		for k := i; k <= last && last > i; k++ {
			s.lists[k] = i
		}
		i = last + 1
	}
}

// rowFrom gives the last party of the row that begins with party i, i itself if
// there is none. A row ends in "and"; two that only a comma joins are no row.
func (s *sentence) rowFrom(i int) int {
	last, closed := i, false
	for k := i; k+1 < len(s.parties) && !closed && listed(&s.parties[k]) && listed(&s.parties[k+1]); k++ {
		comma, and, ok := s.joiners(s.parties[k].last+1, s.parties[k+1].first)
		if !ok || !comma && !and {
			break
		}
		if closed = and; closed {
			last = k + 1
		}
	}
	if last > i && s.nextClause(&s.parties[i], &s.parties[last]) {
		return i
	}
	return last
}

func listed(p *party) bool {
	return p.use == full && p.class != lexicon.Place && p.actor.Code != ""
}

// joiners reads the tokens between two parties: commas, "and", articles, no more.
func (s *sentence) joiners(from, to int) (comma, and, ok bool) {
	if to-from > 3 || to <= from {
		return false, false, false
	}
	for i := from; i < to; i++ {
		switch w := s.lower[i]; {
		case w == ",":
			comma = true
		case w == "and" || w == "or" || w == "&":
			and = true
		case s.Tokens[i].UPOS != "DET":
			return comma, and, false
		}
	}
	return comma, and, true
}

// nextClause reports whether the last of a row begins a clause of its own: "attacked
// Chad and Mali condemned it".
func (s *sentence) nextClause(first, last *party) bool {
	if r := s.rel(s.head(first)); r == "nsubj" || s.head(first) < 2 {
		return false
	}
	before := false
	for i := range first.first {
		before = before || s.verb(i)
	}
	for i := last.last + 1; before && i < min(len(s.Tokens), last.last+3); i++ {
		if s.verb(i) && s.finite(i) {
			return true
		}
	}
	return false
}

// withRow adds the others of a row to actors read from the tree.
func (s *sentence) withRow(fs []filler) []filler {
	for _, f := range fs {
		if f.party < 0 || f.party >= len(s.lists) || s.lists[f.party] < 0 || f.owner {
			continue
		}
		for k, head := range s.lists {
			if head == s.lists[f.party] && !hasCode(fs, s.parties[k].actor.Code) {
				fs = append(fs, s.fillAll(&s.parties[k], s.head(&s.parties[k]))...)
			}
		}
	}
	return fs
}
