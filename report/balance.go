package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"entente"
)

// Balance writes measures of signed networks for a terminal: of one network all that is
// known, of several a table. The sentences and sources that frustrated ties cite are
// looked up in b.
func Balance(w io.Writer, measured []entente.Balance, b entente.Brief, opt Options) error {
	opt = opt.filled()
	l, s := newLedger(b), newSetter(opt)
	if len(measured) == 1 {
		s.network(measured[0], l, opt)
	} else {
		s.windows(measured)
	}
	var notes []string
	for _, n := range b.Notes {
		notes = append(notes, upper(sentence(n)))
	}
	s.notes(&sheet{Notes: notes})
	if len(measured) == 1 && len(l.All) > 0 {
		s.cited(l, nil, opt)
	}
	return s.flush(w)
}

// network sets one network.
func (s *setter) network(b entente.Balance, l *ledger, opt Options) {
	s.head("Balance" + of(b))
	s.para("", "", run{balanceLead(b), plain})
	if b.Ties == 0 {
		return
	}
	s.indices(b)
	for i, c := range b.Components {
		if i == shownComponents {
			s.blank()
			s.para("", "", run{count(len(b.Components)-i, "further component", "further components") + "; --json lists them.", faint})
			break
		}
		s.camps(c, len(b.Components), opt)
	}
	s.frustrated(b, l, opt)
	s.signed(b, l, opt)
	for _, n := range b.Notes {
		s.para("• ", "  ", run{upper(sentence(n)), plain})
	}
	s.networkMix(b.Mix, opt)
}

// networkMix sets which ties would be others without some of the sources.
func (s *setter) networkMix(mix []entente.NetworkMix, opt Options) {
	for _, m := range mix {
		if len(m.Other) == 0 {
			continue
		}
		var ties []string
		for _, t := range m.Other {
			ties = append(ties, opt.name(t.A)+" – "+opt.name(t.B)+" "+map[int]string{1: "friends", -1: "adversaries"}[t.Sign])
			if t.Sign == 0 {
				ties[len(ties)-1] += "no tie"
			}
		}
		s.para("• ", "  ", run{fmt.Sprintf("Without %s (%s): %s.", clean(m.Without), count(m.Stories, "story", "stories"), strings.Join(ties, ", ")), plain})
	}
}

// How many components, frustrated ties, and ties are printed.
const (
	shownComponents = 5
	frustratedShown = 12
	signedShown     = 60
)

// of names the network.
func of(b entente.Balance) string {
	switch {
	case b.Label != "":
		return ": " + clean(b.Label)
	case b.From.Known() && b.To.Known():
		return ", " + dates(b.From, b.To)
	case b.From.Known():
		return ", from " + date(b.From)
	case b.To.Known():
		return ", to " + date(b.To)
	}
	return ""
}

func balanceLead(b entente.Balance) string {
	if b.Ties == 0 {
		return "No two actors have a tie with a sign, so there is nothing to balance."
	}
	lead := fmt.Sprintf("%s and %s, %s adversarial", upper(count(b.Actors, "actor", "actors")), count(b.Ties, "tie", "ties"), number(b.Negative))
	if b.Isolates > 0 {
		lead += fmt.Sprintf(" (%s without a tie left out)", count(b.Isolates, "actor", "actors"))
	}
	switch {
	case b.Line.High == 0:
		return lead + ". The network is balanced: two camps agree with every tie."
	case b.Line.Proven && b.Line.High == 1:
		lead += ". One tie runs against the best two camps, and it is proven that no other camps do better."
	case b.Line.Proven:
		lead += fmt.Sprintf(". %d ties run against the best two camps, and it is proven that no other camps do better.", b.Line.High)
	default:
		lead += fmt.Sprintf(". %d ties run against the best two camps found; it is proven that at least %d must. The search was stopped.", b.Line.High, b.Line.Low)
	}
	switch {
	case b.Unique == nil:
	case *b.Unique:
		lead += " These camps are the only ones as good."
	default:
		lead += " Other camps are as good."
	}
	return lead
}

func number(n int) string {
	if n == 0 {
		return "none"
	}
	return thousands(n)
}

// indices sets the measures of the whole, each with what it is.
func (s *setter) indices(b entente.Balance) {
	t := b.Triads
	s.blank()
	for _, x := range []struct {
		name  string
		value *float64
		note  string
	}{
		{"balanced triangles", b.Triangle, fmt.Sprintf("of %s: +++ %s, ++− %s, +−− %s, −−− %s", thousands(t.Triangles()), thousands(t.PPP), thousands(t.PPM), thousands(t.PMM), thousands(t.MMM))},
		{"triangles of camps", b.Clustered, "all but ++−: any number of camps"},
		{"closed walks", b.Walk, "e^A over e^|A|, 1 if balanced"},
		{"line index", b.Normal, fmt.Sprintf("1 − 2·%d/%d, 1 if balanced", b.Line.High, b.Ties)},
		{"algebraic conflict", b.Conflict, "0 if a component is balanced"},
	} {
		s.line(run{"  " + pad(x.name, 20), plain}, run{pad(decimal(x.value), 7), strong}, run{cut(x.note, s.width-29), faint})
	}
}

