// Package chart turns values over time into drawings: bars that go up and down, a level
// within its interval, a strip of what was read, a ribbon of states. Days and numbers come
// in, marks with their places come out, and [Text] sets them as SVG inside of HTML.
//
// Drawings are as wide as there is room: across, places are parts of a hundred; up and down
// they are pixels. So lines and letters keep their size on any screen and on paper. A period
// of which nothing was read is a gap of its own, never a bar of nought.
//
// The package knows no words but the names of days: what a mark says and where it leads is
// its caller's to know, so that a page of the desk and a report on paper draw alike. It
// reads no files and asks for no script.
package chart
