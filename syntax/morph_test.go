package syntax

import "testing"

func TestMorph(t *testing.T) {
	s := Sentence{Tokens: []Token{
		{Text: "Ships", XPOS: "NNS", Head: 4, Rel: "nsubj:pass"},
		{Text: "seized", XPOS: "VBN", Head: 0, Rel: "acl"},
		{Text: "yesterday", XPOS: "NN", Head: 1, Rel: "obl:tmod"},
		{Text: "were", XPOS: "VBD", Head: 4, Rel: "aux:pass"},
		{Text: "freed", XPOS: "VBN", Head: -1, Rel: "root"},
		{Text: "says", XPOS: "VBZ", Head: 4, Rel: "parataxis"},
		{Text: "Oman", XPOS: "NNP", Head: 5, Rel: "nsubj"},
	}}
	for i, want := range []struct{ number, tense, voice string }{
		{"Plur", "", ""}, {"", "Past", "Pass"}, {"Sing", "", ""}, {"", "Past", ""}, {"", "Past", "Pass"}, {"Sing", "Pres", "Act"}, {"Sing", "", ""},
	} {
		k := &s.Tokens[i]
		if n, te, v := k.Number(), k.Tense(), s.Voice(i); n != want.number || te != want.tense || v != want.voice {
			t.Errorf("%s: %q %q %q, want %v", k.Text, n, te, v, want)
		}
	}
}

func TestGenre(t *testing.T) {
	for document, want := range map[string]string{"GUM_news_iodine": "news", "weblog-juancole.com_x": "weblog", "n01001": "news", "w02003": "wiki", "abcdef": "", "-": ""} {
		if got := Genre(document); got != want {
			t.Errorf("%s: %q", document, got)
		}
	}
}
