package codebook_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/codebook"
)

func TestEveryCodeIsSound(t *testing.T) {
	codes := codebook.Codes()
	if len(codes) != 312 {
		t.Errorf("%d codes, want 312", len(codes))
	}
	tops, contexts := 0, codebook.Contexts()
	for _, c := range codes {
		if len(c.Code) == 2 {
			tops++
		}
		if _, ok := codebook.Cameo(c.Parent()); c.Parent() != "" && !ok {
			t.Errorf("%s has no parent %q", c.Code, c.Parent())
		}
		if c.Name == "" || c.Quad == 0 {
			t.Errorf("%s lacks a name or a class", c.Code)
		}
		p, ok := codebook.FromCameo(c.Code)
		if ok == strings.HasPrefix(c.Code, "01") {
			t.Errorf("%s: mapped to PLOVER is %v", c.Code, ok)
		}
		if ty, known := codebook.Plover(p.Event); ok && (!known || p.Mode != "" && !slices.Contains(ty.Modes, p.Mode)) {
			t.Errorf("%s leads to %s/%s, which PLOVER does not have", c.Code, p.Event, p.Mode)
		}
		for _, x := range p.Contexts {
			if !slices.Contains(contexts, x) {
				t.Errorf("%s leads to the context %q", c.Code, x)
			}
		}
		if _, ok := codebook.Intensity(codebook.GoldsteinICEWS, c.Code, "", ""); !ok {
			t.Errorf("%s has no Goldstein value", c.Code)
		}
	}
	if tops != 20 {
		t.Errorf("%d CAMEO roots, want 20", tops)
	}
}

func TestQuads(t *testing.T) {
	want := map[entente.Quad]string{
		1: "AGREE CONSULT SUPPORT CONCEDE",
		2: "COOPERATE AID RETREAT",
		3: "REQUEST ACCUSE REJECT THREATEN",
		4: "PROTEST SANCTION MOBILIZE COERCE ASSAULT",
	}
	for q, names := range want {
		for _, r := range strings.Fields(names) {
			if codebook.Quad(entente.Root(r)) != q {
				t.Errorf("%s has quad %d, want %d", r, codebook.Quad(entente.Root(r)), q)
			}
		}
	}
	if n := len(codebook.Roots()); n != 16 {
		t.Errorf("%d roots", n)
	}
}

func TestIntensity(t *testing.T) {
	for _, c := range []struct {
		scale, cameo string
		root         entente.Root
		mode         string
		want         float64
		ok           bool
	}{
		{"", "044", "", "", 2.5, true},
		{"goldstein-icews", "016", "", "", -5, true},
		{"goldstein-gdelt", "016", "", "", -2, true},
		{"goldstein-icews", "164", "", "", -6.5, true},
		{"goldstein-gdelt", "164", "", "", -7, true},
		{"goldstein-icews", "1213", "", "", -4, true},
		{"goldstein-gdelt", "1213", "", "", 0, false}, // GDELT has no such code
		{"goldstein-icews", "", "ACCUSE", "", 0, false},
		{"plover", "", "ACCUSE", "", -3, true},
		{"plover", "", "CONSULT", "phone", 1.5, true},
		{"plover", "", "PROTEST", "vandalize", -5, true},
		{"plover", "", "AID", "no-such-mode", 10, true},
		{"plover", "112", "", "", 0, false},
		{"celsius", "112", "ACCUSE", "", 0, false},
	} {
		got, ok := codebook.Intensity(c.scale, c.cameo, c.root, c.mode)
		if got != c.want || ok != c.ok {
			t.Errorf("Intensity(%q, %q, %q, %q) = %v, %v", c.scale, c.cameo, c.root, c.mode, got, ok)
		}
	}
}

// Where only PLOVER is known, the code that stands for it must lead back to a
// class of the same sign.
func TestDefaultsKeepTheSign(t *testing.T) {
	for _, root := range codebook.Roots() {
		ty, _ := codebook.Plover(root)
		for _, mode := range append(ty.Modes, "", "no-such-mode") {
			code, ok := codebook.Cameo(codebook.Default(root, mode))
			if !ok {
				t.Fatalf("%s/%s stands for %q, no code", root, mode, codebook.Default(root, mode))
			}
			if code.Quad.Cooperative() != root.Quad().Cooperative() {
				t.Errorf("%s/%s stands for %s, of the other sign", root, mode, code.Code)
			}
		}
	}
	if codebook.Default("PARLEY", "") != "" {
		t.Error("a name that is no root has a code")
	}
}

func TestListsCannotBeChanged(t *testing.T) {
	p, _ := codebook.FromCameo("0312")
	p.Contexts[0] = "spoilt"
	codebook.Contexts()[0] = "spoilt"
	codebook.Sectors()[0] = "spoilt"
	again, _ := codebook.FromCameo("0312")
	if again.Contexts[0] != "military" || codebook.Contexts()[0] != "military" || codebook.Sectors()[0] != "COP" {
		t.Error("a table was changed through what it gave")
	}
	if codebook.Auxiliaries()["negation"] != entente.Negated {
		t.Error("PLOVER's negation is not our negated")
	}
}

func TestNotes(t *testing.T) {
	subjects := map[string]bool{}
	for _, n := range codebook.Notes() {
		subjects[n.Subject] = true
	}
	for _, want := range []string{"016", "022", "164", "165", "ACCUSE", "SANCTION", "PROTEST/vandalize"} {
		if !subjects[want] {
			t.Errorf("the slip at %s is not listed", want)
		}
	}
}

func TestTrust(t *testing.T) {
	for pair, want := range map[string]float64{"A1": 1, "B2": .8, "C3": .6, "F6": .5, "E5": .2} {
		if got, ok := codebook.Trust(pair); !ok || got != want {
			t.Errorf("Trust(%q) = %v, %v", pair, got, ok)
		}
	}
	for _, pair := range []string{"", "G1", "A7", "A0", "a1", "A11"} {
		if _, ok := codebook.Trust(pair); ok {
			t.Errorf("Trust(%q) is accepted", pair)
		}
	}
	if len(codebook.Reliability()) != 6 || len(codebook.Credibility()) != 6 || len(codebook.Scales()) != 3 {
		t.Error("a scale has lost a step")
	}
}

func ExampleFromCameo() {
	p, _ := codebook.FromCameo("0312")
	fmt.Println(p.Event, p.Contexts, codebook.Quad(p.Event))
	fmt.Println(codebook.Nearest("consutl"), codebook.Word(.6))
	// Output:
	// AGREE [military] verbal cooperation
	// [CONSULT] likely
}
