//go:build unix

package store

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// headerSize is the length in bytes of the first copy of the WAL-index header.
const headerSize = 48

// walIndex is the shared memory that SQLite keeps beside a database with a write-ahead log. Its
// header holds a counter and checksums that change with every commit, whichever process makes it
// (https://www.sqlite.org/walformat.html, "The WAL-Index Header").
type walIndex struct{ memory []byte }

// openWALIndex maps the shared memory of the database at path. A connection that has read from it must
// stay open as long: it keeps SQLite from truncating the memory.
func openWALIndex(path string) (*walIndex, error) {
	f, err := os.Open(path + "-shm")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Size() < headerSize {
		return nil, fmt.Errorf("the WAL-index of %s is too short", path)
	}
	memory, err := unix.Mmap(int(f.Fd()), 0, headerSize, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("map the WAL-index: %w", err)
	}
	return &walIndex{memory}, nil
}

// header gives what the header is now. One that is being written is like none seen before.
func (w *walIndex) header() (h [headerSize]byte) {
	copy(h[:], w.memory)
	return h
}

func (w *walIndex) close() error { return unix.Munmap(w.memory) }
