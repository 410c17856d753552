package eventfile

import (
	"bytes"
	"strconv"

	"entente"
)

// full is an export of GDELT: the columns of each of its three places end at others
// in 2.0, which has one more in each.
type full struct {
	columns                  int
	place, country, lat, lon int
	added, url               int
}

func gdeltOf(columns int) (Format, layout) {
	switch columns {
	case 61:
		return GDELT2, full{61, 52, 53, 56, 57, 59, 60}
	case 57, 58:
		return GDELT1, full{58, 50, 51, 53, 54, 56, 57}
	}
	return "", nil
}

// row reads an export's line. Of the codes of an actor the whole one holds all others.
func (g full) row(f [][]byte, _ *Parsed, r *Row) string {
	if len(f) != g.columns && !(g.columns == 58 && len(f) == 57) {
		return wrongColumns(len(f), g.columns)
	}
	if string(f[0]) == "GLOBALEVENTID" || string(f[0]) == "GlobalEventID" {
		return skipped
	}
	if !isEventID(f[0]) {
		return "GLOBALEVENTID " + shown(f[0]) + " is not a number"
	}
	var ok bool
	if r.Day, ok = day(f[1]); !ok {
		return "SQLDATE " + shown(f[1]) + " is not a day"
	}
	if r.Cameo, ok = cameo(f[26]); !ok {
		return "EventCode " + shown(f[26]) + " is not a code of CAMEO"
	}
	if r.Published, ok = day(f[g.added]); !ok {
		return "DATEADDED " + shown(f[g.added]) + " is not a day"
	}
	counts := [3]int{}
	for i := range counts {
		if counts[i] = number(f[31+i]); counts[i] < 0 {
			return gdeltCounts[i] + " " + shown(f[31+i]) + " is not a number"
		}
	}
	r.ID, r.Scheme, r.PlaceScheme = f[0], CAMEO, FIPS
	if coding, own, ok := bytes.Cut(f[0], []byte(":")); ok { // exported by this program: it is the event that it was
		r.Coding, r.ID = coding, own
	}
	r.Source = Actor{Code: f[5], Name: f[6]}
	r.Target = Actor{Code: f[15], Name: f[16]}
	r.Mentions, r.Sources, r.Articles = counts[0], counts[1], counts[2]
	r.Place, r.Country = f[g.place], f[g.country]
	r.Latitude, r.Longitude = degrees(f[g.lat], f[g.lon])
	r.URL = at(f, g.url)
	return ""
}

var gdeltCounts = [3]string{"NumMentions", "NumSources", "NumArticles"}

// reduced is a line of GDELT's reduced history, which sums the events of a day.
type reduced struct{}

func (reduced) row(f [][]byte, _ *Parsed, r *Row) string {
	if len(f) != 17 {
		return wrongColumns(len(f), 17)
	}
	var ok bool
	if r.Day, ok = day(f[0]); !ok {
		return "Date " + shown(f[0]) + " is not a day"
	}
	if r.Cameo, ok = cameo(f[3]); !ok {
		return "CAMEOCode " + shown(f[3]) + " is not a code of CAMEO"
	}
	if r.Events = number(f[4]); r.Events < 1 || r.Events > 1<<30 {
		return "NumEvents " + shown(f[4]) + " is not a number of events"
	}
	if r.Articles = number(f[5]); r.Articles < 0 {
		return "NumArts " + shown(f[5]) + " is not a number"
	}
	r.Published, r.Scheme = r.Day, CAMEO
	r.Source, r.Target = Actor{Code: f[1]}, Actor{Code: f[2]}
	r.Latitude, r.Longitude = degrees(f[15], f[16])
	return ""
}

// mentions is a line of GDELT 2.0's mentions.
type mentions struct{}

func (mentions) row(f [][]byte, p *Parsed, r *Row) string {
	if len(f) != 16 {
		return wrongColumns(len(f), 16)
	}
	if !isNumber(f[0]) {
		return "GLOBALEVENTID " + shown(f[0]) + " is not a number"
	}
	published, ok := day(f[2])
	if !ok {
		return "MentionTimeDate " + shown(f[2]) + " is not a day"
	}
	sentence, sure := number(f[6]), number(f[11])
	if sure < 0 || sure > 100 {
		return "Confidence " + shown(f[11]) + " is not a number from 0 to 100"
	}
	if len(f[5]) == 0 {
		return "MentionIdentifier is empty"
	}
	p.Mentions = append(p.Mentions, Mention{
		Event: f[0], Line: r.Line, Published: published, Outlet: f[4], URL: f[5],
		Sentence: max(0, sentence), Confidence: float64(sure) / 100,
	})
	return skipped
}

// isEventID takes a number, as GDELT has them, or an id of ours, as it stands in events
// that were exported in GDELT's layout.
func isEventID(s []byte) bool {
	if isNumber(s) || len(s) == 18 && bytes.HasPrefix(s, []byte("e_")) {
		return true
	}
	source, own, ok := bytes.Cut(s, []byte(":"))
	return ok && sourceName.Match(source) && string(source) != entente.CodedHere && len(own) > 0
}

// skipped is the reason of a line that is none: a header, or one that was taken in.
const skipped = "\x00"

func wrongColumns(have, want int) string {
	return strconv.Itoa(have) + " columns in place of " + strconv.Itoa(want)
}

// shown quotes a field for a message, shortened.
func shown[T text](s T) string {
	if len(s) > 40 {
		return strconv.QuoteToGraphic(string(s[:40]) + "…")
	}
	return strconv.QuoteToGraphic(string(s))
}

// cameo takes a code of two to four digits; "3" and "42" of a file that lost its
// noughts are for its format to mend.
func cameo(s []byte) ([]byte, bool) { return s, len(s) >= 2 && len(s) <= 4 && isNumber(s) }

// degrees reads a place on earth, noughts where there is none.
func degrees(lat, lon []byte) (float32, float32) {
	if len(lat) == 0 || len(lon) == 0 {
		return 0, 0
	}
	a, ok := decimal(lat)
	b, fine := decimal(lon)
	if !ok || !fine || a < -90 || a > 90 || b < -180 || b > 180 {
		return 0, 0
	}
	return float32(a), float32(b)
}

// decimal reads a plain number such as -12.5; exponents go the long way.
func decimal(s []byte) (float64, bool) {
	digits, neg := s, false
	if len(digits) > 0 && (digits[0] == '-' || digits[0] == '+') {
		digits, neg = digits[1:], digits[0] == '-'
	}
	var n, scale uint64 = 0, 0
	for i := range len(digits) {
		switch c := digits[i]; {
		case c >= '0' && c <= '9' && i < 16:
			n, scale = n*10+uint64(c-'0'), scale*10
		case c == '.' && scale == 0 && i > 0:
			scale = 1
		default:
			v, err := strconv.ParseFloat(string(s), 64)
			return v, err == nil && v == v && v-v == 0
		}
	}
	if len(digits) == 0 {
		return 0, false
	}
	v := float64(n) / float64(max(scale, 1))
	if neg {
		v = -v
	}
	return v, true
}
