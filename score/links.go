package score

import (
	"math"
	"slices"

	"entente"
	tkg "entente/link"
)

// LinkMeasures tell how answers of link forecasts were ranked, 0 to 1: the mean
// reciprocal rank, and the shares among the first one, three and ten.
type LinkMeasures struct {
	N      int     `json:"n"`
	MRR    float64 `json:"mrr"`
	Hits1  float64 `json:"hits1"`
	Hits3  float64 `json:"hits3"`
	Hits10 float64 `json:"hits10"`
}

// LinkScore is what a benchmark of link forecasting gave.
type LinkScore struct {
	LinkMeasures
	Seconds float64                 `json:"seconds"`
	PeakMB  float64                 `json:"peak_mb"`
	Strata  map[string]LinkMeasures `json:"strata"` // known, pair-known, cold
	// Alone has each method by itself, under "all" and by stratum, if that was asked for.
	Alone map[string]map[string]LinkMeasures `json:"alone,omitempty"`
	// Without has the ranker with one method left out, by that method's name.
	Without map[string]LinkLoss `json:"without,omitempty"`
	Columns []ColumnGain        `json:"columns"`
	Trees   int                 `json:"trees"`
	Chosen  string              `json:"chosen"` // what validation chose
}

// LinkLoss is how the ranker does without a method, and what of the mean reciprocal rank is
// lost by that.
type LinkLoss struct {
	LinkMeasures
	Strata   map[string]LinkMeasures `json:"strata"`
	Lost     float64                 `json:"mrr_lost"`
	Interval [2]float64              `json:"interval"` // 95 %, clustered by pair and by day
}

// Lost compares the answers of a run without a method with those of the whole.
func Lost(all, without *tkg.Result) LinkLoss {
	whole := Links(without)
	out := LinkLoss{LinkMeasures: whole.LinkMeasures, Strata: whole.Strata}
	n := float64(len(all.Answers))
	by := func(i int) float64 { return 1/all.Answers[i].Rank - 1/without.Answers[i].Rank }
	mean := 0.
	for i := range all.Answers {
		mean += by(i) / n
	}
	var c crossed[[2]int32, entente.Day]
	for i := range all.Answers {
		a := &all.Answers[i]
		c.add([2]int32{int32(min(a.Asked.S, a.Actor)), int32(max(a.Asked.S, a.Actor))}, a.Asked.Day, (by(i)-mean)/n)
	}
	half := 1.96 * c.deviation()
	out.Lost, out.Interval = digits(mean), [2]float64{digits(mean - half), digits(mean + half)}
	return out
}

// ColumnGain is the share of the ranker's gain that a column brought.
type ColumnGain struct {
	Column string  `json:"column"`
	Gain   float64 `json:"gain"`
}

// Links sums up the answers of a benchmark, all and by stratum.
func Links(res *tkg.Result) LinkScore {
	out := LinkScore{Strata: map[string]LinkMeasures{}, Trees: res.Trees, Chosen: res.Chosen}
	rank := func(a *tkg.Answer) float64 { return a.Rank }
	out.LinkMeasures = measured(res, "", rank)
	for _, s := range strata() {
		out.Strata[s] = measured(res, s, rank)
	}
	for i, m := range res.Methods {
		if out.Alone == nil {
			out.Alone = map[string]map[string]LinkMeasures{}
		}
		alone := func(a *tkg.Answer) float64 { return a.Alone[i] }
		out.Alone[m] = map[string]LinkMeasures{"all": measured(res, "", alone)}
		for _, s := range strata() {
			out.Alone[m][s] = measured(res, s, alone)
		}
	}
	for i, c := range res.Columns[:len(res.Gain)] {
		out.Columns = append(out.Columns, ColumnGain{c, digits(res.Gain[i])})
	}
	slices.SortStableFunc(out.Columns, func(x, y ColumnGain) int {
		switch {
		case x.Gain > y.Gain:
			return -1
		case x.Gain < y.Gain:
			return 1
		}
		return 0
	})
	return out
}

func strata() []string {
	return []string{tkg.Known.String(), tkg.Met.String(), tkg.Cold.String()}
}

// measured measures the answers of a stratum, of all if it is "".
func measured(res *tkg.Result, stratum string, rank func(*tkg.Answer) float64) LinkMeasures {
	var ranks []float64
	for i := range res.Answers {
		if a := &res.Answers[i]; stratum == "" || a.Stratum.String() == stratum {
			ranks = append(ranks, rank(a))
		}
	}
	mrr, hits := tkg.Measure(ranks)
	return LinkMeasures{len(ranks), digits(mrr), digits(hits[0]), digits(hits[1]), digits(hits[2])}
}

// digits keeps five digits, more than any such figure bears.
func digits(v float64) float64 { return math.Round(v*1e5) / 1e5 }
