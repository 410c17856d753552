// Package queue spreads the coding of stories over machines, on NATS JetStream.
//
// It owns the streams in which stories wait, the way a story is written into a message,
// the record of who works, and the embedded server for those who run none. Stories go in
// (Publisher), readings go out to whatever keeps them (Work); how a story is coded and
// where it is kept is for the caller to say: the room knows neither coder nor store.
//
// A story is acknowledged when it is stored and not before, so that it may be given out
// again at any time; as reports have fixed ids, coding it again changes nothing. Words of
// one story that were published one after another are coded one after another. A story
// that cannot be coded or kept is set aside with the reason after some tries. Fleet and
// publisher have the same dictionaries, weights and version, or the worker is refused.
//
// An error that the caller may have to tell apart is a [Fault].
package queue
