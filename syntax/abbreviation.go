package syntax

import "strings"

// The kinds of abbreviation by what may follow their full stop.
const (
	unclear    uint8 = 1 + iota // a sentence may end here
	beforeName                  // never ends one: "Mr.", "No."
	atEnd                       // ends one before any capital: "a.m.", "etc."
)

var abbreviations = kinds(map[uint8]string{
	beforeName: `adm. atty. brig. capt. cmdr. col. cpl. dr. fr. gen. gov. hon. insp. lt. maj. messrs.
		mr. mrs. ms. mx. no. nos. pres. prof. rep. reps. rev. sen. sens. sgt. spc. st. ste. supt. mt.
		ft. vs. v. art. fig. sec. vol. pp. p. ch. cf. e.g. i.e. viz. approx. ca. al-. amb. vice-adm.
		rear-adm. pvt. pfc. ald. del. dist. min. mgr. msgr. sr.-lt. lt.-gen. maj.-gen. brig.-gen.`,
	unclear: `jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. mon. tue. tues. wed. thu.
		thur. thurs. fri. sat. sun. inc. corp. co. cos. ltd. llc. plc. bros. dept. univ. assn. ave. blvd.
		rd. u.s. u.n. u.k. e.u. d.c. u.s.a. u.a.e. u.s.s.r. d.p.r.k. p.r.c. n.y. l.a. calif. ala. ariz.
		ark. colo. conn. fla. ga. ill. ind. kan. ky. la. md. mass. mich. minn. miss. mo. mont. neb. nev.
		okla. ore. pa. penn. tenn. tex. vt. va. wash. wis. wyo. jr. sr. esq. ph.d. m.d. b.a. m.a. b.sc.
		m.sc. ll.m. d.phil. s.a. a.g. n.v. pty. gmbh. est. dem. prov. govt. intl. natl. tel. ext. al.`,
	atEnd: `a.m. p.m. etc.`,
})

// small abbreviations are such without a capital too; "No." is one, "no." a word.
var smallAbbreviations = set(`vs. v. e.g. i.e. viz. approx. ca. cf. pp. p. al. al-. a.m. p.m. etc. inc. corp. ltd. plc. est.
	dept. govt. intl. natl. jan. feb. mar. apr. jun. jul. aug. sept. oct. nov. dec. mr. mrs. ms. dr. prof. gov. rep. sen. jr. sr.`)

// abbreviated reports whether a word with its full stop is an abbreviation.
func abbreviated(word string) bool {
	low := strings.ToLower(word)
	return abbreviations[low] != 0 && (word != low || smallAbbreviations[low])
}

func kinds(m map[uint8]string) map[string]uint8 {
	out := map[string]uint8{}
	for kind, list := range m {
		for w := range set(list) {
			out[w] = kind
		}
	}
	return out
}

// set makes a set of the words of a list.
func set(list string) map[string]bool {
	out := map[string]bool{}
	word := 0
	for i := 0; i <= len(list); i++ {
		if i < len(list) && list[i] > ' ' {
			continue
		}
		if word < i {
			out[list[word:i]] = true
		}
		word = i + 1
	}
	return out
}

// starters are words that, capitalised, begin a sentence after "U.S." rather than
// continue a name.
var starters = set(`the a an this that these those it its he she they we i you his her their our my your
	there here in on at by for from with without to of as if when while although though because since
	after before during under over but and or so yet however still also meanwhile moreover instead
	then now today yesterday tomorrow later earlier last next what who why how where which is are was
	were do does did has have had will would can could should not no some many most all both each
	every another other one two three several few according asked despite among between only even
	until once such mr.`)

// speechVerbs follow the names of speakers.
var speechVerbs = set(`said says asked asks told tells wrote writes wondered replied added adds tweeted
	posted shouted joked argued argues warned warns declared declares exclaimed responded quipped`)

// clitics stand behind an apostrophe as words of their own.
var clitics = set(`s m re ve ll d`)

// contractions are written as one word and read as two: where the second begins.
var contractions = map[string]int{
	"cannot": 3, "gonna": 3, "gotta": 3, "wanna": 3, "gimme": 3, "lemme": 3, "outta": 3,
	"dont": 2, "didnt": 3, "doesnt": 4, "isnt": 2, "wasnt": 3, "couldnt": 5, "wouldnt": 5, "shouldnt": 6, "cant": 2,
	"wont": 2, "havent": 4, "hasnt": 3, "hadnt": 3, "arent": 3, "werent": 4, "aint": 2,
	"im": 1, "ive": 1, "youre": 3, "youve": 3, "youll": 3, "theyre": 4, "theyve": 4, "weve": 2, "itll": 2,
	"thats": 4, "theres": 5, "whats": 4, "hes": 2, "shes": 3, "heres": 4, "wheres": 5, "whos": 3,
}

// prefixes keep their hyphen, as in the treebanks; other hyphens stand alone.
var prefixes = set(`e non mid re co anti pre pro post pan multi cross over counter semi mini sub neo un
	inter intra extra ex arch micro macro socio psycho ultra trans under out de dis mega meta mono bi tri
	poly pseudo proto super hyper infra mis para peri contra electro agri bio eco geo hydro`)

// units may follow a number without a space.
var units = set(`m mn bn tn k b km kg cm mm nm mph kph kmh mw gw kw kwh gb mb tb mg ml lb lbs ft am pm
	a.m. p.m. a.m p.m K M B KM GB MB TB MW GW KW AM PM Hz kHz MHz GHz in yd oz hrs hr min sec p bbl bpd c C F`)

// files are suffixes that keep their full stop whatever stands before it.
var files = set(`doc pdf xls txt htm html jpg jpeg gif png ppt exe zip xml com net org`)

// faces are drawn with marks.
var faces = []string{">:(", ":-)", ":-(", ";-)", ":-/", ":-D", ":-P", ":)", ":(", ";)", "=)", "=(", ":D", ":P", ";P", ":/", "^_^", "-_-"}
