package report

import (
	"fmt"
	"io"
	"strings"

	"entente"
)

// Changed writes what moved since a day for a terminal, with the acts that have to do with it.
func Changed(w io.Writer, c entente.Changed, opt Options) error {
	opt = opt.filled()
	s := newSetter(opt)
	s.head(fmt.Sprintf("What moved since %s", date(c.Since)))
	if c.Before >= c.Since {
		s.para("", "", run{fmt.Sprintf("Nothing was read before %s, so there is nothing to hold it against.", date(c.Before)), plain})
		return s.flush(w)
	}
	s.para("", "", run{fmt.Sprintf("%s looked at, %s held against the days from %s on; of those told a tenth is expected to be chance.",
		count(c.Asked, "strand", "strands"), dates(c.Since, c.To), date(c.Before)), faint})
	if len(c.Moved) == 0 {
		s.para("", "", run{"Nothing moved as far as can be told.", plain})
	}
	for i := range c.Moved {
		s.shifted(&c.Moved[i], opt)
	}
	for _, t := range c.Turned {
		s.blank()
		s.turned(t, opt)
	}
	s.changedMix(c, opt)
	return s.flush(w)
}

// turned tells of a pair that stands otherwise than it did.
func (s *setter) turned(t entente.TurnedTie, opt Options) {
	s.para("", "", run{fmt.Sprintf("%s – %s turned", opt.name(t.Is.A), opt.name(t.Is.B)), strong},
		run{fmt.Sprintf(": %s %s, now %s %s. %s.", tieWord(t.Was), prob(t.Was.LevelP()), tieWord(t.Is), prob(t.Is.LevelP()), upper(t.Is.Rule)), plain})
}

// changedMix tells what would be told otherwise without some of the sources.
func (s *setter) changedMix(c entente.Changed, opt Options) {
	same := true
	for _, m := range c.Mix {
		if words := otherwise(m, opt); words != "" {
			same = false
			s.para("• ", "  ", run{fmt.Sprintf("Without %s (%s): %s.", clean(m.Without), count(m.Stories, "story", "stories"), words), plain})
		}
	}
	if same && len(c.Mix) > 0 {
		s.para("", "", run{fmt.Sprintf("Without any one of %s the same is told.", count(len(c.Mix), "part of the sources", "parts of the sources")), faint})
	}
}

// otherwise says what would be told otherwise without some of the sources.
func otherwise(m entente.ChangedMix, opt Options) string {
	var out []string
	strands := func(of []entente.ChangedStrand, what string) {
		for _, x := range of {
			out = append(out, fmt.Sprintf("%s → %s, %s %s", opt.name(x.Source), opt.name(x.Target), x.Side, what))
		}
	}
	strands(m.Gone, "would not be told")
	strands(m.New, "would be told too")
	for _, x := range m.Turned {
		out = append(out, fmt.Sprintf("whether %s – %s turned would be told otherwise", opt.name(x.Source), opt.name(x.Target)))
	}
	return strings.Join(out, "; ")
}

func (s *setter) shifted(m *entente.Moved, opt Options) {
	way := "rose"
	if m.Is < m.Was {
		way = "fell"
	}
	s.blank()
	s.para("", "  ", run{fmt.Sprintf("%s → %s, %s %s", opt.name(m.Source), opt.name(m.Target), m.Side, way), strong},
		run{fmt.Sprintf(" × %s (%s to %s): %s where %s were to be expected", figure(m.Ratio), figure(m.Low), figure(m.High), count(m.Events, "event", "events"), figure(m.Expected)), plain})
	for i, r := range m.Roots {
		if i < 3 {
			kind := kindOfAct(r.Root)
			if s.into != nil {
				kind = rootWord(entente.Root(kind)) + ":"
			}
			s.para("  · ", "    ", run{fmt.Sprintf("%s %d, expected %s", kind, r.Events, figure(r.Expected)), plain})
		}
	}
	for _, x := range m.Made {
		s.movement(x)
	}
}
