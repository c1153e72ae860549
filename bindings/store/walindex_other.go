//go:build !unix

package store

import "errors"

// walIndex is not to be had on this system.
type walIndex struct{}

func openWALIndex(string) (*walIndex, error) {
	return nil, errors.New("the WAL-index cannot be mapped on this system")
}

func (*walIndex) header() (h [0]byte) { return h }

func (*walIndex) close() error { return nil }
