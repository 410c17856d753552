package score

import (
	"strings"
	"testing"

	"entente"
)

const onePassage = `
# a remark
[x-0001] wire; passive, list
2006-04-18 Two Chadian villages were bombed by Sudanese aircraft on Monday; France and Mali are "old" friends.
  SDN > TCD ASSAULT/aerial|COERCE fact|reported 2006-04-17..2006-04-17 "were bombed" by=TCD
  FRA ~ MLI level=1 trend=- holder=author hedge=none ""old" friends"

[x-0002] headline
2006-04-19 Nothing
  none
`

func TestReadPassages(t *testing.T) {
	ps, err := ReadPassages(strings.NewReader(onePassage))
	if err != nil || len(ps) != 2 {
		t.Fatal(len(ps), err)
	}
	p := ps[0]
	if p.ID != "x-0001" || p.Register != "wire" || len(p.Phenomena) != 2 || len(p.Acts) != 1 || len(p.Views) != 1 || p.Line != 4 {
		t.Fatalf("%+v", p)
	}
	a := p.Acts[0]
	if a.Source != "SDN" || a.Target != "TCD" || a.Mode != "aerial" || len(a.Roots) != 2 || len(a.Statuses) != 2 || a.By != "TCD" || a.From.String() != "2006-04-17" ||
		p.Text[a.Trigger[0]:a.Trigger[1]] != "were bombed" {
		t.Errorf("%+v", a)
	}
	if v := p.Views[0]; v.Level == nil || *v.Level != 1 || v.Trend != nil || p.Text[v.Words[0]:v.Words[1]] != `"old" friends` {
		t.Errorf("%+v", v)
	}
}

func TestReadPassagesNamesLines(t *testing.T) {
	for text, want := range map[string]string{
		"[x] wire\n2006-04-18 Text here\n  A > B FOO fact - \"here\"":  "line 3: \"FOO\" is no root",
		"[x] wire\n2006-04-18 Text here\n  A > B AID fact - \"there\"": "line 3: the words \"there\" do not stand in the text",
		"[x] wire\n2006-04-18 Text here":                               "passage x lacks its text or its gold",
		"[x] wire\nlately Text":                                        "line 2: a text begins with its day of publication",
		"2006-04-18 Text":                                              "line 1: a passage begins with its name in brackets",
		"[x] wire\n2006-04-18 T a\n  none\n[x] wire\n2006-04-18 T":     "the name x stands twice",
		"[x] wire\n2006-04-18 T a\n  A > B AID fact - \"a\"\n  none":   "\"none\" stands beside other lines",
	} {
		if _, err := ReadPassages(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestCorpus(t *testing.T) {
	ps, err := ReadPassages(strings.NewReader(onePassage))
	if err != nil {
		t.Fatal(err)
	}
	report := func(source, target entente.Code, root entente.Root, status entente.Status) entente.Report {
		r := entente.Report{Status: status}
		r.Source.Code, r.Target.Code, r.Plover.Event = source, target, root
		return r
	}
	m := Corpus(ps, func(p *entente.Passage) Coded {
		if p.ID == "x-0002" {
			return Coded{Reports: []entente.Report{report("FRA", "MLI", "AID", entente.Fact)}}
		}
		return Coded{Reports: []entente.Report{report("SDN", "TCD", "COERCE", entente.Intended), report("TCD", "SDN", "ASSAULT", entente.Fact)}}
	})
	if m.Pair.Same != 1 || m.PairRoot.Same != 1 || m.Pair.Found != 3 || m.Pair.Gold != 1 || m.Status.Hit != 0 || m.Status.Of != 1 || m.Date.Hit != 0 || m.Quiet.Hit != 1 || m.Views.Gold != 1 {
		t.Errorf("%+v", m)
	}
}

func FuzzReadPassages(f *testing.F) {
	f.Add(onePassage)
	f.Fuzz(func(t *testing.T, text string) {
		ps, err := ReadPassages(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, p := range ps {
			for _, a := range p.Acts {
				if a.Trigger[0] < 0 || a.Trigger[1] > len(p.Text) || a.Trigger[0] >= a.Trigger[1] {
					t.Errorf("%q: %v", p.Text, a)
				}
			}
		}
	})
}
