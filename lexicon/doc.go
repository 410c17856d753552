// Package lexicon reads the dictionaries: actors with their dates, agents,
// places, cues and the patterns of acts and assessments. It owns the language
// they are written in, which docs/lexicon.md describes.
//
// In go the files of a language; out comes a compiled [Lexicon], safe for use by
// many goroutines. What is wrong in a file is an [ErrorList] with file, line and
// column, never a guess. The package finds names in text and resolves them on a
// day; it does not read sentences: that is coder's work.
package lexicon
