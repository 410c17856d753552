// Package corpus holds our own texts as embedded files: the demonstration
// stories, which are written for this project about true public facts under the
// names of invented outlets. It owns data, not code.
package corpus

import (
	"embed"
	"io/fs"
)

//go:embed demo
var files embed.FS

// Demo gives the demonstration stories with their manifest.jsonl.
func Demo() fs.FS {
	sub, err := fs.Sub(files, "demo")
	if err != nil { // only a path that is not valid fails, and this one is constant
		panic(err)
	}
	return sub
}
