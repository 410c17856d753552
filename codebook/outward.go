package codebook

import (
	"slices"
	"strings"
	"sync"

	"entente"
)

// CameoActor is an actor in the parts in which CAMEO's users (GDELT) write one.
type CameoActor struct {
	Code    string // all of it, glued: USAGOV, IGONAT
	Country string // of a state or region
	Group   string // of an organisation that CAMEO knows
	Type    string // role
}

// ToCameo gives an actor as CAMEO writes it. Of an organisation that CAMEO has no code
// for its kind alone is left; of an actor without a code, what it is for.
func ToCameo(code entente.Code, sector entente.Sector) CameoActor {
	var a CameoActor
	if kind, _, ok := strings.Cut(string(code), ":"); ok {
		a.Group, a.Type = outward().groups[code], kind
		a.Code = kind + a.Group
		return a
	}
	a.Country, a.Type = cameoCountry(code), cameoRole(sector)
	a.Code = a.Country + a.Type
	return a
}

// cameoCountry gives CAMEO's letters for a state or region; "" for a code of our own
// that it has none for.
func cameoCountry(code entente.Code) string {
	if c, ok := outward().countries[code]; ok {
		return c
	}
	if ISO(string(code)) {
		return string(code)
	}
	return ""
}

// cameoRole gives CAMEO's role for a sector: those of PLOVER that CAMEO has by another
// name are turned back, others stay as they are.
func cameoRole(s entente.Sector) string {
	switch s {
	case "JRN":
		return "MED"
	case "MED":
		return "HLH"
	case "UNK":
		return ""
	}
	return string(s)
}

// ToFIPS gives the FIPS 10-4 code of a country, "" where it has none or more than one.
func ToFIPS(code entente.Code) string { return outward().fips[code] }

// outwardTables are the tables of actors.tsv read the other way.
type outwardTables struct {
	countries, groups, fips map[entente.Code]string
}

var outward = sync.OnceValue(func() outwardTables {
	t := outwardTables{map[entente.Code]string{}, map[entente.Code]string{}, map[entente.Code]string{}}
	several := map[entente.Code]bool{}
	all := rows(actorTable)
	slices.Reverse(all) // of several codes the first by letter stays
	for _, row := range all {
		code := entente.Code(row[2])
		switch row[0] {
		case "cameo":
			if !isoCodes[row[2]] {
				t.countries[code] = row[1]
			}
		case "group":
			t.groups[code] = row[1]
		case "fips":
			several[code] = t.fips[code] != "" || several[code]
			t.fips[code] = row[1]
		}
	}
	for code := range several {
		if several[code] {
			delete(t.fips, code)
		}
	}
	t.fips["SRB"] = "RI" // RB was Serbia's for some years
	for code, own := range map[entente.Code]string{"ROU": "ROM", "TLS": "TMP", "XKX": "KSV", "MNE": "MTN", "IMN": "IMY"} {
		t.countries[code] = own // ISO's, where CAMEO has another
	}
	return t
})

// StateNumber gives the number of a state in a scheme ("cow", "gw") on a day, where it
// has not been one number all along; false where it has. Sources: Correlates of War,
// State System Membership, version 2016; Gleditsch and Ward, International Interactions
// 25 (1999), p. 393, as maintained.
func StateNumber(scheme string, code entente.Code, day entente.Day) (string, bool) {
	for _, n := range renumbered {
		if n.scheme == scheme && n.code == code && (!n.until.Known() || day.Known() && day <= n.until) {
			return n.number, true
		}
	}
	return "", false
}

// Renumbered gives the days on which a state's number in some scheme was another than
// the day before, in order.
func Renumbered() []entente.Day {
	var out []entente.Day
	for _, n := range renumbered {
		if n.until.Known() {
			out = append(out, n.until+1)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// renumbered are the numbers of states that had more than one, in order of day.
var renumbered = []struct {
	scheme string
	code   entente.Code
	until  entente.Day
	number string
}{
	{"cow", "DEU", entente.MakeDay(1945, 5, 8), "255"},
	{"cow", "DEU", entente.MakeDay(1990, 10, 2), "260"}, // the Federal Republic
	{"cow", "DEU", 0, "255"},
	{"gw", "DEU", entente.MakeDay(1945, 5, 8), "255"},
	{"gw", "DEU", 0, "260"},
	{"cow", "YEM", entente.MakeDay(1990, 5, 21), "678"}, // the Arab Republic
	{"cow", "YEM", 0, "679"},
}
