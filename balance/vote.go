package balance

import "math"

// Vote is how a state voted on one roll call: [Yes], [Abstain] or [No]; any other value
// is none, such as an absence.
type Vote uint8

// The votes, in the order of the field's scale.
const (
	Absent  Vote = 0
	Yes     Vote = 1
	Abstain Vote = 2
	No      Vote = 3
)

func (v Vote) cast() bool { return v >= Yes && v <= No }

// Agreement says how alike two states vote over the N roll calls on which both voted.
// All are 1 for states that vote alike throughout; a measure is NaN where it has nothing
// to go by. Shares run from 0, the others from -1.
type Agreement struct {
	N int

	// Share is that of roll calls with the same vote: an abstention agrees with an
	// abstention alone.
	Share float64
	// Lijphart is the share in which an abstention agrees by half with a yes or a no
	// (Lijphart 1963, American Political Science Review 57, 902).
	Lijphart float64
	// Coincidence is the share of the YesNo roll calls on which neither abstained.
	Coincidence float64
	YesNo       int
	// S is 1 less twice the mean distance of votes, of which the greatest is 1: an
	// abstention lies half way (Signorino and Ritter 1999, International Studies
	// Quarterly 43, 115, unweighted). SquaredS takes distances squared.
	S        float64
	SquaredS float64
	// Pi and Kappa correct the share for the agreement that chance would give: by the
	// votes of both together (Scott 1955), or by those of each (Cohen 1960). SquaredPi
	// and SquaredKappa do so for squared distances (Häge 2011, Political Analysis 19, 287).
	Pi           float64
	Kappa        float64
	SquaredPi    float64
	SquaredKappa float64
}

// Agree compares two states' votes, one of each a roll call in the same order; where one
// has more, the rest is left out. It is the same in either order of the two.
func Agree(a, b []Vote) Agreement {
	t := table{}
	for i := range min(len(a), len(b)) {
		if a[i].cast() && b[i].cast() {
			t[a[i]-1][b[i]-1]++
		}
	}
	return t.agreement()
}

// table counts roll calls by the first state's vote and the second's.
type table [3][3]float64

func (t table) agreement() Agreement {
	n := t.mean(func(i, j int) float64 { return 1 }) // 1, or NaN without votes
	out := Agreement{N: int(t.sum())}
	same := t.mean(differ)
	out.Share = n - same
	out.Lijphart = n - t.mean(distance)
	yesNo := table{{t[0][0], 0, t[0][2]}, {}, {t[2][0], 0, t[2][2]}}
	out.YesNo = int(yesNo.sum())
	out.Coincidence = 1 - yesNo.mean(differ)
	out.S = n - 2*t.mean(distance)
	out.SquaredS = n - 2*t.mean(squared)
	each, both := t.chance(), t.pooled().chance()
	out.Kappa, out.Pi = corrected(t, each, differ), corrected(t, both, differ)
	out.SquaredKappa, out.SquaredPi = corrected(t, each, squared), corrected(t, both, squared)
	return out
}

func differ(i, j int) float64 {
	if i == j {
		return 0
	}
	return 1
}

func distance(i, j int) float64 { return math.Abs(float64(i-j)) / 2 }

func squared(i, j int) float64 { return distance(i, j) * distance(i, j) }

func (t table) sum() float64 {
	n := 0.
	for i := range t {
		for j := range t[i] {
			n += t[i][j]
		}
	}
	return n
}

// mean gives the mean of a value over the roll calls, NaN without any.
func (t table) mean(of func(i, j int) float64) float64 {
	v := 0.
	for i := range t {
		for j := range t[i] {
			v += t[i][j] * of(i, j)
		}
	}
	return v / t.sum()
}

// chance is the table if each state voted as often each way, independently.
func (t table) chance() (out table) {
	var rows, columns [3]float64
	for i := range t {
		for j := range t[i] {
			rows[i] += t[i][j]
			columns[j] += t[i][j]
		}
	}
	for i := range t {
		for j := range t[i] {
			out[i][j] = rows[i] * columns[j] / t.sum()
		}
	}
	return out
}

// pooled is the table with both states' votes taken as of either.
func (t table) pooled() (out table) {
	for i := range t {
		for j := range t[i] {
			out[i][j] = (t[i][j] + t[j][i]) / 2
		}
	}
	return out
}

// corrected is 1 less the mean distance over that of chance, NaN where chance leaves none.
func corrected(t, chance table, d func(i, j int) float64) float64 {
	expected := chance.mean(d)
	if expected == 0 {
		return math.NaN()
	}
	return 1 - t.mean(d)/expected
}
