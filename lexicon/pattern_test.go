package lexicon_test

import (
	"reflect"
	"testing"

	"entente/lexicon"
)

const patterns = `
pattern hold-summit
  event: CONSULT visit
  cameo: 044
  context: diplomatic, military
  verb: hold|convene summit|talks
  verb: threaten to @ASSAULT|@COERCE
  verb: refuse to *
  verb: call for @
  noun: joint statement
  adj: angry at
  source: subj
  noun-target: with|of
  reciprocal
  alone
  lower
  yes: Biden and Putin held a summit. :: USA <> RUS
  yes: Russia may test a missile. :: RUS > - hypothetical
  no: The climbers reached the summit.

assessment thaw
  level: 1
  trend: -1
  issue: trade
  verb: thaw
  a: poss
  b: with
  yes: Ties thaw. :: RUS USA . 1
  yes: Ties are good. :: RUS USA 1
`

func TestPatterns(t *testing.T) {
	lex, err := lexicon.Load(folder("a.patterns", patterns))
	if err != nil {
		t.Fatal(err)
	}
	p := lex.Patterns[0]
	if p.Name != "hold-summit" || p.Event != "CONSULT" || p.Mode != "visit" || p.Cameo != "044" || !p.Reciprocal || !p.Alone || !p.Lower || p.Assess {
		t.Errorf("got %+v", p)
	}
	if p.At.String() != "a.patterns:2:1" || !reflect.DeepEqual(p.Contexts, []string{"diplomatic", "military"}) {
		t.Errorf("at %s in %v", p.At, p.Contexts)
	}
	verb, noun := p.Triggers[0], p.Triggers[4]
	if source, target := p.Roles(verb); !reflect.DeepEqual(source, []string{"subj"}) || !reflect.DeepEqual(target, []string{"with", "obj"}) {
		t.Errorf("the verb's actors stand at %v and %v", source, target)
	}
	if source, target := p.Roles(noun); source[0] != "poss" || !reflect.DeepEqual(target, []string{"with", "of"}) {
		t.Errorf("the noun's actors stand at %v and %v", source, target)
	}
	if len(p.Yes) != 2 || !p.Yes[0].Mutual || p.Yes[0].Status != "fact" || p.Yes[1].Target != "" || p.Yes[1].Status != "hypothetical" || len(p.No) != 1 {
		t.Errorf("sentences %+v %+v", p.Yes, p.No)
	}
}

func TestTriggers(t *testing.T) {
	lex, err := lexicon.Load(folder("a.patterns", patterns))
	if err != nil {
		t.Fatal(err)
	}
	for lemma, kind := range map[string]lexicon.TriggerKind{"hold": lexicon.VerbTrigger, "convene": lexicon.VerbTrigger, "statement": lexicon.NounTrigger, "angry": lexicon.AdjTrigger} {
		if ts := lex.Heads(lemma); len(ts) != 1 || ts[0].Kind != kind {
			t.Errorf("on %q hang %v", lemma, ts)
		}
	}
	if len(lex.Heads("joint")) != 0 {
		t.Error("a noun's trigger hangs on its last word")
	}
	inner := lex.Heads("threaten")[0].Rest[1]
	if !inner.Takes("ASSAULT") || inner.Takes("AID") || inner.Has("ASSAULT") {
		t.Errorf("got %+v", inner)
	}
	if s := lex.Heads("refuse")[0].Rest[1]; !s.Any || !s.Takes("AID") {
		t.Errorf("* takes any verb, not %+v", s)
	}
	if s := lex.Heads("call")[0].Rest[1]; !s.Takes("AID") || s.Any {
		t.Errorf("@ takes any event, not %+v", s)
	}
	if s := lex.Heads("hold")[0].Rest[0]; !s.Has("talks") || s.Takes("AID") {
		t.Errorf("got %+v", s)
	}
}

func TestAssessment(t *testing.T) {
	lex, err := lexicon.Load(folder("a.patterns", patterns))
	if err != nil {
		t.Fatal(err)
	}
	p := lex.Patterns[1]
	if !p.Assess || *p.Level != 1 || *p.Trend != -1 || p.Issue != "trade" || p.Source[0] != "poss" || p.Target[0] != "with" {
		t.Errorf("got %+v", p)
	}
	if y := p.Yes[0]; y.Source != "RUS" || y.Target != "USA" || y.Level != nil || *y.Trend != 1 {
		t.Errorf("got %+v", y)
	}
	if y := p.Yes[1]; *y.Level != 1 || y.Trend != nil {
		t.Errorf("got %+v", y)
	}
}
