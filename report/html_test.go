package report

import (
	"bytes"
	"testing"
)

func sampleHTML(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, sampleBrief(), sampleOptions()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestHTMLGolden(t *testing.T) { golden(t, "page.html", sampleHTML(t)) }

func TestMarkdownGolden(t *testing.T) {
	var b bytes.Buffer
	if err := Markdown(&b, sampleBrief(), sampleOptions()); err != nil {
		t.Fatal(err)
	}
	golden(t, "brief.md", b.Bytes())
}
