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
}

// Flip is a change of one tie's sign, and what the triangle would then be.
type Flip struct {
	A     Code  `json:"a"`
	B     Code  `json:"b"`
	To    int   `json:"to"`
	Shape Shape `json:"type"`
}
