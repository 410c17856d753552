package syntax

import (
	"strings"
	"testing"
)

func TestLemma(t *testing.T) {
	for xpos, list := range map[string]string{
		"VBD": `went/go met/meet held/hold said/say told/tell sent/send withdrew/withdraw struck/strike
			broke/break fell/fall sought/seek led/lead threw/throw shot/shoot signed/sign warned/warn
			accused/accuse agreed/agree expelled/expel imposed/impose condemned/condemn threatened/threaten
			invaded/invade seized/seize denied/deny vetoed/veto banned/ban urged/urge pledged/pledge
			discussed/discuss proposed/propose recognised/recognise criticized/criticize backed/back
			visited/visit hosted/host cancelled/cancel deployed/deploy attacked/attack bombed/bomb
			killed/kill wounded/wound arrested/arrest detained/detain released/release freed/free
			protested/protest rejected/reject refused/refuse supported/support opposed/oppose
			cooperated/cooperate negotiated/negotiate mediated/mediate apologised/apologise
			promised/promise offered/offer admitted/admit committed/commit occurred/occur
			referred/refer continued/continue argued/argue rescued/rescue issued/issue died/die
			tied/tie lied/lie resumed/resume halted/halt suspended/suspend severed/sever restored/restore
			normalised/normalise stabilised/stabilise embraced/embrace shelled/shell raided/raid
			stormed/storm besieged/besiege fled/flee fought/fight bought/buy rebuilt/rebuild
			overthrew/overthrow undertook/undertake withheld/withhold foresaw/foresee mobilised/mobilise
			massed/mass tested/test launched/launch fired/fire hired/hire hoped/hope stopped/stop
			planned/plan joined/join exchanged/exchange arranged/arrange challenged/challenge
			damaged/damage engaged/engage encouraged/encourage emerged/emerge charged/charge judged/judge
			forced/force announced/announce denounced/denounce reduced/reduce produced/produce
			decided/decide divided/divide provided/provide avoided/avoid aided/aid included/include
			concluded/conclude succeeded/succeed conceded/concede exploded/explode eroded/erode
			ensured/ensure secured/secure toured/tour prepared/prepare declared/declare appeared/appear
			required/require inspired/inspire repaired/repair defined/define examined/examine
			explained/explain undermined/undermine postponed/postpone mentioned/mention intervened/intervene
			happened/happen opened/open welcomed/welcome blamed/blame claimed/claim assumed/assume
			provoked/provoke looked/look evoked/evoke spoke/speak developed/develop escaped/escape
			kidnapped/kidnap compiled/compile signalled/signal controlled/control ruled/rule
			described/describe bribed/bribe stated/state treated/treat created/create defeated/defeat
			repeated/repeat completed/complete targeted/target voted/vote promoted/promote
			executed/execute contributed/contribute invited/invite united/unite limited/limit
			collapsed/collapse endorsed/endorse dispersed/disperse caused/cause focused/focus
			proved/prove tasted/taste wasted/waste owed/owe dyed/dye quarrelled/quarrel panicked/panic`,
		"VBN": `written/write gone/go taken/take begun/begin driven/drive shot/shoot become/become
			overthrown/overthrow born/bear forbidden/forbid strengthened/strengthen been/be`,
		"VBG": `going/go meeting/meet holding/hold signing/sign making/make dying/die lying/lie
			running/run putting/put seeing/see agreeing/agree imposing/impose threatening/threaten
			withdrawing/withdraw bombing/bomb changing/change bringing/bring using/use being/be
			having/have giving/give striking/strike freeing/free stopping/stop selling/sell telling/tell
			installing/install controlling/control passing/pass attacking/attack preparing/prepare`,
		"VBZ": `goes/go does/do has/have is/be says/say warns/warn denies/deny passes/pass pushes/push
			reaches/reach imposes/impose uses/use vetoes/veto dies/die recognizes/recognize focuses/focus`,
		"NNS": `talks/talk countries/country allies/ally men/man women/woman children/child people/people
			crises/crisis bases/basis forces/force clashes/clash taxes/tax heroes/hero lives/life
			aircraft/aircraft series/series attaches/attache embargoes/embargo spokesmen/spokesman
			Houthis/houthi Countries/country`,
		"NNPS": `States/State Nations/Nation Emirates/Emirate Israelis/Israeli Philippines/Philippines Allies/Ally`,
		"NNP":  `Putin/Putin Geneva/Geneva`,
		"JJR":  `better/good larger/large higher/high closer/close bigger/big earlier/early stronger/strong`,
		"JJS":  `best/good latest/late largest/large heaviest/heavy`,
		"PRP":  `me/I them/they him/he us/we`,
		"RB":   `n't/not n’t/not`,
		"MD":   `wo/will ca/can 'll/will`,
		"VBP":  `are/be ’ve/have 're/be`,
		"DT":   `These/this an/a`,
		"CD":   `3,000/3000`,
	} {
		for _, pair := range strings.Fields(list) {
			form, want, _ := strings.Cut(pair, "/")
			if got := Lemma(form, xpos); got != want {
				t.Errorf("%s %s: %q, want %q", form, xpos, got, want)
			}
		}
	}
}
