package syntax

import "strings"

// irregularVerbs lists verbs whose past is not made by a rule: lemma, past tense,
// past participle; a slash parts variants. Prefixed verbs ("withheld", "undertook",
// "rebuilt") are found through their stems.
const irregularVerbs = `arise arose arisen
awake awoke awoken
be was/were been
bear bore borne/born
beat beat beaten
become became become
befall befell befallen
begin began begun
behold beheld beheld
bend bent bent
beset beset beset
bet bet bet
bid bid/bade bid/bidden
bind bound bound
bite bit bitten
bleed bled bled
blow blew blown
break broke broken
breed bred bred
bring brought brought
broadcast broadcast/broadcasted broadcast
build built built
burn burnt burnt
burst burst burst
bust bust bust
buy bought bought
cast cast cast
catch caught caught
choose chose chosen
cling clung clung
come came come
cost cost cost
creep crept crept
cut cut cut
deal dealt dealt
dig dug dug
dive dove dived
do did done
draw drew drawn
dream dreamt dreamt
drink drank drunk
drive drove driven
dwell dwelt dwelt
eat ate eaten
fall fell fallen
feed fed fed
feel felt felt
fight fought fought
find found found
flee fled fled
fling flung flung
fly flew flown
forbid forbade/forbad forbidden
forecast forecast forecast
foresee foresaw foreseen
forget forgot forgotten
forgive forgave forgiven
forgo forwent forgone
forsake forsook forsaken
freeze froze frozen
get got got/gotten
give gave given
go went gone
grind ground ground
grow grew grown
hang hung hung
have had had
hear heard heard
hide hid hidden
hit hit hit
hold held held
hurt hurt hurt
keep kept kept
kneel knelt knelt
knit knit knit
know knew known
lay laid laid
lead led led
lean leant leant
leap leapt leapt
learn learnt learnt
leave left left
lend lent lent
let let let
lie lay lain
light lit lit
lose lost lost
make made made
mean meant meant
meet met met
mistake mistook mistaken
mow mowed mown
offset offset offset
pay paid paid
plead pled pled
prove proved proven
put put put
quit quit quit
read read read
rend rent rent
rid rid rid
ride rode ridden
ring rang rung
rise rose risen
run ran run
saw sawed sawn
say said said
see saw seen
seek sought sought
sell sold sold
send sent sent
set set set
sew sewed sewn
shake shook shaken
shear sheared shorn
shed shed shed
shine shone shone
shoot shot shot
show showed shown
shrink shrank shrunk
shut shut shut
sing sang sung
sink sank sunk
sit sat sat
slay slew slain
sleep slept slept
slide slid slid
sling slung slung
slit slit slit
smell smelt smelt
sow sowed sown
speak spoke spoken
speed sped sped
spell spelt spelt
spend spent spent
spill spilt spilt
spin spun spun
spit spat spat
split split split
spoil spoilt spoilt
spread spread spread
spring sprang sprung
stand stood stood
steal stole stolen
stick stuck stuck
sting stung stung
stink stank stunk
stride strode stridden
strike struck struck/stricken
string strung strung
strive strove striven
swear swore sworn
sweep swept swept
swell swelled swollen
swim swam swum
swing swung swung
take took taken
teach taught taught
tear tore torn
tell told told
think thought thought
throw threw thrown
thrust thrust thrust
tread trod trodden
understand understood understood
upset upset upset
wake woke woken
wear wore worn
weave wove woven
wed wed wed
weep wept wept
wet wet wet
win won won
wind wound wound
withdraw withdrew withdrawn
wring wrung wrung
write wrote written`

