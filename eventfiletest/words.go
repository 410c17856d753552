package eventfiletest

import "strings"

// weighted is something that comes as often as its weight says.
type weighted[T any] struct {
	value  T
	weight int
}

// country has its code in CAMEO and in FIPS 10-4, and what its people and cities are
// called.
type country struct {
	cameo, fips, name, people, capital string
}

// countries come as often as in files of 2019: the United States are in one row of five.
var countries = []weighted[country]{
	{country{"USA", "US", "UNITED STATES", "AMERICAN", "Washington"}, 389}, {country{"GBR", "UK", "UNITED KINGDOM", "BRITISH", "London"}, 93},
	{country{"RUS", "RS", "RUSSIA", "RUSSIAN", "Moscow"}, 66}, {country{"CHN", "CH", "CHINA", "CHINESE", "Beijing"}, 54},
	{country{"IRN", "IR", "IRAN", "IRANIAN", "Tehran"}, 39}, {country{"SYR", "SY", "SYRIA", "SYRIAN", "Damascus"}, 34},
	{country{"CAN", "CA", "CANADA", "CANADIAN", "Ottawa"}, 32}, {country{"TUR", "TU", "TURKEY", "TURKISH", "Ankara"}, 28},
	{country{"JPN", "JA", "JAPAN", "JAPANESE", "Tokyo"}, 26}, {country{"FRA", "FR", "FRANCE", "FRENCH", "Paris"}, 25},
	{country{"UKR", "UP", "UKRAINE", "UKRAINIAN", "Kyiv"}, 23}, {country{"IND", "IN", "INDIA", "INDIAN", "New Delhi"}, 30},
	{country{"DEU", "GM", "GERMANY", "GERMAN", "Berlin"}, 24}, {country{"ISR", "IS", "ISRAEL", "ISRAELI", "Jerusalem"}, 24},
	{country{"PAK", "PK", "PAKISTAN", "PAKISTANI", "Islamabad"}, 19}, {country{"AUS", "AS", "AUSTRALIA", "AUSTRALIAN", "Canberra"}, 22},
	{country{"EGY", "EG", "EGYPT", "EGYPTIAN", "Cairo"}, 12}, {country{"KOR", "KS", "SOUTH KOREA", "SOUTH KOREAN", "Seoul"}, 14},
	{country{"PRK", "KN", "NORTH KOREA", "NORTH KOREAN", "Pyongyang"}, 12}, {country{"SAU", "SA", "SAUDI ARABIA", "SAUDI", "Riyadh"}, 19},
	{country{"NGA", "NI", "NIGERIA", "NIGERIAN", "Abuja"}, 20}, {country{"ZAF", "SF", "SOUTH AFRICA", "SOUTH AFRICAN", "Pretoria"}, 17},
	{country{"MEX", "MX", "MEXICO", "MEXICAN", "Mexico"}, 13}, {country{"ITA", "IT", "ITALY", "ITALIAN", "Rome"}, 15},
	{country{"ESP", "SP", "SPAIN", "SPANISH", "Madrid"}, 17}, {country{"POL", "PL", "POLAND", "POLISH", "Warsaw"}, 9},
	{country{"AFG", "AF", "AFGHANISTAN", "AFGHAN", "Kabul"}, 12}, {country{"IRQ", "IZ", "IRAQ", "IRAQI", "Baghdad"}, 14},
	{country{"IDN", "ID", "INDONESIA", "INDONESIAN", "Jakarta"}, 9}, {country{"BRA", "BR", "BRAZIL", "BRAZILIAN", "Brasilia"}, 9},
	{country{"VEN", "VE", "VENEZUELA", "VENEZUELAN", "Caracas"}, 9}, {country{"PHL", "RP", "PHILIPPINES", "FILIPINO", "Manila"}, 14},
	{country{"MYS", "MY", "MALAYSIA", "MALAYSIAN", "Kuala Lumpur"}, 13}, {country{"IRL", "EI", "IRELAND", "IRISH", "Dublin"}, 14},
	{country{"NOR", "NO", "NORWAY", "NORWEGIAN", "Oslo"}, 8}, {country{"SWE", "SW", "SWEDEN", "SWEDISH", "Stockholm"}, 7},
	{country{"NLD", "NL", "NETHERLANDS", "DUTCH", "Amsterdam"}, 8}, {country{"BEL", "BE", "BELGIUM", "BELGIAN", "Brussels"}, 8},
	{country{"GRC", "GR", "GREECE", "GREEK", "Athens"}, 8}, {country{"LBN", "LE", "LEBANON", "LEBANESE", "Beirut"}, 12},
	{country{"ARE", "AE", "UNITED ARAB EMIRATES", "EMIRATI", "Abu Dhabi"}, 14}, {country{"JOR", "JO", "JORDAN", "JORDANIAN", "Amman"}, 7},
	{country{"YEM", "YM", "YEMEN", "YEMENI", "Sanaa"}, 7}, {country{"LBY", "LY", "LIBYA", "LIBYAN", "Tripoli"}, 6},
	{country{"KEN", "KE", "KENYA", "KENYAN", "Nairobi"}, 11}, {country{"ETH", "ET", "ETHIOPIA", "ETHIOPIAN", "Addis Ababa"}, 6},
	{country{"UGA", "UG", "UGANDA", "UGANDAN", "Kampala"}, 7}, {country{"GHA", "GH", "GHANA", "GHANAIAN", "Accra"}, 7},
	{country{"ZWE", "ZI", "ZIMBABWE", "ZIMBABWEAN", "Harare"}, 6}, {country{"SDN", "SU", "SUDAN", "SUDANESE", "Khartoum"}, 5},
	{country{"LKA", "CE", "SRI LANKA", "SRI LANKAN", "Colombo"}, 9}, {country{"BGD", "BG", "BANGLADESH", "BANGLADESHI", "Dhaka"}, 8},
	{country{"NPL", "NP", "NEPAL", "NEPALESE", "Kathmandu"}, 5}, {country{"MMR", "BM", "MYANMAR", "BURMESE", "Naypyidaw"}, 5},
	{country{"THA", "TH", "THAILAND", "THAI", "Bangkok"}, 6}, {country{"VNM", "VM", "VIETNAM", "VIETNAMESE", "Hanoi"}, 6},
	{country{"SGP", "SN", "SINGAPORE", "SINGAPOREAN", "Singapore"}, 7}, {country{"HKG", "HK", "HONG KONG", "HONG KONG", "Hong Kong"}, 11},
	{country{"TWN", "TW", "TAIWAN", "TAIWANESE", "Taipei"}, 6}, {country{"NZL", "NZ", "NEW ZEALAND", "NEW ZEALANDER", "Wellington"}, 8},
	{country{"CUB", "CU", "CUBA", "CUBAN", "Havana"}, 5}, {country{"COL", "CO", "COLOMBIA", "COLOMBIAN", "Bogota"}, 6},
	{country{"ARG", "AR", "ARGENTINA", "ARGENTINE", "Buenos Aires"}, 6}, {country{"CHL", "CI", "CHILE", "CHILEAN", "Santiago"}, 8},
	{country{"PER", "PE", "PERU", "PERUVIAN", "Lima"}, 4}, {country{"ECU", "EC", "ECUADOR", "ECUADORIAN", "Quito"}, 4},
	{country{"BLR", "BO", "BELARUS", "BELARUSIAN", "Minsk"}, 5}, {country{"GEO", "GG", "GEORGIA", "GEORGIAN", "Tbilisi"}, 4},
	{country{"ARM", "AM", "ARMENIA", "ARMENIAN", "Yerevan"}, 5}, {country{"AZE", "AJ", "AZERBAIJAN", "AZERBAIJANI", "Baku"}, 5},
	{country{"KAZ", "KZ", "KAZAKHSTAN", "KAZAKH", "Astana"}, 4}, {country{"HUN", "HU", "HUNGARY", "HUNGARIAN", "Budapest"}, 5},
	{country{"CZE", "EZ", "CZECH REPUBLIC", "CZECH", "Prague"}, 4}, {country{"ROM", "RO", "ROMANIA", "ROMANIAN", "Bucharest"}, 5},
	{country{"SRB", "RI", "SERBIA", "SERBIAN", "Belgrade"}, 5}, {country{"AUT", "AU", "AUSTRIA", "AUSTRIAN", "Vienna"}, 5},
	{country{"CHE", "SZ", "SWITZERLAND", "SWISS", "Bern"}, 6}, {country{"FIN", "FI", "FINLAND", "FINNISH", "Helsinki"}, 4},
	{country{"DNK", "DA", "DENMARK", "DANISH", "Copenhagen"}, 4}, {country{"PRT", "PO", "PORTUGAL", "PORTUGUESE", "Lisbon"}, 4},
	{country{"PSE", "WE", "PALESTINE", "PALESTINIAN", "Ramallah"}, 13}, {country{"KWT", "KU", "KUWAIT", "KUWAITI", "Kuwait"}, 4},
	{country{"QAT", "QA", "QATAR", "QATARI", "Doha"}, 5}, {country{"DZA", "AG", "ALGERIA", "ALGERIAN", "Algiers"}, 4},
	{country{"MAR", "MO", "MOROCCO", "MOROCCAN", "Rabat"}, 4}, {country{"TZA", "TZ", "TANZANIA", "TANZANIAN", "Dodoma"}, 3},
	{country{"AFR", "", "AFRICA", "AFRICAN", ""}, 30}, {country{"EUR", "", "EUROPE", "EUROPEAN", ""}, 18},
}

