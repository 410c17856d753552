package web

import (
	"fmt"
	"html/template"
	"math"
	"slices"

	"entente"
	"entente/ask"
	"entente/desk"
	"entente/export"
	"entente/report"
)

// graphView is the drawing of a triangle, in a box of 480 by 400.
type graphView struct {
	Corners []cornerView
	Sides   []sideView
}

type cornerView struct {
	Code, Name, Role string
	X, Y, NameY      float64
}

// sideView is a tie as it is drawn: two arrows, one a direction, and the sign between.
type sideView struct {
	tieView
	LX, LY float64
	Text   string
	Arrows [2]arrowView
}

type arrowView struct {
	X1, Y1, X2, Y2, Width float64
	Head                  string // points of the arrow's head
	Tone                  string
	Says                  string
	Who, Coop, Conf       string // the same as a row
	Told                  bool
	Href                  string // the events behind it
}

var places = [3][2]float64{{240, 74}, {80, 312}, {400, 312}}

const cornerRadius = 47

// graph draws a triangle: the pivot or the outcast on top.
func (s *Server) graph(l linker, t *entente.Triangle) graphView {
	at := [3]int{0, 1, 2}
	for i, c := range t.Corners {
		if t.Roles[c] == entente.Pivot || t.Roles[c] == entente.Outcast {
			at = [3][3]int{{0, 1, 2}, {1, 0, 2}, {1, 2, 0}}[i]
		}
	}
	var g graphView
	for i, c := range t.Corners {
		p := places[at[i]]
		nameY := p[1] + 62
		if at[i] == 0 {
			nameY = p[1] - 52
		}
		g.Corners = append(g.Corners, cornerView{string(c), s.Name(c), l.term(string(t.Roles[c])), p[0], p[1], nameY})
	}
	most := 1.0
	for _, tie := range t.Ties {
		most = max(most, tie.Acts.CoopAB+tie.Acts.ConfAB, tie.Acts.CoopBA+tie.Acts.ConfBA)
	}
	for i, ends := range [3][2]int{{0, 1}, {0, 2}, {1, 2}} {
		tie := &t.Ties[i]
		p, q := places[at[slices.Index(t.Corners[:], tie.A)]], places[at[slices.Index(t.Corners[:], tie.B)]]
		_ = ends
		v := sideView{tieView: s.tieView(l, tie), LX: (p[0] + q[0]) / 2, LY: (p[1] + q[1]) / 2}
		v.Text = v.Sign
		if v.P != "" {
			v.Text += " " + v.P
		}
		v.Arrows[0] = arrow(l, p, q, tie.Acts.CoopAB, tie.Acts.ConfAB, most, l.t("%s toward %s", s.Name(tie.A), s.Name(tie.B)))
		v.Arrows[1] = arrow(l, q, p, tie.Acts.CoopBA, tie.Acts.ConfBA, most, l.t("%s toward %s", s.Name(tie.B), s.Name(tie.A)))
		v.Arrows[0].Href = l.to("/events", "a", string(tie.A), "b", string(tie.B), "directed", "1")
		v.Arrows[1].Href = l.to("/events", "a", string(tie.B), "b", string(tie.A), "directed", "1")
		g.Sides = append(g.Sides, v)
	}
	return g
}

// arrow draws what one did to the other, to the right of the line between them: as wide as
// much was done, in the colour of what outweighs.
func arrow(l linker, p, q [2]float64, coop, conf, most float64, who string) arrowView {
	dx, dy := q[0]-p[0], q[1]-p[1]
	n := math.Hypot(dx, dy)
	ux, uy := dx/n, dy/n
	ox, oy := -uy*8, ux*8
	a := arrowView{Tone: "unknown", Width: 1.5, Says: l.t("%s: cooperation %s, conflict %s", who, l.amount(coop), l.amount(conf)), Who: who, Coop: l.amount(coop), Conf: l.amount(conf), Told: coop+conf > 0}
	if sum := coop + conf; sum > 0 {
		a.Width = 2 + 7*math.Sqrt(sum/most)
		switch b := (coop - conf) / sum; {
		case b > .1:
			a.Tone = "plus"
		case b < -.1:
			a.Tone = "minus"
		default:
			a.Tone = "none"
		}
	}
	head := 7 + a.Width
	x2, y2 := q[0]-ux*cornerRadius+ox, q[1]-uy*cornerRadius+oy
	a.X1, a.Y1 = p[0]+ux*cornerRadius+ox, p[1]+uy*cornerRadius+oy
	a.X2, a.Y2 = x2-ux*head*.9, y2-uy*head*.9
	bx, by := x2-ux*head, y2-uy*head
	a.Head = fmt.Sprintf("%.1f,%.1f %.1f,%.1f %.1f,%.1f", x2, y2, bx-uy*head*.55, by+ux*head*.55, bx+uy*head*.55, by-ux*head*.55)
	return a
}

