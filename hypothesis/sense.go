package hypothesis

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"entente"
)

// unions gives what hypotheses that go together hold between them.
func (b *bench) unions() []entente.Union {
	var out []entente.Union
	for _, r := range b.m.Relations {
		if r.Kind == entente.Exclusive {
			continue
		}
		p := 0.
		for i, h := range b.m.Hypotheses {
			if slices.Contains(r.Of, h.ID) {
				p += b.base.posterior[i]
			}
		}
		p = min(p, 1)
		out = append(out, entente.Union{Kind: r.Kind, Of: r.Of, Posterior: p, Word: entente.Word(p)})
	}
	return out
}

// gain is a change and by how much it narrows the lead over one rival.
type gain struct {
	item string
	by   float64
	rows []int
	cell [2]int
	step int
}

// overturns gives the fewest items whose removal, and the fewest items of which one
// rating moved by a step, have another hypothesis draw level or lead. Since what items
// add to the logarithms does not depend on one another, taking the heaviest first is
// the least.
func (b *bench) overturns() []entente.Overturn {
	out := []entente.Overturn{}
	if b.lead < 0 {
		return out
	}
	for _, way := range []struct {
		by    string
		gains func(rival int) []gain
	}{{"removal", b.removals}, {"step", b.steps}} {
		if o, ok := b.fewest(way.by, way.gains); ok {
			out = append(out, o)
		}
	}
	return out
}

func (b *bench) fewest(by string, gains func(rival int) []gain) (entente.Overturn, bool) {
	var best []gain
	for rival := range b.m.Hypotheses {
		if rival == b.lead {
			continue
		}
		if took, ok := enough(gains(rival), b.base.logs[b.lead]-b.base.logs[rival]); ok && (best == nil || len(took) < len(best)) {
			best = took
		}
	}
	if best == nil {
		return entente.Overturn{}, false
	}
	r := b.run(b.changed(best))
	lead := leader(r.posterior)
	o := entente.Overturn{By: by, Leader: b.name(lead), Tie: lead < 0}
	if lead < 0 {
		o.Leader = strings.Join(b.names(highest(r.posterior)), " and ")
	}
	for _, g := range best {
		o.Items = append(o.Items, g.item)
	}
	return o, true
}

// enough takes the greatest gains until nothing of the margin is left.
func enough(gains []gain, margin float64) ([]gain, bool) {
	slices.SortStableFunc(gains, func(x, y gain) int { return cmp.Compare(y.by, x.by) })
	for n, g := range gains {
		if g.by <= same {
			return nil, false
		}
		if margin -= g.by; margin <= same {
			return gains[:n+1], true
		}
	}
	return nil, false
}

// changed is the usual way of weighing after some changes.
func (b *bench) changed(gains []gain) setup {
	s := b.plain
	s.step = map[[2]int]int{}
	out := map[int]bool{}
	for _, g := range gains {
		for _, i := range g.rows {
			out[i] = true
		}
		if g.step != 0 {
			s.step[g.cell] = g.step
		}
	}
	s.without = func(i int) bool { return out[i] }
	return s
}

// removals are what each unit adds to the lead over a rival.
func (b *bench) removals(rival int) []gain {
	var out []gain
	for _, u := range b.units() {
		g := gain{item: strings.TrimPrefix(u, "item: ")}
		for i := range b.rows {
			if r := &b.rows[i]; weighed(r) && unit(r) == u {
				g.rows = append(g.rows, i)
				g.by += r.Share * (math.Log(r.Cells[b.lead]) - math.Log(r.Cells[rival]))
			}
		}
		out = append(out, g)
	}
	return out
}

// steps are what the better of two moves of a rating takes from the lead in each row:
// the leader's down by one, or the rival's up.
func (b *bench) steps(rival int) []gain {
	var out []gain
	for i := range b.rows {
		r := &b.rows[i]
		if !weighed(r) || len(r.Likelihoods) > 0 {
			continue
		}
		down, up := b.move(i, rival, b.lead, -1), b.move(i, rival, rival, 1)
		if up.by > down.by {
			down = up
		}
		out = append(out, down)
	}
	return out
}

