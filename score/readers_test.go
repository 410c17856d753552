package score

import (
	"errors"
	"strings"
	"testing"

	"entente"
)

func TestCompareReaders(t *testing.T) {
	text := "Chad expelled the Sudanese envoy. Sudan recalled him and Chad met Niger."
	story := entente.Story{ID: "s", Text: text, Blocks: []entente.Block{{Stream: entente.Body, Start: 0, End: len(text)}}}
	first := `{"story":"s","text":"Chad expelled","source":"TCD","target":"SDN","roots":["SANCTION"],"required":true}
{"story":"s","text":"Sudan recalled him","source":"SDN","target":"TCD","roots":["SANCTION"],"required":true}
{"story":"s","text":"Chad met Niger","source":"TCD","target":"NER","reciprocal":true,"roots":["CONSULT"],"required":true}`
	second := `{"story":"s","text":"expelled the Sudanese envoy","source":"TCD","target":"SDN","roots":["COERCE","SANCTION"],"required":true}
{"story":"s","text":"Chad met Niger","source":"NER","target":"TCD","roots":["CONSULT"]}
{"story":"s","text":"Sudan recalled him","source":"SDN","target":"TCD","roots":["REJECT"],"required":true}`
	r, err := CompareReaders(strings.NewReader(first), strings.NewReader(second), story)
	if err != nil {
		t.Fatal(err)
	}
	if r.Required != 3 || r.RequiredAgreed.Hits != 2 || r.RequiredByBoth.Hits != 1 || r.SecondRequired != 2 || r.SecondAgreed.Hits != 1 {
		t.Errorf("got %+v", r)
	}
	if r.AgreedDirection.Hits != 2 {
		t.Errorf("direction: %+v", r.AgreedDirection)
	}
	if _, err := CompareReaders(strings.NewReader("{"), strings.NewReader(second), story); err == nil {
		t.Error("a line that cannot be read is no error")
	}
	var in SecondError
	if _, err := CompareReaders(strings.NewReader(first), strings.NewReader("{"), story); !errors.As(err, &in) {
		t.Errorf("the fault of the second reading: got %v", err)
	}
}

// A story that one reader passed over is counted; codes are compared as against gold.
func TestCompareReadersCountsStories(t *testing.T) {
	var stories []entente.Story
	for _, id := range []string{"a", "b", "c", "d"} {
		text := "NATO warned Russia."
		stories = append(stories, entente.Story{ID: id, Text: text, Blocks: []entente.Block{{Stream: entente.Body, Start: 0, End: len(text)}}})
	}
	line := func(story, source string) string {
		return `{"story":"` + story + `","text":"NATO warned Russia","source":"` + source + `","target":"RUS","roots":["THREATEN"],"required":true}` + "\n"
	}
	r, err := CompareReaders(strings.NewReader(line("a", "NATO")+line("b", "NATO")),
		strings.NewReader(line("a", "IGO:NATO")+line("c", "NATO")), stories...)
	if err != nil {
		t.Fatal(err)
	}
	if r.Stories != 1 || r.OnlyFirst != 1 || r.OnlySecond != 1 || r.Required != 1 || r.RequiredAgreed.Hits != 1 || r.AgreedDirection.Hits != 1 {
		t.Errorf("got %+v", r)
	}
}
