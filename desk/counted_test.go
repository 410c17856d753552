package desk_test

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"entente"
	"entente/desk"
	"entente/eventfile"
	"entente/eventfiletest"
)

// invented gives a store with invented events of n lines.
func invented(t *testing.T, n int) *storeOf {
	t.Helper()
	s := &storeOf{emptyStore(t), eventfiletest.Made{}}
	in := desk.NewImporter(t.Context(), s, dictionaries(t), desk.ImportOptions{})
	o := eventfiletest.Usual(n)
	o.Mentions, o.Malformed = true, .01
	for slice := range eventfiletest.Slices(o) {
		s.made = slice.Made
		for _, data := range [][]byte{slice.Export, slice.Mentions} {
			f, err := eventfile.Open(eventfile.Member{Name: slice.Stamp, R: bytes.NewReader(data)}, eventfile.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := in.Add(f, ""); err != nil {
				t.Fatal(err)
			}
		}
	}
	got, err := in.Close()
	if err != nil || got.Events != s.made.Events || got.Bad != s.made.Malformed || got.Known < s.made.Repeated || got.Rows != n+s.made.Mentions {
		t.Fatalf("%+v of %+v, %v", got, s.made, err)
	}
	return s
}

type storeOf struct {
	desk.Store
	made eventfiletest.Made
}

// TestInventedFiles: of many small files, with lines that come twice and lines that cannot
// be used, each event is there once and each ill-formed line is told.
func TestInventedFiles(t *testing.T) {
	s := invented(t, 60_000)
	c, err := s.Counts(t.Context(), entente.Filter{})
	if err != nil || c.Imported != s.made.Events || c.Problems != s.made.Malformed {
		t.Errorf("counts are %+v of %+v, %v", c, s.made, err)
	}
}

// TestCountedIsRead: what is judged of counted events is what is judged of events that were
// read, and the heaviest are cited in the same order.
func TestCountedIsRead(t *testing.T) {
	s := invented(t, 60_000)
	q := desk.Question{Corners: []entente.Code{"CHN", "RUS", "USA"}, Filter: entente.Filter{Sources: []string{"gdelt2", entente.CodedHere}}}
	for _, asOf := range []entente.Day{0, entente.MakeDay(2018, 3, 1)} {
		q.Filter.AsOf, q.Counted = asOf, false
		read, err := desk.Brief(t.Context(), s, q)
		if err != nil {
			t.Fatal(err)
		}
		q.Counted = true
		counted, err := desk.Brief(t.Context(), s, q)
		if err != nil {
			t.Fatal(err)
		}
		if read.From != counted.From || read.To != counted.To {
			t.Errorf("from %s to %s, want %s to %s", counted.From, counted.To, read.From, read.To)
		}
		a, b := read.Triangles[0], counted.Triangles[0]
		if a.Shape != b.Shape || len(read.Reports) <= len(counted.Reports) {
			t.Errorf("%s by %d reports, want %s by %d", b.Shape, len(counted.Reports), a.Shape, len(read.Reports))
		}
		for shape, p := range a.P {
			near(t, string(shape), b.P[shape], p)
		}
		for i := range a.Ties {
			x, y := a.Ties[i], b.Ties[i]
			near(t, "mean", y.Mean, x.Mean)
			near(t, "coop", y.Acts.CoopAB, x.Acts.CoopAB)
			near(t, "conf", y.Acts.ConfBA, x.Acts.ConfBA)
			if x.Acts.Events != y.Acts.Events || *x.Trend != *y.Trend || x.Rule != y.Rule {
				t.Errorf("%+v, want %+v", y.Acts, x.Acts)
			}
			if len(y.Acts.Cites) > 20 || !slices.Equal(y.Acts.Cites[:10], x.Acts.Cites[:10]) {
				t.Errorf("cites are %v, want %v", y.Acts.Cites, x.Acts.Cites[:10])
			}
		}
		if len(read.Series) != 6 || len(counted.Series) != 6 {
			t.Errorf("%d and %d series", len(read.Series), len(counted.Series))
		}
	}
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*max(1, math.Abs(want)) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}
