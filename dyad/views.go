package dyad

import (
	"cmp"
	"slices"

	"entente"
)

// Trust in a holder, and what becomes of it by the way a view is put.
const (
	trustAuthor     = .5
	trustDocument   = .7
	trustParty      = .5 // an actor about itself
	trustActor      = .3 // an actor about others
	trustUnnamed    = .3
	shareLikely     = .8
	sharePossible   = .5
	shareUnlikely   = .25 // and the view is turned round
	shareNegated    = .5  // and the view is taken as no sign: "not adversaries" are not yet friends
	shareCollective = .8  // a collective speaks for a member
)

// view is an assessment of the two actors with the trust put in it. Level and
// trend are as they count, after hedge and negation.
type view struct {
	id    string
	voice string // who speaks where: a voice that repeats itself is one voice
	kind  string
	day   entente.Day
	trust float64
	level *int
	trend *int
}

// viewsOf picks the assessments of the two, in order of id.
func viewsOf(a, b entente.Code, assessments []entente.Assessment, opt Options) []view {
	var out []view
	for _, s := range assessments {
		share := concerns(a, b, s, opt)
		if share == 0 || !counts(s.Stream) || after(s.DateFrom, opt.AsOf) || s.Level == nil && s.Trend == nil {
			continue
		}
		out = append(out, viewOf(s, share))
	}
	slices.SortStableFunc(out, func(x, y view) int { return cmp.Compare(x.id, y.id) })
	return out
}

// concerns gives the share with which an assessment speaks of the two: 1 if it
// names both, less through a collective, 0 if it speaks of others.
func concerns(a, b entente.Code, s entente.Assessment, opt Options) float64 {
	through := func(c, member entente.Code) float64 {
		switch {
		case c == member:
			return 1
		case opt.SpeaksFor != nil && opt.SpeaksFor(s, c, member):
			return shareCollective
		}
		return 0
	}
	straight := through(s.A.Code, a) * through(s.B.Code, b)
	crossed := through(s.A.Code, b) * through(s.B.Code, a)
	return max(straight, crossed)
}

func viewOf(s entente.Assessment, share float64) view {
	v := view{
		id:    s.ID,
		voice: s.Story + "\x00" + s.Holder.By + "\x00" + string(s.Holder.Code) + "\x00" + s.Holder.Name,
		kind:  kindOf(s),
		day:   max(s.DateFrom, s.DateTo),
		trust: share * trustIn(s),
		level: s.Level,
		trend: s.Trend,
	}
	turn := 1
	switch s.Hedge {
	case entente.Likely:
		v.trust *= shareLikely
	case entente.Possible:
		v.trust *= sharePossible
	case entente.Unlikely:
		v.trust *= shareUnlikely
		turn = -1
	}
	if s.Negated {
		v.trust *= shareNegated
		turn = 0
	}
	v.level, v.trend = turned(s.Level, turn), turned(s.Trend, turn)
	return v
}

func turned(value *int, turn int) *int {
	if value == nil {
		return nil
	}
	t := *value * turn
	return &t
}

func trustIn(s entente.Assessment) float64 {
	switch kindOf(s) {
	case "author":
		return trustAuthor
	case "document":
		return trustDocument
	case "party":
		return trustParty
	case "actor":
		return trustActor
	}
	return trustUnnamed
}

// kindOf tells an actor who speaks of itself, a party, from one who speaks of others.
func kindOf(s entente.Assessment) string {
	if s.Holder.By == "actor" && s.Holder.Code != "" && (s.Holder.Code == s.A.Code || s.Holder.Code == s.B.Code) {
		return "party"
	}
	return s.Holder.By
}

func lastView(views []view) entente.Day {
	var last entente.Day
	for _, v := range views {
		last = max(last, v.day)
	}
	return last
}

// mean gives the trust-weighted mean of what the views say, their mean trust, and
// how many say anything; pick chooses level or trend.
func (j *judgment) mean(pick func(view) *int) (value, trust float64, n int) {
	var sum, squares float64
	for _, v := range j.views {
		x := pick(v)
		if x == nil {
			continue
		}
		t := v.trust * j.opt.decay(v.day, j.now)
		value += t * float64(*x)
		sum += t
		squares += t * t
		n++
	}
	if sum == 0 {
		return 0, 0, n
	}
	return value / sum, squares / sum, n
}

// unsigned gives the share of the trust that lies with views of no sign.
func (j *judgment) unsigned() float64 {
	var none, sum float64
	for _, v := range j.views {
		if v.level == nil {
			continue
		}
		t := v.trust * j.opt.decay(v.day, j.now)
		sum += t
		if *v.level == 0 {
			none += t
		}
	}
	if sum == 0 {
		return 0
	}
	return none / sum
}

func ofLevel(v view) *int { return v.level }
func ofTrend(v view) *int { return v.trend }

// voices sums the trust in the voices that speak of level, each with its best word.
func (j *judgment) voices() float64 {
	best := map[string]float64{}
	var order []string
	for _, v := range j.views {
		if v.level == nil {
			continue
		}
		if _, known := best[v.voice]; !known {
			order = append(order, v.voice)
		}
		best[v.voice] = max(best[v.voice], v.trust*j.opt.decay(v.day, j.now))
	}
	var sum float64
	for _, voice := range order { // in order, for a map's would change the last bits
		sum += best[voice]
	}
	return sum
}

func (j *judgment) viewSums() entente.Views {
	s := entente.Views{Count: len(j.views), Weight: j.voices()}
	if value, _, n := j.mean(ofLevel); n > 0 {
		s.Level = &value
	}
	if value, _, n := j.mean(ofTrend); n > 0 {
		s.Trend = &value
	}
	byTrust := slices.Clone(j.views)
	slices.SortStableFunc(byTrust, func(x, y view) int { return cmp.Compare(y.trust, x.trust) })
	for _, v := range byTrust {
		s.Cites = append(s.Cites, v.id)
	}
	return s
}
