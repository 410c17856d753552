package codebook

import "entente"

// Word gives the ICD 203 term of a probability, "" for what is none.
func Word(p float64) string { return entente.Word(p) }

// Grade is a step of the Admiralty system (NATO AJP-2.1).
type Grade struct {
	Code  string // A to F of a source, 1 to 6 of a piece of information
	Label string
}

// Reliability is the scale of sources, Credibility that of what they say. F and 6
// say that nothing is known, which is not the lowest grade.
func Reliability() []Grade {
	return []Grade{
		{"A", "completely reliable"},
		{"B", "usually reliable"},
		{"C", "fairly reliable"},
		{"D", "not usually reliable"},
		{"E", "unreliable"},
		{"F", "reliability cannot be judged"},
	}
}

// Credibility is the scale of what a source says; see [Reliability].
func Credibility() []Grade {
	return []Grade{
		{"1", "confirmed by other sources"},
		{"2", "probably true"},
		{"3", "possibly true"},
		{"4", "doubtful"},
		{"5", "improbable"},
		{"6", "truth cannot be judged"},
	}
}

// Trust turns an Admiralty pair such as "B2" into the reliability that a row of
// evidence is weighed with, 0 to 1: the mean of both grades, where A and 1 count
// 1, B and 2 .8, C and 3 .6, D and 4 .4, E and 5 .2, and F and 6, which say that
// nothing is known, .5. The system itself prints no numbers: these are ours.
func Trust(pair string) (float64, bool) {
	if len(pair) != 2 || pair[0] < 'A' || pair[0] > 'F' || pair[1] < '1' || pair[1] > '6' {
		return 0, false
	}
	steps := [...]float64{1, .8, .6, .4, .2, .5}
	return (steps[pair[0]-'A'] + steps[pair[1]-'1']) / 2, true
}
