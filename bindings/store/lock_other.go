//go:build !unix

package store

import (
	"fmt"
	"os"
	"path/filepath"
)

// writable leaves it to the first write to find out.
func writable(string) error { return nil }

// acquire marks the folder; this system has no lock that ends with the process.
func acquire(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "paddock.lock"), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("lock state folder: %w", err)
	}
	return f, nil
}
