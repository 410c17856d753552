package syntax

import (
	"os"
	"strings"
	"testing"
)

func house(tb testing.TB) []Tree {
	tb.Helper()
	f, err := os.Open("testdata/house.conllu")
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	trees, err := ReadCoNLLU(f)
	if err != nil {
		tb.Fatal(err)
	}
	return trees
}

func TestReadCoNLLU(t *testing.T) {
	trees := house(t)
	if len(trees) != 20 {
		t.Fatalf("%d trees, want 20", len(trees))
	}
	if !trees[0].Paragraph || trees[1].Paragraph {
		t.Error("only the first tree begins a paragraph")
	}
	for i := range trees {
		for _, k := range trees[i].Tokens {
			if trees[i].Text[k.Start:k.End] != k.Text {
				t.Errorf("%q stands at %d-%d", k.Text, k.Start, k.End)
			}
		}
		if err := checkTree(trees[i].Tokens); err != nil {
			t.Errorf("%q: %v", trees[i].Text, err)
		}
	}
}

func TestReadCoNLLUMultiword(t *testing.T) {
	const text = "# text = can't\n1-2\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n" +
		"1\tca\tcan\tAUX\tMD\t_\t0\troot\t_\tSpaceAfter=No\n1.1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n" +
		"2\tn't\tnot\tPART\tRB\t_\t1\tadvmod\t_\t_\r\n"
	trees, err := ReadCoNLLU(strings.NewReader(text))
	if err != nil || len(trees) != 1 || len(trees[0].Tokens) != 2 {
		t.Fatalf("%v, %d trees", err, len(trees))
	}
	if k := trees[0].Tokens[1]; k.Start != 2 || k.End != 5 || k.Head != 0 {
		t.Errorf("n't is %+v", k)
	}
}

func TestReadCoNLLUErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"1\tword\n", "line 1: 2 columns"},
		{"# text = a\n1\ta\t_\t_\t_\t_\tx\t_\t_\t_\n", "line 2: head \"x\""},
	} {
		if _, err := ReadCoNLLU(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}
