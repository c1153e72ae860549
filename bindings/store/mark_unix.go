//go:build unix

package store

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// share makes the mark at path, or joins those who have it: it stays until the last of them
// lets go. Whoever dies leaves it behind.
func share(path string) (*os.File, error) {
	for {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
		if err != nil {
			return nil, fmt.Errorf("mark folder: %w", err)
		}
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_SH); err != nil {
			return nil, errors.Join(fmt.Errorf("mark folder: %w", err), f.Close())
		}
		if isAt(f, path) {
			return f, nil
		}
		_ = f.Close() // the last holder removed it meanwhile
	}
}

// isAt reports whether path still names the file.
func isAt(f *os.File, path string) bool {
	mine, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(mine, there)
}

// claim takes a mark that was left behind for the caller alone; nil when there is none, or when
// its holders live.
func claim(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read mark: %w", err)
	}
	if !alone(f) || !isAt(f, path) {
		return nil, f.Close()
	}
	return f, nil
}

// alone turns the lock on a mark into one that nobody shares; false when somebody does.
func alone(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}
