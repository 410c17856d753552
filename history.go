package entente

// History is all that a store keeps of a story: what one store gives another.
type History struct {
	Story     string      `json:"story"`
	Readings  []Kept      `json:"readings"`  // in the order in which they were read
	Withdrawn *Withdrawal `json:"withdrawn"` // nil unless the story is withdrawn
	Taken     int         `json:"taken"`     // which of the readings a withdrawal took back
}

// Kept is a reading as a store keeps it, with what was decided on it, and the days on
// which it counts: from From to the day before Until. Where From is unknown, or Until is
// no later, it counts as of no day. Of a story at most one counts now.
type Kept struct {
	Reading
	From   Day  `json:"from"`
	Until  Day  `json:"until"`
	Counts bool `json:"counts"`
}
