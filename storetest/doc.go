// Package storetest holds the promises that every store keeps, as tests that take a
// store and know nothing of how it is made.
//
// Readings drawn from a seed go in; what comes out is compared with the same answers
// worked out in plain Go over the whole set of readings (the oracle: [Events] and
// [Tallies]). A store's own tests call [Run] and [Reopen] and add what is peculiar to
// it: files, locks, disks.
package storetest