// roles of those who act for a state or for none, and words by which they are called.
var roles = []weighted[[2]string]{
	{[2]string{"GOV", "PRESIDENT MINISTER GOVERNMENT ADMINISTRATION AUTHORITIES MAYOR PARLIAMENTARIAN GOVERNOR"}, 190},
	{[2]string{"COP", "POLICE POLICE_OFFICER DETECTIVE POLICE_DEPARTMENT OFFICER"}, 78}, {[2]string{"BUS", "COMPANY EXECUTIVE BUSINESS BANK INDUSTRY"}, 60},
	{[2]string{"EDU", "STUDENT SCHOOL UNIVERSITY TEACHER COLLEGE"}, 44}, {[2]string{"JUD", "JUDGE COURT SUPREME_COURT ATTORNEY PROSECUTOR"}, 34},
	{[2]string{"CVL", "RESIDENTS COMMUNITY WORKER VILLAGE IMMIGRANT"}, 32}, {[2]string{"HLH", "HOSPITAL DOCTOR NURSE"}, 32},
	{[2]string{"LEG", "SENATE LAWMAKER CONGRESS PARLIAMENT"}, 28}, {[2]string{"MED", "NEWSPAPER JOURNALIST REPORTER NEWS_AGENCY"}, 28},
	{[2]string{"MIL", "MILITARY TROOPS ARMY SOLDIER NAVY"}, 40}, {[2]string{"OPP", "OPPOSITION ACTIVIST PROTESTER"}, 22},
	{[2]string{"REB", "REBEL INSURGENT MILITIA"}, 9}, {[2]string{"CRM", "CRIMINAL GANG"}, 14}, {[2]string{"LAB", "UNION WORKERS"}, 10},
	{[2]string{"SPY", "INTELLIGENCE_AGENCY SPY"}, 4}, {[2]string{"REF", "REFUGEE MIGRANT"}, 7}, {[2]string{"ELI", "KING PRINCE ELITE"}, 6},
}

