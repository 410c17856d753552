package web

import (
	"cmp"
	"math"
	"slices"

	"entente"
	"entente/ask"
)

// systemView is all actors with one another.
type systemView struct {
	Actors   []actorHead
	Rows     []heatRow
	Camps    []campView
	Figures  []factView
	Against  []againstView
	Nodes    []nodeView
	Edges    []edgeView
	Ties     int
	Notes    []string
	Few      bool
	NoLevels int
}

type actorHead struct{ Code, Name string }

type heatRow struct {
	actorHead
	Cells []heatCell
}

// heatCell is a pair in the table of all: what is not told is empty, not nought.
type heatCell struct {
	Self  bool
	Told  bool
	Class string
	Sign  string
	Mean  string
	Href  string
	Tip   string
}

type campView struct {
	Name  string
	Names []actorHead
}

type againstView struct {
	Pair, Href, Sign, Tone, Words string
}

type nodeView struct {
	X, Y, TX, TY float64
	Code, Name   string
	Anchor       string
	Camp         string
}

type edgeView struct {
	X1, Y1, X2, Y2 float64
	Tone           string
	Against        bool
	Href, Tip      string
}

// mostActors is how many actors the table of pairs has.
const mostActors = 14

func (s *Server) system(r *request) (view, error) {
	a, l := r.whole, r.link()
	net, err := s.Balance(r.Context(), readScope(r.scope))
	if err != nil {
		return view{}, err
	}
	v := systemView{Ties: net.Ties, Notes: net.Notes, Few: net.Ties < 3}
	s.heat(l, a, &v)
	s.camps(l, net, &v)
	s.drawNetwork(l, net, &v)
	return view{Name: "system", Title: r.t("System"), Body: v, N: l.t("%s with a sign between %s", l.t("%d ties", net.Ties), l.t("%d states", net.Actors)),
		Data: []download{{l.t("balance and camps (JSON)"), l.to("/api/v1/balance")}, {l.t("pairs by month (CSV)"), l.to("/api/v1/series", "format", "csv")}}}, nil
}

// heat fills the table of pairs with the actors that most is told of.
func (s *Server) heat(l linker, a *ask.Answer, v *systemView) {
	weight := map[entente.Code]int{}
	for _, t := range a.Dyads {
		weight[t.A] += t.Acts.Events + t.Assessed.Count
		weight[t.B] += t.Acts.Events + t.Assessed.Count
	}
	var codes []entente.Code
	for c := range weight {
		codes = append(codes, c)
	}
	slices.SortFunc(codes, func(x, y entente.Code) int { return cmp.Or(cmp.Compare(weight[y], weight[x]), cmp.Compare(x, y)) })
	codes = codes[:min(len(codes), mostActors)]
	for _, c := range codes {
		v.Actors = append(v.Actors, actorHead{shortCode(c), s.Name(c)})
	}
	for _, x := range codes {
		row := heatRow{actorHead: actorHead{shortCode(x), s.Name(x)}}
		for _, y := range codes {
			row.Cells = append(row.Cells, s.heatCell(l, a, x, y))
		}
		v.Rows = append(v.Rows, row)
	}
}

func (s *Server) heatCell(l linker, a *ask.Answer, x, y entente.Code) heatCell {
	t := a.Tie(x, y)
	switch {
	case x == y:
		return heatCell{Self: true}
	case t == nil:
		return heatCell{Tip: l.t("%s: little or nothing is told", upper(l.and(s.in(x), s.in(y)))), Href: l.dyadAt(x, y)}
	}
	c := heatCell{Told: true, Sign: sign(t), Mean: l.signed(t.Mean), Class: shade(t.Mean), Href: l.dyadAt(x, y), Tip: upper(l.and(s.in(x), s.in(y))) + ": " + l.tieWords(t) + ", " + l.levelWords(t)}
	if t.Level == nil {
		c.Class += " open"
	}
	return c
}

// shortCode leaves out what kind of body an organisation is.
func shortCode(c entente.Code) string {
	if s := string(c); len(s) > 4 && s[:4] == "IGO:" {
		return s[4:]
	}
	return string(c)
}

