package hypothesis_test

import (
	"strings"
	"testing"

	"entente"
	"entente/hypothesis"
)

// said gives a matrix of one hypothesis with these words, and the sentences of a text,
// one a line; a line of its own is a block.
func said(text string, words ...string) (entente.Matrix, []hypothesis.Sentence) {
	story := &entente.Story{ID: "s", Text: text, Author: "A. Writer", Kind: entente.OpinionKind, Published: june}
	var sentences []hypothesis.Sentence
	at := 0
	for _, line := range strings.SplitAfter(text, "\n") {
		end := at + len(strings.TrimRight(line, "\n"))
		sentences = append(sentences, hypothesis.Sentence{Story: story, Stream: entente.Body, N: len(sentences), Span: entente.Span{at, end}})
		at += len(line)
	}
	m := matrix(2)
	m.Hypotheses[0].Claims = []entente.Query{{Kind: "claim", Words: words}}
	return m, sentences
}

// TestStances: what a sentence does with the words, and whose view it is. The sentences
// are written for this test.
func TestStances(t *testing.T) {
	for _, c := range []struct{ text, words, stance, hedge, by, name string }{
		{"Ankara wants to prise Hanoi away from its patron.", "prise*", "asserted", "none", "author", "A. Writer"},
		{"Ankara does not mean to prise Hanoi away.", "prise*", "denied", "none", "author", "A. Writer"},
		{"Rather than prising Hanoi away, Ankara is calming the quarrel.", "pris*", "denied", "none", "author", "A. Writer"},
		{"Rather than prising Hanoi away, Ankara is calming the quarrel.", "calming", "asserted", "none", "author", "A. Writer"},
		{"Several western diplomats believe that Ankara hopes to drive a wedge between the two.", "wedge", "asserted", "possible", "unnamed", "Several western diplomats"},
		{"Laotian officials say that a settlement is near.", "settlement", "asserted", "none", "unnamed", "Laotian officials"},
		{"According to Foreign Minister Nguyen Van An, a settlement is near.", "settlement", "asserted", "none", "actor", "Foreign Minister Nguyen Van An"},
		{"President Demir denied that Turkey was seeking a settlement.", "settlement", "denied", "none", "actor", "President Demir"},
		{"“A settlement is near,” President Demir said.", "settlement", "asserted", "none", "actor", "President Demir"},
		{"The joint statement says that the partnership is no alliance.", "alliance", "denied", "none", "document", "statement"},
		{"It cannot be ruled out that a settlement was struck.", "settlement", "asserted", "possible", "author", "A. Writer"},
		{"A settlement is unlikely.", "settlement", "denied", "none", "author", "A. Writer"},
		{"A settlement will be difficult.", "settlement", "asserted", "unlikely", "author", "A. Writer"},
		{"A settlement is not guaranteed, but possible.", "settlement", "asserted", "possible", "author", "A. Writer"},
		{"Hanoi has less appetite for confrontation than before.", "confrontation", "denied", "none", "author", "A. Writer"},
		{"The Laotian defence minister said that a settlement is unlikely.", "settlement", "denied", "none", "actor", "The Laotian defence minister"},
		{"Why a thaw will not come soon", "thaw", "asserted", "unlikely", "author", "A. Writer"},
		{"Ankara's stated wish is a settlement.", "settlement", "asserted", "none", "author", "A. Writer"},
		{"That said, a thaw has begun.", "thaw", "asserted", "none", "author", "A. Writer"},
		{"The thaw is a myth, the general said.", "thaw", "denied", "none", "actor", "the general"},
		{"“Laos is no client state,” the Laotian envoy to Hanoi said.", "client state", "denied", "none", "actor", "the Laotian envoy to Hanoi"},
		{"Is a thaw under way?", "thaw", "asked", "none", "author", "A. Writer"},
		{"Is a thaw under way?\nThat is unlikely.", "thaw", "denied", "none", "author", "A. Writer"},
		{"Is a thaw under way?\nIt probably is.", "thaw", "asked", "none", "author", "A. Writer"},
		{"Is a thaw under way?\nYes.", "thaw", "asserted", "likely", "author", "A. Writer"},
		{"Is a thaw under way?\nIt is not.", "thaw", "denied", "none", "author", "A. Writer"},
		{"Is a thaw under way?\nThis is not the first time.", "thaw", "asked", "none", "author", "A. Writer"},
		{"Is a thaw under way?\nThat is likely to be asked in Hanoi.", "thaw", "asked", "none", "author", "A. Writer"},
		{"Does Ankara mean to break into the defence pact?", "pact", "asserted", "none", "author", "A. Writer"},
	} {
		m, sentences := said(c.text, c.words)
		got := hypothesis.Claims(m, sentences)
		if len(got) != 1 {
			t.Errorf("%q: %d claims", c.text, len(got))
			continue
		}
		g := got[0]
		if string(g.Stance) != c.stance || string(g.Hedge) != c.hedge || g.Holder.By != c.by || g.Holder.Name != c.name {
			t.Errorf("%q: %s, %s, by %s %q; want %s, %s, by %s %q", c.text, g.Stance, g.Hedge, g.Holder.By, g.Holder.Name, c.stance, c.hedge, c.by, c.name)
		}
		if q := g.Citation; q.Quote != c.text[q.Start:q.End] || !strings.HasPrefix(g.ID, "c_") || q.Trigger[0] < q.Start || q.Trigger[1] > q.End {
			t.Errorf("%q: citation %+v of %s", c.text, q, g.ID)
		}
	}
}

