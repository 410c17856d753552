package dyad

// Cost is that of a stretch.
func Cost(counts []Count) float64 { return newSums(counts).fit(0, len(counts), middle).cost }
