package image

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

func (s *Store) lockFile(name string) string { return filepath.Join(s.dir, "locks", fileName(name)) }

// lock waits for the store's lock of that name, which one goroutine of all processes can have.
func (s *Store) lock(ctx context.Context, name string) (unlock func(), err error) {
	f, err := os.OpenFile(s.lockFile(name), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", name, err)
	}
	// The system's own waiting could not be ended by the context.
	const pause = 20 * time.Millisecond
	for {
		ok, err := tryLock(f)
		if err == nil && ok {
			return func() { f.Close() }, nil
		}
		if err == nil {
			select {
			case <-ctx.Done():
				err = ctx.Err()
			case <-time.After(pause):
				continue
			}
		}
		f.Close()
		return nil, fmt.Errorf("lock %s: %w", name, err)
	}
}

// scratch is a new folder on the store's file system. discard removes it, if it is still there.
// What a killed process leaves of it is swept when the store is opened.
func (s *Store) scratch() (dir string, discard func(), err error) {
	for {
		lock, err := os.CreateTemp(filepath.Join(s.dir, "new"), "*.lock")
		if err != nil {
			return "", nil, fmt.Errorf("make folder in image store: %w", err)
		}
		ok, err := tryLock(lock)
		if _, gone := os.Lstat(lock.Name()); err == nil && (!ok || gone != nil) {
			lock.Close() // a sweep came in between
			continue
		}
		dir = lock.Name() + ".d"
		if err == nil {
			err = os.Mkdir(dir, 0o700)
		}
		if err != nil {
			lock.Close()
			return "", nil, fmt.Errorf("make folder in image store: %w", err)
		}
		return dir, func() {
			_ = s.removeAll(dir)
			_ = os.Remove(lock.Name())
			lock.Close()
		}, nil
	}
}

// sweep removes what processes that are gone have left half made.
func (s *Store) sweep() {
	locks, _ := filepath.Glob(filepath.Join(s.dir, "new", "*.lock"))
	for _, name := range locks {
		f, err := os.OpenFile(name, os.O_RDWR, 0)
		if err != nil {
			continue
		}
		if ok, err := tryLock(f); ok && err == nil {
			if s.removeAll(name+".d") == nil {
				_ = os.Remove(name)
			}
		}
		f.Close()
	}
}
