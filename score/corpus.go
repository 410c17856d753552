package score

import (
	"cmp"
	"slices"

	"entente"
)

// Coded is what a coder found in a passage.
type Coded struct {
	Reports     []entente.Report
	Assessments []entente.Assessment
}

// Agreement counts what gold has, what was found, and what of it is the same.
type Agreement struct {
	Gold  int     `json:"gold"`
	Found int     `json:"found"`
	Same  int     `json:"same"`
	F1    float64 `json:"f1"` // 0 to 1
}

func (a *Agreement) add(gold, found, same int) {
	a.Gold, a.Found, a.Same = a.Gold+gold, a.Found+found, a.Same+same
	if n := a.Gold + a.Found; n > 0 {
		a.F1 = 2 * float64(a.Same) / float64(n)
	}
}

// Portion is a part of a whole.
type Portion struct {
	Of  int     `json:"of"`
	Hit int     `json:"hit"`
	Is  float64 `json:"share"`
}

func (s *Portion) add(hit bool) {
	s.Of++
	s.Hit += count(hit)
	s.Is = float64(s.Hit) / float64(s.Of)
}

// CorpusMeasures says how well a coder reads labelled passages. Pairs are directed, but
// for acts that gold or, of a root that may be mutual, the coder calls mutual; PairRoot
// asks for one of the gold's roots too. Status and Date are shares of the events found
// with pair and root; of dates, of those that gold dates. Quiet is the share of passages without events that got one.
type CorpusMeasures struct {
	Passages    int                  `json:"passages"`
	Pair        Agreement            `json:"pair"`
	PairRoot    Agreement            `json:"pair_root"`
	Status      Portion              `json:"status"`
	Date        Portion              `json:"date"`
	Quiet       Portion              `json:"quiet_with_event"`
	Views       Agreement            `json:"pair_level"`
	Holder      Portion              `json:"holder"`
	ByRoot      map[string]Agreement `json:"pair_root_by_root"`
	ByPhenomena map[string]Agreement `json:"pair_root_by_phenomenon"`
	Roots       map[string]int       `json:"confusion"` // "GOLD FOUND" of the same pair
}

// Corpus measures what code finds in the passages.
func Corpus(passages []entente.Passage, code func(*entente.Passage) Coded) CorpusMeasures {
	m := CorpusMeasures{Passages: len(passages), ByRoot: map[string]Agreement{}, ByPhenomena: map[string]Agreement{}, Roots: map[string]int{}}
	for i := range passages {
		m.passage(&passages[i], code(&passages[i]))
	}
	return m
}

func (m *CorpusMeasures) passage(p *entente.Passage, c Coded) {
	exact := pairUp(p.Acts, c.Reports, true)
	loose := pairUp(p.Acts, c.Reports, false)
	m.PairRoot.add(len(p.Acts), len(c.Reports), len(exact))
	m.Pair.add(len(p.Acts), len(c.Reports), len(loose))
	for g, r := range exact {
		a, e := &p.Acts[g], &c.Reports[r]
		m.Status.add(slices.Contains(a.Statuses, e.Status))
		if a.From.Known() {
			m.Date.add(e.DateFrom.Known() && e.DateFrom <= a.To && a.From <= max(e.DateTo, e.DateFrom))
		}
	}
	for g, r := range loose {
		if _, ok := exact[g]; !ok {
			m.Roots[string(p.Acts[g].Roots[0])+" "+string(c.Reports[r].Plover.Event)]++
		}
	}
	if len(p.Acts) == 0 {
		m.Quiet.add(len(c.Reports) > 0)
	}
	m.groups(p, c, exact)
	m.views(p, c.Assessments)
}

// groups counts by root and by phenomenon.
func (m *CorpusMeasures) groups(p *entente.Passage, c Coded, exact map[int]int) {
	add := func(to map[string]Agreement, name string, gold, found, same int) {
		x := to[name]
		x.add(gold, found, same)
		to[name] = x
	}
	for g := range p.Acts {
		_, ok := exact[g]
		add(m.ByRoot, string(p.Acts[g].Roots[0]), 1, 0, count(ok))
	}
	as := map[int]entente.Root{} // a report that is a gold act stands under that act's root
	for g, r := range exact {
		as[r] = p.Acts[g].Roots[0]
	}
	for r := range c.Reports {
		add(m.ByRoot, string(cmp.Or(as[r], c.Reports[r].Plover.Event)), 0, 1, 0)
	}
	for _, name := range p.Phenomena {
		add(m.ByPhenomena, name, len(p.Acts), len(c.Reports), len(exact))
	}
}

// pairUp gives for each gold act that is found the index of its report, one report for
// one act; of several the one with the same words and status.
func pairUp(acts []entente.Act, reports []entente.Report, withRoot bool) map[int]int {
	out, taken := map[int]int{}, map[int]bool{}
	for least := 4; least >= 0; least-- { // the best matches first
		for g := range acts {
			if _, ok := out[g]; ok {
				continue
			}
			for r := range reports {
				if !taken[r] && samePairAs(&acts[g], &reports[r]) && (!withRoot || slices.Contains(acts[g].Roots, reports[r].Plover.Event)) && likeness(&acts[g], &reports[r]) >= least {
					out[g], taken[r] = r, true
					break
				}
			}
		}
	}
	return out
}

func likeness(a *entente.Act, r *entente.Report) int {
	t := r.Citation.Trigger
	return 2*count(t[0] < a.Trigger[1] && a.Trigger[0] < t[1]) + count(slices.Contains(a.Roots, r.Plover.Event)) + count(slices.Contains(a.Statuses, r.Status))
}

func samePairAs(a *entente.Act, r *entente.Report) bool {
	s, t := r.Source.Code, r.Target.Code
	return s == a.Source && t == a.Target || (a.Mutual || r.Reciprocal && mutual[a.Roots[0]]) && s == a.Target && t == a.Source
}

// views compares assessments: the pair in either order, and the level or, where gold
// has none, the trend.
func (m *CorpusMeasures) views(p *entente.Passage, found []entente.Assessment) {
	same, taken := 0, map[int]bool{}
	for _, g := range p.Views {
		for k, v := range found {
			if taken[k] || !samePair(norm(v.A.Code), norm(v.B.Code), norm(g.A), norm(g.B)) || !sameView(g, v) {
				continue
			}
			taken[k] = true
			same++
			m.Holder.add(sameHolder(g.Holder, v.Holder))
			break
		}
	}
	m.Views.add(len(p.Views), len(found), same)
}

func sameView(g entente.View, v entente.Assessment) bool {
	if g.Level != nil {
		return v.Level != nil && *v.Level == *g.Level
	}
	return g.Trend != nil && v.Trend != nil && *v.Trend == *g.Trend
}

func sameHolder(gold string, h entente.Holder) bool {
	if h.By == "actor" {
		return norm(h.Code) == norm(entente.Code(gold))
	}
	return h.By == gold
}
