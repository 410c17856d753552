package syntax

import "strings"

// stem mends what is left of a verb when -ed or -ing is taken off: a doubled
// consonant becomes single, a silent e comes back.
func stem(s string) string {
	n := len(s)
	if n < 2 {
		return s
	}
	if strings.HasSuffix(s, "ick") && kStems[s] {
		return s[:n-1]
	}
	if doubled(s) {
		return s[:n-1]
	}
	if silentE(s) {
		return s + "e"
	}
	return s
}

// doubled reports whether the last consonant was doubled by the ending: "stopp",
// but not "attack", "pass" or "install".
func doubled(s string) bool {
	n := len(s)
	if s[n-1] != s[n-2] || vowel(s[n-1]) {
		return false
	}
	switch s[n-1] {
	case 's', 'z', 'f':
		return s == "bus" || s == "quizz"
	case 'l':
		return !keepsDouble(s)
	case 'd', 'r', 't', 'g':
		return !doubleStems[s]
	}
	return true
}

var doubleStems = set("add err butt egg odd purr boycott")

// keepsDouble reports whether a stem in -ll has it in its lemma: those of one
// syllable do, and their compounds; "cancelled" and "controlled" do not.
func keepsDouble(s string) bool {
	return syllables(s) <= 1 || llStems[s]
}

var llStems = set(`install enroll recall fulfill distill instill befall forestall reinstall refill resell retell
	unroll overkill appall enthrall outsell stonewall downfall stall`)

// kStems are verbs in -ic with the k that their endings add.
var kStems = set("panick traffick mimick frolick picnick politick")

// silentE reports whether a stem lost an e: the longest of the listed endings
// decides, then the form of a single syllable.
func silentE(s string) bool {
	if e, ok := silent["^"+s]; ok {
		return e
	}
	for k := range len(s) {
		if e, ok := silent[s[k:]]; ok {
			return e
		}
	}
	return short(s)
}

// short reports whether the stem is one syllable that ends in a single vowel and a
// single consonant, which without a silent e would have been doubled: "hop-", "us-".
func short(s string) bool {
	n := len(s)
	if n < 2 || vowel(s[n-1]) || strings.IndexByte("wxyh", s[n-1]) >= 0 || !vowel(s[n-2]) && s[n-2] != 'y' {
		return false
	}
	if n >= 3 && vowel(s[n-3]) && !strings.HasSuffix(s[:n-2], "qu") {
		return false
	}
	return syllables(s) <= 1
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// syllables counts runs of vowels.
func syllables(s string) (n int) {
	in := false
	for i := 0; i < len(s); i++ {
		v := vowel(s[i]) || s[i] == 'y' && i > 0
		if s[i] == 'u' && i > 0 && s[i-1] == 'q' {
			v = false
		}
		if v && !in {
			n++
		}
		in = v
	}
	return n
}

// silent maps endings of stems to whether they take an e; ^ marks a whole stem.
var silent = endings(`v c u z dg rg lg ag eg ig ug bl cl dl fl gl kl pl tl zl s ak ek ik ok uk
	at iat uat creat recreat permeat delineat nauseat ibut itut ecut disput ^comput ^reput ^deput imput
	lut mut fut amput ot et' delet complet deplet obsolet compet athlet ^excret secret ^concret
	invit unit excit incit recit ignit expedit extradit ^writ ^rewrit underwrit ^bit ^cit ^spit despit polit
	cid vid sid lid fid uid bid rid grid suad vad rad cad kad gad lud trud ^rud crud erod plod ^cod ^decod ^encod ^forebod
	ced sed ^imped stamped ur ar uar restor explor ignor ^stor ador scor ^bor implor deplor abhor' ^sto
	adher interfer coher ^inher persever ^rever ^sever' interven conven contraven superven ^scen
	ir in pon condon phon ^ton ^aton clon ^zon ^hon ^ston enthron tun prun attun commun immun
	um com fram nam blam defam inflam sham tam scap shap ^tap' yp yl yr ym' typ scop elop hop' ^op
	compil fil reconcil exil pil smil mobil ^til defil hostil ul consol cajol condol parol ^pol scal
	inhal exhal ^whal ^regal' ib glob ^prob ^rob lob' ^breath ^bath ^cloth ^loath ^sooth ^teeth ^wreath ^seeth ^unsheath
	^ow ^aw ^dy ^ey chang arrang rang estrang challeng aveng reveng scaveng plung loung cring hing ting infring
	imping derang expung spong fring tast wast past hast bast ^hop ^us ^clos ^rul ^pil ^typ borrow'
	mang ^wan ^plan' ^can' hurrican ^dat ^rat ^stat rotat ^hat ^grat ^skat ^sedat irrit' prefac`,
	`ss eak eek ook oak oik ouk eat oat out eit iet uet eot oot ^pilot ^pivot ballot ^riot root oad ead
	aid oid eed oed uud oud our eur ear oar eir air ain ein oin uin aun oun eon oum aum oom aim eim eam oam
	ail eil oil uil oul aul eal oal aib oob oup oop eep aip eap oap focus bias canvas ^gas
	combat format ^caveat acquit recruit circuit rabbit ^war murmur sulfur ^sync ^arc talc tz ^acquir^
	begin coffin cabin dolphin ruin bargain captain vacuum consul buffet avoid occur exhibit inhibit
	prohibit benefit profit credit edit limit visit deposit audit orbit exit vomit merit inherit spirit
	inhabit solicit elicit transit posit wait trait rait solid tread similar collar dollar pillar altar
	gossip worship kidnap envelop develop gallop debut harass embarrass marshal rebut input output`)

// endings reads the two lists; a mark behind an ending sets it aside.
func endings(yes, no string) map[string]bool {
	out := map[string]bool{}
	for w := range set(yes) {
		if !strings.HasSuffix(w, "'") {
			out[w] = true
		}
	}
	for w := range set(no) {
		if !strings.HasSuffix(w, "^") && !strings.HasSuffix(w, "'") {
			out[w] = false
		}
	}
	return out
}
