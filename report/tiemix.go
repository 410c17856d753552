package report

import (
	"fmt"
	"io"

	"entente"
)

// TieMix writes how two actors would stand without some of the sources; nothing where no
// source can be left out.
func TieMix(w io.Writer, t entente.Tie, opt Options) error {
	if len(t.Mix) == 0 {
		return nil
	}
	opt = opt.filled()
	s := newSetter(opt)
	s.head("Without some of the sources")
	for _, m := range t.Mix {
		without := entente.Tie{Level: m.Level, PPlus: m.PPlus, PMinus: m.PMinus, PNeutral: m.PNeutral}
		level, turned := tieWord(without), ""
		if m.Level != nil {
			level += " " + prob(without.LevelP())
		}
		if m.Level == nil != (t.Level == nil) || m.Level != nil && *m.Level != *t.Level {
			turned = " ◂ another level"
		}
		s.para("  without "+sourcesNamed(m.Kind, m.Without, opt)+": ", "      ", run{level, plain}, run{turned, strong},
			run{fmt.Sprintf(" · %s of the probability moves · %s", prob(m.Shift), count(m.Stories, "story", "stories")), faint})
	}
	return s.flush(w)
}