// irregularNouns lists plurals that no rule gives: plural, singular.
const irregularNouns = `men man women woman children child people people feet foot teeth tooth geese goose
mice mouse lice louse oxen ox lives life wives wife knives knife leaves leaf halves half shelves shelf
thieves thief wolves wolf calves calf loaves loaf selves self elves elf hooves hoof scarves scarf
wharves wharf media medium data data criteria criterion phenomena phenomenon bacteria bacterium
strata stratum memoranda memorandum referenda referendum addenda addendum curricula curriculum
crises crisis analyses analysis bases basis theses thesis hypotheses hypothesis diagnoses diagnosis
axes axis oases oasis emphases emphasis parentheses parenthesis syntheses synthesis nuclei nucleus
alumni alumnus stimuli stimulus radii radius cacti cactus fungi fungus indices index appendices appendix
vertices vertex matrices matrix dice die pence penny corps corps species species series series
means means headquarters headquarters barracks barracks aircraft aircraft spacecraft spacecraft
troops troops news news politics politics economics economics physics physics athletics athletics
ties tie lies lie pies pie movies movie cookies cookie zombies zombie calories calorie rookies rookie
brownies brownie selfies selfie heroes hero potatoes potato tomatoes tomato echoes echo vetoes veto
embargoes embargo torpedoes torpedo mosquitoes mosquito volcanoes volcano cargoes cargo tornadoes tornado
buses bus gases gas viruses virus campuses campus bonuses bonus statuses status censuses census
focuses focus choruses chorus consensuses consensus apparatuses apparatus lenses lens summonses summons
shoes shoe toes toe foes foe canoes canoe axe axe taxes tax boxes box quizzes quiz passersby passerby
attaches attache caches cache headaches headache aches ache avalanches avalanche niches niche
psyches psyche creches creche mustaches mustache clothes clothes goods goods thanks thanks sanctions sanction
arms arm biceps biceps works work premises premise ethics ethics statistics statistic tactics tactic
logistics logistics mathematics mathematics grounds grounds remains remains regards regards whereabouts whereabouts
proceedings proceedings belongings belongings surroundings surroundings pants pants jeans jeans trousers trousers
glasses glasses manners manners contents contents supplies supply finances finance outskirts outskirts`

// irregularGrades lists comparatives and superlatives: form, lemma.
const irregularGrades = `better good best good worse bad worst bad more more most most less less least least
further far furthest far farther far farthest far elder old eldest old fewer few lesser less`

var (
	verbForms  = readVerbs(irregularVerbs)
	nounForms  = readPairs(irregularNouns)
	gradeForms = readPairs(irregularGrades)
)

// readVerbs maps form and tag to the lemma.
func readVerbs(list string) map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(list) {
		f := strings.Fields(line)
		for _, past := range strings.Split(f[1], "/") {
			out[past+" VBD"] = f[0]
		}
		for _, part := range strings.Split(f[2], "/") {
			out[part+" VBN"] = f[0]
		}
	}
	return out
}

func readPairs(list string) map[string]string {
	out, f := map[string]string{}, strings.Fields(list)
	for i := 0; i+1 < len(f); i += 2 {
		out[f[i]] = f[i+1]
	}
	return out
}

// closed gives the lemmas of forms of closed classes: clitics, auxiliaries, pronouns.
var closed = map[string]string{
	"n't RB": "not", "nt RB": "not", "'s POS": "'s", "s POS": "'s", "' POS": "'s",
	"'m VBP": "be", "'re VBP": "be", "'s VBZ": "be", "'ve VBP": "have", "'ve VB": "have", "'d VBD": "have",
	"am VBP": "be", "are VBP": "be", "is VBZ": "be", "art VBP": "be", "has VBZ": "have", "does VBZ": "do",
	"'d MD": "would", "'ll MD": "will", "wo MD": "will", "ca MD": "can", "sha MD": "shall",
	"i PRP": "I", "me PRP": "I", "us PRP": "we", "him PRP": "he", "her PRP": "she", "them PRP": "they",
	"'s PRP": "we", "mine PRP": "my", "yours PRP": "your", "hers PRP": "her", "ours PRP": "our",
	"theirs PRP": "their", "whom WP": "who", "better RBR": "well", "best RBS": "well", "further JJR": "further", "those DT": "that", "these DT": "this", "an DT": "a", "na TO": "to",
}