func (b *bench) move(i, rival, k, by int) gain {
	s, r := b.plain, &b.rows[i]
	s.step = map[[2]int]int{{i, k}: by}
	cells := b.cells(s, i)
	lead := func(c []float64) float64 { return math.Log(c[b.lead]) - math.Log(c[rival]) }
	was := rating(&r.Evidence, k)
	return gain{item: fmt.Sprintf("%s: %s from %s to %s", r.ID, b.name(k), was, stepped(was, by)),
		by: r.Share * (lead(r.Cells) - lead(cells)), cell: [2]int{i, k}, step: by}
}

// empty holds the null hypothesis against the others by inconsistency.
func (b *bench) empty() *entente.Empty {
	k := slices.IndexFunc(b.m.Hypotheses, func(h entente.Hypothesis) bool { return h.Role == entente.NullRole })
	if k < 0 {
		return nil
	}
	own := b.base.inconsistency[k]
	e := &entente.Empty{ID: b.name(k), Reach: b.reach(k), Inconsistency: own, Level: []string{}, Above: []string{}}
	for i, x := range b.base.inconsistency {
		switch {
		case i == k:
		case math.Abs(x-own) <= same:
			e.Level = append(e.Level, b.name(i))
		case x > own:
			e.Above = append(e.Above, b.name(i))
		}
	}
	if b.lead >= 0 && b.lead != k {
		e.Steps = max(0, int(math.Ceil(own-b.base.inconsistency[b.lead]-same)))
	}
	return e
}

// other is what an answer that nobody wrote down would be given.
func (b *bench) other() *entente.Other {
	if slices.ContainsFunc(b.m.Hypotheses, func(h entente.Hypothesis) bool { return h.Role == entente.CatchAll }) {
		return nil
	}
	n := float64(len(b.m.Hypotheses))
	logs := make([]float64, 0, len(b.m.Hypotheses)+1)
	for _, l := range b.base.logs {
		logs = append(logs, l+math.Log(n/(n+1)))
	}
	own := math.Log(1 / (n + 1))
	for i := range b.rows {
		r := &b.rows[i]
		if !weighed(r) {
			continue
		}
		mean := 0.
		for k := range r.Cells {
			mean += b.plain.likelihood(&r.Evidence, i, k) / n
		}
		own += r.Share * math.Log(math.Max(least, r.Weight*b.plain.scale["N"]+(1-r.Weight)*mean))
	}
	p := normal(exponents(append(logs, own)))
	last := len(p) - 1
	return &entente.Other{Posterior: p[last], Word: entente.Word(p[last]), Leads: leader(p) == last}
}

// reliable is the weight from which a row may disprove.
const reliable = .6

func (b *bench) disproofs() []entente.Disproof {
	out := []entente.Disproof{}
	for i := range b.rows {
		r := &b.rows[i]
		for k := range b.m.Hypotheses {
			if weighed(r) && r.Weight >= reliable && rating(&r.Evidence, k) == "II" {
				out = append(out, entente.Disproof{Hypothesis: b.name(k), Item: r.ID, Weight: r.Weight})
			}
		}
	}
	return out
}

