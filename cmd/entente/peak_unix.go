//go:build unix

package main

import (
	"runtime"
	"syscall"
	"time"
)

// cpuTime gives the processor time that the process has used.
func cpuTime() time.Duration {
	var use syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &use) != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

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