// triangleSays tells the type in a sentence or two.
func (s *Server) triangleSays(l linker, t *entente.Triangle) []template.HTML {
	names := make([]string, 3)
	for i, c := range t.Corners {
		names[i] = s.in(c)
	}
	p, all := t.P[t.Shape], l.and(names...)
	fig := figured(l.triangleAt(t.Corners) + "#sides")
	if t.Shape == entente.Incomplete {
		return []template.HTML{l.rich("Of %s too little is told to name the type of their triangle: it is incomplete with probability [%s].", all, l.prob(p), fig)}
	}
	return []template.HTML{l.rich("%s form %s: %s, with probability [%s] (%s).", upper(all), l.article(t.Shape), s.rolesSay(l, t), l.prob(p), l.term(entente.Word(p)), fig)}
}

// rolesSay says who plays which part.
func (s *Server) rolesSay(l linker, t *entente.Triangle) string {
	by := map[entente.Role][]string{}
	for _, c := range t.Corners {
		by[t.Roles[c]] = append(by[t.Roles[c]], s.in(c))
	}
	switch t.Shape {
	case entente.StableMarriage:
		return l.t("%s stand together, %s apart", l.and(by[entente.Partner]...), l.and(by[entente.Outcast]...))
	case entente.RomanticTriangle:
		return l.t("%s is courted by %s, who are adversaries", l.and(by[entente.Pivot]...), l.and(by[entente.Wing]...))
	case entente.MenageATrois:
		return l.t("all three are friendly with one another")
	}
	return l.t("all three are adversaries")
}

// trianglesView chooses three actors.
type trianglesView struct {
	A, B, C string
	Codes   []tieView
}

func (s *Server) triangles(r *request) (view, error) {
	l := r.link()
	q := r.query
	if q.Get("a") != "" && q.Get("b") != "" && q.Get("c") != "" {
		c, err := s.Actors(r.scope, q.Get("a"), q.Get("b"), q.Get("c"))
		if err != nil {
			return view{}, err
		}
		slices.Sort(c)
		return view{Goto: l.triangleAt([3]entente.Code(c))}, nil
	}
	if len(r.whole.Triangles) > 0 && q.Get("choose") == "" {
		return view{Goto: l.triangleAt(r.whole.Triangles[0].Corners)}, nil
	}
	return view{Name: "triangles", Title: r.t("Triangle"), Body: trianglesView{A: q.Get("a"), B: q.Get("b"), C: q.Get("c")}}, nil
}

// triangleView is one triangle.
type triangleView struct {
	Names   string
	Codes   [3]string
	Says    []template.HTML
	Flip    string
	Spread  string
	Graph   graphView
	Types   []typeRow
	Sides   []sideEvidence
	Ribbon  []ribbonCell
	Ticks   []tick
	Phases  []phaseRow
	Small   []smallMultiple
	By      entente.Period
	Periods []choice
	Study   studyView
	Read    chart // stories read, of whatever pair
	Stories []coverRow
}

type typeRow struct {
	Type string
	P    string
	Word string
	W    float64
	Best bool
}

// sideEvidence is what one side rests on.
type sideEvidence struct {
	tieView
	Quotes []quote
}

type ribbonCell struct {
	X, W   float64
	Class  string
	Letter string
	Tip    string
	Href   string
}

type phaseRow struct {
	Period  string
	Type    string
	P       string
	Entropy string
	Href    string
	Ties    []string
}

type smallMultiple struct {
	Pair  string
	Href  string
	Chart chart
}

func (s *Server) triangle(r *request) (view, error) {
	c, err := s.Actors(r.scope, r.PathValue("a"), r.PathValue("b"), r.PathValue("c"))
	if err != nil {
		return view{}, err
	}
	slices.Sort(c)
	corners := [3]entente.Code(c)
	l := r.link()
	if r.URL.EscapedPath() != (linker{}).triangleAt(corners) {
		return view{Goto: l.triangleAt(corners)}, nil
	}
	defer s.triangleMeanwhile(r, corners)()
	a, err := s.Of(r.Context(), r.scope, c...)
	if err != nil {
		return view{}, err
	}
	if len(a.Triangles) == 0 {
		return view{}, fmt.Errorf("triangle: %w", entente.ErrNotFound)
	}
	t := &a.Triangles[0]
	v := s.triangleFigures(l, a, t)
	if err := s.triangleHistory(r, a, t, &v); err != nil {
		return view{}, err
	}
	if v.Study, err = s.studyView(r, corners); err != nil {
		return view{}, err
	}
	n := 0
	for _, tie := range t.Ties {
		n += tie.Acts.Events
	}
	path := segment(string(c[0])) + "/" + segment(string(c[1])) + "/" + segment(string(c[2]))
	return view{Name: "triangle", Title: v.Names, Body: v, N: l.t("%d events between the three", n),
		Data: []download{{l.t("the triangle (JSON)"), l.to("/api/v1/triangles/" + path)}, {l.t("what lies behind it (JSON)"), l.to("/api/v1/triangles/" + path + "/study")}, {l.t("its history (JSON)"), l.to("/api/v1/triangles/"+path+"/phases", "by", string(v.By))}, {l.t("its history (CSV)"), l.to("/api/v1/triangles/"+path+"/phases", "by", string(v.By), "format", "csv")}}}, nil
}

