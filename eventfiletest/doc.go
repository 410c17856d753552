// Package eventfiletest invents event files of any size, to measure and test imports
// with: GDELT 2.0 exports and mentions as they come, a slice every quarter of an hour.
// In go number and seed; out come the bytes, the same at every time, and a count of what
// they hold. Actors, codes, places, addresses, repeated and ill-formed lines come about as
// often as in real files, and nothing in them is anybody's data.
//
// It knows no other room, and reaches no disk; eventfiletest/write writes files.
package eventfiletest