// camps sets the two camps of a component.
func (s *setter) camps(c entente.Component, of int, opt Options) {
	s.blank()
	title := "Two camps"
	if len(c.Camps[1]) == 0 {
		title = "One camp"
	}
	if of > 1 {
		title += fmt.Sprintf(", of %s and %s", count(c.Actors, "actor", "actors"), count(c.Ties, "tie", "ties"))
	}
	if c.Conflict != nil && of > 1 {
		title += fmt.Sprintf(", conflict %.3f, line index %d", *c.Conflict, c.Line.High)
	}
	s.label(title)
	for i, camp := range c.Camps {
		if len(camp) > 0 {
			s.para([]string{"  A  ", "  B  "}[i], "     ", run{names(camp, opt), plain})
		}
	}
	if len(c.Swing) > 0 {
		s.para("  In other camps as good stands elsewhere: ", "     ", run{names(c.Swing, opt), plain})
	}
}

func names(codes []entente.Code, opt Options) string {
	var out []string
	for _, c := range codes {
		out = append(out, opt.name(c))
	}
	return strings.Join(out, ", ")
}

// frustrated sets the ties that run against the camps, with their sentences.
func (s *setter) frustrated(b entente.Balance, l *ledger, opt Options) {
	if len(b.Frustrated) == 0 {
		return
	}
	s.blank()
	s.label("Ties that run against the camps")
	for i, f := range b.Frustrated {
		if i == frustratedShown {
			s.para("  ", "  ", run{count(len(b.Frustrated)-i, "further tie", "further ties") + "; --json lists them.", faint})
			break
		}
		l.enter(anchor("b", string(f.A)+"-"+string(f.B)), "Balance")
		mark, tone, kind := "+", "plus", "friends in two camps"
		if f.Sign < 0 {
			mark, tone, kind = "−", "minus", "adversaries in one camp"
		}
		text := fmt.Sprintf("%s and %s: %s", opt.name(f.A), opt.name(f.B), kind)
		if f.Triangles > 0 {
			text += fmt.Sprintf(", %s of %s unbalanced", thousands(f.Unbalanced), count(f.Triangles, "triangle", "triangles"))
		}
		s.para("  "+mark+" ", "    ", run{text + fate(f), ink(tone)}, run{" " + refsText(l.cite(f.Cites[:min(len(f.Cites), 3)]...)), faint})
	}
}

// signed lists the ties with a sentence that each rests on, if there are any.
func (s *setter) signed(b entente.Balance, l *ledger, opt Options) {
	if len(b.Signed) == 0 {
		return
	}
	s.blank()
	s.label("All ties")
	l.enter("balance", "Balance")
	for i, t := range b.Signed {
		if i == signedShown {
			s.para("  ", "  ", run{count(len(b.Signed)-i, "further tie", "further ties") + "; --json lists them.", faint})
			break
		}
		mark, tone := "+", "plus"
		if t.Sign < 0 {
			mark, tone = "−", "minus"
		}
		s.line(run{"  " + mark + " ", ink(tone) + bolder(ink(tone))}, run{cut(opt.name(t.A)+" and "+opt.name(t.B), s.width-16), plain}, run{refMark(l.first(t.Cites...)), faint})
	}
}

// fate says whether all best camps have a tie against them.
func fate(f entente.FrustratedTie) string {
	switch {
	case f.Always == nil:
		return ""
	case !*f.Always:
		return "; other camps as good agree with it"
	case f.Cost != nil && *f.Cost > 0:
		return fmt.Sprintf("; to keep it would cost %s", count(*f.Cost, "more tie", "more ties"))
	}
	return ""
}

// windows sets a table of networks, one a line.
func (s *setter) windows(measured []entente.Balance) {
	wide := columns("network")
	for _, b := range measured {
		wide = max(wide, columns(clean(b.Label)))
	}
	wide = min(wide, max(s.width-56, 8))
	s.line(run{pad("network", wide) + "  actors   ties  minus  triangles  walks   line  normal  conflict", heading})
	for _, b := range measured {
		line := strconv.Itoa(b.Line.High)
		if !b.Line.Proven {
			line = fmt.Sprintf("%d–%d", b.Line.Low, b.Line.High)
		}
		s.line(run{fmt.Sprintf("%s  %6d %6d %6d  %9s  %5s  %5s  %6s  %8s", pad(cut(clean(b.Label), wide), wide), b.Actors, b.Ties, b.Negative,
			decimal(b.Triangle), decimal(b.Walk), line, decimal(b.Normal), decimal(b.Conflict)), plain})
	}
	s.blank()
	s.para("", "", run{"Triangles: share that are balanced. Walks: share of closed walks. Line: the ties that run against the best two camps, two bounds where the search was stopped. Normal: 1 − 2·line/ties. Conflict: the smallest eigenvalue of the signed Laplacian.", faint})
}

// decimal prints three places of a measure without the zero before the point; what is
// above 0 is never printed as 0.
func decimal(x *float64) string {
	switch {
	case x == nil:
		return "–"
	case *x > 0 && *x < .0005:
		return "<.001"
	}
	return strings.Replace(strconv.FormatFloat(*x, 'f', 3, 64), "0.", ".", 1)
}
