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
	a, b := norm(v.A.Code), norm(v.B.Code)
	pair := samePair(a, b, norm(g.A), norm(g.B))
	for _, p := range g.Alt {
		pair = pair || len(p) == 2 && samePair(a, b, norm(entente.Code(p[0])), norm(entente.Code(p[1])))
	}
	return pair && equal(g.Level, v.Level) && (g.Level != nil || equal(g.Trend, v.Trend))
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
