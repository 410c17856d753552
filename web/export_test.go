package web

// Vocabulary are the words of the house that are said by term.
var Vocabulary = vocabulary
