// Package gdelt says which files GDELT publishes for a span of days, and what its
// lists tell of their sizes and sums.
//
// Days, or a list, go in; files come out, each with its place below GDELT's base
// address. GDELT 1.0 has one event file a year to 2005, a month to March 2013, and a
// day since ([Daily], with [ReadSums] and [ReadSizes]); GDELT 2.0 has some every
// quarter of an hour since 18 February 2015 ([ReadMaster]). By its documents
// (data.gdeltproject.org/events and gdeltv2).
//
// It fetches nothing and reads no event: that is done elsewhere.
package gdelt

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"entente"
)

// Base is where GDELT's files lie unless another place is named.
const Base = "https://data.gdeltproject.org"

// Lists of GDELT, below its base address.
const (
	Sums   = "events/md5sums"
	Sizes  = "events/filesizes"
	Master = "gdeltv2/masterfilelist.txt"
)

// File is one of GDELT's packed event files.
type File struct {
	Name string `json:"name"` // no folder, and no sign that could lead into one
	Path string `json:"path"` // below the base address
	Size int64  `json:"size"` // bytes, -1 where no list tells
	MD5  string `json:"md5"`  // in lower case, "" where no list tells
}

// Days on which the forms of GDELT 1.0 change, and on which GDELT begins.
var (
	first   = entente.MakeDay(1979, time.January, 1)
	monthly = entente.MakeDay(2006, time.January, 1)
	daily   = entente.MakeDay(2013, time.April, 1)
)

// Daily lists the event files of GDELT 1.0 that cover a span of days, both included:
// whole years and months where there are no days.
func Daily(from, to entente.Day) []File {
	var out []File
	for d := max(from, first); d <= to; {
		year, month, _ := d.Time().Date()
		name := d.Time().Format("20060102") + ".export.CSV.zip"
		next := d + 1
		switch {
		case d < monthly:
			name, next = d.Time().Format("2006")+".zip", entente.MakeDay(year+1, time.January, 1)
		case d < daily:
			name, next = d.Time().Format("200601")+".zip", entente.MakeDay(year, month+1, 1)
		}
		out = append(out, File{Name: name, Path: "events/" + name, Size: -1})
		d = next
	}
	return out
}

var sum = regexp.MustCompile(`^[0-9a-f]{32}$`)

// ReadSums reads GDELT 1.0's list of MD5 sums, lines of sum and name, by name. Lines
// that are none are passed over.
func ReadSums(r io.Reader) (map[string]string, error) {
	out := map[string]string{}
	return out, lines(r, func(f []string) {
		if len(f) == 2 && sum.MatchString(strings.ToLower(f[0])) {
			out[f[1]] = strings.ToLower(f[0])
		}
	})
}

// ReadSizes reads GDELT 1.0's list of sizes, lines of bytes and name, by name. Lines
// that are none are passed over.
func ReadSizes(r io.Reader) (map[string]int64, error) {
	out := map[string]int64{}
	return out, lines(r, func(f []string) {
		if len(f) != 2 {
			return
		}
		if n, err := strconv.ParseInt(f[0], 10, 64); err == nil && n > 0 {
			out[f[1]] = n
		}
	})
}

var quarterHour = regexp.MustCompile(`^(\d{14})\.(export|mentions)\.CSV\.zip$`)

// ReadMaster picks from GDELT 2.0's list, lines of bytes, sum and address, the files of
// a span of days, both included, and of the tables named ("export", "mentions"), in
// order of name. Of an address its last part counts alone: a list cannot send anybody
// elsewhere. Lines that are none are passed over, a file that is listed twice is as
// the later line has it.
func ReadMaster(r io.Reader, from, to entente.Day, tables ...string) ([]File, error) {
	found := map[string]File{}
	err := lines(r, func(f []string) {
		if len(f) != 3 {
			return
		}
		name := f[2][strings.LastIndexByte(f[2], '/')+1:]
		m := quarterHour.FindStringSubmatch(name)
		size, err := strconv.ParseInt(f[0], 10, 64)
		if m == nil || err != nil || size <= 0 || !slices.Contains(tables, m[2]) {
			return
		}
		at, err := time.Parse("20060102150405", m[1])
		if d := entente.DayOf(at); err != nil || d < from || d > to {
			return
		}
		file := File{Name: name, Path: "gdeltv2/" + name, Size: size}
		if md5 := strings.ToLower(f[1]); sum.MatchString(md5) {
			file.MD5 = md5
		}
		found[name] = file
	})
	out := make([]File, 0, len(found))
	for _, f := range found {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return out, err
}

// lines hands the fields of each line on. A line that is longer than any of GDELT's
// ends the list with an error.
func lines(r io.Reader, take func(fields []string)) error {
	in := bufio.NewScanner(r)
	for n := 1; ; n++ {
		if !in.Scan() {
			if errors.Is(in.Err(), bufio.ErrTooLong) {
				return fmt.Errorf("line %d is too long for a list of GDELT", n)
			}
			return in.Err()
		}
		take(strings.Fields(in.Text()))
	}
}
