//go:build unix

package main

import (
	"runtime"
	"syscall"
)

// peakMB gives the most memory that the process has held, in MB.
func peakMB() float64 {
	var use syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &use) != nil {
		return 0
	}
	unit := 1024. // bytes of what Linux counts in
	if runtime.GOOS == "darwin" {
		unit = 1
	}
	return float64(use.Maxrss) * unit / 1e6
}
