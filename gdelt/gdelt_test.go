package gdelt_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"entente"
	"entente/gdelt"
)

func day(s string) entente.Day {
	d, err := entente.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// TestDaily: years, months and days, each file once, over the days where these change.
func TestDaily(t *testing.T) {
	for span, want := range map[[2]string]string{
		{"2021-06-30", "2021-07-01"}: "20210630.export.CSV.zip 20210701.export.CSV.zip",
		{"2004-05-05", "2006-02-01"}: "2004.zip 2005.zip 200601.zip 200602.zip",
		{"2013-03-31", "2013-04-02"}: "201303.zip 20130401.export.CSV.zip 20130402.export.CSV.zip",
		{"1950-01-01", "1979-06-01"}: "1979.zip",
		{"1950-01-01", "1960-06-01"}: "",
		{"2021-07-01", "2021-06-30"}: "",
	} {
		var got []string
		for _, f := range gdelt.Daily(day(span[0]), day(span[1])) {
			got = append(got, f.Name)
			if f.Path != "events/"+f.Name || f.Size != -1 {
				t.Errorf("%+v", f)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%v: %v", span, got)
		}
	}
}

const master = `150383 297a16b493de7cf6ca809a7cc31d0b93 http://data.gdeltproject.org/gdeltv2/20150218230000.export.CSV.zip
318084 bb27f78ba45f69a17ea6ed7755e9f8ff http://data.gdeltproject.org/gdeltv2/20150218230000.mentions.CSV.zip
10768507 ea8dde0beb0ba98810a92db068c0ce99 http://data.gdeltproject.org/gdeltv2/20150218230000.gkg.csv.zip

half a line
5 297A16B493DE7CF6CA809A7CC31D0B93 http://elsewhere.example/x/20150219000000.export.CSV.zip
6 nosum http://data.gdeltproject.org/gdeltv2/20150219001500.export.CSV.zip
7 297a16b493de7cf6ca809a7cc31d0b93 http://data.gdeltproject.org/gdeltv2/../../etc/passwd
8 297a16b493de7cf6ca809a7cc31d0b93 http://data.gdeltproject.org/gdeltv2/20159918230000.export.CSV.zip
9 297a16b493de7cf6ca809a7cc31d0b93 http://data.gdeltproject.org/gdeltv2/20150220000000.export.CSV.zip
`

func TestReadMaster(t *testing.T) {
	got, err := gdelt.ReadMaster(strings.NewReader(master), day("2015-02-18"), day("2015-02-19"), "export")
	want := []gdelt.File{
		{"20150218230000.export.CSV.zip", "gdeltv2/20150218230000.export.CSV.zip", 150383, "297a16b493de7cf6ca809a7cc31d0b93"},
		{"20150219000000.export.CSV.zip", "gdeltv2/20150219000000.export.CSV.zip", 5, "297a16b493de7cf6ca809a7cc31d0b93"},
		{"20150219001500.export.CSV.zip", "gdeltv2/20150219001500.export.CSV.zip", 6, ""},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	if got, _ := gdelt.ReadMaster(strings.NewReader(master), day("2015-02-18"), day("2015-02-18"), "export", "mentions"); len(got) != 2 {
		t.Errorf("%+v", got)
	}
	if _, err := gdelt.ReadMaster(strings.NewReader(strings.Repeat("x", 1<<20)), 0, 1<<30, "export"); err == nil {
		t.Error("a line without an end is a list")
	}
}

func TestLists(t *testing.T) {
	sums, err := gdelt.ReadSums(strings.NewReader("297A16B493DE7CF6CA809A7CC31D0B93  20210630.export.CSV.zip\nnone  x\n\n"))
	if err != nil || !reflect.DeepEqual(sums, map[string]string{"20210630.export.CSV.zip": "297a16b493de7cf6ca809a7cc31d0b93"}) {
		t.Errorf("%v, %v", sums, err)
	}
	sizes, err := gdelt.ReadSizes(strings.NewReader("1234 20210630.export.CSV.zip\n-1 x\nx y\n"))
	if err != nil || !reflect.DeepEqual(sizes, map[string]int64{"20210630.export.CSV.zip": 1234}) {
		t.Errorf("%v, %v", sizes, err)
	}
}

// FuzzReadMaster: whatever a list says, a file's name leads into no other folder.
func FuzzReadMaster(f *testing.F) {
	f.Add([]byte(master))
	f.Fuzz(func(t *testing.T, data []byte) {
		files, _ := gdelt.ReadMaster(strings.NewReader(string(data)), 1, 1<<30, "export", "mentions")
		for _, x := range files {
			if strings.ContainsAny(x.Name, `/\`) || strings.Contains(x.Name, "..") || x.Path != "gdeltv2/"+x.Name || x.Size <= 0 {
				t.Errorf("%+v", x)
			}
		}
	})
}

func ExampleDaily() {
	for _, f := range gdelt.Daily(day("2013-03-30"), day("2013-04-01")) {
		fmt.Println(gdelt.Base + "/" + f.Path)
	}
	// Output:
	// https://data.gdeltproject.org/events/201303.zip
	// https://data.gdeltproject.org/events/20130401.export.CSV.zip
}