// TestAuthorAnswersOthers: what the author says of somebody's view is a claim of its own.
func TestAuthorAnswersOthers(t *testing.T) {
	m, sentences := said("Critics argue that Ankara wants to prise Hanoi away.\nThat is doubtful.", "prise*")
	got := hypothesis.Claims(m, sentences)
	if len(got) != 2 || got[0].Holder.Name != "Critics" || got[0].Stance != entente.Asserted || got[1].Holder.By != "author" || got[1].Stance != entente.Denied || got[0].ID == got[1].ID {
		t.Errorf("%+v", got)
	}
}

func TestClaimsKeepToTheirPair(t *testing.T) {
	m, sentences := said("No pact is offered to Laos.\nA pact is near.", "pact")
	m.Hypotheses[0].Claims[0].Pair = []entente.Code{"TUR", "VNM"}
	sentences[0].Codes, sentences[1].Codes = []entente.Code{"TUR", "LAO"}, []entente.Code{"VNM"}
	got := hypothesis.Claims(m, sentences)
	if len(got) != 1 || got[0].Citation.Quote != "A pact is near." {
		t.Errorf("%+v", got)
	}
	sentences[0].Codes = []entente.Code{"TUR", "LAO", "VNM"}
	if got = hypothesis.Claims(m, sentences); len(got) != 2 {
		t.Errorf("%+v", got)
	}
	sentences[0].Codes, sentences[1].Codes = nil, nil
	if got = hypothesis.Claims(m, sentences); len(got) != 0 {
		t.Errorf("about nobody: %+v", got)
	}
}

func TestHyphenBelongsToTheWord(t *testing.T) {
	m, sentences := said("It is a quasi-alliance.", "alliance")
	if got := hypothesis.Claims(m, sentences); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

// TestRestating: views from sentences that state a hypothesis are no evidence for it;
// acts that happened are, and so is what the analyst lets stand.
func TestRestating(t *testing.T) {
	text := "The new course is to calm the quarrel.\nThe envoys met."
	m, sentences := said(text, "calm")
	warm := view("a1", "TUR", "VNM", 1, 1, sentences[0].Story.Text[:38])
	warm.Story, warm.Citation.Start = "s", 0
	act := report("r1", "TUR", "VNM", entente.Consult, entente.Fact, "met")
	act.Story = "s"
	plan := report("r2", "TUR", "VNM", entente.Agree, entente.Intended, "to calm")
	plan.Story = "s"
	q := func(kind string, roots ...entente.Root) *entente.Query {
		return &entente.Query{Kind: kind, Roots: roots}
	}
	m.Evidence = []entente.Evidence{
		{ID: "view", Query: q("assessment")},
		{ID: "act", Query: q("", entente.Consult)},
		{ID: "plan", Query: q("", entente.Agree)},
		{ID: "stands", Query: q("assessment"), Stands: true},
	}
	rows, _ := hypothesis.Bind(m, hypothesis.Found{Reports: []entente.Report{act, plan}, Assessments: []entente.Assessment{warm}, Sentences: sentences})
	for i, want := range []bool{true, false, true, false} {
		if rows[i].Circular != want {
			t.Errorf("%s: circular %v, restates %v", rows[i].ID, rows[i].Circular, rows[i].Restates)
		}
	}
}

// TestClaimsAsEvidence: a row may quote what somebody says, by its words or its id.
func TestClaimsAsEvidence(t *testing.T) {
	m, sentences := said("Analysts say a thaw is near.\nThe thaw is a myth, the general said.", "thaw")
	id := hypothesis.Claims(m, sentences)[0].ID
	m.Hypotheses[0].Claims = nil
	m.Evidence = []entente.Evidence{
		{ID: "unnamed", Query: &entente.Query{Kind: "claim", Words: []string{"thaw"}, Holders: []string{"unnamed"}}},
		{ID: "denied", Query: &entente.Query{Kind: "claim", Words: []string{"thaw"}, Stances: []entente.Stance{entente.Denied}}},
		{ID: "both", Query: &entente.Query{Kind: "claim", Words: []string{"thaw"}}},
		{ID: "lost", Events: []string{id}},
	}
	rows, cited := hypothesis.Bind(m, hypothesis.Found{Sentences: sentences})
	if len(cited) != 2 || len(rows[0].Cites) != 1 || len(rows[1].Cites) != 1 || len(rows[2].Cites) != 2 || rows[0].Cites[0] != id {
		t.Errorf("%d cited: %v", len(cited), rows)
	}
	if !rows[3].Absent || len(rows[3].Missing) != 1 { // no hypothesis states it any more
		t.Errorf("%+v", rows[3])
	}
	if rows[0].Cluster != rows[2].Cluster || rows[0].Cluster == "" {
		t.Errorf("clusters %q and %q", rows[0].Cluster, rows[2].Cluster)
	}
}

func FuzzClaims(f *testing.F) {
	f.Add("Is a thaw under way?\nThat is unlikely.", "thaw")
	f.Add("İstanbul'a “barış” geldi, dedi.", "barış*")
	f.Fuzz(func(t *testing.T, text, word string) {
		m, sentences := said(text, word)
		for _, c := range hypothesis.Claims(m, sentences) {
			if q := c.Citation; q.Quote != text[q.Start:q.End] || q.Trigger[0] < q.Start || q.Trigger[1] > q.End || c.Stance == "" {
				t.Fatalf("%+v", c)
			}
		}
	})
}
