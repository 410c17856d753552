//go:build unix

package duckdb

import (
	"errors"
	"os"
	"syscall"

	"entente"
)

// lockFile takes the lock that the engine takes, while the engine of this process does
// not have the file open: closing any handle lets go of all a process's locks on it.
func lockFile(path string) (release func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	lock := syscall.Flock_t{Type: syscall.F_WRLCK}
	if err := syscall.FcntlFlock(f.Fd(), syscall.F_SETLK, &lock); err != nil {
		defer f.Close()
		if !errors.Is(err, syscall.EAGAIN) && !errors.Is(err, syscall.EACCES) {
			return nil, err
		}
		who := syscall.Flock_t{Type: syscall.F_WRLCK}
		if syscall.FcntlFlock(f.Fd(), syscall.F_GETLK, &who) != nil || who.Type == syscall.F_UNLCK {
			return nil, entente.ErrStoreBusy
		}
		return nil, holderOf(path, int(who.Pid))
	}
	return func() { f.Close() }, nil
}

// freeRoom is how many bytes may be written to the disk of a folder, -1 if that is not
// known.
func freeRoom(dir string) int64 {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return -1
	}
	return int64(s.Bavail) * int64(s.Bsize)
}
