package forecast

import (
	"fmt"

	"entente"
)

// Signs are the probabilities that a tie is one of friends, of foes, or neither; they sum to 1.
type Signs struct {
	Plus    float64 `json:"p_plus"`
	Minus   float64 `json:"p_minus"`
	Neutral float64 `json:"p_neutral"`
}

// TypeTrial is a forecast of a triangle's type held against how it was judged when the
// horizon had passed. What came is a judgement too, so it is probabilities, not a type.
type TypeTrial struct {
	Corners [3]entente.Code
	Origin  entente.Day
	Horizon int
	Now     map[entente.Shape]float64 // as judged at the origin: what persists
	Usual   map[entente.Shape]float64 // mean of the past as it was then judged: the base rate
	P       map[entente.Shape]float64 // the forecast
	Then    map[entente.Shape]float64 // as judged when the horizon had passed
}

// stays is how many spans it counts for that a tie stays as it is, before any is seen.
const stays = 3

// Turn says how a tie may stand when a span of time has passed: now, moved on by how often
// ties that stood so turned over such spans in the past. Past are the signs at the ends of
// spans that follow one another, the oldest first. To what was seen are added three spans in
// which each sign stayed, and a part of one in which it turned (a Markov chain whose rows
// have Dirichlet priors). Of probabilities no more is taken to have turned than must have,
// so that a tie of which little is sure does not turn by that alone. Kept and of count in how many spans the likeliest
// sign of now was kept.
func Turn(past []Signs, now Signs) (then Signs, kept, of int) {
	var t [3][3]float64
	for i := range t {
		for j := range t[i] {
			t[i][j] = .25
		}
		t[i][i] = stays
	}
	for k := 1; k < len(past); k++ {
		moved(&t, past[k-1].row(), past[k].row())
		if from := past[k-1].likeliest(); from == now.likeliest() {
			if of++; past[k].likeliest() == from {
				kept++
			}
		}
	}
	var out [3]float64
	for i, p := range now.row() {
		sum := t[i][0] + t[i][1] + t[i][2]
		for j := range out {
			out[j] += p * t[i][j] / sum
		}
	}
	return Signs{out[0], out[1], out[2]}, kept, of
}

// moved adds how much went from each sign to each: what both have of one stayed, and of the
// rest each loss is shared among the gains (a maximal coupling).
func moved(t *[3][3]float64, a, b [3]float64) {
	gained := 0.
	for i := range a {
		t[i][i] += min(a[i], b[i])
		gained += max(0, b[i]-a[i])
	}
	if gained <= 0 {
		return
	}
	for i := range a {
		for j := range b {
			t[i][j] += max(0, a[i]-b[i]) * max(0, b[j]-a[j]) / gained
		}
	}
}

func (s Signs) row() [3]float64 { return [3]float64{s.Plus, s.Minus, s.Neutral} }

func (s Signs) likeliest() int {
	best := 2
	for i, p := range s.row() {
		if p > .5 {
			best = i
		}
	}
	return best
}

// Standing names the likeliest sign.
func (s Signs) Standing() string {
	return [...]string{"friends", "adversaries", "neither friends nor adversaries"}[s.likeliest()]
}

// TurnReason tells how often a tie kept its sign.
func TurnReason(a, b entente.Code, now Signs, horizon, kept, of int, cites []string) entente.Reason {
	return entente.Reason{
		Role: entente.RoleBase, Hits: kept, Cases: of, Cites: cites,
		Text: fmt.Sprintf("%s and %s stand as %s; in %d of %d spans of %d days that began so they still did at the end", a, b, now.Standing(), kept, of, horizon),
	}
}
