package entente

// Surprise is how unusual an act is, held against what was told of its own pair before.
type Surprise struct {
	Bits  float64 `json:"bits"` // such an act is to be expected on one in 2^bits days of news
	Times int     `json:"times"`
	Acts  int     `json:"acts"`          // of the pair, of all kinds, in the days looked back on
	Days  int     `json:"days"`          // of news, looked back on
	Last  Day     `json:"last,omitzero"` // of the last such act
	Since Day     `json:"since"`         // first of the days looked back on
}
