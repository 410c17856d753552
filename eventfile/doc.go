// Package eventfile reads the field's event files: GDELT 1.0 and 2.0 with its
// mentions, ICEWS, POLECAT, Phoenix, a user's own table by a mapping file, and tables
// of figures about states (capabilities, trade, votes, alliances).
//
// Bytes go in, rows come out as they stand in the file, each with its line; a row that
// cannot be used is a [Fault] with line and reason, and ends nothing. An archive is
// opened on the way ([Members]), the format told from a bounded prefix ([Open]), and the
// text cut into chunks ([File.Chunks]) that may be parsed at the same time
// ([File.Parse]); a row is the same however the file is cut.
//
// It resolves no actor and no code: what a row means is for desk to say, with the
// dictionaries and the codebook. It reads no Parquet; the command turns that into CSV
// with the store's engine.
package eventfile
