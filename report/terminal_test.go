package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares bytes with a file in testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs from its golden file (run with -update to accept):\n%s", name, firstDifference(got, want))
	}
}

func firstDifference(got, want []byte) string {
	g, w := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range g {
		if i >= len(w) || !bytes.Equal(g[i], w[i]) {
			return "line got:  " + string(g[i]) + "\nline want: " + string(append([]byte{}, at(w, i)...))
		}
	}
	return "got is a beginning of want"
}

func at(lines [][]byte, i int) []byte {
	if i < len(lines) {
		return lines[i]
	}
	return nil
}

func TestTerminalGolden(t *testing.T) {
	for name, opt := range map[string]Options{"terminal": sampleOptions(), "terminal-narrow": narrow(), "terminal-colour": colour()} {
		var b bytes.Buffer
		if err := Terminal(&b, sampleBrief(), opt); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.Bytes())
	}
}

func narrow() Options { o := sampleOptions(); o.Width = 60; return o }
func colour() Options { o := sampleOptions(); o.Color = true; return o }