// organisations and groups that are no state's.
var bodies = []weighted[[2]string]{
	{[2]string{"IGOEUREEC", "THE EU"}, 30}, {[2]string{"IGOUNO", "UNITED NATIONS"}, 22}, {[2]string{"IGOWSTNAT", "NATO"}, 9}, {[2]string{"IGOUNOHLHWHO", "WORLD HEALTH ORGANIZATION"}, 4},
	{[2]string{"IGOBUSIMF", "INTERNATIONAL MONETARY FUND"}, 3}, {[2]string{"CHRCTH", "CATHOLIC"}, 9}, {[2]string{"CHR", "CHRISTIAN"}, 12}, {[2]string{"MOS", "MUSLIM"}, 10},
	{[2]string{"IMGMOSISI", "ISLAMIC STATE"}, 9}, {[2]string{"NGOHRIAMN", "AMNESTY INTERNATIONAL"}, 3}, {[2]string{"MNC", "MULTINATIONAL"}, 6}, {[2]string{"KUR", "KURDISH"}, 7}, {[2]string{"JEW", "JEWISH"}, 5},
}

// acts are codes of CAMEO with their quad class.
type act struct {
	code string
	quad int
}

var acts = []weighted[act]{
	{act{"010", 1}, 160}, {act{"042", 1}, 143}, {act{"043", 1}, 129}, {act{"036", 1}, 113}, {act{"190", 4}, 106}, {act{"040", 1}, 104}, {act{"051", 1}, 96}, {act{"020", 1}, 96},
	{act{"173", 4}, 72}, {act{"046", 1}, 60}, {act{"193", 4}, 52}, {act{"112", 3}, 49}, {act{"111", 3}, 48}, {act{"080", 2}, 47}, {act{"090", 2}, 45}, {act{"057", 1}, 42},
	{act{"120", 3}, 41}, {act{"012", 1}, 41}, {act{"013", 1}, 39}, {act{"110", 3}, 30}, {act{"030", 1}, 28}, {act{"060", 2}, 26}, {act{"071", 2}, 20}, {act{"041", 1}, 20},
	{act{"084", 2}, 14}, {act{"0841", 2}, 12}, {act{"114", 3}, 14}, {act{"130", 3}, 18}, {act{"138", 3}, 8}, {act{"1383", 3}, 3}, {act{"141", 4}, 16}, {act{"145", 4}, 5},
	{act{"160", 4}, 8}, {act{"163", 4}, 7}, {act{"172", 4}, 10}, {act{"175", 4}, 9}, {act{"180", 4}, 16}, {act{"182", 4}, 12}, {act{"183", 4}, 9}, {act{"1831", 4}, 2},
	{act{"192", 4}, 6}, {act{"194", 4}, 3}, {act{"195", 4}, 4}, {act{"0211", 1}, 3}, {act{"023", 1}, 7}, {act{"0231", 1}, 3}, {act{"031", 1}, 5}, {act{"0311", 1}, 3},
	{act{"045", 1}, 5}, {act{"050", 1}, 12}, {act{"061", 2}, 9}, {act{"070", 2}, 14}, {act{"073", 2}, 6}, {act{"1011", 3}, 2}, {act{"115", 3}, 4}, {act{"1241", 3}, 2},
	{act{"129", 3}, 4}, {act{"150", 4}, 3}, {act{"152", 4}, 3}, {act{"0871", 2}, 3}, {act{"014", 1}, 4}, {act{"017", 1}, 6}, {act{"018", 1}, 5}, {act{"019", 1}, 4},
	{act{"1712", 4}, 2}, {act{"174", 4}, 2}, {act{"1823", 4}, 2}, {act{"202", 4}, 1}, {act{"204", 4}, 1},
}