// camps tells the two camps of the largest part of the network and what runs against them.
func (s *Server) camps(l linker, net *ask.System, v *systemView) {
	if len(net.Components) > 0 {
		for i, camp := range net.Components[0].Camps {
			c := campView{Name: l.t("Camp %s", string(rune('A'+i)))}
			for _, code := range camp {
				c.Names = append(c.Names, actorHead{shortCode(code), s.Name(code)})
			}
			if len(c.Names) > 0 {
				v.Camps = append(v.Camps, c)
			}
		}
	}
	proof := l.t("proven")
	if !net.Line.Proven {
		proof = l.t("between %s and %s", l.number(net.Line.Low), l.number(net.Line.High))
	}
	v.Figures = []factView{
		{l.t("frustration index"), l.number(net.Line.High), l.t("ties that must go or turn for the network to be balanced; %s", proof), ""},
		{l.t("triangles balanced"), l.shareWords(net.Triangle), l.t("%d triangles in all", net.Triads.Triangles()), ""},
		{l.t("ties with a sign"), l.number(net.Ties), l.t("%d of them adversarial", net.Negative), ""},
	}
	for _, f := range net.Frustrated {
		w := againstView{Pair: upper(l.and(s.in(f.A), s.in(f.B))), Href: l.dyadAt(f.A, f.B), Sign: "+", Tone: "plus", Words: l.t("friends in two camps")}
		if f.Sign < 0 {
			w.Sign, w.Tone, w.Words = "−", "minus", l.t("adversaries in one camp")
		}
		v.Against = append(v.Against, w)
	}
}

func (l *tongue) shareWords(p *float64) string {
	if p == nil {
		return l.t("none")
	}
	return l.percent(*p)
}

// drawNetwork sets the camps on two arcs of a circle.
func (s *Server) drawNetwork(l linker, net *ask.System, v *systemView) {
	if len(net.Components) == 0 {
		return
	}
	camps := net.Components[0].Camps
	at := map[entente.Code]int{}
	place := func(codes []entente.Code, camp string, from, to float64) {
		for i, c := range codes {
			angle := from + (to-from)*(float64(i)+.5)/float64(len(codes))
			x, y := math.Cos(angle), math.Sin(angle)
			n := nodeView{X: 300 + 190*x, Y: 230 + 190*y, TX: 300 + 206*x, TY: 230 + 206*y + 4, Code: shortCode(c), Name: s.Name(c), Anchor: "start", Camp: camp}
			if x < -.15 {
				n.Anchor = "end"
			} else if x < .15 {
				n.Anchor = "middle"
				n.TY += 8 * y
			}
			at[c] = len(v.Nodes)
			v.Nodes = append(v.Nodes, n)
		}
	}
	share := math.Pi * 2 * float64(len(camps[0])) / float64(max(1, len(camps[0])+len(camps[1])))
	gap := .12
	if len(camps[1]) == 0 {
		gap = 0
	}
	place(camps[0], "A", math.Pi/2+gap, math.Pi/2+share-gap)
	place(camps[1], "B", math.Pi/2+share+gap, math.Pi*5/2-gap)
	against := map[[2]entente.Code]bool{}
	for _, f := range net.Frustrated {
		against[[2]entente.Code{f.A, f.B}] = true
	}
	for _, t := range net.Network.Ties {
		i, ok := at[t.A]
		j, ok2 := at[t.B]
		if !ok || !ok2 {
			continue
		}
		words := l.term("friendly")
		if t.Sign < 0 {
			words = l.term("adversarial")
		}
		v.Edges = append(v.Edges, edgeView{v.Nodes[i].X, v.Nodes[i].Y, v.Nodes[j].X, v.Nodes[j].Y, tone(float64(t.Sign)), against[[2]entente.Code{t.A, t.B}] || against[[2]entente.Code{t.B, t.A}], l.dyadAt(t.A, t.B), upper(l.and(s.in(t.A), s.in(t.B))) + ": " + words})
	}
}
