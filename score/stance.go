package score

import (
	"strings"

	"entente"
)

// views measures a story's assessments: pair and level one to one, then of those
// paired the holder and the trend.
func (t *tally) views(s *sheet) {
	a := &t.r.Assessments
	if len(s.stances) == 0 {
		a.Elsewhere += len(s.views)
		return
	}
	a.Gold += len(s.stances)
	a.Output += len(s.views)
	for _, v := range s.views {
		for _, g := range s.stances {
			if stanceOK(g, v) {
				t.viewRight++
				break
			}
		}
	}
	got := assign(s.stances, s.views, func(g *goldLine, v *entente.Assessment) int {
		if !stanceOK(g, v) {
			return 0
		}
		return 1 + 4*count(overlaps(level(v.Citation.Quote), level(g.Text))) + 2*count(holderOK(g, v)) + count(equal(g.Trend, v.Trend))
	})
	t.viewFound += len(got)
	for g, v := range got {
		t.viewMatched++
		t.holderOK += count(holderOK(g, v))
		t.trendOf++
		t.trendOK += count(equal(g.Trend, v.Trend))
	}
}

// stanceOK reports whether pair and level agree. Where gold gives no level the
// trend must agree, or nothing would be compared.
func stanceOK(g *goldLine, v *entente.Assessment) bool {
	if !equal(g.Level, v.Level) || g.Level == nil && !equal(g.Trend, v.Trend) {
		return false
	}
	for _, a := range speaksFor(v.A.Code, v.Members) {
		for _, b := range speaksFor(v.B.Code, v.Members) {
			if stancePair(g, a, b) {
				return true
			}
		}
	}
	return false
}

// speaksFor gives a corner and the members of a collective that the story names.
// Which corner is the collective is not asked: a member beside its own collective
// is no pair that gold would have.
func speaksFor(c entente.Code, members []entente.Code) []string {
	out := []string{norm(c)}
	for _, m := range members {
		out = append(out, norm(m))
	}
	return out
}

func stancePair(g *goldLine, a, b string) bool {
	if samePair(a, b, norm(g.A), norm(g.B)) {
		return true
	}
	for _, p := range g.Alt {
		if samePair(a, b, norm(entente.Code(p[0])), norm(entente.Code(p[1]))) {
			return true
		}
	}
	return false
}

// holderOK compares holders: by kind, and where the gold names a code ("actor:RUS")
// by code too. Gold without a holder asks for none.
func holderOK(g *goldLine, v *entente.Assessment) bool {
	kind, code, named := strings.Cut(g.Holder, ":")
	return g.Holder == "" || kind == v.Holder.By && (!named || norm(entente.Code(code)) == norm(v.Holder.Code))
}

func equal(a, b *int) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
