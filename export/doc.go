// Package export is how data leave the house: tables of events, reports, pairs and
// triangles in the field's formats, bibliographic records, and bundles with which
// others can make the same data again.
//
// Values go in, bytes come out, the same bytes for the same values. A table says of
// each column what it is ([Column]), and from that its codebook is written. Which rows
// there are is for desk to say; where bytes go is for the command. Reading the formats
// of others is eventfile's.
package export
