package desk_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"entente"
	"entente/desk"
)

const summerStart = entente.Day(18779) // 1 June 2021

// summer is stories of so many days from June 2021 on: talks on every third, and charges from
// the third month on.
func summer(days int) string {
	var b strings.Builder
	for i := range days {
		on := (summerStart + entente.Day(i)).Time()
		text := "MOSCOW, " + on.Format("January 2, 2006") + " - Nothing happened."
		switch {
		case i%3 == 0:
			text = "MOSCOW, " + on.Format("January 2, 2006") + " - Joe Biden met Vladimir Putin in Geneva today."
		case i > 60 && i%3 == 1:
			text = "MOSCOW, " + on.Format("January 2, 2006") + " - The United States accused Russia of an attack today."
		}
		fmt.Fprintf(&b, "{\"id\":\"s%d\",\"published\":%q,\"text\":%q}\n", i, on.Format("2006-01-02"), text)
	}
	return b.String()
}

// What is told later changes neither how a pair went nor what moved, as of a day before.
func TestCoursesLookOnlyBack(t *testing.T) {
	f := entente.Filter{AsOf: summerStart + 119, Sources: []string{entente.CodedHere}}
	before, after := keep(t, summer(120)), keep(t, summer(240))
	var courses [2]entente.Course
	var changes [2]entente.Changed
	for i, s := range []desk.Store{before, after} {
		var err error
		if courses[i], err = desk.Course(t.Context(), s, f, "USA", "RUS", entente.Weekly); err != nil {
			t.Fatal(err)
		}
		if changes[i], err = desk.Changed(t.Context(), s, f, summerStart+60); err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(courses[0], courses[1]) {
		t.Error("later stories change how a pair went")
	}
	if !reflect.DeepEqual(changes[0], changes[1]) {
		t.Error("later stories change what moved")
	}
	if courses[0].Days == 0 || courses[0].To > f.AsOf || len(courses[0].Strands) != 4 || changes[0].Asked == 0 {
		t.Errorf("%d days to %s, %d asked", courses[0].Days, courses[0].To, changes[0].Asked)
	}
}
