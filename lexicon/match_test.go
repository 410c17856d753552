package lexicon_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"entente"
	"entente/lexicon"
)

// small is a lexicon with every kind of name.
var small = fstest.MapFS{
	"a.states": {Data: []byte(`
state RUS
  name: Russia | Russian Federation
  adjective: Russian
  people: Russians
  capital: Moscow | Petrograd [1914-09-01..1918-03-11]
  seat: Kremlin = GOV
  code: iso2 RU | cow 365
  days: 1991-12-26..
  not: Moscow mule
state SUN
  name: Soviet Union | USSR
  successor: RUS
  days: 1922-12-30..1991-12-25
state USA
  name: United States | US | U.S. | America
  adjective: American | US | U.S.
  capital: Washington | Washington, D.C.
  not: Washington Post
state CIV
  name: Côte d'Ivoire
state FRA
  name: France
  seat: Élysée = GOV
collective WST
  name: the West
`)},
	"a.organisations": {Data: []byte("organisation IGO:NATO\n  name: NATO\n  kind: alliance\n  seat: FRA\n  metonym: Evere\n  sector: IGO\n  days: 1949-04-04..\n  member: USA 1949-04-04.. | FRA | RUS\n")},
	"a.groups":        {Data: []byte("RUS BUS: Gazprom\n- UAF: Wolves\nRUS UAF: Night Bears [1994..1996-08]\n")},
	"a.people":        {Data: []byte("person Vladimir Putin | Putin | Wladimir Putin\n  RUS GOV state 2012-05-07.. day president\n  RUS GOV state 2000-05-07..2008-05-07 day president\n  RUS GOV government 2008-05-08..2012-05-07 day prime minister\n")},
	"a.agents":        {Data: []byte("GOV foreign: foreign minister | minister of foreign affairs\nCOP: policeman\nMIL: army | ship\nGOV: deputy foreign minister | embassy | salesperson\n")},
	"a.places":        {Data: []byte("CHE: Geneva\ndisputed RUS: Crimea\nsea: Black Sea\nregion: Middle East\n")},
	"z.states":        {Data: []byte("state CHE\n  name: Switzerland\n")},
	"a.txt":           {Data: []byte("not a dictionary")},
	"sub/a.cues":      {Data: []byte("nonsense: x\n")},
	"a.cues":          {Data: []byte("negation: not | Never\n")},
}

func smallLexicon(t testing.TB) *lexicon.Lexicon {
	t.Helper()
	lex, err := lexicon.Load(small)
	if err != nil {
		t.Fatal(err)
	}
	return lex
}

// found prints mentions as the text that matched and what it may mean.
func found(text string, ms []lexicon.Mention) string {
	var out []string
	for _, m := range ms {
		var meanings []string
		for _, e := range m.Entries {
			who := string(e.Code)
			if e.Person != nil {
				who = e.Person.Name
			}
			meanings = append(meanings, fmt.Sprintf("%d:%s%s", e.Form, who, e.Office))
		}
		out = append(out, fmt.Sprintf("%s=%s", text[m.Start:m.End], strings.Join(meanings, "/")))
	}
	return strings.Join(out, "; ")
}

