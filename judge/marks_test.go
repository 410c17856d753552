package judge

import (
	"reflect"
	"testing"

	"entente"
)

func TestMarked(t *testing.T) {
	for _, it := range []struct {
		in   string
		want Question
	}{
		{"<s>Chad</s> thanked <t>Fiji</t>.", Question{Text: "Chad thanked Fiji.", Source: spans(0, 4), Target: spans(13, 17)}},
		{"<s>Chad</s> and <s>Mali</s> left.", Question{Text: "Chad and Mali left.", Source: spans(0, 4, 9, 13)}},
		{"<t>the <s>Fijian</s> navy</t>", Question{Text: "the Fijian navy", Source: spans(4, 10), Target: spans(0, 15)}},
		{"a < b </s> <s>c", Question{Text: "a < b  c", Source: spans(7, 8)}},
		{"", Question{}},
		{"<s>", Question{Source: spans(0, 0)}},
		{"<x>a</x><", Question{Text: "<x>a</x><"}},
	} {
		if got := Marked(it.in); !reflect.DeepEqual(got, it.want) {
			t.Errorf("%q: %+v, not %+v", it.in, got, it.want)
		}
	}
}

func spans(at ...int) (out []entente.Span) {
	for i := 0; i < len(at); i += 2 {
		out = append(out, entente.Span{at[i], at[i+1]})
	}
	return out
}

func FuzzMarked(f *testing.F) {
	f.Add("<s>Chad</s> thanked <t>Fiji</t>.")
	f.Add("</e><e><s></")
	f.Fuzz(func(t *testing.T, s string) {
		q := Marked(s)
		for _, list := range [][]entente.Span{q.Source, q.Target, q.Trigger} {
			for _, p := range list {
				if p[0] < 0 || p[0] > p[1] || p[1] > len(q.Text) {
					t.Fatalf("%q: span %v of %d bytes", s, p, len(q.Text))
				}
			}
		}
	})
}
