package codebook

import (
	_ "embed" // the table is a file
	"strings"
	"sync"

	"entente"
)

//go:embed actors.tsv
var actorTable string

type foreign struct{ scheme, code string }

var actors = sync.OnceValue(func() map[foreign]entente.Code {
	m := map[foreign]entente.Code{}
	for _, row := range rows(actorTable) {
		m[foreign{row[0], row[1]}] = entente.Code(row[2])
	}
	return m
})

// ActorCode gives our code for an actor as event files write it, false where the
// table has none: "fips" (two letters), "cameo" (countries and regions whose CAMEO code
// is not that of ISO 3166-1), "group" (CAMEO's known groups), "name" (names that the
// dictionaries do not have so). It knows nothing of dates.
func ActorCode(scheme, code string) (entente.Code, bool) {
	c, ok := actors()[foreign{scheme, code}]
	return c, ok
}

// SectorOf gives the sector that a format's word for one stands for: a role of CAMEO
// (MED is the press there, HLH medical), a sector of PLOVER, or one of ICEWS'. It is
// false for words that tell of no sector, such as a faith.
func SectorOf(word string) (entente.Sector, bool) {
	if s, ok := roleSectors[word]; ok {
		return s, true
	}
	if s, ok := icewsSectors[strings.TrimSpace(word)]; ok {
		return s, true
	}
	return "", false
}

// roleSectors are CAMEO's three-letter roles. UAF and the like are the same in PLOVER.
var roleSectors = map[string]entente.Sector{
	"COP": "COP", "GOV": "GOV", "JUD": "JUD", "LEG": "LEG", "MIL": "MIL", "PTY": "PTY", "REB": "REB", "SPY": "SPY", "UAF": "UAF",
	"AGR": "AGR", "BUS": "BUS", "CRM": "CRM", "CVL": "CVL", "EDU": "EDU", "ELI": "ELI", "JRN": "JRN", "LAB": "LAB", "REF": "REF",
	"OPP": "OPP", "REL": "REL", "SOC": "SOC", "NGO": "NGO", "IGO": "IGO", "PRM": "PRM", "PRE": "PRE", "UNK": "UNK",
	"INS": "REB", "SEP": "REB", "IMG": "UAF", "MNC": "BUS", "NGM": "NGO", "MED": "JRN", "HLH": "MED", "DEV": "SOC", "ENV": "SOC",
	"HRI": "SOC", "SET": "CVL", "UIS": "UNK",
}

// PloverSector gives a sector as PLOVER's files write it, where MED is medical.
func PloverSector(word string) (entente.Sector, bool) {
	for _, s := range sectors {
		if string(s) == word {
			return s, true
		}
	}
	return "", false
}

// icewsSectors are the sectors of ICEWS that say what an actor is for the state.
var icewsSectors = map[string]entente.Sector{
	"Government": "GOV", "Executive": "GOV", "Executive Office": "GOV", "Cabinet": "GOV", "Foreign Ministry": "GOV",
	"Local": "GOV", "Municipal": "GOV", "Provincial": "GOV",
	"Military": "MIL", "Army": "MIL", "Navy": "MIL", "Air Force": "MIL", "Marines": "MIL", "Army Special Forces": "MIL",
	"Defense / Security Ministry": "GOV", "Military Intelligence": "SPY", "Intelligence Ministry": "SPY",
	"Police": "COP", "Judicial": "JUD", "Legislative / Parliamentary": "LEG", "Upper House": "LEG", "Lower House": "LEG", "Unicameral": "LEG",
	"Parties": "PTY", "Opposition Major Party (Out Of Government)": "OPP", "Dissident": "OPP", "Exiles": "OPP",
	"Protestors / Popular Opposition / Mobs": "OPP", "Rebel": "REB", "Insurgents": "REB", "Separatists": "REB", "Organized Violent": "REB",
	"International Insurgents": "REB", "Radicals / Extremists / Fundamentalists": "REB", "Unidentified Forces": "UAF", "Criminals / Gangs": "CRM",
	"General Population / Civilian / Social": "CVL", "Refugees / Displaced": "REF", "Media": "JRN", "News": "JRN", "State Media": "JRN",
	"Business": "BUS", "Multinational Corporation": "BUS", "State Owned Enterprises": "BUS", "Education": "EDU", "Labor": "LAB",
	"Agricultural": "AGR", "Medical / Health": "MED", "Elite": "ELI", "International Government Organization": "IGO",
	"Nongovernmental Organizations / Activists": "NGO", "Nongovernmental Organization (International)": "NGO",
}

// ISO reports whether three letters are a code that means the same in event files and
// here: a state or territory of ISO 3166, or a region that CAMEO calls as we do.
func ISO(code string) bool { return isoCodes[code] }

// isoCodes are the codes of ISO 3166, ended ones among them, and of our collectives
// that CAMEO has too.
var isoCodes = func() map[string]bool {
	m := map[string]bool{}
	for _, c := range strings.Fields(`ABW AFG AGO AIA ALA ALB AND ANT ARE ARG ARM ASM ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH
		BLR BLZ BMU BOL BRA BRB BRN BTN BWA CAF CAN CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CYM CYP CZE DEU DJI DMA DNK
		DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM
		GUY HKG HND HRV HTI HUN IDN IMN IND IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA
		LIE LKA LSO LTU LUX LVA MAC MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER
		NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN
		SGP SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR
		TUV TWN TZA UGA UKR URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM XKX YEM ZAF ZMB ZWE SUN YUG SCG CSK DDR AFR EUR WST BLK SEA`) {
		m[c] = true
	}
	return m
}()
