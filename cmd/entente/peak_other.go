//go:build !unix

package main

import (
	"runtime"
	"time"
)

// cpuTime would give the processor time that the process has used; it is not known here.
func cpuTime() time.Duration { return 0 }

// peakMB gives the memory that was asked of the system, in MB.
func peakMB() float64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys) / 1e6
}
