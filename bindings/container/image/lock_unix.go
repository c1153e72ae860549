//go:build linux || darwin

package image

import (
	"errors"
	"os"
	"syscall"
)

// tryLock takes the lock of a file that all processes share. It ends with the process.
func tryLock(f *os.File) (bool, error) {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}
