package lexicon_test

import (
	"testing"
	"testing/fstest"

	"entente"
	"entente/lexicon"
)

func TestTitled(t *testing.T) {
	lex := english(t)
	tests := []struct{ code, kind, phrase, day, want string }{
		{"IRN", "state", "Iran's supreme leader", "2015-01-01", "Ali Khamenei"},
		{"IRN", "state", "Iranian president", "2015-01-01", "Hassan Rouhani"},
		{"THA", "state", "Thai junta leader", "2015-01-01", "Prayut Chan-o-cha"},
		{"THA", "state", "King of Thailand", "2015-01-01", "King Bhumibol Adulyadej"},
		{"IGO:NATO", "head", "NATO Secretary General", "2010-01-01", "Anders Fogh Rasmussen"},
		{"IGO:NATO", "", "NATO chief", "2010-01-01", "Anders Fogh Rasmussen"},
		{"IGO:EUU", "state", "President of the European Commission", "2006-01-01", "José Manuel Barroso"},
		{"USA", "", "national security adviser", "2002-01-01", "Condoleezza Rice"},
		{"USA", "", "deputy national security adviser", "2002-01-01", ""},
		{"USA", "", "adviser", "2002-01-01", ""},
		{"USA", "state", "American king", "2002-01-01", ""},
		{"XYZ", "state", "president", "2002-01-01", ""},
	}
	for _, tt := range tests {
		day, _ := entente.ParseDay(tt.day)
		got := ""
		if p, _ := lex.Titled(entente.Code(tt.code), tt.kind, tt.phrase, day); p != nil {
			got = p.Name
		}
		if got != tt.want {
			t.Errorf("%s %q %q on %s: got %q, want %q", tt.code, tt.kind, tt.phrase, tt.day, got, tt.want)
		}
	}
}

func TestFit(t *testing.T) {
	tests := []struct {
		title, phrase string
		want          int
	}{
		{"president", "the French PRESIDENT", 1},
		{"secretary-general", "UN secretary general", 2},
		{"chair of the Federal Reserve", "chairman of the Federal Reserve", 3},
		{"president", "presidential aide", 0},
		{"prime minister", "minister", 0},
		{"", "minister", 0},
	}
	for _, tt := range tests {
		if got := lexicon.Fit(tt.title, tt.phrase); got != tt.want {
			t.Errorf("Fit(%q, %q) = %d, want %d", tt.title, tt.phrase, got, tt.want)
		}
	}
}

func TestTerm(t *testing.T) {
	p := smallLexicon(t).Find("Putin")[0].Entries[0].Person
	tests := []struct {
		day, title string
		off        int
	}{
		{"2005-01-01", "president", 0},
		{"2010-01-01", "prime minister", 0},
		{"2012-05-07", "president", 0}, // the weightier of two
		{"2020-01-01", "president", 0},
		{"2000-05-01", "president", 6}, // the nearest
	}
	for _, tt := range tests {
		day, _ := entente.ParseDay(tt.day)
		if term, off := p.Term(day); term.Title != tt.title || off != tt.off {
			t.Errorf("on %s: %s, %d days off", tt.day, term.Title, off)
		}
	}
	if term, _ := p.Term(0); term.Days.From.String() != "2012-05-07" {
		t.Errorf("without a date the latest term counts, not %v", term)
	}
}

func TestPolity(t *testing.T) {
	lex := smallLexicon(t)
	p, ok := lex.Polity("RUS")
	if !ok || p.Name != "Russia" || p.Codes["cow"] != "365" || p.Class != lexicon.State || p.Days.From.String() != "1991-12-26" {
		t.Errorf("got %+v", p)
	}
	if p, _ := lex.Polity("SUN"); p.Successor != "RUS" {
		t.Errorf("the Soviet Union's successor is %q", p.Successor)
	}
	p, _ = lex.Polity("IGO:NATO")
	if p.Kind != "alliance" || p.Seat != "FRA" || len(p.Members) != 3 || p.Members[0].Days.From.String() != "1949-04-04" || p.Members[1].Days != (lexicon.Days{}) {
		t.Errorf("got %+v", p)
	}
	if got := lex.NameOf("USA") + lex.NameOf("XYZ"); got != "United StatesXYZ" {
		t.Errorf("got %s", got)
	}
	if h, term := lex.Holder("RUS", "state", entente.MakeDay(2003, 1, 1)); h == nil || h.Name != "Vladimir Putin" || term.Title != "president" {
		t.Errorf("got %v %v", h, term)
	}
	if h, _ := lex.Holder("RUS", "state", entente.MakeDay(2010, 1, 1)); h != nil {
		t.Errorf("got %v", h)
	}
	if want := "6 states, 1 organisations, 3 names of groups, 8 agents, 4 places, 1 persons with 3 terms, 0 event patterns, 0 assessment patterns"; lex.Census() != want {
		t.Errorf("got %s", lex.Census())
	}
	if !lex.Cues.Has("negation", "never") || lex.Cues.Has("negation", "x") || lex.Cues.Has("seem", "x") {
		t.Error("the cues are not as written")
	}
}

// TestWhole: a mission is of the body that sends it; what is no part is itself.
func TestWhole(t *testing.T) {
	lex, err := lexicon.Load(fstest.MapFS{"a.organisations": {Data: []byte("organisation IGO:KFOR\n  name: KFOR\n  of: IGO:NATO\norganisation IGO:NATO\n  name: NATO\n")}})
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[entente.Code]entente.Code{"IGO:KFOR": "IGO:NATO", "IGO:NATO": "IGO:NATO", "RUS": "RUS"} {
		if got := lex.Whole(code); got != want {
			t.Errorf("%s acts as %s, want %s", code, got, want)
		}
	}
	if found := lex.Find("KFOR"); len(found) != 1 || found[0].Entries[0].Code != "IGO:KFOR" || lex.NameOf("IGO:KFOR") != "KFOR" {
		t.Errorf("got %+v", found)
	}
}

// TestHash: the hash depends on the dictionaries alone.
func TestHash(t *testing.T) {
	a, b := smallLexicon(t), smallLexicon(t)
	if a.Hash != b.Hash || len(a.Hash) != len("sha256:")+64 {
		t.Errorf("%s, %s", a.Hash, b.Hash)
	}
	lex, err := lexicon.Load(folder("a.txt", ""))
	if err != nil || lex.Hash == a.Hash {
		t.Errorf("%v, %s", err, lex.Hash)
	}
}
