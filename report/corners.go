package report

import (
	"fmt"
	"slices"
	"strings"

	"entente"
)

// TriangleView is a triangle put into words and places.
type triangleView struct {
	Anchor string
	Title  string
	Says   prose
	Types  []bar
	Spread string
	Roles  []cornerView
	Sides  []sideView
	Flip   string
}

// CornerView is an actor of a triangle and where it is drawn.
type cornerView struct {
	Code, Name, Role string
	X, Y             float64
	Top              bool
}

// SideView is a tie of a triangle and where it is drawn.
type sideView struct {
	A, B           string
	Title          string
	Anchor         string
	Sign           string
	Tone           string
	Level, Trend   string
	Value, Word    string
	Ref            *ref
	X1, Y1, X2, Y2 float64
	LX, LY         float64 // middle, where the label stands
	Width          float64
}

// The drawing's places: a corner on top, two below.
var places = [3][2]float64{{240, 78}, {84, 312}, {396, 312}}

// newTriangleView puts a triangle into words and places.
func newTriangleView(t entente.Triangle, l *ledger, opt Options) triangleView {
	v := triangleView{Anchor: anchor("t", fmt.Sprintf("%s-%s-%s", t.Corners[0], t.Corners[1], t.Corners[2]))}
	v.Title = upper(corners(t, opt))
	l.enter(v.Anchor, "The triangle")
	v.Says = typed(t, l, opt)
	v.Types = typeBars(t, l, opt)
	v.Spread = spread(t)
	v.Flip = flipWords(t, opt)
	at := layout(t)
	for i, c := range t.Corners {
		v.Roles = append(v.Roles, cornerView{string(c), opt.name(c), string(t.Roles[c]), places[at[i]][0], places[at[i]][1], at[i] == 0})
	}
	for i, ends := range [3][2]int{{0, 1}, {0, 2}, {1, 2}} {
		v.Sides = append(v.Sides, newSideView(t.Ties[i], places[at[ends[0]]], places[at[ends[1]]], l, opt))
	}
	return v
}

// typeBars lists every type, also those without probability. What a type rests
// on is the side that speaks loudest for it: cooperation for a ménage à trois,
// conflict for a unit veto, any for the rest.
func typeBars(t entente.Triangle, l *ledger, opt Options) []bar {
	var out []bar
	for _, s := range entente.Shapes {
		p := t.P[s]
		b := bar{Label: string(s), Value: prob(p), Word: opt.Word(p), Share: p, Tone: "none", Ref: l.first(shapeCites(t, s, l)...)}
		if s == t.Shape {
			b.Note = "most probable"
		}
		out = append(out, b)
	}
	return out
}

func shapeCites(t entente.Triangle, s entente.Shape, l *ledger) []string {
	want := map[entente.Shape]string{entente.MenageATrois: "plus", entente.UnitVeto: "minus"}[s]
	var ids []string
	for _, tie := range t.Ties {
		ids = append(ids, toned(tie, l, want)...)
	}
	return slices.Concat(ids, triangleCites(t))
}

// spread says how open the choice of type is.
func spread(t entente.Triangle) string {
	switch {
	case t.Entropy < .5:
		return fmt.Sprintf("The types are clearly apart (entropy %.2f of at most 2.32 bits).", t.Entropy)
	case t.Entropy < 1.5:
		return fmt.Sprintf("Some doubt remains between types (entropy %.2f of at most 2.32 bits).", t.Entropy)
	}
	return fmt.Sprintf("The choice of type is wide open (entropy %.2f of at most 2.32 bits).", t.Entropy)
}

func flipWords(t entente.Triangle, opt Options) string {
	if t.Flip == nil {
		return ""
	}
	f := t.Flip
	to := "become neither friends nor adversaries"
	if f.To > 0 {
		to = "turn friendly"
	} else if f.To < 0 {
		to = "turn adversarial"
	}
	return fmt.Sprintf("The smallest change that would alter the type: should %s %s, it would be %s.",
		list(opt.inProse(f.A), opt.inProse(f.B)), to, withArticle(f.Shape))
}

// layout says where each corner is drawn: the pivot or the outcast on top.
func layout(t entente.Triangle) [3]int {
	top := slices.IndexFunc(t.Corners[:], func(c entente.Code) bool {
		return t.Roles[c] == entente.Pivot || t.Roles[c] == entente.Outcast
	})
	switch top {
	case 1:
		return [3]int{1, 0, 2}
	case 2:
		return [3]int{1, 2, 0}
	}
	return [3]int{0, 1, 2}
}

// nodeRadius is that of a corner's circle, with a little air.
const nodeRadius = 46

func newSideView(t entente.Tie, a, b [2]float64, l *ledger, opt Options) sideView {
	p := t.LevelP()
	s := sideView{A: opt.name(t.A), B: opt.name(t.B), Anchor: anchor("d", string(t.A)+"-"+string(t.B)), Sign: tieSign(t), Tone: "unknown",
		Level: tieWord(t), Trend: strings.Replace(trendWord(t.Trend), "trend ", "", 1), Width: 2 + 9*p}
	s.Title = upper(both(t, opt))
	if t.Level != nil {
		s.Tone, s.Value, s.Word = tone(float64(*t.Level)), prob(p), opt.Word(p)
		s.Ref = l.first(slices.Concat(t.Acts.Cites, t.Assessed.Cites)...)
	}
	dx, dy := b[0]-a[0], b[1]-a[1]
	share := nodeRadius / hypot(dx, dy)
	s.X1, s.Y1, s.X2, s.Y2 = a[0]+dx*share, a[1]+dy*share, b[0]-dx*share, b[1]-dy*share
	s.LX, s.LY = (a[0]+b[0])/2, (a[1]+b[1])/2
	return s
}
