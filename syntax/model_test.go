package syntax

import (
	"bytes"
	"context"
	"entente/seal"
	"errors"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// checkTree holds heads to the promise of Parse: one root, no cycle, no crossing.
func checkTree(toks []Token) error {
	roots := 0
	for i, t := range toks {
		if t.Head < 0 {
			roots++
			continue
		}
		if t.Head >= len(toks) || t.Head == i {
			return fmt.Errorf("token %d has head %d", i, t.Head)
		}
		for k := min(i, t.Head) + 1; k < max(i, t.Head); k++ {
			if h := toks[k].Head; h < min(i, t.Head) || h > max(i, t.Head) {
				return fmt.Errorf("the arcs of tokens %d and %d cross", i, k)
			}
		}
		steps := 0
		for h := i; h >= 0; h = toks[h].Head {
			if steps++; steps > len(toks) {
				return fmt.Errorf("token %d is in a cycle", i)
			}
		}
	}
	if roots != 1 {
		return fmt.Errorf("%d roots", roots)
	}
	return nil
}

// lesson20 trains a model on the house's own sentences, once.
var lesson20 = sync.OnceValue(func() []byte {
	f, err := os.Open("testdata/house.conllu")
	if err != nil {
		return nil
	}
	defer f.Close()
	trees, err := ReadCoNLLU(f)
	if err != nil {
		return nil
	}
	w, _ := Train(context.Background(), trees, TrainOptions{Seed: 7, Passes: 60})
	return w
})

func TestTrainSmall(t *testing.T) {
	m, err := Load(lesson20())
	if err != nil {
		t.Fatal(err)
	}
	s := Evaluate(m, house(t))
	if s.UPOS < 95 || s.UAS < 80 || s.LAS < 75 {
		t.Errorf("a model does not know its own lesson: %+v", s)
	}
}

func TestTrainIsReproducible(t *testing.T) {
	trees := house(t)
	train := func(ctx context.Context, opt TrainOptions) []byte {
		w, err := Train(ctx, trees, opt)
		if err != nil && ctx.Err() == nil {
			t.Fatal(err)
		}
		return w
	}
	opt := TrainOptions{Seed: 7, Passes: 5}
	want := train(context.Background(), opt)
	cores := runtime.GOMAXPROCS(1)
	again := train(context.Background(), opt)
	runtime.GOMAXPROCS(cores)
	if !bytes.Equal(want, again) {
		t.Error("the same trees and seed give other bytes on one core")
	}
	stopped, stop := context.WithCancel(context.Background())
	stop() // so it ends after its first step
	opt.Keep = func(state []byte) error { opt.From = state; return nil }
	if train(stopped, opt) != nil || opt.From == nil {
		t.Fatal("training did not stop, or left nothing to go on from")
	}
	if !bytes.Equal(want, train(context.Background(), opt)) {
		t.Error("training that was interrupted gives other bytes")
	}
	if bytes.Equal(want, train(context.Background(), TrainOptions{Seed: 8, Passes: 5})) {
		t.Error("the seed has no effect")
	}
	refused := func(what string, trees []Tree, opt TrainOptions) {
		if _, err := Train(context.Background(), trees, opt); !errors.Is(err, ErrOtherTraining) {
			t.Errorf("%s: got %v", what, err)
		}
	}
	refused("another seed", trees, TrainOptions{Seed: 8, Passes: 5, From: opt.From})
	refused("a state that was cut", trees, TrainOptions{Seed: 7, Passes: 5, From: opt.From[:len(opt.From)-1]})
	trees = house(t)
	trees[2].Tokens[0].UPOS, trees[2].Tokens[0].XPOS = trees[2].Tokens[1].UPOS, trees[2].Tokens[1].XPOS
	refused("one other tag", trees, opt)
}

// Trees that no model can come of are refused before training.
func TestTrainRefusesTrees(t *testing.T) {
	tokens := func(n int, tag func(int) string) []Tree {
		var tree Tree
		for i := range n {
			tree.Tokens = append(tree.Tokens, Token{Text: "x", UPOS: tag(i), XPOS: "X", Head: i - 1, Rel: "dep"})
		}
		return []Tree{tree}
	}
	few := func(i int) string { return "X" + strconv.Itoa(i%2) }
	for name, c := range map[string]struct {
		trees []Tree
		want  string
	}{
		"none":          {nil, "0 kinds of tags"},
		"one kind":      {tokens(5, func(int) string { return "X" }), "1 kinds of tags"},
		"too many":      {tokens(300, strconv.Itoa), "300 kinds of tags"},
		"one relation":  {treesOf(t, "1 a X 0 root\n2 b Y 1 root"), "1 relations"},
		"all too large": {tokens(300, few), "none has at most 150 tokens"},
	} {
		if _, err := Train(context.Background(), c.trees, TrainOptions{}); !errors.Is(err, ErrTrees) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

func TestLoadRefusesDamage(t *testing.T) {
	w := lesson20()
	for name, b := range map[string][]byte{
		"empty":         nil,
		"other file":    []byte("PK\x03\x04 and so on"),
		"other version": append([]byte(magic[:len(magic)-1]+"\x63"), w[len(magic):]...),
		"cut":           w[:len(w)/2],
		"header only":   w[:len(magic)],
		"more behind":   append(slices.Clone(w), 0),
		"other within":  seal.Close(magic, []byte("\x01\x01a")),
	} {
		if _, err := Load(b); !errors.Is(err, errWeights) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	r := newRandom(1)
	for range 24 {
		b, at, bit := slices.Clone(w), r.below(len(w)), r.below(8)
		b[at] ^= 1 << bit
		if _, err := Load(b); !errors.Is(err, errWeights) {
			t.Errorf("with bit %d of byte %d turned: got %v", bit, at, err)
		}
	}
}

// The lists of a model are bounded before memory is taken for them.
func TestDecodeRefusesLists(t *testing.T) {
	list := func(names ...string) *writer {
		w := &writer{}
		w.strings(names)
		return w
	}
	many := make([]string, 300)
	for i := range many {
		many[i] = fmt.Sprint(i)
	}
	two, rels, none := list("A a", "B b").b, list("obj", "root").b, list().b
	for name, parts := range map[string][][]byte{
		"a number without an end": {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}},
		"more names than bytes":   {{0xff, 0xff, 0xff, 0x07}},
		"too many classes":        {list(many...).b, rels, two, none, none},
		"one class":               {list("A a").b, rels, two, none, none},
		"a class twice":           {list("A a", "A a").b, rels, two, none, none},
		"no root":                 {two, two, two, none, none},
		"two roots":               {two, list("root", "root").b, two, none, none},
		"a form twice":            {two, rels, two, list("x", "x").b, none},
		"a lemma without a form":  {two, rels, two, none, list("x").b},
		"no network":              {two, rels, two, none, none},
	} {
		if _, err := decode(slices.Concat(parts...)); !errors.Is(err, errWeights) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// FuzzDecode changes the lists of a model; behind lists that hold, a network of
// their size follows, and with any such network sentences get trees.
func FuzzDecode(f *testing.F) {
	w := &writer{}
	for _, list := range [][]string{{"NOUN NN", "PROPN NNP", "VERB VBD"}, {"nsubj", "obj", "root"}, headKinds, {"met", "war"}, {"met VBD", "meet"}} {
		w.strings(list)
	}
	f.Add(w.b)
	f.Add([]byte{2, 1, 'X', 1, 'Y', 1, 4, 'r', 'o', 'o', 't', 0, 0, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		r := &reader{b: b}
		m := r.names()
		if r.bad {
			if _, err := decode(b); err == nil {
				t.Error("lists that are amiss were taken")
			}
			return
		}
		lists := b[:len(b)-len(r.b)]
		m, err := decode(append(slices.Clone(lists), anyNet(len(m.forms), len(m.classes.upos), len(m.rels), m.marks)...))
		if err != nil {
			t.Fatal(err)
		}
		s := Split("Russia met China.")[0]
		m.Parse(&s)
		if err := checkTree(s.Tokens); err != nil {
			t.Error(err)
		}
	})
}

// anyNet writes a network that was never trained.
func anyNet(forms, tags, rels int, marks [markKinds][]string) []byte {
	var sizes [markKinds]int
	for k := range marks {
		sizes[k] = len(marks[k])
	}
	w, net := &writer{}, newWeights(tags, rels, sizes)
	net.start(newRandom(1))
	w.table(make([]float32, (buckets+forms)*embedWidth))
	w.net(net)
	return w.b
}

func TestParseGivesTrees(t *testing.T) {
	m, err := Load(lesson20())
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"x", "...", "“ ” ( )", "• • •", "Россия и Китай", strings.Repeat("and the war ", 200),
		"RUSSIA WARNS NATO", "a\u0301 \xff\xfe", article,
	} {
		for _, s := range Split(text) {
			m.Parse(&s)
			if err := checkTree(s.Tokens); err != nil || !s.Tagged || !s.Parsed {
				t.Errorf("%.40q: %v", text, err)
			}
		}
	}
	m.Parse(&Sentence{}) // no tokens, no panic
}

// What is longer than any sentence of Split costs no more than its length, and keeps
// nothing of what it was before.
func TestParseLongSentence(t *testing.T) {
	m, err := Load(lesson20())
	if err != nil {
		t.Fatal(err)
	}
	s := Sentence{Tokens: make([]Token, 40_000)}
	for i := range s.Tokens {
		s.Tokens[i].Text = "war"
		s.Tokens[i].Entity = "B-PER"
	}
	m.Parse(&s)
	roots := 0
	for _, k := range s.Tokens {
		roots += one(k.Head < 0)
		if k.Entity != "" || k.UPOS == "" {
			t.Fatalf("%+v", k)
		}
	}
	if roots != 1 {
		t.Errorf("%d roots", roots)
	}
	if w := m.borrow(); cap(w.floats) > 2*mostParsed*width {
		t.Errorf("%d numbers are kept", cap(w.floats))
	}
}

func TestParseIsSafeForConcurrentUse(t *testing.T) {
	m, err := Load(lesson20())
	if err != nil {
		t.Fatal(err)
	}
	parse := func() (out []Sentence) {
		for _, s := range Split(article) {
			m.Parse(&s)
			out = append(out, s)
		}
		return out
	}
	want := parse()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 5 {
				if !reflect.DeepEqual(parse(), want) {
					t.Error("another result beside other goroutines")
				}
			}
		})
	}
	wg.Wait()
}

func TestParseKeepsGivenTags(t *testing.T) {
	m, err := Load(lesson20())
	if err != nil {
		t.Fatal(err)
	}
	s := house(t)[0].Sentence
	s.Tokens[3].Lemma = "kept"
	m.Parse(&s)
	if s.Tokens[3].Lemma != "kept" || s.Tokens[3].XPOS != "VBD" {
		t.Errorf("tags were written over: %+v", s.Tokens[3])
	}
}

// The shipped weights must read plain news: the floors may only rise.
func TestShippedFloors(t *testing.T) {
	s := Evaluate(shippedModel(t), house(t))
	if s.UPOS < 98 || s.XPOS < 97.5 || s.Lemma < 99 || s.LAS < 92 || s.CoreP < 98 || s.CoreR < 92 {
		t.Errorf("below the floor: %+v", s)
	}
	t.Logf("%+v", s)
}

// The treebanks are not part of the project; beside it they raise the bar.
func TestShippedOnTreebanks(t *testing.T) {
	for _, c := range []struct {
		part      string
		upos, las float64
	}{{"EWT/dev", 95, 81.5}, {"GUM/dev", 96, 81.5}} {
		f, err := os.Open("../../shared/data/treebanks/" + c.part + ".conllu")
		if err != nil {
			t.Skip("no treebanks here:", err)
		}
		trees, err := ReadCoNLLU(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		if s := Evaluate(shippedModel(t), trees); s.UPOS < c.upos || s.LAS < c.las {
			t.Errorf("%s: %+v", c.part, s)
		}
	}
}