// confidence says how far the weighing may be relied on: by how many sources and items
// that do not hang together it rests on, and whether any variant turns it.
func (b *bench) confidence(w *entente.Weighing) entente.Confidence {
	c := entente.Confidence{Reasons: []string{}}
	low, limited := false, false
	says := func(flag *bool, is bool, format string, args ...any) {
		if is {
			*flag = true
			c.Reasons = append(c.Reasons, fmt.Sprintf(format, args...))
		}
	}
	var sources []string
	opinion, cited, weight := true, false, 0.
	for i := range b.rows {
		r := &b.rows[i]
		if !weighed(r) {
			continue
		}
		for _, s := range r.Sources {
			sources = insert(sources, s)
		}
		cited = cited || len(r.Cites) > 0
		opinion = opinion && (r.Opinion || len(r.Cites) == 0)
		weight += r.Weight
	}
	rows, units := b.weighedRows(), len(b.units())
	says(&low, w.Winner == "", "no answer leads alone")
	says(&low, units < 3, "it rests on %d independent %s", units, plural(units, "item", "items"))
	says(&low, len(sources) == 1, "all that was read stands in one source")
	says(&low, cited && opinion, "all that was read is opinion")
	says(&limited, !cited && rows > 0, "no item quotes what was read")
	says(&limited, len(sources) == 2, "it rests on two sources")
	says(&limited, rows > 0 && weight/float64(rows) < reliable, "the items are of doubtful reliability")
	turns := turning(w.Variants)
	says(&limited, len(turns) > 0, "the order turns %s", strings.Join(turns, ", "))
	switch {
	case low:
		c.Level = "low"
	case limited || units < 5:
		c.Level = "moderate"
	default:
		c.Level = "high"
	}
	if len(c.Reasons) == 0 {
		c.Reasons = append(c.Reasons, fmt.Sprintf("%d independent items of %d sources, and no variant turns the order", units, len(sources)))
	}
	return c
}

// turning tells which kinds of variant turn the order, each once.
func turning(all []entente.Variant) []string {
	words := map[string]string{
		"without item": "if one item is left out", "without those that count once": "if one document or cluster is left out",
		"assumption falls": "if an assumption falls", "without source": "if one source is left out", "without opinion": "if opinion is left out",
		"without what is stale": "if what is stale is left out", "each item counts for itself": "if each item counts for itself",
		"scale": "with another reading of the ratings", "equal priors": "with equal priors", "graded by sources": "if sources are graded",
	}
	var out []string
	for _, v := range all {
		if s := words[v.Change]; v.Turns && s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// findings tells what is amiss with the matrix.
func (b *bench) findings(w *entente.Weighing) []string {
	out := []string{}
	say := func(is bool, format string, args ...any) {
		if is {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	say(w.Null == nil, "no hypothesis has the role null-hypothesis: what would be seen if nothing special went on?")
	if n := w.Null; n != nil && b.weighedRows() > 0 {
		say(n.Reach == 0 && len(n.Level)+len(n.Above) > 0, "%s explains none of the items, and yet by inconsistency it is level with or ahead of %s: a hypothesis that predicts nothing is contradicted by nothing", n.ID, strings.Join(append(append([]string{}, n.Level...), n.Above...), ", "))
		say(n.Reach == 0 && n.Steps > 0 && n.Steps <= 2 && w.Winner != "", "%d further %s rated I for %s would bring %s, which explains nothing, level by inconsistency", n.Steps, plural(n.Steps, "item", "items"), w.Winner, n.ID)
	}
	say(w.Other != nil && w.Other.Leads, "an answer that nobody wrote down would explain the items better than any of these")
	say(w.Winner != "" && !slices.Contains(w.Least, w.Winner), "the most probable hypothesis is not the least inconsistent: %s against %s", w.Winner, strings.Join(w.Least, ", "))
	say(b.lead >= 0 && b.base.inconsistency[b.lead] == 0 && b.weighedRows() > 0, "nothing tells against %s: was it looked for?", w.Winner)
	var same, lost, restates []string
	for i := range b.rows {
		r := &b.rows[i]
		if weighed(r) && r.Diagnosticity < 1e-9 {
			same = append(same, r.ID)
		}
		if len(r.Missing) > 0 {
			lost = append(lost, r.ID+" ("+strings.Join(r.Missing, ", ")+")")
		}
		if len(r.Restates) > 0 {
			restates = append(restates, r.ID+" ("+strings.Join(r.Restates, ", ")+")")
		}
	}
	say(len(same) > 0, "%s alike for all hypotheses: %s", plural(len(same), "one item is", fmt.Sprintf("%d items are", len(same))), strings.Join(same, ", "))
	say(len(lost) > 0, "ids that nothing read has are quoted by %s", strings.Join(lost, ", "))
	say(len(restates) > 0, "left out, for all they cite states the hypothesis itself: %s", strings.Join(restates, ", "))
	return out
}
