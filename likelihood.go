package entente

// Likelihood is a term for a range of probability: [Low, High) of 1.
type Likelihood struct {
	Term    string
	Synonym string
	Low     float64
	High    float64
}

// Likelihoods are the terms of US Intelligence Community Directive 203 (2015),
// from least to most likely. The directive's ranges touch; a bound belongs to the
// upper term.
var Likelihoods = [...]Likelihood{
	{"almost no chance", "remote", .01, .05},
	{"very unlikely", "highly improbable", .05, .20},
	{"unlikely", "improbable", .20, .45},
	{"roughly even chance", "roughly even odds", .45, .55},
	{"likely", "probable", .55, .80},
	{"very likely", "highly probable", .80, .95},
	{"almost certain", "nearly certain", .95, .99},
}

// Word gives the ICD 203 term of a probability. The directive names nothing
// below .01 and above .99; the outermost terms are used there. What is no
// probability has no word.
func Word(p float64) string {
	if !(p >= 0 && p <= 1) {
		return ""
	}
	for _, l := range Likelihoods {
		if p < l.High {
			return l.Term
		}
	}
	return Likelihoods[len(Likelihoods)-1].Term
}
