package codebook

import "strconv"

// Regions lists the parts of the world by which states are numbered in the Correlates of
// War, in the order of their numbers.
var Regions = []string{"Americas", "Europe", "Africa", "Middle East", "Asia", "Oceania"}

// firsts are the first numbers of the regions, and the first of none.
var firsts = [...]int{2, 200, 400, 600, 700, 900, 1000}

// Region gives the part of the world of a state by its number in the Correlates of War
// (State System Membership, v2016): below 200 the Americas, below 400 Europe with Russia
// and the Caucasus, below 600 Africa south of the Sahara, below 700 the Middle East with
// North Africa, Turkey and Iran, below 900 Asia, and Oceania. It is "" for what is no such
// number.
func Region(cow string) string {
	n, err := strconv.Atoi(cow)
	if err != nil || n < firsts[0] {
		return ""
	}
	for i, name := range Regions {
		if n < firsts[i+1] {
			return name
		}
	}
	return ""
}
