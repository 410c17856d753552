package balance_test

import (
	"errors"
	"strings"
	"testing"

	"entente/balance"
	"entente/form"
)

func TestParse(t *testing.T) {
	for _, file := range []string{
		"from,to,sign\nRUS,USA,-1\nCHN,RUS,1\n\nCHN,USA,0\n",
		"\ufeffFrom;To;Sign\r\nRUS;USA;-\r\n\"CHN\";RUS;+\r\nCHN;USA;0\r\n",
		"sign\ta\tb\n-1.0\tUSA\tRUS\n1\tRUS\tCHN\n0\tCHN\tUSA",
	} {
		got, err := balance.Parse("ties.csv", []byte(file))
		if err != nil || len(got) != 1 {
			t.Fatalf("%q: %+v, %v", file, got, err)
		}
		n := got[0]
		if len(n.Ties) != 2 || n.Ties[0].A != "CHN" || n.Ties[0].Sign != 1 || n.Ties[1].Sign != -1 || len(n.Actors) != 3 {
			t.Errorf("%q: %+v", file, n)
		}
	}
}

func TestParseWindows(t *testing.T) {
	got, err := balance.Parse("ties.csv", []byte("year,from,to,sign\n1999,RUS,USA,-1\n1998,RUS,USA,1\n1999,CHN,USA,-1\n"))
	if err != nil || len(got) != 2 || got[0].Label != "1999" || len(got[0].Ties) != 2 || got[1].Label != "1998" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestParseFaults(t *testing.T) {
	for file, want := range map[string]string{
		"":                               "ties.csv:1:1: there is no header with the columns from, to and sign",
		"from,sign\n":                    "ties.csv:1:1: no column is called to",
		"from,to,sign\nRUS,USA,good\n":   `ties.csv:2:9: the sign "good" is none of 1, -1 and 0`,
		"from,to,sign\nRUS\n":            `ties.csv:2:1: the sign "" is none of 1, -1 and 0`,
		"from,to,sign\nRUS,RUS,1\n":      "ties.csv:2:1: RUS is tied to itself",
		"from,to,sign\nRUS,,1\n":         "ties.csv:2:1: a tie of RUS has no second actor",
		"from,to,sign\nA,B,1\nB,A,-1\n":  "ties.csv:3:1: A and B have another sign in line 2",
		"from,to,sign\nA,\"B\n":          `ties.csv:2:6: extraneous or missing " in quoted-field`,
		"from,to,sign\nA,B,9\nC,D,two\n": "ties.csv:2:5: the sign \"9\" is none of 1, -1 and 0\nties.csv:3:5: the sign \"two\" is none of 1, -1 and 0",
		"from,to,sign\nA,B\xff,1\n":      "ties.csv:2:3: it is not text",
	} {
		_, err := balance.Parse("ties.csv", []byte(file))
		var faults form.Errors
		if !errors.As(err, &faults) || err.Error() != want {
			t.Errorf("%q: the error is\n%v\nnot\n%s", file, err, want)
		}
	}
}

func TestParseListsSomeFaults(t *testing.T) {
	_, err := balance.Parse("ties.csv", []byte("from,to,sign\n"+strings.Repeat("A,A,1\n", 1000)))
	var faults form.Errors
	if !errors.As(err, &faults) || len(faults) != 100 {
		t.Errorf("%d faults are listed", len(faults))
	}
}

// FuzzParse: whatever the bytes, there are networks that can be measured or faults.
func FuzzParse(f *testing.F) {
	f.Add([]byte("from,to,sign\nRUS,USA,-1\nCHN,RUS,1\nCHN,USA,-\n"))
	f.Add([]byte("window;a;b;tie\n1;x;y;0\n"))
	f.Add([]byte("from,to,sign\n\"a\nb\",c,1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		networks, err := balance.Parse("f", data)
		if err != nil {
			var faults form.Errors
			if !errors.As(err, &faults) || len(faults) == 0 {
				t.Fatalf("the error is %v", err)
			}
			return
		}
		for _, n := range networks {
			if len(n.Ties) > 200 {
				continue
			}
			if b := balance.Measure(t.Context(), n, balance.Options{Nodes: 20}); b.Line.High > b.Negative || b.Line.Low > b.Line.High {
				t.Fatalf("%+v of %d negative ties", b.Line, b.Negative)
			}
		}
	})
}
