// Package crawltest writes made-up web archives for tests and measurements: pages of
// invented outlets with the words of the demonstration stories, in the records and with
// the transfer codings that crawlers write.
//
// Which page is written how follows from its number alone, so an archive of the same
// options is the same to the byte. The package writes no file and reads nothing but the
// stories inside.
package crawltest
