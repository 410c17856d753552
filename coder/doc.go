// Package coder turns a story into cited events and assessments: who did what to
// whom, when, in which words, and how two actors are said to stand.
//
// In go a [entente.Story], a compiled lexicon and a syntax model; out come
// reports, assessments, problems and, if asked for, a trace that tells of each
// candidate what became of it and why. Coding never fails. The package keeps no
// state between stories and reaches nothing outside: a story coded twice gives the
// same bytes.
//
// A sentence is read in five steps: names are found and assembled into parties
// (party.go); words that may report an act are matched against the patterns
// (trigger.go); the parties' parts are read from the tree (role.go); scope decides
// whether the act is told as fact (status.go); words of time give its window
// (date.go). What a sentence leaves open, the story so far fills (memory.go).
package coder