// counts of mentions: two are commonest.
var counts = []weighted[int]{
	{2, 556}, {1, 336}, {10, 279}, {4, 266}, {6, 179}, {3, 160}, {5, 129}, {8, 110}, {7, 29}, {16, 14}, {12, 11}, {20, 9}, {24, 6}, {15, 5}, {9, 4}, {40, 3}, {30, 3}, {43, 1}, {120, 1},
}

var slug = strings.Fields(`after again against agency aid air all army as at attack bank ban before behind bid border budget call calls camp capital
	case chief city climate coast council country court crisis day deal death debate deputy during east economy election embassy end energy exports
	family fears fire first flood for force foreign from fund gas get global government group growth head health hit home hope house in industry jail
	join judge key kill labour launch law lead leader local loss major market mayor meet military minister missing move new north office oil on open
	over pact party peace plan police port poll power president press price protest push rally rate record reform refugees report rise river
	road rule says school sea security seek senate sets ship south spending state storm strike summit talks tax tech to town trade trial troops union
	urges visit vote warns water west win with women world year youth`)

var syllables = strings.Fields("ar bel cor dan el fen gar hol in jor kal lor mon nor os par quin ros sal tor ul ver wes yar zan")

// table draws from a weighted list in one step.
type table[T any] struct {
	values []T
	of     []uint16 // by a number below the sum of weights
}

func tableOf[T any](list []weighted[T]) table[T] {
	var t table[T]
	for i, w := range list {
		t.values = append(t.values, w.value)
		for range w.weight {
			t.of = append(t.of, uint16(i))
		}
	}
	return t
}
