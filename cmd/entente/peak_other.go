//go:build !unix

package main

import "runtime"

// peakMB gives the memory that was asked of the system, in MB.
func peakMB() float64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys) / 1e6
}
