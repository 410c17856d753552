package desk_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/duckdb"
	"entente/hypothesis"
	"entente/news"
)

// outreach is written for these tests.
const outreach = `Why Ankara's outreach to Hanoi will not pull it away from Vientiane

By Leila Marwan

On 3 May 2023 Turkish President Recep Tayyip Erdogan met his Vietnamese counterpart in Hanoi. Turkey and Vietnam signed an agreement on ports.

Critics in Izmir argue that Turkey is trying to wean Vietnam off Laos. That is doubtful. Laotian officials say that Turkey only wants predictable relations with Vietnam.
`

func asked(t *testing.T, q desk.Question, texts ...string) entente.Brief {
	t.Helper()
	ctx := context.Background()
	s, err := duckdb.Open(ctx, "", duckdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i, text := range texts {
		day := entente.MakeDay(2023, 5, 10)
		coded := func(yield func(desk.Coded, error) bool) {
			for c, err := range desk.Code(ctx, news.Read("page.txt", strings.NewReader(text), news.Options{Published: day}), tools, coder.Options{}) {
				c.Seen = day + entente.Day(10*i)
				if !yield(c, err) {
					return
				}
			}
		}
		if _, err := desk.Read(ctx, s, tools.Lexicon.Hash, coded, nil); err != nil {
			t.Fatal(err)
		}
	}
	q.Names, q.Named = tools.Lexicon.NameOf, desk.Named(tools.Lexicon)
	b, err := desk.Brief(ctx, s, q)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func views(w entente.Weighing) []string {
	var out []string
	for _, c := range w.Claims {
		out = append(out, c.Hypothesis+" "+string(c.Stance)+" by "+c.Holder.By+" "+c.Holder.Name)
	}
	return out
}

// TestReadyQuestionNamesItsHolders: a question is put to actors, and each view of it has
// its holder and its words.
func TestReadyQuestionNamesItsHolders(t *testing.T) {
	b := asked(t, desk.Question{Ready: []string{"wedge"}, Cast: []entente.Code{"TUR", "VNM", "LAO"}}, outreach)
	if len(b.Hypotheses) != 1 || b.Hypotheses[0].Question != "What does Turkey want of Vietnam?" {
		t.Fatalf("%d questions", len(b.Hypotheses))
	}
	want := []string{"wedge asserted by unnamed Critics", "wedge denied by author Leila Marwan", "stabilise asserted by unnamed Laotian officials"}
	if got := views(b.Hypotheses[0]); !slices.Equal(got, want) {
		t.Errorf("views %q, want %q", got, want)
	}
	for _, c := range b.Claims {
		if c.Citation.Quote != outreach[c.Citation.Start:c.Citation.End] {
			t.Errorf("%s: %q is not text[%d:%d]", c.ID, c.Citation.Quote, c.Citation.Start, c.Citation.End)
		}
	}
}

// TestAQuestionArisesFromWhatIsStated: all ready questions are asked for; the wedge arises
// because a story speaks of it, and is cast as the story has it.
func TestAQuestionArisesFromWhatIsStated(t *testing.T) {
	b := asked(t, desk.Question{Ready: []string{"all"}, Corners: []entente.Code{"LAO", "TUR", "VNM"}}, outreach)
	i := slices.IndexFunc(b.Hypotheses, func(w entente.Weighing) bool { return w.Question == "What does Turkey want of Vietnam?" })
	if i < 0 {
		t.Fatalf("%d questions, none of what Turkey wants", len(b.Hypotheses))
	}
}

// TestViewsAreThoseOfTheDay: words that a story got later hold no view as of before.
func TestViewsAreThoseOfTheDay(t *testing.T) {
	before := "Turkish President Recep Tayyip Erdogan met his Vietnamese counterpart in Hanoi on 3 May 2023. Turkey and Laos signed an agreement on ports.\n"
	q := desk.Question{Ready: []string{"wedge"}, Cast: []entente.Code{"TUR", "VNM", "LAO"}}
	q.Filter.AsOf = entente.MakeDay(2023, 5, 12)
	b := asked(t, q, before, before+"Critics argue that Turkey is trying to wean Vietnam off Laos.\n")
	if len(b.Claims) != 0 {
		t.Errorf("as of before: %+v", b.Claims)
	}
	q.Filter.AsOf += 30
	if b = asked(t, q, before, before+"Critics argue that Turkey is trying to wean Vietnam off Laos.\n"); len(b.Claims) != 1 {
		t.Errorf("as of after: %+v", b.Claims)
	}
}

// TestAMatrixNeedsNoTriangle: an analyst's matrix is weighed whatever the actors.
func TestAMatrixNeedsNoTriangle(t *testing.T) {
	ms, err := hypothesis.Parse("m.yaml", []byte("question: Q\nhypotheses: [{id: a, text: a}, {id: b, text: b}]\nevidence: [{id: met, text: they met, query: {pair: [TUR, VNM], roots: [CONSULT]}, ratings: [CC, I]}]\n"))
	if err != nil {
		t.Fatal(err)
	}
	b := asked(t, desk.Question{Matrices: ms}, "Turkish President Recep Tayyip Erdogan met his Vietnamese counterpart in Hanoi on 3 May 2023.\n")
	if len(b.Hypotheses) != 1 || b.Hypotheses[0].Winner != "a" || len(b.Hypotheses[0].Evidence[0].Cites) == 0 {
		t.Errorf("%+v", b.Hypotheses)
	}
}
