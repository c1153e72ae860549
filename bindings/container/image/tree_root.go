package image

import (
	"io/fs"
	"time"
)

// emptyRoot is the root of a tree without layers.
type emptyRoot struct{}

func (emptyRoot) Name() string       { return "/" }
func (emptyRoot) Size() int64        { return 0 }
func (emptyRoot) Mode() fs.FileMode  { return fs.ModeDir | 0o755 }
func (emptyRoot) ModTime() time.Time { return time.Time{} }
func (emptyRoot) IsDir() bool        { return true }
func (emptyRoot) Sys() any           { return nil }