// triangleMeanwhile begins to answer what a page of three actors asks besides.
func (s *Server) triangleMeanwhile(r *request, corners [3]entente.Code) (wait func()) {
	from, to := daysOf(r)
	by, err := periodFor(from, to, r.query.Get("by"))
	if err != nil {
		return func() {}
	}
	return meanwhile(
		func() { s.Phases(r.Context(), r.scope, corners, judgedBy(from, to, by)) },
		func() { s.Study(r.Context(), r.scope, corners) },
	)
}

func (s *Server) triangleFigures(l linker, a *ask.Answer, t *entente.Triangle) triangleView {
	names := make([]string, 3)
	v := triangleView{Says: s.triangleSays(l, t), Flip: report.Flip(*t, s.said()), Graph: s.graph(l, t)}
	for i, c := range t.Corners {
		names[i], v.Codes[i] = s.in(c), string(c)
	}
	v.Names = upper(l.and(names...))
	for _, shape := range entente.Shapes {
		p := t.P[shape]
		v.Types = append(v.Types, typeRow{l.term(string(shape)), l.prob(p), l.term(entente.Word(p)), 100 * p, shape == t.Shape})
	}
	v.Spread = l.t("entropy %s of at most %s bits", l.places(t.Entropy, 2), l.figured("2.32"))
	for i := range t.Ties {
		e := sideEvidence{tieView: s.tieView(l, &t.Ties[i])}
		e.Quotes = append(s.quotes(l, a, t.Ties[i].Assessed.Cites, 2), s.quotes(l, a, t.Ties[i].Acts.Cites, 3)...)
		v.Sides = append(v.Sides, e)
	}
	return v
}

// triangleHistory draws type and ties through time.
func (s *Server) triangleHistory(r *request, a *ask.Answer, t *entente.Triangle, v *triangleView) error {
	l := r.link()
	from, to := daysOf(r)
	by, err := periodFor(from, to, r.query.Get("by"))
	if err != nil {
		return err
	}
	by = judgedBy(from, to, by)
	v.By, v.Periods = by, periodChoices(r, by)
	phases, err := s.Phases(r.Context(), r.scope, t.Corners, by)
	if err != nil {
		return err
	}
	covered := map[entente.Day]bool{}
	for _, o := range r.whole.Stories {
		covered[by.Start(o.Published)] = true
	}
	days := make([]entente.Day, len(phases))
	levels := [3][]desk.Level{}
	for i, p := range phases {
		days[i] = p.From
		v.addPhase(r.link(), p, i, len(phases), by)
		for k, tie := range p.Ties {
			levels[k] = append(levels[k], desk.Level{From: p.From, To: p.To, Covered: covered[by.Start(p.From)], Tie: tie})
		}
	}
	v.Ticks = r.ticks(ticksOf(days, by))
	v.Read, v.Stories = coverChart(r.link(), r.whole, days, by)
	for k := range levels {
		pair := upper(l.and(s.in(t.Ties[k].A), s.in(t.Ties[k].B)))
		v.Small = append(v.Small, smallMultiple{pair, r.link().dyadAt(t.Ties[k].A, t.Ties[k].B), levelChart(r.link(), levels[k], by, pair)})
	}
	return nil
}

// addPhase adds a period to the ribbon.
func (v *triangleView) addPhase(l linker, p *export.Phase, i, n int, by entente.Period) {
	then := linker{l.scope, l.tongue}
	then.scope.AsOf = p.To
	class, letter := report.ShapeLook(p.Shape)
	when, prb := l.periodWords(p.From, by), l.prob(p.P[p.Shape])
	v.Ribbon = append(v.Ribbon, ribbonCell{100 * float64(i) / float64(n), 100 / float64(n), class, letter, when + ": " + l.term(string(p.Shape)) + " " + prb, then.triangleAt(p.Corners)})
	row := phaseRow{Period: when, Type: l.term(string(p.Shape)), P: prb, Entropy: l.places(p.Entropy, 2), Href: then.triangleAt(p.Corners)}
	for k := range p.Ties {
		row.Ties = append(row.Ties, sign(&p.Ties[k])+" "+l.signed(p.Ties[k].Mean))
	}
	v.Phases = append(v.Phases, row)
}
