//go:build !unix

package store

import (
	"errors"
	"fmt"
	"os"
)

// share makes the mark at path. This system has no locks that end with the process: one mark
// is taken to have one holder.
func share(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("mark folder: %w", err)
	}
	return f, nil
}

// claim takes a mark that was left behind; nil when there is none.
func claim(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	return f, err
}

func alone(*os.File) bool { return true }
