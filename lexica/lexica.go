// Package lexica holds the dictionaries and trained weights of each language as
// embedded files. It owns data, not code: lexicon reads the dictionaries and
// syntax the weights.
package lexica

import (
	"embed"
	"io/fs"
)

//go:embed en
var files embed.FS

// English gives the files of the English lexicon.
func English() fs.FS {
	sub, err := fs.Sub(files, "en")
	if err != nil { // only a path that is not valid fails, and this one is constant
		panic(err)
	}
	return sub
}
