package dyad

import "entente"

// What an act says of how two actors stand, in acts of warm words. Acts are counted by
// class and not by the points of a scale, on which a round of negotiations outweighs
// what it is about: foes talk nearly as much as friends do, and accuse, threaten and
// punish one another several times as often. The numbers are those under which pairs of
// known standing are likeliest (docs/methods.md).
const (
	warmWord = 1.
	warmDeed = 2.
	coldWord = 4.
	coldDeed = 6.
)

// pointsOfAct is how many points of intensity count as one act of words, where a file
// gives points and no root.
const pointsOfAct = 5.

// lean adds what acts of a root and status weight say in one direction. Without a root,
// as statements have none, their points speak.
func (x *act) lean(root entente.Root, weight, coop, conf float64) {
	switch root.Quad() {
	case entente.VerbalCooperation:
		x.warm += warmWord * weight
	case entente.MaterialCooperation:
		x.warm += warmDeed * weight
	case entente.VerbalConflict:
		x.cold += coldWord * weight
	case entente.MaterialConflict:
		x.cold += coldDeed * weight
	default:
		x.warm += warmWord * coop / pointsOfAct
		x.cold += coldWord * conf / pointsOfAct
	}
}
