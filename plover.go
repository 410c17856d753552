package entente

// The roots of PLOVER, in the order of their quads.
const (
	Agree     Root = "AGREE"
	Consult   Root = "CONSULT"
	Support   Root = "SUPPORT"
	Concede   Root = "CONCEDE"
	Cooperate Root = "COOPERATE"
	Aid       Root = "AID"
	Retreat   Root = "RETREAT"
	Request   Root = "REQUEST"
	Accuse    Root = "ACCUSE"
	Reject    Root = "REJECT"
	Threaten  Root = "THREATEN"
	Protest   Root = "PROTEST"
	Sanction  Root = "SANCTION"
	Mobilize  Root = "MOBILIZE"
	Coerce    Root = "COERCE"
	Assault   Root = "ASSAULT"
)

// Roots lists the roots of PLOVER in the order of their quads.
var Roots = [...]Root{
	Agree, Consult, Support, Concede, Cooperate, Aid, Retreat, Request,
	Accuse, Reject, Threaten, Protest, Sanction, Mobilize, Coerce, Assault,
}

// The quad classes.
const (
	VerbalCooperation   Quad = 1
	MaterialCooperation Quad = 2
	VerbalConflict      Quad = 3
	MaterialConflict    Quad = 4
)

// Quad gives the class of a root, 0 for a name that is no root. SANCTION is
// material conflict and CONCEDE verbal cooperation; PLOVER 0.8's own tables
// disagree on the first, CAMEO's class of 08 on the second.
func (r Root) Quad() Quad {
	switch r {
	case Agree, Consult, Support, Concede:
		return VerbalCooperation
	case Cooperate, Aid, Retreat:
		return MaterialCooperation
	case Request, Accuse, Reject, Threaten:
		return VerbalConflict
	case Protest, Sanction, Mobilize, Coerce, Assault:
		return MaterialConflict
	}
	return 0
}

// Cooperative reports whether the class is cooperation, verbal or material.
func (q Quad) Cooperative() bool { return q == VerbalCooperation || q == MaterialCooperation }

// Conflictual reports whether the class is conflict, verbal or material.
func (q Quad) Conflictual() bool { return q == VerbalConflict || q == MaterialConflict }

// String gives the class in words, "none" for 0 and anything else.
func (q Quad) String() string {
	switch q {
	case VerbalCooperation:
		return "verbal cooperation"
	case MaterialCooperation:
		return "material cooperation"
	case VerbalConflict:
		return "verbal conflict"
	case MaterialConflict:
		return "material conflict"
	}
	return "none"
}
