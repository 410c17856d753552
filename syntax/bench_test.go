package syntax

import (
	"os"
	"testing"
)

const shipped = "../lexica/en/syntax.model"

func shippedModel(tb testing.TB) *Model {
	tb.Helper()
	b, err := os.ReadFile(shipped)
	if err != nil {
		tb.Skip("no weights:", err)
	}
	m, err := Load(b)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

const article = `Russian President Vladimir Putin and US President Joe Biden held a summit in Geneva on Wednesday, and both called it constructive. ` +
	`Moscow's envoy said the two sides had agreed to resume talks on arms control, which Washington suspended last year. ` +
	`China, which was not invited, warned that it would not accept any deal made at its expense.`

func BenchmarkSplit(b *testing.B) {
	b.SetBytes(int64(len(article)))
	for b.Loop() {
		Split(article)
	}
}

func BenchmarkParse(b *testing.B) {
	m := shippedModel(b)
	sentences := Split(article)
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		s := sentences[n%len(sentences)]
		s.Tagged = false
		m.Parse(&s)
		n++
	}
}

func BenchmarkLoad(b *testing.B) {
	w, err := os.ReadFile(shipped)
	if err != nil {
		b.Skip("no weights:", err)
	}
	for b.Loop() {
		if _, err := Load(w); err != nil {
			b.Fatal(err)
		}
	}
}