// TestFind: the forms are 0 proper, 1 adjective, 2 people, 3 capital, 4 seat, 5 short,
// 6 role, 7 place, 8 blocked.
func TestFind(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"nothing", "The weather was fine.", ""},
		{"empty", "", ""},
		{"name", "Russia spoke.", "Russia=0:RUS"},
		{"not inside a word", "Prussia and Russianness", ""},
		{"longest", "the Russian Federation", "Russian Federation=0:RUS"},
		{"longest fails, shorter holds", "Russian Federalists", "Russian=1:RUS"},
		{"none overlap", "Russian foreign minister", "Russian=1:RUS; foreign minister=6:foreign"},
		{"role longest", "deputy foreign minister", "deputy foreign minister=6:"},
		{"two meanings", "US ships", "US=0:USA/1:USA; ships=6:"},
		{"capitals count", "Tell us, russia", ""},
		{"all capitals", "RUSSIA AND THE SOVIET UNION", "RUSSIA=0:RUS; SOVIET UNION=0:SUN"},
		{"short names are not put in capitals", "NATO", "NATO=0:IGO:NATO"},
		{"roles in capitals", "RUSSIAN FOREIGN MINISTER", "RUSSIAN=1:RUS; FOREIGN MINISTER=6:foreign"},
		{"possessive", "Russia's army", "Russia=0:RUS; army=6:"},
		{"typographic possessive", "Russia’s army", "Russia=0:RUS; army=6:"},
		{"typographic apostrophe", "Côte d’Ivoire and Côte d'Ivoire", "Côte d’Ivoire=0:CIV; Côte d'Ivoire=0:CIV"},
		{"accents", "the Élysée", "Élysée=4:FRA"},
		{"people", "Russians", "Russians=2:RUS"},
		{"capital", "Moscow", "Moscow=3:RUS"},
		{"comma in a name", "Washington, D.C., said", "Washington, D.C.=3:USA"},
		{"stop of an abbreviation", "the U.S. said", "U.S.=0:USA/1:USA"},
		{"stop of a sentence", "He left the US.", "US=0:USA/1:USA"},
		{"seat", "the Kremlin", "Kremlin=4:RUS"},
		{"metonym", "Evere", "Evere=4:IGO:NATO"},
		{"blocked", "The Washington Post and a Moscow mule", "Washington Post=8:; Moscow mule=8:"},
		{"group", "Gazprom", "Gazprom=0:RUS"},
		{"group without a state", "Wolves", "Wolves=0:"},
		{"person", "Vladimir Putin", "Vladimir Putin=0:Vladimir Putin"},
		{"other spelling", "Wladimir Putin", "Wladimir Putin=0:Vladimir Putin"},
		{"short form", "Putin", "Putin=5:Vladimir Putin"},
		{"plural", "foreign ministers, policemen, embassies, salespeople", "foreign ministers=6:foreign; policemen=6:; embassies=6:; salespeople=6:"},
		{"plural before of", "ministers of foreign affairs", "ministers of foreign affairs=6:foreign"},
		{"place", "Geneva on the Black Sea", "Geneva=7:CHE; Black Sea=7:"},
		{"over a line's end", "the Soviet\n  Union", "Soviet\n  Union=0:SUN"},
		{"not over a stop", "the Soviet. Union", ""},
		{"collective", "the West", "the West=0:WST"},
	}
	lex := smallLexicon(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := found(tt.text, lex.Find(tt.text)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestAppendFind: what stands in the slice is kept.
func TestAppendFind(t *testing.T) {
	lex := smallLexicon(t)
	ms := lex.AppendFind(lex.Find("Russia"), "Moscow")
	if len(ms) != 2 || ms[0].Entries[0].Form != lexicon.Proper || ms[1].Entries[0].Form != lexicon.Capital {
		t.Errorf("got %v", ms)
	}
}

// TestDatedNames: a name without days of its own is good for the state's.
func TestDatedNames(t *testing.T) {
	tests := []struct {
		name, day string
		want      bool
	}{
		{"Soviet Union", "1985-01-01", true},
		{"Soviet Union", "1991-12-25", true},
		{"Soviet Union", "1991-12-26", false},
		{"Russia", "1991-12-26", true},
		{"Petrograd", "1917-11-07", true},
		{"Petrograd", "1924-01-26", false},
		{"Night Bears", "1996-08-31", true},
		{"Night Bears", "1996-09-01", false},
		{"Gazprom", "1800-01-01", true},
		{"Gazprom", "", true},
		{"Soviet Union", "", false},
	}
	lex := smallLexicon(t)
	for _, tt := range tests {
		day, err := entente.ParseDay(tt.day)
		if err != nil {
			t.Fatal(err)
		}
		if got := lex.Find(tt.name)[0].Entries[0].Days.Has(day); got != tt.want {
			t.Errorf("%s on %q: got %v", tt.name, tt.day, got)
		}
	}
}

// FuzzFind: mentions are in order, do not overlap, lie inside the text on rune
// boundaries, and mean something.
func FuzzFind(f *testing.F) {
	lex := english(f)
	for _, s := range []string{"Russia’s U.S. envoy", "\xffRussia\xc3", "CÔTE D’IVOIRE", "the the\u00a0West", "U.S.A.", "é Élysée’s", "Washington, D.C.,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, m := range lex.Find(text) {
			if m.Start < last || m.End <= m.Start || m.End > len(text) || len(m.Entries) == 0 {
				t.Fatalf("%q: mention [%d:%d] after %d", text, m.Start, m.End, last)
			}
			if last = m.End; utf8.ValidString(text) && !utf8.ValidString(text[m.Start:m.End]) {
				t.Fatalf("%q: mention [%d:%d] cuts a rune", text, m.Start, m.End)
			}
		}
	})
}

// FuzzLoad: no file makes Load panic; what is wrong is told with a place in the file.
func FuzzLoad(f *testing.F) {
	for name, file := range small {
		f.Add(name, file.Data)
	}
	f.Add("a.patterns", []byte("pattern p\n  event: AID\n  verb: give|@ *|\n  yes: x :: A > B\nassessment q\n level: 1\n"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		ext := name[strings.LastIndexByte(name, '.')+1:]
		lex, err := lexicon.Load(fstest.MapFS{"a." + strings.Map(letter, ext): {Data: data}})
		list, told := err.(lexicon.ErrorList)
		if err != nil && !told {
			t.Skip("not a file name")
		}
		for _, e := range list {
			if e.Line < 1 || e.Col < 1 || e.Message == "" {
				t.Fatalf("%q has no place", e.Error())
			}
		}
		lex.Find(string(data))
	})
}

func letter(r rune) rune {
	if r >= 'a' && r <= 'z' {
		return r
	}
	return -1
}

func ExampleLexicon_Find() {
	lex, err := lexicon.Load(small)
	if err != nil {
		fmt.Println(err)
		return
	}
	text := "Russia’s foreign minister flew to Geneva."
	for _, m := range lex.Find(text) {
		e := m.Entries[0]
		fmt.Printf("%s: %q %q\n", text[m.Start:m.End], e.Code, e.Office)
	}
	// Output:
	// Russia: "RUS" ""
	// foreign minister: "" "foreign"
	// Geneva: "CHE" ""
}

func ExampleLoad() {
	_, err := lexicon.Load(fstest.MapFS{"a.states": {Data: []byte("state FRA\n  name: France\n  adjectve: French\n")}})
	fmt.Println(err)
	// Output: a.states:3:13: FRA: unknown field "adjectve" (near: "adjective")
}
