// Package alert says what in the news is worth a word to somebody who does not watch.
//
// An analyst's file becomes rules ([Parse]). What has changed between two looks at a
// history ([Change]: new events, pairs and triangles before and after) is held to
// them and becomes alerts ([Raise]); and a [Memory] keeps alerts within bounds
// ([Memory.Take]): each is raised once, few a day, none that is muted, and what is
// held back comes in a digest.
//
// It sends nothing, judges no pair and no triangle itself, and reads no clock: the day
// comes with the change. So a history can be replayed, and raises what it would have
// raised.
package alert
