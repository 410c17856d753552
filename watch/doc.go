// Package watch says which feeds there are, what they list, and when each is to be
// visited again.
//
// An OPML file becomes feeds ([ParseOPML]); the bytes of a feed become a channel with
// its entries ([ReadChannel]); and a [Record] keeps, from one run to the next, what is
// known of a feed: its marks for conditional requests, how often it failed, which of
// its pages wait and which are done. When a feed is due follows from its record, the
// time, and a [Pace]; nothing is left to chance, so that a restart changes nothing.
//
// It fetches nothing, keeps no file and reads no clock: time comes as a parameter.
package watch
