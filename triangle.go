package entente

// Shape is the type of a strategic triangle.
type Shape string

// The types of triangle (Dittmer 1981; unit veto is the later usage).
const (
	MenageATrois     Shape = "ménage à trois"
	RomanticTriangle Shape = "romantic triangle"
	StableMarriage   Shape = "stable marriage"
	UnitVeto         Shape = "unit veto"
	Incomplete       Shape = "incomplete"
)

// Shapes lists the types in the order in which they are printed.
var Shapes = [...]Shape{MenageATrois, RomanticTriangle, StableMarriage, UnitVeto, Incomplete}

// Role is an actor's part in a triangle: pivot, wing, partner, outcast, friend, foe.
type Role string

// The roles.
const (
	Pivot   Role = "pivot"
	Wing    Role = "wing"
	Partner Role = "partner"
	Outcast Role = "outcast"
	Friend  Role = "friend"
	Foe     Role = "foe"
)

// Triangle is three actors, their ties and the type these make. Corners are in
// order of code. P sums to 1 over [Shapes]; Roles are those of the most probable
// type and are empty where that is incomplete.
type Triangle struct {
	Corners [3]Code           `json:"corners"`
	Shape   Shape             `json:"type"`
	P       map[Shape]float64 `json:"p"`
	Entropy float64           `json:"entropy"` // bits
	Roles   map[Code]Role     `json:"roles"`
	Ties    [3]Tie            `json:"ties"` // 0-1, 0-2, 1-2
	Flip    *Flip             `json:"flip"` // smallest change that alters the type

	RoleP   map[Code]map[Role]float64 `json:"role_p"` // the rest to 1 is that the triangle is incomplete
	Utility map[Code]Utility          `json:"utility"`
}

// Flip is a change of one tie's sign, and what the triangle would then be. Odds is the
// logarithm of the odds against it: how much more probable the sign is that the tie has.
type Flip struct {
	A     Code    `json:"a"`
	B     Code    `json:"b"`
	To    int     `json:"to"`
	Shape Shape   `json:"type"`
	Odds  float64 `json:"odds"`
}

// Utility is what an actor gets of a triangle, -3 to 3: good ties of its own and a bad one
// between the others.
type Utility struct {
	Now      *float64         `json:"now"`      // in the role it has; null without one
	Expected float64          `json:"expected"` // over all types
	Spread   float64          `json:"spread"`   // standard deviation over all types
	Gain     map[Code]float64 `json:"gain"`     // what a sure friend in that actor would add
	Divide   float64          `json:"divide"`   // what sure enmity between the others would add
}
