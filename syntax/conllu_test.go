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
		{"1\ta\t_\t_\t_\t_\t-3\t_\t_\t_\n", "line 1: head \"-3\""},
		{"1\ta\t_\t_\t_\t_\t3\t_\t_\t_\n\n", "line 2: the sentence that ends before has no word 3"},
		{"1\ta\t_\t_\t_\t_\t1\t_\t_\t_\n\n", "line 2: in the sentence that ends before \"a\" is its own head"},
		{"1\ta\t_\t_\t_\t_\t0\t_\t_\t_\n2\tb\t_\t_\t_\t_\t0\t_\t_\t_\n", "line 2: the sentence that ends before has 2 roots"},
		{"1\ta\t_\t_\t_\t_\t2\t_\t_\t_\n2\tb\t_\t_\t_\t_\t1\t_\t_\t_\n", "line 2: the sentence that ends before has 0 roots"},
		{"1\ta\t_\t_\t_\t_\t2\t_\t_\t_\n2\tb\t_\t_\t_\t_\t1\t_\t_\t_\n3\tc\t_\t_\t_\t_\t0\t_\t_\t_\n", "line 3: in the sentence that ends before words hang"},
		{"2\ta\t_\t_\t_\t_\t0\t_\t_\t_\n", "line 1: word \"2\" comes where 1 is due"},
		{"1\t\t_\t_\t_\t_\t0\t_\t_\t_\n", "line 1: word 1 has no form"},
		{"2-1\ta\t_\t_\t_\t_\t0\t_\t_\t_\n", "line 1: \"2-1\" is no span"},
		{"1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\t_\t_\t_\t_\t0\t_\t_\t_\n", "line 2: the sentence that ends before has no word 2"},
		{"# text = b\n1\ta\t_\t_\t_\t_\t0\t_\t_\t_\n", "line 2: the text of the sentence that ends before does not have \"a\""},
	} {
		if _, err := ReadCoNLLU(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}

// Without "# text" the words spell it.
func TestReadCoNLLUWithoutText(t *testing.T) {
	const text = "1\tWe\t_\t_\t_\t_\t3\tnsubj\t_\t_\n2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n" +
		"2\tca\t_\t_\t_\t_\t0\troot\t_\t_\n3\tn't\t_\t_\t_\t_\t2\tadvmod\t_\t_\n4\t.\t_\t_\t_\t_\t2\tpunct\t_\t_\n"
	trees, err := ReadCoNLLU(strings.NewReader(text))
	if err != nil || trees[0].Text != "We can't." {
		t.Fatalf("%v: %q", err, trees[0].Text)
	}
	if k := trees[0].Tokens[2]; k.Start != 5 || k.End != 8 {
		t.Errorf("%+v", k)
	}
}

// Words that do not spell their token share its span.
func TestReadCoNLLUUnspelled(t *testing.T) {
	const text = "# text = gimme it\n1-2\tgimme\t_\t_\t_\t_\t_\t_\t_\t_\n" +
		"1\tgive\t_\t_\t_\t_\t0\troot\t_\t_\n2\tme\t_\t_\t_\t_\t1\tiobj\t_\t_\n3\tit\t_\t_\t_\t_\t1\tobj\t_\t_\n"
	trees, err := ReadCoNLLU(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][2]int{{0, 5}, {0, 5}, {6, 8}} {
		if k := trees[0].Tokens[i]; k.Start != want[0] || k.End != want[1] {
			t.Errorf("%+v", k)
		}
	}
	if s := Compare(trees, Bare(trees)); s.Raw.Tokens != 100 {
		t.Errorf("of its own words %.1f are in their place", s.Raw.Tokens)
	}
}
