package coder_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"entente/coder"
	"entente/lexica"
	"entente/lexicon"
)

// wrong holds patterns whose examples do not come out as they are written.
const wrong = `pattern zz-bake
  event: AID
  cameo: 070
  verb: bake
  source: subj
  target: for
  yes: Kenya baked for Nepal. :: KEN > NPL
  yes: Kenya baked for Nepal. :: NPL > KEN
  yes: Nothing was said. :: NPL > KEN
  no: Kenya baked for Chad.

assessment zz-sibling
  level: 1
  noun: sibling
  noun-source: subj
  noun-target: of
  yes: Kenya is a sibling of Nepal. :: KEN NPL 1
  yes: Kenya is a sibling of Nepal. :: KEN NPL -1
  no: Kenya is a sibling of Chad.
`

// TestCheckTellsWhatIsWrong: an example that does not hold is named with its place,
// with what was found in its stead.
func TestCheckTellsWhatIsWrong(t *testing.T) {
	fsys := fstest.MapFS{"wrong.patterns": {Data: []byte(wrong)}}
	names, err := fs.Glob(lexica.English(), "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		if strings.HasSuffix(n, ".patterns") {
			continue
		}
		data, err := fs.ReadFile(lexica.English(), n)
		if err != nil {
			t.Fatal(err)
		}
		fsys[n] = &fstest.MapFile{Data: data}
	}
	lex, err := lexicon.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	errs := coder.Check(coder.Tools{Lexicon: lex, Syntax: load(t).Syntax})
	want := []struct {
		line int
		says string
	}{
		{8, "found zz-bake: KEN > NPL fact"}, {9, "nothing was found"}, {10, "found KEN > TCD in"},
		{18, "zz-sibling: KEN NPL 1 ."}, {19, "found KEN and TCD in"},
	}
	if len(errs) != len(want) {
		t.Fatalf("%d errors, not %d: %v", len(errs), len(want), errs)
	}
	for i, w := range want {
		if e := errs[i]; e.Pos.Line != w.line || !strings.Contains(e.Message, w.says) {
			t.Errorf("line %d: %s; want line %d to say %q", e.Pos.Line, e.Message, w.line, w.says)
		}
	}
}
